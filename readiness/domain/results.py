"""What judging came to of each rule, stage, reason, route, scale and profile."""

from dataclasses import dataclass
from functools import cached_property

from readiness.domain.condition import (
    Implies,
    Outcome,
    Row,
    Scale,
    Trace,
    Truth,
    outcomes_left,
)
from readiness.domain.pack import Profile, Reason, Route, Rule, Stage, Strength


@dataclass(frozen=True, slots=True)
class Finding:
    """What became of one rule."""

    rule: Rule
    trace: Trace

    @property
    def truth(self) -> Truth:
        """Met, unmet, not yet known, or not asked where the rule does not apply."""
        return self.trace.truth

    @property
    def from_host(self) -> bool:
        """Whether it is what the organisation's host came to, and nothing of its own."""
        return self.rule.from_host

    @property
    def hard(self) -> bool:
        """Whether it can close its gate."""
        return self.rule.strength is Strength.HARD

    @property
    def needs(self) -> Trace:
        """The trace of what is needed, without the part that decides whether the rule applies."""
        return self.trace.parts[1] if isinstance(self.trace.condition, Implies) else self.trace


@dataclass(frozen=True, slots=True)
class StageResult:
    """One stage; `gate` is the way out of it, None for the last."""

    stage: Stage
    gate: Truth | None
    findings: tuple[Finding, ...]

    def hard(self, *truths: Truth) -> tuple[Finding, ...]:
        """Return its hard findings of these truths; all that apply when none is named."""
        wanted = truths or (Truth.YES, Truth.NO, Truth.UNKNOWN)
        return tuple(f for f in self.findings if f.hard and f.truth in wanted)

    def soft(self, *truths: Truth) -> tuple[Finding, ...]:
        """Return its soft findings of these truths; all that apply when none is named."""
        wanted = truths or (Truth.YES, Truth.NO, Truth.UNKNOWN)
        return tuple(f for f in self.findings if not f.hard and f.truth in wanted)


@dataclass(frozen=True, slots=True)
class ReasonResult:
    """What one reason says of one route: its truth, and the signed points it would give."""

    reason: Reason
    trace: Trace
    points: int

    @property
    def truth(self) -> Truth:
        """Whether the reason holds."""
        return self.trace.truth


@dataclass(frozen=True)
class RouteResult:
    """One route: whether it is open, its points now and what the unknown could make of them.

    `rank` counts from 1; routes of equal standing share one.
    """

    route: Route
    opening: Trace | None
    reasons: tuple[ReasonResult, ...]
    rank: int = 0

    @cached_property
    def open(self) -> Truth:
        """Yes, no or not yet known; a route without a condition is open."""
        if self.opening is None or self.opening.truth is Truth.NOT_ASKED:
            return Truth.YES
        return self.opening.truth

    @cached_property
    def points(self) -> int:
        """The sum of the reasons known to hold."""
        return sum(r.points for r in self.reasons if r.truth is Truth.YES)

    @cached_property
    def low(self) -> int:
        """The fewest points that what is unknown could leave."""
        return self.points + sum(min(r.points, 0) for r in self.unknown)

    @cached_property
    def high(self) -> int:
        """The most points that what is unknown could bring."""
        return self.points + sum(max(r.points, 0) for r in self.unknown)

    @cached_property
    def speaking_for(self) -> tuple[ReasonResult, ...]:
        """The reasons known to hold which add points."""
        return tuple(r for r in self.reasons if r.truth is Truth.YES and r.points > 0)

    @cached_property
    def against(self) -> tuple[ReasonResult, ...]:
        """The reasons known to hold which take points away."""
        return tuple(r for r in self.reasons if r.truth is Truth.YES and r.points < 0)

    @cached_property
    def unknown(self) -> tuple[ReasonResult, ...]:
        """The reasons not yet known which would give or take points."""
        return tuple(r for r in self.reasons if r.truth is Truth.UNKNOWN and r.points)


@dataclass(frozen=True)
class ScaleResult:
    """What a scale says: the outcomes still possible, and the rows that may lead to them."""

    scale: Scale
    trace: Trace

    @cached_property
    def possible(self) -> tuple[Outcome, ...]:
        """The outcomes that what is known leaves, from worst to best; none when not asked."""
        left = outcomes_left(self.scale, [part.truth for part in self.trace.parts])
        return tuple(outcome for outcome in self.scale.outcomes if outcome.key in left)

    @property
    def outcome(self) -> Outcome | None:
        """The only outcome possible; None while there are several, or none."""
        return self.possible[0] if len(self.possible) == 1 else None

    @cached_property
    def rows(self) -> tuple[tuple[Row, Trace], ...]:
        """The rows that lead to a possible outcome, each with its trace."""
        keys = {outcome.key for outcome in self.possible}
        return tuple(
            (row, part)
            for row, part in zip(self.scale.rows, self.trace.parts, strict=True)
            if row.outcome in keys and part.truth in (Truth.YES, Truth.UNKNOWN)
        )


@dataclass(frozen=True, slots=True)
class ProfileResult:
    """Whether an organisation reaches every least outcome of a profile."""

    profile: Profile
    trace: Trace

    @property
    def truth(self) -> Truth:
        """Met, unmet, not yet known, or not asked where the profile does not apply."""
        return self.trace.truth

    @property
    def least(self) -> tuple[Trace, ...]:
        """The trace of each least outcome, in the order of the profile."""
        implied = isinstance(self.trace.condition, Implies)
        return (self.trace.parts[1] if implied else self.trace).parts
