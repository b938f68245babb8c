import json

import pytest

from readiness.domain.carry import Fate
from readiness.domain.errors import Conflict, NotAllowed, NotFound
from readiness.domain.organisation import Person
from readiness.domain.plan import draft_plan
from readiness.domain.schedule import schedule
from readiness.files.judgement import judgement
from readiness.storage.database import rows
from readiness.usecases.assessment import Change, answer_questions, read_submission, submit
from readiness.usecases.pack_change import (
    answers_to_look_at,
    change_pack,
    confirm_answer,
    former_pack,
    newer_pack,
    preview_change,
    undo_change,
)
from tests import examples
from tests.examples import AT, ON, later

INSERTED = ("drafted: Drafted,", "drafted: Drafted, costed: Costed,")
REWORDED = [("drafted: Drafted", "outlined: Outlined"), ("least: drafted", "least: outlined")]
GONE = ("key: remarks", "key: notes")


@pytest.fixture
def say(db, read, person):
    """Save an answer some minutes after the assessment began."""

    def say(question, value, minutes):
        answer = read().given.answers.get(question)
        change = Change(question, value, seen=answer.version if answer else 0)
        saved = answer_questions(db, read(), [change], person=person, at=later(minutes))
        assert saved.saved == (question,)

    return say


@pytest.fixture
def revise(rules):
    """Put edits of the small pack into the rules folder."""

    def revise(*edits):
        examples.write_pack(rules, examples.edited_pack(*edits))

    return revise


@pytest.fixture
def move(db, rules, read, person):
    """Move the assessment to the rules in use, some minutes after it began."""

    def move(minutes):
        change_pack(db, rules, read(), person=person, at=later(minutes))

    return move


@pytest.fixture
def looks(db, read):
    """Return the questions that need another look."""

    def looks():
        return [look.carried.was.key for look in answers_to_look_at(db, read())]

    return looks


def test_a_preview_says_what_becomes_of_every_answer_and_changes_nothing(
    db, rules, read, say, revise, person
):
    say("plan", "agreed", 1)
    say("agreement", "yes", 2)
    say("remarks", "Ours", 3)
    say("lines", 60, 4)
    revise(INSERTED, GONE, ("maximum: 500", "maximum: 50"), ("least: agreed}", "least: costed}"))
    before = db.conn.total_changes

    preview = preview_change(db, rules, read(), person=person)

    assert [one.was.key for one in preview.kept] == ["agreement"]
    assert [one.was.key for one in preview.to_review] == ["plan"]
    assert [(one.was.key, one.now and one.now.key) for one in preview.dropped] == [
        ("remarks", None),
        ("lines", "lines"),
    ]
    assert [question.key for question in preview.new_questions] == ["notes"]
    assert (preview.was.evidenced, preview.now.evidenced) == ("complete", "complete")
    assert db.conn.total_changes == before


def test_a_preview_shows_where_the_stage_would_be(db, rules, read, say, revise, person):
    say("plan", "drafted", 1)
    revise(("at_least: agreed}\n    needed", "at_least: drafted}\n    needed"))

    preview = preview_change(db, rules, read(), person=person)

    assert (preview.was.evidenced, preview.now.evidenced) == ("not-started", "planning")


def test_there_is_nothing_to_preview_under_the_rules_in_use(db, rules, read, person):
    assert preview_change(db, rules, read(), person=person) is None
    assert newer_pack(db, rules, read()) is None


def test_faulty_rules_are_not_offered(db, rules, read):
    examples.write_pack(rules, {"stages.yaml": "stages: none"})

    assert newer_pack(db, rules, read()) is None


def test_an_answer_that_may_mean_something_else_needs_another_look_until_it_is_saved(
    say, revise, move, looks
):
    say("plan", "drafted", 1)
    say("agreement", "yes", 2)
    revise(INSERTED)
    assert looks() == []
    move(5)

    assert looks() == ["plan"]
    say("plan", "costed", 6)
    assert looks() == []


def test_an_answer_that_is_no_longer_offered_needs_another_look_too(
    db, read, say, revise, move, looks
):
    say("plan", "drafted", 1)
    say("remarks", "Ours", 2)
    revise(*REWORDED, GONE)
    move(5)

    assert looks() == ["plan"]
    assert answers_to_look_at(db, read())[0].carried.fate is Fate.DROPPED


def test_a_confirmed_answer_needs_no_other_look_and_is_not_saved_again(
    db, read, say, revise, move, looks, person
):
    say("plan", "drafted", 1)
    revise(INSERTED)
    move(5)
    confirm_answer(db, read(), "plan", version=1, person=person, at=later(6))

    assert looks() == []
    assert read().given.answers["plan"].version == 1
    with pytest.raises(NotFound, match="needs no other look"):
        confirm_answer(db, read(), "plan", version=1, person=person, at=later(7))


