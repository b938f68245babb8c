import sqlite3

import pytest

from readiness.domain.errors import NotFound, Unusable
from readiness.storage import assessments
from readiness.storage.database import immediate, rows
from readiness.storage.events import events_of
from readiness.usecases import assessment as usecase
from readiness.usecases.assessment import Change, answer_questions, history
from tests.examples import AT, later


def versions(db):
    found = rows(db, "select question, version from answers order by id")
    return [f"{question} {version}" for question, version in found]


def newest(read, question="plan"):
    answer = read().given.answers[question]
    return answer.value, answer.note, answer.version


# Not a write


def test_a_change_equal_to_what_was_seen_is_not_a_write(db, give):
    give("plan", "drafted", note="Ours")
    saved = give("plan", "drafted", note=" Ours\r\n", seen=1)

    assert saved.all_kept
    assert saved.saved == ()
    assert versions(db) == ["plan 1"]


def test_nor_is_it_one_when_somebody_else_has_answered_since(db, read, give, tom):
    give("plan", "drafted")
    give("plan", "agreed", seen=1, by=tom)

    saved = give("plan", "drafted", seen=1)

    assert saved.all_kept
    assert newest(read) == ("agreed", "", 2)


def test_nor_is_saying_what_somebody_else_has_said_since(db, give, tom):
    give("plan", "drafted")
    give("plan", "agreed", seen=1, by=tom)

    assert give("plan", "agreed", seen=1).all_kept
    assert versions(db) == ["plan 1", "plan 2"]


@pytest.mark.parametrize("private", [True, False])
@pytest.mark.parametrize("nothing", ["", [], None])
def test_saying_nothing_where_nothing_was_said_is_not_a_write(db, started, give, nothing, private):
    saved = give("plan", nothing, private=private)

    assert (saved.saved, saved.all_kept) == ((), True)
    assert versions(db) == []
    assert [event.what for event in events_of(db, "assessment", started)] == ["started"]


def test_saying_nothing_is_not_a_write_where_somebody_else_has_answered_since(read, give, tom):
    give("plan", "agreed", by=tom)

    assert give("plan", "").all_kept
    assert newest(read) == ("agreed", "", 1)


def test_a_section_posted_as_it_was_is_no_write_at_all(db, read, give, person):
    give("plan", "drafted")
    give("drivers", ["cost", "security"])
    before = db.conn.total_changes
    changes = [
        Change("plan", "drafted", seen=1),
        Change("drivers", ["security", "cost"], seen=1),
        Change("lines", ""),
    ]

    assert answer_questions(db, read(), changes, person=person, at=AT).all_kept
    assert db.conn.total_changes == before


# A write


def test_versions_count_the_saves_of_each_question_from_one(db, give):
    give("plan", "drafted")
    give("lines", "12")
    give("plan", "agreed", seen=1)

    assert versions(db) == ["plan 1", "lines 1", "plan 2"]


