"""The condition language: every operator, every truth, and the laws of semantics section 2."""

from dataclasses import dataclass, field
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readiness.domain.calendar import Period, TimeUnit
from readiness.domain.condition import (
    OPERATORS,
    AllOf,
    AnyOf,
    AtLeast,
    Implies,
    Is,
    Named,
    Not,
    Source,
    Subject,
    Truth,
    ask,
    implied,
    questions_of,
)

YES, NO, UNKNOWN, NOT_ASKED = Truth.YES, Truth.NO, Truth.UNKNOWN, Truth.NOT_ASKED
ON = date(2026, 11, 24)


@dataclass
class Said:
    """What a test says may be read."""

    values: dict = field(default_factory=dict)
    not_asked: frozenset = frozenset()
    may_apply: frozenset = frozenset()
    on: date = ON

    def asked(self, question):
        if question in self.not_asked:
            return NO
        return UNKNOWN if question in self.may_apply else YES

    def value(self, subject):
        return self.values.get(subject.key)


def q(key, operator="is", wanted=frozenset({"yes"})):
    return Is(Subject(Source.QUESTION, key), operator, wanted)


MONTHS_9 = Period(9, TimeUnit.MONTHS)

EXAMPLES = {
    "is": (frozenset({"a", "b"}), ["a", "b"], ["c"]),
    "at_least": (frozenset({"most", "all"}), ["most", "all"], ["none"]),
    "at_most": (frozenset({"none"}), ["none"], ["most", "all"]),
    "includes": (
        frozenset({"cloud", "wifi"}),
        [frozenset({"cloud"}), frozenset({"wifi", "voice"})],
        [frozenset(), frozenset({"voice"})],
    ),
    "picks_at_least": (2, [frozenset({"a", "b"})], [frozenset({"a"}), frozenset()]),
    "equals": (3, [3], [2, 4]),
    "no_less_than": (3, [3, 4], [2]),
    "no_more_than": (3, [3, 0], [4]),
    "more_than": (50, [51], [50, 49]),
    "less_than": (50, [49], [50, 51]),
    "on_or_after": (date(2027, 4, 1), [date(2027, 4, 1)], [date(2027, 3, 31)]),
    "on_or_before": (date(2027, 4, 1), [date(2027, 4, 1)], [date(2027, 4, 2)]),
    "sooner_than": (MONTHS_9, [date(2027, 8, 23)], [date(2027, 8, 24), date(2027, 8, 25)]),
    "later_than": (MONTHS_9, [date(2027, 8, 25)], [date(2027, 8, 24), date(2027, 8, 23)]),
}


def test_every_operator_has_examples():
    assert set(EXAMPLES) == set(OPERATORS)


@pytest.mark.parametrize("operator", OPERATORS)
def test_an_operator_holds_on_its_edge_and_not_beyond(operator):
    wanted, holding, failing = EXAMPLES[operator]

    for value in holding:
        assert ask(q("x", operator, wanted), Said({"x": value})).truth is YES, value
    for value in failing:
        assert ask(q("x", operator, wanted), Said({"x": value})).truth is NO, value
    assert ask(q("x", operator, wanted), Said()).truth is UNKNOWN


def test_a_part_about_a_question_that_is_not_asked_drops_out():
    said = Said({"a": "yes"}, not_asked=frozenset({"b"}))

    assert ask(AllOf((q("a"), q("b"))), said).truth is YES
    assert ask(AnyOf((q("b"), q("b"))), said).truth is NOT_ASKED
    assert ask(Not(q("b")), said).truth is NOT_ASKED


def test_a_question_that_may_apply_is_unknown_even_when_an_old_answer_is_kept():
    assert ask(q("a"), Said({"a": "yes"}, may_apply=frozenset({"a"}))).truth is UNKNOWN


@pytest.mark.parametrize(
    ("when", "then", "truth"),
    [
        (YES, YES, YES),
        (YES, NO, NO),
        (YES, UNKNOWN, UNKNOWN),
        (YES, NOT_ASKED, NOT_ASKED),
        (NO, YES, NOT_ASKED),
        (NO, NO, NOT_ASKED),
        (NO, UNKNOWN, NOT_ASKED),
        (NO, NOT_ASKED, NOT_ASKED),
        (UNKNOWN, YES, YES),
        (UNKNOWN, NO, UNKNOWN),
        (UNKNOWN, UNKNOWN, UNKNOWN),
        (UNKNOWN, NOT_ASKED, NOT_ASKED),
        (NOT_ASKED, YES, NOT_ASKED),
        (NOT_ASKED, NO, NOT_ASKED),
        (NOT_ASKED, UNKNOWN, NOT_ASKED),
        (NOT_ASKED, NOT_ASKED, NOT_ASKED),
    ],
)
def test_a_rule_of_unknown_applicability_is_met_only_when_its_needs_are(when, then, truth):
    assert implied(when, then) is truth


