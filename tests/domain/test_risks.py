"""A risk register to start from: likelihood and impact by stated bounds, a row for each rule."""

from datetime import date, timedelta

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from readiness.domain.risks import impact, likelihood, risks
from readiness.files.system_views import stops
from tests.compared import ON, buying_of, givens_of, pack_of


@pytest.mark.parametrize(
    ("stopped", "asked", "points"),
    [(1, 11, 1), (1, 10, 2), (1, 4, 3), (1, 2, 4), (3, 4, 5), (7, 7, 5)],
)
def test_likelihood_grows_with_the_share_that_is_stopped(stopped, asked, points):
    assert likelihood(stopped, asked) == points


@pytest.mark.parametrize(
    ("stage", "first", "points"),
    [
        (0, ON - timedelta(days=1), 5),
        (0, date(2027, 5, 24), 5),
        (0, date(2027, 5, 25), 4),
        (0, None, 4),
        (0, date(2027, 11, 25), 3),
        (0, date(2028, 11, 25), 2),
        (5, date(2028, 11, 25), 1),
    ],
)
def test_impact_follows_the_gate_and_the_first_date(stage, first, points):
    assert impact(stage, 7, first, ON) == points


@drawn(st.integers(1, 400), st.integers(1, 400), st.integers(0, 6), st.dates(date(2000, 1, 1)))
def test_both_stay_between_one_and_five(one, other, stage, first):
    assert 1 <= likelihood(min(one, other), max(one, other)) <= 5
    assert 1 <= impact(stage, 7, first, ON) <= 5


def test_every_rule_that_stops_somebody_has_a_row_with_cause_owner_and_what_to_do():
    buying = buying_of(pack_of(), givens_of(pack_of(), 30))
    stopping = [(stop.rule, stop.stopped) for stop in stops(buying.comparison)]

    found = risks(buying, stopping)

    assert {risk.rule.key for risk in found} == {rule.key for rule, those in stopping if those}
    assert [risk.score for risk in found] == sorted((r.score for r in found), reverse=True)
    for risk in found:
        assert risk.cause == risk.rule.otherwise
        assert risk.owner in pack_of().roles.values()
        assert risk.stopped <= risk.asked
        assert f"{risk.stopped} of {risk.asked}" in risk.why


def test_nothing_that_stops_nobody_is_a_risk():
    buying = buying_of(pack_of(), [])

    assert risks(buying, [(pack_of().hard_rules[0], 0)]) == ()
