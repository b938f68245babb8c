"""The lanes of a plan and their scale, as plain values that a template prints as attributes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from readiness.domain.calendar import Period, TimeUnit, after
from readiness.domain.deadlines import stepped_words
from readiness.domain.schedule import Schedule, Timed
from readiness.domain.wording import short_day

LEAST_WIDTH = 1.2
"""Per cent of the scale that a bar takes at least, so that a short task can still be seen."""


@dataclass(frozen=True, slots=True)
class Tick:
    """The first day of a month on the time scale; `year` is written where it is not empty."""

    day: date
    x: float
    label: str
    year: str = ""


_TICKS = ((1, 18), (3, 16), (12, 12), (60, 12), (120, 12))
"""Months between two ticks, and the most of them that fit beside each other."""


@dataclass(frozen=True)
class TimeScale:
    """The time that every lane of a plan shows: `first` to the day before `end`.

    `spans` are the runs of frozen days, first and last.
    """

    first: date
    end: date
    today: date
    target: date | None
    spans: tuple[tuple[date, date], ...] = ()

    def x(self, day: date) -> float:
        """Return where a day lies, in per cent; below 0 or above 100 it is out of scale."""
        return round((day - self.first).days / (self.end - self.first).days * 100, 2)

    @property
    def today_x(self) -> float:
        """Where today lies."""
        return self.x(self.today)

    @property
    def target_x(self) -> float | None:
        """Where the target lies; None without one and when it is past."""
        x = None if self.target is None else self.x(self.target)
        return None if x is None or x < 0 else x

    @cached_property
    def bands(self) -> tuple[tuple[float, float], ...]:
        """Where frozen days lie: start and width, cut off at the edges of the scale."""
        shown = [
            (max(first, self.first), min(last + timedelta(days=1), self.end))
            for first, last in self.spans
        ]
        ends = [(self.x(first), self.x(end)) for first, end in shown if first < end]
        return tuple((start, round(end - start, 2)) for start, end in ends)

    @cached_property
    def step(self) -> int:
        """Months between two ticks: 1 up to 18 months, then quarters, years and more."""
        months = (self.end.year - self.first.year) * 12 + self.end.month - self.first.month
        return next((step for step, most in _TICKS if months <= step * most), _TICKS[-1][0])

    @cached_property
    def ticks(self) -> tuple[Tick, ...]:
        """The months, quarters or years of the scale, in order."""
        days = [day for day in _months(self.first, self.end) if _on_step(day, self.step)]
        return tuple(self._tick(day, place, days) for place, day in enumerate(days))

    @cached_property
    def labels(self) -> tuple[Tick, ...]:
        """The few ticks that are written under a lane which stands alone.

        Every third, to the right of today and clear of the target and of the right edge; the first
        of each year is written with it.
        """
        every = 3 if len(self.ticks) > 4 else 1
        clear = [tick for tick in self.ticks[every::every] if self._is_clear(tick.x)]
        seen: set[int] = set()
        labels = []
        for tick in clear:
            words = f"{tick.day:%b}" if tick.day.year in seen else f"{tick.day:%b %Y}"
            labels.append(Tick(tick.day, tick.x, words))
            seen.add(tick.day.year)
        return tuple(labels)

    def _is_clear(self, x: float) -> bool:
        near_target = self.target_x is not None and 0 <= self.target_x - x < 14
        return self.today_x < x < 86 and not near_target

    def _tick(self, day: date, place: int, days: list[date]) -> Tick:
        x = self.x(day)
        if self.step >= 12:
            return Tick(day, x, str(day.year))
        following = days[place + 1] if place + 1 < len(days) else self.end
        crowded = following.month == 1 and self.x(following) - x < 8
        named = day.month == 1 or (place == 0 and not crowded)
        label = f"{day:%b}" if self.step > 1 else f"{day:%b}"[0]
        return Tick(day, x, label, str(day.year) if named else "")


def _months(first: date, end: date) -> Iterable[date]:
    while first < end:
        yield first
        first = _next_month(first)


def _on_step(day: date, step: int) -> bool:
    return (day.year * 12 + day.month - 1) % step == 0


def _next_month(day: date) -> date:
    return after(day.replace(day=1), Period(1, TimeUnit.MONTHS))


def time_scale(schedule: Schedule) -> TimeScale:
    """Return the time that a plan's lanes show.

    It runs from the first of this month to the first of the month after the target or the last bar,
    whichever is later.
    """
    last = max(
        [schedule.on, schedule.target or schedule.on, *(r.earliest_finish for r in schedule.rows)]
    )
    return TimeScale(
        schedule.on.replace(day=1),
        _next_month(last),
        schedule.on,
        schedule.target,
        schedule.frozen.spans,
    )


@dataclass(frozen=True, slots=True)
class Lane:
    """One action on the time scale: its bar, and where it must start at the latest.

    `edge` is before or after where the latest start is out of scale, else empty. It `rests` in
    freezes when it changes the live network. The width is 0 where nobody knows how long it takes.
    """

    x: float
    width: float
    latest: float | None
    edge: str
    words: str
    rests: bool = False


def lane(row: Timed, scale: TimeScale) -> Lane:
    """Draw an action's planned days and its latest start."""
    start, finish = scale.x(row.earliest_start), scale.x(row.earliest_finish)
    width = max(LEAST_WIDTH, round(finish - start, 2))
    if row.action.lead_time is None:
        width = 0.0
    latest = None if row.latest_start is None else scale.x(row.latest_start)
    return Lane(
        x=min(start, round(100 - width, 2)),
        width=width,
        latest=None if latest is None else min(max(latest, 0), 100),
        edge="" if latest is None or 0 <= latest <= 100 else "before" if latest < 0 else "after",
        words=_lane_words(row),
        rests=row.action.changes_live,
    )


def _lane_words(row: Timed) -> str:
    if row.action.lead_time is None:
        return "How long it takes is not known."
    planned = f"Planned {short_day(row.earliest_start)} to {short_day(row.earliest_finish)}."
    if row.action.changes_live and row.stepped_over:
        planned = f"{planned} {stepped_words(row)}"
    if row.latest_start is None:
        return planned
    return f"{planned} Start by {short_day(row.latest_start)}."
