"""The views of a comparison as plain values: for workbook, board paper and command line."""

from collections import Counter
from dataclasses import dataclass, replace

from readiness.domain.band import BAND_LABELS
from readiness.domain.buying import FEWEST
from readiness.domain.comparison import Comparison, Member, Shares
from readiness.domain.gaps import gaps
from readiness.domain.holding import Hold, holds
from readiness.domain.likeness import like_bands
from readiness.domain.pack import Rule
from readiness.domain.shared import NOT_SHARED, reads_sensitive

_WITHHELD = f"{NOT_SHARED}."


@dataclass(frozen=True, slots=True)
class Area:
    """The hard rules of an area by truth: of each that is compared, and of all."""

    title: str
    shares: tuple[Shares, ...]
    all: Shares


@dataclass(frozen=True, slots=True)
class BandRow:
    """A band: its members, how many submitted, and the middle stage; None where too few."""

    title: str
    members: int
    submitted: int
    compared: int
    middle: str | None


def stops(comparison: Comparison) -> tuple[Hold, ...]:
    """Return the hard rules that hold anybody: most stopped first, then most that move alone.

    See `told_rule` for the words of each.
    """
    return tuple(
        replace(one, rule=told_rule(one.rule, comparison))
        for one in holds(comparison)
        if one.stopped or one.not_known
    )


def moving_most(comparison: Comparison) -> Hold | None:
    """Return the one rule that would move most if everyone met it; None where none moves any."""
    most = max(stops(comparison), key=lambda one: one.alone.bit_count(), default=None)
    return most if most and most.alone else None


def areas(comparison: Comparison) -> tuple[Area, ...]:
    """Count the hard rules of each area that has some, in the order of the pack."""
    found = gaps(comparison)
    cells = {row.member.code: row.cells for band in found.bands for row in band.members}
    return tuple(
        Area(
            title,
            tuple(cells[one.code].areas[place] for one in comparison.compared),
            found.cells.areas[place],
        )
        for place, title in enumerate(found.areas)
    )


def bands(comparison: Comparison) -> tuple[BandRow, ...]:
    """Return the bands that have members, in their fixed order."""
    stages = comparison.pack.stages
    compared = Counter(one.band for one in comparison.compared)
    return tuple(
        BandRow(
            BAND_LABELS[one.band],
            len(one.members),
            one.stages.of,
            compared[one.band],
            None if one.middle is None else stages[one.middle].title,
        )
        for one in like_bands(comparison)
    )


def told_rule(rule: Rule, comparison: Comparison) -> Rule:
    """Return a rule as files may tell it: of few that are compared, no point about security."""
    if len(comparison.compared) >= FEWEST or not reads_sensitive(rule, comparison.pack):
        return rule
    return replace(
        rule, otherwise=_WITHHELD, needed=_WITHHELD, board="", because="", do=(), source=None
    )


def is_withheld(rule: Rule) -> bool:
    """Say whether the words of a rule are not told."""
    return rule.otherwise == _WITHHELD


def left_out(comparison: Comparison) -> tuple[tuple[Member, str], ...]:
    """Return who is not counted with the others, each with the reason."""
    return tuple(
        (one, reason) for one in comparison.members if (reason := _reason_left_out(one, comparison))
    )


def _reason_left_out(member: Member, comparison: Comparison) -> str:
    if (sent := member.submitted) is None:
        return state_of(member)
    if sent.comparable:
        return ""
    differ = "hard rule differs" if sent.differs == 1 else "hard rules differ"
    ours = comparison.pack.version
    return f"Judged by rules {sent.pack.version}: {sent.differs} {differ} from {ours}"


def state_of(member: Member) -> str:
    """Say where a member is: submitted, or how far it has come."""
    if member.submitted:
        return "Submitted"
    begun = member.begun
    if begun is None:
        return "Nothing yet"
    if begun.waiting:
        return "Sign-off waiting"
    return "Sent back" if begun.sent_back else "Draft"
