"""Who may come out otherwise by another version of a pack, found for many at once by columns."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from readiness.domain.carry import reread
from readiness.domain.column import Column
from readiness.domain.condition import Condition, Source, Subject, subjects_of
from readiness.domain.gathering import taking
from readiness.domain.operators import Value
from readiness.domain.pack import DONT_KNOW, Pack, Question, gate
from readiness.domain.population import Gatherer, Population
from readiness.domain.stored import Stored


def suspects(old: Pack, new: Pack, batch: Sequence[Stored]) -> list[int]:
    """Return the places in a batch of those who may move or lose an answer, in order.

    Nobody else moves. Some of those named may stay where they are: their reasons for a route come
    out otherwise, say, and the route does not.
    """
    if not _comparable(old, new):
        return list(range(len(batch)))
    before, after = _population(old, batch), _population(new, batch)
    moved = 0
    for was, now in (
        (_gates(old, before), _gates(new, after)),
        (_openings(old, before), _openings(new, after)),
        (_reasons(old, before), _reasons(new, after)),
    ):
        for key in {**was, **now}:
            moved |= _differ(was.get(key), now.get(key))
    changed = [q for key, q in old.questions.items() if new.questions.get(key) != q]
    return [
        place
        for place, stored in enumerate(batch)
        if moved >> place & 1 or any(_lost(q, new.questions.get(q.key), stored) for q in changed)
    ]


def _comparable(old: Pack, new: Pack) -> bool:
    """Say whether stages and routes are the same, so that their columns can be set side by side."""
    routes = [{route.key for route in pack.routes.routes} for pack in (old, new)]
    return (
        list(old.stage_index) == list(new.stage_index)
        and routes[0] == routes[1]
        and old.routes.least == new.routes.least
    )


def _population(pack: Pack, batch: Sequence[Stored]) -> Population:
    asked_when = {
        key: question.asked_when
        for key, question in pack.questions.items()
        if question.asked_when is not None
    }
    conditions = [condition for _, condition in _conditions(pack)]
    subjects = {s for c in (*conditions, *asked_when.values()) for s in subjects_of(c)}
    gatherer = Gatherer(sorted(subjects, key=lambda subject: (subject.source, subject.key)))
    for subject, strand in gatherer.strands.items():
        taking(pack, subject, strand, _reader(subject, pack))(_written(batch, subject))
    for stored in batch:
        gatherer.on.add(stored.on)
    return gatherer.population(asked_when)


def _conditions(pack: Pack) -> Iterator[tuple[str, Condition]]:
    """Yield all that decides a stage or a route."""
    for stage in pack.stages[:-1]:
        yield stage.key, gate(stage.key, pack.rules)
    for route in pack.routes.routes:
        if route.open_when is not None:
            yield route.key, route.open_when
    for reason in pack.routes.reasons:
        yield reason.key, reason.when


def _reader(subject: Subject, pack: Pack) -> Callable[[Any], Value | None]:
    if subject.source is not Source.QUESTION:
        return lambda written: written
    question = pack.questions[subject.key]

    def read(written: Any) -> Value | None:
        value = reread(question, written)
        return None if value == DONT_KNOW else value

    return read


def _written(batch: Sequence[Stored], subject: Subject) -> list[Any]:
    match subject.source:
        case Source.QUESTION:
            return [stored.values.get(subject.key) for stored in batch]
        case Source.ORGANISATION:
            return [getattr(stored.organisation, subject.key) for stored in batch]
        case Source.NETWORK:
            return [stored.network.get(subject.key) for stored in batch]


def _gates(pack: Pack, population: Population) -> Mapping[object, Column]:
    return {s.key: population.judge(gate(s.key, pack.rules)) for s in pack.stages[:-1]}


def _openings(pack: Pack, population: Population) -> Mapping[object, Column]:
    return {
        route.key: population.judge(route.open_when)
        for route in pack.routes.routes
        if route.open_when is not None
    }


def _reasons(pack: Pack, population: Population) -> Mapping[object, Column]:
    """Return a column for each reason and the points that it gives to a route."""
    return {
        (reason.key, route, points): population.judge(reason.when)
        for reason in pack.routes.reasons
        for route, points in reason.points.items()
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
