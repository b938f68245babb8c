"""Systems side by side: what their members submitted, by region and for all of England."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from readiness.domain.band import Band
from readiness.domain.comparison import Comparison
from readiness.domain.regions import REGIONS
from readiness.domain.shown import Shown, shown_of
from readiness.domain.systems import System, Systems, by_region


@dataclass(frozen=True, slots=True)
class Row:
    """A system, a region or all of them; `comparison` is None where its figures are withheld.

    `rules` is whether those of hard rules are told beside the others: they count fewer, for who
    submitted under other rules is left out. How many submitted is said in any case: it is no
    answer of anybody.
    """

    code: str
    name: str
    members: int
    submitted: int
    comparison: Comparison | None
    rules: bool = True
    entitled: bool = True


@dataclass(frozen=True, slots=True)
class RegionRows:
    """The systems of a region, in the order of their names, and the region as a whole."""

    total: Row
    systems: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """All that a page of systems shows; `twice` counts members that two of them name."""

    total: Row
    regions: tuple[RegionRows, ...]
    twice: int

    @property
    def withheld(self) -> bool:
        """Whether any figure is withheld."""
        rows = [self.total, *(r.total for r in self.regions)]
        rows += [one for region in self.regions for one in region.systems]
        return any(row.comparison is None or not row.rules for row in rows)


def table_of(
    found: Systems, seen: Collection[str], band: Band | None = None, region: str = ""
) -> Table:
    """Lay systems out by region, for somebody who may see each member of some of them.

    What is withheld is settled for all systems at once, so that every page withholds the same.

    Args:
        seen: the codes of the systems whose every member this person may see.
        band: count the members of one band alone. Of a system that is not seen nothing is said
            then, for what one band holds could be taken from what all hold.
        region: the only region to lay out; without it all of them.
    """
    chosen = found if band is None else found.in_band(band)
    shown = shown_of(chosen, seen, chosen.submitters, banded=band is not None)
    rules = shown_of(chosen, seen, chosen.compared, banded=band is not None)
    regions = tuple(
        _region(chosen, key, those, seen, shown, rules)
        for key, those in by_region(chosen.systems)
        if not region or key == region
    )
    total = _row("", "All of them", chosen.whole, shown.england, rules.england)
    if region:
        none = _row(region, REGIONS[region], chosen.whole.only(lambda member: False), True, True)
        total = regions[0].total if regions else none
    counted = {one.code for one in chosen.members}
    here = [one.members & counted for one in found.systems if not region or one.region == region]
    return Table(total, regions, _several(here))


def _region(
    found: Systems,
    region: str,
    systems: Sequence[System],
    seen: Collection[str],
    shown: Shown,
    rules: Shown,
) -> RegionRows:
    rows = tuple(
        replace(
            _row(
                one.code,
                one.name,
                found.parts[one.code],
                one.code in shown.systems,
                one.code in rules.systems,
            ),
            entitled=one.code in seen,
        )
        for one in systems
    )
    whole = found.regions[region]
    name = REGIONS.get(region, "Region not known")
    total = _row(region, name, whole, region in shown.regions, region in rules.regions)
    return RegionRows(total, rows)


def _row(code: str, name: str, comparison: Comparison, shown: bool, rules: bool) -> Row:
    members, submitted = len(comparison.members), len(comparison.submitters)
    return Row(
        code, name, members, submitted, comparison if shown or not submitted else None, rules
    )


def _several(sets: Iterable[Collection[str]]) -> int:
    """Count what is in more than one of some sets."""
    counts = Counter(code for those in sets for code in those)
    return sum(count > 1 for count in counts.values())
