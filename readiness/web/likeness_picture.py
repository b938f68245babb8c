"""The bands of a system as a picture: each member a row, or each band three rows of counts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from readiness.domain.band import BAND_LABELS
from readiness.domain.comparison import Comparison
from readiness.domain.likeness import Like, LikeBand, like_bands
from readiness.domain.pack import Stage
from readiness.web.comparison_page import is_few, state_words
from readiness.web.stage_picture import MEANINGS, bar_length, box, look_of, wrapped_name

WIDTH, FIRST, STEP, ROW = 1152, 250, 112, 22
"""Pixels: the picture, where the first stage stands, one stage from the next, and a row."""

ROOM = 700
"""Pixels that the stages take at most; a long ladder stands closer."""

MOST_ROWS = 60
"""Above so many members each band is three rows of counts."""

LONGEST_NAME = 32
"""Characters of an organisation's name that fit beside its row; the table has it whole."""


@dataclass(frozen=True, slots=True)
class LikeRow:
    """A member's row: `y` is its middle, and each mark is where it stands across, None for none."""

    name: str
    y: int
    words: str
    like: Like | None = None
    claimed: float | None = None
    evidenced: float | None = None
    checked: float | None = None
    at_most: float | None = None

    @property
    def agree(self) -> bool:
        """Whether claim and evidence are the same stage."""
        return self.evidenced is not None and self.claimed == self.evidenced

    @property
    def ticked(self) -> bool:
        """Whether a reviewer agreed to all that is evidenced."""
        return self.evidenced is not None and self.checked == self.evidenced

    @property
    def open(self) -> bool:
        """Whether what is not yet known leaves room above what is evidenced."""
        both = self.at_most is not None and self.evidenced is not None
        return both and self.at_most > self.evidenced  # type: ignore[operator]


@dataclass(frozen=True, slots=True)
class CountCell:
    """A count of a stage in a band, at its hairline, with the path of its bar."""

    x: float
    count: int
    look: str
    path: str


@dataclass(frozen=True, slots=True)
class CountRow:
    """A row of counts of a band, a cell for each stage."""

    key: str
    word: str
    y: int
    cells: tuple[CountCell, ...]


@dataclass(frozen=True, slots=True)
class LikeBlock:
    """A band as drawn: its heading's base line, its rows and the strip of its middle."""

    title: str
    words: str
    y: int
    bottom: int
    strip: float | None
    rows: tuple[LikeRow, ...]
    counts: tuple[CountRow, ...]


@dataclass(frozen=True, slots=True)
class LikePicture:
    """The whole picture, with the bands that its table repeats."""

    height: int
    top: int
    names: tuple[tuple[float, int, str], ...]
    lines: tuple[float, ...]
    blocks: tuple[LikeBlock, ...]
    bands: tuple[LikeBand, ...]
    folded: bool
    width: int = WIDTH


def like_picture(comparison: Comparison) -> LikePicture:
    """Draw the bands of a comparison one below the other."""
    bands, stages = like_bands(comparison), comparison.pack.stages
    step = min(STEP, ROOM / max(1, len(stages) - 1))
    across = [round(FIRST + step * place, 1) for place in range(len(stages))]
    lines = [wrapped_name(stage.title, int(step / 7.4)) for stage in stages]
    top = 26 + 15 * (max(map(len, lines)) - 1)
    names = (
        (x, top - 8 - 15 * above, line)
        for x, each in zip(across, lines, strict=True)
        for above, line in enumerate(reversed(each))
    )
    blocks = tuple(_blocks(comparison, bands, across, top))
    bottom = blocks[-1].bottom + 14 if blocks else top
    folded = len(comparison.members) > MOST_ROWS
    return LikePicture(bottom, top, tuple(names), tuple(across), blocks, bands, folded)


def band_words(band: LikeBand, stages: Sequence[Stage]) -> str:
    """Say a band's middle, where it has one, and how many of it submitted."""
    sent = f"{band.stages.of} of {len(band.members)} submitted"
    return sent if band.middle is None else f"middle: {stages[band.middle].title} · {sent}"


def _blocks(
    comparison: Comparison, bands: Sequence[LikeBand], across: Sequence[float], top: int
) -> Iterable[LikeBlock]:
    folded, few = len(comparison.members) > MOST_ROWS, is_few(comparison)
    largest = max((max(_all_counts(band)) for band in bands), default=0)
    for band in bands:
        first = top + 28
        counts = tuple(_count_rows(band, across, first, largest)) if folded else ()
        rows = () if folded else tuple(_rows(band, across, first, few=few))
        bottom = first + ROW * len(counts or rows)
        middle = None if band.middle is None else across[band.middle]
        words = band_words(band, comparison.pack.stages)
        title = BAND_LABELS[band.band]
        yield LikeBlock(title, words, top + 18, bottom, middle, rows, counts)
        top = bottom + 14


def _rows(band: LikeBand, across: Sequence[float], top: int, *, few: bool) -> Iterable[LikeRow]:
    """Draw the members of a band; where few submitted, all the others are one row."""
    drawn = [like for like in band.members if like.member.submitted or not few]
    for place, like in enumerate(drawn):
        yield _row(like, across, top + ROW * place + ROW // 2)
    if rest := len(band.members) - len(drawn):
        y = top + ROW * len(drawn) + ROW // 2
        yield LikeRow(f"{rest} more", y, "Not submitted")


def _row(like: Like, across: Sequence[float], y: int) -> LikeRow:
    def at(place: int | None) -> float | None:
        return None if place is None else across[place]

    one = like.member
    words = "" if one.submitted else state_words(one)
    if one.estimate and not one.submitted:
        words += "; there is an estimate, in no count"
    marks = (at(like.claimed), at(like.evidenced), at(like.checked), at(like.at_most))
    return LikeRow(cut(one.organisation.name), y, words, like, *marks)


def cut(name: str) -> str:
    """Cut a name that is too long for its place at a word."""
    if len(name) <= LONGEST_NAME:
        return name
    return f"{name[: LONGEST_NAME - 1].rsplit(' ', 1)[0]} …"


def _all_counts(band: LikeBand) -> tuple[int, ...]:
    counts = band.stages
    return (*counts.claimed, *counts.evidenced, *counts.checked, counts.unchecked)


def _count_rows(
    band: LikeBand, across: Sequence[float], top: int, largest: int
) -> Iterable[CountRow]:
    counts = band.stages
    checked = counts.agreed
    for place, (key, each) in enumerate(
        (("claimed", counts.claimed), ("evidenced", counts.evidenced), ("checked", checked))
    ):
        y = top + ROW * place + ROW // 2
        cells = tuple(
            CountCell(x, count, look_of(key, at), _bar(x, y, count, largest, look_of(key, at)))
            for at, (x, count) in enumerate(zip(across, each, strict=True))
        )
        yield CountRow(key, MEANINGS[key][0], y, cells)


def _bar(x: float, y: int, count: int, largest: int, look: str) -> str:
    return box(x, y - 5.5, bar_length(count, largest), look) if count else ""
