"""Sheets to hand out: what falls to whom, on paper, and typed back without anything lost."""

import io

import docx
import pytest

from readiness.files.word_file import WORD
from tests import examples

LIST = "/assessments/1/sheets"
SHEET = "/assessments/1/sheets/network-manager"
TYPE_IN = "/assessments/1/roles/network-manager"


def sheet_lines(page):
    """Return the words of each question on a sheet."""
    return [e.text for e in page.every("li") if e.get("class") == "app-sheet__line"]


def test_the_task_list_leads_to_the_sheets(visit, started):
    assert visit("/assessments/1").links["Question sheets to hand out"] == LIST


def test_the_list_says_what_falls_to_each_role(visit, started, give):
    give("agreement", "yes")
    page = visit(LIST)

    assert "Network manager 11 questions, 10 open. About 7 minutes." in page.text
    assert "In Lead and plan, Lines and money." in page.text
    assert "Finance partner 1 question, 1 open. About 1 minute." in page.text
    assert page.links["Open the sheet: Network manager"] == SHEET
    assert page.links["Only what is open: Network manager"] == f"{SHEET}?open=1"
    assert page.links["Word (.docx): Network manager"] == f"{SHEET}.docx"
    assert page.links["Type the answers in: Network manager"] == TYPE_IN
    assert "Only what is open: Finance partner" not in page.links


def test_a_sheet_asks_every_question_of_the_role_and_shows_what_is_answered(visit, started, give):
    give("plan", "drafted")
    page = visit(SHEET)
    asked = {line.split("?")[0]: line for line in sheet_lines(page)}

    assert len(asked) == 11
    assert "Ticked: Drafted" in asked["How far is the plan"]
    assert "Answered 24 Nov 2026 by Local user: check it" in asked["How far is the plan"]
    assert "Whole number of lines:" in asked["How many lines do you have"]
    assert "May be asked later: PAR-02 With whom?" in page.text
    assert page.every("form") == []


def test_a_sheet_of_what_is_open_leaves_out_the_rest(visit, started, give):
    give("plan", "agreed")

    assert len(sheet_lines(visit(SHEET))) == 11
    assert len(sheet_lines(visit(f"{SHEET}?open=1"))) == 10


def test_a_sheet_with_nothing_open_says_so(visit, started, give):
    give("budget", 5)

    assert "Nothing is open for this role." in visit(f"{LIST}/finance-partner?open=1").text


def test_the_word_file_holds_what_the_page_holds(client, started, give):
    give("plan", "drafted")
    response = client.get(f"{SHEET}.docx")
    open_only = client.get(f"{SHEET}.docx?open=1")

    assert response.mimetype == WORD
    assert (
        'filename="questions-ZX9-network-manager.docx"' in response.headers["Content-Disposition"]
    )
    assert _rows(response) == 11
    assert _rows(open_only) == 10


@pytest.mark.parametrize(
    "address", [f"{LIST}/nobody", f"{LIST}/nobody.docx", "/assessments/1/roles/nobody"]
)
def test_a_role_that_is_not_there_is_not_found(visit, started, address):
    assert "There is no such role" in visit(address, 404).text


def test_nobody_sees_the_sheets_of_an_assessment_that_is_not_there(visit):
    visit("/assessments/7/sheets", 404)


def test_all_questions_of_a_role_are_asked_on_one_page_by_section(visit, started):
    page = visit(TYPE_IN)

    assert page.heading == "Network manager: type the answers in"
    assert [h.text for h in page.every("h2")] == ["Lead and plan", "Lines and money"]
    assert len(page.every("fieldset")) == 11
    assert "budget-value" not in [e.get("name") for e in page.every("input")]


def test_what_is_typed_in_is_saved_and_told_on_the_list(visit, started, said):
    page = visit(
        visit(TYPE_IN).send(
            "Save and go back", plan_value="agreed", lines_value="12", route_value="dont-know"
        )
    )

    assert page.heading == "Question sheets to hand out"
    assert "Network manager: 3 answers saved (PLN-01, SIT-01, PAR-03)." in page.text
    assert (said("plan"), said("lines"), said("route")) == ("agreed", 12, "dont-know")


def test_a_page_sent_as_it_is_writes_nothing_and_says_so(visit, started, give, read):
    give("plan", "agreed", note="From the minutes.")
    before = read().newest
    page = visit(visit(TYPE_IN).send("Save and go back"))

    assert "Network manager: nothing was changed, so nothing was saved." in page.text
    assert read().newest == before


def test_questions_that_the_answers_bring_up_are_asked_at_once(visit, started):
    sent = visit(TYPE_IN).send("Save and go back", sharing_value="yes")
    page = visit(sent)

    assert sent.location == f"{TYPE_IN}#PAR-02"
    assert "1 more question applies here now, after what you answered." in page.text
    assert "Network manager: 1 answer saved (PAR-01)." in page.text
    assert "With whom?" in page.text


def test_clearing_an_answer_stays_at_its_question(visit, started, give, said):
    give("lines", "12")
    sent = visit(TYPE_IN).send("Save and go back", lines_clear="yes")

    assert sent.location == f"{TYPE_IN}#SIT-01"
    assert said("lines") is None


def test_what_does_not_fit_comes_back_as_typed_and_the_rest_is_saved(visit, started, said):
    sent = visit(TYPE_IN).send("Save and go back", lines_value="three", plan_value="agreed")
    page = visit(sent, 400)

    assert "1 answer saved, 1 needs you" in page.every("h2")[0].text
    assert page.values("lines-value") == ["three"]
    assert (said("lines"), said("plan")) == (None, "agreed")


def test_somebody_elses_answer_meanwhile_is_shown_beside_and_never_overwritten(
    visit, started, give, said, tom
):
    page = visit(TYPE_IN)
    give("plan", "drafted", by=tom)
    again = visit(page.send("Save and go back", plan_value="agreed", lines_value="12"), 409)

    assert "Saved by Tom Okafor" in again.question("PLN-01").text
    assert (said("plan"), said("lines")) == ("drafted", 12)
    visit(again.send("Save and go back"))
    assert said("plan") == "agreed"


def test_a_page_made_by_other_rules_saves_nothing_and_keeps_what_was_typed(
    visit, started, rules, said
):
    page = visit(TYPE_IN)
    examples.write_pack(rules, examples.edited_pack(("A small move", "A small change")))
    visit(visit("/assessments/1/rules").send("Move to the newer rules"))
    again = visit(page.send("Save and go back", lines_value="12"), 409)

    assert "The rules of this assessment were changed" in " ".join(again.summary)
    assert again.values("lines-value") == ["12"]
    assert said("lines") is None


def test_a_role_with_nothing_asked_has_a_page_that_says_so(visit, rules, started):
    files = examples.edited_pack(
        ("  finance-partner: Finance", "  nobody: Nobody\n  finance-partner: Finance")
    )
    examples.write_pack(rules, files)
    visit(visit("/assessments/1/rules").send("Move to the newer rules"))

    assert "No question for this role applies" in visit("/assessments/1/roles/nobody").text
    assert "Nobody" not in visit(LIST).text


def _rows(response):
    tables = docx.Document(io.BytesIO(response.data)).tables[1:]
    return sum(len(table.rows) - 1 for table in tables)
