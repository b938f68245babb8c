"""The page of a system says who is counted, as of when, and where a system is no more."""

from dataclasses import replace
from random import Random

import pytest

from readiness.domain.organisation import Organisation, OrganisationKind
from readiness.domain.record import digest_of
from readiness.storage.database import add, immediate, time_text
from readiness.storage.packs import current_folder, keep_pack
from tests import examples
from tests.examples import AT, edited_pack, write_pack
from tests.respondents import respondent
from tests.systems import SYSTEM, fill_system, follow, join, submit_signed

ON = AT.date()
PAGE = "/systems/ZXY/comparison"
OTHER = Organisation("ZXW", "Dale and Vale", OrganisationKind.ICB)
LATE = Organisation("ZX0099", "Late Clinic")
OLD = Organisation("ZXO", "Old Hale", OrganisationKind.ICB)


@pytest.fixture
def fill(db, rules):
    """Make the system with so many members under the small pack."""
    return lambda size, **how: fill_system(db, rules, size, pack_key="tiny", **how)


def test_the_page_says_as_of_when_its_figures_are(visit, fill):
    fill(3)

    page = visit(PAGE)

    assert "Figures as they stood on 24 November 2026 at 10:31." in page.text
    assert "The newest submission in them is of " in page.text


def test_a_member_of_two_systems_is_named_with_the_other(visit, fill, db):
    (first, *_) = fill(3)
    with immediate(db):
        join(db, Organisation(first, "Fernhollow 0"), system=OTHER)

    told = visit(PAGE).text

    assert "1 member belongs to another system as well" in told
    assert "Fernhollow 0 (ZXW)." in told


def test_members_under_an_old_code_are_said_to_be(visit, fill, db):
    fill(1)
    with immediate(db):
        join(db, Organisation("ZX0001", "Clinic One"), Organisation("ZX0002", "Two"), system=OLD)
        follow(db, OLD.ods_code, SYSTEM.ods_code, on=ON)

    assert "2 members are still written under ZXO, which this system followed." in visit(PAGE).text


def test_members_of_a_split_system_are_said_to_be_unsure(visit, fill, db):
    fill(1)
    with immediate(db):
        join(db, system=OTHER)
        join(db, Organisation("ZX0001", "Clinic One"), system=OLD)
        follow(db, OLD.ods_code, SYSTEM.ods_code, OTHER.ods_code, on=ON)

    told = visit(PAGE).text

    assert "Nobody said to which part of a system that was split Clinic One belongs" in told


def test_the_page_of_a_system_that_is_no_more_leads_to_who_followed_it(visit, fill, db):
    fill(1)
    with immediate(db):
        join(db, Organisation("ZX0001", "Clinic One"), system=OLD)
        follow(db, OLD.ods_code, SYSTEM.ods_code, on=ON)

    page = visit("/systems/ZXO/comparison?band=practices", status=404)

    assert "Old Hale is no more" in page.text
    assert any(
        link.get("href") == "/systems/ZXY/comparison?band=practices" for link in page.every("a")
    )


def test_who_left_is_named_and_counted_nowhere(visit, fill, db):
    (first, *_) = fill(3)
    with immediate(db):
        join(db, Organisation(first, "Fernhollow 0"), until=examples.later(-2 * 24 * 60).date())

    told = visit(PAGE).text

    assert "2 of 2" in told
    assert "1 organisation that submitted is no member any more" in told
    assert "Fernhollow 0 (until 22 November 2026)" in told


def test_a_system_of_one_stands(visit, fill):
    fill(1)

    assert "1 of 1" in visit(PAGE).text


def test_rules_without_a_hard_one_say_that_nothing_stops_anybody(visit, rules, fill):
    write_pack(rules, edited_pack(("strength: hard", "strength: soft")))
    fill(2)

    told = visit(PAGE).text

    assert "These rules have no hard rule, so nothing stops anybody" in told
    assert "2 of 2" in told


def test_an_estimate_is_named_and_counted_nowhere(visit, fill, db, rules):
    (first, *_) = fill(2, submitted=0)
    folder = current_folder(rules, "tiny")
    answers = '{"claimed-stage": {"value": "planning"}}'
    document = f'{{"answers": {answers}, "on": "2026-11-20", "organisation": {{}}}}'
    with immediate(db):
        keep_pack(db, folder.pack, folder.files, at=AT)
        add(
            db,
            "returned_documents",
            organisation=first,
            pack_key="tiny",
            fingerprint=folder.pack.fingerprint,
            document=document,
            digest=digest_of(document),
            way="estimate",
            declared_by="A Marsh",
            declared_on="2026-11-20",
            file="",
            person=1,
            at=time_text(AT),
        )

    told = visit(PAGE).text

    assert "0 of 2" in told
    assert "Of Fernhollow 0 there is only an estimate" in told


def test_what_was_submitted_after_a_page_was_opened_is_said_on_the_next(visit, fill, db, rules, me):
    fill(3, submitted=1)
    opened = visit(PAGE)
    (onward,) = [a.get("href") for a in opened.every("a") if "band=acute" in a.get("href", "")]
    assert "newer than the page" not in visit(onward).text

    folder = current_folder(rules, "tiny")
    given = replace(respondent(folder.pack, Random(5)), organisation=LATE, on=ON)
    with immediate(db):
        join(db, LATE)
        submit_signed(db, folder.pack, given, person=me, at=AT)

    assert "2 have submitted now, 1 had then" in visit(onward).text
    assert "newer than the page" not in visit(PAGE).text


@pytest.mark.parametrize("seen", ["", "x", "1-zz", "9" * 99, "<b>", "1-0000000g"])
def test_a_mark_that_is_none_says_nothing(visit, fill, seen):
    fill(1)

    assert "newer than the page" not in visit(f"{PAGE}?seen={seen}").text
