"""The ten-minute look: a few questions, what they tell, and going on with nothing asked twice."""

import pytest

from readiness.domain.errors import PackFaults
from readiness.domain.reader import read_pack
from tests import examples
from tests.web.trust import section

FIRST = {
    "ref: STG-01\n": "ref: STG-01\n    first: yes\n",
    "ref: STG-02\n": "ref: STG-02\n    first: yes\n",
    "ref: PLN-02\n": "ref: PLN-02\n    first: yes\n",
}


def lead():
    text = examples.LEAD
    for old, new in FIRST.items():
        text = text.replace(old, new)
    return text


@pytest.fixture
def looking(rules):
    examples.write_pack(rules, examples.tiny_pack(lead=lead()))


@pytest.fixture
def trust(looking, trust):
    return trust


def test_who_has_ten_minutes_is_led_from_the_start_to_the_first_questions(looking, visit):
    choose = visit(visit("/").send("Start", pack="tiny", time="look"))
    look = visit(
        choose.send("Continue", organisation="new", ods_code="ZX7", name="Holm", kind="trust")
    )

    assert look.heading == "A first look, in about ten minutes"
    assert "3 questions." in look.text
    assert "How far is the plan?" not in look.text


def test_the_start_says_how_many_questions_the_look_has(looking, visit):
    assert "At most 3 questions." in visit("/").text


def test_who_has_longer_begins_with_the_sections(looking, visit):
    choose = visit(visit("/").send("Start", pack="tiny", time="whole"))
    tasks = visit(
        choose.send("Continue", organisation="new", ods_code="ZX7", name="Holm", kind="trust")
    )

    assert tasks.heading == "Your assessment"
    assert tasks.links["The ten-minute look"].endswith("/look/result")


def test_how_much_time_there_is_has_to_be_said(looking, visit):
    page = visit(visit("/").send("Start", pack="tiny"), 400)

    assert page.summary[1:] == ["Choose how much time you have"]
    assert page.values("pack") == ["tiny"]


def test_it_tells_claim_ceiling_dates_and_three_actions(trust):
    told = trust.visit(
        trust.get("/look").send(
            "Save and see what they tell",
            **{
                "claimed-stage-value": "complete",
                "target-date-value": "30 9 2027",
                "agreement-value": "no",
            },
        )
    )

    assert told.heading == "A first look"
    assert "Claimed Complete" in told.text
    assert "At most Planning" in told.text
    assert "Sign the agreement" in section(told, "dates")
    assert "Sign the agreement" in section(told, "begin")
    assert "This rests on 3 of 3 first questions." in told.text


def test_nothing_is_asked_twice_by_those_who_go_on(trust):
    trust.say(agreement="no", claimed_stage="planning")

    assert trust.get("/sections/lead").values("agreement-value") == ["no"]
    assert trust.get("/look").values("agreement-value") == ["no"]


def test_what_does_not_fit_is_shown_again_as_it_was_typed(trust):
    page = trust.visit(
        trust.get("/look").send(
            "Save and see what they tell",
            **{"target-date-value": "31 2 2027", "agreement-value": "yes"},
        ),
        400,
    )

    assert page.every("h2")[0].text == "1 answer saved, 1 needs you"
    assert page.values("target-date-value") == ["31 2 2027"]


def test_what_is_left_is_counted_without_the_first_questions(trust):
    text = trust.get("/look/result").text

    assert "9 more questions apply to you" in text
    assert "Nothing that you answered asks for an action." in text


def test_a_closed_assessment_shows_its_look_and_asks_nothing(trust):
    trust.say(agreement="no").submit()
    trust.visit(trust.get("/again").send("Assess again"))
    page = trust.get("/look")

    assert page.every("form") == []
    assert [box.get("value") for box in page.every("input") if "checked" in box.attributes] == [
        "no"
    ]
    assert "Go on" not in trust.get("/look/result").text


def test_what_it_rests_on_counts_the_other_answers_too(trust):
    trust.say(agreement="no", lines="60")
    told = trust.get("/look/result").text

    assert "1 of 3 first questions, and on 1 other answer; 2 are not answered." in told


def test_a_pack_without_first_questions_has_no_look(visit, started):
    page = visit("/assessments/1/look", 404)

    assert "has no ten-minute look" in page.text


def test_more_than_twelve_first_questions_are_a_fault():
    every = {
        name: text.replace("    kind:", "    first: yes\n    kind:")
        for name, text in (("lead", examples.LEAD), ("estate", examples.ESTATE))
    }

    with pytest.raises(PackFaults, match="mark at most 12 questions first"):
        read_pack(examples.tiny_pack(**every))
