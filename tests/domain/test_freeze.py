"""Change freezes: days that do not count for what changes the live network."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.domain.calendar import Period, TimeUnit, after, before, working_days_between
from readiness.domain.errors import InvalidAnswer
from readiness.domain.freeze import NOTHING_FROZEN, Freeze, check_freeze, frozen_days

ONE = timedelta(days=1)
WINTER = Freeze(date(2026, 12, 14), date(2027, 1, 8), "Winter pressure freeze")
DAYS = st.dates(date(2026, 1, 1), date(2028, 12, 31))
FREEZES = st.lists(
    st.builds(
        lambda first, length: Freeze(first, first + length * ONE, "Freeze"),
        DAYS,
        st.integers(0, 60),
    ),
    max_size=4,
)
LENGTHS = st.one_of(
    st.builds(Period, st.integers(1, 60), st.just(TimeUnit.WORKING_DAYS)),
    st.builds(Period, st.integers(1, 60), st.just(TimeUnit.DAYS)),
    st.builds(Period, st.integers(1, 12), st.sampled_from([TimeUnit.WEEKS, TimeUnit.MONTHS])),
)


def counts(day, period):
    """Say whether a day is one of those that a length of time counts."""
    return period.unit is not TimeUnit.WORKING_DAYS or working_days_between(day - ONE, day) == 1


def amount(period):
    """Return how many of them it counts."""
    return period.amount if period.unit is TimeUnit.WORKING_DAYS else period.calendar_days


@given(FREEZES, DAYS, LENGTHS)
def test_exactly_the_unfrozen_days_of_a_length_lie_between_a_start_and_its_end(
    freezes, end, length
):
    frozen = frozen_days(freezes)

    start = frozen.before(end, length)

    between = [start + n * ONE for n in range((end - start).days)]
    counted = [day for day in between if counts(day, length) and not frozen.holds(day)]
    assert len(counted) == amount(length)
    assert not frozen.holds(start)


@given(FREEZES, DAYS, LENGTHS)
def test_what_begins_on_an_unfrozen_day_is_over_when_its_unfrozen_days_are(freezes, day, length):
    frozen = frozen_days(freezes)
    start = frozen.free_from(day)

    end = frozen.after(start, length)

    worked = [start + n * ONE for n in range((end - start).days)]
    days = [d for d in worked if not frozen.holds(d) and (counts(d, length) or d == start)]
    assert len(days) == amount(length)


@given(FREEZES, st.integers(1, 30), DAYS, LENGTHS)
def test_a_longer_freeze_never_makes_a_start_later(freezes, longer, end, length):
    grown = [Freeze(f.first - longer * ONE, f.last + longer * ONE, f.what) for f in freezes]

    assert frozen_days(grown).before(end, length) <= frozen_days(freezes).before(end, length)


@given(FREEZES, DAYS, LENGTHS)
def test_a_later_end_never_makes_a_start_earlier(freezes, end, length):
    frozen = frozen_days(freezes)

    assert frozen.before(end, length) <= frozen.before(end + ONE, length)


@given(DAYS, LENGTHS)
def test_without_a_freeze_days_and_weeks_count_as_they_always_do(day, length):
    if length.unit is not TimeUnit.MONTHS:
        assert NOTHING_FROZEN.before(day, length) == before(day, length)
        assert NOTHING_FROZEN.after(day, length) == after(day, length)


@given(FREEZES, DAYS, LENGTHS)
def test_days_of_two_freezes_are_told_once(freezes, end, length):
    frozen = frozen_days(freezes)
    start = frozen.before(end, length)

    told = frozen.stepped_over(start, end, length)

    unit = TimeUnit.WORKING_DAYS if length.unit is TimeUnit.WORKING_DAYS else TimeUnit.DAYS
    assert sum(stepped.days for stepped in told) == frozen.count(start, end, unit)


def test_a_freeze_is_stepped_over_and_named():
    weeks = Period(4, TimeUnit.WEEKS)
    frozen = frozen_days([WINTER])

    start = frozen.before(date(2027, 1, 18), weeks)

    assert start == date(2026, 11, 25)
    assert frozen.stepped_over(start, date(2027, 1, 18), weeks)[0].words == (
        "26 days of Winter pressure freeze"
    )


def test_working_days_of_a_freeze_leave_out_its_weekends_and_bank_holidays():
    length = Period(5, TimeUnit.WORKING_DAYS)
    frozen = frozen_days([WINTER])

    start = frozen.before(date(2027, 1, 11), length)

    assert start == date(2026, 12, 7)
    words = frozen.stepped_over(start, date(2027, 1, 11), length)[0].words
    assert words == "17 working days of Winter pressure freeze"


def test_freezes_that_touch_are_one_run_of_days():
    second = Freeze(date(2027, 1, 9), date(2027, 1, 20), "Cutover of records")

    frozen = frozen_days([second, WINTER])

    assert frozen.spans == ((date(2026, 12, 14), date(2027, 1, 20)),)
    assert frozen.free_from(date(2026, 12, 20)) == date(2027, 1, 21)


def test_what_ends_as_a_freeze_begins_is_over_then_and_not_after_it():
    start = date(2026, 12, 7)

    assert frozen_days([WINTER]).after(start, Period(1, TimeUnit.WEEKS)) == date(2026, 12, 14)
    assert frozen_days([WINTER]).after(start, Period(8, TimeUnit.DAYS)) == date(2027, 1, 10)


def test_a_freeze_that_was_removed_freezes_nothing():
    gone = Freeze(WINTER.first, WINTER.last, WINTER.what, 1, 2, removed=True)

    assert frozen_days([gone]) == NOTHING_FROZEN


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2027, 1, 2), date(2027, 1, 1), "not before the first day"),
        (date(2027, 1, 1), date(2028, 1, 2), "at most a year"),
    ],
)
def test_a_freeze_whose_days_do_not_fit_is_refused(first, last, words):
    with pytest.raises(InvalidAnswer, match=words):
        check_freeze(first, last)


def test_a_freeze_may_last_one_day_or_a_year():
    check_freeze(date(2027, 1, 1), date(2027, 1, 1))
    check_freeze(date(2027, 1, 1), date(2028, 1, 1))
