"""An organisation assessed again: what is carried over, what is said of it, and what stays."""

import json

import pytest

from readiness.domain.assessment import CarriedFrom, Confirmed
from readiness.domain.carry import Fate
from readiness.domain.errors import Conflict, NotAllowed
from readiness.domain.organisation import Person
from readiness.domain.plan import draft_plan
from readiness.domain.record import read_given
from readiness.domain.schedule import schedule
from readiness.domain.summary import paragraph
from readiness.files.judgement import judgement, judgement_text
from readiness.files.record import read_record, write_record
from readiness.storage.database import rows
from readiness.storage.events import events_of
from readiness.storage.submissions import newest_documents
from readiness.usecases.again import (
    AlreadyBegun,
    assess_again,
    confirm_all,
    next_round,
    round_after,
    round_of,
    without_question,
)
from readiness.usecases.assessment import (
    Change,
    Closed,
    answer_questions,
    history,
    read_submission,
    submit,
)
from readiness.usecases.pack_change import (
    answers_to_look_at,
    change_pack,
    confirm_answer,
    undo_change,
)
from tests import examples
from tests.examples import ON, later


@pytest.fixture
def declare(db, see, person):
    """Submit any assessment as it stands."""

    def declare(number, minutes=2):
        at, opened = later(minutes), see(number)
        return submit(db, opened, seen=opened.newest, person=person, at=at, on=ON)

    return declare


@pytest.fixture
def again(db, rules, see, person):
    """Assess again, and return the number of the new assessment."""

    def again(number, minutes=10, by=person):
        return assess_again(db, rules, see(number), person=by, at=later(minutes))

    return again


@pytest.fixture
def first(started, say, declare, tom):
    """Return an assessment with three answers, two of them Tom's, submitted."""
    say(started, by=tom, plan="drafted", lines="60")
    say(started, remarks="We share a building.")
    declare(started)
    return started


def test_every_answer_is_carried_with_who_gave_it_when_and_the_note(first, again, see):
    before = see(first).given.answers
    after = see(again(first)).given.answers

    assert after.keys() == before.keys()
    for key, answer in after.items():
        was = before[key]
        assert (answer.value, answer.note, answer.by, answer.at) == (
            was.value,
            was.note,
            was.by,
            was.at,
        )
        assert answer.carried_from == CarriedFrom(first, 1)
        assert answer.to_confirm
    assert after["plan"].by == "Tom Okafor"


def test_the_verdict_counts_carried_answers_and_knows_which_are_not_confirmed(first, again, see):
    opened = see(again(first))

    assert opened.reading.progress().answered == 3
    assert opened.verdict.evidenced == see(first).verdict.evidenced
    assert opened.reading.to_confirm == ("plan", "remarks", "lines")
    assert opened.saved is None


def test_text_document_and_paragraph_say_how_much_is_not_confirmed(db, first, again, see, person):
    opened = see(again(first))
    said = "3 answers are carried from an earlier assessment and not yet confirmed."

    def told():
        plan = draft_plan(see(opened.assessment.id).verdict)
        timed = schedule(plan, None, ON)
        document = judgement(plan, timed)["to_confirm"]
        return judgement_text(plan, timed), paragraph(plan.verdict, timed), document

    text, words, keys = told()
    assert said in text
    assert said in words
    assert keys == ["plan", "remarks", "lines"]
    confirm_all(db, opened, dict.fromkeys(keys, 1), person=person, at=later(20))
    text, words, keys = told()
    assert "not yet confirmed" not in text + words
    assert keys == []


def test_the_assessment_before_is_closed_and_its_submission_reads_as_it_did(
    db, first, again, see, person
):
    document = read_submission(db, first, 1, person=person).submission.document
    number = again(first)

    assert see(first).assessment.closed == later(10)
    assert see(number).assessment.closed is None
    assert read_submission(db, first, 1, person=person).submission.document == document
    assert round_of(db, see(number)).follows == first
    assert round_after(db, see(first)).assessment == number
    assert [e.what for e in events_of(db, "assessment", first)][-1] == "closed"
    assert [e.what for e in events_of(db, "assessment", number)] == ["started"]


@pytest.mark.parametrize(
    "write",
    [
        lambda db, opened, who, rules: answer_questions(
            db, opened, [Change("plan", "agreed", seen=1)], person=who, at=later(20)
        ),
        lambda db, opened, who, rules: submit(
            db, opened, seen=opened.newest, person=who, at=later(20), on=ON
        ),
        lambda db, opened, who, rules: change_pack(db, rules, opened, person=who, at=later(20)),
        lambda db, opened, who, rules: undo_change(
            db, opened, seen=opened.pack.fingerprint, person=who, at=later(20)
        ),
        lambda db, opened, who, rules: confirm_all(
            db, opened, {"plan": 1}, person=who, at=later(20)
        ),
        lambda db, opened, who, rules: confirm_answer(
            db, opened, "plan", version=1, person=who, at=later(20)
        ),
    ],
)
def test_nothing_more_is_written_to_a_closed_assessment(
    db, first, again, see, person, counted, rules, write
):
    again(first)
    before = counted()

    with pytest.raises(Closed):
        write(db, see(first), person, rules)

    assert counted() == before


