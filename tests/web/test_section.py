"""A section of questions: what is typed is saved, or comes back exactly as it was typed."""

import html
from dataclasses import replace
from datetime import date

import pytest

from tests import examples

LEAD = "/assessments/1/sections/lead"
ESTATE = "/assessments/1/sections/estate"


def test_a_section_says_how_long_it_takes_and_what_to_have_open(visit, started):
    page = visit(LEAD)

    assert page.heading == "Lead and plan"
    assert "Section 1 of 2 Network manager" in page.text
    assert "6 questions, about 3 minutes. Have your plan open." in page.text
    assert "0 answered, 6 to do." in page.text


def test_every_kind_of_answer_is_saved_as_it_was_meant(visit, started, said):
    visit(
        visit(LEAD).send(
            "Save and stay",
            claimed_stage_value="planning",
            target_date_value="30 9 2027",
            agreement_value="yes",
            drivers_value=["cost", "security"],
            remarks_value="We share\r\na building.",
        )
    )
    visit(
        visit(ESTATE).send(
            "Save and stay",
            lines_value="12",
            moved_value="45%",
            budget_value="£120,000",
            sharing_value="yes",
            route_value="dont-know",
        )
    )
    page = visit(visit(ESTATE).send("Save and stay", partners_value="rx9, QZZ"))

    assert said("claimed-stage") == "planning"
    assert said("target-date") == date(2027, 9, 30)
    assert said("agreement") == "yes"
    assert said("drivers") == {"cost", "security"}
    assert said("remarks") == "We share\na building."
    assert (said("lines"), said("moved"), said("budget")) == (12, 45, 120_000)
    assert said("route") == "dont-know"
    assert said("partners") == {"RX9", "QZZ"}
    assert page.values("budget-value") == ["120,000"]
    assert page.values("partners-value") == ["QZZ RX9"]


def test_a_saved_page_sent_again_as_it_is_writes_nothing(visit, started, read, give):
    for key, value in {
        "target-date": "30 9 2027",
        "remarks": "One line\nand another",
        "drivers": ["cost"],
        "plan": "dont-know",
    }.items():
        give(key, value, note="A note\nof two lines", evidence="https://intranet.example/a")
    before = read().newest
    visit(visit(LEAD).send("Save and stay"))

    assert read().newest == before


def test_dont_know_is_a_tick_box_beside_what_is_typed(visit, started, said):
    page = visit(visit(ESTATE).send("Save and stay", lines_dont_know="yes", moved_dont_know="yes"))

    assert said("lines") == "dont-know"
    assert page.values("lines-dont-know") == ["yes"]
    assert page.values("lines-value") == [""]
    assert "The plan now has an action to find out." in page.question("SIT-01").text


@pytest.mark.parametrize(
    ("section", "field", "typed", "words"),
    [
        (ESTATE, "lines", "three", "Enter a whole number of lines, like 3, or choose don’t know"),
        (ESTATE, "lines", "501", "Enter a whole number from 0 to 500, or choose don’t know"),
        (ESTATE, "moved", "101", "Enter a whole number from 0 to 100, or choose don’t know"),
        (ESTATE, "budget", "lots", "Enter whole pounds, like 120000, or choose don’t know"),
        (LEAD, "target-date", "31 2 2027", "Enter a real date, like 30 9 2027"),
        (LEAD, "drivers", ["cost", "nothing"], "Choose “No reason” or other choices, not both"),
        (LEAD, "drivers", ["cost", "dont-know"], "Choose from the list or choose don’t know"),
        (LEAD, "claimed-stage", "nonsense", "Choose one of: "),
    ],
)
def test_what_does_not_fit_comes_back_as_typed_and_the_rest_is_saved(
    visit, started, said, section, field, typed, words
):
    other = "plan" if section == LEAD else "sharing"
    best = "agreed" if section == LEAD else "yes"
    sent = visit(section).send(
        "Save and continue", **{f"{field}-value": typed, f"{other}-value": best}
    )
    page = visit(sent, 400)

    assert page.summary[0] == "1"
    assert "1 answer saved, 1 needs you" in page.every("h2")[0].text
    assert page.summary[1].startswith(words)
    assert said(field) is None
    assert said(other) == best
    typed_back = page.values(f"{field}-value")
    assert typed_back == ([typed] if isinstance(typed, str) else typed) or field == "claimed-stage"


