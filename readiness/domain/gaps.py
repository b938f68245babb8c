"""Where the gaps are: hard rules by organisation and area, counted by truth, never blended."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from readiness.domain.band import Band
from readiness.domain.comparison import Comparison, Member, Shares, Submitted, by_band, shares_in
from readiness.domain.pack import Pack


@dataclass(frozen=True, slots=True)
class Cells:
    """The hard rules that apply, counted for each area, and all of them."""

    areas: tuple[Shares, ...]
    all: Shares


@dataclass(frozen=True, slots=True)
class MemberGaps:
    """An organisation with the letters of its hard rules, area by area, and all of them.

    `of` is what they come from: what it submitted, else an estimate; None where there is neither.
    `counted` says whether they are in the totals.
    """

    member: Member
    of: Submitted | None
    areas: tuple[str, ...]
    counted: bool

    @property
    def cells(self) -> Cells:
        """Its hard rules counted."""
        return Cells(
            tuple(map(shares_in, self.areas)), shares_in(self.of.tally.truths if self.of else "")
        )


@dataclass(frozen=True, slots=True)
class BandGaps:
    """A band: those that submitted first, then those estimated, then the rest, each by name."""

    band: Band
    compared: int
    submitted: int
    cells: Cells
    members: tuple[MemberGaps, ...]


@dataclass(frozen=True, slots=True)
class Gaps:
    """All that are compared, by area, and the bands in their fixed order."""

    areas: tuple[str, ...]
    compared: int
    cells: Cells
    bands: tuple[BandGaps, ...]


def gaps(comparison: Comparison, worst: str = "") -> Gaps:
    """Count the hard rules of every organisation by area.

    Areas come in the order of the first hard rule of each. Submissions under older rules keep
    their row; the rules of an area that the pack no longer has are in their last column alone.

    Args:
        worst: an area, or `all`, of which most that is not met comes first inside each band.
    """
    titles = areas_of(comparison.pack)
    places: dict[str, tuple[tuple[int, ...], ...]] = {}
    bands = []
    for band, members in by_band(comparison.members).items():
        rows = [_member_gaps(one, titles, places) for one in members]
        rows.sort(key=lambda row: _order(row, titles, worst))
        counted = [row for row in rows if row.counted]
        sent = sum(row.member.submitted is not None for row in rows)
        bands.append(BandGaps(band, len(counted), sent, _total(counted, len(titles)), tuple(rows)))
    every = [row for band_gaps in bands for row in band_gaps.members if row.counted]
    return Gaps(titles, len(every), _total(every, len(titles)), tuple(bands))


def areas_of(pack: Pack) -> tuple[str, ...]:
    """Return the areas that hard rules of a pack are in, each once."""
    return tuple(dict.fromkeys(map(pack.area_of, pack.hard_rules)))


def _member_gaps(
    member: Member, titles: Sequence[str], places: dict[str, tuple[tuple[int, ...], ...]]
) -> MemberGaps:
    of = member.submitted or member.estimate
    if of is None:
        return MemberGaps(member, None, ("",) * len(titles), False)
    if of.pack.fingerprint not in places:
        places[of.pack.fingerprint] = _places(of.pack, titles)
    truths = of.tally.truths
    areas = tuple("".join([truths[at] for at in each]) for each in places[of.pack.fingerprint])
    return MemberGaps(member, of, areas, of is member.submitted and of.comparable)


def _places(pack: Pack, titles: Sequence[str]) -> tuple[tuple[int, ...], ...]:
    """Return for each area which letters of a tally are of its rules."""
    found: Mapping[str, list[int]] = {title: [] for title in titles}
    for place, rule in enumerate(pack.hard_rules):
        if (area := pack.area_of(rule)) in found:
            found[area].append(place)
    return tuple(map(tuple, found.values()))


def _total(rows: Iterable[MemberGaps], size: int) -> Cells:
    """Count the rules of some organisations together."""
    rows = tuple(rows)
    areas = tuple(shares_in("".join([row.areas[place] for row in rows])) for place in range(size))
    return Cells(areas, shares_in("".join(row.of.tally.truths for row in rows if row.of)))


def _order(row: MemberGaps, titles: Sequence[str], worst: str) -> tuple[int, int, int]:
    """Return where a row stands in its band; rows that tie stay by name."""
    standing = 0 if row.member.submitted else 1 if row.of else 2
    if worst not in (*titles, ALL_RULES) or row.of is None:
        return standing, 0, 0
    letters = row.of.tally.truths if worst == ALL_RULES else row.areas[titles.index(worst)]
    found = shares_in(letters)
    return standing, -found.not_met, -found.not_known


ALL_RULES = "all"
"""What stands for the column of all rules where rows are put in order."""