def test_to_begin_twice_is_refused_and_leads_to_what_was_begun(first, again, counted):
    number = again(first)
    before = counted()

    with pytest.raises(AlreadyBegun, match="has begun to assess this organisation again") as there:
        again(first)

    assert there.value.assessment == number
    assert counted() == before


def test_an_assessment_that_was_not_submitted_goes_on_as_it_is(started, say, again, counted):
    say(started, plan="drafted")
    before = counted()

    with pytest.raises(Conflict, match="Submit this assessment first"):
        again(started)

    assert counted() == before


def test_somebody_unknown_does_not_begin(first, again):
    with pytest.raises(NotAllowed):
        again(first, by=Person(99, "Nobody"))


def test_rules_that_changed_since_they_were_shown_are_shown_again(
    db, rules, first, see, person, counted
):
    shown = next_round(db, rules, see(first), person=person).to.fingerprint
    examples.write_pack(rules, examples.edited_pack(('"2026.11"', '"2026.12"')))
    before = counted()

    with pytest.raises(Conflict, match="The rules were changed"):
        assess_again(db, rules, see(first), person=person, at=later(10), seen=shown)

    assert counted() == before


def test_an_answer_saved_after_the_submission_is_carried_and_named(
    db, rules, first, say, again, see, person
):
    say(first, minutes=5, plan="agreed", agreement="yes")

    assert next_round(db, rules, see(first), person=person).newer == ("plan", "agreement")
    after = see(again(first)).given.answers
    assert after["plan"].value == "agreed"
    assert after["plan"].carried_from == CarriedFrom(first, None)
    assert after["lines"].carried_from == CarriedFrom(first, 1)


def test_a_cleared_answer_is_carried_for_its_note_alone(db, first, again, see, person):
    withdrawn = Change("plan", None, note="Ask Priya.", seen=1, withdraw=True)
    bare = Change("lines", None, seen=1, withdraw=True)
    answer_questions(db, see(first), [withdrawn, bare], person=person, at=later(5))
    opened = see(again(first))

    assert (opened.given.answers["plan"].value, opened.given.answers["plan"].note) == (
        None,
        "Ask Priya.",
    )
    assert "lines" not in opened.given.answers
    assert opened.reading.to_confirm == ("remarks",)


class TestConfirming:
    @pytest.fixture
    def second(self, first, again):
        return again(first)

    def test_each_version_shown_is_confirmed_with_who_and_when(self, db, second, see, person):
        done = confirm_all(db, see(second), {"plan": 1, "lines": 1}, person=person, at=later(20))

        answer = see(second).given.answers["plan"]
        assert done.confirmed == ("plan", "lines")
        assert answer.confirmed == Confirmed("Local user", later(20))
        assert (answer.by, answer.at, answer.true_on) == ("Tom Okafor", later(1), later(20))
        assert see(second).reading.to_confirm == ("remarks",)

    def test_one_that_was_changed_since_is_named_and_not_confirmed(
        self, db, second, say, see, person, tom
    ):
        shown = {key: a.version for key, a in see(second).given.answers.items()}
        say(second, minutes=15, by=tom, plan="agreed")
        done = confirm_all(db, see(second), shown, person=person, at=later(20))

        assert done.stale == ("plan",)
        assert set(done.confirmed) == {"lines", "remarks"}
        assert see(second).given.answers["plan"].confirmed is None

    def test_a_changed_answer_needs_no_confirming(self, second, say, see):
        say(second, minutes=15, plan="agreed")

        answer = see(second).given.answers["plan"]
        assert (answer.carried_from, answer.to_confirm) == (None, False)

    def test_to_confirm_twice_writes_once(self, db, second, see, person, counted):
        confirm_all(db, see(second), {"plan": 1}, person=person, at=later(20))
        before = counted()
        done = confirm_all(db, see(second), {"plan": 1}, person=person, at=later(21))

        assert (done.confirmed, done.stale) == ((), ())
        assert counted() == before

    @pytest.mark.parametrize("shown", [{}, {"agreement": 0}, {"no-such-question": 1}])
    def test_what_has_no_answer_is_passed_over(self, db, second, see, person, counted, shown):
        before = counted()

        assert confirm_all(db, see(second), shown, person=person, at=later(20)).confirmed == ()
        assert counted() == before

    def test_the_record_says_so_and_its_digest_holds(self, db, second, declare, see, person):
        confirm_all(db, see(second), {"plan": 1}, person=person, at=later(20))
        record = json.loads(write_record(declare(second, minutes=25)))

        assert record["answers"]["plan"]["carried_from"] == {"assessment": 1, "submission": 1}
        assert record["answers"]["plan"]["confirmed"] == {
            "by": "Local user",
            "at": later(20).isoformat(),
        }
        assert "confirmed" not in record["answers"]["lines"]
        read = read_record(record, see(second).pack, "record.json")
        assert read.answers == see(second).given.answers

    def test_a_record_of_a_first_assessment_is_written_as_it_always_was(self, db, first, person):
        submission = read_submission(db, first, 1, person=person).submission

        answers = json.loads(submission.document)["answers"]
        assert {frozenset(answer) for answer in answers.values()} == {
            frozenset({"value", "note", "evidence", "private", "version", "by", "at"})
        }

    def test_in_the_round_after_it_counts_from_the_day_it_was_confirmed(
        self, db, second, declare, again, see, person
    ):
        confirm_all(db, see(second), {"plan": 1}, person=person, at=later(20))
        declare(second, minutes=25)
        third = see(again(second, minutes=30)).given.answers

        confirmed = Confirmed("Local user", later(20))
        assert third["plan"].carried_from == CarriedFrom(second, 1, confirmed)
        assert (third["plan"].at, third["plan"].true_on) == (later(1), later(20))
        assert third["plan"].to_confirm
        assert third["lines"].carried_from == CarriedFrom(second, 1)

    def test_that_too_is_read_from_a_record(self, db, second, declare, again, see, person):
        confirm_all(db, see(second), {"plan": 1}, person=person, at=later(20))
        declare(second, minutes=25)
        opened = see(again(second, minutes=30))
        document = declare(opened.assessment.id, minutes=40).document

        assert read_given(document, opened.pack, "record.json").answers == opened.given.answers


