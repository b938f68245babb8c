"""Trying other answers on a copy that lives in the address, until people ask to save it."""

import re
from urllib.parse import parse_qsl, urlsplit

import pytest

from readiness.web.what_if_query import LONGEST, what_if_address
from tests.page import sent_by
from tests.web.trust import headings, section

PAGE = "/assessments/1/what-if"
STUCK = {"plan": "none", "agreement": "no", "lines": "20", "target_date": "2027-09-30"}


@pytest.fixture
def stuck(trust):
    """Answer for a trust which is held at the first gate."""
    return trust.say(**STUCK)


@pytest.fixture
def ask(client, visit):
    """Send the page's own form, some fields given other values, as a browser would."""

    def ask(page, status=200, **values):
        given = {name.replace("_", "-"): value for name, value in values.items()}
        form = next(form for form in page.every("form") if form.get("method") == "get")
        sent = [(name, value) for name, value in sent_by(form) if name not in given]
        for name, value in given.items():
            sent += [(name, text) for text in ([value] if isinstance(value, str) else value)]
        return visit(client.get(form.get("action"), query_string=sent), status)

    return ask


def query(page):
    """Return what the address of a page says."""
    return parse_qsl(urlsplit(page.response.request.full_path).query)


def rows(page, id):
    """Return the rows of the table in a section, by their heads: the text of each cell."""
    found = [s for s in page.every("section") if s.get("aria-labelledby") == id]
    return {
        next(row.every("th")).text: [
            re.sub(r"^(Now|If): ", "", cell.text) for cell in row.every("td")
        ]
        for part in found
        for row in part.every("tr")
        if list(row.every("td"))
    }


class TestTheFirstVisit:
    def test_it_says_what_it_is_and_offers_what_holds_the_nearest_gate(self, stuck, visit):
        page = visit(PAGE)

        assert page.heading == "What if"
        assert "Nothing here is saved until you ask for it." in page.text
        assert "What holds the gate out of Not started" in headings(page)
        assert "None As it is now" in page.question("PLN-01").text
        assert "beside" not in [h.get("id") for h in page.every("h2")]

    def test_answers_of_later_gates_are_offered_by_their_gate(self, stuck, visit):
        page = visit(PAGE)

        assert "1 answer that holds Planning" in section(page, "more")
        tick = next(e for e in page.every("input") if e.get("value") == "agreement")
        assert tick.get("name") == "ask"

    def test_any_question_that_applies_can_be_chosen_by_section(self, stuck, visit):
        page = visit(PAGE)

        chosen = page.one("select")
        assert [group.get("label") for group in chosen.every("optgroup")] == [
            "Lead and plan", "Lines and money",
        ]  # fmt: skip
        keys = [option.get("value") for option in chosen.every("option")]
        assert {"lines", "remarks", "target-date"} <= set(keys)
        assert "plan" not in keys, "it is shown already"
        assert "partners" not in keys, "it does not apply"

    def test_verdict_and_plan_lead_here(self, stuck):
        for path in ("/verdict", "/plan"):
            assert stuck.get(path).links["What if some answers were different?"] == PAGE

    def test_what_was_submitted_cannot_be_tried_otherwise(self, stuck):
        number = stuck.submit().number

        page = stuck.get(f"/submissions/{number}/plan")
        assert "What if some answers were different?" not in page.links

    def test_with_nothing_answered_it_offers_what_is_awaited(self, trust, visit):
        page = visit(PAGE)

        assert "Not answered yet." in page.question("PLN-01").text


