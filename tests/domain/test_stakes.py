"""What is at stake in an answer is what judging every possible answer whole says."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readiness.content import rules_folder
from readiness.domain.assessment import Answer, Given, Reading, State
from readiness.domain.calendar import Period, TimeUnit
from readiness.domain.condition import Is, Source, Subject, Truth, Versus
from readiness.domain.operators import OPERATORS
from readiness.domain.pack import DONT_KNOW, Strength
from readiness.domain.possible_answers import possible_answers
from readiness.domain.reader import read_pack
from readiness.domain.readers import readers
from readiness.domain.stakes import stakes
from readiness.domain.verdict import assess
from readiness.storage.packs import current_pack, pack_keys
from tests.domain.drawn import some_given, some_pack
from tests.examples import ON, TRUST, tiny_pack

PACK = read_pack(tiny_pack())
HSCN = current_pack(rules_folder(), "hscn")
OTHERS = Path(__file__).parents[1] / "packs"


def stakes_of(pack=PACK, **answers):
    said = {key.replace("_", "-"): Answer(value) for key, value in answers.items()}
    return {stake.question: stake for stake in stakes(assess(pack, Given(TRUST, ON, said)))}


def test_only_what_is_asked_and_not_answered_has_a_stake():
    found = stakes_of(plan="agreed", sharing="no", budget=DONT_KNOW)

    assert not {"plan", "sharing", "partners"} & set(found)
    assert {"agreement", "budget"} <= set(found)


def test_an_answer_that_decides_a_gate_can_open_and_close_it():
    stake = stakes_of(plan="agreed")["agreement"]

    assert (stake.rise, stake.opens.key) == (1, "planning")
    assert (stake.fall, stake.closes.key) == (1, "planning")
    assert stake.narrowing == 1
    assert [(d.stage.key, d.least, d.most) for d in stake.decided] == [("planning", 1, 1)]


def test_an_answer_behind_a_closed_gate_decides_rules_and_moves_no_stage():
    stake = stakes_of(plan="none")["agreement"]

    assert (stake.rise, stake.fall, stake.narrowing) == (0, 0, 0)
    assert [(d.stage.key, d.mean) for d in stake.decided] == [("planning", 1)]
    assert stake.tells


def test_an_answer_that_nothing_reads_tells_nothing():
    stake = stakes_of()["remarks"]

    assert not stake.tells


def test_an_answer_can_settle_how_to_buy():
    stake = stakes_of(sharing="no")["lines"]

    assert stake.settles
    assert 0 < stake.routes <= 1


def test_those_that_tell_most_come_first_and_equals_stay_in_the_order_of_the_pack():
    assert list(stakes_of())[:2] == ["plan", "agreement"]
    assert list(stakes_of(plan="agreed", agreement="yes"))[-1] == "route"


@settings(max_examples=150)
@given(st.integers(0, 10**9))
def test_judging_only_what_reads_a_question_says_the_same_as_judging_everything(seed):
    random = Random(seed)
    pack = replace(some_pack(random), fingerprint=str(seed))
    _compare(assess(pack, some_given(pack, random)))


@settings(max_examples=5)
@given(st.integers(0, 10**9))
def test_it_says_the_same_of_the_whole_pack(seed):
    random = Random(seed)
    _compare(assess(HSCN, some_given(HSCN, random)))


@pytest.mark.parametrize("key", pack_keys(OTHERS))
def test_it_says_the_same_of_packs_with_levels_tables_and_thresholds(key):
    pack = current_pack(OTHERS, key)
    for seed in range(3):
        _compare(assess(pack, some_given(pack, Random(seed))))


def _compare(verdict):
    reading = verdict.reading
    found = stakes(verdict)
    asked = reading.in_state(State.TO_DO, State.DONT_KNOW)
    assert sorted(stake.question for stake in found) == sorted(asked)
    for stake in found:
        question = verdict.pack.questions[stake.question]
        comparisons = readers(verdict.pack)[stake.question].comparisons
        then = [
            assess(verdict.pack, _answered(reading.given, stake.question, value))
            for value in possible_answers(question, comparisons, reading)
        ]
        assert _plainly(verdict, then) == (
            stake.rise,
            stake.fall,
            stake.narrowing,
            {d.stage.key: (d.least, d.most, d.mean) for d in stake.decided},
            stake.routes,
            stake.settles,
        )


def _answered(given, question, value):
    return replace(given, answers={**given.answers, question: Answer(value)})


def _plainly(now, then):
    place = now.pack.stage_index
    gaps = [place[v.at_most.key] - place[v.evidenced.key] for v in (now, *then)]
    waiting = [_waiting(v) for v in (now, *then)]
    decided = {}
    for stage in now.pack.stages:
        awaited = waiting[0].get(stage.key, set())
        counts = [len(awaited - others.get(stage.key, set())) for others in waiting[1:]]
        if any(counts):
            decided[stage.key] = (min(counts), max(counts), sum(counts) / len(counts))
    routes = [(v.recommended and v.recommended.route.key, v.settled) for v in (now, *then)]
    evidenced = [place[v.evidenced.key] for v in (now, *then)]
    at_most = [place[v.at_most.key] for v in (now, *then)]
    return (
        max(0, *(after - evidenced[0] for after in evidenced[1:])),
        max(0, *(at_most[0] - after for after in at_most[1:])),
        sum(gaps[0] - gap for gap in gaps[1:]) / len(then),
        decided,
        sum(route != routes[0] for route in routes[1:]) / len(then),
        not now.settled and any(v.settled for v in then),
    )


def _waiting(verdict):
    waiting = {}
    for finding in verdict.found(Truth.UNKNOWN):
        if finding.rule.strength is Strength.HARD:
            waiting.setdefault(finding.rule.stage, set()).add(finding.rule.key)
    return waiting


# What may be answered


def leaf(question, operator, wanted):
    return Is(Subject(Source.QUESTION, question), operator, wanted)


def possible(question, *leaves, pack=PACK, **answers):
    said = {key: Answer(value) for key, value in answers.items()}
    reading = Reading(pack, Given(TRUST, ON, said))
    return possible_answers(pack.questions[question], leaves, reading)


@pytest.mark.parametrize(
    ("question", "leaves", "answers"),
    [
        ("plan", [], ("none", "drafted", "agreed")),
        ("agreement", [], ("no", "yes")),
        ("remarks", [], ("text",)),
        ("lines", [], (0,)),
        ("lines", [leaf("lines", "less_than", 10)], (0, 10)),
        ("lines", [leaf("lines", "equals", 10)], (0, 10)),
        ("lines", [leaf("lines", "more_than", 500)], (0,)),
        ("moved", [leaf("moved", "more_than", 99), leaf("moved", "no_less_than", 5)], (0, 5, 100)),
        (
            "target-date",
            [leaf("target-date", "sooner_than", Period(1, TimeUnit.DAYS))],
            (date(1990, 1, 1), date(2026, 11, 25)),
        ),
    ],
)
def test_answers_lie_on_both_sides_of_every_limit(question, leaves, answers):
    assert possible(question, *leaves) == answers


def test_sets_are_told_apart_by_what_they_include_and_how_many_they_are():
    many = leaf("drivers", "picks_at_least", 2)
    found = possible("drivers", leaf("drivers", "includes", frozenset({"cost"})), many)

    assert {("cost" in value, len(value) >= 2) for value in found} == {
        (True, False),
        (True, True),
        (False, False),
        (False, True),
    }
    assert not any("nothing" in value and len(value) > 1 for value in found)


def test_partners_are_made_up_until_they_are_enough():
    assert [len(v) for v in possible("partners", leaf("partners", "picks_at_least", 3))] == [1, 3]


def test_a_comparison_with_another_answer_sets_a_limit_once_that_is_known():
    against = Versus(
        Subject(Source.QUESTION, "moved"), "more_than", Subject(Source.QUESTION, "lines")
    )

    assert possible("moved", against, lines=40) == (0, 41)
    assert possible("lines", against, moved=40) == (0, 40)
    assert possible("moved", against) == (0,)


@given(st.integers(0, 500), st.integers(0, 500), st.integers(0, 500))
def test_every_number_is_told_apart_as_one_of_them_is(value, one, other):
    leaves = [leaf("lines", "no_less_than", one), leaf("lines", "equals", other)]

    def told(number):
        return [OPERATORS[each.operator].holds(number, each.wanted, ON) for each in leaves]

    assert told(value) in [told(number) for number in possible("lines", *leaves)]
