"""A member’s own people see what was returned in its name, and take over what they choose."""

from random import Random

import pytest

from readiness.content import rules_folder
from readiness.domain.assessment import Answer, Given
from readiness.domain.comparison import Way
from readiness.domain.record import write_given
from readiness.storage.database import immediate
from readiness.storage.packs import current_folder, keep_pack
from readiness.storage.returns import add_returned
from readiness.usecases.assessment import read_assessment, start_assessment
from readiness.usecases.organisation import add_organisation
from tests import examples
from tests.respondents import respondent


@pytest.fixture
def rules():
    return rules_folder()


@pytest.fixture
def number(db, rules, person):
    """Start the trust’s assessment under the real rules; return its number."""
    add_organisation(db, examples.TRUST, person=person, at=examples.AT)
    return start_assessment(db, rules, "hscn", "ZX9", person=person, at=examples.AT)


@pytest.fixture
def folder(rules):
    return current_folder(rules, "hscn")


@pytest.fixture
def bring(db, folder, person):
    """Import a file with some answers in the trust’s name."""

    def bring(**answers):
        given = {key.replace("_", "-"): Answer(value, "Seen") for key, value in answers.items()}
        pack = folder.pack
        with immediate(db):
            keep_pack(db, pack, folder.files, at=examples.AT)
            return add_returned(
                db,
                "ZX9",
                (pack.key, pack.fingerprint),
                write_given(Given(examples.TRUST, examples.ON, given), pack),
                Way.RETURNED,
                round_number=None,
                by="H Marsh",
                on=examples.ON,
                file="back.xlsx",
                person=person,
                at=examples.AT,
            )

    return bring


def test_its_people_see_what_was_returned_and_by_whom(visit, number, bring):
    row = bring(claimed_stage="planning")

    assert "1 file" in visit("/organisations/ZX9/returned").text
    page = visit(f"/organisations/ZX9/returned/{row}")
    assert "Declared by H Marsh" in page.text
    assert "Planning" in page.text


def test_the_task_list_leads_to_what_was_returned(visit, number, bring):
    assert "returned for you" not in visit(f"/assessments/{number}").text

    bring(claimed_stage="planning")

    assert "1 answer was returned for you" in visit(f"/assessments/{number}").text


def test_what_is_chosen_is_taken_over_with_a_note_of_where_it_is_from(
    visit, number, bring, db, person
):
    bring(claimed_stage="planning", connection_agreement="signed")
    page = visit(f"/assessments/{number}/returned")

    done = visit(page.send("Take over", take=["claimed-stage"]))

    answers = read_assessment(db, number, person=person, on=examples.ON).given.answers
    assert (answers["claimed-stage"].value, list(answers)) == ("planning", ["claimed-stage"])
    assert answers["claimed-stage"].note == "Seen Returned in back.xlsx on 24 November 2026."
    assert answers["claimed-stage"].by == person.name
    assert "1 answer taken over" in done.text


def test_an_answer_that_somebody_gave_since_is_not_overwritten(visit, number, bring, db, person):
    bring(claimed_stage="planning")
    page = visit(f"/assessments/{number}/returned")
    question = visit(f"/assessments/{number}/questions/claimed-stage")
    visit(question.send("Save", claimed_stage_value="adoption"))

    refused = visit(page.send("Take over", take=["claimed-stage"]), status=409)

    answers = read_assessment(db, number, person=person, on=examples.ON).given.answers
    assert answers["claimed-stage"].value == "adoption"
    assert "Somebody answered since you looked: STG-01" in refused.summary[1]


def test_what_is_answered_so_already_is_not_offered(visit, number, bring):
    bring(claimed_stage="planning")
    question = visit(f"/assessments/{number}/questions/claimed-stage")
    visit(question.send("Save", claimed_stage_value="planning"))

    assert "All of them are here already" in visit(f"/assessments/{number}/returned").text


def test_nothing_returned_is_nothing_to_take_over(visit, number):
    visit(f"/assessments/{number}/returned", status=404)
    visit("/organisations/ZX9/returned/1", status=404)
    assert "Nobody imported a file" in visit("/organisations/ZX9/returned").text


def test_every_answer_of_a_whole_questionnaire_can_be_taken_over(
    visit, number, bring, folder, db, person
):
    given = respondent(folder.pack, Random(3), whole=True).answers
    bring(**{key: one.value for key, one in given.items()})
    page = visit(f"/assessments/{number}/returned")

    offered = [box.get("value") for box in page.every("input") if box.get("name") == "take"]
    visit(page.send("Take over"))

    answers = read_assessment(db, number, person=person, on=examples.ON).given.answers
    assert len(offered) > 50
    assert {key: answers[key].value for key in offered} == {k: given[k].value for k in offered}
