"""The verdict: findings, gates, stages and routes, each with the reason that led to it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from readiness.domain.assessment import Given, Reading
from readiness.domain.condition import (
    OnScale,
    Scale,
    Trace,
    Truth,
    ask,
)
from readiness.domain.hosted import reading_of
from readiness.domain.pack import (
    DONT_KNOW,
    Pack,
    Reason,
    Stage,
)
from readiness.domain.results import (
    Finding,
    ProfileResult,
    ReasonResult,
    RouteResult,
    ScaleResult,
    StageResult,
)

UNDECIDED = "undecided"
"""The recommendation when no route stands out."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A known reason which, were it otherwise, would change the recommendation, and to what."""

    reason: Reason
    holds: bool
    instead: str


@dataclass(frozen=True)
class Verdict:
    """Where an organisation stands under a pack, on a day, and why."""

    reading: Reading
    claimed: Stage | None
    stages: tuple[StageResult, ...]
    routes: tuple[RouteResult, ...]
    scales: tuple[ScaleResult, ...] = ()
    profiles: tuple[ProfileResult, ...] = ()

    @property
    def pack(self) -> Pack:
        """The pack it was judged by."""
        return self.reading.pack

    @property
    def given(self) -> Given:
        """What it was judged on."""
        return self.reading.given

    @cached_property
    def evidenced(self) -> Stage:
        """The first stage whose gate is not open."""
        return next(s.stage for s in self.stages if s.gate is not Truth.YES)

    @cached_property
    def at_most(self) -> Stage:
        """The first stage whose gate is closed; an upper bound, perhaps not reachable whole."""
        return next(s.stage for s in self.stages if s.gate in (Truth.NO, None))

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Every finding, in the order of the stages."""
        return tuple(finding for stage in self.stages for finding in stage.findings)

    def found(self, *truths: Truth) -> tuple[Finding, ...]:
        """Return the findings of these truths."""
        return tuple(finding for finding in self.findings if finding.truth in truths)

    @cached_property
    def held(self) -> Mapping[str, Stage]:
        """The answers which keep a gate from opening, each with the nearest stage that it holds.

        For an unmet rule they are those it reads, for one not yet known those it waits for.
        """
        held: dict[str, Stage] = {}
        for stage in self.stages:
            for finding in stage.hard(Truth.NO, Truth.UNKNOWN):
                unmet = finding.truth is Truth.NO
                for key in finding.rule.questions if unmet else finding.trace.waiting_for:
                    if self.reading.asked(key) is Truth.YES:
                        held.setdefault(key, stage.stage)
        return held

    def holding(self, questions: Collection[str]) -> tuple[Stage, int] | None:
        """Return the nearest stage that answers to some questions hold, and how many of them do."""
        held = [self.held[key] for key in questions if key in self.held]
        nearest = min(held, key=self.pack.stages.index, default=None)
        return None if nearest is None else (nearest, held.count(nearest))

    @cached_property
    def gap(self) -> int | None:
        """How many stages the claim lies above what is evidenced; None without a claim."""
        if self.claimed is None:
            return None
        place = self.pack.stage_index
        return place[self.claimed.key] - place[self.evidenced.key]

    @cached_property
    def first(self) -> tuple[RouteResult, ...]:
        """The routes in first place, closed ones left aside; more than one is a tie."""
        contenders = [route for route in self.routes if route.open is not Truth.NO]
        best = max((route.points for route in contenders), default=0)
        return tuple(route for route in contenders if route.points == best)

    @cached_property
    def recommended(self) -> RouteResult | None:
        """The sole first route with enough points; None is undecided."""
        sole = self.first[0] if len(self.first) == 1 else None
        return sole if sole and sole.points >= self.pack.routes.least else None

    @cached_property
    def lead(self) -> int:
        """How many points the first route lies ahead of the next one which is not closed."""
        ranked = sorted((r.points for r in self.routes if r.open is not Truth.NO), reverse=True)
        return ranked[0] - ranked[1] if len(ranked) > 1 else 0

    @cached_property
    def settled(self) -> bool:
        """Whether no answer still to come can change the recommendation."""
        if self.recommended is None:
            return not self.open_traces
        others = [r for r in self.routes if r is not self.recommended and r.open is not Truth.NO]
        return (
            self.recommended.open is Truth.YES
            and self.recommended.low >= self.pack.routes.least
            and all(self.recommended.low > other.high for other in others)
        )

    @cached_property
    def could_change_route(self) -> tuple[str, ...]:
        """The questions awaited by the routes while the recommendation is not settled, by key."""
        if self.settled:
            return ()
        awaited = (key for trace in self.open_traces for key in trace.waiting_for)
        return tuple(dict.fromkeys(awaited))

    @cached_property
    def open_traces(self) -> tuple[Trace, ...]:
        """What is not yet known of the routes that are not closed: openings and reasons."""
        return tuple(
            trace
            for route in self.routes
            if route.open is not Truth.NO
            for trace in [route.opening, *(reason.trace for reason in route.unknown)]
            if trace is not None and trace.truth is Truth.UNKNOWN
        )

    @cached_property
    def turns(self) -> tuple[Turn, ...]:
        """The known reasons which alone decide the recommendation, and what it would be."""
        return tuple(self._turns())

    def _turns(self) -> Iterable[Turn]:
        now = self.recommended.route.key if self.recommended else UNDECIDED
        contenders = [route for route in self.routes if route.open is not Truth.NO]
        for place, reason in enumerate(self.pack.routes.reasons):
            truth = self.routes[0].reasons[place].truth
            if truth not in (Truth.YES, Truth.NO):
                continue
            sign = -1 if truth is Truth.YES else 1
            points = {r.route.key: r.points + sign * r.reasons[place].points for r in contenders}
            then = _recommend(points, self.pack.routes.least)
            if then != now:
                yield Turn(reason, truth is Truth.YES, then)


def assess(pack: Pack, given: Given) -> Verdict:
    """Judge what is given by every stage and route of the pack.

    The gate out of a stage is closed when a hard rule of it is unmet, not yet known while none is
    unmet but one is unknown, and otherwise open, also when none applies. Soft rules close nothing.
    """
    reading = reading_of(pack, given)
    pack = reading.pack
    findings = [Finding(rule, ask(rule.condition, reading)) for rule in pack.rules]
    return Verdict(
        reading,
        claimed=_claimed(pack, given),
        stages=tuple(
            _stage_result(stage, findings, last=stage is pack.stages[-1]) for stage in pack.stages
        ),
        routes=_ranked(_route_results(pack, reading)),
        scales=tuple(ScaleResult(scale, _on(scale, reading)) for scale in pack.scales),
        profiles=tuple(ProfileResult(p, ask(p.condition, reading)) for p in pack.profiles),
    )


def _on(scale: Scale, reading: Reading) -> Trace:
    """Ask a scale for any outcome at all, for the sake of its rows."""
    return ask(OnScale(scale, frozenset(o.key for o in scale.outcomes)), reading)


def _claimed(pack: Pack, given: Given) -> Stage | None:
    answer = given.answers.get(pack.claimed)
    if answer is None or answer.value in (None, DONT_KNOW):
        return None
    return next(stage for stage in pack.stages if stage.key == answer.value)


def _stage_result(stage: Stage, findings: list[Finding], *, last: bool) -> StageResult:
    here = tuple(finding for finding in findings if finding.rule.stage == stage.key)
    hard = {finding.truth for finding in here if finding.hard}
    gate = next((truth for truth in (Truth.NO, Truth.UNKNOWN) if truth in hard), Truth.YES)
    return StageResult(stage, None if last else gate, here)


def _route_results(pack: Pack, reading: Reading) -> list[RouteResult]:
    traces = [ask(reason.when, reading) for reason in pack.routes.reasons]
    return [
        RouteResult(
            route,
            None if route.open_when is None else ask(route.open_when, reading),
            tuple(
                ReasonResult(reason, trace, reason.points.get(route.key, 0))
                for reason, trace in zip(pack.routes.reasons, traces, strict=True)
            ),
        )
        for route in pack.routes.routes
    ]


def _ranked(routes: list[RouteResult]) -> tuple[RouteResult, ...]:
    """Order routes: those not closed first, then by points, then by key; equals share a rank."""

    def standing(route: RouteResult) -> tuple[bool, int]:
        return route.open is Truth.NO, -route.points

    ordered = sorted(routes, key=lambda route: (*standing(route), route.route.key))
    places = [standing(route) for route in ordered]
    return tuple(
        RouteResult(r.route, r.opening, r.reasons, rank=places.index(standing(r)) + 1)
        for r in ordered
    )


def _recommend(points: Mapping[str, int], least: int) -> str:
    best = max(points.values(), default=0)
    first = [key for key, value in points.items() if value == best]
    return first[0] if len(first) == 1 and best >= least else UNDECIDED