class TestUnderOtherRules:
    GONE = ("key: remarks", "key: notes")
    NARROWED = ("maximum: 500", "maximum: 50")
    INSERTED = ("drafted: Drafted,", "drafted: Drafted, costed: Costed,")

    @pytest.fixture
    def newer(self, first, rules):
        """Put rules in use that ask no longer for one, read one no longer, and change one."""
        edits = (self.GONE, self.NARROWED, self.INSERTED)
        examples.write_pack(rules, examples.edited_pack(*edits))

    def test_the_preview_tells_what_is_carried_looked_at_and_left(
        self, db, rules, first, newer, see, person
    ):
        found = next_round(db, rules, see(first), person=person)

        assert [one.was.key for one in found.carried] == ["plan"]
        assert [one.was.key for one in found.to_review] == ["plan"]
        assert {one.was.key for one in found.dropped} == {"remarks", "lines"}

    def test_what_cannot_be_read_is_said_and_still_there(
        self, db, first, newer, again, see, person
    ):
        number = again(first)
        opened = see(number)
        looks = {look.carried.was.key: look.carried for look in answers_to_look_at(db, opened)}

        assert {key: look.fate for key, look in looks.items()} == {
            "plan": Fate.REVIEW,
            "lines": Fate.DROPPED,
        }
        assert [(one.was.key, one.value) for one in without_question(db, opened)] == [
            ("remarks", "We share a building.")
        ]
        assert rows(db, "select count(*) from answers where assessment = ?", (number,)) == [(3,)]
        assert see(first).given.answers["lines"].value == 60

    def test_an_answer_to_a_changed_question_is_looked_at_and_not_just_confirmed(
        self, db, first, newer, again, see, person
    ):
        number = again(first)
        done = confirm_all(db, see(number), {"plan": 1}, person=person, at=later(20))
        assert (done.confirmed, done.to_look_at) == ((), ("plan",))

        confirm_answer(db, see(number), "plan", version=1, person=person, at=later(21))
        assert see(number).reading.to_confirm == ()
        assert "plan" not in {look.carried.was.key for look in answers_to_look_at(db, see(number))}

    def test_it_stands_under_the_rules_it_was_given_under_in_the_round_after_too(
        self, db, first, newer, again, see, declare
    ):
        second = again(first)
        declare(second, minutes=15)
        third = again(second, minutes=20)

        assert {look.carried.was.key for look in answers_to_look_at(db, see(third))} == {
            "plan",
            "lines",
        }


def test_an_organisation_counts_once_among_all_by_its_newest_submission(
    db, first, again, say, declare
):
    def plans():
        return [json.loads(d)["answers"]["plan"]["value"] for d in newest_documents(db, "tiny")]

    second = again(first)
    say(second, minutes=15, plan="agreed")
    assert plans() == ["drafted"]

    declare(second, minutes=20)
    assert plans() == ["agreed"]


def test_every_version_of_each_round_stays_in_its_history(db, first, again, say, person):
    second = again(first)
    say(second, minutes=15, plan="agreed")

    told = history(db, second, "plan", person=person)
    assert [(a.value, a.version, a.by) for a in told] == [
        ("drafted", 1, "Tom Okafor"),
        ("agreed", 2, "Local user"),
    ]
    assert [a.value for a in history(db, first, "plan", person=person)] == ["drafted"]
