"""The cells of the table of gaps: three figures, and bars as one path for each state."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from readiness.domain.comparison import Shares
from readiness.domain.gaps import Gaps

APART, HIGH = 10, 12
"""Pixels: between the bars of two areas, and how high a bar is."""

LEAST = 3
"""A share that is not nothing is at least so many pixels wide."""

PAGE_WIDTH, NAMES = 1152, 176
"""Pixels of the page, and of the column of names."""


class Size(StrEnum):
    """How wide columns are: for twelve areas on the page, with room, or for long figures."""

    PAGE = "page"
    WIDE = "wide"
    LONG = "long"


BARS = {Size.PAGE: (62, 88), Size.WIDE: (78, 120), Size.LONG: (118, 160)}
"""Pixels of the bar of an area, and of that of all rules."""

HOLDS = {Size.PAGE: (99, 999), Size.WIDE: (999, 9_999)}
"""The largest figures that stand beside one another under those bars."""


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a cell for the eye, and in words for the ear; nothing may apply."""

    words: str
    met: str
    not_met: str
    not_known: str
    apply: bool


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars beside one another, as one path for each state; empty where nothing is of it."""

    width: int
    met: str
    not_met: str
    not_known: str


def size_of(found: Gaps) -> Size:
    """Return the widest columns that stay on the page, else the least that hold the figures."""
    holding = [size for size in (Size.WIDE, Size.PAGE) if _holds(size, found)]
    on_page = [size for size in holding if table_width(size, len(found.areas)) <= PAGE_WIDTH]
    return (on_page or [size for size in holding if size is Size.WIDE] or [Size.LONG])[0]


def table_width(size: Size, areas: int) -> int:
    """Return how wide a table is, with the names and the space around its last column."""
    bar, last = BARS[size]
    return NAMES + areas * (bar + APART) + last + 24


def _holds(size: Size, found: Gaps) -> bool:
    of_area, of_all = HOLDS[size]
    largest = max((_largest(one) for one in found.cells.areas), default=0)
    return largest <= of_area and _largest(found.cells.all) <= of_all


def _largest(shares: Shares) -> int:
    return max(shares.met, shares.not_met, shares.not_known)


@lru_cache(maxsize=8192)
def figures(met: int, not_met: int, not_known: int) -> Figures:
    told = f"{met:,} met, {not_met:,} not met, {not_known:,} not yet known"
    apply = bool(met or not_met or not_known)
    words = told if apply else "does not apply"
    return Figures(words, _seen(met), _seen(not_met), _seen(not_known), apply)


def _seen(count: int) -> str:
    return f"{count:,}" if count else "–"


def bars(shares: Sequence[Shares], bar: int) -> Bars:
    """Draw bars beside one another: one path for each state."""
    column = bar + APART
    paths: tuple[list[str], ...] = ([], [], [])
    for place, one in enumerate(shares):
        for path, part in zip(paths, _parts(one.met, one.not_met, one.not_known, bar), strict=True):
            if part:
                path.append(f"M{column * place + part[0]:g} {part[1]}")
    return Bars(column * len(shares), *map("".join, paths))


@lru_cache(maxsize=8192)
def _parts(
    met: int, not_met: int, not_known: int, bar: int
) -> tuple[tuple[float, str] | None, ...]:
    """Return for each state where its part of a bar begins, and its path from there."""
    left, found = 0.0, []
    for state, width in enumerate(bar_widths((met, not_met, not_known), bar)):
        edge = 0.5 if state else 0  # an outline lies inside its part
        inner, high = width - 2 * edge, HIGH - 2 * edge
        path = f"h{inner:g}v{high:g}h-{inner:g}z"
        found.append((round(left + edge, 1), f"{edge:g}{path}") if width else None)
        left += width
    return tuple(found)


def bar_widths(counts: Sequence[int], bar: int) -> tuple[float, ...]:
    """Share a bar among counts; what is not nothing keeps its least width, the widest gives way."""
    whole = sum(counts)
    widths = [max(bar * count / whole, LEAST) if count else 0.0 for count in counts]
    if whole:
        widest = widths.index(max(widths))
        rest = [round(width, 1) for place, width in enumerate(widths) if place != widest]
        widths = [round(width, 1) for width in widths]
        widths[widest] = round(bar - sum(rest), 1)
    return tuple(widths)
