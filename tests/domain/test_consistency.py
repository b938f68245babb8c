"""Rules that contradict or repeat each other are found, and stages that nobody reaches."""

from datetime import timedelta
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readiness.domain import consistency as module
from readiness.domain import truth_table
from readiness.domain.assessment import Answer, Given, Reading
from readiness.domain.condition import Truth, ask
from readiness.domain.consistency import consistency
from readiness.domain.organisation import Organisation, OrganisationKind, Setting
from readiness.domain.reader import read_pack
from tests.examples import ACTIONS, ESTATE, LEAD, ON, tiny_pack

HALF = "{question: move-plan, at_least: half}"
NOT_NONE = "{not: {question: move-plan, is: none}}"


def rule(key, needs, stage="planning", strength="hard", applies=""):
    """Write a rule of the section estate."""
    return f"""\
  - key: {key}
    stage: {stage}
    strength: {strength}
{f"    applies_when: {applies}" if applies else ""}
    needs: {needs}
    needed: So it must be.
    otherwise: It is not so.
    because: It has to be.
    do: [do-all]
    source: judgement
"""


DO_ALL = """\
  - key: do-all
    title: Do it all
    achieves:
      - {question: plan, is: agreed}
    owner: network-manager
    effort: {days: 1}
    lead_time: 1 week
    source: judgement
"""


def pack_of(*rules, lead=LEAD, estate=ESTATE):
    """Read the small pack with these rules beside its own, whatever can be done about them."""
    files = tiny_pack(lead=lead, estate=estate + "".join(rules), actions=ACTIONS + DO_ALL)
    return read_pack(files, kept=True)


def doubts(*rules, **files):
    """Return what is doubted about these rules, in words."""
    found = consistency(pack_of(*rules, **files), ON)
    assert found.undecided == ()
    return [f"{doubt.about[1]}: {doubt.what}" for doubt in found.doubts]


def test_the_small_pack_gives_no_doubt():
    assert doubts() == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("{question: lines, less_than: 3}", "{question: lines, more_than: 3}"),
        ("{question: route, is: own}", "{question: route, is: joint}"),
        ("{question: plan, at_most: drafted}", "{gate: not-started}"),
        ("{question: target-date, sooner_than: 9 months}",
         "{question: target-date, later_than: 15 months}"),
        ("{question: drivers, picks_at_least: 2}", "{question: drivers, includes: nothing}"),
        ("{question: partners, includes: ZX8}",
         "{not: {question: partners, includes: [ZX8, ZX7]}}"),
        ("{question: lines, more_than: {organisation: sites}}",
         "{all: [{question: lines, less_than: 9}, {organisation: sites, more_than: 9}]}"),
    ],
)  # fmt: skip
def test_hard_rules_that_no_answers_meet_together_are_named(one, other):
    found = doubts(rule("one", one), rule("other", other))

    assert "other: change this rule or one: no answers meet both" in found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("{question: lines, equals: 3}", "{question: lines, less_than: 4}"),
        ("{question: lines, less_than: {organisation: sites}}", "{question: lines, equals: 8}"),
        ("{question: lines, more_than: 2}", "{question: lines, less_than: 4}"),
        ("{question: partners, includes: ZX8}", "{question: partners, picks_at_least: 3}"),
        ("{question: target-date, later_than: 9 months}",
         "{question: target-date, sooner_than: 15 months}"),
    ],
)  # fmt: skip
def test_hard_rules_that_some_answers_meet_together_are_not(one, other):
    found = doubts(rule("one", one), rule("other", other))

    assert [what for what in found if "no answers meet" in what] == []


def test_rules_for_different_organisations_do_not_contradict_each_other():
    acute = "{organisation: setting, is: acute}"
    found = doubts(
        rule("one", "{question: route, is: own}", applies=acute),
        rule("other", "{question: route, is: joint}", applies=f"{{not: {acute}}}"),
    )

    assert found == []