def test_the_summary_leads_to_the_control_and_says_what_to_do(visit, started):
    page = visit(visit(ESTATE).send("Save and stay", lines_value="three"), 400)
    control = page.one("input", id="lines-value")

    assert page.links["Enter a whole number of lines, like 3, or choose don’t know"] == (
        "#lines-value"
    )
    assert control.get("aria-invalid") == "true"
    assert "lines-value-error" in control.get("aria-describedby")
    assert "1 answer needs you" in page.every("h2")[0].text


@pytest.mark.parametrize(
    ("section", "field", "typed", "words"),
    [
        (ESTATE, "lines", "12", "Enter a whole number or choose don’t know, not both"),
        (ESTATE, "moved", "12", "Enter a percentage or choose don’t know, not both"),
        (ESTATE, "budget", "12", "Enter an amount or choose don’t know, not both"),
        (LEAD, "target-date", "1 1 2027", "Enter a date or choose don’t know, not both"),
        (LEAD, "remarks", "Text", "Write an answer or choose don’t know, not both"),
    ],
)
def test_an_answer_and_dont_know_together_are_refused(
    visit, started, said, section, field, typed, words
):
    sent = visit(section).send(
        "Save and stay", **{f"{field}-value": typed, f"{field}-dont-know": "yes"}
    )
    page = visit(sent, 400)

    assert page.summary[1] == words
    assert page.values(f"{field}-value") == [typed]
    assert page.values(f"{field}-dont-know") == ["yes"]
    assert said(field) is None


def test_notes_and_links_are_kept_private_unless_shared(visit, started, read):
    visit(
        visit(LEAD).send(
            "Save and stay",
            plan_value="drafted",
            plan_note="Ask Priya.",
            plan_evidence="https://intranet.example/plan",
        )
    )
    first = read().given.answers["plan"]
    page = visit(visit(LEAD).send("Save and stay", plan_share="yes"))

    assert (first.note, first.private) == ("Ask Priya.", True)
    assert not read().given.answers["plan"].private
    assert "Note and link: 2 added, PLN-01" in page.question("PLN-01").text


def test_a_link_that_could_run_is_refused_at_its_own_field(visit, started):
    sent = visit(LEAD).send(
        "Save and stay", plan_value="drafted", plan_note="Typed.", plan_evidence="javascript:x"
    )
    page = visit(sent, 400)

    assert page.links["Enter a link that begins with https://, or say where the file is"] == (
        "#plan-evidence"
    )
    assert [d for d in page.question("PLN-01").every("details") if "open" in d.attributes]
    assert not [d for d in page.question("STG-01").every("details") if "open" in d.attributes]
    assert page.values("plan-value") == ["drafted"]
    assert page.values("plan-note") == ["Typed."]
    assert page.values("plan-evidence") == ["javascript:x"]


def test_everything_typed_is_text_and_never_markup(visit, started, give):
    give("remarks", "<script>alert(1)</script>\"'>", note="</textarea><b>x")
    for address in (LEAD, "/assessments/1/questions/remarks", "/assessments/1/check?show=all"):
        page = visit(address)

        assert "<script>alert" not in page.response.text
        assert html.escape("<script>") in page.response.text


def test_save_and_continue_leads_to_the_next_section_with_gaps_then_to_the_list(
    visit, started, give
):
    onward = visit(visit(LEAD).send("Save and continue", plan_value="agreed"))
    round_again = visit(visit(ESTATE).send("Save and continue", lines_value="4"))
    for key, value in {
        "claimed-stage": "planning",
        "target-date": "1 1 2028",
        "agreement": "yes",
        "drivers": ["cost"],
        "remarks": "dont-know",
    }.items():
        give(key, value)
    done = visit(visit(ESTATE).send("Save and continue", moved_value="1"))

    assert onward.heading == "Lines and money"
    assert round_again.heading == "Lead and plan"
    assert done.heading == "Your assessment"


