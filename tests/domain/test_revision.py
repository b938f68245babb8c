"""Each row of the table in docs/writing-rules.md that says what a change of a pack can do."""

from dataclasses import fields, replace
from pathlib import Path

import pytest

from readiness.domain import effects
from readiness.domain.due_date import Deadline
from readiness.domain.effects import Effect
from readiness.domain.pack import (
    ActionTemplate,
    Benchmark,
    Fallback,
    Pack,
    Profile,
    Question,
    Reason,
    Route,
    Routes,
    Rule,
    Section,
    Stage,
    Survey,
    Threshold,
)
from readiness.domain.part_words import ScaleParts
from readiness.domain.question_revision import question_changes
from readiness.domain.reader import read_pack
from readiness.domain.revision import PARTS, compare
from tests import examples

LOST, REVIEW = Effect.INCOMPATIBLE, Effect.REVIEW
MOVES, WORDS = Effect.COMPATIBLE, Effect.WORDING

GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "writing-rules.md").read_text()

NEW_RULE = """\
  - key: budget-set
    stage: planning
    strength: soft
    needs: {question: budget, more_than: 0}
    needed: Some money.
    otherwise: No money is set aside.
    because: Lines cost money.
    do: [date-lines]
    source: judgement
"""
COMMENTS = """\
  - key: comments
    ref: PLN-09
    ask: Is there anything that we should know?
    kind: text
    area: Plan
    source: judgement
rules:
"""
THIRD_ROUTE = "routes:\n  - {key: wait, title: Wait, summary: You wait.}\n"
PREFERS_THREE = [("routes", "routes:\n", THIRD_ROUTE), ("estate", "{own:", "{wait: Wait, own:")]
BENCHMARKED = {
    "benchmarks.yaml": """\
surveys:
  - key: small-trusts
    title: A survey of small trusts
    year: "2024"
    people: 12
    called: small trusts
    source: judgement
benchmarks:
  - key: plans-2024
    survey: small-trusts
    question: plan
    options: [agreed]
    measure: The plan is agreed
    value: 40
"""
}

FALLBACKS = """\
fallbacks:
  - {key: extend, title: Extend the contract, owner: finance-partner, needs: A price.}
"""

DEADLINES = """\
deadlines:
  - key: old-lines
    title: Old lines go
    day: 2027-01-31
    applies_when: {question: lines, more_than: 0}
    do: [agree-plan]
    because: A line goes dark.
    source: judgement
    review_by: 2027-01-15
"""
ONE_MORE = """\
  - key: switch-off
    title: Old lines are switched off
    day: {question: target-date}
    because: A line that has not moved by then goes dark.
"""
LATER_DEADLINE = {"deadlines.yaml": DEADLINES + ONE_MORE}
DEADLINE_OTHERS = "day, do, applies_when, met_when, begin_before, fallbacks"

THRESHOLDS = """\
thresholds:
  few-lines:
    value: 10
    what: The most lines that are few
    source: judgement
    review_by: 2027-11-24
"""

