"""What holds each gate of a verdict and what opens the next one, as values for its page."""

from dataclasses import dataclass
from functools import cached_property

from readiness.domain.assessment import Reading, State
from readiness.domain.condition import Truth
from readiness.domain.explanation import Ask, FindingWords, explain_finding, gate_counts
from readiness.domain.plan import Plan, total_effort
from readiness.domain.schedule import Schedule, Timed
from readiness.domain.verdict import Finding, StageResult
from readiness.domain.wording import count_words, day_words, person_days

GATE_WORDS = {Truth.YES: "open", Truth.NO: "closed", Truth.UNKNOWN: "not yet known"}
"""How a gate stands, in a word or three."""


@dataclass(frozen=True)
class Held:
    """A finding in words, with the sign of its truth."""

    finding: Finding
    words: FindingWords
    ods_code: str

    @property
    def truth(self) -> str:
        """Which sign to draw."""
        return self.finding.truth.value


@dataclass(frozen=True)
class Gate:
    """A gate and what holds it. `card` is whether it is shown unfolded."""

    result: StageResult
    truth: Truth
    reading: Reading
    card: bool

    @property
    def title(self) -> str:
        """The gate by its stage, and how it stands."""
        return f"Out of {self.result.stage.title}: {GATE_WORDS[self.truth]}"

    @property
    def counts(self) -> str:
        """How many of its hard rules stand how."""
        return gate_counts(self.result)

    @cached_property
    def holding(self) -> tuple[Held, ...]:
        """The hard rules which are unmet, then those which are not yet known."""
        return self._held(*self.result.hard(Truth.NO), *self.result.hard(Truth.UNKNOWN))

    @cached_property
    def met(self) -> tuple[Held, ...]:
        """The hard rules which are met."""
        return self._held(*self.result.hard(Truth.YES))

    @cached_property
    def advising(self) -> tuple[Held, ...]:
        """The soft rules which are unmet or not yet known."""
        return self._held(*self.result.soft(Truth.NO), *self.result.soft(Truth.UNKNOWN))

    @property
    def rest(self) -> str:
        """What lies folded: 3 met, 2 soft rules advise; empty when nothing does."""
        advise = count_words(len(self.advising), "soft rule")
        parts = [f"{len(self.met)} met"] if self.met else []
        if self.advising:
            parts.append(f"{advise} {'advises' if len(self.advising) == 1 else 'advise'}")
        return ", ".join(parts)

    def _held(self, *findings: Finding) -> tuple[Held, ...]:
        code = self.reading.given.organisation.ods_code
        return tuple(Held(f, explain_finding(f, self.reading), code) for f in findings)


@dataclass(frozen=True, slots=True)
class LadderRow:
    """A stage of the ladder as a row: what is said of it, its gate, and its hard rules by truth."""

    stage: str
    marks: str
    gate: str
    met: str
    unmet: str
    awaited: str


@dataclass(frozen=True)
class Opening:
    """What opens the gate out of the evidenced stage, as far as the plan knows."""

    plan: Plan
    schedule: Schedule

    @cached_property
    def rows(self) -> tuple[Timed, ...]:
        """The actions that its hard rules ask for, prerequisites first."""
        actions = self.plan.opening(self.plan.verdict.evidenced.key)
        return tuple(self.schedule.by_key[action.key] for action in actions)

    @property
    def steps(self) -> tuple[tuple[Timed, str, str], ...]:
        """Each action with its owner's role, and what it takes and by when in a sentence."""
        roles = self.plan.verdict.pack.roles
        return tuple((row, roles[row.action.owner], _takes(row)) for row in self.rows)

    @cached_property
    def answers(self) -> tuple[Ask, ...]:
        """The questions of its hard rules which are not answered, each once."""
        verdict = self.plan.verdict
        gate = next(s for s in verdict.stages if s.stage is verdict.evidenced)
        asks = (
            ask
            for finding in gate.hard(Truth.UNKNOWN)
            for ask in explain_finding(finding, verdict.reading).asks
            if verdict.reading.states[ask.question] is State.TO_DO
        )
        return tuple(dict.fromkeys(asks))

    @property
    def not_answered(self) -> str:
        """How many questions of the gate the plan holds nothing for; empty when none."""
        count = len(self.answers)
        if not count:
            return ""
        verb, them = ("is", "it") if count == 1 else ("are", "them")
        questions = count_words(count, "question")
        return (
            f"{questions} of this gate {verb} not answered; the plan holds nothing for {them} yet:"
        )

    @property
    def total(self) -> str:
        """How much there is to do: 2 actions, 0.5 to 8 person-days."""
        actions = [row.action for row in self.rows]
        more = any(action.effort is None for action in actions)
        effort = person_days(total_effort(actions), more=more)
        return f"{count_words(len(actions), 'action')}, {effort}"

    @property
    def whole(self) -> str:
        """How much the whole plan holds."""
        return plan_size(self.plan)


def _takes(row: Timed) -> str:
    effort = person_days(row.action.effort)
    takes = f"{effort[:1].upper()}{effort[1:]}, {row.action.lead_time} elapsed."
    if row.latest_start is None:
        return takes
    return f"{takes} {'Had to start' if row.late else 'Start'} by {day_words(row.latest_start)}."


def plan_size(plan: Plan) -> str:
    """Say how much a plan holds: 14 actions, 107 to 152 person-days."""
    effort = person_days(plan.effort, more=bool(plan.unknown_effort))
    return f"{count_words(len(plan.actions), 'action')}, {effort}"
