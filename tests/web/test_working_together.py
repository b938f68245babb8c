"""Sections given to people, comments and marks, as the pages of two people show them."""

import pytest
from flask import g

from readiness.domain.access import Role
from readiness.storage.database import open_database, rows
from readiness.storage.people import person_by_id
from readiness.usecases.assignment import Giving, assign_sections
from readiness.usecases.comment import add_comment
from readiness.usecases.mark import mark_question
from readiness.web import current
from tests.examples import AT
from tests.web.trust import headings, section

LEAD, ESTATE = "/assessments/1/sections/lead", "/assessments/1/sections/estate"
LINES = "/assessments/1/questions/lines"
PLAN = "/assessments/1/questions/plan"


@pytest.fixture
def act_as(app, monkeypatch):
    """Let the pages act for somebody who signed in."""

    def act_as(somebody):
        def person():
            if "person" not in g:
                g.person = person_by_id(current.db(), somebody.id)
            return g.person

        monkeypatch.setattr(current, "person", person)

    return act_as


@pytest.fixture
def estate(db, read, me, priya, tom):
    """Give the section about lines to Priya, beside whom there is an IT lead."""
    giving = Giving("estate", str(priya.id), "Estates", "14 12 2026")
    assign_sections(db, read(), [giving], person=me, at=AT)


def give_page(visit):
    return visit("/assessments/1/who")


class TestGivingSections:
    def test_a_person_a_name_and_a_day_are_given_in_one_save(self, visit, trust, priya, client):
        sent = give_page(visit).send(
            "Save",
            estate_to=str(priya.id),
            estate_due="14 12 2026",
            lead_said="Board office, by phone",
        )
        page = visit(sent)

        assert "2 sections changed hands." in page.text
        assert "With Priya Shah, by 14 Dec 2026" in page.text
        assert "With Board office, by phone" in page.text

    def test_alone_in_a_copy_one_writes_names_and_sees_nothing_of_it_before(self, visit, trust):
        assert "With nobody" not in visit("/assessments/1").text
        assert "nobody" not in visit(ESTATE).text.lower()
        page = give_page(visit)
        assert not page.every("select")

        visit(page.send("Save", estate_said="Estates"))

        assert "With Estates" in visit("/assessments/1").text
        assert "With Estates. Given by Local user" in visit(ESTATE).text

    def test_what_does_not_fit_is_said_at_its_field_and_nothing_typed_is_lost(
        self, visit, trust, priya
    ):
        sent = give_page(visit).send(
            "Save", estate_said="Estates", estate_due="soon", lead_to=str(priya.id)
        )
        page = visit(sent, 400)

        assert page.summary[1:] == [
            "Lines and money: Enter a real date, like 14 12 2026, or leave it empty"
        ]
        assert page.values("estate-due") == ["soon"]
        assert page.values("lead-to") == [str(priya.id)]

    def test_of_two_who_give_a_section_the_second_sees_both_and_decides(
        self, visit, trust, db, read, tom, priya, ruth
    ):
        page = give_page(visit)
        assign_sections(db, read(), [Giving("estate", str(priya.id))], person=tom, at=AT)
        again = visit(page.send("Save", estate_to=str(ruth.id)), 409)

        assert "Tom Okafor changed who has a section" in again.summary[-1]
        assert "Saved by Tom Okafor" in again.text
        assert "With Priya Shah" in again.text
        assert again.values("estate-to") == [str(ruth.id)]
        assert "With Ruth Adeyemi" in visit(again.send("Save over theirs")).text

    def test_who_lost_their_role_is_still_named_there(self, visit, trust, db, estate, priya, me):
        from readiness.domain.access import Grant
        from readiness.storage.database import immediate
        from readiness.storage.grants import set_grant

        with immediate(db):
            set_grant(db, priya.id, Grant(Role.CONTRIBUTOR, "ZX9"), False, by=me, at=AT)

        page = give_page(visit)
        assert "Priya Shah (holds no role here now)" in page.text
        assert page.values("estate-to") == [str(priya.id)]

    def test_others_read_who_has_what(self, visit, trust, act_as, estate, priya):
        act_as(priya)
        page = give_page(visit)

        assert "Priya Shah (Estates)" in page.text
        assert not page.every("button")


class TestYourSections:
    def test_they_lead_the_task_list_and_the_start_page(self, visit, trust, act_as, estate, priya):
        act_as(priya)
        tasks = visit("/assessments/1")

        assert headings(tasks)[:2] == ["Your assessment", "Your sections"]
        assert "With you, by 14 Dec 2026" in tasks.text
        assert "1 other section" in headings(tasks)
        assert "Lines and money" in section(visit("/"), "mine")

    def test_the_list_is_narrowed_to_mine_and_to_those_with_nobody(
        self, visit, trust, act_as, estate, priya
    ):
        act_as(priya)
        mine, nobody = visit("/assessments/1?who=mine"), visit("/assessments/1?who=nobody")

        assert "Lead and plan" not in [a.text for a in mine.every("a")]
        assert "Lines and money" not in [a.text for a in nobody.every("a")]
        assert "1 section with nobody" in headings(nobody)

    def test_whoever_has_none_is_told_so(self, visit, trust, act_as, priya, tom):
        act_as(priya)

        assert "No section is given to you yet." in visit("/assessments/1").text

    def test_saving_leads_on_to_their_sections_only(self, visit, trust, act_as, estate, priya):
        act_as(priya)
        page = visit(visit(ESTATE).send("Save and continue", lines_value="12"))

        assert page.heading == "Your assessment"


