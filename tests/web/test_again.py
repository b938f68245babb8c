"""Assessing again in the browser: nobody types twice, and every section asks what still holds."""

import pytest

from readiness.usecases.assessment import read_assessment
from readiness.web import current
from tests import examples
from tests.web.trust import headings, section

LEAD = "/assessments/2/sections/lead"


@pytest.fixture
def submitted(trust):
    """Submit three answers, two of them in one section."""
    trust.say(plan="drafted", agreement="yes", lines="60").submit()
    return trust


@pytest.fixture
def again(submitted, visit, monkeypatch):
    """Assess again nine months later, and return the new task list."""
    from datetime import UTC, datetime

    monkeypatch.setattr(current, "now", lambda: datetime(2027, 8, 2, 9, 0, tzinfo=UTC))
    return visit(submitted.get("/again").send("Assess again"))


@pytest.fixture
def second(db, me, again):
    """Read the new assessment."""
    return lambda: read_assessment(db, 2, person=me, on=examples.ON)


def test_a_submission_and_its_task_list_lead_to_assessing_again(submitted):
    assert submitted.get().links["Assess again"] == "/assessments/1/again"
    for path in ("/submissions/1", "/verdict"):
        links = submitted.get(path).links
        assert links["Assess again, with these answers carried over"] == "/assessments/1/again"


def test_nothing_does_before_the_first_submission(trust):
    trust.say(plan="drafted")

    assert "Assess again" not in trust.get().links
    assert "Submit this assessment first" in trust.get("/again", 409).text


def test_the_page_says_what_is_carried_over(submitted):
    submitted.say(remarks="New.")
    text = submitted.get("/again").text

    assert "4 answers, from 24 November 2026, with who gave each" in text
    assert "1 answer was saved after submission 1 and is carried over as saved: PLN-03" in text
    assert "The rules are version 2026.11" in text
    assert ", as before" in text


def test_the_task_list_asks_of_each_section_whether_it_is_still_true(again):
    assert (
        "3 answers are carried from 24 November 2026 and not yet confirmed. "
        "Each section asks whether its answers are still true."
    ) in again.text
    tags = [e.text for e in again.every("span") if "nhsuk-tag--yellow" in e.get("class")]
    assert tags == ["Still true?", "Still true?"]
    assert "2 of 6 answered, 4 to do, 2 to confirm" in again.text
    assert again.links["Submission 1 of the assessment before"] == "/assessments/1/submissions/1"


def test_a_section_shows_who_answered_when_and_asks_once_for_all(again, visit):
    page = visit(LEAD)

    assert "All 2 answers here are from 24 November 2026. Still true?" in page.text
    assert "Answered 24 November 2026 by Local user." in page.question("PLN-01").text


def test_one_button_confirms_a_section_and_leads_on(again, visit, second):
    page = visit(visit(LEAD).send("They are all still true"))

    assert page.heading == "Lines and money"
    assert "Lead and plan: 2 answers confirmed as still true." in page.text
    assert second().reading.to_confirm == ("lines",)
    lead = visit(LEAD)
    assert "Still true?" not in lead.text
    assert (
        "Answered 24 November 2026, confirmed 2 August 2027 by Local user"
        in lead.question("PLN-01").text
    )


def test_one_answer_is_confirmed_alone_and_leads_back_to_it(again, visit, second):
    response = visit(LEAD).send("Still true, PLN-02")

    assert response.location.endswith("/sections/lead#PLN-02")
    assert second().reading.to_confirm == ("plan", "lines")
    assert "1 of the 2 answers here is from 24 November 2026 and not yet" in visit(response).text


def test_what_was_changed_beside_it_is_saved_and_the_rest_confirmed(again, visit, second):
    visit(visit(LEAD).send("They are all still true", plan_value="agreed"))

    answers = second().given.answers
    assert (answers["plan"].value, answers["plan"].carried_from) == ("agreed", None)
    assert answers["agreement"].confirmed is not None


def test_what_does_not_fit_comes_back_as_typed_and_the_rest_is_confirmed(again, visit, second):
    page = visit(LEAD).send("They are all still true", target_date_value="soon")

    page = visit(page, 400)
    assert page.values("target-date-value") == ["soon"]
    assert second().reading.to_confirm == ("lines",)


def test_an_answer_changed_meanwhile_is_named_and_not_confirmed(again, visit, db, second, tom):
    from readiness.usecases.assessment import Change, answer_questions

    page = visit(LEAD)
    change = Change("plan", "agreed", seen=1)
    answer_questions(db, second(), [change], person=tom, at=current.now())
    page = visit(page.send("They are all still true"))

    assert page.heading == "Lead and plan"
    assert (
        "1 answer confirmed as still true. Changed after you opened the page, so not" in page.text
    )
    assert "so not confirmed: PLN-01 (Tom Okafor, 2 Aug, 10:00)." in page.text