def test_at_least_counts_the_parts_left_and_caps_at_their_number():
    parts = (q("a"), q("b"), q("c"))
    said = Said({"a": "yes", "b": "yes"}, not_asked=frozenset({"c"}))

    assert ask(AtLeast(3, parts), said).truth is YES
    assert ask(AtLeast(2, parts), Said({"a": "yes", "b": "no"})).truth is UNKNOWN
    assert ask(AtLeast(2, parts), Said({"a": "no", "b": "no"})).truth is NO


def test_a_gate_with_nothing_left_is_open_and_a_rule_with_nothing_left_is_not_asked():
    said = Said(not_asked=frozenset({"a"}))

    assert ask(Named("gate", "scoping", AllOf((q("a"),))), said).truth is YES
    assert ask(Named("gate", "scoping", AllOf(())), said).truth is YES
    assert ask(Named("rule", "some-rule", q("a")), said).truth is NOT_ASKED


def test_a_trace_waits_only_for_the_answers_that_still_matter():
    condition = AllOf((q("a"), AnyOf((q("b"), q("c"))), q("d")))

    assert ask(condition, Said({"a": "yes", "b": "no"})).waiting_for == ("c", "d")
    assert ask(condition, Said({"a": "no"})).waiting_for == ()


# Laws, over any condition and any answers.

KEYS = ("a", "b", "c", "d", "e")
LEAVES = st.builds(
    q,
    st.sampled_from(KEYS),
    st.just("is"),
    st.sets(st.sampled_from(["yes", "no", "maybe"]), min_size=1).map(frozenset),
)


def _nested(children):
    parts = st.lists(children, min_size=1, max_size=4).map(tuple)
    return st.one_of(
        st.builds(AllOf, parts),
        st.builds(AnyOf, parts),
        st.builds(AtLeast, st.integers(1, 4), parts),
        st.builds(Not, children),
        st.builds(Implies, children, children),
        st.builds(Named, st.sampled_from(["rule", "gate"]), st.just("x"), children),
    )


CONDITIONS = st.recursive(LEAVES, _nested, max_leaves=12)
SAID = st.builds(
    Said,
    st.dictionaries(st.sampled_from(KEYS), st.sampled_from(["yes", "no", "maybe"])),
    st.sets(st.sampled_from(KEYS), max_size=2).map(frozenset),
)
REACHED: set = set()


def _kinds(condition):
    yield type(condition).__name__
    for part in getattr(condition, "parts", ()):
        yield from _kinds(part)
    for name in ("part", "when", "then"):
        if hasattr(condition, name):
            yield from _kinds(getattr(condition, name))


@settings(max_examples=400)
@given(CONDITIONS, SAID)
def test_the_generators_reach_every_kind_of_condition_and_every_truth(condition, said):
    truth = ask(condition, said).truth
    REACHED.add(truth)
    REACHED.update(_kinds(condition))


def test_everything_was_reached():
    kinds = {"Is", "AllOf", "AnyOf", "AtLeast", "Not", "Implies", "Named"}

    assert kinds | set(Truth) <= REACHED


def _has_implication(condition):
    return "Implies" in set(_kinds(condition))


@settings(max_examples=400)
@given(CONDITIONS, SAID, st.sampled_from(KEYS), st.sampled_from(["yes", "no", "maybe"]))
def test_answering_an_unknown_never_turns_a_decided_truth(condition, said, key, value):
    before = ask(condition, said).truth
    more = Said({key: value} | said.values, said.not_asked)
    after = ask(condition, more).truth

    if before in (YES, NO) and not _has_implication(condition):
        assert after is before


@settings(max_examples=200)
@given(LEAVES, LEAVES, SAID, st.sampled_from(KEYS), st.sampled_from(["yes", "no", "maybe"]))
def test_a_met_rule_can_only_become_not_applicable(when, then, said, key, value):
    rule = Implies(when, then)
    before = ask(rule, said).truth
    after = ask(rule, Said({key: value} | said.values, said.not_asked)).truth

    if before is YES:
        assert after in (YES, NOT_ASKED)
    if before is NO:
        assert after is NO


@settings(max_examples=200)
@given(CONDITIONS, SAID)
def test_what_it_waits_for_is_unanswered_and_named_in_the_condition(condition, said):
    for key in ask(condition, said).waiting_for:
        assert key in questions_of(condition)
        assert key not in said.values
