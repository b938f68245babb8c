"""Whom to ring, read from what was submitted and who is there; worked out once for each."""

import pytest

from readiness.content import rules_folder
from readiness.domain.access import Grant, Role
from readiness.domain.ringing import Reason
from readiness.storage.accounts import add_account
from readiness.storage.database import immediate
from readiness.storage.grants import set_grant
from readiness.storage.packs import current_pack
from readiness.storage.people import add_person, person_by_id
from readiness.usecases import ringing
from readiness.usecases.comparison import read_comparison
from readiness.usecases.organisation import local_person
from readiness.usecases.ringing import known_addresses, read_ringing
from tests.examples import AT
from tests.systems import SYSTEM, fill_system

ON = AT.date()


@pytest.fixture(scope="module")
def hscn():
    return current_pack(rules_folder(), "hscn")


@pytest.fixture
def system(db, hscn):
    """Fill a system, and return how it stands."""
    fill_system(db, rules_folder(), 24, submitted=19)
    return read_comparison(db, SYSTEM.ods_code, hscn, person=local_person(db), on=ON)


@pytest.fixture
def known(db):
    """Let somebody with an account hold a role in an organisation."""

    def known(name, role, code):
        with immediate(db):
            person = add_person(db, name, at=AT)
            set_grant(db, person.id, Grant(role, code), True, by=local_person(db), at=AT)
            add_account(db, person.id, f"person{person.id}@example.org", "x", at=AT)
        return person_by_id(db, person.id)

    return known


def test_missed_starts_are_those_before_today_by_the_plan_of_what_was_submitted(db, system):
    calls = read_ringing(db, system).calls

    missed = [call for call in calls if call.reason is Reason.MISSED_START]
    assert missed
    assert all(call.missed.latest_start < ON for call in missed)
    assert all(call.missed.target is not None for call in missed)
    silent = {one.code for one in system.members if not one.submitted}
    assert silent <= {call.member.code for call in calls}


def test_the_second_time_no_document_is_read(db, system):
    read_ringing(db, system)
    asked = []
    db.conn.set_trace_callback(asked.append)
    first, second = read_ringing(db, system), read_ringing(db, system)
    db.conn.set_trace_callback(None)

    assert first == second
    assert len(asked) == 4
    assert not any("document" in statement for statement in asked)


def test_in_a_large_group_latest_starts_are_not_looked_for_and_that_is_said(
    db, system, monkeypatch
):
    monkeypatch.setattr(ringing, "MOST_LOOKED_AT", 23)

    found = read_ringing(db, system)

    assert not found.looked
    assert not any(call.reason is Reason.MISSED_START for call in found.calls)


def test_people_are_asked_for_by_name_where_they_hold_a_role_there(db, system, known):
    silent = next(one.code for one in system.members if not one.submitted)
    known("Tom Okafor", Role.IT_LEAD, silent)
    known("Priya Shah", Role.CONTRIBUTOR, silent)

    call = next(one for one in read_ringing(db, system).calls if one.member.code == silent)

    assert [ask.name for ask in call.ask] == ["Tom Okafor"]


def test_an_address_is_known_only_to_who_sees_the_accounts_of_that_organisation(db, system, known):
    silent = next(one.code for one in system.members if not one.submitted)
    tom = known("Tom Okafor", Role.IT_LEAD, silent)
    commissioner = known("Ada Osei", Role.COMMISSIONER, SYSTEM.ods_code)
    administrator = known("Bo Lund", Role.ADMINISTRATOR, "")
    calls = read_ringing(db, system).calls

    assert known_addresses(db, calls, person=commissioner) == {}
    for person in (administrator, tom):
        assert known_addresses(db, calls, person=person) == {silent: f"person{tom.id}@example.org"}
