"""Asking many at once agrees with asking one at a time, for any condition and any answers."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readiness.domain.bits import compare, constant, total
from readiness.domain.condition import AllOf, Source, Subject, Truth, Versus, ask, subjects_of
from readiness.domain.population import Gathering
from tests.domain.test_condition import CONDITIONS, KEYS, ON, VALUES, Said, q

DAYS = st.integers(-40, 40).map(lambda days: ON + timedelta(days))
VALUE = st.one_of(*VALUES.values())  # any value for any question: a number may meet a word


class Laid:
    """Answers with questions that are asked only under a condition, read one at a time."""

    def __init__(self, values, on, asked_when):
        self.values, self.on, self.asked_when = values, on, asked_when

    def asked(self, question):
        condition = self.asked_when.get(question)
        truth = Truth.YES if condition is None else ask(condition, self).truth
        return Truth.NO if truth is Truth.NOT_ASKED else truth

    def value(self, subject):
        return self.values.get(subject.key)


def gathered(people, asked_when, batch=3):
    """Gather people into a population, a few at a time."""
    subjects = [Subject(Source.QUESTION, key) for key in KEYS]
    gathering = Gathering({subject: lambda value: value for subject in subjects})
    for start in range(0, len(people), batch):
        some = people[start : start + batch]
        gathering.add([on for _, on in some], lambda s, some=some: [v.get(s.key) for v, _ in some])
    return gathering.population(asked_when)


@st.composite
def chains(draw):
    """Questions asked only under conditions about those before them."""
    asked_when = {}
    for place, key in enumerate(KEYS[1:], start=1):
        if draw(st.booleans()):
            condition = draw(CONDITIONS)
            if {s.key for s in subjects_of(condition)} <= set(KEYS[:place]):
                asked_when[key] = condition
    return asked_when


PEOPLE = st.lists(
    st.tuples(
        st.one_of(
            st.fixed_dictionaries({}, optional=VALUES),
            st.dictionaries(st.sampled_from(KEYS), VALUE, max_size=4),
        ),
        DAYS,
    ),
    min_size=1,
    max_size=9,
)
REACHED: dict = {}


@settings(max_examples=600)
@given(CONDITIONS, PEOPLE, chains())
def test_everyone_at_once_comes_to_the_same_truth_as_one_at_a_time(condition, people, asked_when):
    population = gathered(people, asked_when)

    column = population.judge(condition)

    assert column.yes <= population.everyone
    assert column.no <= population.everyone
    for place, (values, on) in enumerate(people):
        truth = ask(condition, Laid(values, on, asked_when)).truth
        assert column.truth(place) is truth
        REACHED[truth] = REACHED.get(truth, 0) + 1


def test_the_examples_came_to_every_truth_often():
    assert {truth for truth, times in REACHED.items() if times > 50} == set(Truth)


@settings(max_examples=150)
@given(st.lists(CONDITIONS, min_size=1, max_size=6), PEOPLE)
def test_what_was_judged_once_is_remembered_and_stays_the_same(conditions, people):
    population = gathered(people, {})

    first = [population.judge(condition) for condition in conditions]

    assert [population.judge(condition) for condition in conditions] == first
    assert all(
        population.judge(condition) is column
        for condition, column in zip(conditions, first, strict=True)
    )


@given(
    st.lists(st.tuples(st.integers(0, 255), st.integers(-9, 9)), max_size=7),
    st.lists(st.tuples(st.integers(0, 255), st.integers(-9, 9)), max_size=7),
)
def test_sums_and_comparisons_of_planes_are_those_of_numbers(left, right):
    def sums(parts):
        return [sum(weight for those, weight in parts if those >> i & 1) for i in range(8)]

    both, less, same = compare(total(255, left), total(255, right))

    pairs = list(zip(sums(left), sums(right), strict=True))
    assert both == 255
    assert less == sum(1 << i for i, (one, other) in enumerate(pairs) if one < other)
    assert same == sum(1 << i for i, (one, other) in enumerate(pairs) if one == other)


@pytest.mark.parametrize("number", [-3, -1, 0, 1, 7])
def test_a_constant_is_that_number_for_everyone(number):
    assert compare(constant(15, number), constant(15, number)) == (15, 0, 15)
    assert compare(constant(15, number - 1), constant(15, number)) == (15, 15, 0)


def test_a_condition_fifty_deep_and_a_long_chain_of_questions_are_judged():
    condition = q("a", wanted=frozenset({"all"}))
    for _ in range(50):
        condition = AllOf((condition,))
    population = gathered([({"a": "all"}, ON), ({"a": "none"}, ON), ({}, ON)], {})

    column = population.judge(condition)

    assert [column.truth(i) for i in range(3)] == [Truth.YES, Truth.NO, Truth.UNKNOWN]


def test_nobody_at_all_is_a_population_too():
    population = gathered([], {})

    assert population.judge(q("a")).yes == 0


def test_every_way_to_compare_two_answers_agrees():
    people = [({"a": a, "b": b}, ON) for a in ("none", "some", "all") for b in ("none", "all")]
    population = gathered(people, {})
    subjects = Subject(Source.QUESTION, "a"), Subject(Source.QUESTION, "b")

    for operator in ("is", "at_least", "at_most"):
        for ranks in (("none", "some", "all"), ()):
            if operator != "is" and not ranks:
                continue
            leaf = Versus(subjects[0], operator, subjects[1], ranks)
            column = population.judge(leaf)
            for place, (values, _) in enumerate(people):
                assert column.truth(place) is ask(leaf, Said(values)).truth
