"""People, by number and name."""

from datetime import datetime

from sqlite_utils import Database

from readiness.domain.errors import NotFound
from readiness.domain.organisation import Person
from readiness.storage.database import add, rows, time_text

LOCAL_PERSON = 1
"""The row of the one local user, whom every copy has."""


def person_by_id(db: Database, person_id: int) -> Person:
    """Return a person.

    Raises:
        NotFound: this copy knows nobody of that number.
    """
    found = rows(db, "select id, name from people where id = ?", (person_id,))
    if not found:
        raise NotFound("There is no such person here.")
    return Person(*found[0])


def add_person(db: Database, name: str, *, at: datetime) -> Person:
    """Add a person, inside `immediate` only."""
    return Person(add(db, "people", name=name, created_at=time_text(at)), name)