@pytest.mark.parametrize(
    "changed",
    [
        {"value": "agreed"},
        {"note": "Other words"},
        {"evidence": "The board’s folder"},
        {"private": False},
        {"value": ""},
        {"withdraw": True},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_to_change_any_part_is_a_write(db, give, changed):
    said = {"value": "drafted", "note": "Words", "evidence": "A folder", "private": True}
    give("plan", **said)

    assert give("plan", **{**said, **changed}, seen=1).saved == ("plan",)
    assert versions(db) == ["plan 1", "plan 2"]


def test_clearing_saves_a_withdrawn_version_whose_note_stays(read, give):
    give("plan", "drafted", note="Still true")
    give("plan", "", note="Still true", seen=1)

    assert newest(read) == (None, "Still true", 2)
    assert "plan" in read().reading.in_state("to-do")


def test_to_withdraw_is_to_say_nothing_whatever_the_value(read, give):
    give("plan", "drafted")
    give("plan", "drafted", seen=1, withdraw=True)

    assert newest(read) == (None, "", 2)


def test_a_withdrawn_answer_can_be_given_again(read, give):
    give("plan", "drafted")
    give("plan", "", seen=1)
    give("plan", "agreed", seen=2)

    assert newest(read) == ("agreed", "", 3)


def test_a_note_without_a_value_is_a_save(read, give):
    assert give("plan", "", note="Ask Tom").saved == ("plan",)
    assert newest(read) == (None, "Ask Tom", 1)


def test_dont_know_is_an_answer(read, give):
    give("plan", "dont-know")

    assert newest(read) == ("dont-know", "", 1)


def test_a_question_that_is_not_asked_can_be_answered_for_when_it_is(read, give):
    assert give("partners", ["RX9"]).saved == ("partners",)
    assert read().given.answers["partners"].value == frozenset({"RX9"})


# Refused


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (Change("plan", "perfect"), "Choose one of: none, drafted, agreed"),
        (Change("lines", "twelve"), "whole number of lines"),
        (Change("lines", "501"), "from 0 to 500"),
        (Change("moved", "101"), "from 0 to 100"),
        (Change("target-date", "30 2 2027"), "real date"),
        (Change("drivers", ["cost", "nothing"]), "not both"),
        (Change("drivers", ["cost", "dont-know"]), "not both"),
        (Change("plan", ["drafted", "agreed"]), "Choose one of"),
        (Change("plan", {"value": "drafted"}), "Choose one of"),
        (Change("plan", "drafted", note="x" * 10_001), "Shorten the note"),
        (Change("plan", "drafted", note="\x00"), "control characters"),
        (Change("plan", "drafted", evidence="javascript:alert(1)"), "https://"),
        (Change("nonsense", "yes"), "no question nonsense"),
        (Change("PLN-01", "drafted"), "no question PLN-01"),
    ],
)
def test_what_does_not_fit_comes_back_as_typed_with_what_would_fit(
    db, started, read, person, change, why
):
    saved = answer_questions(db, read(), [change], person=person, at=AT)

    assert [refused.change for refused in saved.refused] == [change]
    assert why in saved.refused[0].why
    assert not saved.all_kept
    assert versions(db) == []


def test_everything_wrong_with_one_change_is_said_at_once(give):
    saved = give("plan", "perfect", note="\x00", evidence="javascript:alert(1)")

    assert len(saved.refused[0].why.splitlines()) == 3


def test_a_question_answered_twice_in_one_go_keeps_the_first(db, read, person):
    changes = [Change("plan", "drafted"), Change("plan", "agreed")]

    saved = answer_questions(db, read(), changes, person=person, at=AT)

    assert saved.saved == ("plan",)
    assert "answered twice" in saved.refused[0].why
    assert newest(read)[0] == "drafted"


# Clashes


def test_two_people_cannot_overwrite_each_other(db, read, give, tom):
    give("plan", "drafted")
    give("plan", "none", note="It was withdrawn", seen=1, by=tom, at=later(1))

    saved = give("plan", "agreed", note="Agreed today", seen=1)

    assert saved.saved == ()
    clash = saved.clashes[0]
    assert (clash.value, clash.change.note) == ("agreed", "Agreed today")
    assert (clash.theirs.value, clash.theirs.note) == ("none", "It was withdrawn")
    assert (clash.theirs.by, clash.theirs.at, clash.theirs.version) == ("Tom Okafor", later(1), 2)
    assert versions(db) == ["plan 1", "plan 2"]


def test_to_save_again_from_their_version_settles_a_clash(read, give, tom):
    give("plan", "none", by=tom)
    clash = give("plan", "agreed").clashes[0]

    assert give("plan", "agreed", seen=clash.theirs.version).all_kept
    assert newest(read) == ("agreed", "", 2)


def test_the_first_answer_clashes_too(give, tom):
    give("plan", "none", by=tom)

    assert give("plan", "agreed").clashes[0].theirs.value == "none"


def test_a_withdrawal_clashes_too(give, tom):
    give("plan", "drafted")
    give("plan", "", seen=1, by=tom)

    assert give("plan", "agreed", seen=1).clashes[0].theirs.value is None


def test_to_clear_what_somebody_else_has_changed_since_clashes(read, give, tom):
    give("plan", "drafted")
    give("plan", "agreed", seen=1, by=tom)

    assert give("plan", "", seen=1).clashes[0].value is None
    assert newest(read)[0] == "agreed"


def test_people_who_answer_different_questions_never_clash(read, give, tom):
    give("plan", "drafted")
    give("lines", "12", by=tom)

    assert give("plan", "agreed", seen=1).all_kept
    assert newest(read, "lines")[0] == 12


