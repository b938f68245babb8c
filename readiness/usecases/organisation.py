"""Who uses this copy, and the organisations in it."""

from datetime import datetime

from sqlite_utils import Database

from readiness.domain.access import Deed
from readiness.domain.errors import Conflict, InvalidAnswer, NotFound
from readiness.domain.organisation import LOCAL_PERSON, Membership, Organisation, Person
from readiness.storage.database import immediate
from readiness.storage.events import note_event
from readiness.storage.organisations import (
    every_organisation,
    membership_row,
    memberships_of,
    organisation_by_code,
    organisation_row,
    store_membership,
    store_organisation,
)
from readiness.storage.people import person_by_id
from readiness.usecases import permission


def local_person(db: Database) -> Person:
    """Return the one person who uses a copy without accounts."""
    return person_by_id(db, LOCAL_PERSON)


def list_organisations(db: Database, *, person: Person) -> tuple[Organisation, ...]:
    """Return the organisations whose work a person may see, by name.

    Raises:
        NotAllowed: the person is not known here.
    """
    person = permission.known(db, person)
    return tuple(o for o in every_organisation(db) if permission.may_see(person, o))


def add_organisation(
    db: Database, organisation: Organisation, *, person: Person, at: datetime
) -> Organisation:
    """Add an organisation; to add one again just as it is changes nothing.

    Raises:
        NotAllowed: the person is no administrator.
        Conflict: the code is here already, with other facts.
    """
    person = permission.administering(db, person)
    with immediate(db):
        there = _existing(db, organisation.ods_code)
        if there is None:
            _store(db, organisation, "added", person=person, at=at)
        elif there != organisation:
            raise Conflict(
                f"{there.ods_code} is here already, as {there.name}. "
                "Choose it from the list, or correct it there."
            )
    return organisation


def change_organisation(
    db: Database, organisation: Organisation, *, person: Person, at: datetime
) -> Organisation:
    """Correct what is said of an organisation; to say the same again changes nothing.

    Raises:
        NotFound, NotAllowed: the person may not see it, or not do this for it.
        NotFound: there is none of that code.
    """
    person = permission.managing(db, person, organisation)
    with immediate(db):
        there = organisation_by_code(db, organisation.ods_code)
        if there != organisation:
            _store(db, organisation, "changed", person=person, at=at, was=organisation_row(there))
    return organisation


def may_change(db: Database, organisation: Organisation, *, person: Person) -> bool:
    """Say whether a person may correct what is said of an organisation, and start its assessments.

    Raises:
        NotAllowed: the person is not known here.
    """
    return permission.can(Deed.MANAGE, db, permission.known(db, person), organisation)


def join_system(db: Database, membership: Membership, *, person: Person, at: datetime) -> None:
    """Place an organisation in a system from a day; said again with another end, the end changes.

    Raises:
        NotAllowed: the person is no administrator.
        NotFound: there is no such organisation.
        InvalidAnswer: the system or the relation is not named, or it ends before it begins.
    """
    if not membership.system.strip() or not membership.relation.strip():
        raise InvalidAnswer("Name the system and what the organisation is to it.")
    if membership.since and membership.until and membership.until < membership.since:
        raise InvalidAnswer("Enter an end that is not before the beginning.")
    organisation = organisation_by_code(db, membership.organisation)
    person = permission.administering(db, person)
    with immediate(db):
        if membership not in memberships_of(db, organisation.ods_code):
            store_membership(db, membership, at=at)
            note_event(
                db,
                "organisation",
                organisation.ods_code,
                "joined-system",
                person=person,
                at=at,
                membership=membership_row(membership),
            )


def _existing(db: Database, ods_code: str) -> Organisation | None:
    try:
        return organisation_by_code(db, ods_code)
    except NotFound:
        return None


def _store(
    db: Database,
    organisation: Organisation,
    what: str,
    *,
    person: Person,
    at: datetime,
    **detail: object,
) -> None:
    store_organisation(db, organisation, at=at)
    note_event(
        db,
        "organisation",
        organisation.ods_code,
        what,
        person=person,
        at=at,
        now=organisation_row(organisation),
        **detail,
    )
