"""Signing off: what was decided about submissions, by whom, and what changed since."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from readiness.domain.answer_value import read_text
from readiness.domain.calendar import london_day
from readiness.domain.errors import InvalidAnswer
from readiness.domain.pack import Pack
from readiness.domain.wording import count_words, day_words

LONGEST_REASON = 2_000
"""The most characters that a reason for sending back may have."""

SAME_PERSON = "Signed off by the person who submitted it."
"""What is said wherever nobody else has looked."""


class Decision(StrEnum):
    """What an approver does with a submission."""

    SIGNED = "signed"
    SENT_BACK = "sent-back"


@dataclass(frozen=True, slots=True)
class SignOff:
    """What somebody decided about a submission, when, and the words they put their name to.

    `words` are the statement that was agreed to, or the reason for sending it back.
    """

    submission: int
    decision: Decision
    by: str
    at: datetime
    words: str
    same_person: bool

    @property
    def signed(self) -> bool:
        """Whether it was signed off, rather than sent back."""
        return self.decision is Decision.SIGNED

    @property
    def sentence(self) -> str:
        """Who did what with which submission, and when."""
        did = "signed off" if self.signed else "sent back"
        day = day_words(london_day(self.at))
        same = f" {SAME_PERSON}" if self.signed and self.same_person else ""
        return f"{self.by} {did} submission {self.submission} on {day}.{same}"


@dataclass(frozen=True, slots=True)
class Approval:
    """Where an assessment stands with its sign-off.

    `newest` is the number of its last submission, 0 while there is none, `submitter` the number of
    who declared that, and `submitted` when. `changed` names the questions saved since then by key,
    once that is signed off.
    """

    newest: int = 0
    submitter: int = 0
    submitted: datetime | None = None
    decisions: tuple[SignOff, ...] = ()
    changed: tuple[str, ...] = ()

    def of(self, submission: int) -> SignOff | None:
        """Return what was decided about a submission; None while it waits."""
        return next((one for one in self.decisions if one.submission == submission), None)

    @property
    def decided(self) -> SignOff | None:
        """What was decided about the last submission; None while it waits."""
        return self.of(self.newest)

    @property
    def waits(self) -> bool:
        """Whether the last submission waits for somebody to sign it off."""
        return bool(self.newest) and self.decided is None

    @property
    def last_signed(self) -> SignOff | None:
        """The newest submission that was signed off, which is what others may see."""
        return next((one for one in reversed(self.decisions) if one.signed), None)

    @property
    def reopened(self) -> bool:
        """Whether answers changed since the last submission was signed off."""
        return bool(self.changed)


def reopened_words(approval: Approval, pack: Pack) -> str:
    """Say that answers changed since somebody signed off; empty where none did.

    Answers to questions which the pack no longer asks are left aside.
    """
    refs = [one.ref for key, one in pack.questions.items() if key in approval.changed]
    signed = approval.decided
    if signed is None or not refs:
        return ""
    day = day_words(london_day(signed.at))
    return (
        f"Changed since {signed.by} signed off submission {signed.submission} on {day}: "
        f"{count_words(len(refs), 'answer')} ({', '.join(refs)}). "
        "Submit again and have it signed off."
    )


def waiting_words(approval: Approval, approvers: Collection[str]) -> str:
    """Say for whom the last submission waits, and since when; empty where it does not."""
    if not approval.waits or approval.submitted is None:
        return ""
    day = day_words(london_day(approval.submitted))
    whose = f" by {' or '.join(approvers)}" if approvers else ""
    return f"Submission {approval.newest} waits for sign-off{whose} since {day}."


def sent_back_words(approval: Approval) -> str:
    """Say that the last submission was sent back, and what to do; empty where it was not."""
    decided = approval.decided
    if decided is None or decided.signed:
        return ""
    return f"{decided.sentence} “{decided.words}” Change what is needed, then submit again."


def needs_another(policy: bool | None, approvers: Collection[int], submitter: int) -> bool:
    """Say whether somebody else than who submitted has to sign off.

    Args:
        policy: what the organisation decided; None where it decided nothing, and then it is so as
            soon as somebody else is an approver.
    """
    return any(who != submitter for who in approvers) if policy is None else policy


def read_reason(text: str) -> str:
    """Read why a submission is sent back.

    Raises:
        InvalidAnswer: it is empty or too long.
    """
    reason = read_text(text, LONGEST_REASON, "reason")
    if not reason:
        raise InvalidAnswer("Say what has to change before it can be signed off.")
    return reason


def statement(organisation: str, submission: int) -> str:
    """Return the words that whoever signs off puts their name to."""
    return (
        f"I have looked at submission {submission} and sign it off for {organisation}, "
        "as its senior responsible owner or in their place."
    )
