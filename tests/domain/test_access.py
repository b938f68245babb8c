"""What each role lets a person do, and where."""

import pytest

from readiness.domain.access import (
    DEEDS,
    EVERYWHERE,
    WITHIN,
    Deed,
    Grant,
    Role,
    may,
    roles_in,
    who_may,
)


def test_a_role_holds_where_it_was_given_and_nowhere_else():
    grants = [Grant(Role.IT_LEAD, "ZX9"), Grant(Role.APPROVER, "ZX8")]

    assert roles_in(grants, "ZX9") == {Role.IT_LEAD}
    assert roles_in(grants, "ZX7") == frozenset()


def test_a_role_across_a_system_holds_for_its_members():
    grants = [Grant(Role.COMMISSIONER, "ZXS"), Grant(Role.IT_LEAD, "ZXS")]

    assert roles_in(grants, "ZX9", {"ZXS"}) == {Role.COMMISSIONER}
    assert roles_in(grants, "ZX9", {"ZXT"}) == frozenset()


def test_an_auditor_of_the_whole_copy_is_one_of_every_part():
    assert roles_in([Grant(Role.AUDITOR)], "ZX9") == {Role.AUDITOR}


@pytest.mark.parametrize("role", sorted(WITHIN))
def test_whoever_is_alone_in_a_body_has_all_its_roles(role):
    assert may(Deed.SIGN_OFF, {role}, alone=True)
    assert may(Deed.ANSWER, {role}, alone=True)


def test_being_alone_makes_a_commissioner_no_more_than_that():
    assert not may(Deed.SEE, {Role.COMMISSIONER}, alone=True)


def test_nobody_who_keeps_the_copy_sees_answers_by_that():
    assert not {Deed.SEE, Deed.SEE_SUBMITTED} & (DEEDS[Role.ADMINISTRATOR] | DEEDS[Role.AUDITOR])


def test_every_deed_is_some_roles_and_every_role_has_deeds():
    assert {deed for deeds in DEEDS.values() for deed in deeds} == set(Deed)
    assert set(DEEDS) == set(Role)
    assert EVERYWHERE.isdisjoint(WITHIN)


def test_who_may_is_said_in_words():
    assert who_may(Deed.SIGN_OFF) == "an approver"
    assert who_may(Deed.SEE) == "an IT lead or a contributor or an approver"
