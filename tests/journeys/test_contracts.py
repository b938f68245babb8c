"""Two contracts of one trust, started with and without scripts, and seen together."""

import pytest

from readiness.storage.database import open_database
from readiness.usecases.assessment import start_assessment
from readiness.usecases.organisation import add_organisation, local_person
from tests.examples import AT, TRUST, contract_pack, write_pack
from tests.journeys.test_pages import violations


@pytest.fixture
def rules(tmp_path):
    write_pack(tmp_path / "rules", contract_pack())
    return tmp_path / "rules"


def test_two_contracts_are_started_and_seen_together(page, site, instance):
    db = open_database(instance / "readiness.db")
    add_organisation(db, TRUST, person=local_person(db), at=AT)
    db.close()
    page.goto(f"{site}/organisations/ZX9/contract?pack=tiny")
    page.get_by_label("What do you call it?").fill("HSCN connection")
    page.get_by_role("button", name="Continue").click()
    page.goto(f"{site}/organisations/ZX9/contract?pack=tiny")
    page.get_by_label("Another contract").check()
    page.get_by_label("What do you call it?").fill("Wi-Fi of the hospitals")
    page.get_by_role("button", name="Continue").click()
    page.goto(f"{site}/assessments/1/sections/contract")
    for name, value in (("contract-end", "31 8 2028"), ("notice-day", "28 2 2028")):
        page.locator(f'input[name="{name}-value"][type="text"]').fill(value)
    page.get_by_role("button", name="Save and stay").click()
    page.goto(f"{site}/assessments/1")
    page.get_by_role("link", name="Your contracts").click()

    rows = page.get_by_role("rowheader").all_inner_texts()
    assert [row.split("\n")[0].split(" Supplier")[0] for row in rows] == [
        "HSCN connection",
        "Wi-Fi of the hospitals",
    ]
    assert "28 Feb 2028" in page.get_by_role("table").inner_text()


def test_the_pages_of_contracts_have_no_violations_and_fit_a_phone(browser, site, instance, rules):
    db = open_database(instance / "readiness.db")
    me = local_person(db)
    add_organisation(db, TRUST, person=me, at=AT)
    for name in ("HSCN connection", "Wi-Fi of the hospitals"):
        start_assessment(db, rules, "tiny", "ZX9", person=me, at=AT, contract=name)
    db.close()
    window = browser.new_page()
    addresses = ("organisations/ZX9/contracts", "organisations/ZX9/contract?pack=tiny")
    for address in (*addresses, "assessments/1/contract"):
        window.goto(f"{site}/{address}")

        assert [violations(window, width) for width in (1280, 390)] == [[], []]
        window.set_viewport_size({"width": 320, "height": 800})
        assert window.evaluate("document.documentElement.scrollWidth") <= 320
    window.close()
