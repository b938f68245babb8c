"""What holds up, what if, areas and bands agree with judging each organisation by itself."""

from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from readiness.domain.comparison import Shares
from readiness.domain.put_right import effect
from readiness.domain.shared import NOT_SHARED, reads_sensitive
from readiness.files.system_views import (
    areas,
    bands,
    left_out,
    moving_most,
    stops,
    told_rule,
)
from tests.compared import comparison_of, givens_of, pack_of


@settings(max_examples=15)
@drawn(st.integers(0, 30), st.integers(0, 5))
def test_each_is_stopped_only_at_the_gate_where_it_stands(size, seed):
    comparison = comparison_of(pack_of(), givens_of(pack_of(), size, seed=seed))

    for stop in stops(comparison):
        place = [rule.key for rule in pack_of().hard_rules].index(stop.rule.key)
        for member, tally in enumerate(comparison.tallies):
            here = tally.evidenced == stop.stage
            assert bool(stop.stopped >> member & 1) == (here and tally.truths[place] == "n")
            assert bool(stop.not_known >> member & 1) == (here and tally.truths[place] == "u")


@settings(max_examples=15)
@drawn(st.integers(0, 30), st.integers(0, 5))
def test_who_moves_alone_is_who_moves_when_only_that_rule_is_met(size, seed):
    comparison = comparison_of(pack_of(), givens_of(pack_of(), size, seed=seed))

    for stop in stops(comparison):
        moved = {move.member.code for move in effect(comparison, [stop.rule.key]).movers()}
        alone = {
            member.code
            for place, member in enumerate(comparison.compared)
            if stop.alone >> place & 1
        }
        assert moved == alone


def test_meeting_every_rule_moves_everybody_to_the_end_and_none_moves_nobody():
    comparison = comparison_of(pack_of(), givens_of(pack_of(), 30))

    every = effect(comparison, [rule.key for rule in pack_of().hard_rules])
    none = effect(comparison, [])

    assert every.counts[-1][1] == 30
    assert none.movers() == ()
    assert tuple(now for now, _ in none.counts) == comparison.stages.evidenced


def test_the_shares_of_the_areas_add_up_to_all_that_apply():
    comparison = comparison_of(pack_of(), givens_of(pack_of(), 20))

    found = areas(comparison)

    assert sum((area.all for area in found), Shares()) == comparison.shares
    for area in found:
        assert sum(area.shares, Shares()) == area.all


def test_a_middle_is_told_of_three_and_not_of_two():
    comparison = comparison_of(pack_of(), givens_of(pack_of(), 40), silent=4)

    found = bands(comparison)

    assert any(band.compared >= 3 for band in found)
    assert any(band.compared < 3 for band in found)
    for band in found:
        assert (band.middle is not None) == (band.compared >= 3)
    assert sum(band.members for band in found) == 44


def test_who_submitted_nothing_is_left_out_with_the_reason():
    comparison = comparison_of(pack_of(), givens_of(pack_of(), 3), silent=2)

    assert [why for _, why in left_out(comparison)] == ["Nothing yet", "Nothing yet"]


def test_nothing_moves_most_where_there_is_nobody():
    assert moving_most(comparison_of(pack_of(), [])) is None


def test_of_few_no_point_about_security_is_told():
    rule = next(rule for rule in pack_of().hard_rules if reads_sensitive(rule, pack_of()))
    few, many = (comparison_of(pack_of(), givens_of(pack_of(), size)) for size in (4, 5))

    assert rule.otherwise not in told_rule(rule, few).otherwise
    assert NOT_SHARED in told_rule(rule, few).otherwise
    assert told_rule(rule, many) == rule
