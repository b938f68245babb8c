"""The condition language: every operator, every truth, and the laws of semantics section 2."""

from dataclasses import dataclass, field
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readiness.domain.calendar import Period, TimeUnit
from readiness.domain.condition import (
    AllOf,
    AnyOf,
    Count,
    Implies,
    Is,
    Named,
    Not,
    OnScale,
    Outcome,
    Row,
    Scale,
    Source,
    Subject,
    Truth,
    Versus,
    ask,
    implied,
    questions_of,
    subjects_of,
)
from readiness.domain.operators import OPERATORS

YES, NO, UNKNOWN, NOT_ASKED = Truth.YES, Truth.NO, Truth.UNKNOWN, Truth.NOT_ASKED
ON = date(2026, 11, 24)


@dataclass
class Said:
    """What a test says may be read."""

    values: dict = field(default_factory=dict)
    not_asked: frozenset = frozenset()
    may_apply: frozenset = frozenset()
    on: date = ON
    named: dict = field(default_factory=dict)

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

    assert ask(Count(3, None, parts), said).truth is YES
    assert ask(Count(2, None, parts), Said({"a": "yes", "b": "no"})).truth is UNKNOWN
    assert ask(Count(2, None, parts), Said({"a": "no", "b": "no"})).truth is NO


@pytest.mark.parametrize(
    ("values", "at_most_one", "exactly_two"),
    [
        ({"a": "yes", "b": "yes", "c": "yes"}, NO, NO),
        ({"a": "yes", "b": "yes", "c": "no"}, NO, YES),
        ({"a": "yes", "b": "no", "c": "no"}, YES, NO),
        ({"a": "yes", "b": "yes"}, NO, UNKNOWN),
        ({"a": "yes", "b": "no"}, UNKNOWN, UNKNOWN),
        ({"a": "no", "b": "no"}, YES, NO),
        ({"a": "no"}, UNKNOWN, UNKNOWN),
    ],
)
def test_at_most_and_exactly_wait_for_what_could_still_be_yes(values, at_most_one, exactly_two):
    parts = (q("a"), q("b"), q("c"))

    assert ask(Count(None, 1, parts), Said(values)).truth is at_most_one
    assert ask(Count(2, 2, parts), Said(values)).truth is exactly_two


def versus(key, operator, other, ranks=()):
    return Versus(Subject(Source.QUESTION, key), operator, Subject(Source.QUESTION, other), ranks)


@pytest.mark.parametrize(
    ("operator", "value", "other", "truth"),
    [
        ("at_least", "all", "some", YES),
        ("at_least", "some", "some", YES),
        ("at_least", "none", "some", NO),
        ("at_most", "none", "some", YES),
        ("at_most", "all", "some", NO),
        ("is", "some", "some", YES),
        ("is", "all", "some", NO),
        ("more_than", 5, 4, YES),
        ("more_than", 4, 4, NO),
        ("no_less_than", 4, 4, YES),
        ("equals", 4, 5, NO),
        ("on_or_after", date(2027, 1, 1), date(2027, 1, 1), YES),
        ("on_or_before", date(2027, 1, 2), date(2027, 1, 1), NO),
        ("sooner_than", date(2027, 1, 1), date(2027, 1, 2), YES),
    ],
)
def test_an_answer_is_compared_with_another(operator, value, other, truth):
    ranks = ("none", "some", "all") if isinstance(value, str) else ()
    leaf = versus("a", operator, "b", ranks)

    assert ask(leaf, Said({"a": value, "b": other})).truth is truth
    assert ask(leaf, Said({"a": value})).truth is UNKNOWN
    assert ask(leaf, Said({"a": value})).waiting_for == ("b",)
    assert ask(leaf, Said({"b": other})).waiting_for == ("a",)
    assert ask(leaf, Said({"a": value, "b": other}, frozenset({"b"}))).truth is NOT_ASKED
    assert subjects_of(leaf) == (leaf.subject, leaf.other)


def table(good, bad):
    """A decision table of three outcomes over two lists."""
    return Scale(
        "t",
        "table",
        "Backups",
        (Outcome("poor", "Poor"), Outcome("fair", "Fair"), Outcome("good", "Good")),
        (
            Row("poor", AnyOf(bad), "Something is amiss."),
            Row("fair", AllOf((Not(AnyOf(bad)), Not(AllOf(good)))), "Not all is there."),
            Row("good", AllOf((Not(AnyOf(bad)), AllOf(good))), "All is there."),
        ),
    )


TABLE = table(good=(q("a"), q("b")), bad=(q("c"),))


@pytest.mark.parametrize(
    ("values", "not_asked", "at_least_fair", "good"),
    [
        ({"a": "yes", "b": "yes", "c": "no"}, "", YES, YES),
        ({"a": "yes", "b": "no", "c": "no"}, "", YES, NO),
        ({"a": "yes", "b": "yes", "c": "yes"}, "", NO, NO),
        ({"c": "no"}, "", YES, UNKNOWN),
        ({"a": "no"}, "", UNKNOWN, NO),
        ({}, "", UNKNOWN, UNKNOWN),
        ({"a": "yes"}, "bc", YES, YES),
        ({"c": "no"}, "ab", YES, NO),  # fair and good both hold: the worse counts
        ({"c": "yes"}, "ab", NO, NO),
        ({}, "abc", NOT_ASKED, NOT_ASKED),
    ],
)
def test_a_scale_says_what_its_rows_leave_possible(values, not_asked, at_least_fair, good):
    said = Said(values, frozenset(not_asked))

    assert ask(OnScale(TABLE, frozenset({"fair", "good"})), said).truth is at_least_fair
    assert ask(OnScale(TABLE, frozenset({"good"})), said).truth is good


