"""Where the start page leads people of each role."""

import pytest

from readiness.domain.access import Grant, Role
from readiness.domain.organisation import Person
from readiness.usecases.assessment import submit
from readiness.usecases.duties import ALONE_HERE, duties_of
from readiness.usecases.sign_off import sign_off
from tests.examples import AT, ON


def whoever_is(*grants):
    return Person(2, "Ruth Adeyemi", grants)


def test_whoever_uses_a_copy_alone_is_led_by_its_pages(read, person):
    assert duties_of([read()], person=person) == ALONE_HERE


@pytest.mark.parametrize("role", [Role.COMMISSIONER, Role.REVIEWER])
def test_who_looks_at_others_is_led_to_what_they_share_and_begins_nothing(role):
    duties = duties_of([], person=whoever_is(Grant(role, "ZXS")))

    assert (duties.sees_shared, duties.assesses, duties.administers) == (True, False, False)


def test_an_administrator_is_led_to_people_register_and_record():
    duties = duties_of([], person=whoever_is(Grant(Role.ADMINISTRATOR)))

    assert (duties.administers, duties.reads_record, duties.sees_shared) == (True, True, False)


def test_an_auditor_is_led_to_the_record_alone():
    duties = duties_of([], person=whoever_is(Grant(Role.AUDITOR)))

    assert (duties.reads_record, duties.administers) == (True, False)


def test_an_approver_is_led_to_what_waits_for_them_until_it_is_signed(db, read, person):
    approver = whoever_is(Grant(Role.APPROVER, "ZX9"))
    assert duties_of([read()], person=approver).to_sign == ()
    sent = submit(db, read(), seen=read().newest, person=person, at=AT, on=ON)
    assert [one.assessment.id for one in duties_of([read()], person=approver).to_sign] == [1]
    assert duties_of([read()], person=whoever_is(Grant(Role.IT_LEAD, "ZX9"))).to_sign == ()

    sign_off(db, read().assessment.id, sent.number, person=person, at=AT)

    assert duties_of([read()], person=approver).to_sign == ()


def test_whoever_holds_no_role_is_led_nowhere():
    assert not duties_of([], person=whoever_is()).any