ROWS = [
    # question
    ("question gone", [("lead", "key: remarks", "key: other-remarks")], LOST, "is gone"),
    ("question new", [("lead", "rules:\n", COMMENTS)], MOVES, "PLN-09 (comments) is new"),
    ("hint, evidence named, area, owner, source, section", [
        ("lead", "hint: The plan names", "hint: This names")], WORDS, "the hint"),
    ("what is asked", [("lead", "Has your organisation", "Has your own organisation")],
     WORDS, "what is asked"),
    ("what is asked, less than half of its words kept", [
        ("lead", "Has your organisation signed the agreement?", "Who pays for lines?")],
     REVIEW, "what is asked"),
    ("what is asked, of a published measure", [
        ("lead", "How far is the plan?", "How far is your plan?")], REVIEW, "what is asked"),
    ("reference", [("lead", "ref: PLN-02", "ref: PLN-08")], WORDS, "the reference"),
    ("reference that another question had", [
        ("lead", "ref: PLN-03", "ref: PLN-33"), ("lead", "ref: PLN-02", "ref: PLN-03")],
     REVIEW, "“PLN-02” → “PLN-03”"),
    ("kind, answers still read", [
        ("estate", "    kind: money", "    kind: number\n    unit: pounds")],
     REVIEW, "the kind: money → number"),
    ("kind, answers do not read", [("lead", "kind: text", "kind: date")], LOST, "text → date"),
    ("ranked or not", [("estate", "    ordered: no\n", "")], REVIEW, "are ranked: no → yes"),
    ("unit", [("estate", "unit: lines", "unit: circuits")], REVIEW, "the unit"),
    ("bound narrowed", [("estate", "maximum: 500", "maximum: 50")], REVIEW, "500 → 50"),
    ("bound widened", [("estate", "maximum: 500", "maximum: 5000")], MOVES, "500 → 5,000"),
    ("pick", [("lead", "ask: Why are you moving?", "ask: Why are you moving?\n    pick: 2")],
     REVIEW, "how many to choose: nothing → 2"),
    ("asked_when", [("estate", "{question: sharing, is: yes}\n    area",
                     "{question: sharing, is: no}\n    area")], REVIEW, "when it is asked"),
    ("best", [("estate", "ordered: no\n", "ordered: no\n    best: own\n")], MOVES, "best in cases"),
    ("benchmark", [("lead", "    benchmark: yes\n", "")], MOVES, "published measure: yes → no"),
    ("sensitive taken away", [("lead", "    sensitive: yes\n", "")], REVIEW, "yes → no"),
    ("sensitive added", [("estate", "kind: money", "kind: money\n    sensitive: yes")],
     MOVES, "no → yes"),
    ("dont_know", [("estate", "kind: money", "kind: money\n    dont_know: Not counted")],
     WORDS, "don’t know is called"),
    # options
    ("option gone", [("lead", "security: Security", "safety: Safety")], LOST, "(security) is gone"),
    ("option new, as the best or the worst", [
        ("lead", "agreed: Agreed}", "agreed: Agreed, published: Published}")],
     MOVES, "(published) is new, as the best"),
    ("option new, as the best or the worst", [
        ("lead", "{none: None, drafted", "{refused: Refused, none: None, drafted")],
     MOVES, "(refused) is new, as the worst"),
    ("option new, between", [
        ("lead", "drafted: Drafted,", "drafted: Drafted, costed: Costed,")],
     REVIEW, "(costed) is new, between drafted and agreed"),
    ("option new, of a choice that is not ranked", PREFERS_THREE, MOVES, "beside the others"),
    ("option new, of several choices", [
        ("lead", "      cost: Cost\n", "      cost: Cost\n      age: Age\n")],
     REVIEW, "(age) is new, which nobody could pick before"),
    ("order of ranked options", [
        ("lead", "{none: None, drafted: Drafted,", "{drafted: Drafted, none: None,")],
     REVIEW, "the order of the options"),
    ("order of other options", [
        ("estate", "{own: On our own, joint: Together}", "{joint: Together, own: On our own}")],
     WORDS, "the order of the options"),
    ("label", [("estate", "half: {label: About half", "half: {label: Half")], WORDS, "the label"),
    ("label that another option had", [
        ("estate", "{own: On our own, joint: Together}", "{joint: On our own, own: Together}")],
     REVIEW, "option own, the label"),
    ("label, of a published measure", [("lead", "drafted: Drafted", "drafted: A draft")],
     REVIEW, "the label"),
    ("done", [("estate", "done: [40, 60]", "done: [30, 60]")], MOVES, "40 to 60% → 30 to 60%"),
    ("alone added", [("lead", "cost: Cost\n", "cost: {label: Cost, alone: yes}\n")],
     REVIEW, "stands alone: no → yes"),
    ("alone taken away", [("lead", "{label: No reason, alone: yes}", "No reason")],
     MOVES, "stands alone: yes → no"),
    # stages
    ("stage gone", [
        ("stages", "key: planning", "key: thinking"),
        ("lead", "planning: Planning", "thinking: Planning"),
        ("lead", "stage: planning", "stage: thinking"),
        ("estate", "stage: planning", "stage: thinking")], LOST, "Stage planning is gone"),
    ("stage new", [
        ("stages", "  - {key: complete", "  - {key: pilot, title: Pilot, meaning: A.}\n"
         "  - {key: complete"),
        ("lead", "complete: Complete", "pilot: Pilot, complete: Complete")],
     MOVES, "Stage pilot is new"),
    ("order of stages", [
        ("stages", "key: not-started, title: Not started", "key: planning, title: Planning"),
        ("stages", "key: planning, title: Planning, meaning: A",
         "key: not-started, title: Not started, meaning: A")], LOST, "The order of the stages"),
    ("title, meaning, evidence, blockers", [("stages", "Every line has moved", "All has moved")],
     WORDS, "the meaning"),
    # rules
    ("rule new or gone", [("estate", "rules:\n", "rules:\n" + NEW_RULE)],
     MOVES, "budget-set is new"),
    ("needs, applies_when, stage, strength, do", [
        ("lead", "{question: plan, at_least: agreed}", "{question: plan, at_least: drafted}")],
     MOVES, "what it needs: PLN-01 is “Agreed” → PLN-01 is “Drafted” or “Agreed”"),
    ("otherwise, because, needed, board, source", [("lead", "The plan is not agreed.", "No plan.")],
     WORDS, "while it is not met"),
    # actions
    ("action new or gone", [("estate", "do: [date-lines]", "do: [date-all-lines]"),
                            ("actions", "key: date-lines", "key: date-all-lines")],
     MOVES, "Action date-lines is gone"),
    ("achieves, effort, lead_time, after, start_before_target, changes_live", [
        ("actions", "effort: {days: [3, 5]}", "effort: {days: 4}")],
     MOVES, "3 to 5 person-days per organisation → 4 person-days per organisation"),
    ("achieves, effort, lead_time, after, start_before_target, changes_live", [
        ("actions", "lead_time: 6 weeks", "lead_time: 6 weeks\n    changes_live: yes")],
     MOVES, "agree-plan, whether it changes the live network: no → yes"),
    ("title, owner, how, source", [("actions", "title: Draft the plan", "title: Write the plan")],
     WORDS, "the title"),
    # fallbacks
    ("fallback new or gone", [("pack", "key: extend", "key: prolong")],
     MOVES, "Fallback extend is gone"),
    ("effort, lead_time, for, when", [
        ("pack", "needs: A price.", "needs: A price., lead_time: 6 weeks, for: [agree-plan]")],
     MOVES, "Fallback extend, the lead time: nothing → 6 weeks"),
    ("title, owner, needs", [("pack", "needs: A price.", "needs: A new price.")],
     WORDS, "what it needs: “A price.” → “A new price.”"),
    # deadlines
    ("deadline new or gone", LATER_DEADLINE, MOVES,
     "Deadline switch-off is new: “Old lines are switched off”"),
    (DEADLINE_OTHERS, [("deadlines", "day: 2027-01-31", "day: {yearly: 12-31}")],
     MOVES, "Deadline old-lines, the day: 31 January 2027 → every year on 31 December"),
    (DEADLINE_OTHERS, [("deadlines", "[agree-plan]", "[agree-plan, date-lines]")],
     MOVES, "Deadline old-lines, what must be done by then: nothing → date-lines"),
    (DEADLINE_OTHERS, [("deadlines", "more_than: 0", "more_than: 5")],
     MOVES, "Deadline old-lines, where it applies"),
    ("title, short, because, source, review_by", [
        ("deadlines", "because: A line goes dark.", "because: A line is dead.")],
     WORDS, "what happens on that day"),
    # routes
    ("route or reason new or gone", PREFERS_THREE, MOVES, "Route wait is new"),
    ("open_when, when, points, least, question", [
        ("routes", "points: {joint: 3}", "points: {joint: 2}")], MOVES, "joint 3 → joint 2"),
    ("title, summary, closed, because, whether, undecided, source", [
        ("routes", "You buy for yourself.", "You buy alone.")], WORDS, "the summary"),
    # scales
    ("scale, profile or threshold new or gone", [
        ("scales", "key: trusts", "key: providers")], MOVES, "Profile trusts is gone"),
    ("outcomes, rows, least, applies_when, value", [
        ("scales", "{question: plan, at_least: drafted}", "{question: lines, more_than: 3}")],
     MOVES, "what leads to each outcome"),
    ("outcomes, rows, least, applies_when, value", [
        ("scales", "least: {planning: some}", "least: {planning: done}")],
     MOVES, "How far planning is is “Some” or “Done” → How far planning is is “Done”"),
    ("outcomes, rows, least, applies_when, value", [("pack", "value: 10", "value: 12")],
     MOVES, "Threshold few-lines, the figure: 10 → 12"),
    ("title, says, otherwise, because, what, source, review_by", [
        ("pack", "review_by: 2027-11-24", "review_by: 2028-11-24")],
     WORDS, "the day to look at it again: 24 November 2027 → 24 November 2028"),
    ("title, says, otherwise, because, what, source, review_by", [
        ("scales", "says: Drafted.", "says: In draft.")],
     WORDS, "Scale planning, what is said of each outcome"),
    # the rest
    ("benchmark new, gone or with another figure, question or options", BENCHMARKED, MOVES,
     "Benchmark plans-2024 is new"),
    ("survey: any part; heading; context; unpublished", BENCHMARKED, WORDS,
     "Survey small-trusts is new: “A survey of small trusts”"),
    ("survey: any part; heading; context; unpublished",
     {"benchmarks.yaml": f"heading: Then\n{BENCHMARKED['benchmarks.yaml']}"}, WORDS,
     "what its published figures are called"),
    ("section, order of sections and questions", [
        ("lead", "minutes: 3", "minutes: 4")], WORDS, "the minutes it takes"),
    ("section, order of sections and questions", [
        ("pack", "[lead, estate]", "[estate, lead]")], WORDS, "The order of the sections"),
    ("version, title, order, roles, dates, glossary, contract", [
        ("pack", "version: \"2026.11\"", "version: \"2026.12\"")], WORDS, "2026.11"),
    ("hands_over", [
        ("pack", "find-out:", "hands_over: {stage: complete, to: small, says: Go.}\nfind-out:")],
        MOVES, "the stage that hands over to another pack"),
    ("hosting", [
        ("pack", "find-out:", "hosting: {sections: [estate], owner: network-manager, "
            "effort: {days: 1}, lead_time: 2 weeks}\nfind-out:")],
        MOVES, "what a host may answer for its guests"),
    ("claimed, target, counts, find-out", [
        ("pack", "{days: 0.5}", "{days: 1}")], MOVES, "to find something out"),
]  # fmt: skip


