"""Two people and one question: both answers are shown, and nothing is lost."""

import pytest

LEAD = "/assessments/1/sections/lead"
ESTATE = "/assessments/1/sections/estate"
PLAN = "/assessments/1/questions/plan"


def test_both_answers_are_marked_on_the_scale_and_the_rest_is_saved(
    visit, started, give, tom, said
):
    page = visit(LEAD)
    give("plan", "drafted", by=tom, note="Minutes are coming.")
    again = visit(page.send("Save and continue", plan_value="agreed", agreement_value="yes"), 409)
    question = again.question("PLN-01")

    assert again.every("h2")[0].text == "1 answer saved, 1 needs you"
    assert again.links["Tom Okafor saved Drafted, you chose Agreed. Choose one"] == "#plan-value"
    assert "Drafted Saved by Tom Okafor, 10:31" in question.text
    assert "Agreed Yours, not saved" in question.text
    assert "Tom Okafor answered this after you opened the page." in question.text
    assert "“Minutes are coming.”" in question.text
    assert again.values("plan-value") == ["agreed"]
    assert (said("plan"), said("agreement")) == ("drafted", "yes")


def test_to_save_again_decides_and_keeps_both_notes(visit, started, give, tom, read):
    page = visit(LEAD)
    give("plan", "drafted", by=tom, note="Minutes are coming.")
    again = visit(page.send("Save and stay", plan_value="agreed", plan_note="Agreed in May."), 409)
    visit(again.send("Save and stay"))
    answer = read().given.answers["plan"]

    assert answer.value == "agreed"
    assert answer.note == "Minutes are coming.\n\nAgreed in May."


def test_theirs_can_be_chosen_on_the_scale(visit, started, give, tom, read):
    page = visit(LEAD)
    give("plan", "drafted", by=tom, note="Minutes are coming.")
    again = visit(page.send("Save and stay", plan_value="agreed"), 409)
    visit(again.send("Save and stay", plan_value="drafted"))

    assert read().given.answers["plan"].by == "Tom Okafor"


def test_what_is_not_a_scale_shows_both_side_by_side_and_asks_which(
    visit, started, give, tom, said
):
    page = visit(ESTATE)
    give("lines", "7", by=tom, note="Counted again.")
    again = visit(page.send("Save and stay", lines_value="5"), 409)
    question = again.question("SIT-01")

    assert "Saved by Tom Okafor, 24 Nov, 10:31 7 lines Note: “Counted again.” Link: none" in (
        question.text
    )
    assert "Yours, not saved 5 lines Note: none Link: none" in question.text
    assert "Keep Tom’s: 7 lines" in question.text
    assert "Use mine: 5 lines" in question.text
    assert again.values("lines-stand") == []
    assert said("lines") == 7


@pytest.mark.parametrize(("stand", "kept"), [("theirs", 7), ("mine", 5)])
def test_which_should_stand_is_what_stands(visit, started, give, tom, read, stand, kept):
    page = visit(ESTATE)
    give("lines", "7", by=tom, note="Counted again.")
    again = visit(page.send("Save and stay", lines_value="5"), 409)
    visit(again.send("Save and stay", lines_stand=stand))

    assert read().given.answers["lines"].value == kept
    assert read().given.answers["lines"].note == "Counted again."


def test_with_nothing_chosen_the_question_stays_and_the_rest_is_saved(
    visit, started, give, tom, said
):
    page = visit(ESTATE)
    give("lines", "7", by=tom)
    again = visit(page.send("Save and stay", lines_value="5"), 409)
    still = visit(again.send("Save and stay", moved_value="40"), 400)

    assert still.summary[1:] == ["Choose which answer should stand"]
    assert "Use mine: 5 lines" in still.question("SIT-01").text
    assert (said("lines"), said("moved")) == (7, 40)
    visit(still.send("Save and stay", lines_stand="mine"))
    assert said("lines") == 5


