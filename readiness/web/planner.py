"""The picture of a calendar: a line for each month and a place for each day, as plain values.

Days lie in per cent of the width and months in pixels, so that it fits a screen and a sheet of A4.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from readiness.domain.calendar import Period, TimeUnit, after, bank_holidays
from readiness.domain.freeze import Freeze
from readiness.domain.schedule import Schedule
from readiness.domain.wording import count_words, day_words

LEFT = 12.0
"""Per cent of the width that the names of months take."""

A_DAY = round((100 - LEFT) / 31, 4)
MONTH, HEAD = 28, 26
"""The height of a month, and of the line above each year, in pixels."""

MOST_MONTHS = 36
"""How many months are drawn at most; the table has them all."""

_NUMBERED = (1, 5, 10, 15, 20, 25, 30)
_ONE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Band:
    """Some days of a month beside each other."""

    x: float
    y: int
    width: float


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands at the middle of a day; its `tag` is written after it, or before it when late
    in the month.
    """

    x: float
    y: int
    kind: str
    tag: str = ""

    @property
    def before(self) -> bool:
        """Whether the tag stands before the mark, for want of room behind."""
        return self.x > 84


@dataclass(frozen=True, slots=True)
class Head:
    """A year, with the numbers of some days, above its first month."""

    year: int
    y: int


@dataclass(frozen=True, slots=True)
class MonthLine:
    """A month, with its name and how much of the line its days take."""

    first: date
    y: int

    @property
    def name(self) -> str:
        """Its name in short."""
        return f"{self.first:%b}"

    @property
    def width(self) -> float:
        """The width of its days."""
        return round((_next_month(self.first) - self.first).days * A_DAY, 2)