def revised(edits):
    """Read the small pack before and after some edits, and compare the two."""
    pack = examples.PACK + THRESHOLDS + FALLBACKS
    files = examples.tiny_pack(pack=pack) | {
        "scales.yaml": examples.SCALES,
        "deadlines.yaml": DEADLINES,
    }
    after = dict(files)
    if isinstance(edits, dict):
        after |= edits
        edits = []
    for name, old, new in edits:
        path = next(path for path in after if path.endswith(f"{name}.yaml") and "cases" not in path)
        assert old in after[path], old
        after[path] = after[path].replace(old, new, 1)
    return compare(read_pack(files), read_pack(after, kept=True))


@pytest.mark.parametrize(("row", "edits", "effect", "words"), ROWS)
def test_a_change_can_do_what_its_row_of_the_table_says(row, edits, effect, words):
    revision = revised(edits)

    assert [c.effect for c in revision.changes if words in c.sentence] == [effect], [
        (c.effect.value, c.sentence) for c in revision.changes
    ]


@pytest.mark.parametrize(("row", "effect"), [(row[0], row[2]) for row in ROWS])
def test_every_row_stands_in_the_guide(row, effect):
    line = next((line for line in GUIDE.splitlines() if line.startswith(f"| {row} |")), "")

    assert line.endswith(f"| {effect.value} |"), row


