"""What a page of systems says: its lede, a row for each system, and what is counted."""

from collections.abc import Iterator
from dataclasses import dataclass

from readiness.domain.band import BAND_LABELS, Band
from readiness.domain.comparison import Comparison
from readiness.domain.pack import Pack
from readiness.domain.regional import Row, Table
from readiness.domain.wording import count_words
from readiness.usecases.regions import RegionPage
from readiness.web.comparison_page import named_stage


@dataclass(frozen=True, slots=True)
class SystemLine:
    """A row of the table: figures as they are shown; `withheld` where there are none to show.

    `address` is whether this person may open the system’s own page.
    """

    code: str
    name: str
    submitted: str
    withheld: bool
    stages: tuple[str, ...] = ()
    reached: str = ""
    more: str = ""
    rules: tuple[str, ...] = ()
    address: bool = False


@dataclass(frozen=True, slots=True)
class RegionLines:
    """The rows of a region with the region’s own."""

    total: SystemLine
    systems: tuple[SystemLine, ...]


def lede_of(page: RegionPage, pack: Pack) -> str:
    """Say in one or two sentences how far the systems are."""
    total = page.table.total
    systems = count_words(len(page.group.codes), "system")
    if not page.group.codes:
        where = "here" if page.group.code else "in this copy"
        return f"We do not know yet: no system is known {where}. A register of organisations tells."
    if not total.members:
        return f"No organisation that is asked for here is known in {systems}."
    if not total.submitted:
        return f"We do not know yet: none of {total.members:,} in {systems} has submitted."
    told = f"{_of(total.submitted, total.members)} organisations in {systems} have submitted."
    if total.comparison is None:
        return told
    place = named_stage(total.comparison)
    reached, _ = total.comparison.at_least(place)
    title = pack.stages[place].title
    shows = "shows it has" if reached == 1 else "show they have"
    return f"{told} Of these {total.submitted:,}, {reached:,} {shows} reached {title} or later."


def rows_of(table: Table, pack: Pack) -> tuple[RegionLines, ...]:
    """Return the rows of the table, region by region."""
    return tuple(
        RegionLines(
            _line(region.total, pack),
            tuple(_line(row, pack, address=row.entitled) for row in region.systems),
        )
        for region in table.regions
    )


def notes_of(page: RegionPage, band: Band | None) -> tuple[str, ...]:
    """Say what is counted, what is counted once, and what is withheld."""
    return tuple(_notes(page, band))


def _notes(page: RegionPage, band: Band | None) -> Iterator[str]:
    yield (
        "Counted is what each organisation signed off or returned last. Systems that others"
        " followed are gone: their members are counted where they are now."
    )
    if twice := page.table.twice:
        belong = "organisation belongs" if twice == 1 else "organisations belong"
        yield (
            f"{twice:,} {belong} to two systems or more: counted in the row of each, and once in"
            " every total."
        )
    if band is not None:
        yield f"Only organisations of the band “{BAND_LABELS[band]}” are counted."
    if page.unknown and not page.group.code:
        yield (
            f"Of {count_words(page.unknown, 'system')} no register says the region, and the members"
            " do not settle it."
        )
    if page.table.withheld:
        yield (
            "From those who may not see each organisation figures are withheld that would tell of"
            " fewer than five, by themselves or taken from others."
        )
    if page.table.withheld and band is not None:
        yield "Of a system that is not yours, one band alone is never shown."


def _line(row: Row, pack: Pack, *, address: bool = False) -> SystemLine:
    told = _of(row.submitted, row.members)
    found = row.comparison
    if found is None:
        return SystemLine(row.code, row.name, told, withheld=True, address=address)
    if not row.submitted:
        none = ("–",) * len(pack.stages)
        return SystemLine(
            row.code, row.name, told, False, none, "–", "–", ("–",) * 4, address=address
        )
    return _figures(row, found, told, address=address)


def _figures(row: Row, found: Comparison, told: str, *, address: bool) -> SystemLine:
    reached, _ = found.at_least(named_stage(found))
    shares = found.shares
    rules = (shares.met, shares.not_met, shares.not_known, shares.all)
    return SystemLine(
        row.code,
        row.name,
        told,
        False,
        tuple(f"{count:,}" if count else "–" for count in found.stages.evidenced),
        _of(reached, row.submitted),
        _of(len(found.claim_more), row.submitted),
        tuple(f"{count:,}" for count in rules) if row.rules else ("withheld",) * 4,
        address,
    )


def _of(part: int, whole: int) -> str:
    """Say a count with what it is counted among."""
    return f"{part:,} of {whole:,}"
