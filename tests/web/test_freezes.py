"""The page of change freezes."""

import pytest

from readiness.usecases.assessment import read_assessment
from readiness.usecases.freezes import save_freeze
from tests import examples
from tests.web.trust import headings, section

LIVE = examples.ACTIONS.replace("6 weeks\n", "6 weeks\n    changes_live: yes\n")
WINTER = {"what": "Summer freeze", "first": "1 9 2027", "last": "14 9 2027"}


@pytest.fixture
def rules(tmp_path):
    """Return a rules folder whose pack has an action that changes the live network."""
    examples.write_pack(tmp_path / "rules", examples.tiny_pack(actions=LIVE))
    return tmp_path / "rules"


@pytest.fixture
def planned(trust):
    return trust.say(target_date="2027-09-30", plan="none", agreement="yes")


@pytest.fixture
def send(planned):
    """Send the form of a freeze; a new one when no number is given."""

    def send(button="Add this freeze", number=0, **said):
        fields = {f"freeze-{number}-{name}": value for name, value in said.items()}
        return planned.get("/freezes").send(button, **fields)

    return send


@pytest.fixture
def saved_by(db, planned):
    """Save the first freeze again behind the page's back."""

    def saved_by(person, what):
        opened = read_assessment(db, planned.id, person=person, on=examples.ON)
        said = {"first": "1 9 2027", "last": "3 9 2027", "what": what, "seen": 1}
        save_freeze(db, opened, 1, **said, person=person, at=examples.AT)

    return saved_by


def test_the_plan_and_the_calendar_lead_to_it(planned):
    address = f"/assessments/{planned.id}/freezes"

    assert planned.get("/plan").links["Change freezes"] == address
    assert address in planned.get("/calendar").links.values()


def test_a_freeze_is_added_and_says_what_it_moves(planned, send):
    sent = send(**WINTER)

    assert (sent.status_code, sent.location) == (303, f"/assessments/{planned.id}/freezes")
    page = planned.get("/freezes")
    assert "Summer freeze: 1 September 2027 to 14 September 2027" in headings(page)
    assert (
        "Have the board agree the plan. Starts by 5 August 2027, 14 calendar days earlier than"
        " 19 August 2027. 14 days of Summer freeze stepped over." in section(page, "moves")
    )


def test_the_plan_says_what_moved_and_shows_the_freeze(planned, send):
    before = planned.get("/plan")
    send(**WINTER)
    page = planned.get("/plan")

    assert "change freezes" not in before.text.replace("rests in change freezes", "")
    assert "2 latest starts are earlier because of change freezes" in page.text
    assert "14 days of Summer freeze stepped over." in page.text
    assert before.response.text.count('fill="url(#frozen)"') == 0
    assert page.response.text.count('fill="url(#frozen)"') == 3
    assert "It changes the live network" in planned.get("/plan/agree-plan").text


def test_a_freeze_is_changed_and_removed(planned, send):
    send(**WINTER)
    send("Save this freeze", 1, last="2 9 2027")
    assert "1 September 2027 to 2 September 2027" in planned.get("/freezes").text

    send("Remove this freeze", 1)

    assert headings(planned.get("/freezes"))[1:] == ["Add a freeze"]


def test_errors_lose_nothing_typed(planned, send, visit):
    sent = send(what="Ann <b>", first="31 2 2027", last="")
    html = sent.text

    page = visit(sent, 400)
    assert page.summary[1:] == [
        "Enter the first day, like 14 12 2026",
        "Enter the last day, like 14 12 2026",
    ]
    assert 'value="Ann &lt;b&gt;"' in html
    assert 'value="31 2 2027"' in html


def test_two_people_on_one_freeze_see_both_and_either_can_stand(
    planned, send, visit, saved_by, tom
):
    send(**WINTER)
    open_page = planned.get("/freezes")
    saved_by(tom, "Short freeze")

    sent = open_page.send("Save this freeze", **{"freeze-1-what": "Long freeze"})
    page = visit(sent, 409)

    assert "Two people changed this freeze" in page.text
    assert "Short freeze" in page.text
    assert page.values("freeze-1-what") == ["Long freeze"]
    assert page.values("freeze-1-seen") == ["2"]
    assert page.send("Save over theirs").status_code == 303
    assert "Long freeze: 1 September 2027 to 14 September 2027" in planned.get("/freezes").text


def test_a_freeze_that_somebody_removed_is_shown_again_to_who_still_wants_it(planned, send, visit):
    send(**WINTER)
    open_page = planned.get("/freezes")
    send("Remove this freeze", 1)

    page = visit(open_page.send("Save this freeze", **{"freeze-1-what": "Other"}), 409)

    assert "A freeze that was removed" in headings(page)
    assert page.send("Save over theirs").status_code == 303
    assert "Other: 1 September 2027" in planned.get("/freezes").text


@pytest.mark.parametrize("number", ["", "x", "9" * 9, "7"])
def test_a_freeze_that_is_not_there_is_not_found(planned, number):
    page = planned.get("/freezes")
    token = page.values("csrf_token")[0]

    sent = planned.client.post(
        f"/assessments/{planned.id}/freezes",
        data={
            "csrf_token": token,
            "number": number,
            f"freeze-{number}-what": "W",
            f"freeze-{number}-first": "1 9 2027",
            f"freeze-{number}-last": "1 9 2027",
        },
    )

    assert sent.status_code == 404


def test_without_a_target_it_asks_for_one(trust, visit):
    page = trust.get("/freezes")
    page.send("Add this freeze", **{f"freeze-0-{name}": text for name, text in WINTER.items()})

    assert "Give a target date (STG-02)" in trust.get("/freezes").links
