"""From the start page to an opened workbook, as an IT lead walks it."""

import json
from datetime import date

import openpyxl
import pytest
from playwright.sync_api import expect

from readiness.cli import main

ANSWERS = {
    "Stage, sponsor and board": {
        "STG-01": "Implementation",
        "LED-01": "Named, meets and decides",
        "INT-01": "Within 12 months",
    },
    "Sites and circuits": {
        "CIR-01": "95% or more",
        "RES-01": "Don’t know",
    },
    "Overlays and links to partners": {"OVL-01": "All listed and tested"},
    "Money": {"FUN-02": "For connectivity only"},
    "Agreements and security standards": {"DSP-02": "Some entities", "DSP-01": "Standards met"},
}
TARGET = date(2027, 9, 30)


@pytest.fixture
def started(page, site):
    """Start an assessment for a fictional trust."""
    page.goto(site)
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Find out where your network move stands"
    )
    page.get_by_label("Moving to HSCN").check()
    page.get_by_label("As long as it takes").check()
    page.get_by_role("button", name="Start").click()
    if page.get_by_label("Another organisation").count():
        page.get_by_label("Another organisation").check()
    page.get_by_label("Organisation code").fill("ZX9")
    page.get_by_label("Name", exact=True).fill("Northmoor Community NHS Trust")
    page.get_by_label("Kind of organisation").select_option("trust")
    page.get_by_label("Main setting").select_option("community")
    page.get_by_label("Number of sites").fill("64")
    page.locator("main form button[type=submit]").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your assessment")
    return page


def fieldset(page, ref):
    """Return a question's part of the page."""
    return page.locator(f'fieldset[id="{ref}"]')


def test_an_it_lead_walks_from_the_start_page_to_a_workbook(started, tmp_path, capsys):
    page = started
    tasks = page.url
    for section, answers in ANSWERS.items():
        page.goto(tasks)
        page.get_by_role("link", name=section, exact=True).click()
        for ref, label in answers.items():
            fieldset(page, ref).get_by_label(label, exact=True).check()
        if section.startswith("Stage"):
            page.locator('input[name="target-date-value"]').fill("30 9 2027")
        page.get_by_role("button", name="Save and stay").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(section)
    page.goto(tasks)
    expect(page.locator("main")).to_contain_text("9 of ")
    expect(page.locator("main")).to_contain_text("1 is don’t know")
    page.get_by_role("link", name="Check your answers").click()
    page.get_by_role("button", name="Submit and see the verdict").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    page.get_by_label("I have authority to submit").check()
    page.get_by_role("button", name="Submit and see the verdict").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Verdict")
    expect(page.locator("main")).to_contain_text(
        "Your answers prove Scoping. You say Implementation."
    )
    record = tmp_path / "record.json"
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the record").click()
    download.value.save_as(record)
    page.get_by_role("link", name="Go to the action plan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Action plan")
    with page.expect_download() as download:
        page.get_by_role("link", name="Workbook").click()
    download.value.save_as(tmp_path / "plan.xlsx")

    assert main(["assess", str(record), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    compare(tmp_path / "plan.xlsx", told)
    assert told["stage"] == {
        "claimed": "implementation",
        "evidenced": "scoping",
        "at_most": "planning",
    }
    assert told["dont_know"] == ["path-separation"]


def compare(path, told):
    """Compare an opened workbook, value by value, with what the command line says."""
    book = openpyxl.load_workbook(path)
    head, *rows = [[cell.value for cell in row] for row in book["Plan"].iter_rows()]
    plan = [dict(zip(head, row, strict=True)) for row in rows]

    assert [row["Key"] for row in plan] == [action["key"] for action in told["actions"]]
    assert len(plan) >= 3
    for row, action in zip(plan, told["actions"], strict=True):
        assert row["Action"] == action["title"]
        assert row["Person-days, low"] == action["effort_low"]
        assert row["Person-days, high"] == action["effort_high"]
        assert row["Latest start"].date().isoformat() == action["latest_start"]
        assert row["Lead time, days"] == action["lead_time_days"]
    about = {row[0].value: row[1].value for row in book["About"].iter_rows()}
    assert about["Pack fingerprint"] == told["pack"]["fingerprint"]
    assert about["Target date"].date() == TARGET
    routes = {row[9].value: row[3].value for row in book["Routes"].iter_rows(min_row=2)}
    assert routes == {route["key"]: route["points"] for route in told["routes"]}


def test_a_mistake_comes_back_as_typed_and_the_rest_is_saved(started):
    page = started
    page.get_by_role("link", name="Procurement and partners", exact=True).click()
    fieldset(page, "PRO-01").get_by_label("Yes, approved", exact=True).check()
    page.locator('input[name="neighbours-ending-value"]').fill("three")
    page.get_by_role("button", name="Save and continue").click()

    assert page.title().startswith("Error: ")
    expect(page.locator("main, .nhsuk-error-summary").first).to_contain_text(
        "1 answer saved, 1 needs you"
    )
    expect(page.locator('input[name="neighbours-ending-value"]')).to_have_value("three")
    expect(fieldset(page, "PRO-01").get_by_label("Yes, approved", exact=True)).to_be_checked()
    page.locator('input[name="neighbours-ending-value"]').fill("3")
    page.get_by_role("button", name="Save and stay").click()

    assert not page.title().startswith("Error: ")


def test_two_people_on_one_question_see_both_answers_and_neither_is_lost(started, browser):
    mine = started
    mine.get_by_role("link", name="Money", exact=True).click()
    context = browser.new_context()
    theirs = context.new_page()
    theirs.goto(mine.url)
    fieldset(theirs, "FUN-02").get_by_label("For all three", exact=True).check()
    theirs.get_by_role("button", name="Save and stay").click()
    fieldset(mine, "FUN-02").get_by_label("For connectivity only", exact=True).check()
    fieldset(mine, "FUN-01").get_by_label("Slight", exact=True).check()
    mine.get_by_role("button", name="Save and stay").click()

    expect(mine.locator("body")).to_contain_text("1 answer saved, 1 needs you")
    expect(fieldset(mine, "FUN-02")).to_contain_text("Yours, not saved")
    expect(fieldset(mine, "FUN-02").get_by_label("For connectivity only")).to_be_checked()
    mine.get_by_role("button", name="Save and stay").click()
    theirs.goto(mine.url)

    expect(
        fieldset(theirs, "FUN-02").get_by_label("For connectivity only", exact=True)
    ).to_be_checked()
    context.close()