def test_what_changed_under_the_hand_is_not_confirmed(db, read, say, revise, move, person):
    say("plan", "drafted", 1)
    say("lines", 60, 2)
    revise(INSERTED, ("maximum: 500", "maximum: 50"))
    move(5)

    with pytest.raises(Conflict, match="changed meanwhile"):
        confirm_answer(db, read(), "plan", version=2, person=person, at=later(6))
    with pytest.raises(Conflict, match="must be given again"):
        confirm_answer(db, read(), "lines", version=1, person=person, at=later(6))
    with pytest.raises(NotFound):
        confirm_answer(db, read(), "agreement", version=1, person=person, at=later(6))


def test_a_look_is_still_owed_after_a_second_move(say, revise, move, looks):
    say("plan", "drafted", 1)
    revise(INSERTED)
    move(5)
    revise(INSERTED, ("A small move", "A tiny move"))
    move(6)

    assert looks() == ["plan"]


def test_to_undo_brings_the_rules_and_every_answer_back(db, read, say, revise, move, looks, person):
    say("plan", "drafted", 1)
    say("remarks", "Ours", 2)
    before = read()
    revise(*REWORDED, GONE)
    move(5)
    assert read().given.answers.keys() == {"plan"}
    undo_change(db, read(), seen=read().pack.fingerprint, person=person, at=later(6))

    after = read()
    assert after.pack == before.pack
    assert after.given == before.given
    assert looks() == []
    assert len(rows(db, "select 1 from assessment_packs")) == 3


def test_an_answer_confirmed_before_the_undo_stands_as_it_did(
    db, read, say, revise, move, looks, person
):
    say("plan", "drafted", 1)
    revise(INSERTED)
    move(5)
    confirm_answer(db, read(), "plan", version=1, person=person, at=later(6))
    undo_change(db, read(), seen=read().pack.fingerprint, person=person, at=later(7))

    assert looks() == []


def test_an_answer_given_under_the_newer_rules_needs_a_look_after_the_undo(
    db, read, say, revise, move, looks, person
):
    revise(INSERTED)
    move(5)
    say("plan", "costed", 6)
    say("agreement", "yes", 7)
    undo_change(db, read(), seen=read().pack.fingerprint, person=person, at=later(8))

    assert looks() == ["plan"]


def test_a_move_can_be_undone_and_done_and_undone_again(
    db, rules, read, revise, move, person, started
):
    first = read().pack
    revise(INSERTED)
    assert former_pack(db, started) is None
    for minutes in (5, 7):
        move(minutes)
        assert former_pack(db, started) == first
        undo_change(db, read(), seen=read().pack.fingerprint, person=person, at=later(minutes + 1))
        assert former_pack(db, started) is None
        assert newer_pack(db, rules, read()) is not None


def test_a_move_other_than_the_one_that_was_shown_is_a_conflict(db, rules, read, revise, person):
    seen = read().pack.fingerprint
    revise(INSERTED)
    to = newer_pack(db, rules, read()).fingerprint
    revise(GONE)

    with pytest.raises(Conflict, match="Look again"):
        change_pack(db, rules, read(), person=person, at=AT, seen=(seen, to))
    with pytest.raises(Conflict, match="Look again"):
        undo_change(db, read(), seen=to, person=person, at=AT)
    with pytest.raises(Conflict, match="Look again"):
        undo_change(db, read(), seen=seen, person=person, at=AT)
    assert read().pack.fingerprint == seen


def test_what_was_submitted_is_judged_to_the_byte_as_before(
    db, read, say, revise, move, person, started
):
    say("plan", "drafted", 1)
    submit(db, read(), seen=read().newest, person=person, at=later(2), on=ON)

    def judged():
        verdict = read_submission(db, started, 1, person=person).verdict
        plan = draft_plan(verdict)
        return json.dumps(judgement(plan, schedule(plan, None, ON))).encode()

    before = judged()
    revise(*REWORDED, GONE, ("strength: soft", "strength: hard"))
    move(5)
    assert judged() == before
    undo_change(db, read(), seen=read().pack.fingerprint, person=person, at=later(6))
    assert judged() == before


@pytest.mark.parametrize(
    "deed",
    [
        lambda db, rules, opened, who: preview_change(db, rules, opened, person=who),
        lambda db, rules, opened, who: undo_change(db, opened, seen="", person=who, at=AT),
        lambda db, rules, opened, who: confirm_answer(
            db, opened, "plan", version=1, person=who, at=AT
        ),
    ],
)
def test_somebody_who_is_not_known_here_may_not(db, rules, read, deed):
    with pytest.raises(NotAllowed):
        deed(db, rules, read(), Person(99, "Nobody"))
