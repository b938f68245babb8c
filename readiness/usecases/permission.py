"""Who may do what: the one place that decides it, asked by every use case.

So far there are no accounts: whoever this copy knows may do everything in it.
"""

from sqlite_utils import Database

from readiness.domain.errors import NotAllowed, NotFound
from readiness.domain.organisation import Organisation, Person
from readiness.storage.people import person_by_id


def may_answer(person: Person, organisation: Organisation) -> bool:
    """Say whether a person this copy knows may see and answer for an organisation."""
    return True


def may_release(person: Person) -> bool:
    """Say whether a person this copy knows may put versions of rule packs to use."""
    return True


def known(db: Database, person: Person) -> Person:
    """Return a person as this copy knows them.

    Raises:
        NotAllowed: it knows nobody of that number.
    """
    try:
        return person_by_id(db, person.id)
    except NotFound:
        raise NotAllowed("You are not known here. Ask whoever runs this copy to add you.") from None


def answering(db: Database, person: Person, organisation: Organisation) -> Person:
    """Return a person who may answer for an organisation, as this copy knows them.

    Raises:
        NotAllowed: this copy does not know them, or they may not.
    """
    person = known(db, person)
    require(person, organisation)
    return person


def releasing(db: Database, person: Person) -> Person:
    """Return a person who may put versions of rule packs to use, as this copy knows them.

    Raises:
        NotAllowed: this copy does not know them, or they may not.
    """
    person = known(db, person)
    if not may_release(person):
        raise NotAllowed("You may not upload or release rules.")
    return person


def require(person: Person, organisation: Organisation) -> None:
    """Refuse a person whom this copy knows already, if they may not answer for an organisation.

    Raises:
        NotAllowed: they may not.
    """
    if not may_answer(person, organisation):
        raise NotAllowed(f"You may not see or answer for {organisation.name}.")
