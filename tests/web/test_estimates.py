"""A commissioner’s own estimate is marked, is in no count, and goes when the member submits."""

import random

import pytest

from readiness.content import rules_folder
from readiness.storage.database import immediate, rows
from readiness.storage.packs import current_pack
from readiness.usecases.comparison import read_comparison
from tests import examples
from tests.respondents import respondent
from tests.systems import fill_system, submit_signed


@pytest.fixture
def rules():
    return rules_folder()


@pytest.fixture
def pack():
    return current_pack(rules_folder(), "hscn")


@pytest.fixture
def code(db, rules):
    """Return a member of a system in which nobody submitted."""
    return fill_system(db, rules, 2, submitted=0)[0]


@pytest.fixture
def compared(db, pack, person):
    def compared():
        return read_comparison(db, "ZXY", pack, person=person, on=examples.ON)

    return compared


def member(comparison, code):
    return next(one for one in comparison.members if one.code == code)


def test_an_estimate_is_shown_and_counts_for_nothing(visit, code, compared):
    page = visit(f"/systems/ZXY/estimates/{code}")

    listed = visit(page.send("Save", claimed_stage_value="planning"))

    comparison = compared()
    assert "1 of the 2" in listed.text
    assert "estimate Planning" in listed.text
    assert member(comparison, code).estimate.tally.claimed == 2
    assert comparison.submitters == ()
    assert "none of the 2 has submitted" in visit("/systems/ZXY/comparison").text


def test_an_estimate_goes_when_the_member_submits_and_is_kept(
    visit, code, compared, db, pack, person
):
    visit(visit(f"/systems/ZXY/estimates/{code}").send("Save", claimed_stage_value="planning"))
    known = member(compared(), code).organisation
    given = respondent(pack, random.Random(2), whole=True)
    given = type(given)(known, examples.ON, given.answers)

    with immediate(db):
        submit_signed(db, pack, given, person=person, at=examples.AT)

    assert member(compared(), code).estimate is None
    assert "has submitted" in visit(f"/systems/ZXY/estimates/{code}").text
    assert rows(db, "select count(*) from returned_documents") == [(1,)]


def test_an_estimate_can_be_taken_back(visit, code, compared):
    address = f"/systems/ZXY/estimates/{code}"
    visit(visit(address).send("Save", claimed_stage_value="planning"))

    visit(visit(address).send("Take the estimate back"))

    assert member(compared(), code).estimate is None


def test_two_estimates_at_once_are_both_shown(visit, code, db):
    address = f"/systems/ZXY/estimates/{code}"
    visit(visit(address).send("Save", claimed_stage_value="planning"))
    mine = visit(address)
    visit(visit(address).send("Save", claimed_stage_value="adoption"))

    page = visit(mine.send("Save", claimed_stage_value="not-started"), status=409)

    assert "saved an estimate after you opened the page" in page.summary[1]
    assert "Adoption" in page.text
    assert page.values("claimed-stage-value") == ["not-started"]
    visit(page.send("Save"))
    assert rows(db, "select count(*) from returned_documents") == [(3,)]


def test_what_does_not_fit_is_named_and_nothing_typed_is_lost(visit, code, db):
    page = visit(f"/systems/ZXY/estimates/{code}")

    refused = visit(page.send("Save", claimed_stage_value="soaring"), status=400)

    assert refused.summary[0] == "There"
    assert rows(db, "select count(*) from returned_documents") == [(0,)]


def test_who_is_no_member_cannot_be_estimated(visit, code):
    visit("/systems/ZXY/estimates/ZX9", status=404)
