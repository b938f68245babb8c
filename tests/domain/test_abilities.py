import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.domain.abilities import EVERYTHING, READS_ONLY, abilities
from readiness.domain.access import Role


@given(st.frozensets(st.sampled_from(Role)), st.sampled_from(Role), st.booleans())
def test_one_more_role_never_takes_anything_away(roles, one_more, alone):
    less = abilities(roles, alone=alone, given=["lead"])
    more = abilities(roles | {one_more}, alone=alone, given=["lead"])

    for section in ("lead", "estate"):
        assert more.answers(section) >= less.answers(section)
        assert more.comments(section) >= less.comments(section)
    for deed in ("everywhere", "say", "manage", "submit", "sign_off", "invite"):
        assert getattr(more, deed) >= getattr(less, deed), deed


def test_a_contributor_answers_the_sections_given_to_them_and_no_others():
    may = abilities([Role.CONTRIBUTOR], alone=False, given=["lead"])

    assert may.answers("lead")
    assert not may.answers("estate")
    assert may.limited
    assert may.say
    assert (may.manage, may.submit, may.sign_off) == (False, False, False)


def test_an_it_lead_answers_everything_whatever_was_given():
    may = abilities([Role.IT_LEAD], alone=False)

    assert may.answers("lead")
    assert may.manage
    assert not may.limited
    assert not may.sign_off


def test_an_approver_answers_nothing_even_if_given_it_and_may_comment():
    may = abilities([Role.APPROVER], alone=False, given=["lead"])

    assert not may.answers("lead")
    assert may.comments("lead")
    assert not may.limited


def test_who_contributes_and_leads_is_not_limited():
    assert abilities([Role.CONTRIBUTOR, Role.IT_LEAD], alone=False).everywhere


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.IT_LEAD, Role.APPROVER])
def test_whoever_is_alone_does_everything(role):
    assert abilities([role], alone=True) == EVERYTHING


@pytest.mark.parametrize("role", [Role.COMMISSIONER, Role.REVIEWER, Role.AUDITOR])
def test_roles_from_outside_do_nothing_in_it_even_where_nobody_else_is(role):
    assert abilities([role], alone=True, given=["lead"]) == READS_ONLY
