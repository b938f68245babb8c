"""The pages of a plan: what to do, who, by when, and whether the date holds."""

import re
from datetime import date

import pytest

from tests import examples
from tests.web.trust import section


@pytest.fixture
def planned(trust):
    """Give a trust a plan of four actions."""
    return trust.say(target_date="2027-09-30", plan="none", agreement="no", budget="dont-know")


def send(planned, **said):
    """Say something of an action on its page."""
    return planned.get("/plan/sign-agreement").send("Save", **said)


def rows(page):
    """Return the actions of the table, in order."""
    return re.findall(r'class="app-plan__link"[^>]*>(.*?)</a>', page.response.text)


class TestTheTable:
    def test_it_stands_by_gate_and_its_numbers_run_on(self, planned):
        page = planned.get("/plan")

        assert rows(page) == [
            "Draft the plan",
            "Have the board agree the plan",
            "Sign the agreement",
            "Find out: How much is set aside?",
        ]
        groups = re.findall(r'scope="rowgroup"[^>]*>(.*?)</th>', page.response.text)
        assert groups == [
            "Opens the gate out of Not started",
            "Opens the gate out of Planning",
            "Answers to find out that open no gate",
        ]

    def test_a_row_says_what_asks_for_it_and_what_it_follows(self, planned):
        page = planned.get("/plan")

        assert "PLN-01. After 1" in page.text
        assert "You answered don’t know to FUN-01" in page.text

    def test_the_finding_names_what_binds_and_totals_equal_the_table(self, planned):
        page = planned.get("/plan")

        assert "30 September 2027 can be met with 87 working days in hand." in page.text
        assert "4 actions, 5.5 to 7.5 person-days. 4 to do, none late." in page.text
        assert len(re.findall("app-plan__binds", page.response.text)) == 1

    def test_every_lane_says_its_days_in_words(self, planned):
        lanes = re.findall(
            r'role="img" aria-label="(Planned [^"]*)"', planned.get("/plan").response.text
        )

        assert len(lanes) == 4
        assert all(re.search(r"Start by \d+ \w+ 20\d\d\.$", words) for words in lanes)

    def test_cells_keep_their_roles_where_the_table_becomes_blocks(self, planned):
        html = planned.get("/plan").response.text

        assert 'class="app-plan" role="table"' in html
        assert html.count('role="row"') > 4
        assert html.count('scope="row"') >= 4

    def test_what_is_not_answered_is_said_to_be_missing(self, planned):
        assert (
            "questions are not answered. The plan holds nothing for them yet"
            in planned.get("/plan").text
        )

    def test_each_owner_carries_their_own(self, planned):
        part = section(planned.get("/plan"), "who")

        assert re.search(r"Network manager.*Actions: 1, 2, 3 Person-days: 5 to 7", part)
        assert re.search(r"Finance partner.*Actions: 4 Person-days: 0.5", part)

    def test_an_effort_that_depends_on_an_unknown_count_is_at_least_the_rest(self, planned):
        planned.say(plan="agreed", move_plan="none")
        page = planned.get("/plan")

        assert "at least 1.5 person-days" in page.text
        assert "not known" in page.text


