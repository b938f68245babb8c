"""A newer pack, from upload to an assessment that moves to it and back, with axe at each step."""

import re
from contextlib import closing
from datetime import UTC, datetime

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from readiness.content import rules_folder
from readiness.storage.database import open_database
from readiness.storage.packs import folder_files
from readiness.usecases.demo import fill
from readiness.usecases.organisation import local_person
from tests.archives import zipped

NEWER = "9999.1"

EDITS = {
    "sections/network-design.yaml": [
        ("      partial: Partial\n", "      partial: Partial\n      most: Most ranges\n"),
    ],
    "sections/money.yaml": [("strength: soft", "strength: hard")],
}


@pytest.fixture
def newer(site, instance, tmp_path):
    """Fill the copy with the fictional system, and zip a newer version of its pack."""
    rules = rules_folder()
    with closing(open_database(instance / "readiness.db")) as db:
        list(fill(db, rules, "hscn", person=local_person(db), at=datetime.now(UTC)))
    files = dict(folder_files(rules, "hscn"))
    files["pack.yaml"], renamed = re.subn(
        r"(?m)^version: .*$", f'version: "{NEWER}"', files["pack.yaml"]
    )
    assert renamed == 1
    for path, edits in EDITS.items():
        for old, new in edits:
            assert old in files[path], old
            files[path] = files[path].replace(old, new, 1)
    files = {path: text for path, text in files.items() if not path.startswith("cases/")}
    path = tmp_path / "hscn.zip"
    path.write_bytes(zipped(files, "hscn/"))
    return path


def owes_nothing(page):
    """Check a page as every page is checked: axe at two widths, and no sideways scroll."""
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        found = Axe().run(page).response["violations"]
        assert [(v["id"], [n["html"][:200] for n in v["nodes"]]) for v in found] == []
    page.set_viewport_size({"width": 320, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.set_viewport_size({"width": 1280, "height": 900})


def test_a_newer_pack_is_uploaded_released_moved_to_and_undone(browser, site, newer):
    page = browser.new_page()
    page.set_default_timeout(60_000)
    page.goto(f"{site}/rules")
    owes_nothing(page)
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    owes_nothing(page)
    page.get_by_label("A .zip of the pack’s folder").set_input_files(newer)
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Draft 1 of")
    expect(page.locator("main")).to_contain_text("Answers need review (1)")
    owes_nothing(page)
    page.get_by_role("button", name="Release").click()
    owes_nothing(page)
    page.get_by_label("Why").fill("The panel agreed on it.")
    if page.get_by_label("I looked at who would move").count():
        page.get_by_label("I looked at who would move").check()
    page.get_by_role("button", name="Release").click()
    expect(page.locator("main")).to_contain_text(f"In use: version {NEWER}")
    owes_nothing(page)
    page.goto(f"{site}/rules/packs/hscn/back/folder")
    owes_nothing(page)

    page.goto(f"{site}/assessments/11")
    owes_nothing(page)
    page.get_by_role("link", name="See what would change").click()
    owes_nothing(page)
    page.get_by_role("button", name="Move to the newer rules").click()
    expect(page.locator("main")).to_contain_text("Needs another look")
    owes_nothing(page)
    page.goto(f"{site}/assessments/11/looks")
    owes_nothing(page)
    page.get_by_role("button", name="My answer to IPA-01 still holds").click()
    expect(page.locator("main")).to_contain_text("Nothing is left to look at")
    owes_nothing(page)
    page.goto(f"{site}/assessments/11")
    expect(page.locator("footer")).to_contain_text(NEWER)
    page.get_by_role("button", name="Undo the move").click()
    expect(page.locator("footer")).not_to_contain_text(NEWER)
    expect(page.locator("footer")).to_contain_text("Moving to HSCN")
    page.close()
