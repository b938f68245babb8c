"""Lengths of time, and the working days of England."""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from math import ceil
from zoneinfo import ZoneInfo

import holidays

EARLIEST, LATEST = date(1990, 1, 1), date(2100, 12, 31)
"""The days between which a date makes sense here."""

LONDON = ZoneInfo("Europe/London")


def london_day(at: datetime) -> date:
    """Return the day that a time falls on in London."""
    return at.astimezone(LONDON).date()


class TimeUnit(StrEnum):
    """What a length of time counts."""

    DAYS = "days"
    WORKING_DAYS = "working days"
    WEEKS = "weeks"
    MONTHS = "months"


@dataclass(frozen=True, slots=True)
class Period:
    """A length of time as people say it, such as 20 working days or 26 weeks; below zero, ago."""

    amount: int
    unit: TimeUnit

    def __str__(self) -> str:
        word, amount = self.unit.value, abs(self.amount)
        length = f"{amount} {word[:-1] if amount == 1 else word}"
        return f"{length} ago" if self.amount < 0 else length

    @property
    def calendar_days(self) -> int:
        """The length in elapsed days: a working week counts 7, a month 30.4, rounded up."""
        match self.unit:
            case TimeUnit.DAYS:
                return self.amount
            case TimeUnit.WORKING_DAYS:
                return ceil(self.amount * 7 / 5)
            case TimeUnit.WEEKS:
                return self.amount * 7
            case TimeUnit.MONTHS:
                return ceil(self.amount * 365.25 / 12)


LONGEST = 3_660
"""The longest length that is read, in elapsed days: ten years."""


def read_period(text: str) -> Period:
    """Read a length of time.

    Raises:
        ValueError: it is not a whole number followed by days, working days, weeks or months.
    """
    found = re.fullmatch(r"(\d{1,4}) (working day|day|week|month)s?", text.strip())
    if found is None:
        raise ValueError("write a whole number and a unit, such as 20 working days or 26 weeks")
    amount, unit = int(found[1]), TimeUnit(found[2] + "s")
    if not 1 <= Period(amount, unit).calendar_days <= LONGEST:
        raise ValueError("write a length from 1 day to 10 years")
    return Period(amount, unit)


def read_moment(text: str) -> Period:
    """Read a day seen from another: a length of time ahead, or one that is so long ago.

    Raises:
        ValueError: it is neither.
    """
    length = text.strip()
    if not length.endswith(" ago"):
        return read_period(length)
    past = read_period(length.removesuffix(" ago"))
    return Period(-past.amount, past.unit)


def bank_holidays(first: date, last: date) -> tuple[tuple[date, str], ...]:
    """Return the bank holidays of England from one day to another, both included, by name."""
    free = holidays.country_holidays(
        "GB", subdiv="ENG", years=range(first.year, last.year + 1), language="en_GB"
    )
    days = (day for day in sorted(free) if first <= day <= last)
    return tuple((day, free[day].replace("'", "’")) for day in days)


@lru_cache(maxsize=256)
def _working_days(year: int) -> tuple[int, ...]:
    """Return the working days of a year as day numbers, in order."""
    free = holidays.country_holidays("GB", subdiv="ENG", years=year)
    first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
    days = map(date.fromordinal, range(first, last + 1))
    return tuple(day.toordinal() for day in days if day.weekday() < 5 and day not in free)


def before(day: date, period: Period) -> date:
    """Return the day that lies a length of time before another."""
    match period.unit:
        case TimeUnit.WORKING_DAYS:
            return _step(day, period.amount, -1)
        case TimeUnit.MONTHS:
            return _months(day, -period.amount)
        case _:
            return day - timedelta(days=period.calendar_days)


def after(day: date, period: Period) -> date:
    """Return the day that lies a length of time after another; before it, for a length ago."""
    match period.unit:
        case TimeUnit.WORKING_DAYS:
            return _step(day, abs(period.amount), 1 if period.amount > 0 else -1)
        case TimeUnit.MONTHS:
            return _months(day, period.amount)
        case _:
            return day + timedelta(days=period.calendar_days)


def working_days_between(start: date, end: date) -> int:
    """Count the working days after `start` up to and including `end`; below zero when past."""
    if end < start:
        return -working_days_between(end, start)
    passed = sum(len(_working_days(year)) for year in range(start.year, end.year))
    return passed + _place(end) - _place(start)


def _place(day: date) -> int:
    """Count the working days of its year up to and including a day."""
    return bisect_right(_working_days(day.year), day.toordinal())


def _step(day: date, amount: int, direction: int) -> date:
    """Return the working day which lies so many after a day, or before it."""
    if not amount:
        return day
    year = day.year
    if direction > 0:
        place = _place(day) + amount - 1
        while place >= len(_working_days(year)):
            place -= len(_working_days(year))
            year += 1
    else:
        place = bisect_left(_working_days(year), day.toordinal()) - amount
        while place < 0:
            year -= 1
            place += len(_working_days(year))
    return date.fromordinal(_working_days(year)[place])


def _months(day: date, months: int) -> date:
    """Move by months, to the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first_of_next = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(days=day.day - 1), first_of_next - timedelta(1))
