"""What people call a contract, and how many contracts end near each other."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.domain.calendar import Period, TimeUnit, after
from readiness.domain.contract_name import in_file_name, read_contract_name, same_contract
from readiness.domain.ending_together import ending_together
from readiness.domain.errors import InvalidAnswer

DAYS = st.lists(st.dates(date(2025, 1, 1), date(2032, 1, 1)), max_size=8)


def test_a_name_loses_needless_spaces_and_nothing_else():
    assert read_contract_name(" HSCN \n connection,  2019 ") == "HSCN connection, 2019"


@pytest.mark.parametrize("text", ["", " ", "x" * 121, "a\x07b"])
def test_a_name_that_does_not_fit_is_refused(text):
    with pytest.raises(InvalidAnswer):
        read_contract_name(text)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("HSCN line", "hscn  LINE", True), ("Straße", "STRASSE", True), ("Line 1", "Line 2", False)],
)
def test_capitals_and_runs_of_spaces_make_no_difference(one, other, same):
    assert same_contract(one, other) is same


@pytest.mark.parametrize(
    ("name", "part"),
    [
        (None, ""),
        ("HSCN connection, 2019", "-hscn-connection-2019"),
        ('../é/.."x', "-x"),
        ("日本", ""),
        ("a" * 60, "-" + "a" * 40),
    ],
)
def test_the_name_of_a_file_holds_only_what_every_system_takes(name, part):
    assert in_file_name(name) == part


@pytest.mark.parametrize(
    ("days", "count"),
    [
        ([], 0),
        ([date(2027, 3, 1)], 1),
        ([date(2027, 3, 1), date(2028, 3, 1)], 2),
        ([date(2027, 3, 1), date(2028, 3, 2)], 1),
        ([date(2029, 1, 1), date(2027, 3, 1), date(2027, 9, 1), date(2028, 2, 28)], 3),
    ],
)
def test_contracts_end_together_within_twelve_months(days, count):
    assert ending_together(days) == count


@given(DAYS)
def test_as_many_end_together_as_some_window_of_twelve_months_holds(days):
    windows = [[d for d in days if a <= d <= after(a, Period(12, TimeUnit.MONTHS))] for a in days]

    assert ending_together(days) == max(map(len, windows), default=0)
    assert ending_together(reversed(days)) == ending_together(days)
