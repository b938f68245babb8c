"""Levels, tables and profiles: what is read, each fault with its place, their truth."""

from datetime import date
from itertools import product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from readiness.domain.condition import (
    AllOf,
    Is,
    OnScale,
    Outcome,
    Row,
    Scale,
    Source,
    Subject,
    Truth,
    ask,
)
from readiness.domain.errors import PackFaults
from readiness.domain.reader import read_pack
from readiness.domain.scale_reader import _column
from tests.examples import ESTATE, LEAD, tiny_pack

SCALES = """\
levels:
  - key: planned
    title: Planned
    levels:
      - {key: none, title: None, says: There is no plan.}
      - {key: drafted, title: Drafted, needs: {question: plan, at_least: drafted}, says: A draft.}
      - {key: agreed, title: Agreed, needs: {question: plan, at_least: agreed}, says: Agreed.}
    source: judgement
tables:
  - key: ready
    title: Ready
    outcomes: {poor: Poor, good: Good}
    lists:
      signed: [{question: agreement, is: yes}]
      steps: [{question: plan, at_least: drafted}, {question: move-plan, at_least: half}]
    rows:
      - {when: {signed: none}, outcome: poor, says: Nothing is signed.}
      - {when: {signed: all, steps: [none, some]}, outcome: poor, says: Steps are missing.}
      - {when: {signed: all, steps: all}, outcome: good, says: All is there.}
    source: judgement
profiles:
  - key: trusts
    title: What a trust must reach
    applies_when: {organisation: kind, is: trust}
    least: {planned: drafted, ready: good}
    otherwise: It is too little.
    because: A trust needs more.
    source: judgement
"""
ROWS = SCALES[SCALES.index("    rows:\n") : SCALES.index("    source: judgement\nprofiles")]


def changed(text, old, new):
    """Replace a piece of a file that is there exactly once."""
    assert text.count(old) == 1, (old, text.count(old))
    return text.replace(old, new)


def read(scales=SCALES, **replaced):
    return read_pack({**tiny_pack(**replaced), "scales.yaml": scales})


def faults(scales=SCALES, **replaced):
    """Read the small pack with scales, and return its faults as lines."""
    with pytest.raises(PackFaults) as refused:
        read(scales, **replaced)
    return [str(fault) for fault in refused.value.faults]


def row(line):
    """Return a row of the table by its place, from 1."""
    return ROWS.splitlines(keepends=True)[line]


def test_scales_are_read_whole():
    pack = read()

    assert [(s.what, s.key) for s in pack.scales] == [("level", "planned"), ("table", "ready")]
    assert [o.key for o in pack.scales[0].outcomes] == ["none", "drafted", "agreed"]
    assert [group.title for group in pack.scales[0].groups] == ["Drafted", "Agreed"]
    assert [group.title for group in pack.scales[1].groups] == ["Signed", "Steps"]
    assert pack.profiles[0].least[0].wanted == {"drafted", "agreed"}


TABLE_NEEDS = "{table: ready, is: good}"
IN_LEAD = "needs: {question: plan, at_least: agreed}"
IN_ESTATE = "needs: {question: move-plan, at_least: half}"
IN_LIST = "signed: [{question: agreement, is: yes}]"
SIX_MORE = "".join(f"      more-{n}: [{{question: agreement, is: yes}}]\n" for n in range(5))

