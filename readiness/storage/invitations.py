"""Links that work once: invitations, set-up and reset. Of each only the hash is kept."""

import json
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from readiness.domain.access import Role
from readiness.domain.invitation import Invitation
from readiness.storage.database import Stored, add, change, rows, time_text

_SELECT = """select invitations.id, email, roles, organisation, people.name, made_at, until,
    made_by, accepted_by is not null, withdrawn_at is not null
    from invitations join people on people.id = made_by"""


def add_invitation(db: Database, token_hash: str, invitation: Invitation) -> int:
    """Add an invitation, inside `immediate` only, and return its number."""
    return add(
        db,
        "invitations",
        hash=token_hash,
        email=invitation.email,
        roles=json.dumps(invitation.roles),
        organisation=invitation.organisation,
        made_by=invitation.maker,
        made_at=time_text(invitation.made_at),
        until=time_text(invitation.until),
    )


def invitation_by_hash(db: Database, token_hash: str) -> Invitation | None:
    """Return the invitation that a link is for."""
    return _first(rows(db, f"{_SELECT} where hash = ?", (token_hash,)))


def invitation_by_id(db: Database, number: int) -> Invitation | None:
    """Return an invitation by its number."""
    return _first(rows(db, f"{_SELECT} where invitations.id = ?", (number,)))


def open_invitations(db: Database) -> list[Invitation]:
    """Return the invitations that nobody has accepted or withdrawn, the newest first."""
    found = rows(
        db,
        f"""{_SELECT} where accepted_by is null and withdrawn_at is null
            order by invitations.id desc""",
    )
    return [_invitation(row) for row in found]


def change_invitation(db: Database, number: int, **columns: Stored) -> None:
    """Change columns of an invitation, inside `immediate` only."""
    places = ", ".join(f"{name} = :{name}" for name in columns)
    change(db, f"update invitations set {places} where id = :id", columns | {"id": number})


def add_link(
    db: Database,
    token_hash: str,
    purpose: str,
    person_id: int | None,
    *,
    at: datetime,
    until: datetime,
) -> None:
    """Add a link in place of those for the same purpose and person, inside `immediate` only."""
    change(
        db,
        "delete from one_time_links where purpose = :purpose and person is :person",
        {"purpose": purpose, "person": person_id},
    )
    add(
        db,
        "one_time_links",
        hash=token_hash,
        purpose=purpose,
        person=person_id,
        made_at=time_text(at),
        until=time_text(until),
    )


def link_person(
    db: Database, token_hash: str, purpose: str, *, at: datetime
) -> tuple[int | None] | None:
    """Return whom a link is for, in a tuple; None when it is used, replaced, too old or wrong."""
    found = rows(
        db,
        "select person from one_time_links where hash = ? and purpose = ? and until > ?",
        (token_hash, purpose, time_text(at)),
    )
    return (found[0][0],) if found else None


def use_link(db: Database, token_hash: str) -> None:
    """Use up a link, inside `immediate` only."""
    change(db, "delete from one_time_links where hash = :hash", {"hash": token_hash})


def _first(found: list[tuple[Any, ...]]) -> Invitation | None:
    return _invitation(found[0]) if found else None


def _invitation(row: tuple[Any, ...]) -> Invitation:
    number, email, roles, organisation, by, made_at, until, maker, accepted, withdrawn = row
    return Invitation(
        number,
        email,
        tuple(Role(role) for role in json.loads(roles)),
        organisation,
        by,
        datetime.fromisoformat(made_at),
        datetime.fromisoformat(until),
        maker,
        bool(accepted),
        bool(withdrawn),
    )
