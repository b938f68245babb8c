"""Lengths of time and England's working days."""

from datetime import date, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.domain.calendar import (
    Period,
    TimeUnit,
    after,
    before,
    read_period,
    working_days_between,
)

BANK_HOLIDAYS = holidays.country_holidays("GB", subdiv="ENG", years=range(2014, 2048))
DAYS = st.dates(min_value=date(2015, 1, 1), max_value=date(2045, 12, 31))


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("20 working days", Period(20, TimeUnit.WORKING_DAYS)),
        ("1 working day", Period(1, TimeUnit.WORKING_DAYS)),
        ("26 weeks", Period(26, TimeUnit.WEEKS)),
        ("9 months", Period(9, TimeUnit.MONTHS)),
        ("3 days", Period(3, TimeUnit.DAYS)),
    ],
)
def test_lengths_of_time_are_read_as_people_write_them(text, period):
    assert read_period(text) == period


@pytest.mark.parametrize("text", ["", "soon", "20", "-1 days", "2.5 weeks", "5 fortnights"])
def test_anything_else_is_refused_with_an_example(text):
    with pytest.raises(ValueError, match="20 working days or 26 weeks"):
        read_period(text)


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 12, 25),
        date(2026, 12, 28),  # Boxing Day falls on a Saturday, so Monday stands in
        date(2027, 3, 26),  # Good Friday
        date(2027, 3, 29),  # Easter Monday
        date(2027, 5, 31),
        date(2026, 11, 28),  # a Saturday
    ],
)
def test_weekends_and_the_bank_holidays_of_england_are_free(day):
    assert working_days_between(day - timedelta(days=1), day) == 0


def test_twenty_working_days_back_step_over_christmas():
    assert before(date(2027, 1, 4), Period(20, TimeUnit.WORKING_DAYS)) == date(2026, 12, 2)


def test_months_end_on_the_last_day_of_a_shorter_month():
    month = Period(1, TimeUnit.MONTHS)

    assert after(date(2027, 1, 31), month) == date(2027, 2, 28)
    assert before(date(2028, 3, 31), month) == date(2028, 2, 29)
    assert after(date(2026, 12, 15), month) == date(2027, 1, 15)


@given(DAYS, st.integers(0, 400))
def test_counting_working_days_agrees_with_looking_at_each_day(start, length):
    end = start + timedelta(days=length)

    days = [start + timedelta(days=n) for n in range(1, length + 1)]
    each = sum(day.weekday() < 5 and day not in BANK_HOLIDAYS for day in days)

    assert working_days_between(start, end) == each
    assert working_days_between(end, start) == -each


@given(DAYS, st.integers(1, 90))
def test_as_many_working_days_lie_between_as_were_stepped(day, amount):
    assert working_days_between(day, after(day, Period(amount, TimeUnit.WORKING_DAYS))) == amount
