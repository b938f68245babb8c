"""From the set-up link to a colleague at work, in a real browser, with scripts and without."""

import re
from contextlib import closing
from datetime import UTC, datetime

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from readiness.app import create_app
from readiness.settings import Settings
from readiness.storage.database import open_database
from readiness.usecases.joining import set_up_link
from readiness.usecases.organisation import add_organisation, local_person
from tests.examples import AT, TRUST
from tests.journeys.serving import served

PASSWORD = "turnip lantern 42 gravel"


@pytest.fixture
def site(instance, rules):
    """Serve a copy with accounts over loopback; return its address and its set-up link."""
    app = create_app(Settings(instance=instance, rules=rules, accounts=True))
    with closing(open_database(instance / "readiness.db")) as db:
        add_organisation(db, TRUST, person=local_person(db), at=AT)
        token = set_up_link(db, at=datetime.now(UTC))
    with served(app) as address:
        yield address, f"{address}/set-up/{token}"


@pytest.fixture
def look(page, site):
    """Check a page as it stands: no axe violation, and no sideways scroll on a phone."""
    checker = page.context.browser.new_page()  # axe is a script, and the page may allow none
    checker.set_default_timeout(15_000)

    def look(heading):
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        content = page.content()
        for width in (1280, 390):
            checker.set_viewport_size({"width": width, "height": 900})
            checker.goto(f"{site[0]}/accessibility")
            checker.set_content(content)
            found = Axe().run(checker).response["violations"]
            assert [(v["id"], [n["html"][:200] for n in v["nodes"]]) for v in found] == []
            assert checker.evaluate("document.documentElement.scrollWidth") <= width

    yield look
    checker.close()


def sign_in(page, site, email):
    page.goto(f"{site}/sign-in")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def test_the_first_administrator_invites_a_lead_who_signs_in(page, site, look):
    address, link = site
    page.goto(link)
    look("Set up this copy")
    page.get_by_label("Your name").fill("Ada Byrne")
    page.get_by_label("Your e-mail address").fill("ada@example.org")
    page.get_by_label("Choose a password").fill(PASSWORD)
    page.get_by_role("button", name="Become administrator").click()
    look("People")

    page.get_by_role("link", name="Invite somebody").click()
    look("Invite somebody")
    page.get_by_label("E-mail address").fill("tom@example.org")
    page.get_by_label("Organisation or system").fill("ZX9")
    page.get_by_role("checkbox", name="IT lead").check()
    page.get_by_role("button", name="Make the invitation").click()
    look("The invitation is made")
    invitation = page.locator("#link").inner_text()
    page.get_by_role("button", name="Sign out").click()
    look("Sign in")

    page.goto(invitation)
    look("You are invited")
    page.get_by_label("Your name").fill("Tom Okafor")
    page.get_by_label("Choose a password").fill(PASSWORD)
    page.get_by_role("button", name="Make my account").click()
    expect(page.locator("header")).to_contain_text("Tom Okafor")
    page.get_by_role("link", name="Tom Okafor").click()
    look("Your account")
    page.get_by_role("link", name="Turn it on").click()
    look("Turn a second factor on")
    page.goto(f"{address}/account/password")
    look("Change your password")
    page.get_by_role("button", name="Sign out").click()

    page.goto(invitation)
    look("This link does not work any more")
    sign_in(page, address, "tom@example.org")
    expect(page.locator("header")).to_contain_text("Tom Okafor")
    page.get_by_role("link", name="People").click()
    page.get_by_role("link", name="Tom Okafor").last.click()
    look("Tom Okafor")
    page.get_by_role("button", name=re.compile("Take away.*IT lead")).click()
    expect(page.locator(".nhsuk-error-summary")).to_contain_text("the only IT lead of ZX9")


def test_a_wrong_password_keeps_the_address_and_says_what_to_do(page, site, look):
    address, _ = site
    sign_in(page, address, "nobody@example.org")

    look("Sign in")
    assert page.title().startswith("Error: ")
    assert page.get_by_label("E-mail address").input_value() == "nobody@example.org"
    assert page.get_by_label("Password").input_value() == ""
