"""A population gives of every member the truth that `ask` gives, for every kind of condition."""

import tracemalloc
from datetime import date
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readiness.domain.condition import (
    AllOf,
    AnyOf,
    Count,
    Implies,
    Is,
    Named,
    Not,
    Truth,
    ask,
)
from readiness.domain.operators import OPERATORS
from readiness.domain.population import Gatherer
from tests.crowd import NAMES, Crowd, Member, make_crowd, question, shares

ON = date(2026, 11, 24)
PLAN = question("plan")
AGREED = Is(PLAN, "is", frozenset({"all"}))


def members(*plans):
    return [Member({PLAN: plan} if plan else {}, ON, {}) for plan in plans]


@settings(max_examples=300)
@given(st.randoms(use_true_random=False))
def test_every_truth_of_every_member_is_that_of_ask(random):
    crowd = make_crowd(random)
    population = crowd.population()

    for condition in crowd.conditions:
        column = population.judge(condition)
        truths = [column.truth(place) for place in range(len(crowd.members))]
        assert truths == [ask(condition, member).truth for member in crowd.members]


def test_every_class_and_operator_comes_to_every_truth_and_never_to_another_than_ask():
    counted, parted = shares(Random(20261124), 1_000)

    assert parted == 0
    assert {(name, truth) for name in NAMES for truth in Truth} - set(counted) == set()
    assert set(OPERATORS) <= set(NAMES)


def test_a_crowd_of_many_different_days_and_numbers_agrees():
    random = Random(7)
    crowd = make_crowd(random, conditions=40, members=700)
    population = crowd.population()

    for condition in crowd.conditions:
        column = population.judge(condition)
        truths = [column.truth(place) for place in range(700)]
        assert truths == [ask(condition, member).truth for member in crowd.members]
        assert {t: column.count(t) for t in Truth} == {t: truths.count(t) for t in Truth}


def test_nobody_at_all_can_be_asked():
    population = Crowd([], {}, []).population()

    assert all(population.judge(AllOf((AGREED,))).count(truth) == 0 for truth in Truth)


def test_what_is_judged_twice_is_remembered():
    population = Crowd([], {}, members("all", "none", None)).population()
    rule = Implies(AGREED, AGREED)

    named = population.judge(Named("rule", "r", rule))

    assert population.judge(rule) is named
    assert population.judge(rule) is population.judge(rule)


def test_a_condition_nested_ever_so_deep_is_judged():
    condition = AGREED
    for _ in range(2_500):
        condition = Not(AllOf((condition, condition)))

    column = Crowd([], {}, members("all", "some", None)).population().judge(condition)

    assert [column.truth(place) for place in range(3)] == [Truth.YES, Truth.NO, Truth.UNKNOWN]


def test_a_condition_nested_fifty_deep_agrees_with_ask():
    random = Random(50)
    crowd = make_crowd(random, conditions=20, members=30)
    for part in crowd.conditions:
        condition = part
        for other in (crowd.conditions * 3)[:50]:
            wrap = random.choice((AllOf, AnyOf, lambda parts: Count(1, 2, parts)))
            condition = Not(wrap((condition, other)))
        column = crowd.population().judge(condition)
        assert [column.truth(place) for place in range(30)] == [
            ask(condition, member).truth for member in crowd.members
        ]


def test_a_long_chain_of_questions_that_decide_whether_others_are_asked_is_followed():
    chain = [question(f"step-{number}") for number in range(2_000)]
    asked_when = {
        after.key: Is(before, "is", frozenset({"yes"})) for before, after in pairwise(chain)
    }
    gatherer = Gatherer(chain)
    gatherer.add(dict.fromkeys(chain, "yes"), ON)
    gatherer.add(dict.fromkeys(chain, "yes") | {chain[1000]: "no"}, ON)
    gatherer.add(dict.fromkeys(chain, "yes") | {chain[1000]: None}, ON)

    column = gatherer.population(asked_when).judge(Is(chain[-1], "is", frozenset({"yes"})))

    assert [column.truth(place) for place in range(3)] == [
        Truth.YES,
        Truth.NOT_ASKED,
        Truth.UNKNOWN,
    ]


def test_a_circle_is_noticed_and_not_followed_for_ever():
    crowd = Crowd([], {"plan": Not(AGREED)}, members("all"))

    with pytest.raises(RuntimeError, match="waits for itself"):
        crowd.population().judge(AGREED)


def test_rules_that_name_the_rule_before_twice_are_each_judged_once():
    population = Crowd([], {}, members("all", "none")).population()
    rule = AGREED
    for number in range(200):
        named = Named("rule", f"rule-{number}", rule)
        rule = Implies(AllOf((named, named)), AnyOf((named, named)))

    assert population.judge(rule).truth(0) is Truth.YES


def test_many_deep_rules_leave_only_their_own_columns_in_memory():
    random = Random(1)
    crowd = make_crowd(random, conditions=30, members=2_000)
    rules = []
    for number in range(300):
        rule = crowd.conditions[number % 30]
        for other in crowd.conditions + crowd.conditions[:20]:
            rule = AnyOf((AllOf((rule, Not(other))), other))
        rules.append(rule)
    population = crowd.population()
    for condition in crowd.conditions:
        population.judge(condition)

    tracemalloc.start()
    for rule in rules:
        population.judge(rule)
    kept, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert kept < 1_000 * len(rules)  # two bit sets of 250 bytes each
    assert most < kept + 200_000
    sample = crowd.members[:20]
    for rule in rules[::60]:
        column = population.judge(rule)
        assert [column.truth(p) for p in range(20)] == [ask(rule, m).truth for m in sample]
