"""The questions to answer first, as the task list and the verdict of nothing answered show them."""

from dataclasses import dataclass

from readiness.domain.advice import STATE_WORDS, answer_first, effect_words, first_words
from readiness.domain.pack import Question
from readiness.domain.stakes import Stake
from readiness.domain.verdict import Verdict


@dataclass(frozen=True, slots=True)
class FirstRow:
    """One question to answer first: who answers it, how it stands, and what its answer could do."""

    question: Question
    owner: str
    state: str
    effect: str


@dataclass(frozen=True, slots=True)
class First:
    """At most three questions under a heading that counts them, and why they come first."""

    heading: str
    why: str
    rows: tuple[FirstRow, ...]


def first(found: tuple[Stake, ...], verdict: Verdict) -> First | None:
    """Return the questions that tell most; None when no answer tells anything."""
    offered = answer_first(found)
    if not offered:
        return None
    heading, why = first_words(len(offered))
    return First(heading, why, tuple(_row(stake, verdict) for stake in offered))


def _row(stake: Stake, verdict: Verdict) -> FirstRow:
    question = verdict.pack.questions[stake.question]
    state = STATE_WORDS[verdict.reading.states[question.key]]
    return FirstRow(question, verdict.pack.roles[question.owner], state, effect_words(stake))