class TestTheLimit:
    def test_elsewhere_the_answers_are_read_and_it_is_said_whom_to_ask(
        self, visit, trust, act_as, give, estate, priya, join
    ):
        give("lines", "12", note="Counted.")
        act_as(join("Other", Role.CONTRIBUTOR))
        page = visit(ESTATE)

        assert "The questions of “Lines and money” are with Priya Shah (Estates)." in page.text
        assert "12" in page.one("div", id="SIT-01").text
        assert "“Counted.”" in page.text
        assert not page.every("input", "textarea", "button")

    def test_a_question_page_is_read_too(self, visit, trust, act_as, estate, priya):
        act_as(priya)

        assert "Nobody has “Lead and plan” yet" in visit(PLAN).text
        assert not visit(PLAN).every("fieldset")
        assert visit(LINES).every("fieldset")

    def test_what_was_typed_before_the_section_was_taken_back_is_not_lost(
        self, visit, trust, act_as, db, read, me, estate, priya, said
    ):
        act_as(priya)
        page = visit(ESTATE)
        assign_sections(db, read(), [Giving("estate", seen=1)], person=me, at=AT)
        again = visit(page.send("Save and stay", lines_value="12", lines_note="Counted."), 403)

        assert "Nothing was saved. Nobody has “Lines and money” yet." in again.text
        assert [b.text for b in again.every("button") if b.text.startswith("Save and")] == []
        assert again.values("lines-value") == ["12"]
        assert again.values("lines-note") == ["Counted."]
        assert said("lines") is None

    def test_a_sheet_asks_for_their_questions_and_tells_the_others(
        self, visit, trust, act_as, estate, priya, said
    ):
        act_as(priya)
        page = visit("/assessments/1/roles/network-manager")
        visit(page.send("Save and stay", lines_value="12"))

        assert said("lines") == 12
        assert "Some questions here are not yours to answer" in page.text
        assert page.one("div", id="PLN-01")
        assert not page.values("plan-seen")

    def test_an_approver_reads_and_presses_nothing(self, visit, trust, act_as, ruth, tom):
        trust.say(plan="none")
        act_as(ruth)

        assert (
            "You read “Lead and plan”. An IT lead or a contributor answers it." in visit(LEAD).text
        )
        for path in ("/freezes", "/costs", "/check", "/plan/draft-plan", ""):
            words = [b.text for b in trust.get(path).every("button")]
            assert words == [], path
        assert "Save" not in [b.text for b in visit("/organisations/ZX9").every("button")]

    def test_an_approver_is_refused_with_what_was_typed(self, visit, trust, act_as, ruth, tom):
        page = visit(LEAD)
        act_as(ruth)
        again = visit(page.send("Save and stay", plan_value="drafted"), 403)

        assert again.values("plan-value") == ["drafted"]


class TestComments:
    def test_a_comment_is_said_on_the_question_and_folded_on_its_section(self, visit, trust):
        page = visit(visit(LINES).send("Add this comment", comment="Is <b>it</b> 12?"))

        assert "Is <b>it</b> 12?" in section(page, "comments")
        assert "1 comment" in visit(ESTATE).question("SIT-01").text
        assert "Is <b>it</b> 12?" in visit("/assessments/1/comments").text

    def test_one_that_does_not_fit_comes_back_as_typed(self, visit, trust):
        long = "x" * 2001
        page = visit(visit(LINES).send("Add this comment", comment=long), 400)

        assert page.summary[1:] == ["Shorten the comment to 2,000 characters: it has 2,001"]
        assert page.values("comment") == [long]

    def test_one_in_a_section_taken_back_comes_back_as_typed(
        self, visit, trust, act_as, db, read, me, estate, priya
    ):
        act_as(priya)
        page = visit(LINES)
        assign_sections(db, read(), [Giving("estate", seen=1)], person=me, at=AT)
        again = visit(page.send("Add this comment", comment="It is 12."), 403)

        assert "Nobody has “Lines and money” yet" in again.summary[1]
        assert again.values("comment") == ["It is 12."]

    def test_what_was_struck_out_is_read_no_more(self, visit, trust, db, read, tom):
        add_comment(db, read(), "lines", "A mistake.", person=tom, at=AT)
        page = visit(visit(LINES).send("Strike out"))

        assert "A mistake." not in page.text
        assert "Struck out" in section(page, "comments")
        assert "A mistake." not in visit(ESTATE).text
        assert "A mistake." not in visit("/assessments/1/comments").text

    def test_only_its_writer_and_an_it_lead_are_offered_that(
        self, visit, trust, act_as, db, read, estate, priya, ruth
    ):
        add_comment(db, read(), "lines", "So.", person=priya, at=AT)

        for somebody, offered in ((priya, True), (ruth, False)):
            act_as(somebody)
            words = [button.text for button in visit(LINES).every("button")]
            assert any(w.startswith("Strike out") for w in words) == offered

    def test_no_file_holds_a_comment(self, trust, db, read, me):
        add_comment(db, read(), "lines", "Between us.", person=me, at=AT)
        mark_question(db, read(), "lines", why="Secretly.", to="", seen=0, person=me, at=AT)
        trust.say(plan="agreed").submit()

        for path in ("/plan.csv", "/submissions/1/record.json", "/sheets/network-manager"):
            text = trust.file(path).text
            assert "Between us." not in text, path
            assert "Secretly." not in text, path


