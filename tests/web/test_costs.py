"""The page of costs."""

import re

import pytest

from readiness.usecases.assessment import read_assessment
from readiness.usecases.costs import save_costs
from tests import examples
from tests.web.trust import section


@pytest.fixture
def planned(trust):
    return trust.say(target_date="2027-09-30", plan="none", budget="dont-know")


@pytest.fixture
def send(planned):
    """Send figures, by name with hyphens for the rates."""

    def send(**figures):
        fields = {f"{name.replace('__', '-')}-figure": text for name, text in figures.items()}
        return planned.get("/costs").send("Save these figures", **fields)

    return send


def test_nothing_given_is_said_and_not_added_up(planned):
    page = planned.get("/costs")

    assert "No figure is given yet, so no cost is known." in page.text
    assert "£0" not in page.text
    assert "no day rate or price is given. Give day rates and prices" in planned.get("/plan").text


def test_figures_are_saved_and_add_up(planned, send):
    sent = send(
        rate__network__manager="400 to 500",
        rate__finance__partner="450",
        set_up="10,000",
        new_month="2000",
        present_month="£3,000",
        extension_month="4,000 to 5,000",
        termination="0",
        dual_months="2 to 3",
    )

    assert (sent.status_code, sent.location) == (303, f"/assessments/{planned.id}/costs")
    page = planned.get("/costs")
    assert "Acting: £41,825 to £46,225. Doing nothing: £48,000 to £60,000." in page.text
    assert "for the 12 months after 30 September 2027" in page.text
    assert "4 to 6 person-days at £400 to £500 a day." in section(page, "acting")
    assert "12 months at £4,000 to £5,000." in section(page, "nothing")
    assert "VAT" in section(page, "not-counted")


def test_a_blank_is_named_on_the_page_and_in_the_plan(planned, send):
    send(present_month="5000")

    page = planned.get("/costs")
    assert "Not known: the price of an extension." in section(page, "nothing")
    plan = planned.get("/plan").text
    assert "Doing nothing: at least £60,000; the price of an extension is not known." in plan


def test_a_figure_can_be_made_blank_again(planned, send):
    send(set_up="10000")
    send(set_up="")

    assert planned.get("/costs").values("set_up-figure") == [""]
    assert "No figure is given" not in planned.get("/costs").text


def test_errors_lose_nothing_typed_and_name_the_figure(planned, send, visit):
    sent = send(set_up="ten <b>", dual_months="200")
    html = sent.text

    assert visit(sent, 400).summary[1:] == [
        "Set-up of the new service: Enter whole pounds, like 84,000, or 84,000 to 121,000, or leave"
        " it blank",
        "Dual running, in months: Enter at most 120 months",
    ]
    assert 'value="ten &lt;b&gt;"' in html


def test_two_people_on_the_costs_see_both_and_either_can_stand(planned, visit, db, tom):
    open_page = planned.get("/costs")
    opened = read_assessment(db, planned.id, person=tom, on=examples.ON)
    rates, figures = {"network-manager": "450"}, {"set_up": "9000"}
    save_costs(db, opened, day_rates=rates, figures=figures, seen=0, person=tom, at=examples.AT)

    page = visit(open_page.send("Save these figures", **{"set_up-figure": "8000"}), 409)

    assert "Two people changed the costs" in page.text
    assert re.search("Set-up of the new service Theirs: 9,000 Yours: 8,000", page.text)
    assert page.values("set_up-figure") == ["8000"]
    assert page.send("Save over theirs").status_code == 303
    assert planned.get("/costs").values("set_up-figure") == ["8,000"]


def test_the_workbook_has_a_sheet_of_them(planned, send):
    import io

    import openpyxl

    send(set_up="10000")
    book = openpyxl.load_workbook(io.BytesIO(planned.file("/plan.xlsx").data))

    rows = {row[0]: row[1:3] for row in book["Costs"].values}
    assert rows["Set-up of the new service"] == (10_000, 10_000)
    assert rows["Termination charges"] == (None, None)
