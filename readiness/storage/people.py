"""People, by number and name, with the roles they hold."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from readiness.domain.errors import NotFound
from readiness.domain.organisation import LOCAL_PERSON, Person
from readiness.storage.database import add, rows, time_text
from readiness.storage.grants import CURRENT, read_grants

__all__ = ["LOCAL_PERSON", "add_person", "every_person", "person_by_id", "person_of"]

COLUMNS = f"""people.id, people.name,
    (select json_group_array(json_array(role, organisation)) from grants
     where grants.person = people.id and {CURRENT})"""
"""What `person_of` reads, in this order."""


def person_by_id(db: Database, person_id: int) -> Person:
    """Return a person with the roles they hold now.

    Raises:
        NotFound: this copy knows nobody of that number.
    """
    found = rows(db, f"select {COLUMNS} from people where people.id = ?", (person_id,))
    if not found:
        raise NotFound("There is no such person here.")
    return person_of(found[0])


def person_of(row: Sequence[Any]) -> Person:
    """Make a person of the columns above."""
    number, name, grants = row
    return Person(number, name, read_grants(grants))


def every_person(db: Database) -> tuple[Person, ...]:
    """Return everybody whom this copy knows, with the roles they hold now, by name."""
    found = rows(
        db,
        f"select {COLUMNS} from people order by people.name collate nocase, people.id",
    )
    return tuple(map(person_of, found))


def add_person(db: Database, name: str, *, at: datetime) -> Person:
    """Add a person who holds no role yet, inside `immediate` only."""
    return Person(add(db, "people", name=name, created_at=time_text(at)), name)
