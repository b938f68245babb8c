"""The months of a system as a picture: bars of members, by how far their answers go."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from readiness.domain.movement import Month
from readiness.domain.pack import Stage
from readiness.domain.wording import count_words, day_words

PITCH, WIDE, HIGH, TOP, LEFT = 64, 30, 120, 24, 16
"""From one bar to the next, the width of one, the height of all members, and where it begins."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A month: from the bottom those far enough, those that submitted besides, and the rest.

    Each part is its upper edge and its height.
    """

    x: int
    label: str
    figure: str
    far: tuple[float, float]
    near: tuple[float, float]
    rest: tuple[float, float]

    @property
    def middle(self) -> int:
        """Where its words are centred."""
        return self.x + WIDE // 2


@dataclass(frozen=True, slots=True)
class MonthsPicture:
    """The bars of all months; `stage` is the one from which on an organisation is far enough."""

    bars: tuple[Bar, ...]
    stage: str
    says: str

    @property
    def width(self) -> int:
        """How wide it is, in pixels."""
        return LEFT + PITCH * len(self.bars)

    wide = WIDE
    base = TOP + HIGH
    height = TOP + HIGH + 28


def months_picture(
    months: Sequence[Month], stages: Sequence[Stage], place: int, today: date
) -> MonthsPicture | None:
    """Draw months, from a stage on (its place) as far enough; None without any month."""
    if not months:
        return None
    bars = (_bar(month, n, place, today) for n, month in enumerate(months))
    title, last = stages[place].title, months[-1]
    says = (
        f"Of {count_words(last.of, 'member')}, {last.submitted} have submitted by today, and "
        f"{sum(last.evidenced[place:])} of these evidence {title} or later"
    )
    if len(months) > 1:
        first = months[0]
        says += (
            f"; on {day_words(first.day)} it was {first.submitted}, and "
            f"{sum(first.evidenced[place:])} of these"
        )
    return MonthsPicture(tuple(bars), title, f"{says}. The table beneath has each month.")


def _bar(month: Month, number: int, place: int, today: date) -> Bar:
    far = sum(month.evidenced[place:])
    heights = [
        round(HIGH * count / month.of, 1)
        for count in (far, month.submitted - far, month.of - month.submitted)
    ]
    edges = [round(TOP + HIGH - sum(heights[: n + 1]), 1) for n in range(3)]
    label = "Today" if month.day == today else f"{month.day.day} {month.day:%b}"
    figure = f"{month.submitted} of {month.of}"
    parts = list(zip(edges, heights, strict=True))
    return Bar(LEFT + PITCH * number, label, figure, parts[0], parts[1], parts[2])