class TestTheResult:
    def test_now_and_if_stand_side_by_side_and_only_differences_are_stressed(
        self, stuck, visit, ask
    ):
        page = ask(visit(PAGE), plan_value="agreed")

        found = rows(page, "beside")
        assert "Your answers would prove Planning, not Not started." in page.text
        assert found["Evidenced"] == ["Not started", "Planning Changes"]
        assert found["Out of Not started"] == ["Closed: 1 not met", "Open: 1 of 1 met Changes"]
        assert found["Out of Planning"] == ["Closed: 1 not met", "The same"]
        assert found["Actions"] == ["3 actions", "1 action Changes"]

    def test_the_address_says_only_what_differs_and_the_version_it_was_seen_in(
        self, stuck, visit, ask
    ):
        page = ask(visit(PAGE), plan_value="agreed")

        assert query(page) == [("plan-value", "agreed"), ("plan-seen", "1")]

    def test_a_rule_that_turns_is_told_in_its_own_words(self, stuck, visit):
        page = visit(f"{PAGE}?plan-value=agreed")

        assert rows(page, "turned")["Agreed. Out of Not started, hard rule"] == [
            "Not met The plan is not agreed.", "Met",
        ]  # fmt: skip

    def test_actions_that_fall_away_and_come_in_are_named(self, stuck, visit):
        page = visit(f"{PAGE}?plan-value=agreed&budget-dont-know=yes")

        actions = section(page, "actions")
        assert re.search(
            "No longer in the plan.*Draft the plan.*New in the plan.*Find out", actions
        )

    def test_another_target_moves_the_dates(self, stuck, visit):
        page = visit(f"{PAGE}?target-date-value=4+1+2027")

        found = rows(page, "beside")
        assert found["Target date"] == ["30 September 2027", "4 January 2027 Changes"]
        assert "4 January 2027 cannot be met as things stand." in page.text
        assert "3 actions stay with another latest start or effort" in page.text

    def test_nothing_changes_is_said_in_words(self, stuck, visit):
        page = visit(f"{PAGE}?remarks-value=Nothing+to+add.")

        assert "Nothing changes: stage, gates, route, plan and dates stay as they are." in page.text
        assert "Side by side" not in headings(page)

    def test_a_question_that_appears_is_told_and_can_be_answered_at_once(self, stuck, visit, ask):
        page = visit(f"{PAGE}?sharing-value=yes")

        assert "Asked because of what you changed" in headings(page)
        again = ask(page, partners_value="ZXA ZXB")
        assert rows(again, "beside")["Recommended"] == ["Undecided", "Together, 3 points Changes"]

    def test_a_question_that_vanishes_is_told(self, stuck, visit):
        stuck.say(sharing="yes", partners=["ZXA"])

        gone = section(visit(f"{PAGE}?sharing-value=no"), "vanishing")
        assert "1 question would no longer apply." in gone
        assert "With whom? PAR-02" in gone

    def test_several_choices_are_tried_together(self, stuck, visit, ask):
        stuck.say(drivers=["cost"])
        page = ask(visit(f"{PAGE}?ask=drivers"), drivers_value=["cost", "security"])

        assert rows(page, "changed")["Why are you moving? DRV-01"][:2] == [
            "Cost", "Security; Cost",
        ]  # fmt: skip


class TestGoingOn:
    def test_a_chosen_question_stays_until_people_start_again(self, stuck, visit, ask):
        page = ask(visit(PAGE), ask=["lines"])
        assert "Chosen by you" in headings(page)
        assert "As it is now: 20 lines. Leave this empty to keep that." in page.text

        again = ask(page, plan_value="agreed")
        assert "SIT-01" in [f.get("id") for f in again.every("fieldset")]
        assert query(again)[-1] == ("ask", "lines")

    def test_an_empty_box_and_a_choice_as_it_is_are_no_changes(self, stuck, visit, ask):
        page = ask(visit(f"{PAGE}?ask=lines"), lines_value="", plan_value="none")

        assert query(page) == [("ask", "lines")]
        assert "What you changed" not in headings(page)

    def test_one_change_can_be_put_back_and_the_others_stay(self, stuck, visit):
        page = visit(f"{PAGE}?plan-value=agreed&lines-value=4")

        back = visit(page.links["Put back PLN-01"])
        assert dict(query(back)) == {"lines-value": "4", "lines-seen": "1", "ask": "plan"}

    def test_once_a_gate_opens_the_next_one_is_offered(self, stuck, visit):
        page = visit(f"{PAGE}?plan-value=agreed")

        assert "What holds the gate out of Planning" in headings(page)
        assert page.question("PLN-02")

    def test_an_address_written_for_others_is_the_one_the_page_gives_itself(
        self, app, stuck, read, visit
    ):
        values = {
            "plan": "agreed",
            "lines": 4,
            "drivers": frozenset({"cost"}),
            "budget": "dont-know",
        }
        with app.test_request_context():
            address = what_if_address(read(), values)

        page = visit(address)
        assert page.response.request.full_path == address
        assert len(rows(page, "changed")) == 4


