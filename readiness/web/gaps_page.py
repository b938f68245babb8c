"""The table of gaps: an organisation a row, an area a column, three shares a cell."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from readiness.domain.band import BAND_LABELS, Band
from readiness.domain.comparison import Comparison
from readiness.domain.gaps import BandGaps, Cells, Gaps, MemberGaps, areas_of, gaps
from readiness.web.comparison_page import is_few, long_state_words
from readiness.web.gap_cells import (
    BARS,
    PAGE_WIDTH,
    Bars,
    Figures,
    Size,
    bars,
    figures,
    size_of,
    table_width,
)
from readiness.web.likeness_picture import MOST_ROWS

MOST_CELLS = 440 * 13
"""Of more cells than this, only the organisations of one band are shown, and no more than fit."""


@dataclass(frozen=True, slots=True)
class GapLine:
    """A row: whose it is, what to say beneath, and either its cells or words across them."""

    name: str
    code: str = ""
    beneath: str = ""
    estimate: bool = False
    words: str = ""
    cells: tuple[Figures, ...] = ()
    bars: Bars | None = None
    last_bars: Bars | None = None


@dataclass(frozen=True, slots=True)
class GapBlock:
    """A band: how many of it submitted, its own sums, its rows, and how many rows are not shown."""

    band: Band
    title: str
    submitted: int
    members: int
    whole: GapLine
    lines: tuple[GapLine, ...] = ()
    hidden: int = 0


@dataclass(frozen=True, slots=True)
class GapTable:
    """The whole table; folded, each band is one row and its organisations open beneath.

    `too_many` says above how many members no organisation is shown until a band is chosen; 0 where
    they are.
    """

    areas: tuple[str, ...]
    compared: int
    whole: GapLine
    blocks: tuple[GapBlock, ...]
    folded: bool
    too_many: int
    size: Size

    @property
    def framed(self) -> bool:
        """Whether it scrolls in a frame of its own."""
        return table_width(self.size, len(self.areas)) > PAGE_WIDTH


def gap_table(comparison: Comparison, worst: str, *, one_band: bool) -> GapTable:
    """Lay out the gaps of a comparison; of one band all rows are shown that a page can bear."""
    found = gaps(comparison, worst)
    too_many = too_many_members(comparison, one_band=one_band)
    most = 0 if too_many or not comparison.group.entitled else most_members(comparison)
    size = size_of(found)
    return GapTable(
        found.areas,
        found.compared,
        _line_of(_whole_words(found.compared), "rules × organisations", found.cells, size),
        tuple(_block(one, comparison, most, size) for one in found.bands) if _known(found) else (),
        len(comparison.members) > MOST_ROWS and len(found.bands) > 1,
        too_many,
        size,
    )


def most_members(comparison: Comparison) -> int:
    """Return how many organisations a page shows one by one."""
    return MOST_CELLS // (len(areas_of(comparison.pack)) + 1)


def too_many_members(comparison: Comparison, *, one_band: bool) -> int:
    """Return above how many members organisations are not shown one by one; 0 where they are."""
    most = most_members(comparison)
    return most if len(comparison.members) > most and not one_band else 0


def _known(found: Gaps) -> bool:
    return any(one.submitted or any(row.of for row in one.members) for one in found.bands)


def _whole_words(compared: int) -> str:
    return "The one compared" if compared == 1 else f"All {compared:,} compared"


def _block(one: BandGaps, comparison: Comparison, most: int, size: Size) -> GapBlock:
    title, members = BAND_LABELS[one.band], len(one.members)
    return GapBlock(
        one.band,
        title,
        one.submitted,
        members,
        _line_of(title, f"{one.compared:,} of {members:,} compared", one.cells, size),
        tuple(_lines(one, comparison, most, size)),
        max(0, members - most) if most else 0,
    )


def _lines(one: BandGaps, comparison: Comparison, most: int, size: Size) -> Iterable[GapLine]:
    """Return a band’s rows; where few submitted, all the others are one row."""
    shown = one.members[:most]
    with_rows = [row for row in shown if row.of or not is_few(comparison)]
    yield from (_line(row, comparison, size) for row in with_rows)
    if rest := len(shown) - len(with_rows):
        yield GapLine(f"{rest:,} more", words="Not submitted")


def _line(row: MemberGaps, comparison: Comparison, size: Size) -> GapLine:
    name, code, of = row.member.organisation.name, row.member.code, row.of
    if of is None:
        return GapLine(name, code, words=long_state_words(row.member, comparison.on))
    stage = of.pack.stages[of.tally.evidenced].title
    beneath = stage if of.comparable else f"{stage} · rules {of.pack.version}"
    line = _line_of(name, beneath, row.cells, size)
    return replace(line, code=code, estimate=of is not row.member.submitted)


def _line_of(name: str, beneath: str, cells: Cells, size: Size) -> GapLine:
    """Return a row with its figures, and its bars: those of all areas as one drawing."""
    bar, last_bar = BARS[size]
    seen = (figures(one.met, one.not_met, one.not_known) for one in (*cells.areas, cells.all))
    drawn, last = bars(cells.areas, bar), bars([cells.all], last_bar)
    return GapLine(name, beneath=beneath, cells=tuple(seen), bars=drawn, last_bars=last)
