"""What a comparison keeps of each submission: its stages, and the truth of each hard rule."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from readiness.domain.checked import Opinion, Opinions
from readiness.domain.column import Column
from readiness.domain.condition import Truth
from readiness.domain.gathering import gather_written, places_read, written_at
from readiness.domain.pack import Pack
from readiness.domain.standing import Standing
from readiness.domain.verdict import Verdict

MET, NOT_MET, NOT_KNOWN, NOT_ASKED = "mnu-"
"""The letters of `Tally.truths`: met, not met, not yet known, does not apply."""

_LETTERS = {
    Truth.YES: MET,
    Truth.NO: NOT_MET,
    Truth.UNKNOWN: NOT_KNOWN,
    Truth.NOT_ASKED: NOT_ASKED,
}


@dataclass(frozen=True, slots=True)
class Tally:
    """One submission judged: stages by place in the ladder from 0, and its hard rules.

    `truths` has a letter for each hard rule of the pack, in the order of `Pack.hard_rules`.
    """

    claimed: int | None
    evidenced: int
    at_most: int
    truths: str


def tallies(pack: Pack, documents: Iterable[Mapping[str, Any]]) -> tuple[Tally, ...]:
    """Judge submissions as `write_given` writes them, all at once and in their order.

    Whatever a host settled for its guest is not looked at: such submissions are judged one by one
    and go through `tally_of`.
    """
    places = places_read(pack)
    standing = Standing(
        pack, gather_written(pack, (written_at(document, places) for document in documents))
    )
    size = standing.population.size
    columns = [_letters(standing.rules[rule.key], size) for rule in pack.hard_rules]
    truths = map("".join, zip(*columns, strict=True)) if columns else [""] * size
    claimed = _places(standing.claimed, size)
    evidenced, at_most = (
        _places(groups, size) for groups in (standing.evidenced, standing.at_most)
    )
    return tuple(
        Tally(claim, shown or 0, most or 0, found)
        for claim, shown, most, found in zip(claimed, evidenced, at_most, truths, strict=True)
    )


def tally_of(verdict: Verdict, pack: Pack) -> Tally:
    """Return what a comparison keeps of a verdict under a pack."""
    place = pack.stage_index
    truths = {finding.rule.key: _LETTERS[finding.truth] for finding in verdict.findings}
    return Tally(
        place[verdict.claimed.key] if verdict.claimed else None,
        place[verdict.evidenced.key],
        place[verdict.at_most.key],
        "".join(truths[rule.key] for rule in pack.hard_rules),
    )


def checked_stage(pack: Pack, tally: Tally, opinions: Opinions) -> int | None:
    """Return the place of the first stage whose gate is not open, or not agreed to by reviewers.

    None while nobody has said anything; see `checked`, with which it agrees.
    """
    said = {rule: frozenset(each) for rule, each in opinions.items()}
    if not any(said.values()):
        return None
    holds = [
        rule.stage
        for rule, truth in zip(pack.hard_rules, tally.truths, strict=True)
        if truth != NOT_ASKED and not (truth == MET and _agreed(said.get(rule.key, frozenset())))
    ]
    return next(
        (place for place, stage in enumerate(pack.stages) if stage.key in holds),
        len(pack.stages) - 1,
    )


def _agreed(opinions: frozenset[Opinion]) -> bool:
    return Opinion.AGREE in opinions and Opinion.DISAGREE not in opinions


def _letters(column: Column, size: int) -> list[str]:
    """Write a column as one letter for each member, in their order."""
    yes, no = _bits(column.yes, size), _bits(column.no, size)
    return [_BY_BITS[pair] for pair in zip(yes, no, strict=True)]


_BY_BITS = {
    ("1", "0"): MET,
    ("0", "1"): NOT_MET,
    ("0", "0"): NOT_KNOWN,
    ("1", "1"): NOT_ASKED,
}


def _places(groups: Mapping[str, int], size: int) -> list[int | None]:
    """Return for each member the place of the group it is in; None where it is in none."""
    found: list[int | None] = [None] * size
    for place, those in enumerate(groups.values()):
        for member, bit in enumerate(_bits(those, size)):
            if bit == "1":
                found[member] = place
    return found


def _bits(those: int, size: int) -> str:
    """Write a bit set as a text of 0 and 1, the first member first."""
    return format(those, f"0{size}b")[::-1] if size else ""