class TestTheTarget:
    @pytest.fixture
    def rules(self, tmp_path):
        """Return a rules folder whose pack says what is left."""
        fallbacks = (
            "fallbacks: [{title: Accept the risk, owner: finance-partner, needs: A name.}]\n"
        )
        pack = examples.tiny_pack(pack=examples.PACK + fallbacks)
        examples.write_pack(tmp_path / "rules", pack)
        return tmp_path / "rules"

    def test_one_that_cannot_be_met_shows_what_is_left_before_the_table(self, planned):
        planned.say(target_date="2027-01-15")
        page = planned.get("/plan")

        assert "15 January 2027 cannot be met as things stand." in page.text
        assert "Accept the risk Finance partner Needs: A name." in section(page, "left")
        assert page.text.index("What is left") < page.text.index("Action and why")
        assert "the earliest that this plan can meet is" in page.text
        assert re.search(r"\d+ working days late", page.text)

    def test_what_is_left_comes_into_the_plan_and_is_said_like_any_action(self, planned):
        planned.say(target_date="2027-01-15")
        page = planned.get("/plan")

        assert "“Sign the agreement” is 91 working days late. What may help:" in page.text
        assert "If the date is to hold" in page.response.text
        assert rows(page)[-1] == "Accept the risk"
        assert "4 actions, " in page.text
        action = planned.get("/plan/fallback/accept-the-risk")
        assert "Offered because 15 January 2027 cannot be met as things stand." in action.text
        assert "Not known, for nobody has said how long it takes" in action.text
        said = {"owner": "P Nair", "state": "doing", "due": "", "note": "", "seen": "0"}
        assert action.send("Save", **said).location.endswith("#action-5")
        assert "Doing, P Nair" in planned.get("/plan").text

    def test_while_it_holds_nothing_is_offered(self, planned):
        assert "If the date is to hold" not in planned.get("/plan").response.text
        assert planned.file("/plan/fallback/accept-the-risk").status_code == 404

    def test_a_fallback_that_is_done_does_not_blame_the_answers(self, planned):
        planned.say(target_date="2027-01-15")
        action = planned.get("/plan/fallback/accept-the-risk")
        action.send("Save", owner="", state="done", due="", note="", seen="0")

        page = planned.get("/plan/fallback/accept-the-risk")
        assert "the answers still ask for it" not in page.text
        assert "1 done" in planned.get("/plan").text

    def test_without_one_there_are_no_latest_starts_and_it_is_asked_for(self, trust):
        page = trust.say(plan="none").get("/plan")

        assert "No target date" in page.text
        assert page.links["Give a target date (STG-02)"].endswith(
            "/questions/target-date?back=plan"
        )
        assert "Start by" not in re.sub("Start by Opens|Start by When", "", page.text)[400:]

    def test_a_plan_without_actions_is_not_praised_while_questions_are_open(self, trust):
        page = trust.get("/plan")

        assert "Nothing is planned yet." in page.text
        assert "Nothing left to do" not in page.text

    def test_every_gate_open_leaves_nothing_to_do(self, trust):
        page = trust.say(plan="agreed", agreement="yes", target_date="2027-09-30").get("/plan")

        assert "Nothing left to do for this target." in page.text


class TestNarrowing:
    def test_by_owner(self, planned):
        page = planned.get("/plan?owner=finance-partner")

        assert rows(page) == ["Find out: How much is set aside?"]
        assert "Finance partner (1)" in page.links

    def test_by_late(self, planned):
        planned.say(target_date="2027-01-15")

        assert "Find out: How much is set aside?" not in rows(planned.get("/plan?late=1"))

    @pytest.mark.parametrize("query", ["?owner=nobody", "?owner=<script>", "?late=1"])
    def test_nothing_left_says_so_and_offers_all(self, planned, query):
        page = planned.get(f"/plan{query}")

        assert rows(page) == []
        assert "Show all" in page.links
        assert "<script>" not in page.response.text

    def test_it_never_changes_the_numbers(self, planned):
        page = planned.get("/plan?owner=finance-partner")

        assert 'id="action-4"' in page.response.text


class TestAnAction:
    def test_it_says_why_how_and_by_when(self, planned):
        page = planned.get("/plan/sign-agreement")

        assert page.heading == "Sign the agreement"
        assert "The agreement is not signed. (PLN-02)" in page.text
        assert "1 person-day; 20 working days from start to finish" in page.text
        assert "1 April 2027" in page.text
        assert "The gate out of Planning" in page.text

    def test_it_names_what_comes_before_and_then(self, planned):
        assert "Draft the plan" in planned.get("/plan/agree-plan").links
        assert "Have the board agree the plan" in planned.get("/plan/draft-plan").links

    def test_one_whose_key_holds_a_slash_has_a_page(self, planned):
        assert planned.get("/plan/find-out/budget").heading.startswith("Find out")

    @pytest.mark.parametrize("key", ["nonsense", "date-lines", "find-out/plan", "find-out/"])
    def test_one_that_the_plan_does_not_hold_is_not_found(self, planned, key):
        assert planned.file(f"/plan/{key}").status_code == 404


