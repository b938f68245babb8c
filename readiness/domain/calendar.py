"""Lengths of time, and the working days of England."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from math import ceil

import holidays


class TimeUnit(StrEnum):
    """What a length of time counts."""

    DAYS = "days"
    WORKING_DAYS = "working days"
    WEEKS = "weeks"
    MONTHS = "months"


@dataclass(frozen=True, slots=True)
class Period:
    """A length of time as people say it, such as 20 working days or 26 weeks."""

    amount: int
    unit: TimeUnit

    def __str__(self) -> str:
        word = self.unit.value
        return f"{self.amount} {word[:-1] if self.amount == 1 else word}"

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


NO_TIME = Period(0, TimeUnit.DAYS)


def read_period(text: str) -> Period:
    """Read a length of time.

    Raises:
        ValueError: it is not a whole number followed by days, working days, weeks or months.
    """
    found = re.fullmatch(r"(\d{1,4}) (working day|day|week|month)s?", text.strip())
    if found is None:
        raise ValueError("write a whole number and a unit, such as 20 working days or 26 weeks")
    return Period(int(found[1]), TimeUnit(found[2] + "s"))


@lru_cache(maxsize=64)
def _bank_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


def is_working_day(day: date) -> bool:
    """Say whether offices in England work on this day: Monday to Friday, no bank holiday."""
    return day.weekday() < 5 and day not in _bank_holidays(day.year)


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
    """Return the day that lies a length of time after another."""
    match period.unit:
        case TimeUnit.WORKING_DAYS:
            return _step(day, period.amount, 1)
        case TimeUnit.MONTHS:
            return _months(day, period.amount)
        case _:
            return day + timedelta(days=period.calendar_days)


def working_days_between(start: date, end: date) -> int:
    """Count the working days after `start` up to and including `end`; below zero when past."""
    if end < start:
        return -working_days_between(end, start)
    whole_weeks, rest = divmod((end - start).days, 7)
    days = whole_weeks * 5 + sum(
        (start + timedelta(days=step)).weekday() < 5 for step in range(1, rest + 1)
    )
    free = (day for year in range(start.year, end.year + 1) for day in _bank_holidays(year))
    return days - sum(start < day <= end and day.weekday() < 5 for day in free)


def _step(day: date, amount: int, direction: int) -> date:
    while amount:
        day += timedelta(days=direction)
        amount -= is_working_day(day)
    return day


def _months(day: date, months: int) -> date:
    """Move by months, to the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first_of_next = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(days=day.day - 1), first_of_next - timedelta(1))
