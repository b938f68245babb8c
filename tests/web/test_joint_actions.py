"""Joint actions from tick to plan: made by the system, offered, accepted or declined."""

import io

import pytest
from openpyxl import load_workbook

from readiness.content import rules_folder
from readiness.storage.database import rows
from tests.systems import fill_system
from tests.web.trust import section

NEW = "/systems/ZXY/joint-actions/new?pack=hscn&met=circuits-recorded&met=sponsor-meets"
LIST = "/systems/ZXY/joint-actions"


@pytest.fixture
def rules():
    return rules_folder()


@pytest.fixture
def system(db, rules):
    fill_system(db, rules, 24, submitted=19)


@pytest.fixture
def made(system, visit):
    return visit(visit(NEW).send("Make it", named="Head of digital", due="30 9 2027"))


@pytest.fixture
def plan(made, db):
    """Return the address of the plan of a member that it is offered to."""
    (code,) = rows(db, "select organisation from joint_action_offers order by id limit 1")[0]
    number = rows(db, "select id from assessments where organisation = ?", (code,))[0][0]
    return f"/assessments/{number}/plan"


def test_ticked_points_become_a_joint_action_with_a_proposed_title(system, visit):
    page = visit("/systems/ZXY/comparison?met=circuits-recorded&met=sponsor-meets")

    new = visit(page.links["Make this a joint action with a lead"])
    assert "Fewer than 95% of sites have a complete circuit record" in new.text
    assert "Appoint an executive sponsor" in new.values("title")[0]
    made = visit(new.send("Make it", named="Head of digital"))
    assert made.heading == "Joint actions"
    assert "Led by Head of digital, no day set." in made.text


def test_nothing_typed_is_lost_when_nobody_leads_it(system, visit):
    page = visit(visit(NEW).send("Make it", title="Record all", due="soon", note="We pay."), 400)

    assert page.summary[1:] == [
        "Say who leads it: choose a member, or name a person or post",
        "Enter a real date, like 30 9 2027",
    ]
    assert page.values("title") == ["Record all"]
    assert page.values("due") == ["soon"]
    assert page.values("met") == ["sponsor-meets", "circuits-recorded"]


def test_without_a_tick_there_is_no_form(system, visit):
    page = visit("/systems/ZXY/joint-actions/new?pack=hscn")

    assert "Tick points that hold you up first." in page.text


def test_a_save_over_somebody_elses_shows_both(made, visit):
    mine, theirs = visit(f"{LIST}/1"), visit(f"{LIST}/1")
    visit(theirs.send("Save", title="Theirs"))

    page = visit(mine.send("Save", title="Mine"), 409)

    assert "Theirs" in page.text
    assert page.values("title") == ["Mine"]
    assert "Mine" in visit(page.send("Save over theirs")).text


@pytest.mark.parametrize(
    ("button", "told"), [("It is done", "Done Led by"), ("Withdraw it", "Withdrawn Led by")]
)
def test_it_is_said_to_be_done_or_withdrawn_and_opened_again(made, visit, button, told):
    page = visit(visit(f"{LIST}/1").send(button))

    assert told in page.text
    assert told not in visit(visit(f"{LIST}/1").send("Open it again")).text


def test_a_member_accepts_it_on_its_plan_and_has_it_there(plan, visit):
    page = visit(plan)
    assert "Led by Head of digital, by 30 September 2027" in section(page, "offered-heading")

    page = visit(page.send("Accept"))

    assert "Accepted" in section(page, "offered-heading")
    assert "1 of" in visit(LIST).text


def test_what_was_accepted_is_in_the_files_of_the_plan(plan, visit, client):
    before = client.get(f"{plan}.csv").text

    visit(visit(plan).send("Accept"))

    line = client.get(f"{plan}.csv").text.removeprefix(before).splitlines()
    assert len(line) == 1
    assert "Head of digital,Accepted,2027-09-30" in line[0]
    book = load_workbook(io.BytesIO(client.get(f"{plan}.xlsx").data))
    assert [cell.value for cell in book["Joint actions"]["C"]] == ["Owner", "Head of digital"]


def test_a_member_says_why_it_declines(plan, visit):
    links = visit(plan).links
    offer = visit(next(links[words] for words in links if words.startswith("Decline")))

    refused = visit(offer.send("Decline"), 400)
    assert refused.summary[1:] == ["Say why, so that your system can help otherwise"]
    page = visit(refused.send("Decline", why="We did it last year."))

    assert "“We did it last year.”" in section(page, "offered-heading")
    assert "We did it last year." in visit(LIST).text


def test_who_is_offered_nothing_sees_nothing_of_it(made, visit, db):
    (number,) = rows(
        db,
        """select id from assessments where organisation not in (
            select organisation from joint_action_offers) limit 1""",
    )[0]

    assert section(visit(f"/assessments/{number}/plan"), "offered-heading") == ""
    visit(f"/assessments/{number}/offers/1", 404)


def test_there_is_a_sentence_where_there_is_none(system, visit):
    assert "There is none yet." in visit(LIST).text
    visit(f"{LIST}/1", 404)
