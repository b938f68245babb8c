import random
from contextlib import suppress
from dataclasses import replace as varied

import pytest
from hypothesis import given as examples_of
from hypothesis import strategies as st

from readiness.content import rules_folder
from readiness.domain import replay as replaying
from readiness.domain.answer_value import plain_value, read_value
from readiness.domain.assessment import Answer, Given
from readiness.domain.carry import Fate, carry
from readiness.domain.errors import InvalidAnswer
from readiness.domain.reader import read_pack
from readiness.domain.record import write_given
from readiness.domain.replay import Position, replay
from readiness.domain.revision import compare
from readiness.domain.stored import Stored, stored_in, stored_of
from readiness.domain.verdict import assess
from readiness.storage.packs import folder_files
from tests import examples


def pack(*edits):
    """Read the small pack with some texts replaced."""
    return read_pack(examples.edited_pack(*edits), kept=True)


PLAN_DRAFTED = ("at_least: agreed}\n    needed", "at_least: drafted}\n    needed")
SIGNED = "{question: agreement, is: yes}\n    needed"
REWORDED = [("drafted: Drafted", "outlined: Outlined"), ("least: drafted", "least: outlined")]

NOW = pack()
LENIENT = pack(PLAN_DRAFTED)


def stored(organisation=examples.TRUST, **answers):
    values = {key.replace("_", "-"): value for key, value in answers.items()}
    return Stored(organisation, examples.ON, values)


def moves(old, new, *submitted):
    """Return who moves, from where to where, and by what."""
    found = replay(old, new, submitted)
    return [
        (
            one.organisation.ods_code,
            f"{one.was.evidenced} → {one.now.evidenced}",
            [str(cause) for cause in one.by],
        )
        for one in found.movers
    ]


def test_who_would_move_is_named_with_the_rule_that_decides():
    submitted = [
        stored(plan="drafted", agreement="yes"),
        stored(examples.CLINIC, plan="none"),
    ]

    assert moves(NOW, LENIENT, *submitted) == [
        ("ZX9", "not-started → complete", ["rule plan-agreed"])
    ]
    assert moves(LENIENT, NOW, *submitted) == [
        ("ZX9", "complete → not-started", ["rule plan-agreed"])
    ]


def test_a_rule_that_changes_without_deciding_the_gate_is_not_named():
    new = pack(PLAN_DRAFTED, ("question: move-plan, at_least: half", "question: lines, equals: 1"))

    assert moves(NOW, new, stored(plan="drafted", agreement="yes", move_plan="half")) == [
        ("ZX9", "not-started → complete", ["rule plan-agreed"])
    ]


def test_a_rule_that_becomes_hard_holds_whom_it_only_advised():
    new = pack(("    strength: soft", "    strength: hard"))

    assert moves(NOW, new, stored(plan="agreed", agreement="yes", move_plan="none")) == [
        ("ZX9", "complete → planning", ["rule lines-dated"])
    ]


def test_a_rule_that_goes_lets_those_pass_whom_it_held():
    hard = "    strength: hard\n    needs: {question: agreement"
    new = pack((hard, hard.replace("hard", "soft")))

    assert moves(NOW, new, stored(plan="agreed")) == [
        ("ZX9", "planning → complete", ["rule agreement-signed"])
    ]


def test_the_most_that_is_possible_may_move_alone():
    new = pack((SIGNED, SIGNED.replace("yes", "no")))

    found = replay(NOW, new, [stored(plan="drafted"), stored(agreement="yes")]).movers

    assert [(one.was.at_most, one.now.at_most) for one in found] == [("complete", "planning")]
    assert [str(cause) for cause in found[0].by] == ["rule agreement-signed"]


@pytest.mark.parametrize(
    ("edit", "cause"),
    [
        (("points: {own: 2}", "points: {own: 1}"), "reason few-lines"),
        (
            ("{question: lines, less_than: 10}", "{question: lines, less_than: 5}"),
            "reason few-lines",
        ),
        (("least: 2", "least: 3"), "least points 3"),
    ],
)
def test_a_route_moves_by_its_reasons(edit, cause):
    found = replay(NOW, pack(edit), [stored(lines=9)]).movers

    assert [(one.was.route, one.now.route) for one in found] == [("own", "undecided")]
    assert [str(c) for c in found[0].by] == [cause]


