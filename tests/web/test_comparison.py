"""The page of a system says what its members submitted, whatever their number."""

import pytest

from readiness.content import rules_folder
from tests.systems import fill_system


@pytest.fixture
def rules():
    return rules_folder()


@pytest.mark.parametrize(("size", "submitted"), [(0, 0), (1, 1), (24, 0), (60, 7), (24, 19)])
def test_the_page_stands_with_any_number_of_answers(visit, db, rules, size, submitted):
    fill_system(db, rules, size, submitted=submitted)

    page = visit("/systems/ZXY/comparison")

    assert f"{submitted} of {size}" in page.text


def test_a_band_is_a_part_of_the_system(visit, db, rules):
    fill_system(db, rules, 24, submitted=24)

    page = visit("/systems/ZXY/comparison?band=councils")

    assert "4 of 4" in page.text


@pytest.mark.parametrize("wrong", ["band=best", "against=yesterday", "pack=none"])
def test_what_is_no_filter_is_refused(visit, db, rules, wrong):
    fill_system(db, rules, 1)

    visit(f"/systems/ZXY/comparison?{wrong}", status=404)