def test_the_options_of_a_ranked_question_may_all_be_others():
    old = read_pack(examples.tiny_pack())
    was = old.questions["plan"]
    now = replace(was, options=tuple(replace(o, key=f"new-{o.key}") for o in was.options))
    added = [c for c in question_changes(was, now, old, old) if "is new" in c.sentence]

    assert [c.effect for c in added] == [MOVES] * len(was.options)
    assert all("where none of the earlier ones is left" in c.sentence for c in added)


def test_the_worst_change_comes_first_and_gives_its_class_to_the_whole():
    revision = revised(
        [
            ("pack", "2026.11", "2026.12"),
            ("lead", "at_least: agreed", "at_least: drafted"),
            ("estate", "maximum: 500", "maximum: 50"),
            ("lead", "key: remarks", "key: notes"),
        ]
    )

    assert revision.effect is LOST
    ranks = [list(Effect).index(change.effect) for change in revision.changes]
    assert ranks == sorted(ranks)
    assert set(ranks) == {0, 1, 2, 3}
    assert list(revision.to_review) == ["lines"]


def test_a_pack_that_differs_in_comments_alone_has_changed_nothing():
    revision = revised([("lead", "section: lead", "# ours\nsection: lead")])

    assert revision.old.fingerprint != revision.new.fingerprint
    assert (revision.changes, revision.effect, revision.may_move) == ((), None, False)


