"""What becomes of an answer when it is read under another version of its pack, or another pack."""

from dataclasses import dataclass
from enum import StrEnum

from readiness.domain.answer_value import plain_value, read_value
from readiness.domain.effects import Change
from readiness.domain.errors import InvalidAnswer
from readiness.domain.operators import Value
from readiness.domain.pack import ABOUT_CONTRACT, DONT_KNOW, Pack, Question
from readiness.domain.question_revision import asked_otherwise
from readiness.domain.revision import Revision, compare


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
    """Say what becomes of an answer given under the old version; its question is one of that.

    Between two packs the same key is the same question, and other words need another look.
    """
    old, new = revision.old, revision.new
    was, now = old.questions[question], new.questions.get(question)
    if old.key == new.key:
        why = revision.to_review.get(question, ())
    else:
        why = () if now is None else asked_otherwise(was, now, old, new)
    read = reread(now, plain_value(value))
    fate = Fate.DROPPED if read is None else Fate.REVIEW if why else Fate.KEPT
    return Carried(fate, was, now, value, read, why)


def from_one_to_another(old: Pack, new: Pack) -> Revision:
    """Return what carrying needs to know of two packs: all changes if they are versions of one."""
    return compare(old, new) if old.key == new.key else Revision(old, new, ())


def shared(old: Pack, new: Pack, question: str) -> bool:
    """Say whether an answer to a question may go from one assessment to another one beside it.

    Never what is claimed or aimed at, and never what is about a contract, in either of the two.
    """
    if any(question not in p.questions or question in (p.claimed, p.target) for p in (old, new)):
        return False
    return all(p.questions[question].about != ABOUT_CONTRACT for p in (old, new))


def carry_beside(old: Pack, new: Pack, question: str, value: Value | None) -> Carried | None:
    """Carry an answer to an assessment beside its own; None where it stays where it is.

    A don't know and an answer withdrawn stay, and so does what the other question cannot read.
    """
    if value in (None, DONT_KNOW) or not shared(old, new, question):
        return None
    carried = carry(from_one_to_another(old, new), question, value)
    return None if carried.fate is Fate.DROPPED else carried


def reread(question: Question | None, stored: object) -> Value | None:
    """Read a stored value for a question; None where there is no such question, or it cannot be."""
    if question is None:
        return None
    try:
        return read_value(question, stored)
    except InvalidAnswer:
        return None
