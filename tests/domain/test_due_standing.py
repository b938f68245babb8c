"""Where deadlines stand for one organisation, what they date, and what they offer."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readiness.domain.assessment import Answer, Given
from readiness.domain.calendar import before
from readiness.domain.cases import OUTCOMES, read_cases, run
from readiness.domain.condition import Truth
from readiness.domain.deadlines import offer_reasons, why_then
from readiness.domain.errors import PackFaults
from readiness.domain.plan import draft_plan
from readiness.domain.reader import read_pack
from readiness.domain.schedule import schedule
from readiness.domain.verdict import assess
from tests.examples import ACTIONS, DEADLINES, ON, TRUST, deadline_pack
from tests.freezes import freezes

LIVE = ACTIONS.replace("lead_time: 2 months\n", "lead_time: 2 months\n    changes_live: yes\n")
DUE = read_pack(deadline_pack(actions=LIVE))
FAR = date(2028, 9, 30)
OPEN = {"plan": "none", "agreement": "no", "move-plan": "none", "lines": 12}
ANSWERS = st.fixed_dictionaries(
    {
        "plan": st.sampled_from(["none", "drafted", "agreed", "dont-know", None]),
        "agreement": st.sampled_from(["no", "yes", "dont-know", None]),
        "move-plan": st.sampled_from(["none", "half", "all", "dont-know", None]),
        "lines": st.sampled_from([0, 3, 12, "dont-know", None]),
        "route": st.sampled_from(["own", "joint", "dont-know", None]),
        "contract-end": st.dates(date(2026, 1, 1), date(2030, 1, 1)) | st.none(),
    }
)
DAYS = st.dates(date(2026, 1, 1), date(2028, 1, 1))
FREEZES = freezes(DAYS)


def laid(answers=OPEN, target=FAR, freezes=(), on=ON, pack=DUE):
    said = {key: Answer(value) for key, value in answers.items() if value is not None}
    plan = draft_plan(assess(pack, Given(TRUST, on, said)))
    return schedule(plan, target, on, freezes=freezes)


def standing(key, found):
    return next(one for one in found.deadlines if one.due.deadline.key == key)


def of(key, on=ON, **answers):
    said = {name.replace("_", "-"): value for name, value in answers.items()}
    return standing(key, laid({**OPEN, **said}, on=on))


@pytest.mark.parametrize(
    ("on", "answers", "status"),
    [
        (ON, {}, "in-hand"),
        (ON, {"lines": 0}, "not-applicable"),
        (ON, {"lines": None}, "may-apply"),
        (ON, {"lines": "dont-know"}, "may-apply"),
        (ON, {"move_plan": "all"}, "met"),
        (ON, {"lines": None, "move_plan": "all"}, "met"),
        (ON, {"move_plan": "dont-know"}, "in-hand"),
        (date(2027, 6, 1), {}, "start-passed"),
        (date(2027, 6, 30), {"plan": "agreed", "move_plan": "half"}, "in-hand"),
        (date(2027, 7, 1), {}, "passed"),
    ],
)
def test_a_fixed_deadline_stands_by_what_is_answered_and_by_the_day(on, answers, status):
    assert of("switch-off", on, **answers).status == status


@pytest.mark.parametrize(
    ("answers", "status", "day", "asks"),
    [
        ({}, "day-not-known", None, "contract-end"),
        ({"contract_end": "dont-know"}, "day-not-known", None, "contract-end"),
        ({"contract_end": date(2029, 9, 30)}, "in-hand", date(2029, 3, 30), "contract-end"),
        ({"contract_end": date(2028, 5, 24)}, "in-hand", date(2027, 11, 24), "contract-end"),
        ({"contract_end": date(2028, 5, 23)}, "start-passed", date(2027, 11, 23), "contract-end"),
        ({"contract_end": date(2027, 5, 23)}, "passed", date(2026, 11, 23), "contract-end"),
    ],
)
def test_an_answered_day_is_dated_back_by_its_own_length_and_by_begin_before(
    answers, status, day, asks
):
    found = of("notice", **answers)

    assert (found.status, found.day, found.due.asks) == (status, day, asks)


@pytest.mark.parametrize(
    ("route", "status"),
    [("own", "in-hand"), ("joint", "not-applicable"), (None, "day-not-known")],
)
def test_the_end_of_a_vehicle_counts_for_those_who_chose_it(route, status):
    assert of("framework-closes", route=route).status == status


def test_the_safe_start_is_the_first_of_its_actions_and_of_what_comes_before_them():
    found = of("switch-off")

    # 6 weeks before 30 June is 19 May; 20 working days before that, a bank holiday among them
    assert found.binding.key == "draft-plan"
    assert found.safe_start == date(2027, 4, 20)
    assert [action.key for action in found.actions] == ["agree-plan", "date-lines"]


def test_an_action_is_dated_from_its_deadline_instead_of_the_target():
    rows = laid().by_key
    without = {row.action.key: row.latest_start for row in laid().against_target}

    assert rows["date-lines"].latest_start == date(2027, 4, 30)
    assert without["date-lines"] == date(2028, 7, 31)
    assert "up to 30 June 2027, the day of “Old lines are switched off”." in why_then(
        rows["date-lines"], laid()
    )


def test_what_opens_a_gate_is_dated_from_whichever_comes_first():
    early = laid(target=date(2027, 3, 31)).by_key

    assert early["agree-plan"].latest_start == date(2027, 2, 17)
    assert early["date-lines"].latest_start == date(2027, 4, 30)


def test_a_date_of_the_target_keeps_its_own_reason_beside_that_of_a_deadline():
    found = laid()
    against = next(row for row in found.against_target if row.action.key == "draft-plan")

    assert against.latest_start != found.by_key["draft-plan"].latest_start
    for row in (against, found.by_key["draft-plan"]):
        assert "“Have the board agree the plan” waits for it." in why_then(row, found)


def test_deadlines_date_their_actions_without_a_target():
    rows = laid(target=None).by_key

    assert rows["date-lines"].latest_start == date(2027, 4, 30)
    assert laid(target=None).feasible is None


def test_a_deadline_that_only_may_apply_gives_no_action_more_time():
    rows = laid({**OPEN, "lines": None}, target=date(2027, 1, 31)).by_key

    assert rows["date-lines"].latest_start == date(2026, 12, 1)


def test_a_lost_deadline_does_not_make_the_target_infeasible():
    found = laid({**OPEN, "agreement": "no"}, on=date(2026, 12, 20), target=FAR)

    assert standing("yearly-check", found).status == "start-passed"
    assert found.by_key["sign-agreement"].late
    assert found.feasible
    assert [offer.fallback.key for offer in found.offers] == []


def test_fallbacks_come_in_the_order_of_the_ladder_each_once():
    found = laid({**OPEN, "lines": 3, "contract-end": date(2028, 5, 1)}, on=date(2027, 6, 1))

    assert [offer.fallback.key for offer in found.offers] == ["bridge-by-radio", "extend"]
    assert [offer.timed.late for offer in found.offers] == [False, True]
    assert offer_reasons(found.offers[0], found)[0] == (
        "Offered because “Old lines are switched off” on 30 June 2027 cannot be met in time."
    )


def test_a_fallback_is_offered_while_its_condition_is_not_no():
    no = laid({**OPEN, "lines": 12}, on=date(2027, 6, 1))
    ladder = standing("switch-off", no).ladder

    assert [(rung.fallback.key, rung.when) for rung in ladder] == [
        ("bridge-by-radio", Truth.NO),
        ("extend", Truth.YES),
    ]
    assert [offer.fallback.key for offer in no.offers] == ["extend"]


def test_a_fallback_that_waits_for_an_answer_says_for_which():
    deadlines = deadline_pack()["deadlines.yaml"].replace(
        "    applies_when: {question: lines, more_than: 0}\n", ""
    )
    pack = read_pack(deadline_pack(deadlines))
    found = laid({**OPEN, "lines": None}, on=date(2027, 6, 1), pack=pack)

    assert found.offers[0].fallback.key == "bridge-by-radio"
    assert offer_reasons(found.offers[0], found)[-1] == (
        "We do not know yet whether it can be used: answer SIT-01."
    )


def test_only_what_no_deadline_names_is_offered_for_the_target():
    found = laid(target=date(2026, 12, 31))

    assert found.feasible is False
    assert [offer.fallback.key for offer in found.offers if offer.deadline is None] == [
        "accept-risk"
    ]


CASE = """\
- case: A trust of which little is done
  answers: {plan: none, agreement: "no", move-plan: none, lines: 3, contract-end: 2028-05-01}
  on: 2027-06-01
  expect:
    deadlines: {switch-off: start-passed, notice: start-passed}
    due: {notice: 2027-11-01, switch-off: 2027-06-30}
    offered: [bridge-by-radio, extend]