def test_a_route_that_closes_is_named():
    new = pack(
        ("open_when: {question: sharing, is: yes}", "open_when: {question: sharing, is: no}")
    )

    found = replay(NOW, new, [stored(sharing="yes", partners=["QZZ", "RX9"])]).movers

    assert [(one.was.route, one.now.route) for one in found] == [("joint", "undecided")]
    assert [str(cause) for cause in found[0].by] == ["route joint"]


def test_a_rule_that_guards_another_gate_is_named():
    new = pack(
        ("- {key: planning,", "- {key: thinking, title: T, meaning: T.}\n  - {key: planning,"),
        ("planning: Planning,", "thinking: T, planning: Planning,"),
        ("stage: planning", "stage: thinking"),
    )

    assert moves(NOW, new, stored(plan="agreed", agreement="no")) == [
        ("ZX9", "planning → thinking", ["rule agreement-signed"])
    ]


def test_a_ladder_that_goes_on_is_named_where_no_rule_decides():
    new = pack(
        ("- {key: complete,", "- {key: complete, title: C, meaning: C.}\n  - {key: closed,"),
        ("complete: Complete", "complete: C, closed: Complete"),
    )

    assert moves(NOW, new, stored(plan="agreed", agreement="yes")) == [
        ("ZX9", "complete → closed", ["stage complete"])
    ]


def test_answers_that_no_longer_read_are_named_and_count_as_not_answered():
    new = pack(*REWORDED)

    found = replay(NOW, new, [stored(plan="drafted", agreement="yes"), stored(plan="agreed")])

    assert [one.unread for one in found.losers] == [("plan",)]
    assert found.losers[0].now.at_most == "complete"


def test_who_stays_is_counted_and_not_kept():
    found = replay(NOW, LENIENT, (stored(plan="none") for _ in range(50)))

    assert (found.judged, found.found) == (50, ())


def test_what_was_submitted_under_neither_version_is_read_as_far_as_it_can_be():
    record = stored(plan="agreed", agreement="maybe", gone="yes")

    assert moves(LENIENT, NOW, record) == []


def test_each_is_judged_on_its_own_day():
    later = "{question: target-date, later_than: 6 months}\n    needed"
    old = pack((SIGNED, later))
    record = stored(plan="agreed", target_date="2027-06-30")

    assert moves(old, NOW, record) == [("ZX9", "complete → planning", ["rule agreement-signed"])]
    assert moves(old, NOW, varied(record, on=record.on.replace(year=2027))) != []


VALUES = {
    "plan": st.sampled_from(["none", "drafted", "agreed", "dont-know", None]),
    "agreement": st.sampled_from(["yes", "no", "dont-know", None]),
    "lines": st.sampled_from([0, 4, 9, 10, 400, "dont-know", None]),
    "sharing": st.sampled_from(["yes", "no", None]),
    "partners": st.sampled_from([["QZZ"], ["QZZ", "RX9"], None]),
    "move-plan": st.sampled_from(["none", "half", "all", None]),
}
VERSIONS = [
    NOW,
    LENIENT,
    pack(("maximum: 500", "maximum: 50"), ("less_than: 10", "less_than: 5")),
    pack(
        ("    strength: soft", "    strength: hard"), ("points: {joint: 3}", "points: {joint: 1}")
    ),
    pack(("key: agreement\n", "key: contract\n"), ("question: agreement,", "question: contract,")),
    pack(("{question: sharing, is: yes}\n    area", "{question: lines, more_than: 5}\n    area")),
    pack(
        ("least: 2", "least: 3"),
        ("{question: sharing, is: yes}\n    cl", "{gate: planning}\n    cl"),
    ),
]


def whole_verdict(version, values):
    """Judge values under a version as if it were the only one; what does not read is left out."""
    read = {}
    for key in version.questions.keys() & values.keys():
        with suppress(InvalidAnswer):
            read[key] = Answer(read_value(version.questions[key], values[key]))
    verdict = assess(version, Given(examples.TRUST, examples.ON, read))
    route = verdict.recommended.route.key if verdict.recommended else "undecided"
    return Position(verdict.evidenced.key, verdict.at_most.key, route)