FAULTS = {
    "a gap": (
        {"scales": changed(SCALES, row(2), "")},
        "scales.yaml:10:5: tables.ready: add a row for the case signed all, steps some: none fits",
    ),
    "an overlap": (
        {"scales": changed(SCALES, "steps: [none, some]", "steps: [none, some, all]")},
        "scales.yaml:19:9: tables.ready.rows.3: let only one row fit:"
        " row 2 fits the case signed all, steps all too",
    ),
    "an unknown list": (
        {"scales": changed(SCALES, "{signed: none}", "{singed: none}")},
        "scales.yaml:17:17: tables.ready.rows.1.when.singed:"
        " name one of the lists signed, steps, not “singed”",
    ),
    "an unknown outcome of a row": (
        {"scales": changed(SCALES, "steps: all}, outcome: good", "steps: all}, outcome: fine")},
        "scales.yaml:19:52: tables.ready.rows.3.outcome: write one of poor, good",
    ),
    "an outcome that no row leads to": (
        {"scales": changed(SCALES, "good: Good}", "good: Good, best: Best}")},
        "scales.yaml:12:40: tables.ready.outcomes.best: add a row that leads to “best”, or remove",
    ),
    "a single outcome": (
        {"scales": changed(SCALES, "poor: Poor, good: Good", "good: Good").replace(
            "outcome: poor", "outcome: good")},
        "tables.ready: give the table at least two outcomes, from worst to best",
    ),
    "a row that says of no list": (
        {"scales": changed(SCALES, "{signed: none}", "{}")},
        "scales.yaml:17:9: tables.ready.rows.1: say in when how many of at least one list hold",
    ),
    "another word than all, some or none": (
        {"scales": changed(SCALES, "{signed: none}", "{signed: few}")},
        "scales.yaml:17:25: tables.ready.rows.1.when.signed:"
        " write one of all, some, none, not “few”",
    ),
    "too many lists": (
        {"scales": changed(SCALES, "    rows:\n", SIX_MORE + "    rows:\n")},
        "scales.yaml:10:5: tables.ready: give the table one to 6 lists",
    ),
    "an empty list": (
        {"scales": changed(SCALES, IN_LIST, "signed: []")},
        "scales.yaml:14:15: tables.ready.lists.signed: list at least 1",
    ),
    "a first level that needs something": (
        {"scales": changed(SCALES, "{key: none, title: None,",
                           "{key: none, title: None, needs: {question: plan, is: drafted},")},
        "scales.yaml:5:9: levels.planned.levels.none:"
        " let every level need something, save the first, which is always reached",
    ),
    "a higher level that needs nothing": (
        {"scales": changed(SCALES, "needs: {question: plan, at_least: drafted}, ", "")},
        "scales.yaml:6:9: levels.planned.levels.drafted:"
        " let every level need something, save the first, which is always reached",
    ),
    "two levels of one key": (
        {"scales": changed(SCALES, "{key: agreed,", "{key: drafted,")},
        "levels.planned.levels.drafted.key:"
        " give this level another key: “drafted” is taken",
    ),
    "a level and a table that share a key": (
        {"scales": SCALES.replace("key: ready", "key: planned").replace(", ready: good", "")},
        "tables.planned.key:"
        " give the table another key: “planned” is a level too",
    ),
    "two tables that share a key": (
        {"scales": changed(SCALES, "profiles:\n",
                           SCALES[SCALES.index("  - key: ready"):SCALES.index("profiles")]
                           + "profiles:\n")},
        "tables.ready.key: give this another key: “ready” is taken",
    ),
    "a circle of a rule, a table and the rule": (
        {"scales": changed(SCALES, IN_LIST, "signed: [{rule: plan-agreed}]"),
         "lead": changed(LEAD, IN_LEAD, f"needs: {TABLE_NEEDS}")},
        "break the circle: plan-agreed → ready → plan-agreed",
    ),
    "a circle of a table with itself": (
        {"scales": changed(SCALES, IN_LIST, "signed: [{table: ready, is: good}]")},
        "scales.yaml:14:24: tables.ready.lists.signed.1.table: break the circle: ready → ready",
    ),
    "a circle of a gate, its rule, a level and the gate": (
        {"scales": changed(SCALES, "needs: {question: plan, at_least: drafted}",
                           "needs: {gate: not-started}"),
         "lead": changed(LEAD, IN_LEAD, "needs: {level: planned, is: agreed}")},
        "break the circle: rule plan-agreed waits for its own gate not-started",
    ),
    "a table that is not there": (
        {"estate": changed(ESTATE, IN_ESTATE, "needs: {table: steady, is: good}")},
        "needs.table: name a table of scales.yaml: there is no “steady”",
    ),
    "a level called a table": (
        {"estate": changed(ESTATE, IN_ESTATE, "needs: {table: planned, is: agreed}")},
        "needs.table: name a table of scales.yaml: there is no “planned”",
    ),
    "an outcome that is not there": (
        {"estate": changed(ESTATE, IN_ESTATE, "needs: {table: ready, at_least: fine}")},
        "needs.at_least: write one of poor, good, not “fine”",
    ),
    "an operator that no scale has": (
        {"estate": changed(ESTATE, IN_ESTATE, "needs: {level: planned, more_than: 2}")},
        "compare with exactly one of is, at_least, at_most, not more_than",
    ),
    "a profile of a scale that is not there": (
        {"scales": changed(SCALES, "ready: good}", "steady: good}")},
        "scales.yaml:25:31: profiles.trusts.least.steady:"
        " name a level or table of scales.yaml: there is no “steady”",
    ),
    "a profile of an outcome that is not there": (
        {"scales": changed(SCALES, "ready: good}", "ready: fine}")},
        "scales.yaml:25:38: profiles.trusts.least.ready: write one of poor, good",
    ),
    "a profile of nothing": (
        {"scales": changed(SCALES, "least: {planned: drafted, ready: good}", "least: {}")},
        "profiles.trusts: name at least one level or table in least",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_named_with_its_place_and_what_to_do(name):
    replaced, expected = FAULTS[name]
    found = faults(**replaced)

    assert [line for line in found if expected in line], "\n".join(found)


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_not_held_against_what_follows_from_it(name):
    found = faults(**FAULTS[name][0])

    assert len(found) == len(set(found)) <= 2, found


# Random tables. Answers are yes or no; None is unknown, and "dropped" is not asked.

QUESTIONS = ("a", "b", "c", "d", "e")
OUTCOMES = tuple(Outcome(key, key.title()) for key in ("poor", "partly", "good"))
WAYS = ("all", "some", "none")


class Answered:
    """Answers as a condition reads them."""

    on = date(2026, 11, 24)

    def __init__(self, answers):
        self.answers, self.named = answers, {}

    def asked(self, question):
        return Truth.NO if self.answers[question] == "dropped" else Truth.YES

    def value(self, subject):
        return self.answers[subject.key]


def leaf(question):
    return Is(Subject(Source.QUESTION, question), "is", frozenset({"yes"}))


lists_of_leaves = st.lists(
    st.lists(st.sampled_from(QUESTIONS), min_size=1, max_size=3, unique=True),
    min_size=1,
    max_size=4,
)


@st.composite
def tables(draw):
    """Draw a table that is complete: every case of its lists leads to one outcome."""
    lists = draw(lists_of_leaves)
    ways = [WAYS if len(leaves) > 1 else ("all", "none") for leaves in lists]
    cases = [*product(*ways)]
    outcomes = st.sampled_from([outcome.key for outcome in OUTCOMES])
    drawn = draw(st.lists(outcomes, min_size=len(cases), max_size=len(cases)))
    return lists, list(zip(cases, drawn, strict=True))


def as_scale(lists, rows):
    """Make a drawn table what the reader would make of it."""
    parts = [tuple(map(leaf, leaves)) for leaves in lists]
    made = tuple(
        Row(outcome, AllOf(tuple(_column(p, (how,)) for p, how in zip(parts, case, strict=True))),
            outcome)
        for case, outcome in rows
    )  # fmt: skip
    return Scale("drawn", "table", "Drawn", OUTCOMES, made)


def outcome_of(lists, rows, answers):
    """Look up the outcome of answers that are all known, by counting."""

    def how(leaves):
        yes = sum(answers[question] == "yes" for question in leaves)
        return "all" if yes == len(leaves) else "some" if yes else "none"

    return dict(rows)[tuple(map(how, lists))]


def completions(answers):
    """Walk every way to answer what is unknown."""
    unknown = [question for question, value in answers.items() if value is None]
    for values in product(("yes", "no"), repeat=len(unknown)):
        yield answers | dict(zip(unknown, values, strict=True))


wanted_outcomes = st.frozensets(st.sampled_from([o.key for o in OUTCOMES]), min_size=1)


def given_answers(*values):
    return st.fixed_dictionaries(dict.fromkeys(QUESTIONS, st.sampled_from(values)))


@given(tables(), given_answers("yes", "no"), wanted_outcomes)
def test_with_every_answer_known_a_table_says_what_counting_says(table, answers, wanted):
    found = ask(OnScale(as_scale(*table), wanted), Answered(answers)).truth

    assert found is (Truth.YES if outcome_of(*table, answers) in wanted else Truth.NO)


@given(tables(), given_answers("yes", "no", None), wanted_outcomes)
def test_what_a_table_says_no_answer_still_to_come_can_change(table, answers, wanted):
    found = ask(OnScale(as_scale(*table), wanted), Answered(answers)).truth
    could_be = {outcome_of(*table, complete) in wanted for complete in completions(answers)}

    if found is Truth.YES:
        assert could_be == {True}
    if found is Truth.NO:
        assert could_be == {False}
    if len(could_be) == 2:
        assert found is Truth.UNKNOWN


@given(tables(), given_answers("yes", "no", None, "dropped"), wanted_outcomes)
def test_what_drops_out_leaves_the_table_of_what_is_left(table, answers, wanted):
    lists, _ = table
    dropped = {question for question, value in answers.items() if value == "dropped"}
    found = ask(OnScale(as_scale(*table), wanted), Answered(answers)).truth
    sure = {
        ask(OnScale(as_scale(*table), wanted), Answered(complete)).truth
        for complete in completions(answers)
    }

    if all(set(leaves) <= dropped for leaves in lists):
        assert found is Truth.NOT_ASKED
    if found in (Truth.YES, Truth.NO):
        assert sure == {found}


def in_yaml(lists, rows):
    """Write a drawn table as an author would, with questions of the small pack."""
    asked = {"a": "agreement", "b": "sharing"}
    ordered = {"c": ("plan", "agreed"), "d": ("plan", "drafted"), "e": ("move-plan", "all")}

    def condition(question):
        if question in asked:
            return f"{{question: {asked[question]}, is: yes}}"
        return "{{question: {}, at_least: {}}}".format(*ordered[question])

    used = {outcome for _, outcome in rows}
    outcomes = ", ".join(f"{o.key}: {o.title}" for o in OUTCOMES if o.key in used)
    text = f"tables:\n  - key: drawn\n    title: Drawn\n    outcomes: {{{outcomes}}}\n    lists:\n"
    for place, leaves in enumerate(lists):
        text += f"      list-{place}: [{', '.join(map(condition, leaves))}]\n"
    text += "    rows:\n"
    for case, outcome in rows:
        when = ", ".join(f"list-{place}: {how}" for place, how in enumerate(case))
        text += f"      - {{when: {{{when}}}, outcome: {outcome}, says: So.}}\n"
    return text + "    source: judgement\n"


@given(tables(), st.data())
def test_a_complete_table_is_read_and_lacks_a_case_once_any_row_is_removed(table, data):
    lists, rows = table
    assume(len({outcome for _, outcome in rows}) > 1)
    assert len(read(in_yaml(lists, rows)).scales[0].rows) == len(rows)

    place = data.draw(st.integers(0, len(rows) - 1))
    left = [*rows[:place], *rows[place + 1 :]]
    assume(len({outcome for _, outcome in left}) > 1)
    case = ", ".join(f"list-{n} {how}" for n, how in enumerate(rows[place][0]))

    assert [line.split(": ", 1)[1] for line in faults(in_yaml(lists, left))] == [
        f"tables.drawn: add a row for the case {case}: none fits"
    ]
