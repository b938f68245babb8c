"""Other people's frameworks in a browser: levels, tables and profiles, without an axe violation."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from readiness.app import create_app
from readiness.settings import Settings
from readiness.storage.database import open_database
from readiness.usecases.assessment import Change, answer_questions, read_assessment
from readiness.usecases.assessment import start_assessment as start
from readiness.usecases.organisation import add_organisation, local_person
from tests.examples import TRUST
from tests.journeys.serving import served
from tests.journeys.test_pages import violations

PACKS = Path(__file__).parents[1] / "packs"
ANSWERS = {
    "safeguards": {
        "passwords-shared": "yes",
        "leavers-remain": "no",
        "supplier-connected": "no",
        "copies-kept": "dont-know",
        "alarms-ignored": "no",
        "watched": ["doors"],
    },
    "stewardship": {"devices-listed": "half", "list-used": "yes", "people-named": "one"},
    "relocation": {"lead-decides": "yes", "supplier-decides": "no", "in-winter": "yes"},
}


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Serve the three packs, each with a trust's answers in an assessment."""
    instance = tmp_path_factory.mktemp("frameworks")
    app = create_app(Settings(instance=instance, rules=PACKS))
    db = open_database(instance / "readiness.db")
    now, person = datetime.now(UTC), local_person(db)
    add_organisation(db, TRUST, person=person, at=now)
    for key, answers in ANSWERS.items():
        number = start(db, PACKS, key, TRUST.ods_code, person=person, at=now)
        opened = read_assessment(db, number, person=person, on=now.date())
        changes = [Change(question, value, seen=0) for question, value in answers.items()]
        assert answer_questions(db, opened, changes, person=person, at=now).all_kept
    db.close()
    with served(app) as address:
        yield address


@pytest.mark.parametrize("number", range(1, 1 + len(ANSWERS)), ids=list(ANSWERS))
def test_axe_finds_nothing_from_the_tasks_to_the_verdict_and_the_plan(browser, site, number):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    window = context.new_page()
    window.goto(f"{site}/assessments/{number}")
    assert violations(window, 1280) == []
    window.get_by_role("link", name="Verdict", exact=True).first.click()
    window.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert violations(window, 1280) == []
    assert violations(window, 390) == []
    window.set_viewport_size({"width": 320, "height": 800})
    assert window.evaluate("document.documentElement.scrollWidth") <= 320
    window.get_by_role("link", name="Go to the action plan").click()
    assert violations(window, 1280) == []
    context.close()
