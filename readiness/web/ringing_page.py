"""The section that says whom to ring, as values for the page of a system."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from readiness.domain.call_words import TAGS, ask_words, draft_words, why_words
from readiness.domain.comparison import Comparison, Member
from readiness.domain.ringing import Call, Reason
from readiness.domain.system_round import SystemRound
from readiness.domain.wording import count_words, small_number, upper_first
from readiness.usecases.ringing import MOST_LOOKED_AT, Ringing, read_ringing
from readiness.web import current

MOST_ROWS = 60
"""How many are shown before all are asked for."""


@dataclass(frozen=True, slots=True)
class RingRow:
    """A member to ring: the tag and reason, whom to ask for, and its draft where it is shared."""

    member: Member
    tag: str
    urgent: bool
    why: str
    ask: tuple[str, ...]
    draft: int | None


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A draft that is shared: whose, its number, and how far it is."""

    member: Member
    assessment: int
    words: str


@dataclass(frozen=True, slots=True)
class RingSection:
    """Whom to ring, the first of `count` or all, and the other drafts that are shared."""

    note: str
    rows: tuple[RingRow, ...]
    count: int
    drafts: tuple[DraftRow, ...]

    @property
    def more(self) -> bool:
        """Whether some are not shown."""
        return self.count > len(self.rows)


def ring_section(
    comparison: Comparison, rounds: Iterable[SystemRound], *, everyone: bool
) -> RingSection:
    """Read whom to ring of those shown, and say it row by row."""
    asking = any(one.open for one in rounds)
    found = read_ringing(current.db(), comparison, asking=asking)
    shown = found.calls if everyone else found.calls[:MOST_ROWS]
    rows = tuple(_row(call, comparison) for call in shown)
    drafts = tuple(_drafts(comparison, {row.draft for row in rows}))
    return RingSection(_note(found, comparison), rows, len(found.calls), drafts)


def _row(call: Call, comparison: Comparison) -> RingRow:
    return RingRow(
        call.member,
        TAGS[call.reason],
        call.urgent,
        why_words(call, comparison.on),
        tuple(ask_words(one) for one in call.ask),
        _draft_of(call),
    )


def _draft_of(call: Call) -> int | None:
    """Return the draft that the reason of a call speaks of; None where it speaks of none."""
    begun = call.member.begun
    of_draft = call.reason is Reason.PART_DONE and draft_words(call.member)
    return begun.assessment if begun and of_draft else None


def _drafts(comparison: Comparison, linked: Collection[int | None]) -> list[DraftRow]:
    return [
        DraftRow(one, one.begun.assessment, words)
        for one in comparison.members
        if one.begun and one.begun.assessment not in linked and (words := draft_words(one))
    ]


def _note(found: Ringing, comparison: Comparison) -> str:
    count, members = len(found.calls), len(comparison.members)
    many = upper_first(small_number(count))
    told = f"{many} of {members} today, most urgent first." if count else "Nobody today."
    told = f"All {members} today, most urgent first." if count == members > 1 else told
    if not comparison.submitters:
        return told
    if not found.looked:
        return (
            f"{told} Latest starts that are missed are looked for in up to "
            f"{count_words(MOST_LOOKED_AT, 'organisation')}: choose a band."
        )
    return f"{told} A latest start is worked back from the target date of what was submitted."