def test_save_and_stay_stays(visit, started):
    page = visit(visit(LEAD).send("Save and stay", plan_value="agreed"))

    assert page.heading == "Lead and plan"
    assert "Saved 24 Nov, 10:31, Local user" in page.question("PLN-01").text


def test_enter_in_a_line_of_text_saves_and_clears_nothing(visit, started, give):
    give("plan", "agreed")
    first = next(iter(visit(LEAD).one("form").every("button")))

    assert (first.get("name"), first.get("value")) == ("then", "stay")


def test_to_clear_one_answer_keeps_everything_else_that_was_typed(visit, started, give, said, read):
    give("plan", "agreed", note="Minutes of May.")
    sent = visit(LEAD).send("Clear this answer, PLN-01", agreement_value="yes")
    page = visit(sent)

    assert sent.location.endswith("#PLN-01")
    assert said("plan") is None
    assert read().given.answers["plan"].note == "Minutes of May."
    assert said("agreement") == "yes"
    assert "Not answered yet. Last changed 24 Nov" in page.question("PLN-01").text


def test_to_empty_a_box_clears_its_answer(visit, started, give, said):
    give("lines", "12")
    visit(visit(ESTATE).send("Save and stay", lines_value=""))

    assert said("lines") is None


def test_answers_that_bring_up_questions_lead_to_them(visit, started):
    sent = visit(ESTATE).send("Save and continue", sharing_value="yes")
    page = visit(sent)

    assert sent.location.endswith("/sections/estate#PAR-02")
    assert "1 more question applies here now, after what you answered." in page.text
    assert page.question("PAR-02")


def test_what_may_apply_is_not_asked_and_said(visit, started):
    page = visit(ESTATE)

    assert "1 more question may apply here, once other answers are in." in page.text
    assert page.values("partners-value") == []


def test_an_answer_no_longer_asked_is_kept_and_said(visit, started, give, said):
    give("sharing", "yes")
    give("partners", ["RX9"])
    page = visit(visit(ESTATE).send("Save and stay", sharing_value="no"))
    kept = visit(page.links["Your earlier answers are kept"])

    assert "1 question here no longer applies, because of what you answered to PAR-01" in page.text
    assert "With whom? PAR-02 RX9" in kept.text
    assert said("partners") == {"RX9"}


def test_what_was_typed_to_a_question_no_longer_asked_is_not_lost(visit, started, give, said):
    give("sharing", "yes")
    sent = visit(ESTATE).send("Save and stay", sharing_value="no", partners_value="QZZ")
    again = visit(ESTATE).send("Save and stay", sharing_value="no")

    assert visit(sent).status == 200
    assert visit(again).status == 200
    assert said("partners") == {"QZZ"}


def test_a_refused_answer_to_a_question_no_longer_asked_still_comes_back(visit, started, give):
    give("sharing", "yes")
    sent = visit(ESTATE).send("Save and stay", sharing_value="no", partners_value="RX9!")
    page = visit(sent, 400)

    assert page.values("partners-value") == ["RX9!"]


def test_the_badge_says_what_an_answer_can_hold(visit, started):
    page = visit(ESTATE)

    assert "Advises only SIT-03" in page.question("SIT-03").text
    assert "Holds Not started PLN-01" in visit(LEAD).question("PLN-01").text
    assert "Finance partner" in page.question("FUN-01").text
    assert "Network manager" not in page.question("SIT-01").text


def test_a_term_of_a_hint_is_a_link_that_opens_apart(visit, started, rules):
    _explain(visit, rules, "{Line: A wire., Date: <b>When</b> & not how.}")
    links = list(visit(LEAD).question("PLN-01").every("a"))

    assert [link.text for link in links][:2] == ["line", "date"]
    assert links[0].get("href") == "/packs/tiny/glossary#line"
    assert (links[0].get("target"), links[0].get("aria-describedby")) == ("_blank", "new-tab")


def test_a_term_of_the_question_alone_is_explained_under_it_and_not_in_its_legend(
    visit, started, rules
):
    _explain(visit, rules, "{Plan: What is written down., Agreement: A paper.}")
    question = visit(LEAD).question("PLN-02")

    assert "What it means: Agreement" in question.text
    assert next(question.every("a")).text == "Agreement"
    assert [list(legend.every("a")) for legend in question.every("legend")] == [[]]


