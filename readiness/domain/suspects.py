"""Who may come out otherwise by another version of a pack, found for many at once by columns."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from readiness.domain.bits import union
from readiness.domain.carry import reread
from readiness.domain.column import Column
from readiness.domain.condition import Source, Subject
from readiness.domain.gathering import gather_batch
from readiness.domain.pack import Pack, Question
from readiness.domain.standing import Standing
from readiness.domain.stored import Stored


def suspects(old: Pack, new: Pack, batch: Sequence[Stored]) -> list[int]:
    """Return the places in a batch of those who may move or lose an answer, in order.

    Nobody else moves. Some of those named may stay where they are: their reasons for a route come
    out otherwise, say, and the route does not. Who rests on a host is always named, for columns
    hold no host.
    """
    if not _comparable(old, new):
        return list(range(len(batch)))
    before, after = _standing(old, batch), _standing(new, batch)
    was, now = _deciding(before), _deciding(after)
    moved = union(_differ(was.get(key), now.get(key)) for key in was.keys() | now.keys())
    changed = [q for key, q in old.questions.items() if new.questions.get(key) != q]
    return [
        place
        for place, stored in enumerate(batch)
        if moved >> place & 1
        or stored.host is not None
        or any(_lost(q, new.questions.get(q.key), stored) for q in changed)
    ]


def _comparable(old: Pack, new: Pack) -> bool:
    """Say whether stages and routes are the same, so that their columns can be set side by side."""
    routes = [{route.key for route in pack.routes.routes} for pack in (old, new)]
    return (
        list(old.stage_index) == list(new.stage_index)
        and routes[0] == routes[1]
        and old.routes.least == new.routes.least
    )


def _standing(pack: Pack, batch: Sequence[Stored]) -> Standing:
    population = gather_batch(pack, [stored.on for stored in batch], partial(_written, batch))
    return Standing(pack, population)


def _written(batch: Sequence[Stored], subject: Subject) -> list[Any]:
    match subject.source:
        case Source.QUESTION:
            return [stored.values.get(subject.key) for stored in batch]
        case Source.ORGANISATION:
            return [getattr(stored.organisation, subject.key) for stored in batch]
        case Source.NETWORK:
            return [stored.network.get(subject.key) for stored in batch]
        case Source.DAY:
            return [stored.on for stored in batch]


def _deciding(standing: Standing) -> Mapping[tuple[object, ...], Column]:
    """Return a column for all that decides a stage or a route; a reason with each of its points."""
    return {
        **{("gate", stage): column for stage, column in standing.gates.items()},
        **{("open", route): column for route, column in standing.open.items()},
        **{
            (reason.key, route, points): standing.reasons[reason.key]
            for reason in standing.pack.routes.reasons
            for route, points in reason.points.items()
        },
    }


def _differ(was: Column | None, now: Column | None) -> int:
    """Return for whom a truth is another; where it is only in one version, for whom it is known."""
    if was is None or now is None:
        there = was or now
        return 0 if there is None else there.yes | there.no
    return (was.yes ^ now.yes) | (was.no ^ now.no)


def _lost(was: Question, now: Question | None, stored: Stored) -> bool:
    """Say whether an answer read before and does not read now."""
    written = stored.values.get(was.key)
    if written is None or reread(now, written) is not None:
        return False
    return reread(was, written) is not None