"""


def test_a_case_expects_where_deadlines_stand_their_days_and_what_is_offered():
    (case,) = read_cases(DUE, {"cases/due.yaml": CASE})
    (wrong,) = read_cases(
        DUE,
        {
            "cases/due.yaml": CASE.replace("notice: start", "notice: ")[:-1].replace(
                "notice: -passed", "notice: in-hand"
            )
        },
    )

    assert run(DUE, case) == ()
    assert [parting.what for parting in run(DUE, wrong)] == ["deadlines"]
    assert {"deadlines", "due", "offered"} <= set(OUTCOMES)


@pytest.mark.parametrize(
    ("old", "new"),
    [("{switch-off: start", "{other: start"), ("notice: start-passed", "notice: late"),
     ("[bridge-by-radio", "[bridge")],
)  # fmt: skip
def test_a_case_may_only_expect_what_there_is(old, new):
    with pytest.raises(PackFaults, match="no such key"):
        read_cases(DUE, {"cases/due.yaml": CASE.replace(old, new)})


@settings(max_examples=150)
@given(ANSWERS, DAYS, FREEZES)
def test_a_safe_start_never_comes_after_its_day(answers, on, freezes):
    for one in laid(answers, on=on, freezes=freezes).deadlines:
        assert one.safe_start is None or one.safe_start <= one.day


@settings(max_examples=150)
@given(ANSWERS, DAYS)
def test_what_is_unknown_never_meets_a_deadline(answers, on):
    for one in laid(answers, on=on).deadlines:
        if one.status == "met":
            assert one.due.met is Truth.YES
    unknown = laid(dict.fromkeys(answers), on=on).deadlines

    assert not [one for one in unknown if one.status == "met"]


@settings(max_examples=150)
@given(ANSWERS, DAYS, FREEZES, FREEZES)
def test_more_freezes_never_make_a_start_later(answers, on, some, more):
    fewer = {o.due.deadline.key: o.safe_start for o in laid(answers, on=on, freezes=some).deadlines}
    for one in laid(answers, on=on, freezes=[*some, *more]).deadlines:
        start = fewer[one.due.deadline.key]
        assert (start is None) == (one.safe_start is None)
        assert start is None or one.safe_start <= start


@settings(max_examples=100)
@given(ANSWERS, DAYS)
def test_a_deadline_never_leaves_an_action_less_safe_than_its_own_safe_start(answers, on):
    found = laid(answers, on=on, target=None)
    for one in found.deadlines:
        if one.day is None or not one.due.open:
            continue
        for action in one.actions:
            latest = found.by_key[action.key].latest_start
            assert latest <= before(one.day, action.lead)


def test_the_dates_that_cannot_slip_are_those_of_the_plan():
    found = laid(target=FAR)

    assert {row.action.key for row in found.tightest()} == {
        row.action.key for row in found.against_target if row.action.unlocks
    } | {"draft-plan"}
    assert all(row in found.rows for row in found.tightest())
    assert [row.slack for row in found.tightest()] == sorted(row.slack for row in found.tightest())


def test_a_margin_counts_before_the_target_and_never_before_a_deadline():
    found = laid(target=FAR)
    row = found.by_key["sign-agreement"]

    assert row.action.start_before_target is not None
    assert row.latest_start == before(date(2026, 12, 31), row.action.lead)
    assert found.dated_by(row).due.deadline.key == "yearly-check"
    assert why_then(row, found).startswith("Takes 20 working days, up to 31 December 2026")


def test_a_margin_before_a_near_target_counts_where_it_asks_for_more():
    found = laid(target=date(2027, 5, 31))
    row = found.by_key["sign-agreement"]

    assert row.latest_start == before(date(2027, 5, 31), row.action.start_before_target)
    assert found.dated_by(row) is None
    assert why_then(row, found).startswith("Starts 26 weeks before the target")


def test_what_has_begun_needs_no_least_time_any_more():
    begun = DEADLINES.replace(
        "    begin_before: 12 months\n",
        "    begin_before: 12 months\n    begun_when: {question: agreement, is: yes}\n",
    )
    pack = read_pack({**deadline_pack(), "deadlines.yaml": begun})
    late = {**OPEN, "contract-end": date(2028, 5, 23)}

    def status(agreement):
        return standing("notice", laid({**late, "agreement": agreement}, pack=pack)).status

    assert [status(said) for said in ("no", None, "yes")] == [
        "start-passed",
        "start-passed",
        "in-hand",
    ]