@pytest.mark.parametrize(
    "page",
    ["questions/plan", "what-if?plan-value=drafted", "sections/lead", "roles/network-manager"],
)
def test_terms_are_linked_wherever_a_question_is_answered(visit, started, rules, page):
    _explain(visit, rules, "{Line: A wire.}")

    assert "line" in visit(f"/assessments/1/{page}").links


def test_a_hint_with_a_term_is_text_and_never_markup(client, visit, started, rules):
    plain = ("The plan names every line and", "The plan <b>names</b> every line &amp;")
    _explain(visit, rules, "{Line: A wire.}", plain)

    assert "&lt;b&gt;names&lt;/b&gt; every <a " in client.get(LEAD).text
    assert "line</a> &amp;amp; its date." in client.get(LEAD).text


def _explain(visit, rules, glossary, *edits):
    files = examples.edited_pack(("at-hand:", f"glossary: {glossary}\nat-hand:"), *edits)
    examples.write_pack(rules, files)
    visit(visit("/assessments/1/rules").send("Move to the newer rules"))


@pytest.mark.parametrize(
    "address",
    [
        "/assessments/2/sections/lead",
        "/assessments/1/sections/none",
        "/assessments/1/questions/none",
        "/assessments/99999999999999999999999",
    ],
)
def test_what_is_not_there_is_not_found(visit, started, address):
    visit(address, 404)


def test_a_form_without_its_token_is_refused_kindly(client, visit, started, said):
    sent = visit(LEAD).send("Save and stay", plan_value="agreed", csrf_token="")
    page = visit(sent, 400)

    assert "Go back and reload the page. What you typed is still in the form" in page.text
    assert said("plan") is None


@pytest.mark.parametrize(
    "forged",
    [
        {"plan-seen": "-1"},
        {"plan-seen": "99999999999999999999"},
        {"plan-seen": "one"},
        {"plan-seen": ["0", "7"]},
        {"plan-value": ["agreed", "drafted"]},
        {"plan-stand": "mine"},
        {"plan-deciding": "yes", "plan-stand": "theirs"},
        {"nobody-seen": "0", "nobody-value": "x"},
        {"drivers-value": ["dont-know", "\x00"]},
        {"remarks-value": "\x00\x01"},
        {"remarks-value": "\ud800".encode("utf-8", "surrogatepass")},
    ],
)
def test_a_forged_form_is_refused_or_does_nothing_and_is_never_a_failure(visit, started, forged):
    page = visit(LEAD)
    sent = page.send("Save and stay", plan_value="agreed") if not forged else None
    sent = page.send("Save and stay", **({"plan-value": "agreed"} | forged))

    assert sent.status_code in (303, 400, 409)


def test_too_much_at_once_is_refused(visit, started):
    page = visit(visit(LEAD).send("Save and stay", remarks_value="x" * 2_100_000), 413)

    assert "what you typed is still there" in page.text


def test_a_text_that_is_too_long_comes_back_whole(visit, started):
    page = visit(visit(LEAD).send("Save and stay", remarks_value="x" * 10_001), 400)

    assert page.values("remarks-value") == ["x" * 10_001]
    assert page.summary[1].startswith("Shorten the answer to 10,000 characters")


def test_on_a_full_disk_everything_comes_back_as_typed_and_nothing_stored_is_lost(
    app, visit, started, give, said
):
    give("plan", "drafted")
    page = visit(ESTATE)
    copy = app.extensions["readiness"]
    app.extensions["readiness"] = replace(copy, connect=lambda: full(copy.connect()))

    page = visit(page.send("Save and stay", lines_value="12", lines_note="y" * 9_900), status=503)

    assert "The disk is full" in page.text
    assert page.values("lines-value") == ["12"]
    assert page.values("lines-note") == ["y" * 9_900]
    assert (said("plan"), said("lines")) == ("drafted", None)


def full(db):
    """Let a database grow no further."""
    pages = next(db.query("pragma page_count"))["page_count"]
    db.execute(f"pragma max_page_count = {pages}")
    return db
