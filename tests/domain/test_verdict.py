"""Gates, stages and routes, over any answers."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.domain.assessment import Answer, Given
from readiness.domain.condition import Truth
from readiness.domain.pack import DONT_KNOW
from readiness.domain.reader import read_pack
from readiness.domain.verdict import assess
from tests.examples import ESTATE, LEAD, ON, ROUTES, TRUST, tiny_pack

PACK = read_pack(tiny_pack())


def judge(pack=PACK, **answers):
    said = {key.replace("_", "-"): Answer(value) for key, value in answers.items()}
    return assess(pack, Given(TRUST, ON, said))


def stages(verdict):
    claimed = verdict.claimed.key if verdict.claimed else None
    return claimed, verdict.evidenced.key, verdict.at_most.key


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({}, (None, "not-started", "complete")),
        ({"plan": "none"}, (None, "not-started", "not-started")),
        ({"plan": DONT_KNOW}, (None, "not-started", "complete")),
        ({"plan": "agreed"}, (None, "planning", "complete")),
        ({"plan": "agreed", "agreement": "no"}, (None, "planning", "planning")),
        ({"plan": "agreed", "agreement": "yes"}, (None, "complete", "complete")),
        ({"plan": "none", "agreement": "yes"}, (None, "not-started", "not-started")),
        ({"claimed_stage": "complete"}, ("complete", "not-started", "complete")),
        ({"claimed_stage": DONT_KNOW}, (None, "not-started", "complete")),
    ],
)
def test_a_stage_is_left_by_its_gate_alone(answers, expected):
    assert stages(judge(**answers)) == expected


def test_a_soft_rule_never_closes_a_gate():
    verdict = judge(plan="agreed", agreement="yes", move_plan="none")

    assert verdict.evidenced.key == "complete"
    assert [f.rule.key for f in verdict.found(Truth.NO)] == ["lines-dated"]


def test_a_gate_none_of_whose_rules_applies_is_open():
    lead = LEAD.replace(
        "needs: {question: agreement, is: yes}",
        "applies_when: {organisation: kind, is: hospice}\n"
        "    needs: {question: agreement, is: yes}",
    )

    verdict = judge(read_pack(tiny_pack(lead=lead)), plan="agreed")

    assert verdict.evidenced.key == "complete"
    assert [f.rule.key for f in verdict.found(Truth.NOT_ASKED)] == ["agreement-signed"]


def test_a_rule_met_before_a_setting_is_known_counts_and_one_unmet_waits():
    lead = LEAD.replace(
        "needs: {question: agreement, is: yes}",
        "applies_when: {organisation: setting, is: acute}\n"
        "    needs: {question: agreement, is: yes}",
    )
    pack = read_pack(tiny_pack(lead=lead))
    nobody = type(TRUST)("ZX7", "Of no known setting", TRUST.kind)

    def gate(answer):
        given = Given(nobody, ON, {"plan": Answer("agreed"), "agreement": Answer(answer)})
        return assess(pack, given).stages[1].gate

    assert gate("yes") is Truth.YES
    assert gate("no") is Truth.UNKNOWN


def test_routes_are_ordered_and_a_closed_one_never_wins():
    verdict = judge(sharing="no", lines=5, partners=frozenset({"A", "B"}))

    assert [(r.route.key, r.rank, r.open) for r in verdict.routes] == [
        ("own", 1, Truth.YES),
        ("joint", 2, Truth.NO),
    ]
    assert verdict.recommended.route.key == "own"
    assert verdict.recommended.points == 2


def test_what_is_unknown_widens_the_range_and_settles_nothing():
    verdict = judge(sharing="yes")
    points = {r.route.key: (r.points, r.low, r.high) for r in verdict.routes}

    assert points == {"own": (0, 0, 2), "joint": (0, 0, 3)}
    assert verdict.recommended is None
    assert not verdict.settled
    assert set(verdict.could_change_route) == {"partners", "lines"}


def test_a_tie_is_undecided_and_names_the_tied():
    routes = ROUTES.replace("points: {joint: 3}", "points: {joint: 2}")
    verdict = judge(
        read_pack(tiny_pack(routes=routes)), sharing="yes", lines=5, partners=frozenset({"A", "B"})
    )

    assert verdict.recommended is None
    assert {r.route.key for r in verdict.first} == {"own", "joint"}
    assert {r.rank for r in verdict.routes} == {1}
    assert verdict.lead == 0


def test_too_few_points_are_undecided():
    routes = ROUTES.replace("least: 2", "least: 3")

    assert judge(read_pack(tiny_pack(routes=routes)), sharing="yes", lines=5).recommended is None


def test_a_settled_recommendation_says_which_known_reason_it_turns_on():
    verdict = judge(sharing="yes", lines=5, partners=frozenset({"A", "B"}))

    assert verdict.recommended.route.key == "joint"
    assert verdict.settled
    assert verdict.could_change_route == ()
    assert [(t.reason.key, t.holds, t.instead) for t in verdict.turns] == [
        ("partners-there", True, "own")
    ]


def test_an_answer_kept_for_a_question_no_longer_asked_is_not_read():
    verdict = judge(sharing="no", partners=frozenset({"A", "B"}))

    assert {r.route.key: r.points for r in verdict.routes}["joint"] == 0


VALUES = {
    "claimed-stage": st.sampled_from(["not-started", "planning", "complete"]),
    "plan": st.sampled_from(["none", "drafted", "agreed"]),
    "agreement": st.sampled_from(["yes", "no"]),
    "move-plan": st.sampled_from(["none", "half", "all"]),
    "lines": st.integers(0, 20),
    "sharing": st.sampled_from(["yes", "no"]),
    "partners": st.sets(st.sampled_from(["A", "B", "C"])).map(frozenset),
    "target-date": st.dates(date(2026, 1, 1), date(2030, 1, 1)),
}
ANSWERS = st.fixed_dictionaries(
    {}, optional={key: values | st.just(DONT_KNOW) for key, values in VALUES.items()}
)


@given(ANSWERS)
def test_evidenced_never_lies_above_at_most_and_points_lie_in_their_range(answers):
    verdict = assess(PACK, Given(TRUST, ON, {k: Answer(v) for k, v in answers.items()}))
    place = PACK.stage_index

    assert place[verdict.evidenced.key] <= place[verdict.at_most.key]
    for route in verdict.routes:
        assert route.low <= route.points <= route.high


@given(ANSWERS, st.data())
def test_answering_more_only_narrows_what_is_possible(answers, data):
    known = {k: v for k, v in answers.items() if v != DONT_KNOW}
    missing = sorted(set(VALUES) - set(known) - {"sharing"})
    more = {key: data.draw(VALUES[key]) for key in missing[:2]}
    before = assess(PACK, Given(TRUST, ON, {k: Answer(v) for k, v in answers.items()}))
    after = assess(PACK, Given(TRUST, ON, {k: Answer(v) for k, v in (answers | more).items()}))
    place = PACK.stage_index

    assert place[after.evidenced.key] >= place[before.evidenced.key]
    assert place[after.at_most.key] <= place[before.at_most.key]
    for route in before.routes:
        then = next(r for r in after.routes if r.route.key == route.route.key)
        assert route.low <= then.low <= then.high <= route.high


def test_questions_without_answers_do_not_change_the_order_of_stages():
    estate = ESTATE.replace("stage: planning", "stage: not-started")

    assert judge(read_pack(tiny_pack(estate=estate)), plan="agreed").evidenced.key == "planning"
