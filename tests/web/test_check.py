"""The task list, the answers checked, and the declaration."""

import pytest

from tests import examples

CHECK = "/assessments/1/check"


def test_the_task_list_counts_and_names_who_answers(visit, started, give):
    give("plan", "drafted")
    give("agreement", "dont-know")
    page = visit("/assessments/1")

    assert page.heading == "Your assessment"
    assert "A small move. Started 24 November 2026." in page.text
    assert "Last saved today at 10:31 by Local user." in page.text
    assert "1 of 12 questions answered. 1 is don’t know. 10 are to do." in page.text
    assert "1 may apply, once other answers are in." in page.text
    assert "Lead and plan 1 answer holds Not started Network manager" in page.text
    assert "1 of 6 answered, 1 don’t know, 4 to do In progress" in page.text
    assert "0 of 6 answered, 6 to do Not started" in page.text


def test_the_bars_add_up_to_what_is_asked(visit, started, give):
    give("plan", "drafted")
    give("agreement", "dont-know")
    bar = next(e for e in visit("/assessments/1").every("svg") if e.get("class") == "app-bar")
    _, answered, dont_know = bar.every("rect")

    assert (answered.get("width"), dont_know.get("width")) == ("8.33%", "8.33%")
    assert dont_know.get("x") == "8.33%"
    assert bar.get("aria-label") == "1 of 12 answered, 1 don’t know, 10 to do"


def test_rules_that_changed_are_offered_and_answers_move_with_them(
    visit, started, give, rules, said
):
    give("plan", "drafted")
    examples.write_pack(rules, examples.tiny_pack(pack=examples.PACK.replace("2026.11", "2026.12")))
    page = visit("/assessments/1")
    moved = visit(visit(page.links["See what would change"]).send("Move to the newer rules"))

    assert "In use now is 2026.12" in page.text
    assert "The rules have changed" not in moved.text
    assert "A small move 2026.12" in moved.one("footer").text
    assert said("plan") == "drafted"


def test_gaps_come_first_and_an_untouched_section_is_one_row(visit, started, give):
    give("claimed-stage", "planning")
    give("plan", "drafted")
    give("agreement", "dont-know")
    page = visit(CHECK)
    asked = [dt.text for dt in page.every("dt")]

    assert "2 answered, 1 don’t know, 9 not answered." in page.text
    assert asked == [
        "When must the old service end? STG-02",
        "Has your organisation signed the agreement? PLN-02",
        "Why are you moving? DRV-01",
        "Is there anything that we should know? PLN-03",
        "Where do you think you are? STG-01",
        "How far is the plan? PLN-01",
        "6 questions not answered",
    ]
    assert "Don’t know Local user, 24 Nov. Holds Planning" in page.text
    assert "Drafted Local user, 24 Nov. Holds Not started" in page.text


def test_all_in_order_keeps_the_order_of_the_pack(visit, started, give):
    give("plan", "drafted", note="A note", evidence="https://intranet.example/a")
    page = visit(f"{CHECK}?show=all")

    assert [dt.text.split()[-1] for dt in page.every("dt")][:3] == ["STG-01", "STG-02", "PLN-01"]
    assert "Holds Not started. Note, link" in page.text


def test_each_change_leads_to_its_question_and_back(visit, started, give):
    give("plan", "drafted")
    page = visit(CHECK)
    question = visit(page.links["Change: How far is the plan?"])

    assert question.heading == "How far is the plan?"
    assert visit(question.send("Save this answer", plan_value="agreed")).heading == (
        "Check your answers"
    )


def test_submitting_needs_the_declaration(visit, started, give, read):
    give("plan", "drafted")
    page = visit(visit(CHECK).send("Submit and see the verdict"), 400)

    assert page.summary[1:] == ["Confirm that you may submit"]
    assert read().submissions == ()


def test_a_declaration_is_kept_and_shows_the_verdict(visit, started, give, read):
    give("plan", "drafted")
    page = visit(visit(CHECK).send("Submit and see the verdict", declared="yes"))

    assert page.response.request.path == "/assessments/1/submissions/1"
    assert page.heading == "Verdict"
    assert [line.number for line in read().submissions] == [1]
    assert visit("/assessments/1").links["Submission 1"] == "/assessments/1/submissions/1"


def test_what_somebody_changed_meanwhile_is_shown_first_and_undeclared(
    visit, started, give, tom, read
):
    page = visit(CHECK)
    give("plan", "agreed", by=tom)
    again = visit(page.send("Submit and see the verdict", declared="yes"), 409)

    assert "Tom Okafor changed PLN-01 after you opened this page" in again.summary[1]
    assert again.every("dt")[0].text == "How far is the plan? PLN-01"
    assert again.values("declared") == []
    assert read().submissions == ()
    visit(again.send("Submit and see the verdict", declared="yes"))
    assert len(read().submissions) == 1


@pytest.mark.parametrize("seen", ["", "x", "-5", "99999999999999999999", "²"])
def test_a_forged_declaration_is_a_conflict(visit, started, give, seen):
    give("plan", "drafted")

    visit(visit(CHECK).send("Submit and see the verdict", declared="yes", seen=seen), 409)


def test_gaps_do_not_block_a_submission(visit, started, read):
    visit(visit(CHECK).send("Submit and see the verdict", declared="yes"))

    assert len(read().submissions) == 1
