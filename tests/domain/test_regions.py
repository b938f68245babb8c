"""A system lies in its own region, else in that of most of its members."""

import pytest

from readiness.domain.regions import REGIONS, read_region, region_of, region_words


@pytest.mark.parametrize(
    ("own", "members", "region"),
    [
        ("Y56", ["Y62", "Y62"], "Y56"),
        ("", ["Y62", "", "Y62", "Y56"], "Y62"),
        ("", ["Y62", "Y56"], ""),
        ("", ["", ""], ""),
        ("", [], ""),
    ],
)
def test_a_system_lies_where_most_of_its_members_do(own, members, region):
    assert region_of(own, members) == region


@pytest.mark.parametrize("code", REGIONS)
def test_a_region_is_read_by_code_and_by_name(code):
    assert read_region(code.lower()) == read_region(f" {REGIONS[code].upper()} ") == code


@pytest.mark.parametrize("other", ["W00", "Wales", "", "Y57"])
def test_whatever_is_none_of_the_seven_is_no_region(other):
    assert read_region(other) == ""


def test_a_region_is_named_as_in_a_sentence():
    assert [region_words(code) for code in ("Y56", "Y63", "")] == [
        "London",
        "the North East and Yorkshire",
        "England",
    ]
