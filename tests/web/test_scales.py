"""The pages and files of other people's frameworks: scales, profiles, and no routes."""

from pathlib import Path

import openpyxl
import pytest

from readiness.storage.packs import current_pack
from readiness.usecases.assessment import start_assessment
from readiness.usecases.organisation import add_organisation, local_person
from tests import examples
from tests.web.trust import Trust, headings, section

PACKS = Path(__file__).parents[1] / "packs"
EVERY = pytest.mark.parametrize("key", ["relocation", "safeguards", "stewardship"])
ROUTELESS = pytest.mark.parametrize("key", ["safeguards", "stewardship"])


@pytest.fixture
def rules():
    """Serve these packs instead of the small one."""
    return PACKS


@pytest.fixture
def begun(db, client, visit, me):
    """Return what begins an assessment of the trust under one of the packs."""

    def begun(key):
        add_organisation(db, examples.TRUST, person=me, at=examples.AT)
        number = start_assessment(db, PACKS, key, "ZX9", person=me, at=examples.AT)
        return Trust(number, client, visit, db, me)

    return begun


@pytest.fixture
def person(db):
    """Return the local user of the served copy."""
    return local_person(db)


@pytest.fixture
def poor(begun):
    """Return a trust with an open door, whose copies nobody knows of."""
    return begun("safeguards").say(
        passwords_shared="yes",
        leavers_remain="no",
        accounts_reviewed="yes",
        supplier_connected="no",
        copies_kept="dont-know",
        alarms_ignored="yes",
    )


class TestPages:
    @EVERY
    def test_every_page_of_an_empty_assessment_is_there(self, begun, key):
        trust = begun(key)
        pages = ["", "/check", "/verdict", "/plan"]
        pages += [f"/sections/{s.key}" for s in current_pack(PACKS, key).sections]

        for path in pages:
            assert trust.get(path).heading
        for path in (f"/packs/{key}/rules", f"/packs/{key}/glossary", "/"):
            assert trust.visit(path).heading

    @ROUTELESS
    def test_a_pack_without_routes_speaks_of_none(self, begun, key):
        trust = begun(key).say(claimed_stage=current_pack(PACKS, key).stages[0].key)
        trust.submit()

        for path in ("", "/verdict", "/plan", "/submissions/1", "/check"):
            page = trust.get(path)
            assert "oute" not in page.text, path
            assert not [a for a in page.links.values() if a.endswith("/route")], path
        for path in ("/route", "/submissions/1/route"):
            gone = trust.get(path, 404)
            assert "advises on no procurement route" in gone.text

    @ROUTELESS
    def test_the_page_of_a_pack_without_routes_has_no_empty_table_of_them(self, visit, key):
        assert "rocurement route" not in visit(f"/packs/{key}/rules").text

    def test_a_pack_with_routes_and_without_scales_speaks_of_no_scale(self, begun):
        trust = begun("relocation").say(lead_decides="yes", supplier_decides="no")
        page = trust.get("/verdict")

        assert "Procurement route" in headings(page)
        assert not section(page, "scales")
        assert trust.get("/route").heading == "Procurement route"

    def test_a_table_shows_its_outcome_its_sentence_and_what_it_rests_on(self, poor):
        words = section(poor.get("/verdict"), "scales")

        assert "Getting in: Poor One door stands open." in words
        assert "Alarming: 1 of 2 holds" in words
        assert "Holds: You answered “Yes” to “Are passwords of devices shared" in words
        assert (
            "Does not hold: You answered “No” to “Do people who have left still get in?”,"
            " where “Yes” would count." in words
        )
        assert "Suppliers who connect: does not apply to you" in words

    def test_a_table_not_yet_known_says_how_far_and_what_it_waits_for(self, poor):
        page = poor.get("/verdict")
        words = section(page, "scales")

        assert "Copies and their return: Poor to Good: not yet known" in words
        assert "Any of these could tell: CPY-01, CPY-02, CPY-04, CPY-03." in words
        assert any("Find out: Copies and their return, CPY-01" in link for link in page.links)

    def test_a_profile_says_where_each_least_outcome_stands_and_why_it_matters(self, poor):
        words = section(poor.get("/verdict"), "scales")

        assert "What everybody must reach: not met An organisation with less endangers" in words
        assert "Not reached: Getting in: at least “Partly there” is asked for. Now: Poor." in words
        assert "A network is as safe as its least careful neighbour." in words

    def test_levels_say_what_each_needs(self, begun):
        page = begun("stewardship").say(devices_listed="half", list_used="yes").get("/verdict")
        words = section(page, "scales")

        assert words.startswith("Levels How far it goes")
        assert "Knowing what is there: By memory Part of it is listed" in words
        assert "By list: does not hold" in words
        assert "where “All” would count." in words

    def test_a_submission_shows_its_scales_as_they_were(self, poor):
        poor.submit()
        poor.say(passwords_shared="no")

        assert "Getting in: Poor" in section(poor.get("/submissions/1"), "scales")
        assert "Getting in: Poor" not in section(poor.get("/verdict"), "scales")


class TestFiles:
    def test_the_workbook_has_sheets_of_scales_and_profiles_and_none_of_routes(
        self, poor, tmp_path
    ):
        file = tmp_path / "plan.xlsx"
        file.write_bytes(poor.file("/plan.xlsx").data)
        book = openpyxl.load_workbook(file)
        rows = list(book["Tables"].iter_rows(values_only=True))

        assert book.sheetnames == [
            "Plan",
            "Gates",
            "Tables",
            "Profiles",
            "Answers",
            "Costs",
            "About",
        ]
        assert rows[1][1:4] == ("Getting in", "Poor", "One door stands open.")
        assert "holds: You answered “Yes”" in rows[1][4]
        assert "oute" not in str(list(book["About"].iter_rows(values_only=True)))
        assert book["Profiles"]["B2"].value == "not met"

    def test_the_plan_is_there_as_rows(self, poor):
        text = poor.file("/plan.csv").text

        assert "Give everybody a password of their own" in text
