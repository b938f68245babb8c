"""Whom to ring, in words: the tag, the reason in a line, and whom to ask for."""

from datetime import date

from readiness.domain.comparison import Member
from readiness.domain.ringing import Ask, Call, Reason
from readiness.domain.wording import count_words, day_words

TAGS = {
    Reason.SIGN_OFF: "Sign-off",
    Reason.MISSED_START: "Missed start",
    Reason.NOT_STARTED: "Not started",
    Reason.PART_DONE: "Part done",
    Reason.SENT_BACK: "Sent back",
    Reason.STALE: "Stale",
}
"""Each reason in a word or two."""

_ALSO = {
    Reason.MISSED_START: "a latest start is missed",
    Reason.SENT_BACK: "a submission was sent back",
    Reason.STALE: "what it submitted is old",
}
"""How a reason is said that stands behind a more urgent one."""


def why_words(call: Call, on: date) -> str:
    """Say in a line why to ring, and what else there is."""
    also = [_ALSO[reason] for reason in call.also if reason in _ALSO]
    return _why(call, on) + (f"; also, {' and '.join(also)}" if also else "")


def ask_words(ask: Ask) -> str:
    """Say whom to ask for: Priya Shah, IT lead; or a role where nobody is known."""
    return f"{ask.name}, {ask.what}" if ask.name else ask.what


def _why(call: Call, on: date) -> str:
    ago = count_words(call.days(on) or 0, "day")
    day = day_words(call.since) if call.since else ""
    match call.reason:
        case Reason.SIGN_OFF:
            return f"Waiting for sign-off since {day}, {ago}"
        case Reason.MISSED_START:
            return _missed(call, ago, on)
        case Reason.NOT_STARTED:
            return f"Nothing yet{_asked(call)}"
        case Reason.PART_DONE:
            return draft_words(call.member) or f"{_saved(call)} {day}"
        case Reason.SENT_BACK:
            return f"Sent back on {day}, {ago} ago, and not submitted again"
        case Reason.STALE:
            return f"Submitted on {day}, {ago} ago{_older_rules(call)}"


def draft_words(member: Member) -> str:
    """Say how far a shared draft is; empty where none is shared."""
    begun = member.begun
    if begun is None or begun.shared is None or begun.asked is None:
        return ""
    return f"Draft shared on {day_words(begun.shared)}: {begun.answered} of {begun.asked} answered"


def _asked(call: Call) -> str:
    """Say when a round asked for it, whether its link was opened, and when it was reminded."""
    asked = call.asked
    if asked is None:
        return ""
    told = [f"asked on {day_words(asked.asked)}"]
    if asked.linked and asked.opened is None:
        told.append("link not opened")
    if asked.opened:
        told.append(f"link opened on {day_words(asked.opened)}")
    if asked.reminded:
        told.append(f"reminded on {day_words(asked.reminded)}")
    return "; " + ", ".join(told)


def _saved(call: Call) -> str:
    begun = call.member.begun
    return "Draft last saved on" if begun and begun.saved else "Nothing saved; begun on"


def _missed(call: Call, ago: str, on: date) -> str:
    assert call.missed is not None
    target = call.missed.target
    over = f". Its target date, {day_words(target)}, has passed" if target and target < on else ""
    return f"Latest start missed by {ago}: {call.missed.action}{over}"


def _older_rules(call: Call) -> str:
    submitted = call.member.submitted
    if submitted is None or submitted.comparable:
        return ""
    return f", under rules {submitted.pack.version}"
