"""What reviewers agreed to: the stage that is left when only agreed hard rules count."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from readiness.domain.condition import Truth
from readiness.domain.pack import Stage
from readiness.domain.results import Finding, StageResult
from readiness.domain.verdict import Verdict
from readiness.domain.wording import count_words


class Opinion(StrEnum):
    """What a reviewer says of what was found of a rule."""

    AGREE = "agree"
    DISAGREE = "disagree"
    CANNOT_TELL = "cannot-tell"


OPINION_LABELS = {
    Opinion.AGREE: "Agree",
    Opinion.DISAGREE: "Disagree",
    Opinion.CANNOT_TELL: "Cannot tell",
}

Opinions = Mapping[str, Iterable[Opinion]]
"""The newest opinion of each reviewer, by the key of the rule."""


@dataclass(frozen=True)
class Checked:
    """How far a verdict holds when only hard rules count to which a reviewer agreed.

    `holding` are the met rules of the gate out of `stage` that are not agreed to.
    """

    stage: Stage
    holding: tuple[Finding, ...]
    agreed: int
    disagreed: int
    rules: int

    @property
    def counts(self) -> str:
        """How many of the hard rules that apply are agreed to and disagreed with."""
        words = f"{self.agreed} of {count_words(self.rules, 'hard rule')} agreed"
        return f"{words}, {self.disagreed} disagreed" if self.disagreed else words

    @property
    def meaning(self) -> str:
        """Why it is this stage."""
        if self.holding:
            rules = count_words(len(self.holding), "met hard rule")
            return f"{rules} of its gate {'is' if len(self.holding) == 1 else 'are'} not agreed to."
        return "A reviewer agreed to all that lies below it."


def checked(verdict: Verdict, opinions: Opinions) -> Checked | None:
    """Return the first stage whose gate is not open, or not agreed to by reviewers.

    A rule is agreed to when at least one reviewer agrees and none disagrees. Where nobody has
    said anything, nothing is checked, and the result is None.
    """
    said = {rule: frozenset(each) for rule, each in opinions.items()}
    if not any(said.values()):
        return None
    found = [finding for stage in verdict.stages for finding in stage.hard()]
    here = next(stage for stage in verdict.stages if not _passes(stage, said))
    return Checked(
        here.stage,
        tuple(f for f in here.hard(Truth.YES) if not _agreed(f, said)),
        agreed=sum(_agreed(finding, said) for finding in found),
        disagreed=sum(Opinion.DISAGREE in said.get(f.rule.key, ()) for f in found),
        rules=len(found),
    )


def _passes(stage: StageResult, said: Mapping[str, frozenset[Opinion]]) -> bool:
    return stage.gate is Truth.YES and all(_agreed(finding, said) for finding in stage.hard())


def _agreed(finding: Finding, said: Mapping[str, frozenset[Opinion]]) -> bool:
    opinions = said.get(finding.rule.key, frozenset())
    return Opinion.AGREE in opinions and Opinion.DISAGREE not in opinions
