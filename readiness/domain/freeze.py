"""Change freezes: the days on which nothing that alters the live network may run."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from readiness.domain.calendar import Period, TimeUnit, after, before, working_days_between
from readiness.domain.errors import InvalidAnswer

LONGEST_WHAT = 200
"""The most characters that say what a freeze is."""

LONGEST_FREEZE = timedelta(days=366)
"""The longest that one freeze may last."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Freeze:
    """Days, the first and the last included, on which the live network is left alone.

    `number` tells the freezes of an organisation apart, and versions count the saves of each from
    1; both are 0 for one that was never saved.
    """

    first: date
    last: date
    what: str
    number: int = 0
    version: int = 0
    removed: bool = False
    by: str = ""
    at: datetime | None = None

    def holds(self, day: date) -> bool:
        """Say whether a day lies inside it."""
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class SteppedOver:
    """How many days of a freeze do not count for an action; in working days where it counts so."""

    what: str
    days: int
    unit: TimeUnit

    @property
    def words(self) -> str:
        """The days and the freeze: 14 days of Winter pressure freeze."""
        return f"{Period(self.days, self.unit)} of {self.what}"


def check_freeze(first: date, last: date) -> None:
    """Refuse a freeze whose days do not fit.

    Raises:
        InvalidAnswer: it ends before it begins, or lasts longer than a year.
    """
    if last < first:
        raise InvalidAnswer("Enter a last day that is not before the first day.")
    if last - first >= LONGEST_FREEZE:
        raise InvalidAnswer("Enter a last day at most a year after the first day.")


@dataclass(frozen=True)
class Frozen:
    """The days of some freezes taken together; a day in two of them counts once."""

    freezes: tuple[Freeze, ...] = ()

    @cached_property
    def spans(self) -> tuple[tuple[date, date], ...]:
        """Runs of frozen days, first and last, in order and apart from each other."""
        joined: list[tuple[date, date]] = []
        for freeze in sorted(self.freezes, key=lambda freeze: (freeze.first, freeze.last)):
            if joined and freeze.first <= joined[-1][1] + _DAY:
                joined[-1] = joined[-1][0], max(joined[-1][1], freeze.last)
            else:
                joined.append((freeze.first, freeze.last))
        return tuple(joined)

    def holds(self, day: date) -> bool:
        """Say whether a day is frozen."""
        return any(first <= day <= last for first, last in self.spans)

    def free_from(self, day: date) -> date:
        """Return the first day from one on that is not frozen."""
        return next((last + _DAY for first, last in self.spans if first <= day <= last), day)

    def count(self, start: date, end: date, unit: TimeUnit = TimeUnit.DAYS) -> int:
        """Count the frozen days from `start` to the day before `end`."""
        return sum(_shared(first, last, start, end, unit) for first, last in self.spans)

    def before(self, day: date, period: Period) -> date:
        """Return the last unfrozen day with so much time that is not frozen up to a day."""
        unit, amount = _counted(period)
        start = before(day, Period(amount, unit))
        while (earlier := self._less(day, start, amount, unit)) != start:
            start = earlier
        return start

    def after(self, day: date, period: Period) -> date:
        """Return the day on which work is over that began on an unfrozen one."""
        unit, amount = _counted(period)
        last = after(day, Period(amount - 1, unit))
        while (later := self._more(day, last, amount - 1, unit)) != last:
            last = later
        return after(last, Period(1, unit))

    def stepped_over(self, start: date, end: date, period: Period) -> tuple[SteppedOver, ...]:
        """Say how many days of each freeze lie from `start` to before `end`, each day once."""
        unit = _counted(period)[0]
        told: list[Freeze] = []
        found = []
        for freeze in sorted(self.freezes, key=lambda freeze: (freeze.first, freeze.last)):
            alone = Frozen((*told, freeze)).count(start, end, unit)
            days = alone - Frozen(tuple(told)).count(start, end, unit)
            told.append(freeze)
            if days:
                found.append(SteppedOver(freeze.what, days, unit))
        return tuple(found)

    def _less(self, day: date, start: date, amount: int, unit: TimeUnit) -> date:
        return before(day, Period(amount + self.count(start, day, unit), unit))

    def _more(self, day: date, last: date, amount: int, unit: TimeUnit) -> date:
        frozen = self.count(day + _DAY, last + _DAY, unit)
        return after(day, Period(amount + frozen, unit))


NOTHING_FROZEN = Frozen()
"""No freeze at all."""


def frozen_days(freezes: Iterable[Freeze]) -> Frozen:
    """Take freezes together; those that were removed count no more."""
    return Frozen(tuple(freeze for freeze in freezes if not freeze.removed))


def _counted(period: Period) -> tuple[TimeUnit, int]:
    """Return what is counted one by one, and how many: a week is 7 days, a month 30.4."""
    if period.unit is TimeUnit.WORKING_DAYS:
        return period.unit, period.amount
    return TimeUnit.DAYS, period.calendar_days


def _shared(first: date, last: date, start: date, end: date, unit: TimeUnit) -> int:
    """Count the days of a run, both ends included, that lie from `start` to before `end`."""
    begin, stop = max(first, start), min(last, end - _DAY)
    if stop < begin:
        return 0
    if unit is TimeUnit.WORKING_DAYS:
        return working_days_between(begin - _DAY, stop)
    return (stop - begin).days + 1
