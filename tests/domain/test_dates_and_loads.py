"""What decides a latest start, and what each role carries."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.domain.assessment import Answer, Given, Reading
from readiness.domain.pack import DONT_KNOW
from readiness.domain.plan import Days, draft_plan
from readiness.domain.reader import read_pack
from readiness.domain.schedule import schedule, target_of
from readiness.domain.verdict import assess
from tests.examples import ACTIONS, LEAD, ON, TRUST, tiny_pack

PACK = read_pack(tiny_pack())
TARGET = date(2027, 9, 30)


def plan_of(**answers):
    said = {key.replace("_", "-"): Answer(value) for key, value in answers.items()}
    return draft_plan(assess(PACK, Given(TRUST, ON, said)))


def scheduled(target=TARGET, on=ON, **answers):
    return schedule(plan_of(**answers), target, on)


def keys(actions):
    return [action.key for action in actions]


class TestDates:
    def test_the_target_is_the_date_that_was_given_and_a_dont_know_is_none(self):
        assert target_of(plan_of(target_date=TARGET).verdict.reading) == TARGET
        assert target_of(plan_of(target_date=DONT_KNOW).verdict.reading) is None
        assert target_of(plan_of().verdict.reading) is None

    def test_a_target_that_is_not_asked_for_is_not_read(self):
        only_when_signed = LEAD.replace(
            "ask: When must the old service end?",
            "ask: When must the old service end?\n    asked_when: {question: agreement, is: yes}",
        )
        pack = read_pack(tiny_pack(lead=only_when_signed))
        said = {"agreement": Answer("no"), "target-date": Answer(TARGET)}

        assert target_of(Reading(pack, Given(TRUST, ON, said))) is None

    def test_the_tightest_come_first_and_the_binding_one_leads(self):
        laid = scheduled(plan="none", agreement="no")

        tight = laid.tightest(2)
        assert tight[0] is laid.binding
        assert [row.slack for row in tight] == sorted(row.slack for row in laid.rows)[:2]

    def test_without_a_target_no_date_is_tight(self):
        assert scheduled(target=None, plan="none").tightest() == ()

    def test_a_latest_start_is_held_by_the_dependant_that_decides_it(self):
        laid = scheduled(plan="none")

        assert laid.held_by(laid.by_key["draft-plan"]).action.key == "agree-plan"

    def test_where_the_target_decides_no_dependant_holds_it(self):
        laid = scheduled(plan="none", agreement="no")

        assert laid.held_by(laid.by_key["agree-plan"]) is None
        assert laid.held_by(laid.by_key["sign-agreement"]) is None

    def test_a_margin_of_its_own_that_is_earlier_is_not_blamed_on_a_dependant(self):
        early = ACTIONS.replace(
            "  - key: agree-plan", "    start_before_target: 52 weeks\n  - key: agree-plan"
        )
        pack = read_pack(tiny_pack(actions=early))
        plan = draft_plan(assess(pack, Given(TRUST, ON, {"plan": Answer("none")})))

        laid = schedule(plan, TARGET, ON)
        assert laid.by_key["draft-plan"].latest_start == date(2026, 10, 1)
        assert laid.held_by(laid.by_key["draft-plan"]) is None


class TestLoads:
    def test_each_role_carries_its_actions_the_most_person_days_first(self):
        laid = scheduled(plan="none", budget=DONT_KNOW)

        assert [(load.owner, len(load.rows), load.effort) for load in laid.loads] == [
            ("network-manager", 2, Days(4, 6)),
            ("finance-partner", 1, Days(0.5, 0.5)),
        ]

    def test_an_effort_that_is_not_known_is_said_to_be(self):
        laid = scheduled(plan="agreed", agreement="yes", move_plan="none")

        (load,) = laid.loads
        assert (load.effort, load.unknown_effort, load.busiest) == (Days(0, 0), True, None)

    def test_the_busiest_month_holds_the_most_person_days_of_planned_work(self):
        laid = scheduled(plan="none", on=date(2026, 12, 28))

        (load,) = laid.loads
        assert load.busiest == date(2027, 1, 1)

    def test_of_two_months_that_are_alike_the_earlier_is_the_busiest(self):
        laid = scheduled(on=date(2026, 12, 1), plan=DONT_KNOW)

        (load,) = laid.loads
        assert load.busiest == date(2026, 12, 1)

    @given(
        st.dates(date(2026, 1, 1), date(2028, 12, 31)),
        st.sampled_from(
            [{"plan": "none"}, {"plan": "none", "agreement": "no"}, {"budget": DONT_KNOW}]
        ),
    )
    def test_every_action_is_carried_once_and_the_efforts_add_up(self, on, answers):
        laid = scheduled(on=on, **answers)
        plan = plan_of(**answers)

        carried = [row.action.key for load in laid.loads for row in load.rows]
        assert sorted(carried) == sorted(keys(plan.actions))
        assert sum(load.effort.middle for load in laid.loads) == pytest.approx(plan.effort.middle)
        assert all(load.busiest >= on.replace(day=1) for load in laid.loads)


def test_what_only_soft_rules_advise_is_late_by_itself_and_binds_nothing():
    pack = read_pack(tiny_pack())
    answers = {"agreement": Answer("no"), "move-plan": Answer("none"), "plan": Answer("agreed")}
    plan = draft_plan(assess(pack, Given(TRUST, ON, answers)))
    advised = [action for action in plan.actions if not action.unlocks]
    target = ON + timedelta(days=200)
    both = schedule(plan, target, ON)

    assert [action.key for action in advised] == ["date-lines"]
    assert both.binding.action.key == "sign-agreement"
    late = schedule(plan, ON + timedelta(days=30), ON)
    assert late.by_key["date-lines"].late
    assert late.binding.action.key == "sign-agreement"
    assert [row.action.key for row in late.tightest()] == ["sign-agreement"]
