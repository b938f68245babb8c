"""Who holds which role where: each giving and taking is a row, added and never changed."""

import json
from collections.abc import Iterable
from datetime import datetime

from sqlite_utils import Database

from readiness.domain.access import Grant, Role
from readiness.domain.organisation import Person
from readiness.storage.database import add, rows, time_text

CURRENT = """given = 1 and not exists (
    select 1 from grants as later where later.person = grants.person
        and later.role = grants.role and later.organisation = grants.organisation
        and later.version > grants.version
)"""
"""What holds of a row of `grants` that is in force."""


def read_grants(text: str) -> tuple[Grant, ...]:
    """Read the grants that a query gathered as pairs of role and organisation."""
    return tuple(sorted(Grant(Role(role), organisation) for role, organisation in json.loads(text)))


def version_of(db: Database, person_id: int, grant: Grant) -> int:
    """Return how often a role was given to somebody there or taken from them; 0 when never."""
    found = rows(
        db,
        """select ifnull(max(version), 0) from grants
           where person = ? and role = ? and organisation = ?""",
        (person_id, str(grant.role), grant.organisation),
    )
    return int(found[0][0])


def set_grant(
    db: Database, person_id: int, grant: Grant, given: bool, *, by: Person, at: datetime
) -> None:
    """Give somebody a role, or take it from them; inside `immediate`."""
    add(
        db,
        "grants",
        person=person_id,
        role=str(grant.role),
        organisation=grant.organisation,
        version=version_of(db, person_id, grant) + 1,
        given=int(given),
        given_by=by.id,
        at=time_text(at),
    )


def holders(db: Database, organisation: str) -> tuple[tuple[int, str, Role], ...]:
    """Return who holds a role in an organisation itself: number, name and role, by name."""
    found = rows(
        db,
        f"""select people.id, people.name, role from grants join people on people.id = person
            where organisation = ? and {CURRENT} order by people.name collate nocase, people.id""",
        (organisation,),
    )
    return tuple((number, name, Role(role)) for number, name, role in found)


def holders_in(
    db: Database, organisations: Iterable[str], roles: Iterable[Role]
) -> tuple[tuple[str, int, str, Role], ...]:
    """Return who holds some roles in organisations themselves, in one query however many they are.

    Returns:
        Code of the organisation, number and name of the person, and role; by name.
    """
    found = rows(
        db,
        f"""select organisation, people.id, people.name, role
            from grants join people on people.id = person
            where organisation in (select value from json_each(:codes))
                and role in (select value from json_each(:roles)) and {CURRENT}
            order by people.name collate nocase, people.id""",
        {
            "codes": json.dumps(list(organisations)),
            "roles": json.dumps([str(role) for role in roles]),
        },
    )
    return tuple((code, number, name, Role(role)) for code, number, name, role in found)
