"""The task list says which answers tell most, and orders its sections by them when asked."""

import pytest

from tests.web.trust import section


def titles(page):
    """Return the names of the sections, in order."""
    return [
        next(item.every("a")).text for item in page.every("li") if item.get("class") == "app-task"
    ]


def test_the_three_that_tell_most_come_first_with_owner_state_and_effect(trust):
    page = trust.say(plan="dont-know").get()
    part = section(page, "first")

    assert "Answer these three first" in part
    assert (
        "How far is the plan? PLN-01 Network manager. You said don’t know."
        " Could open the gate out of Not started."
    ) in part
    assert "Could close the gate out of Planning." in part


def test_each_is_a_link_to_its_question_which_leads_back_here(trust):
    page = trust.get()

    assert page.links["How far is the plan?"].endswith("/questions/plan?back=tasks")
    question = trust.visit(page.links["How far is the plan?"])
    assert question.links["Your assessment"] == f"/assessments/{trust.id}"


@pytest.mark.parametrize(
    ("answers", "heading"),
    [
        ({"plan": "agreed", "sharing": "no"}, "Answer these two first"),
        ({"plan": "agreed", "agreement": "yes", "sharing": "no"}, "Answer this one first"),
    ],
)
def test_fewer_are_counted_as_they_are(trust, answers, heading):
    assert heading in section(trust.say(**answers).get(), "first")


def test_the_block_goes_when_no_answer_tells_anything(trust):
    page = trust.say(plan="agreed", agreement="yes", sharing="no", lines="4").get()

    assert section(page, "first") == ""
    assert "Those that tell most first" not in page.links


def test_sections_can_be_put_in_the_order_of_what_tells_most_and_back(trust):
    page = trust.say(plan="agreed", agreement="yes", sharing="no").get()
    assert titles(page) == ["Lead and plan", "Lines and money"]

    ordered = trust.visit(page.links["Those that tell most first"])
    assert titles(ordered) == ["Lines and money", "Lead and plan"]

    back = trust.visit(ordered.links["In the usual order"])
    assert titles(back) == ["Lead and plan", "Lines and money"]