@examples_of(st.fixed_dictionaries(VALUES), st.sampled_from(VERSIONS), st.sampled_from(VERSIONS))
def test_a_replay_says_what_two_whole_verdicts_say(values, old, new):
    was, now = whole_verdict(old, values), whole_verdict(new, values)

    movers = replay(old, new, [stored(**values)]).movers

    assert [(one.was, one.now) for one in movers] == ([(was, now)] if was != now else [])
    assert all(one.by for one in movers), "a move has a cause"


NEW_STAGE = "  - {key: new, title: New, meaning: New.}\n"
HSCN = folder_files(rules_folder(), "hscn")


def hscn(*edits):
    """Read the pack of the move to HSCN, with some texts replaced once in a file of it."""
    files = dict(HSCN)
    for path, old, new in edits:
        assert old in files[path], old
        files[path] = files[path].replace(old, new, 1)
    return read_pack(files, kept=True)


def respondents(version, count, seed):
    """Make up answers to every question of a pack, with gaps and don’t knows among them."""
    chance = random.Random(seed)
    for number in range(count):
        values = {}
        for key, question in version.questions.items():
            if question.options:
                values[key] = chance.choice([*(o.key for o in question.options), "dont-know", None])
            elif question.kind in ("number", "percentage"):
                values[key] = chance.choice([0, 1, 3, 50, 95, 100, None])
        organisation = varied(
            examples.TRUST, ods_code=f"Z{number}", sites=chance.choice([None, 60])
        )
        yield Stored(organisation, examples.ON, values)


@pytest.mark.parametrize(
    "edits",
    [
        [("sections/money.yaml", "strength: soft", "strength: hard")],
        [("sections/network-design.yaml", "      partial: Partial\n", "      some: Partial\n")],
        [("routes.yaml", "least: 3", "least: 2")],
        [
            (
                "stages.yaml",
                "  - key: scoping",
                "  - {key: new, title: N, meaning: N}\n  - key: scoping",
            )
        ],
    ],
)
def test_columns_find_all_who_move_by_the_pack_of_a_whole_move(edits, monkeypatch):
    old, new = hscn(), hscn(*edits)
    by_columns = replay(old, new, respondents(old, 400, seed=11))
    monkeypatch.setattr(replaying, "suspects", lambda old, new, batch: range(len(batch)))

    assert by_columns == replay(old, new, respondents(old, 400, seed=11))
    assert by_columns.judged == 400


def test_only_those_who_may_move_are_judged_whole(monkeypatch):
    judged = []
    whole = replaying.assess
    monkeypatch.setattr(replaying, "assess", lambda *given: judged.append(given) or whole(*given))

    found = replay(NOW, LENIENT, [stored(plan=plan) for plan in ["none", "drafted", "agreed"] * 9])

    assert (found.judged, len(found.movers), len(judged)) == (27, 9, 18)


def test_what_was_given_is_stored_as_json_carries_it():
    given = Given(
        examples.TRUST,
        examples.ON,
        {"partners": Answer(frozenset({"RX9", "QZZ"})), "target-date": Answer(examples.ON)},
        {"partners": 3},
    )

    assert stored_of(given).values == {"partners": ["QZZ", "RX9"], "target-date": "2026-11-24"}
    assert stored_in(write_given(given, NOW)) == stored_of(given)


@pytest.mark.parametrize(
    ("edits", "question", "value", "fate"),
    [
        ([("Is there anything", "Is there something")], "plan", "drafted", Fate.KEPT),
        ([("drafted: Drafted,", "drafted: D, costed: C,")], "plan", "drafted", Fate.REVIEW),
        (REWORDED, "plan", "drafted", Fate.DROPPED),
        (REWORDED, "plan", "agreed", Fate.REVIEW),
        (REWORDED, "agreement", "yes", Fate.KEPT),
        ([("key: remarks", "key: notes")], "remarks", "Ours", Fate.DROPPED),
        ([("maximum: 500", "maximum: 50")], "lines", 51, Fate.DROPPED),
        ([("maximum: 500", "maximum: 50")], "lines", 50, Fate.REVIEW),
        ([("unit: lines", "unit: circuits")], "lines", "dont-know", Fate.REVIEW),
    ],
)
def test_an_answer_is_kept_reviewed_or_dropped(edits, question, value, fate):
    carried = carry(compare(NOW, pack(*edits)), question, value)

    assert carried.fate is fate
    assert bool(carried.why) == (fate is not Fate.KEPT and carried.now is not None)
    assert plain_value(carried.value) == value
