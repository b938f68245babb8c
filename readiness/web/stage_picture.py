"""How many organisations are at each stage, as squares or bars that a template prints."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from textwrap import wrap

from readiness.web.comparison_page import StageRow

LABELS, COLUMN, ROW, AXIS = 134, 101, 56, 26
"""Pixels: the column of labels, the column of a stage, a row, and where the rows begin."""

SQUARES = 15
"""With more organisations than this in any cell, all cells have bars."""

BAR = 65
"""Pixels of the longest bar."""

LONGEST_NAME = 14
"""Characters of a stage's name that fit on one line."""

MEANINGS = {
    "claimed": ("Claimed", "what each says"),
    "evidenced": ("Evidenced", "what the answers show"),
    "checked": ("Checked", "what a reviewer agreed"),
}


EDGES = {"claimed": 0.75, "evidenced": 0, "checked": 0, "dashed": 0.5}
"""How each count looks, and by how much its outline lies inside it: half as wide as the line."""


@dataclass(frozen=True, slots=True)
class StageCell:
    """A count as drawn: where its figure stands, and squares by their corners or one bar.

    `look` is one of `EDGES`; dashed says that nothing was agreed to.
    """

    x: int
    y: int
    count: int
    look: str
    squares: tuple[tuple[int, int], ...] = ()
    bar: float = 0
    path: str = ""

    @property
    def ticks(self) -> tuple[tuple[int, int], ...]:
        """The squares that hold a tick: those that a reviewer agreed to."""
        return self.squares if self.look == "checked" else ()


@dataclass(frozen=True, slots=True)
class StageLine:
    """A row of the picture: what was counted, and a cell for each stage."""

    key: str
    word: str
    meaning: str
    y: int
    cells: tuple[StageCell, ...]


@dataclass(frozen=True, slots=True)
class StagePicture:
    """The picture: where each stage's name stands in one line or two, and three rows."""

    width: int
    height: int
    axis: int
    names: tuple[tuple[int, int, str], ...]
    lines: tuple[StageLine, ...]

    @property
    def bars(self) -> bool:
        """Whether it has bars for want of room."""
        return any(cell.bar for line in self.lines for cell in line.cells)


def stage_picture(rows: Sequence[StageRow]) -> StagePicture:
    """Draw the stages with how many claim, evidence and had checked each."""
    names = [wrapped_name(row.stage.title, LONGEST_NAME) for row in rows]
    axis = AXIS + 14 * (max(map(len, names)) - 1)
    counts = {
        "claimed": [row.claimed for row in rows],
        "evidenced": [row.evidenced for row in rows],
        "checked": [row.checked for row in rows],
    }
    largest = max(count for each in counts.values() for count in each)
    return StagePicture(
        LABELS + COLUMN * len(rows),
        axis + 3 * ROW + 2,
        axis,
        tuple(_placed_names(names, axis)),
        tuple(
            _line(key, axis + ROW * place, each, largest)
            for place, (key, each) in enumerate(counts.items())
        ),
    )


def wrapped_name(title: str, longest: int) -> list[str]:
    """Break a stage's name into one line or two."""
    return wrap(title, longest, max_lines=2, placeholder=" …")


def _placed_names(names: Sequence[list[str]], axis: int) -> Iterable[tuple[int, int, str]]:
    for place, lines in enumerate(names):
        for above, line in enumerate(reversed(lines)):
            yield LABELS + COLUMN * place + 4, axis - 10 - 14 * above, line


def look_of(key: str, place: int) -> str:
    """Return how a count of a stage looks: dashed where a reviewer agreed to none."""
    return "dashed" if key == "checked" and not place else key


def box(x: float, y: float, wide: float, look: str) -> str:
    """Return the path of a square or bar eleven high, its outline inside it."""
    edge = EDGES[look]
    inner, high = max(wide - 2 * edge, 0.5), 11 - 2 * edge
    return f"M{x + edge:g} {y + edge:g}h{inner:g}v{high:g}h-{inner:g}z"


def bar_length(count: int, largest: int) -> float:
    """Return how long the bar of a count is; one that is not nothing can be seen."""
    return round(max(BAR * count / largest, 1.5), 1) if count else 0


def _line(key: str, y: int, counts: Sequence[int], largest: int) -> StageLine:
    cells = tuple(
        _cell(LABELS + COLUMN * place, y, count, largest, look_of(key, place))
        for place, count in enumerate(counts)
    )
    return StageLine(key, *MEANINGS[key], y, cells)


def _cell(x: int, y: int, count: int, largest: int, look: str) -> StageCell:
    if not count:
        return StageCell(x + 4, y + 33, 0, look)
    if largest > SQUARES:
        wide = largest > 99  # three figures leave no room for a bar beside them
        length = bar_length(count, largest)
        path = box(x + 4, y + 36, length, look) if wide else box(x + 31, y + 22, length, look)
        return StageCell(x + 4, y + (30 if wide else 35), count, look, bar=length, path=path)
    top = y + 27 - 13 * ((count + 4) // 5) // 2
    squares = tuple((x + 31 + 13 * (at % 5), top + 13 * (at // 5)) for at in range(count))
    path = "".join(box(*square, 11, look) for square in squares)
    return StageCell(x + 4, y + 35, count, look, squares, path=path)
