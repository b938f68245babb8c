"""The members of a system and of a round, as CSV."""

from collections.abc import Callable, Iterable

from readiness.domain.band import BAND_LABELS
from readiness.domain.comparison import Comparison, Member
from readiness.domain.round_progress import RoundLine
from readiness.domain.system_round import SystemRound
from readiness.files.plan_rows import Cell
from readiness.files.table import csv_table

Words = Callable[[Member], str]


def members_table(found: Comparison, state: Words, came: Words) -> bytes:
    """Write the members of a system: who they are, how far, and how they came to be members."""
    rows: list[list[Cell]] = [
        ["Code", "Name", "Band", "State", "Also in these systems", "How it came here"]
    ]
    rows += [
        [
            one.code,
            one.organisation.name,
            BAND_LABELS[one.band],
            state(one),
            " ".join(one.elsewhere),
            came(one),
        ]
        for one in found.members
    ]
    return csv_table(rows)


def merge_table(round_: SystemRound, links: Iterable[tuple[str, str, str, str]]) -> bytes:
    """Write links for a mail merge: each a code, a name, an address and a link."""
    heads: list[Cell] = ["Code", "Name", "Address", "Link", "Closing date", "Round"]
    rows: list[list[Cell]] = [[*link, round_.closes, round_.name] for link in links]
    return csv_table([heads, *rows])


def awaited_table(
    round_: SystemRound, lines: Iterable[RoundLine], state: Callable[[RoundLine], str]
) -> bytes:
    """Write who has not signed off for a round: where to write, how far, when they were asked."""
    rows: list[list[Cell]] = [
        ["Code", "Name", "Address", "State", "Asked", "Opened", "Reminded", "Closing date", "Round"]
    ]
    rows += [
        [
            line.member.code,
            line.member.organisation.name,
            line.asked.address,
            state(line),
            line.asked.asked,
            line.asked.opened,
            line.asked.reminded,
            round_.closes,
            round_.name,
        ]
        for line in lines
    ]
    return csv_table(rows)
