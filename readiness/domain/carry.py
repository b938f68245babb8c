"""What becomes of an answer when it is read under another version of its pack."""

from dataclasses import dataclass
from enum import StrEnum

from readiness.domain.assessment import plain_value, read_value
from readiness.domain.effects import Change
from readiness.domain.errors import InvalidAnswer
from readiness.domain.operators import Value
from readiness.domain.pack import Question
from readiness.domain.revision import Revision


class Fate(StrEnum):
    """What becomes of an answer: it means what it meant, needs another look, or cannot be read."""

    KEPT = "kept"
    REVIEW = "needs-another-look"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Carried:
    """An answer to `was`, read as an answer to `now`; `now` is None where the question is gone.

    `value` is what was answered, `read` what it reads as now; `why` holds the changes that make it
    need another look.
    """

    fate: Fate
    was: Question
    now: Question | None
    value: Value
    read: Value | None
    why: tuple[Change, ...] = ()


def carry(revision: Revision, question: str, value: Value) -> Carried:
    """Say what becomes of an answer given under the old version; its question is one of that."""
    was, now = revision.old.questions[question], revision.new.questions.get(question)
    why = revision.to_review.get(question, ())
    read = reread(now, plain_value(value))
    fate = Fate.DROPPED if read is None else Fate.REVIEW if why else Fate.KEPT
    return Carried(fate, was, now, value, read, why)


def reread(question: Question | None, stored: object) -> Value | None:
    """Read a stored value for a question; None where there is no such question, or it cannot be."""
    if question is None:
        return None
    try:
        return read_value(question, stored)
    except InvalidAnswer:
        return None
