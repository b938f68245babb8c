"""The plan, its effort and its dates."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.domain.assessment import Answer, Given
from readiness.domain.calendar import before
from readiness.domain.organisation import Organisation, OrganisationKind
from readiness.domain.pack import DONT_KNOW
from readiness.domain.plan import Days, draft_plan
from readiness.domain.reader import read_pack
from readiness.domain.schedule import schedule
from readiness.domain.verdict import assess
from tests.examples import ACTIONS, ON, TRUST, tiny_pack

PACK = read_pack(tiny_pack())
TARGET = date(2027, 9, 30)


def plan_of(pack=PACK, target=None, **answers):
    said = {key.replace("_", "-"): Answer(value) for key, value in answers.items()}
    return draft_plan(assess(pack, Given(TRUST, ON, said)), target)


def keys(plan):
    return [action.key for action in plan.actions]


def test_nothing_answered_puts_nothing_into_the_plan():
    assert keys(plan_of()) == []


def test_an_unmet_rule_brings_its_actions_prerequisites_first():
    assert keys(plan_of(plan="none")) == ["draft-plan", "agree-plan"]


def test_what_the_answers_show_done_is_left_out():
    plan = plan_of(plan="drafted")

    assert keys(plan) == ["agree-plan"]
    assert plan.actions[0].after == ()


def test_a_dont_know_brings_an_action_to_find_out_owned_by_who_answers():
    plan = plan_of(plan=DONT_KNOW, budget=DONT_KNOW)

    assert keys(plan) == ["find-out/plan", "find-out/budget"]
    assert plan.actions[0].gate == "not-started"
    assert (plan.actions[1].gate, plan.actions[1].owner) == (None, "finance-partner")
    assert plan.actions[0].unlocks == ()


def test_actions_stand_by_gate_then_prerequisites_then_key():
    plan = plan_of(plan="none", agreement="no", move_plan="none", lines=8)

    assert keys(plan) == ["draft-plan", "agree-plan", "date-lines", "sign-agreement"]
    assert [a.unlocks for a in plan.actions] == [
        ("not-started",),
        ("not-started",),
        (),
        ("planning",),
    ]


def test_a_plan_up_to_a_stage_leaves_later_gates_out():
    assert keys(plan_of(target="planning", plan="none", agreement="no")) == [
        "draft-plan",
        "agree-plan",
    ]


def test_a_prerequisite_of_an_earlier_gate_stands_with_it():
    actions = ACTIONS.replace("after: [draft-plan]", "after: [draft-plan, sign-agreement]")
    plan = plan_of(read_pack(tiny_pack(actions=actions)), plan="none", agreement="no")

    assert keys(plan) == ["draft-plan", "sign-agreement", "agree-plan"]
    assert plan.by_key["sign-agreement"].gate == "not-started"


@pytest.mark.parametrize(
    ("answers", "effort"),
    [
        ({"move_plan": "none", "lines": 8}, Days(4.0, 4.0)),
        ({"move_plan": "none"}, None),
        ({"move_plan": "none", "lines": DONT_KNOW}, None),
        ({"move_plan": "none", "lines": 0}, Days(0, 0)),
    ],
)
def test_effort_counts_things_and_an_unknown_count_is_never_zero(answers, effort):
    plan = plan_of(**answers)

    assert plan.by_key["date-lines"].effort == effort


def test_effort_counts_only_the_share_still_to_do():
    estate_rule = tiny_pack()["sections/estate.yaml"].replace("at_least: half", "is: all")
    plan = plan_of(read_pack(tiny_pack(estate=estate_rule)), move_plan="half", lines=10)

    assert plan.by_key["date-lines"].effort == Days(2.0, 3.0)


def test_totals_add_what_is_known_and_name_what_is_not():
    plan = plan_of(plan="none", move_plan="none")

    assert plan.effort == Days(4.0, 6.0)
    assert [action.key for action in plan.unknown_effort] == ["date-lines"]


def test_latest_starts_work_back_from_the_target():
    plan = plan_of(plan="none", agreement="no")
    rows = schedule(plan, TARGET, ON).by_key

    agree = TARGET - timedelta(weeks=6)
    assert rows["agree-plan"].latest_start == agree
    assert rows["draft-plan"].latest_start == before(
        agree, PACK.action_by_key["draft-plan"].lead_time
    )
    assert rows["sign-agreement"].latest_start == TARGET - timedelta(weeks=26)


def test_the_earlier_of_margin_and_dependant_binds():
    actions = ACTIONS.replace("after: [draft-plan]", "after: [draft-plan, sign-agreement]")
    plan = plan_of(read_pack(tiny_pack(actions=actions)), plan="none", agreement="no")
    rows = schedule(plan, TARGET, ON).by_key

    by_dependant = before(rows["agree-plan"].latest_start, plan.by_key["sign-agreement"].lead_time)
    assert rows["sign-agreement"].latest_start == min(by_dependant, TARGET - timedelta(weeks=26))


def test_no_target_means_no_latest_starts():
    timed = schedule(plan_of(plan="none"), None, ON)

    assert [row.latest_start for row in timed.rows] == [None, None]
    assert (timed.binding, timed.feasible) == (None, None)


def test_the_binding_action_has_least_in_hand_and_a_date_too_near_cannot_be_met():
    timed = schedule(plan_of(plan="none", agreement="no"), date(2027, 3, 1), ON)

    assert timed.binding.action.key == "sign-agreement"
    assert timed.feasible is False
    assert timed.earliest_target == ON + timedelta(weeks=26)


def test_a_latest_start_that_passed_over_the_weekend_is_late():
    sunday, friday = date(2026, 11, 22), date(2026, 11, 20)
    plan = plan_of(agreement="no")

    timed = schedule(plan, friday + timedelta(weeks=26), sunday)

    assert (timed.binding.latest_start, timed.binding.slack) == (friday, -1)
    assert timed.feasible is False


def test_a_target_in_the_past_cannot_be_met_even_with_nothing_to_do():
    assert schedule(plan_of(), date(2026, 1, 1), ON).feasible is False


@given(
    st.sampled_from(["none", "drafted", "agreed"]),
    st.sampled_from(["yes", "no"]),
)
def test_the_earliest_target_is_met_and_the_day_before_is_not(plan_answer, agreement):
    plan = plan_of(plan=plan_answer, agreement=agreement)
    first = schedule(plan, None, ON).earliest_target
    if not plan.actions:
        assert first is None
        return

    assert schedule(plan, first, ON).feasible is True
    assert schedule(plan, first - timedelta(days=1), ON).feasible is False


@given(st.dates(date(2027, 1, 1), date(2030, 1, 1)))
def test_an_action_starts_no_later_than_its_dependants_allow(target):
    timed = schedule(plan_of(plan="none", agreement="no", move_plan="none"), target, ON).by_key

    for row in timed.values():
        for key in row.action.after:
            assert timed[key].latest_start <= before(row.latest_start, timed[key].action.lead_time)


def test_a_body_of_unknown_size_keeps_its_efforts_unknown():
    unknown = replace(TRUST, sites=None)
    given = Given(unknown, ON, {"move-plan": Answer("none")})

    assert draft_plan(assess(PACK, given)).by_key["date-lines"].effort is None
    assert Organisation("A", "B", OrganisationKind.HOSPICE).sites is None