@pytest.mark.parametrize("seen", [-1, 7, 2**63, 10**30])
def test_a_version_that_never_was_clashes_with_what_there_is(db, give, seen):
    assert give("plan", "agreed", seen=seen).clashes[0].theirs.version == 0

    give("plan", "drafted")

    assert give("plan", "agreed", seen=seen).clashes[0].theirs.version == 1
    assert give("plan", "", seen=seen).clashes[0].theirs.version == 1
    assert versions(db) == ["plan 1"]


def test_a_clash_is_with_what_is_there_when_saving_and_not_when_the_page_was_read(
    db, read, give, person, tom
):
    stale = read()
    give("plan", "drafted", by=tom)

    saved = answer_questions(db, stale, [Change("plan", "agreed")], person=person, at=AT)

    assert saved.clashes[0].theirs.by == "Tom Okafor"


# All together


def test_what_fits_is_saved_beside_what_is_refused_and_what_clashes(db, read, give, person, tom):
    give("plan", "drafted", by=tom)
    changes = [
        Change("plan", "agreed"),
        Change("lines", "twelve"),
        Change("agreement", "yes"),
        Change("route", "own", note="Cheaper"),
    ]

    saved = answer_questions(db, read(), changes, person=person, at=AT)

    assert saved.saved == ("agreement", "route")
    assert [refused.change.question for refused in saved.refused] == ["lines"]
    assert [clash.change.question for clash in saved.clashes] == ["plan"]
    assert not saved.all_kept


def test_one_save_is_one_event_of_what_was_saved_and_how(db, started, read, person):
    changes = [Change("plan", "agreed"), Change("lines", "12")]

    answer_questions(db, read(), changes, person=person, at=later(2), source="file")

    event = events_of(db, "assessment", started)[-1]
    assert (event.what, event.by, event.at) == ("answered", "Local user", later(2))
    assert event.detail == {"versions": {"plan": 1, "lines": 1}, "source": "file"}
    assert rows(db, "select distinct source from answers") == [("file",)]


def test_a_save_that_fails_half_way_leaves_neither_answers_nor_events(
    db, started, read, person, monkeypatch
):
    def fail(*args, **kwargs):
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(usecase, "note_event", fail)
    changes = [Change("plan", "agreed"), Change("lines", "12")]

    with pytest.raises(sqlite3.OperationalError):
        answer_questions(db, read(), changes, person=person, at=AT)

    assert versions(db) == []
    assert [event.what for event in events_of(db, "assessment", started)] == ["started"]


def test_a_full_disk_loses_nothing_that_was_saved_before(db, started, read, give, person):
    give("plan", "drafted")
    db.execute(f"pragma max_page_count = {rows(db, 'pragma page_count')[0][0]}")
    notes = [Change(key, "", note="x" * 9_000) for key in ("lines", "moved", "route", "remarks")]

    with pytest.raises(Unusable, match="nothing was saved"):
        answer_questions(db, read(), notes, person=person, at=AT)

    assert versions(db) == ["plan 1"]
    assert [event.what for event in events_of(db, "assessment", started)] == ["started", "answered"]


# History


def test_history_tells_every_version_oldest_first(db, started, give, person, tom):
    give("plan", "drafted", at=later(1))
    give("plan", "agreed", note="Today", seen=1, by=tom, at=later(2))
    give("plan", "", seen=2, at=later(3))

    told = history(db, started, "plan", person=person)

    assert [(a.value, a.note, a.version, a.by, a.at) for a in told] == [
        ("drafted", "", 1, "Local user", later(1)),
        ("agreed", "Today", 2, "Tom Okafor", later(2)),
        (None, "", 3, "Local user", later(3)),
    ]


def test_history_of_a_question_is_found_by_its_ref_too(db, started, give, person):
    give("plan", "drafted")

    assert len(history(db, started, "PLN-01", person=person)) == 1
    assert history(db, started, "lines", person=person) == ()


def test_a_question_that_is_not_there_has_no_history(db, started, person):
    with pytest.raises(NotFound):
        history(db, started, "nonsense", person=person)


def test_an_answer_of_a_question_that_is_answered_cannot_be_added_twice(db, started, give):
    give("plan", "drafted")

    with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"), immediate(db):
        db.execute(
            """insert into answers (assessment, question, version, note, evidence, private,
                   source, person, at)
               select assessment, question, version, note, evidence, private, source, person, at
               from answers"""
        )
    assert assessments.assessment_by_id(db, started).id == started
