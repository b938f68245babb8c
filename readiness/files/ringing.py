"""Whom to ring, as CSV and as e-mails to look over, address and send."""

import io
from collections.abc import Mapping, Sequence
from datetime import date
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from readiness.domain.band import BAND_LABELS
from readiness.domain.call_words import TAGS, ask_words, why_words
from readiness.domain.comparison import Comparison
from readiness.domain.ringing import Call, Reason
from readiness.domain.wording import count_words, day_words
from readiness.files.email_draft import EmailDraft
from readiness.files.table import csv_table

HEADS = (
    "Organisation",
    "Code",
    "Band",
    "Reason",
    "Why",
    "Since",
    "Days",
    "Ask for",
    "System",
    "Rules",
    "As of",
)
"""The columns of the table."""

_ALWAYS = (1980, 1, 1, 0, 0, 0)
"""The time of every file in an archive, so that the same drafts are the same bytes."""


def ring_table(calls: Sequence[Call], comparison: Comparison) -> bytes:
    """Write whom to ring as CSV, the most urgent first."""
    on, pack = comparison.on, comparison.pack
    rows = (
        [
            call.member.organisation.name,
            call.member.code,
            BAND_LABELS[call.member.band],
            TAGS[call.reason],
            why_words(call, on),
            call.since,
            call.days(on),
            "; ".join(ask_words(one) for one in call.ask),
            comparison.group.name,
            f"{pack.key} {pack.version}",
            on,
        ]
        for call in calls
    )
    return csv_table([HEADS, *rows])


def ring_emails(
    calls: Sequence[Call], comparison: Comparison, addresses: Mapping[str, str]
) -> bytes:
    """Write an e-mail for each call, as an archive of files that mail programs open as drafts.

    Args:
        addresses: those that are known, by code; the others are left for whoever sends them.
    """
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for call in calls:
            name = ZipInfo(f"{call.member.code}-{call.reason}.eml", _ALWAYS)
            draft = ring_email(call, comparison, addresses.get(call.member.code, ""))
            archive.writestr(name, draft.file(), ZIP_DEFLATED)
    return out.getvalue()


def ring_email(call: Call, comparison: Comparison, to: str = "") -> EmailDraft:
    """Write the e-mail of a call: why we write, what would help, and nothing that is not ours."""
    organisation, group = call.member.organisation, comparison.group
    names = [one.name for one in call.ask if one.name]
    lines = [
        f"Dear {' and '.join(names)}," if names else f"To {_role(call)}",
        "",
        _why(call, comparison),
        "",
        _PLEASE[call.reason],
        "",
        "Thank you, and kind regards",
        "",
        f"For {group.name}",
    ]
    subject = f"{organisation.name} and {comparison.pack.title}: {_ABOUT[call.reason]}"
    return EmailDraft(subject, "\n".join(lines) + "\n", to)


def _role(call: Call) -> str:
    role = call.ask[0].what
    role = f"{role[:1].lower()}{role[1:]}" if role[1:2].islower() else role
    the = "" if role.startswith("whoever") else "the "
    return f"{the}{role}, {call.member.organisation.name}"


def _why(call: Call, comparison: Comparison) -> str:
    on, title = comparison.on, f"“{comparison.pack.title}”"
    who = f"{call.member.organisation.name} ({call.member.code})"
    ago = count_words(call.days(on) or 0, "day")
    day = day_words(call.since) if call.since else ""
    match call.reason:
        case Reason.SIGN_OFF:
            return (
                f"{who} submitted its answers to {title} on {day}. They have waited {ago} for "
                f"somebody to sign them off, and until then they count in no figure of ours."
            )
        case Reason.MISSED_START:
            return _missed(call, who, ago, on)
        case Reason.NOT_STARTED:
            sent, members = len(comparison.submitters), len(comparison.members)
            return (
                f"{who} has not yet begun its answers to {title}. {sent} of {members} members of "
                f"{comparison.group.name} have submitted."
            )
        case Reason.PART_DONE:
            return f"{who} has begun its answers to {title}. Nothing is submitted yet."
        case Reason.SENT_BACK:
            return (
                f"The answers of {who} to {title} were sent back on {day} by whoever signs them "
                "off, and have not been submitted again since."
            )
        case Reason.STALE:
            return f"{who} submitted its answers to {title} on {day}, {ago} ago."


def _missed(call: Call, who: str, ago: str, on: date) -> str:
    submitted, missed = call.member.submitted, call.missed
    assert submitted is not None
    assert missed is not None
    target = (
        f", worked back from its target date, {day_words(missed.target)}" if missed.target else ""
    )
    return (
        f"By the plan that follows from what {who} submitted on {day_words(submitted.at)}{target}, "
        f"one thing should have begun by {day_words(missed.latest_start)}, {ago} before today, "
        f"{day_words(on)}: {missed.action.rstrip('.')}."
    )


_ABOUT = {
    Reason.SIGN_OFF: "answers that wait for sign-off",
    Reason.MISSED_START: "a start that has passed",
    Reason.NOT_STARTED: "making a start",
    Reason.PART_DONE: "your draft",
    Reason.SENT_BACK: "answers that were sent back",
    Reason.STALE: "is it still so?",
}
"""What the e-mail is about, by reason."""

_PLEASE = {
    Reason.SIGN_OFF: "Would you look at them, and sign them off, or send them back with what has "
    "to change? If somebody else should do this now, please tell us who.",
    Reason.MISSED_START: "If it has begun, or if the date has moved, please bring your answers up "
    "to date and submit again. If it has not, please tell us what stands in the way, so that we "
    "can see how to help.",
    Reason.NOT_STARTED: "Would you make a start? “Don’t know” is an answer too, and a useful one. "
    "If something keeps you from beginning, please tell us what.",
    Reason.PART_DONE: "What is still missing to submit them? “Don’t know” is an answer too, and "
    "better than none. If somebody else holds the answers, please tell us who.",
    Reason.SENT_BACK: "What has to change is said there. Is there anything that we can help with "
    "before you submit again?",
    Reason.STALE: "Is all of it still so? If it is, please submit it again; if not, correct what "
    "has changed first. It is quicker than the first time: your answers are still there.",
}
"""What would help, by reason."""