def test_a_rule_that_names_another_is_not_told_when_only_the_other_changed():
    def files(needed):
        named = "needs: {all: [{rule: plan-agreed}, {question: agreement, is: yes}]}"
        lead = examples.LEAD.replace("needs: {question: agreement, is: yes}", named)
        return examples.tiny_pack(lead=lead.replace("at_least: agreed", f"at_least: {needed}"))

    revision = compare(
        read_pack(files("agreed"), kept=True), read_pack(files("drafted"), kept=True)
    )

    assert [(change.what, change.key) for change in revision.changes] == [("rule", "plan-agreed")]


def test_another_pack_is_incompatible():
    revision = revised([("pack", "key: tiny", "key: large")])

    assert revision.changes[0].sentence == "The pack’s key: tiny → large"
    assert revision.effect is LOST


@pytest.mark.parametrize(
    ("edits", "advice"),
    [
        ([("lead", "key: remarks", "key: notes")], "remarks was renamed to notes"),
        (
            [
                ("lead", "key: remarks\n    ref: PLN-03", "key: notes\n    ref: PLN-33"),
                ("lead", "anything that we should know", "anything else that we should know"),
            ],
            "remarks was renamed to notes",
        ),
        ([("lead", "security: Security", "safety: Security")], "security was renamed to safety"),
        ([("lead", "key: plan-agreed", "key: plan-settled")], "plan-agreed was renamed to plan-se"),
    ],
)
def test_a_probable_rename_is_suggested(edits, advice):
    assert any(advice in change.advice for change in revised(edits).changes)


def test_what_is_really_new_is_no_rename():
    lead = examples.LEAD.replace("key: remarks\n    ref: PLN-03", "key: notes\n    ref: PLN-33")
    lead = lead.replace("Is there anything that we should know?", "Who wrote the plan?")
    revision = compare(read_pack(examples.tiny_pack()), read_pack(examples.tiny_pack(lead=lead)))

    assert [change.advice for change in revision.changes] == ["", ""]


NOUNS = [
    (effects.QUESTION, Question, "kind options minimum maximum sensitive"),
    (effects.STAGE, Stage, ""),
    (effects.SECTION, Section, "questions"),
    (effects.RULE, Rule, ""),
    (effects.ACTION, ActionTemplate, ""),
    (effects.FALLBACK, Fallback, ""),
    (effects.DEADLINE, Deadline, ""),
    (effects.ROUTE, Route, ""),
    (effects.REASON, Reason, ""),
    (effects.SURVEY, Survey, ""),
    (effects.BENCHMARK, Benchmark, ""),
    (effects.SCALE, ScaleParts, ""),
    (effects.PROFILE, Profile, ""),
    (effects.THRESHOLD, Threshold, ""),
]


@pytest.mark.parametrize(("noun", "kind", "elsewhere"), NOUNS, ids=[n.what for n, *_ in NOUNS])
def test_no_field_of_a_part_is_forgotten(noun, kind, elsewhere):
    assert {f.name for f in fields(kind)} == set(noun.fields) | {"key", *elsewhere.split()}


def test_no_field_of_a_pack_is_forgotten():
    assert {f.name for f in fields(Pack) if f.compare} == set(effects.PACK) | PARTS
    assert {f.name for f in fields(Routes)} == set(effects.ROUTES) | {"routes", "reasons"}


def test_of_what_is_listed_by_name_only_the_entries_that_differ_are_shown():
    glossary = "\nglossary:\n  Line: A way out.\n  Move: A change of line.\n"
    files = examples.tiny_pack(pack=examples.PACK + glossary)
    after = {**files, "pack.yaml": files["pack.yaml"].replace("A way out.", "A way in and out.")}

    (change,) = compare(read_pack(files), read_pack(after)).changes

    assert "A way out." in change.was
    assert "A way in and out." in change.now
    assert "A change of line." not in change.was + change.now