@pytest.mark.parametrize("stand", ["mine", "theirs"])
def test_a_third_person_in_between_shows_the_newest(visit, started, give, tom, said, stand):
    page = visit(ESTATE)
    give("lines", "7", by=tom)
    again = visit(page.send("Save and stay", lines_value="5"), 409)
    give("lines", "9", by=tom)
    once_more = visit(again.send("Save and stay", lines_stand=stand), 409)

    assert once_more.values("lines-stand") == []
    assert "Keep Tom’s: 9 lines" in once_more.question("SIT-01").text
    assert "Use mine: 5 lines" in once_more.question("SIT-01").text
    visit(once_more.send("Save and stay", lines_stand="mine"))
    assert said("lines") == 5


def test_an_answer_cleared_meanwhile_is_shown_as_no_answer(visit, started, give, tom, said):
    give("plan", "drafted")
    page = visit(LEAD)
    give("plan", "", by=tom)
    again = visit(page.send("Save and stay", plan_value="agreed"), 409)

    assert "Keep Tom’s: No answer" in again.question("PLN-01").text
    visit(again.send("Save and stay", plan_stand="theirs"))
    assert said("plan") is None


def test_to_clear_what_somebody_changed_is_a_clash_too(visit, started, give, tom, said):
    give("plan", "drafted")
    page = visit(LEAD)
    give("plan", "agreed", by=tom)
    again = visit(page.send("Clear this answer, PLN-01"), 409)

    assert "Use mine: No answer" in again.question("PLN-01").text
    visit(again.send("Save and stay", plan_stand="mine"))
    assert said("plan") is None


def test_where_only_the_note_differs_both_are_put_together(visit, started, give, tom, read):
    give("plan", "drafted")
    page = visit(LEAD)
    give("plan", "drafted", by=tom, note="From Tom.")
    again = visit(page.send("Save and stay", plan_note="From me."), 409)

    assert "changed the note after you opened the page" in again.question("PLN-01").text
    assert again.values("plan-note") == ["From Tom.\r\n\r\nFrom me."]
    visit(again.send("Save and stay"))
    assert read().given.answers["plan"].note == "From Tom.\n\nFrom me."


def test_the_same_answer_from_two_people_is_no_clash(visit, started, give, tom):
    page = visit(LEAD)
    give("plan", "agreed", by=tom)

    assert page.send("Save and stay", plan_value="agreed").status_code == 303


def test_what_i_did_not_touch_never_clashes(visit, started, give, tom, said):
    page = visit(LEAD)
    give("plan", "agreed", by=tom)

    assert page.send("Save and stay", agreement_value="yes").status_code == 303
    assert (said("plan"), said("agreement")) == ("agreed", "yes")


def test_the_same_person_in_two_windows_is_told_so(visit, started, give):
    page = visit(LEAD)
    give("plan", "drafted")
    again = visit(page.send("Save and stay", plan_value="agreed"), 409)

    assert "You answered this in another window" in again.question("PLN-01").text
    assert "Saved in another window, 10:31" in again.question("PLN-01").text


def test_a_question_has_its_own_address_and_history(visit, started, give, tom):
    give("plan", "drafted", note="First.", evidence="https://intranet.example/a")
    give("plan", "agreed", by=tom)
    page = visit(PLAN)
    rows = [row.text for row in page.one("table").every("tr")][1:]

    assert page.heading == "How far is the plan?"
    assert rows == [
        "24 November 2026, 10:31 Tom Okafor Agreed",
        "24 November 2026, 10:31 Local user Drafted First."
        " https://intranet.example/a (opens in a new tab)",
    ]


def test_a_question_saved_leads_back_to_its_section_or_where_it_was_opened(visit, started):
    home = visit(PLAN).send("Save this answer", plan_value="drafted")
    check = visit(f"{PLAN}?back=check").send("Save this answer", plan_value="agreed")

    assert home.location == f"{LEAD}#PLN-01"
    assert visit(check).heading == "Check your answers"