def test_a_rule_contradicts_another_through_what_decides_whether_its_question_is_asked():
    never = "{all: [{question: sharing, is: no}, {question: plan, is: none}]}"
    found = doubts(
        rule("one", never),
        rule(
            "two", "{any: [{question: partners, picks_at_least: 1}, {question: plan, is: agreed}]}"
        ),
    )

    assert "two: change this rule or one: no answers meet both" in found


@pytest.mark.parametrize(
    ("strong", "weak"),
    [
        (("hard", "{question: move-plan, is: all}"), ("hard", NOT_NONE)),
        (("hard", "{question: lines, more_than: 5}"), ("hard", "{question: lines, more_than: 3}")),
        (("hard", "{question: lines, more_than: 5}"), ("soft", "{question: lines, more_than: 3}")),
        (("soft", f"{{all: [{HALF}, {{question: lines, more_than: 5}}]}}"), ("soft", NOT_NONE)),
    ],
)
def test_a_rule_that_is_never_unmet_alone_is_named(strong, weak):
    found = doubts(
        rule("strong", strong[1], strength=strong[0], stage="not-started"),
        rule("weak", weak[1], strength=weak[0], stage="not-started"),
    )

    assert found == [
        "weak: delete this rule, or ask for more: whenever it is unmet strong, of the same gate,"
        " is unmet too"
    ]


def test_a_soft_rule_may_ask_for_more_than_the_hard_one_of_its_gate():
    found = doubts(
        rule("hard-one", "{question: lines, more_than: 3}"),
        rule("soft-one", "{question: lines, more_than: 5}", strength="soft"),
    )

    assert found == []


def test_the_same_condition_at_another_gate_is_named():
    found = doubts(rule("again", HALF, stage="not-started"))

    assert found == ["again: delete this rule: lines-dated asks for the same"]


@pytest.mark.parametrize(
    ("needs", "applies", "what"),
    [
        ("{all: [{question: route, is: own}, {question: route, is: joint}]}", "",
         "change needs: no answers meet it"),
        ("{question: moved, no_more_than: 100}", "", "change needs: every answer meets it"),
        (HALF, "{organisation: sites, less_than: 1}", "change applies_when: it never applies"),
    ],
)  # fmt: skip
def test_a_rule_that_can_come_out_in_one_way_only_is_named(needs, applies, what):
    found = doubts(rule("alone", needs, strength="soft", applies=applies))

    assert found == [f"alone: {what}"]


def test_a_stage_that_no_answers_reach_is_named_though_no_two_rules_contradict():
    three = [
        rule("one", "{any: [{question: plan, is: none}, {question: agreement, is: yes}]}"),
        rule("two", "{any: [{question: plan, is: none}, {question: agreement, is: no}]}"),
        rule("three", "{not: {question: plan, is: none}}", stage="not-started"),
    ]
    lead = LEAD.replace(
        "needs: {question: agreement, is: yes}", "needs: {question: route, is: own}"
    )

    found = doubts(*three, lead=lead)

    assert [what for what in found if "meet both" in what] == []
    assert found[-1].startswith("complete: change a rule: no answers open every gate before it")
    assert "three" in found[-1]


def test_what_takes_too_many_tries_is_not_decided_and_is_said(monkeypatch):
    pack = pack_of(rule("one", "{question: lines, more_than: 5}"))
    monkeypatch.setattr(truth_table, "MOST_COMBINATIONS", 1)

    found = consistency(pack, ON)

    assert any(
        "plan-agreed, agreement-signed, lines-dated and 1 more" in w for w in found.undecided
    )
    assert any("whether the stage planning can be reached" in what for what in found.undecided)


@pytest.mark.parametrize("limit", ["MOST_PAIRS", "MOST_STEPS"])
def test_every_limit_of_the_search_is_told_when_it_is_met(monkeypatch, limit):
    pack = pack_of(rule("one", HALF), rule("two", "{question: move-plan, is: all}"))
    monkeypatch.setattr(module, limit, 0)

    assert consistency(pack, ON).undecided != ()


