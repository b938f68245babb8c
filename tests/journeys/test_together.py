"""An IT lead and a contributor at one assessment, each in a window of their own."""

import pytest
from flask import g, request

from readiness.app import create_app
from readiness.domain.access import Grant, Role
from readiness.settings import Settings
from readiness.storage.database import immediate, open_database
from readiness.storage.grants import set_grant
from readiness.storage.people import add_person, person_by_id
from readiness.usecases.assessment import start_assessment
from readiness.usecases.organisation import add_organisation, local_person
from readiness.web import current
from tests.examples import AT, TRUST, tiny_pack, write_pack
from tests.journeys.serving import served
from tests.journeys.test_pages import violations


@pytest.fixture
def rules(tmp_path):
    write_pack(tmp_path / "rules", tiny_pack())
    return tmp_path / "rules"


@pytest.fixture
def people(instance, rules):
    """Return Tom, who leads, and Priya, who contributes, in a trust with an open assessment."""
    app = create_app(Settings(instance=instance, rules=rules))
    db = open_database(instance / "readiness.db")
    me = local_person(db)
    add_organisation(db, TRUST, person=me, at=AT)
    start_assessment(db, rules, "tiny", "ZX9", person=me, at=AT)
    with immediate(db):
        both = [add_person(db, name, at=AT) for name in ("Tom Okafor", "Priya Shah")]
        for who, role in zip(both, (Role.IT_LEAD, Role.CONTRIBUTOR), strict=True):
            set_grant(db, who.id, Grant(role, "ZX9"), True, by=me, at=AT)
    db.close()
    app.before_request_funcs.setdefault(None, []).insert(0, _become)
    return app, both


def _become():
    """Act for whom the window names: signing in has its own tests."""
    if number := request.cookies.get("as"):
        g.person = person_by_id(current.db(), int(number))


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_section_is_given_answered_marked_and_looked_at_again(browser, people, scripts):
    app, (tom, priya) = people
    with served(app) as site:
        lead, hers = (_window(browser, site, one, scripts) for one in (tom, priya))
        lead.goto(f"{site}/assessments/1")
        lead.get_by_role("link", name="Give sections to people").click()
        row = lead.get_by_role("row", name="Lines and money")
        row.get_by_role("combobox").select_option("Priya Shah")
        row.get_by_role("textbox", name="By when").fill("14 12 2026")
        assert not scripts or violations(lead, 1280) == []
        lead.get_by_role("button", name="Save").click()
        assert "With Priya Shah, by 14 Dec 2026" in lead.locator("main").inner_text()

        hers.goto(site)
        hers.get_by_role("link", name="Lines and money").click()
        hers.locator('input[name="lines-value"][type="text"]').fill("12")
        hers.get_by_role("button", name="Save and continue").click()
        assert hers.get_by_role("heading", level=1).inner_text() == "Your assessment"
        hers.get_by_role("link", name="Lead and plan").click()
        assert "Nobody has “Lead and plan” yet." in hers.locator("main").inner_text()
        assert hers.locator("main input, main button").count() == 0
        assert not scripts or violations(hers, 390) == []

        lead.goto(f"{site}/assessments/1/questions/lines")
        lead.get_by_label("Your comment").fill("The list of March says 13.")
        lead.get_by_role("button", name="Add this comment").click()
        lead.get_by_text("Mark: needs another look").click()
        lead.get_by_label("Why does it need another look?").fill("Count again.")
        lead.get_by_label("For whom?").select_option("Priya Shah")
        lead.get_by_role("button", name="Mark this question").click()
        assert "Needs another look, for Priya Shah" in lead.locator("main").inner_text()
        assert not scripts or violations(lead, 390) == []

        hers.goto(site)
        hers.get_by_role("link", name="How many lines do you have?").click()
        assert "The list of March says 13." in hers.locator("main").inner_text()
        hers.locator('input[name="lines-value"][type="text"]').fill("13")
        hers.get_by_role("button", name="Save this answer").click()
        hers.goto(f"{site}/assessments/1/comments")
        assert "Answered since" in hers.locator("main").inner_text()
        assert not scripts or violations(hers, 1280) == []
        hers.get_by_role("link", name="How many lines do you have?").click()
        hers.get_by_role("button", name="Clear this mark").click()
        assert "Needs another look:" not in hers.locator("main").inner_text()
        for window in (lead, hers):
            window.context.close()


def _window(browser, site, person, scripts):
    context = browser.new_context(
        java_script_enabled=scripts, viewport={"width": 1280, "height": 900}
    )
    context.add_cookies([{"name": "as", "value": str(person.id), "url": site}])
    window = context.new_page()
    window.set_default_timeout(15_000)
    return window


def test_a_comment_that_was_typed_is_not_lost_by_saving_the_answer(browser, people):
    app, (tom, _) = people
    with served(app) as site:
        window, asked = _window(browser, site, tom, scripts=True), []
        window.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
        window.goto(f"{site}/assessments/1/questions/lines")
        window.get_by_label("Your comment").press_sequentially("It is 12.")
        window.get_by_role("button", name="Save this answer").click()
        window.wait_for_timeout(500)

        assert asked == ["beforeunload"]
        assert window.get_by_label("Your comment").input_value() == "It is 12."
        window.get_by_role("button", name="Add this comment").click()
        assert "It is 12." in window.locator(".app-comment").inner_text()
        assert asked == ["beforeunload"]
        window.context.close()