@dataclass(frozen=True)
class Planner:
    """The months from this one to the target, with what stands on their days."""

    schedule: Schedule
    facts: Sequence[date] = ()
    dues: Sequence[date] = ()

    @cached_property
    def months(self) -> tuple[MonthLine, ...]:
        """The months that are drawn."""
        return tuple(self._months)

    @cached_property
    def heads(self) -> tuple[Head, ...]:
        """The years that are drawn, each above its first month."""
        firsts = {line.first.year: line for line in reversed(self.months)}
        return tuple(Head(year, line.y - HEAD) for year, line in sorted(firsts.items()))

    @property
    def days(self) -> tuple[tuple[int, float], ...]:
        """The days whose number is written, and where."""
        return tuple((day, _middle(date(2000, 1, day))) for day in _NUMBERED)

    @property
    def height(self) -> int:
        """The height of the whole."""
        return self.months[-1].y + MONTH

    @property
    def first(self) -> date:
        """The first day that is drawn."""
        return self.months[0].first

    @property
    def last(self) -> date:
        """The last day that is drawn."""
        return _next_month(self.months[-1].first) - _ONE

    @property
    def cut_off(self) -> bool:
        """Whether the target lies beyond what is drawn."""
        return self.schedule.target is not None and self.schedule.target > self.last

    @property
    def outside(self) -> str:
        """How many latest starts the picture cannot show; empty where it shows them all."""
        days = [row.latest_start for row in self.schedule.rows if row.latest_start is not None]
        missing = sum(not self._shows(day) for day in days)
        verb = "lies" if missing == 1 else "lie"
        starts = count_words(missing, "latest start")
        return f"{starts} {verb} outside these months; the table has all." if missing else ""

    @cached_property
    def weekends(self) -> tuple[Band, ...]:
        """Saturdays with their Sundays."""
        start = self.first - _ONE
        saturday = start + timedelta(days=(5 - start.weekday()) % 7)
        weeks = range((self.last - saturday).days // 7 + 1)
        found = (saturday + timedelta(weeks=week) for week in weeks)
        return tuple(band for day in found for band in self._bands(day, day + _ONE))

    @cached_property
    def frozen(self) -> tuple[Band, ...]:
        """The days of change freezes."""
        return tuple(b for span in self.schedule.frozen.spans for b in self._bands(*span))

    @cached_property
    def holidays(self) -> tuple[Mark, ...]:
        """The bank holidays of England."""
        return tuple(self._mark(day, "holiday") for day, _ in bank_holidays(self.first, self.last))

    @cached_property
    def marks(self) -> tuple[Mark, ...]:
        """Today, the target, dates to know and latest starts; what binds is drawn last."""
        found = [self._mark(day, "fact") for day in self.facts if self._shows(day)]
        found += [self._mark(day, "due") for day in self.dues if self._shows(day)]
        found.append(self._mark(self.schedule.on, "today"))
        if self.schedule.target is not None and self._shows(self.schedule.target):
            found.append(self._mark(self.schedule.target, "target"))
        found += [self._mark(day, "start") for day in self._starts if day != self._binding]
        if self._binding is not None and self._shows(self._binding):
            found.append(self._mark(self._binding, "binds", "Binds"))
        return tuple(found)

    @property
    def title(self) -> str:
        """What is drawn."""
        return f"Calendar from {self.first:%B %Y} to {self.last:%B %Y}"

    @property
    def description(self) -> str:
        """Everything that the picture shows, in words."""
        starts = ", ".join(
            f"{day_words(day)}{' (binds)' if day == self._binding else ''}" for day in self._starts
        )
        said = [f"Latest starts: {starts or 'none in these months'}."]
        said += [f"Frozen: {_span(freeze)}." for freeze in self.schedule.frozen.freezes]
        free = count_words(len(self.holidays), "bank holiday")
        said += [f"{free}.", f"Today: {day_words(self.schedule.on)}."]
        if self.schedule.target is not None:
            said.append(f"Target: {day_words(self.schedule.target)}.")
        shown = ", ".join(day_words(day) for day in self.dues if self._shows(day))
        said += [f"Deadlines: {shown}."] if shown else []
        return " ".join(filter(None, [*said, self.outside]))

    @property
    def _months(self) -> Iterator[MonthLine]:
        month, y = self.schedule.on.replace(day=1), HEAD
        last = max(self.schedule.target or self.schedule.on, self.schedule.on)
        for number in range(MOST_MONTHS):
            if month > last:
                return
            if number and month.month == 1:
                y += HEAD
            yield MonthLine(month, y)
            month, y = _next_month(month), y + MONTH

    @cached_property
    def _lines(self) -> dict[date, MonthLine]:
        return {line.first: line for line in self.months}

    @cached_property
    def _starts(self) -> tuple[date, ...]:
        days = {row.latest_start for row in self.schedule.rows if row.latest_start is not None}
        return tuple(sorted(day for day in days if self._shows(day)))

    @property
    def _binding(self) -> date | None:
        binding = self.schedule.binding
        return binding.latest_start if binding else None

    def _shows(self, day: date) -> bool:
        return day.replace(day=1) in self._lines

    def _mark(self, day: date, kind: str, tag: str = "") -> Mark:
        return Mark(_middle(day), self._lines[day.replace(day=1)].y, kind, tag)

    def _bands(self, first: date, last: date) -> Iterator[Band]:
        """Cut a run of days, both ends included, into the months that are drawn."""
        for line in self.months:
            begin, end = max(first, line.first), min(last + _ONE, _next_month(line.first))
            if begin < end:
                yield Band(_left(begin), line.y, round((end - begin).days * A_DAY, 2))


def _left(day: date) -> float:
    return round(LEFT + (day.day - 1) * A_DAY, 2)


def _middle(day: date) -> float:
    return round(LEFT + (day.day - 0.5) * A_DAY, 2)


def _next_month(first: date) -> date:
    return after(first, Period(1, TimeUnit.MONTHS))


def _span(freeze: Freeze) -> str:
    return f"{day_words(freeze.first)} to {day_words(freeze.last)}, {freeze.what}"
