"""Who would move: what was submitted, judged by two versions of a pack, each on its own day."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from typing import Any

from readiness.domain.assessment import Answer, Answers, Given
from readiness.domain.carry import reread
from readiness.domain.condition import Truth
from readiness.domain.organisation import Organisation
from readiness.domain.pack import Pack
from readiness.domain.revision import compare
from readiness.domain.stored import Stored
from readiness.domain.suspects import suspects
from readiness.domain.verdict import UNDECIDED, Verdict, assess

BATCH = 1_000
"""How many submissions are looked at together, and so stand in memory at once."""

HOLD = {"evidenced": (Truth.NO, Truth.UNKNOWN), "at_most": (Truth.NO,)}
"""The truths of a hard rule that keep a gate from opening, and those that close it."""


@dataclass(frozen=True, slots=True)
class Position:
    """Where a verdict puts an organisation, by key: its stage, the most it can be, its route."""

    evidenced: str
    at_most: str
    route: str


@dataclass(frozen=True, slots=True)
class Cause:
    """What brings a move about: a rule, reason, route or stage, by key, or the least points."""

    what: str
    key: str

    def __str__(self) -> str:
        return f"{self.what} {self.key}"


@dataclass(frozen=True, slots=True)
class Judged:
    """One submission under both versions; `unread` are its answers that no longer read."""

    organisation: Organisation
    was: Position
    now: Position
    by: tuple[Cause, ...]
    unread: tuple[str, ...]


@dataclass(frozen=True)
class Replay:
    """How many submissions were judged, and those of them that come out otherwise, by code."""

    judged: int
    found: tuple[Judged, ...]

    @cached_property
    def movers(self) -> tuple[Judged, ...]:
        """Those whose stage, most possible stage or route would be another."""
        return tuple(one for one in self.found if one.was != one.now)

    @cached_property
    def losers(self) -> tuple[Judged, ...]:
        """Those with answers that would no longer read."""
        return tuple(one for one in self.found if one.unread)


def replay(old: Pack, new: Pack, submitted: Iterable[Stored]) -> Replay:
    """Judge what was submitted by both versions, batch by batch, and keep only who moves."""
    pair = _Pair(old, new)
    found: list[Judged] = []
    count = 0
    for batch in _batches(submitted):
        count += len(batch)
        for place in suspects(old, new, batch) if pair.revision.may_move else ():
            judged = pair.judge(batch[place])
            if judged is not None:
                found.append(judged)
    return Replay(count, tuple(sorted(found, key=lambda one: one.organisation.ods_code)))


def position_of(verdict: Verdict) -> Position:
    """Say where a verdict puts an organisation."""
    route = verdict.recommended.route.key if verdict.recommended else UNDECIDED
    return Position(verdict.evidenced.key, verdict.at_most.key, route)


class _Pair:
    """Two versions of a pack, and what they have in common, so that no answer is read twice."""

    def __init__(self, old: Pack, new: Pack) -> None:
        self.old, self.new = old, new
        self.revision = compare(old, new)
        self.alike = {key for key, q in old.questions.items() if new.questions.get(key) == q}

    def judge(self, stored: Stored) -> Judged | None:
        """Judge one submission by both; None when it stays where it is and loses nothing."""
        before = {key: reread(self.old.questions.get(key), v) for key, v in stored.values.items()}
        after = {
            key: value
            if key in self.alike
            else reread(self.new.questions.get(key), stored.values[key])
            for key, value in before.items()
        }
        was = assess(self.old, _given(stored, before, self.old))
        now = assess(self.new, _given(stored, after, self.new))
        unread = tuple(k for k, v in before.items() if v is not None and after[k] is None)
        positions = position_of(was), position_of(now)
        if positions[0] == positions[1] and not unread:
            return None
        return Judged(stored.organisation, *positions, tuple(_causes(was, now)), unread)


def _batches(submitted: Iterable[Stored]) -> Iterator[list[Stored]]:
    waiting = iter(submitted)
    while batch := list(islice(waiting, BATCH)):
        yield batch


def given_of(stored: Stored, pack: Pack) -> Given:
    """Read what was submitted under any version of a pack; what does not read is left out."""
    values = {key: reread(pack.questions.get(key), v) for key, v in stored.values.items()}
    return _given(stored, values, pack)


def _given(stored: Stored, values: Mapping[str, Any], pack: Pack) -> Given:
    host = stored.host and replace(stored.host, answers=_reread(stored.host.answers, pack))
    answers = {key: Answer(value) for key, value in values.items() if value is not None}
    return Given(stored.organisation, stored.on, answers, stored.network, host=host)


def _reread(answers: Answers, pack: Pack) -> dict[str, Answer]:
    read = {key: reread(pack.questions.get(key), one.value) for key, one in answers.items()}
    return {key: Answer(value) for key, value in read.items() if value is not None}


def _causes(was: Verdict, now: Verdict) -> Iterator[Cause]:
    """Yield what brings a move about, each once: of stages first, then of the route."""
    told: dict[Cause, None] = {}
    if was.evidenced.key != now.evidenced.key:
        told |= dict.fromkeys(_stage_causes(was, now, "evidenced"))
    if was.at_most.key != now.at_most.key:
        told |= dict.fromkeys(_stage_causes(was, now, "at_most"))
    if position_of(was).route != position_of(now).route:
        told |= dict.fromkeys(_route_causes(was, now))
    yield from told


def _stage_causes(was: Verdict, now: Verdict, bound: str) -> list[Cause]:
    """Return the hard rules that hold the lower stage in one version and do not in the other."""
    lower, higher = _lower_first(was, now, bound)
    stage = getattr(lower, bound).key
    holding, free = _hold(lower, stage, bound), _hold(higher, stage, bound)
    rules = [Cause("rule", key) for key in holding if key not in free]
    return rules or [Cause("stage", stage)]


def _lower_first(was: Verdict, now: Verdict, bound: str) -> tuple[Verdict, Verdict]:
    before, after = getattr(was, bound).key, getattr(now, bound).key
    places = now.pack.stage_index if before in now.pack.stage_index else was.pack.stage_index
    down = places.get(after, 0) < places.get(before, 0)
    return (now, was) if down else (was, now)


def _hold(verdict: Verdict, stage: str, bound: str) -> set[str] | dict[str, None]:
    results = (result for result in verdict.stages if result.stage.key == stage)
    return {f.rule.key: None for result in results for f in result.hard(*HOLD[bound])}


def _route_causes(was: Verdict, now: Verdict) -> Iterator[Cause]:
    """Yield the reasons whose points now count otherwise, and the routes opened or closed."""
    before, after = _points(was), _points(now)
    for reason, route in {**before, **after}:
        if before.get((reason, route), 0) != after.get((reason, route), 0):
            yield Cause("reason", reason)
    opened, opens = ({r.route.key: r.open for r in verdict.routes} for verdict in (was, now))
    for key in {**opened, **opens}:
        if opened.get(key) != opens.get(key):
            yield Cause("route", key)
    if was.pack.routes.least != now.pack.routes.least:
        yield Cause("least points", str(now.pack.routes.least))


def _points(verdict: Verdict) -> dict[tuple[str, str], int]:
    return {
        (reason.reason.key, result.route.key): reason.points
        for result in verdict.routes
        for reason in result.reasons
        if reason.truth is Truth.YES and reason.points
    }
