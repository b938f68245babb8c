"""What holds each gate of a verdict, as values for its page."""

from dataclasses import dataclass
from functools import cached_property

from readiness.domain.assessment import Reading
from readiness.domain.condition import Truth
from readiness.domain.explanation import FindingWords, explain_finding, gate_counts
from readiness.domain.results import Finding, StageResult
from readiness.domain.wording import count_words

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
