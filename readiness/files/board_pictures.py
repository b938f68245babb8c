"""The pictures of the board paper, drawn twice as large as they are shown: shape before colour."""

import io
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

from readiness.domain.comparison import Comparison
from readiness.domain.holding import Hold

SCALE = 2
"""Pixels for each unit of the drawing, so that it prints cleanly."""

BLUE, INK, GREY, MID, LINE, PLUM = "#005eb8", "#212b32", "#4c6272", "#768692", "#aeb7bd", "#7c2855"

LABEL, COLUMN, ROW, AXIS = 134, 101, 56, 40
MOST_SQUARES = 15
"""How many squares a cell holds; where any has more, all have bars."""

MOST_STOPS = 8
"""How many rules the picture of what stops organisations has at the most."""

_STOP_LABEL, _STOP_ROW, _STOP_BAR, _ONE = 400, 34, 360, 24


class Board:
    """A white page on which everything is given in units of the drawing."""

    def __init__(self, width: int, height: int) -> None:
        self.image = Image.new("RGB", (width * SCALE, height * SCALE), "white")
        self.draw = ImageDraw.Draw(self.image)

    def text(
        self, x: float, y: float, words: str, size: int, colour: str = INK, *, bold: bool = False
    ) -> None:
        """Write words, their base line at y."""
        self.draw.text(
            (x * SCALE, y * SCALE),
            _drawable(words),
            colour,
            _font(size),
            anchor="ls",
            stroke_width=0.6 if bold else 0,
            stroke_fill=colour,
        )

    def line(
        self, x: float, y: float, to_x: float, to_y: float, colour: str, width: float = 1
    ) -> None:
        """Draw a line."""
        ends = [(x * SCALE, y * SCALE), (to_x * SCALE, to_y * SCALE)]
        self.draw.line(ends, colour, round(width * SCALE))

    def solid(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """Draw what is: a filled box."""
        self.draw.rectangle(_box(x, y, width, height), colour)

    def outline(self, x: float, y: float, width: float, height: float, colour: str = INK) -> None:
        """Draw what is only said: the outline of a box."""
        self.draw.rectangle(_box(x, y, width, height), "white", colour, round(1.5 * SCALE))

    def hatched(self, x: float, y: float, width: float, height: float) -> None:
        """Draw what is not met: an outline with lines aslant."""
        left, top, right, bottom = (round(each) for each in _box(x, y, width, height))
        tile = Image.new("RGB", (right - left + 1, bottom - top + 1), "white")
        pen = ImageDraw.Draw(tile)
        for start in range(-tile.height, tile.width, 4 * SCALE):
            pen.line([(start, tile.height), (start + tile.height, 0)], PLUM, 2 * SCALE - 1)
        self.image.paste(tile, (left, top))
        self.draw.rectangle((left, top, right, bottom), None, PLUM, SCALE)

    def dashed(self, x: float, y: float, width: float, height: float) -> None:
        """Draw what is not known: an empty box with a dashed outline."""
        for start in range(0, round(width), 4):
            for level in (y, y + height):
                self.line(x + start, level, x + min(start + 2, width), level, MID)
        for start in range(0, round(height), 4):
            for place in (x, x + width):
                self.line(place, y + start, place, y + min(start + 2, height), MID)

    def tick(self, x: float, y: float) -> None:
        """Draw a white tick into a square of 11."""
        self.line(x + 2.5, y + 5.5, x + 4.5, y + 8, "white", 1.5)
        self.line(x + 4.5, y + 8, x + 8.5, y + 3, "white", 1.5)

    def png(self) -> bytes:
        """Return the picture."""
        out = io.BytesIO()
        self.image.save(out, "PNG", optimize=True)
        return out.getvalue()


def stage_picture(comparison: Comparison) -> bytes:
    """Draw how many organisations claim, evidence, and had checked each stage."""
    stages, counts = comparison.pack.stages, comparison.stages
    board = Board(LABEL + COLUMN * len(stages), AXIS + 3 * ROW)
    for place, stage in enumerate(stages):
        x = LABEL + COLUMN * place
        for number, words in enumerate(reversed(_wrapped(stage.title, 13, COLUMN - 6)[:2])):
            board.text(x + 4, AXIS - 8 - 15 * number, words, 13, bold=True)
        board.line(x, AXIS, x, AXIS + 3 * ROW, "#d8dde0")
    board.line(0, AXIS, LABEL + COLUMN * len(stages), AXIS, GREY, 1.5)
    rows = (
        ("Claimed", "what each says", counts.claimed),
        ("Evidenced", "what the answers show", counts.evidenced),
        ("Checked", "what a reviewer agreed", counts.agreed),
    )
    most = max((count for _, _, row in rows for count in row), default=0)
    for number, (name, meaning, row) in enumerate(rows):
        y = AXIS + ROW * number
        board.text(0, y + 22, name, 16, bold=True)
        board.text(0, y + 38, meaning, 12, GREY)
        for place, count in enumerate(row):
            kind = "Unchecked" if name == "Checked" and not place else name
            _cell(board, LABEL + COLUMN * place, y, kind, count, most)
        board.line(0, y + ROW, LABEL + COLUMN * len(stages), y + ROW, LINE)
    return board.png()


def _cell(board: Board, x: float, y: float, name: str, count: int, most: int) -> None:
    """Draw a figure, and a square for each organisation or a bar beside it."""
    if not count:
        board.line(x + 4, y + 18, x + 13, y + 18, GREY, 1.5)
        return
    board.text(x + 4, y + 25, str(count), 20, bold=True)
    if most > MOST_SQUARES:
        _mark(board, name, x + 4, y + 34, max(3, 65 * count / most), ticked=False)
        return
    for place in range(count):
        column, line = place % 5, place // 5
        _mark(board, name, x + 31 + 13 * column, y + 10 + 13 * line, 11, ticked=True)


def _mark(board: Board, name: str, x: float, y: float, width: float, *, ticked: bool) -> None:
    if name == "Claimed":
        board.outline(x, y, width, 11)
    elif name == "Unchecked":
        board.dashed(x, y, width, 11)
    else:
        board.solid(x, y, width, 11, BLUE if name == "Evidenced" else INK)
    if name == "Checked" and ticked:
        board.tick(x, y)


def stops_picture(stops: Sequence[Hold]) -> bytes:
    """Draw how many each rule stops, hatched, and of how many it is not known, dashed."""
    shown = stops[:MOST_STOPS]
    most = max((_all(stop) for stop in shown), default=0)
    one = min(_ONE, _STOP_BAR / most) if most else _ONE
    board = Board(_STOP_LABEL + _STOP_BAR + 81, _STOP_ROW * len(shown) + 8)
    for number, stop in enumerate(shown):
        y, x = _STOP_ROW * number + 6, float(_STOP_LABEL)
        _label(board, y, stop.rule.otherwise)
        stopped, unknown = stop.stopped.bit_count(), stop.not_known.bit_count()
        if stopped:
            board.hatched(x, y, stopped * one, 14)
        for each in range(1, stopped if one == _ONE else 0):
            board.line(x + each * one, y, x + each * one, y + 14, "white", 1.5)
        if unknown:
            board.dashed(x + stopped * one, y, unknown * one, 14)
        end = x + (stopped + unknown) * one + 8
        board.text(end, y + 13, str(stopped), 14, bold=True)
        if unknown:
            board.text(end + 10 + 8 * len(str(stopped)), y + 13, f"+ {unknown}", 14, GREY)
        board.line(x, y - 4, x, y + _STOP_ROW - 6, LINE)
    return board.png()


def _label(board: Board, y: float, words: str) -> None:
    lines = _wrapped(words.rstrip("."), 13, _STOP_LABEL - 16)
    if len(lines) > 2:
        lines = [lines[0], f"{lines[1].rsplit(' ', 1)[0]} …"]
    for number, line in enumerate(lines):
        board.text(0, y + (12 if len(lines) == 1 else 6) + 15 * number, line, 13)


def _all(stop: Hold) -> int:
    return stop.stopped.bit_count() + stop.not_known.bit_count()


def _wrapped(words: str, size: int, width: float) -> list[str]:
    """Break words into lines no wider than so many units."""
    lines: list[str] = []
    for word in words.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and _font(size).getlength(longer) <= width * SCALE:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _box(x: float, y: float, width: float, height: float) -> tuple[float, float, float, float]:
    return x * SCALE, y * SCALE, (x + width) * SCALE - 1, (y + height) * SCALE - 1


_LIKE = str.maketrans({"–": "-", "−": "-", "×": "x", "£": "GBP ", "→": "to"})
"""What stands for what the font does not have."""


def _drawable(words: str) -> str:
    """Return words in the letters that the font has: accents are left off."""
    plain = unicodedata.normalize("NFKD", words.translate(_LIKE))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


@lru_cache
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """Return the open font that Pillow carries, Aileron, so that every machine draws alike."""
    return ImageFont.load_default(size * SCALE)
