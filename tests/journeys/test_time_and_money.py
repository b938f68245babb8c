"""A plan whose date is at risk: freezes, the calendar, costs and what is left, in a browser."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from readiness.content import rules_folder
from readiness.storage.database import open_database
from readiness.usecases.demo import fill
from readiness.usecases.organisation import local_person

LATE = 10
"""The assessment of the fictional system whose target cannot be met."""


@pytest.fixture
def filled(site, instance):
    """Fill the served copy with the fictional system, on a day on which one target is too near."""
    db = open_database(instance / "readiness.db")
    list(fill(db, rules_folder(), "hscn", person=local_person(db), at=datetime.now(UTC)))
    db.close()
    return f"{site}/assessments/{LATE}"


def test_a_freeze_moves_a_start_and_shows_wherever_dates_are(filled, page):
    page.goto(f"{filled}/questions/target-date?back=plan")
    page.locator('input[name="target-date-value"]').fill("1 9 2029")
    page.get_by_role("button", name="Save this answer").click()
    page.get_by_role("link", name="Change freezes", exact=True).click()
    page.get_by_label("What is it?").fill("Records go-live")
    page.get_by_label("First day").fill("1 7 2029")
    page.get_by_label("Last day").fill("14 7 2029")
    page.get_by_role("button", name="Add this freeze").click()

    expect(page.locator("#moves")).to_have_text("What they move")
    expect(page.locator("main")).to_contain_text("14 days of Records go-live stepped over.")
    page.get_by_role("link", name="Action plan").click()
    expect(page.locator("main")).to_contain_text("earlier because of change freezes")
    page.get_by_role("link", name="Calendar", exact=True).click()
    expect(page.locator("main")).to_contain_text("Change freeze: Records go-live")
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


def test_costs_say_what_is_not_known_until_it_is_given(filled, page):
    page.goto(f"{filled}/costs")
    page.get_by_label("Present service, a month").fill("5,000")
    page.get_by_role("button", name="Save these figures").click()

    expect(page.locator(".app-finding")).to_contain_text("Doing nothing: at least £60,000")
    page.get_by_label("Present service if the contract is extended, a month").fill("6000 to 7000")
    page.get_by_role("button", name="Save these figures").click()
    expect(page.locator(".app-finding")).to_contain_text("Doing nothing: £72,000 to £84,000.")


def test_what_is_left_is_planned_like_any_action(filled, page):
    page.goto(f"{filled}/questions/target-date?back=plan")
    page.locator('input[name="target-date-value"]').fill("1 1 2025")
    page.get_by_role("button", name="Save this answer").click()
    page.get_by_role("link", name="Extend the present contract").first.click()
    page.get_by_label("Who does it").fill("Priya Nair")
    page.get_by_role("button", name="Save and go back").click()

    expect(page.locator("main")).to_contain_text("If the date is to hold")
    expect(page.locator("main")).to_contain_text("To do, Priya Nair")