def test_an_answer_to_a_changed_question_is_sent_to_be_looked_at(submitted, rules, visit, db, me):
    inserted = ("drafted: Drafted,", "drafted: Drafted, costed: Costed,")
    examples.write_pack(rules, examples.edited_pack(inserted))
    visit(submitted.get("/again").send("Assess again"))

    page = visit(visit(LEAD).send("Still true, PLN-01"))
    assert "Lead and plan: The question has changed since, so not confirmed: PLN-01." in page.text
    tasks = visit("/assessments/2")
    assert "Needs another look" in tasks.text
    visit(visit("/assessments/2/looks").send("My answer to PLN-01 still holds"))
    assert "1 of the 2 answers here is from" in visit(LEAD).text


def test_a_question_of_its_own_page_is_confirmed_too(again, visit, second):
    page = visit(visit("/assessments/2/questions/plan?back=check").send("Still true"))

    assert page.heading == "Check your answers"
    assert second().reading.to_confirm == ("agreement", "lines")


def test_checking_lists_what_is_not_confirmed_first_and_submits_all_the_same(again, visit):
    page = visit("/assessments/2/check")

    assert headings(page)[1] == "Still true?"
    assert "2 answers to confirm PLN-01, PLN-02" in section(page, "carried-head")
    verdict = visit(page.send("Submit and see the verdict", declared="y"))
    assert verdict.heading == "Verdict"
    assert "3 answers are carried from 24 November 2026 and not yet confirmed." in verdict.text


def test_the_verdict_says_how_much_rests_on_what_is_not_confirmed(again, visit):
    assert "3 answers are carried from 24 November 2026" in visit("/assessments/2/verdict").text


def test_the_assessment_before_is_there_to_be_read_and_leads_to_the_newer(again, visit):
    for path in ("", "/sections/lead", "/check", "/verdict", "/plan", "/submissions/1"):
        page = visit(f"/assessments/1{path}")
        assert "This assessment was closed on 2 August 2027" in page.text
        assert page.links["Go to the newer assessment"] == "/assessments/1/newest"
    assert visit("/assessments/1/newest").response.request.path == "/assessments/2"
    assert "Save and continue" not in visit("/assessments/1/sections/lead").text


@pytest.mark.parametrize("path", ["/sections/lead", "/questions/plan", "/roles/network-manager"])
def test_the_assessment_before_offers_nothing_to_press_that_would_be_refused(again, visit, path):
    page = visit(f"/assessments/1{path}")

    assert page.every("form") == []
    assert page.every("button") == []


def test_the_assessment_before_does_not_ask_whether_its_own_answers_are_still_true(again, visit):
    visit(visit("/assessments/2/check").send("Submit and see the verdict", declared="y"))
    visit(visit("/assessments/2/again").send("Assess again"))

    assert "Still true" not in visit("/assessments/2/sections/lead").text


def test_the_sheets_of_the_assessment_before_are_there_to_be_read_only(again, visit):
    sheets = visit("/assessments/1/sheets")

    assert "Open the sheet" in sheets.text
    assert "ype the answers in" not in sheets.text


def test_a_page_opened_before_it_was_closed_keeps_what_was_typed(submitted, visit):
    page = visit("/assessments/1/sections/lead")
    visit(submitted.get("/again").send("Assess again"))
    refused = visit(page.send("Save and stay", remarks_value="Typed for long."), 409)

    assert "This assessment is closed" in refused.summary[1]
    assert refused.values("remarks-value") == ["Typed for long."]


def test_to_press_twice_leads_to_the_one_that_was_begun(submitted, visit):
    page = submitted.get("/again")
    visit(page.send("Assess again"))
    second = visit(page.send("Assess again"), 409)

    assert second.heading == "This was begun already"
    assert second.links["Go to the newer assessment"] == "/assessments/2"
    assert submitted.get("/again").heading == "This was begun already"


def test_rules_that_changed_meanwhile_are_shown_before_anything_begins(submitted, rules, visit):
    page = submitted.get("/again")
    examples.write_pack(rules, examples.edited_pack(('"2026.11"', '"2027.01"')))
    again = visit(page.send("Assess again"), 409)

    assert "The rules were changed after you opened this page" in again.summary[1]
    assert "The rules are version 2027.01" in again.text


def test_an_answer_whose_question_is_gone_is_told_on_the_task_list(submitted, rules, visit):
    submitted.say(remarks="We share a building.")
    examples.write_pack(rules, examples.edited_pack(("key: remarks", "key: notes")))
    look = submitted.get("/again")
    assert "1 answer cannot be carried over" in look.text

    tasks = visit(look.send("Assess again"))
    assert "1 answer was not carried over, because the rules no longer ask" in tasks.text
    assert "We share a building." in tasks.text