class TestMarks:
    def test_a_mark_is_seen_wherever_the_question_is(self, visit, trust, priya):
        visit(visit(LINES).send("Mark this question", why="The count is old."))

        words = "Needs another look: The count is old. Local user"
        assert words in section(visit(LINES), "comments")
        assert words in visit(ESTATE).question("SIT-01").text
        assert "1 marked for another look" in visit("/assessments/1").text
        check = visit("/assessments/1/check")
        assert "1 answer is marked needs another look: SIT-01. You can submit" in check.text

    def test_answered_since_is_said_and_the_mark_stays(self, visit, trust):
        visit(visit(LINES).send("Mark this question", why="Old."))
        trust.say(lines="12")

        assert "Answered since" in visit(ESTATE).question("SIT-01").text

    def test_a_mark_is_for_somebody_who_finds_it_first(self, visit, trust, act_as, tom, priya):
        act_as(tom)
        page = visit(LINES)
        visit(page.send("Mark this question", why="Old.", to=str(priya.id)))
        act_as(priya)

        assert "Needs another look from you" in section(visit("/"), "mine")

    def test_a_reason_is_wanted(self, visit, trust):
        page = visit(visit(LINES).send("Mark this question", why=" "), 400)

        assert page.summary[1:] == ["Say why it needs another look"]

    def test_of_two_who_mark_the_second_sees_both_and_decides(self, visit, trust, db, read, tom):
        page = visit(LINES)
        mark_question(db, read(), "lines", why="Tom says.", to="", seen=0, person=tom, at=AT)
        again = visit(page.send("Mark this question", why="I say."), 409)

        assert "Tom says." in again.text
        assert again.values("why") == ["I say."]
        assert "I say." in section(visit(again.send("Mark over theirs")), "comments")

    def test_a_mark_is_cleared_and_not_from_a_stale_page(self, visit, trust, db, read, tom):
        visit(visit(LINES).send("Mark this question", why="Old."))
        page = visit(LINES)
        mark_question(db, read(), "lines", why="Tom says.", to="", seen=1, person=tom, at=AT)
        again = visit(page.send("Clear this mark"), 409)
        assert "Tom Okafor marked this question" in again.summary[1]

        assert "the mark is cleared" in visit(again.send("Clear this mark")).text
        assert "Needs another look:" not in visit(LINES).text

    def test_marked_sections_come_first_among_what_was_said(self, visit, trust, db, read, me):
        add_comment(db, read(), "plan", "First.", person=me, at=AT)
        mark_question(db, read(), "lines", why="Old.", to="", seen=0, person=me, at=AT)

        assert headings(visit("/assessments/1/comments"))[1:4:2] == [
            "Lines and money",
            "Lead and plan",
        ]


@pytest.mark.parametrize(
    "path", ["", "/sections/estate", "/questions/lines", "/check", "/who", "/comments"]
)
@pytest.mark.parametrize("accounts", [False, True])
def test_a_page_takes_at_most_eight_queries(
    app, client, trust, tmp_path, monkeypatch, act_as, db, read, me, estate, priya, path, accounts
):
    add_comment(db, read(), "lines", "So.", person=me, at=AT)
    mark_question(db, read(), "lines", why="Old.", to="", seen=0, person=me, at=AT)
    trust.say(lines="12")
    if accounts:
        act_as(priya)
    client.get(f"/assessments/1{path}")
    asked = []

    def watched():
        watching = open_database(tmp_path / "instance" / "readiness.db")
        watching.conn.set_trace_callback(asked.append)
        return watching

    copy = app.extensions["readiness"]
    monkeypatch.setitem(app.extensions, "readiness", current.Copy(copy.settings, watched))

    assert client.get(f"/assessments/1{path}").status_code == 200
    told = [statement for statement in asked if not statement.startswith("PRAGMA")]
    assert len(told) <= 8, told


def test_a_closed_assessment_takes_no_comment_and_no_mark(visit, trust, db, client):
    trust.say(plan="drafted").submit()
    page = visit(PLAN)
    visit(visit("/assessments/1/again").send("Assess again"))

    assert visit(page.send("Add this comment", comment="Late."), 409)
    assert visit(page.send("Mark this question", why="Late."), 409)
    assert rows(db, "select count(*) from comments") == [(0,)]
    assert not visit(PLAN).every("button")