def test_a_stage_that_somebody_is_known_to_reach_is_not_searched_for(monkeypatch):
    pack = pack_of()
    monkeypatch.setattr(module, "MOST_STEPS", 0)

    assert consistency(pack, ON, reached=2).undecided == ()


SMALL = ESTATE.replace("maximum: 500", "maximum: 6")
LEAVES = st.sampled_from(
    [
        "{question: plan, at_least: drafted}",
        "{question: plan, is: none}",
        "{question: agreement, is: yes}",
        "{question: lines, more_than: 2}",
        "{question: lines, no_more_than: 4}",
        "{question: lines, equals: 5}",
        "{question: drivers, includes: [cost, nothing]}",
        "{question: drivers, picks_at_least: 2}",
        "{question: sharing, is: yes}",
        "{question: partners, picks_at_least: 2}",
        "{organisation: setting, is: acute}",
    ]
)
CONDITIONS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        inner.map(lambda c: f"{{not: {c}}}"),
        st.tuples(st.sampled_from(["all", "any"]), inner, inner).map(
            lambda t: f"{{{t[0]}: [{t[1]}, {t[2]}]}}"
        ),
        st.tuples(inner, inner, inner).map(lambda t: f"{{exactly: 1, of: [{', '.join(t)}]}}"),
    ),
    max_leaves=4,
)


def everything():
    """Walk everything that may be answered to the questions above."""
    drivers = [
        frozenset(keys)
        for size in (1, 2, 3)
        for keys in combinations(["security", "cost", "capacity"], size)
    ]
    for plan, agreement, lines, picked, setting, sharing, partners in product(
        ["none", "drafted", "agreed"],
        ["yes", "no"],
        range(7),
        [*drivers, frozenset({"nothing"})],
        [Setting.ACUTE, Setting.COMMUNITY],
        ["yes", "no"],
        [frozenset({"ZX8"}), frozenset({"ZX8", "ZX7"})],
    ):
        answers = {"plan": plan, "agreement": agreement, "lines": lines, "drivers": picked}
        answers |= {"sharing": sharing, "partners": partners}
        trust = Organisation("ZX9", "Aldermoor", OrganisationKind.TRUST, setting, 12)
        yield Given(trust, ON, {key: Answer(value) for key, value in answers.items()})


EVERYTHING = list(everything())


@settings(max_examples=25)
@given(CONDITIONS, CONDITIONS)
def test_trying_what_tells_apart_finds_what_trying_everything_finds(one, other):
    pack = pack_of(rule("one", one), rule("other", other), estate=SMALL)
    conditions = [pack.rule_by_key[key].condition for key in ("one", "other")]
    pairs = set()
    for said in EVERYTHING:
        reading = Reading(pack, said)
        pairs.add(tuple(ask(condition, reading).truth for condition in conditions))

    found = consistency(pack, ON)

    about = {d.what.split(":")[0] for d in found.doubts if d.about[1] in ("one", "other")}
    both = any(Truth.NOT_ASKED not in pair for pair in pairs)
    vary = all({Truth.YES, Truth.NO} <= {pair[place] for pair in pairs} for place in (0, 1))
    clash = both and vary and (Truth.YES, Truth.YES) not in pairs and conditions[0] != conditions[1]
    assert found.undecided == ()
    assert any("change this rule or one" in what for what in about) is clash


def test_dates_are_tried_on_both_sides_of_every_day_that_is_named():
    day = ON + timedelta(days=300)
    days = [f"on_or_after: {ON}", f"on_or_before: {day}"]
    between = f"{{all: [{', '.join(f'{{question: target-date, {d}}}' for d in days)}]}}"
    estate = ESTATE.replace("{question: sharing, is: yes}\n    area", f"{between}\n    area")

    assert read_pack(tiny_pack(estate=estate)).questions["partners"].asked_when is not None