def test_a_question_refused_comes_back_as_typed(visit, started):
    page = visit("/assessments/1/questions/lines?back=check")
    again = visit(page.send("Save this answer", lines_value="three"), 400)

    assert again.values("lines-value") == ["three"]
    assert again.links["Check your answers"] == "/assessments/1/check"


def test_on_its_own_page_a_clash_shows_both_and_preselects_nothing(visit, started, give, tom):
    give("plan", "none")
    page = visit(PLAN)
    give("plan", "drafted", by=tom, note="From Tom.")
    clash = visit(page.send("Save this answer", plan_value="agreed", plan_note="From me."), 409)

    assert clash.heading == "Two people answered the same question"
    assert "Both answers are here. Nothing is lost." in clash.text
    assert "When you opened the page the answer was None." in clash.text
    assert "Saved by Tom Okafor, 24 Nov, 10:31 Drafted Note: “From Tom.”" in clash.text
    assert "Yours, not saved Agreed Note: “From me.”" in clash.text
    assert clash.values("plan-stand") == []
    assert clash.values("plan-note") == ["From Tom.\r\n\r\nFrom me."]


def test_on_its_own_page_one_has_to_be_chosen_and_then_stands(visit, started, give, tom, read):
    page = visit(PLAN)
    give("plan", "drafted", by=tom)
    clash = visit(page.send("Save this answer", plan_value="agreed"), 409)
    again = visit(clash.send("Save this answer", plan_note="Both in May."), 400)
    visit(again.send("Save this answer", plan_stand="mine"))
    answer = read().given.answers["plan"]

    assert again.summary[1:] == ["Choose which answer should stand"]
    assert (answer.value, answer.note, answer.version) == ("agreed", "Both in May.", 2)


def test_on_its_own_page_a_note_that_differs_needs_no_choice(visit, started, give, tom, read):
    give("plan", "drafted")
    page = visit(PLAN)
    give("plan", "drafted", by=tom, note="From Tom.")
    clash = visit(page.send("Save this answer", plan_note="From me."), 409)
    visit(clash.send("Save this answer"))

    assert not [e for e in clash.every("input") if e.get("type") == "radio"]
    assert read().given.answers["plan"].note == "From Tom.\n\nFrom me."


def test_a_link_too_long_on_the_clash_page_comes_back(visit, started, give, tom, said):
    page = visit(PLAN)
    give("plan", "drafted", by=tom)
    clash = visit(page.send("Save this answer", plan_value="agreed"), 409)
    again = visit(
        clash.send("Save this answer", plan_stand="mine", plan_evidence="javascript:x"), 400
    )

    assert again.values("plan-evidence") == ["javascript:x"]
    assert again.values("plan-value") == ["agreed"]
    assert said("plan") == "drafted"


def test_theirs_stays_chosen_when_the_link_to_save_with_it_is_refused(
    visit, started, give, tom, read
):
    page = visit(PLAN)
    give("plan", "drafted", by=tom)
    clash = visit(page.send("Save this answer", plan_value="agreed"), 409)
    again = visit(
        clash.send("Save this answer", plan_stand="theirs", plan_evidence="javascript:x"), 400
    )
    visit(again.send("Save this answer", plan_evidence="https://intranet.example/a"))
    answer = read().given.answers["plan"]

    assert (answer.value, answer.evidence) == ("drafted", "https://intranet.example/a")


def test_a_question_that_does_not_apply_says_what_decides(visit, started, give):
    unknown = visit("/assessments/1/questions/partners")
    give("sharing", "no")
    no = visit("/assessments/1/questions/partners")

    assert "It is not yet known whether this question applies to you." in unknown.text
    assert unknown.links["Will you buy together with others?"] == (
        "/assessments/1/questions/sharing"
    )
    assert "This question does not apply to you." in no.text
