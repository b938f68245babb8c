from dataclasses import replace
from datetime import date

import pytest

from readiness.domain.errors import Conflict, InvalidAnswer, NotAllowed, NotFound
from readiness.domain.organisation import Membership, Organisation, Person
from readiness.storage.events import events_of
from readiness.storage.organisations import memberships_of
from readiness.usecases.organisation import (
    add_organisation,
    change_organisation,
    join_system,
    list_organisations,
    local_person,
)
from tests import examples
from tests.examples import CLINIC, TRUST

STRANGER = Person(404, "A stranger")


@pytest.fixture
def add(db, person):
    def add(organisation):
        return add_organisation(db, organisation, person=person, at=examples.AT)

    return add


def events(db, code="ZX9"):
    return [event.what for event in events_of(db, "organisation", code)]


def test_a_new_copy_has_one_local_user(db):
    assert local_person(db) == Person(1, "Local user")


def test_organisations_are_listed_by_name_whatever_its_case(db, person, add):
    small = Organisation("ZX1", "ashdown clinic")
    for organisation in (CLINIC, TRUST, small):
        add(organisation)

    assert list_organisations(db, person=person) == (TRUST, small, CLINIC)


def test_adding_the_same_organisation_again_changes_nothing(db, person, add):
    add(TRUST)
    assert add(TRUST) == TRUST

    assert list_organisations(db, person=person) == (TRUST,)
    assert events(db) == ["added"]


def test_a_code_that_is_here_with_other_facts_is_a_conflict_which_says_what_to_do(db, person, add):
    add(TRUST)

    with pytest.raises(Conflict, match=r"ZX9 is here already, as Aldermoor NHS Trust\. Choose it"):
        add(replace(TRUST, sites=13))

    assert list_organisations(db, person=person) == (TRUST,)


def test_what_is_said_of_an_organisation_can_be_corrected_and_the_event_keeps_what_was(
    db, person, add
):
    add(TRUST)
    corrected = replace(TRUST, name="Aldermoor and Fen NHS Trust", sites=None)

    change_organisation(db, corrected, person=person, at=examples.AT)
    change_organisation(db, corrected, person=person, at=examples.AT)

    assert list_organisations(db, person=person) == (corrected,)
    assert events(db) == ["added", "changed"]
    detail = events_of(db, "organisation", "ZX9")[1].detail
    assert (detail["was"]["sites"], detail["now"]["sites"]) == (12, None)


def test_an_organisation_that_is_not_here_cannot_be_corrected(db, person):
    with pytest.raises(NotFound, match="Add it first"):
        change_organisation(db, TRUST, person=person, at=examples.AT)


def test_an_organisation_belongs_to_many_systems_from_many_days(db, person, add):
    add(TRUST)
    memberships = (
        Membership("ZX9", "QZY", "associate"),
        Membership("ZX9", "QZZ", "member", date(2020, 4, 1), date(2026, 3, 31)),
        Membership("ZX9", "QZZ", "member", date(2026, 4, 1)),
    )
    for membership in (*memberships, memberships[0]):
        join_system(db, membership, person=person, at=examples.AT)

    assert memberships_of(db, "ZX9") == memberships
    assert events(db) == ["added", "joined-system", "joined-system", "joined-system"]


def test_a_place_in_a_system_can_be_given_an_end(db, person, add):
    add(TRUST)
    for until in (None, date(2027, 3, 31)):
        place = Membership("ZX9", "QZZ", "member", date(2026, 4, 1), until)
        join_system(db, place, person=person, at=examples.AT)

    assert memberships_of(db, "ZX9") == (place,)


@pytest.mark.parametrize(
    "wrong",
    [
        Membership("ZX9", " ", "member"),
        Membership("ZX9", "QZZ", ""),
        Membership("ZX9", "QZZ", "member", date(2026, 4, 1), date(2026, 3, 31)),
    ],
)
def test_a_place_in_a_system_that_makes_no_sense_is_refused(db, person, add, wrong):
    add(TRUST)

    with pytest.raises(InvalidAnswer):
        join_system(db, wrong, person=person, at=examples.AT)

    assert memberships_of(db, "ZX9") == ()


def test_an_organisation_that_is_not_here_joins_nothing(db, person):
    with pytest.raises(NotFound):
        join_system(db, Membership("ZX9", "QZZ", "member"), person=person, at=examples.AT)


@pytest.mark.parametrize(
    "deed",
    [
        lambda db, who: list_organisations(db, person=who),
        lambda db, who: add_organisation(db, CLINIC, person=who, at=examples.AT),
        lambda db, who: change_organisation(db, TRUST, person=who, at=examples.AT),
        lambda db, who: join_system(
            db, Membership("ZX9", "QZZ", "member"), person=who, at=examples.AT
        ),
    ],
)
def test_somebody_who_is_not_known_here_may_do_nothing(db, add, deed):
    add(TRUST)

    with pytest.raises(NotAllowed):
        deed(db, STRANGER)

    assert events(db) == ["added"]