class TestSaying:
    def test_what_is_said_is_saved_and_shown_in_the_plan(self, planned):
        sent = send(planned, owner="P Nair", state="doing", due="1 3 2027", note="", seen="0")

        assert (sent.status_code, sent.location) == (
            303,
            f"/assessments/{planned.id}/plan#action-3",
        )
        assert "Doing, P Nair. Due 1 Mar 2027" in planned.get("/plan").text

    @pytest.mark.parametrize(
        ("state", "words"),
        [("waiting", "Waiting for: the board"), ("will-not-do", "Will not do: the board")],
    )
    def test_waiting_and_not_doing_say_why(self, planned, state, words):
        send(planned, owner="", state=state, due="", note="the board", seen="0")

        assert words in planned.get("/plan").text

    def test_what_is_done_is_folded_and_the_answers_still_decide(self, planned):
        send(planned, owner="", state="done", due="", note="", seen="0")

        assert "1 done" in planned.get("/plan").text
        assert "the answers still ask for it" in planned.get("/plan/sign-agreement").text

    def test_errors_lose_nothing_typed(self, planned, visit):
        sent = send(
            planned,
            owner="Ann <b>",
            state="waiting",
            due="31 2 2027",
            note="",
            seen="0",
        )
        html = sent.text

        assert visit(sent, 400).summary[1:] == [
            "Enter a real date, like 30 9 2027 or 2027-09-30, or leave it empty",
            "Say in the note what it waits for, or why it will not be done",
        ]
        assert "<title>Error: Sign the agreement" in html
        assert 'value="Ann &lt;b&gt;"' in html
        assert 'value="31 2 2027"' in html
        assert re.search(r'value="waiting" checked', html)
        assert '<a href="#due">Enter a real date' in html
        assert '<a href="#note">Say in the note what it waits for' in html

    def test_two_people_on_one_action_see_both_and_either_can_stand(self, planned, visit):
        said = {"state": "doing", "due": "", "note": "", "seen": "0"}
        send(planned, owner="Tom", **said)
        sent = send(planned, owner="Priya", **said)
        html = sent.text

        assert "Two people changed this action" in visit(sent, 409).text
        assert "Who: Tom" in html
        assert "Who: Priya" in html
        assert 'name="seen" value="1"' in html
        again = send(planned, owner="Priya", **said | {"seen": "1"})
        assert again.status_code == 303
        assert "Doing, Priya" in planned.get("/plan").text

    def test_without_its_token_nothing_is_accepted(self, planned):
        sent = planned.client.post(
            f"/assessments/{planned.id}/plan/sign-agreement", data={"state": "done", "seen": "0"}
        )

        assert sent.status_code == 400
        assert "1 done" not in planned.get("/plan").text

    @pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 40])
    def test_a_version_that_is_no_number_is_none_seen(self, planned, seen):
        sent = send(planned, owner="T", state="doing", due="", note="", seen=seen)

        assert sent.status_code == 303


class TestFiles:
    @pytest.mark.parametrize(
        ("ending", "starts"), [("xlsx", b"PK"), ("csv", "\ufeffNo.,".encode())]
    )
    def test_they_are_named_for_organisation_pack_and_day(self, planned, ending, starts):
        sent = planned.file(f"/plan.{ending}")

        name = f"ZX9-tiny-2026.11-plan-{date(2026, 11, 24)}.{ending}"
        assert sent.data.startswith(starts)
        assert name in sent.headers["Content-Disposition"]

    def test_a_submission_has_its_own(self, planned):
        planned.submit()
        links = planned.get("/submissions/1/plan").links

        assert links["Workbook (.xlsx)"].endswith("/submissions/1/plan.xlsx")
        assert planned.file("/submissions/1/plan.csv").data.startswith("\ufeffNo.,".encode())
        assert "Drafted from submission 1." in planned.get("/submissions/1/plan").text