def test_a_gate_with_nothing_left_is_open_and_a_rule_with_nothing_left_is_not_asked():
    said = Said(not_asked=frozenset({"a"}))

    assert ask(Named("gate", "scoping", AllOf((q("a"),))), said).truth is YES
    assert ask(Named("gate", "scoping", AllOf(())), said).truth is YES
    assert ask(Named("rule", "some-rule", q("a")), said).truth is NOT_ASKED


def test_a_trace_waits_only_for_the_answers_that_still_matter():
    condition = AllOf((q("a"), AnyOf((q("b"), q("c"))), q("d")))

    assert ask(condition, Said({"a": "yes", "b": "no"})).waiting_for == ("c", "d")
    assert ask(condition, Said({"a": "no"})).waiting_for == ()


# Laws, over any condition with any operator, and any answers.

OPTION = st.sampled_from(["none", "some", "all"])
PICKED = st.sets(st.sampled_from(["cloud", "wifi", "voice"])).map(frozenset)
NUMBER = st.integers(0, 6)
DAY = st.dates(date(2027, 1, 1), date(2027, 12, 31))
MONTHS = st.integers(1, 14).map(lambda months: Period(months, TimeUnit.MONTHS))
VALUES = {
    "a": OPTION,
    "b": OPTION,
    "picked": PICKED,
    "number": NUMBER,
    "other": NUMBER,
    "day": DAY,
    "deadline": DAY,
}
KEYS = tuple(VALUES)
SOME_OPTIONS = st.sets(OPTION, min_size=1).map(frozenset)
READING = {
    "is": (st.sampled_from(["a", "b"]), SOME_OPTIONS),
    "at_least": (st.sampled_from(["a", "b"]), SOME_OPTIONS),
    "at_most": (st.sampled_from(["a", "b"]), SOME_OPTIONS),
    "includes": (st.just("picked"), PICKED.filter(bool)),
    "picks_at_least": (st.just("picked"), st.integers(1, 3)),
    **{
        name: (st.just("number"), NUMBER)
        for name in ("equals", "no_less_than", "no_more_than", "more_than", "less_than")
    },
    "on_or_after": (st.just("day"), DAY),
    "on_or_before": (st.just("day"), DAY),
    "sooner_than": (st.just("day"), MONTHS),
    "later_than": (st.just("day"), MONTHS),
}
LEAVES = st.sampled_from(list(OPERATORS)).flatmap(
    lambda name: st.builds(q, READING[name][0], st.just(name), READING[name][1])
)


VERSUS = st.one_of(
    st.builds(
        versus,
        st.just("a"),
        st.sampled_from(["is", "at_least", "at_most"]),
        st.just("b"),
        st.just(("none", "some", "all")),
    ),
    st.builds(versus, st.just("number"), st.just("more_than"), st.just("other")),
    st.builds(versus, st.just("day"), st.just("on_or_before"), st.just("deadline")),
)


def _on_table(good, bad, wanted):
    return OnScale(table(good, bad), frozenset(wanted or {"good"}))


def _nested(children):
    parts = st.lists(children, min_size=1, max_size=4).map(tuple)
    return st.one_of(
        st.builds(AllOf, parts),
        st.builds(AnyOf, parts),
        st.builds(Count, st.integers(1, 4), st.just(None), parts),
        st.builds(Count, st.just(None), st.integers(0, 3), parts),
        st.integers(1, 3).flatmap(lambda n: st.builds(Count, st.just(n), st.just(n), parts)),
        st.builds(_on_table, parts, parts, st.sets(st.sampled_from(["poor", "fair", "good"]))),
        st.builds(Not, children),
        st.builds(Implies, children, children),
        st.builds(Named, st.sampled_from(["rule", "gate", "level"]), st.just("x"), children),
    )


CONDITIONS = st.recursive(st.one_of(*[LEAVES] * 5, VERSUS), _nested, max_leaves=12)
SAID = st.builds(
    Said,
    st.fixed_dictionaries({}, optional=VALUES),
    st.sets(st.sampled_from(KEYS), max_size=2).map(frozenset),
)
MORE = st.sampled_from(KEYS).flatmap(lambda key: st.tuples(st.just(key), VALUES[key]))
REACHED: set = set()


def _walk(trace):
    yield type(trace.condition).__name__, trace.truth
    if isinstance(trace.condition, Is):
        yield trace.condition.operator, trace.truth
    for part in trace.parts:
        yield from _walk(part)


@settings(max_examples=2_500)
@given(CONDITIONS, SAID)
def test_the_generators_run_through_every_operator_and_truth(condition, said):
    REACHED.update(_walk(ask(condition, said)))


def test_every_operator_and_every_kind_of_condition_came_to_every_truth():
    named = [
        *("Is", "Versus", "OnScale", "AllOf", "AnyOf", "Count", "Not", "Implies", "Named"),
        *OPERATORS,
    ]

    assert {(name, truth) for name in named for truth in Truth} - REACHED == set()


def _has_implication(trace):
    return "Implies" in {name for name, _ in _walk(trace)}


@settings(max_examples=400)
@given(CONDITIONS, SAID, MORE)
def test_answering_an_unknown_never_turns_a_decided_truth(condition, said, more):
    before = ask(condition, said)
    after = ask(condition, Said(dict([more]) | said.values, said.not_asked)).truth

    if before.truth in (YES, NO) and not _has_implication(before):
        assert after is before.truth


@settings(max_examples=200)
@given(LEAVES, LEAVES, SAID, MORE)
def test_a_met_rule_can_only_become_not_applicable(when, then, said, more):
    rule = Implies(when, then)
    before = ask(rule, said).truth
    after = ask(rule, Said(dict([more]) | said.values, said.not_asked)).truth

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
