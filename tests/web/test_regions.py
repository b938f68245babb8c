"""The page of a region and of England: systems as rows, nothing of few given away."""

import pytest

from readiness.content import rules_folder
from readiness.domain.access import Grant, Role
from readiness.domain.organisation import Organisation, OrganisationKind
from readiness.storage.database import immediate
from tests.examples import AT
from tests.systems import fill_system, follow, join, place_in_region
from tests.web.signed_in import enrol, signed_in

ICB = OrganisationKind.ICB
HALE = Organisation("ZXY", "Wexmoor and Hale", ICB)
DALE = Organisation("ZXW", "Dale and Vale", ICB)


@pytest.fixture
def rules():
    return rules_folder()


@pytest.fixture
def filled(db, rules):
    """Fill two systems of the South East: one of 12, and one of which 3 of 8 submitted."""
    fill_system(db, rules, 12, system=HALE)
    fill_system(db, rules, 8, submitted=3, system=DALE, seed=2)
    with immediate(db):
        place_in_region(db, "Y59", HALE.ods_code)
        place_in_region(db, "South East", DALE.ods_code)


def test_the_page_of_a_region_has_a_row_for_each_system(visit, filled):
    page = visit("/regions/Y59/comparison")

    assert "How ready are the systems of the South East?" in page.text
    assert "15 of 20 organisations in 2 systems have submitted." in page.text
    assert "12 of 12" in page.text
    assert "3 of 8" in page.text
    assert "withheld" not in page.text


def test_england_stands_with_a_register_and_without(visit, db, rules):
    empty = visit("/england/comparison")
    assert "We do not know yet: no system is known in this copy." in empty.text

    fill_system(db, rules, 3)

    page = visit("/england/comparison")
    assert "Region not known" in page.text
    assert "3 of 3" in page.text


@pytest.mark.parametrize("wrong", ["/regions/Y59x/comparison", "/regions/W00/comparison"])
def test_there_are_seven_regions(visit, filled, wrong):
    visit(wrong, status=404)


def test_a_region_without_systems_says_so(visit, filled):
    assert "no system is known here" in visit("/regions/Y56/comparison").text


def test_a_commissioner_sees_the_own_system_and_of_others_nothing_of_few(service, filled, db):
    app = service()
    client = signed_in(app, enrol_commissioner(db, HALE.ods_code))

    told = client.get("/regions/Y59/comparison").text

    assert "3 of 8" in told
    assert told.count(">withheld<") == 2, "the row of the other system, and the region’s"
    assert f"/systems/{HALE.ods_code}/comparison" in told
    assert f"/systems/{DALE.ods_code}/comparison" not in told
    assert "The figures of all of them together are withheld" in told
    assert "Fernhollow" not in told
    assert "/regions/Y59/comparison" in client.get("/england/comparison").text
    assert "/regions/Y56/comparison" not in client.get("/england/comparison").text


def test_a_commissioner_sees_the_figures_of_enough_others(service, filled, db):
    client = signed_in(service(), enrol_commissioner(db, DALE.ods_code))

    told = client.get("/regions/Y59/comparison").text

    assert "withheld" not in told
    assert "withheld" in client.get("/regions/Y59/comparison?band=councils").text


def test_whoever_holds_no_role_in_any_system_sees_no_page(service, filled, db):
    nobody = enrol(db, "Nobody", "nobody@example.org", at=AT)
    client = signed_in(service(), nobody)

    assert client.get("/england/comparison").status_code == 404


def test_a_system_that_others_followed_is_gone_and_its_role_holds_on(service, filled, db):
    old = Organisation("ZXO", "Old Dale", ICB)
    commissioner = enrol_commissioner(db, old.ods_code)
    with immediate(db):
        join(db, Organisation("ZX0099", "Late Clinic"), system=old)
        follow(db, old.ods_code, DALE.ods_code, on=AT.date())

    told = signed_in(service(), commissioner).get("/regions/Y59/comparison").text

    assert "Old Dale" not in told
    assert "3 of 9" in told
    assert f"/systems/{DALE.ods_code}/comparison" in told


def enrol_commissioner(db, code):
    grant = Grant(Role.COMMISSIONER, code)
    return enrol(db, "Comm Issioner", "c@example.org", grant, at=AT)
