"""Who may do what here: the one place that every use case asks.

`readiness.domain.access` says what each role lets a person do. Somebody who may see nothing of an
organisation is told that there is no such thing; somebody who may see it is told who may do more.
"""

from collections.abc import Collection
from functools import partial

from sqlite_utils import Database

from readiness.domain.abilities import EVERYTHING, Abilities, abilities
from readiness.domain.access import ACROSS, WITHIN, Deed, Role, may, roles_in, who_may
from readiness.domain.assessment import Assessment
from readiness.domain.errors import NotAllowed, NotFound
from readiness.domain.organisation import Organisation, Person
from readiness.storage.grants import holders
from readiness.storage.organisations import systems_of
from readiness.storage.people import person_by_id
from readiness.storage.working_together import person_at_work

NOTHING_HERE = "There is no such thing here, or it is not for you."
"""What is said of what is not there, and of what this person may not know to be there."""

NOT_KNOWN = "You are not known here. Ask whoever runs this copy to add you."


def known(db: Database, person: Person) -> Person:
    """Return a person as this copy knows them now, with the roles they hold.

    Raises:
        NotAllowed: it knows nobody of that number.
    """
    try:
        return person_by_id(db, person.id)
    except NotFound:
        raise NotAllowed(NOT_KNOWN) from None


def allowed(deed: Deed, db: Database, person: Person, organisation: Organisation) -> Person:
    """Return a person who may do something for an organisation, as this copy knows them.

    Raises:
        NotFound: they may not know that it is here.
        NotAllowed: this copy does not know them, or they may see it and may not do this.
    """
    return _allowed(deed, db, known(db, person), organisation)


seeing = partial(allowed, Deed.SEE)
answering = partial(allowed, Deed.ANSWER)
managing = partial(allowed, Deed.MANAGE)
submitting = partial(allowed, Deed.SUBMIT)
approving = partial(allowed, Deed.SIGN_OFF)
seeing_submitted = partial(allowed, Deed.SEE_SUBMITTED)
reviewing = partial(allowed, Deed.REVIEW)


def opening(db: Database, person: Person, assessment: Assessment) -> Abilities:
    """Return what a person who sees an assessment may do in it, in as many queries as `seeing`.

    Raises:
        NotFound: they may not know that it is here.
        NotAllowed: this copy does not know them, or they may see less than this.
    """
    code = assessment.organisation.ods_code
    found = person_at_work(db, person.id, assessment.id, code)
    if found is None:
        raise NotAllowed(NOT_KNOWN)
    person, alone, given = found
    _allowed(Deed.SEE, db, person, assessment.organisation)
    if person.local:
        return EVERYTHING
    return abilities(roles_in(person.grants, code), alone=alone, given=given)


def inviting(db: Database, person: Person, organisation: str) -> Person:
    """Return a person who may give and take roles there; empty is the whole copy.

    Raises:
        NotFound: they may not know who holds which role there.
    """
    return _beyond(Deed.INVITE, db, person, organisation)


def reading_record(db: Database, person: Person, organisation: str = "") -> Person:
    """Return a person who may read who did what there; empty is the whole copy.

    Raises:
        NotFound: they may not.
    """
    return _beyond(Deed.READ_RECORD, db, person, organisation)


def administering(db: Database, person: Person) -> Person:
    """Return a person who may keep the register and the rules of this copy.

    Raises:
        NotAllowed: this copy does not know them, or they may not.
    """
    person = known(db, person)
    if not can_administer(person):
        raise NotAllowed("Only an administrator may do this.")
    return person


def can_read_record(person: Person, organisation: str = "") -> bool:
    """Say whether a person whom this copy knows may read who did what; empty is the whole copy."""
    return person.local or may(Deed.READ_RECORD, roles_in(person.grants, organisation))


def can_administer(person: Person) -> bool:
    """Say whether a person whom this copy knows keeps its register and its rules."""
    return person.local or may(Deed.ADMINISTER, roles_in(person.grants, ""))


def sees_every_row(person: Person, codes: Collection[str]) -> bool:
    """Say whether a person whom this copy knows sees what each member of a system submitted.

    Args:
        codes: the system’s code, and those of the systems it followed.
    """
    return person.local or any(
        grant.role in ACROSS and grant.organisation in codes for grant in person.grants
    )


def commissioning(person: Person, codes: Collection[str]) -> None:
    """Refuse a person whom this copy knows, if they may not decide anything for a system.

    Args:
        codes: the system’s code, and those of the systems it followed.

    Raises:
        NotFound: they may not see what its members submitted.
        NotAllowed: they may see it, and are no commissioner of it.
    """
    if not sees_every_row(person, codes):
        raise NotFound(NOTHING_HERE)
    if not commissions(person, codes):
        raise NotAllowed("Only a commissioner of the system may do this.")


def commissions(person: Person, codes: Collection[str]) -> bool:
    """Say whether a person whom this copy knows acts for a system: asks its members and imports.

    Args:
        codes: the system’s code, and those of the systems it followed.
    """
    return person.local or any(
        grant.role is Role.COMMISSIONER and grant.organisation in codes for grant in person.grants
    )


def require(person: Person, organisation: Organisation) -> None:
    """Refuse a person whom this copy knows already, if they may not see an organisation's work.

    Raises:
        NotFound: they may not.
    """
    if not may_see(person, organisation):
        raise NotFound(NOTHING_HERE)


def may_see(person: Person, organisation: Organisation) -> bool:
    """Say whether a person whom this copy knows may see all that an organisation has written."""
    return person.local or may(Deed.SEE, roles_in(person.grants, organisation.ods_code))


def can(deed: Deed, db: Database, person: Person, organisation: Organisation) -> bool:
    """Say whether a person whom this copy knows may do something for an organisation."""
    if person.local:
        return True
    code = organisation.ods_code
    held = roles_in(person.grants, code)
    if may(deed, held):
        return True
    if any(grant.role in ACROSS for grant in person.grants):
        held |= roles_in(person.grants, code, systems_of(db, code))
    return may(deed, held, alone=bool(held & WITHIN) and is_alone(db, person, code))


def is_alone(db: Database, person: Person, ods_code: str) -> bool:
    """Say whether nobody but a person holds a role within an organisation."""
    return {who for who, _, role in holders(db, ods_code) if role in WITHIN} <= {person.id}


def _allowed(deed: Deed, db: Database, person: Person, organisation: Organisation) -> Person:
    if not can(deed, db, person, organisation):
        if any(can(less, db, person, organisation) for less in (Deed.SEE, Deed.SEE_SUBMITTED)):
            raise NotAllowed(f"Only {who_may(deed)} of {organisation.name} may do this.")
        raise NotFound(NOTHING_HERE)
    return person


def _beyond(deed: Deed, db: Database, person: Person, organisation: str) -> Person:
    person = known(db, person)
    if not person.local and not may(deed, roles_in(person.grants, organisation)):
        raise NotFound(NOTHING_HERE)
    return person
