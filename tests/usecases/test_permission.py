import pytest

from readiness.domain.access import Grant, Role
from readiness.domain.errors import NotAllowed, NotFound
from readiness.domain.organisation import Membership, Organisation, Person
from readiness.storage.database import immediate
from readiness.storage.grants import set_grant
from readiness.storage.people import add_person, person_by_id
from readiness.usecases import permission
from readiness.usecases.organisation import add_organisation, join_system
from tests.examples import AT, ON, TRUST

SYSTEM = Organisation("ZXS", "Fenwick System")


@pytest.fixture
def someone(db, person):
    """Return somebody new who holds some roles."""

    def someone(*grants, name="Ruth Adeyemi"):
        with immediate(db):
            new = add_person(db, name, at=AT)
            for grant in grants:
                set_grant(db, new.id, grant, True, by=person, at=AT)
        return person_by_id(db, new.id)

    return someone


def test_whoever_runs_a_copy_may_do_everything_in_it(db, person):
    assert permission.answering(db, person, TRUST) == person
    assert permission.approving(db, person, TRUST) == person
    assert permission.administering(db, person) == person
    assert permission.reading_record(db, person) == person


def test_a_person_is_known_by_number_and_not_by_what_they_call_themselves(db, person):
    assert permission.known(db, Person(1, "Somebody else")) == person


def test_whoever_is_not_known_here_may_not(db):
    with pytest.raises(NotAllowed, match="not known here"):
        permission.known(db, Person(2, "Local user"))


def test_roles_that_somebody_claims_do_not_count(db, someone):
    nobody = someone()

    with pytest.raises(NotFound):
        permission.answering(db, Person(nobody.id, "Me", (Grant(Role.IT_LEAD, "ZX9"),)), TRUST)


def test_a_stranger_is_not_told_that_there_is_anything(db, someone):
    with pytest.raises(NotFound, match="not for you"):
        permission.seeing(db, someone(Grant(Role.IT_LEAD, "ZX8")), TRUST)


def test_whoever_may_see_is_told_who_may_do_more(db, someone, tom):
    with pytest.raises(NotAllowed, match=r"Only an IT lead of .*Aldermoor"):
        permission.submitting(db, someone(Grant(Role.CONTRIBUTOR, "ZX9")), TRUST)


def test_a_role_that_was_taken_back_is_gone(db, person, someone):
    lead = someone(grant := Grant(Role.IT_LEAD, "ZX9"))
    with immediate(db):
        set_grant(db, lead.id, grant, False, by=person, at=AT)

    with pytest.raises(NotFound):
        permission.seeing(db, lead, TRUST)


def test_in_a_small_body_the_roles_fall_to_the_one_person(db, someone):
    only = someone(Grant(Role.CONTRIBUTOR, "ZX9"))
    assert permission.approving(db, only, TRUST) == only
    assert permission.submitting(db, only, TRUST) == only

    someone(Grant(Role.APPROVER, "ZX9"), name="Second")

    with pytest.raises(NotAllowed):
        permission.approving(db, only, TRUST)


def test_a_commissioner_sees_what_members_submitted_and_no_more(db, person, someone):
    for organisation in (SYSTEM, TRUST):
        add_organisation(db, organisation, person=person, at=AT)
    commissioner = someone(Grant(Role.COMMISSIONER, "ZXS"))
    with pytest.raises(NotFound):
        permission.seeing_submitted(db, commissioner, TRUST)

    join_system(db, Membership("ZX9", "ZXS", "member"), person=person, at=AT)

    assert permission.seeing_submitted(db, commissioner, TRUST) == commissioner
    with pytest.raises(NotAllowed, match="Only an IT lead"):
        permission.seeing(db, commissioner, TRUST)


def test_a_membership_that_ended_shows_a_commissioner_nothing(db, person, someone):
    for organisation in (SYSTEM, TRUST):
        add_organisation(db, organisation, person=person, at=AT)
    ended = Membership("ZX9", "ZXS", "member", until=ON.replace(year=2020))
    join_system(db, ended, person=person, at=AT)

    with pytest.raises(NotFound):
        permission.seeing_submitted(db, someone(Grant(Role.COMMISSIONER, "ZXS")), TRUST)


def test_the_record_of_one_organisation_is_for_its_lead_and_that_of_all_for_auditors(db, someone):
    lead, auditor = someone(Grant(Role.IT_LEAD, "ZX9")), someone(Grant(Role.AUDITOR))

    assert permission.reading_record(db, lead, "ZX9") == lead
    assert permission.reading_record(db, auditor) == auditor
    for organisation in ("", "ZX8"):
        with pytest.raises(NotFound):
            permission.reading_record(db, lead, organisation)
