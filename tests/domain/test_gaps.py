"""Where the gaps are: every rule that applies is counted once, and rows add up to their sums."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.domain.comparison import Shares, shares_in
from readiness.domain.gaps import ALL_RULES, areas_of, gaps
from tests.comparisons import PACK, compared, letters, member, submitted

BANDS = st.sampled_from(["practice", "trust", "council"])
CROWDS = st.lists(st.tuples(BANDS, st.none() | letters()), max_size=12)


def crowd(drawn):
    return compared(
        member(f"ZZ{place:02}", kind, submitted(truths) if truths else None)
        for place, (kind, truths) in enumerate(drawn)
    )


@given(CROWDS)
def test_the_shares_of_a_row_add_up_to_the_rules_that_apply(drawn):
    for band in gaps(crowd(drawn)).bands:
        for row in band.members:
            if row.of:
                applying = len(row.of.tally.truths.replace("-", ""))
                assert sum(one.all for one in row.cells.areas) == applying == row.cells.all.all


@given(CROWDS)
def test_each_column_adds_up_to_the_first_row_and_to_its_band(drawn):
    comparison = crowd(drawn)
    found = gaps(comparison)

    for band in found.bands:
        assert band.cells.areas == added(row.cells.areas for row in band.members if row.counted)
    assert found.cells.areas == added(band.cells.areas for band in found.bands)
    assert found.cells.all == comparison.shares


def added(rows):
    sums = [Shares()] * len(areas_of(PACK))
    for row in rows:
        sums = [one + other for one, other in zip(sums, row, strict=True)]
    return tuple(sums)


@given(CROWDS, st.sampled_from([*areas_of(PACK), ALL_RULES, "no such area", ""]))
def test_an_order_changes_no_figure_and_keeps_those_without_submission_last(drawn, worst):
    comparison = crowd(drawn)
    plain, ordered = gaps(comparison), gaps(comparison, worst)

    assert ordered.cells == plain.cells
    for before, after in zip(plain.bands, ordered.bands, strict=True):
        assert before.cells == after.cells
        assert codes(before) == codes(after)
        sent = [row.member.submitted is not None for row in after.members]
        assert sent == sorted(sent, reverse=True)


def codes(band):
    return sorted(row.member.code for row in band.members)


def test_most_that_is_not_met_comes_first_inside_its_band():
    worse, better = letters_of("n"), letters_of("m")
    comparison = compared(
        [member("ZZ1", "trust", submitted(better)), member("ZZ2", "trust", submitted(worse))]
    )

    assert [row.member.code for row in gaps(comparison).bands[0].members] == ["ZZ1", "ZZ2"]
    ordered = gaps(comparison, ALL_RULES).bands[0].members
    assert [row.member.code for row in ordered] == ["ZZ2", "ZZ1"]


def test_other_rules_keep_their_row_and_are_in_no_sum():
    other = replace(submitted(letters_of("n")), differs=3)
    comparison = compared([member("ZZ1", "trust", other)])

    found = gaps(comparison)

    assert found.compared == found.cells.all.all == 0
    assert found.bands[0].members[0].cells.all.not_met == len(PACK.hard_rules)


def test_an_estimate_has_a_row_and_is_in_no_sum():
    guess = submitted(letters_of("n"))
    comparison = compared([member("ZZ1", "trust", None, estimate=guess)])

    found = gaps(comparison)

    assert found.cells.all.all == found.bands[0].submitted == 0
    assert found.bands[0].members[0].of is guess


@pytest.mark.parametrize("letter", "mnu-")
def test_a_rule_is_in_the_area_of_the_first_question_that_it_reads(letter):
    found = gaps(compared([member("ZZ1", "trust", submitted(letters_of(letter)))]))

    for title, cell in zip(found.areas, found.cells.areas, strict=True):
        rules = [rule for rule in PACK.hard_rules if PACK.area_of(rule) == title]
        assert cell == shares_in(letter * len(rules))


def letters_of(letter):
    return letter * len(PACK.hard_rules)