class TestWhatDoesNotFit:
    def test_it_is_told_at_the_field_and_everything_else_typed_is_kept(self, stuck, visit, ask):
        page = ask(visit(f"{PAGE}?ask=lines"), 400, lines_value="many", plan_value="agreed")

        assert page.links["Enter a whole number of lines, like 3, or choose don’t know"] == (
            "#lines-value"
        )
        assert next(e for e in page.every("input") if e.get("id") == "lines-value").get(
            "value"
        ) == ("many")
        chosen = [e for e in page.question("PLN-01").every("input") if "checked" in e.attributes]
        assert [e.get("value") for e in chosen] == ["agreed"]
        assert "Side by side" not in headings(page)

    @pytest.mark.parametrize(
        "said",
        ["plan-value=perhaps", "lines-value=5&lines-dont-know=yes", "target-date-value=31+2+2027",
         "moved-value=101", "drivers-value=cost&drivers-value=nothing", "partners-value=%21"],
    )  # fmt: skip
    def test_every_kind_refuses_what_it_cannot_read(self, stuck, visit, said):
        stuck.say(sharing="yes")

        assert visit(f"{PAGE}?{said}", 400).summary

    def test_names_that_mean_nothing_here_are_told_and_left_aside(self, stuck, visit):
        page = visit(f"{PAGE}?nothing-value=yes&ask=nowhere&plan-value=agreed&utm=x")

        assert "nothing by the name of nothing-value, nowhere or utm." in page.text
        assert rows(page, "beside")["Evidenced"][1] == "Planning Changes"

    def test_an_answer_the_copy_does_not_ask_for_is_told_and_not_saved(self, stuck, visit):
        stuck.say(sharing="no")
        page = visit(f"{PAGE}?partners-value=ZXA+ZXB&plan-value=agreed")

        assert "Left aside, for the copy does not ask it: PAR-02" in page.text
        assert page.values("partners-value") == []

    def test_a_copy_too_long_for_an_address_is_refused_and_kept_as_typed(self, stuck, visit):
        page = visit(f"{PAGE}?remarks-value={'x' * LONGEST}", 400)

        assert page.summary[1].startswith("This copy is too long")
        assert "x" * LONGEST in page.response.text

    @pytest.mark.parametrize("seen", ["-1", "x", "99999999999", ""])
    def test_a_version_that_is_none_counts_as_the_newest(self, stuck, visit, seen):
        page = visit(f"{PAGE}?plan-value=agreed&plan-seen={seen}")

        assert page.values("plan-seen") == ["1"]

    def test_text_comes_back_as_text(self, stuck, visit):
        page = visit(f"{PAGE}?remarks-value=%3Cb%3Ebold&%3Ci%3E=1")

        assert "&lt;b&gt;bold" in page.response.text
        assert "<i>" not in page.response.text

    def test_an_assessment_that_is_not_there_is_not_found(self, stuck, visit):
        assert visit("/assessments/99/what-if", 404)


class TestSaving:
    def test_however_often_people_look_nothing_is_written(self, stuck, visit, ask, counted):
        before = counted()

        page = ask(visit(PAGE), plan_value="agreed")
        ask(page, agreement_value="yes", ask=["lines", "sharing"])
        visit(f"{PAGE}?lines-value=many&x=1", 400)

        assert counted() == before

    def test_saving_writes_just_the_changed_answers_and_shows_the_verdict(
        self, stuck, visit, read, counted
    ):
        before = counted()
        page = visit(f"{PAGE}?plan-value=agreed&lines-dont-know=yes&ask=agreement")

        verdict = visit(page.send("Save these answers"))
        assert verdict.heading == "Verdict"
        assert "Your answers prove Planning." in verdict.text
        answers = read().given.answers
        assert (answers["plan"].value, answers["lines"].value) == ("agreed", "dont-know")
        assert counted()["answers"] == before["answers"] + 2

    def test_saving_keeps_note_link_and_whether_they_are_shared(self, stuck, visit, give, read):
        give(
            "plan", "drafted", note="Minutes\nof May.", evidence="https://x.example", private=False
        )

        visit(visit(f"{PAGE}?plan-value=agreed").send("Save these answers"))
        saved = read().given.answers["plan"]
        assert (saved.value, saved.note, saved.evidence, saved.private) == (
            "agreed", "Minutes\nof May.", "https://x.example", False,
        )  # fmt: skip

    def test_an_answer_saved_since_the_copy_was_made_is_never_overwritten(
        self, stuck, visit, ask, give, tom, said
    ):
        page = ask(visit(PAGE), plan_value="agreed")
        give("plan", "drafted", by=tom)
        later = ask(page, agreement_value="yes")

        assert "Tom Okafor answered this after the copy was made." in later.text
        clash = visit(later.send("Save these answers"), 409)
        assert (said("plan"), said("agreement")) == ("drafted", "yes")
        assert "1 answer saved, 1 needs you" in clash.response.text
        assert "Drafted Saved by Tom Okafor, 10:31" in clash.question("PLN-01").text
        assert "Agreed Yours, not saved" in clash.question("PLN-01").text

        assert visit(clash.send("Save these answers")).heading == "Verdict"
        assert said("plan") == "agreed"

    def test_saving_twice_saves_once(self, stuck, visit, read):
        page = visit(f"{PAGE}?plan-value=agreed")
        visit(page.send("Save these answers"))
        visit(page.send("Save these answers"))

        assert read().given.answers["plan"].version == 2

    def test_what_could_not_be_saved_is_shown_again_with_what_to_do(self, stuck, visit, said):
        page = visit(f"{PAGE}?lines-value=4")

        again = visit(page.send("Save these answers", lines_value="many"), 400)
        assert "1 answer needs you" in again.response.text
        assert again.values("lines-value") == ["many"]
        assert said("lines") == 20
