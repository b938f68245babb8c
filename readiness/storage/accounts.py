"""Accounts: who signs in by which address, with which password and second factor."""

from datetime import datetime
from typing import Any

from sqlite_utils import Database

from readiness.domain.account import Account
from readiness.storage.database import Stored, add, change, rows, time_text

_COLUMNS = """accounts.person, people.name, email, password, totp_secret, totp_pending, totp_step,
    closed_at is not null"""


def account_by_email(db: Database, email: str) -> Account | None:
    """Return the account of an address in small letters, or None."""
    return _one(db, "email = ?", (email,))


def account_of(db: Database, person_id: int) -> Account | None:
    """Return a person's account, or None where they have none."""
    return _one(db, "accounts.person = ?", (person_id,))


def has_accounts(db: Database) -> bool:
    """Say whether anybody signs in to this copy."""
    return bool(rows(db, "select 1 from accounts limit 1"))


def accounts_by_person(db: Database) -> dict[int, Account]:
    """Return all accounts, by the number of the person."""
    found = rows(db, f"select {_COLUMNS} from accounts join people on people.id = accounts.person")
    return {row[0]: _account(row) for row in found}


def add_account(db: Database, person_id: int, email: str, password: str, *, at: datetime) -> None:
    """Let a person sign in, inside `immediate` only; `password` is its hash."""
    add(db, "accounts", person=person_id, email=email, password=password, made_at=time_text(at))


def change_account(db: Database, person_id: int, **columns: Stored) -> None:
    """Change columns of an account, inside `immediate` only."""
    places = ", ".join(f"{name} = :{name}" for name in columns)
    change(
        db, f"update accounts set {places} where person = :person", columns | {"person": person_id}
    )


def rename(db: Database, person_id: int, name: str) -> None:
    """Give a person another name, inside `immediate` only."""
    change(db, "update people set name = :name where id = :id", {"name": name, "id": person_id})


def take_step(db: Database, person_id: int, step: int) -> bool:
    """Use up a step of the second factor's clock; False when it or a later one was used before."""
    found = rows(
        db,
        """update accounts set totp_step = :step where person = :person and totp_step < :step
           returning person""",
        {"step": step, "person": person_id},
    )
    return bool(found)


def store_codes(db: Database, person_id: int, hashes: tuple[str, ...]) -> None:
    """Keep recovery codes in place of those there are, inside `immediate` only."""
    change(db, "delete from recovery_codes where person = :person", {"person": person_id})
    for one in hashes:
        add(db, "recovery_codes", hash=one, person=person_id)


def take_code(db: Database, person_id: int, code: str) -> bool:
    """Use up a recovery code by its hash; False when there is no such one any more."""
    found = rows(
        db,
        "delete from recovery_codes where hash = ? and person = ? returning person",
        (code, person_id),
    )
    return bool(found)


def codes_left(db: Database, person_id: int) -> int:
    """Return how many recovery codes a person has left."""
    found = rows(db, "select count(*) from recovery_codes where person = ?", (person_id,))
    return int(found[0][0])


def person_of_identity(db: Database, issuer: str, subject: str) -> int | None:
    """Return whom an issuer knows under a subject, as bound at the first use."""
    found = rows(
        db, "select person from identities where issuer = ? and subject = ?", (issuer, subject)
    )
    return int(found[0][0]) if found else None


def has_identity(db: Database, issuer: str, person_id: int) -> bool:
    """Say whether an issuer knows a person already, under some subject."""
    return bool(
        rows(db, "select 1 from identities where issuer = ? and person = ?", (issuer, person_id))
    )


def bind_identity(db: Database, issuer: str, subject: str, person_id: int, *, at: datetime) -> None:
    """Remember whom an issuer knows under a subject, inside `immediate` only."""
    add(
        db,
        "identities",
        issuer=issuer,
        subject=subject,
        person=person_id,
        bound_at=time_text(at),
    )


def _one(db: Database, where: str, given: tuple[Stored, ...]) -> Account | None:
    found = rows(
        db,
        f"""select {_COLUMNS} from accounts join people on people.id = accounts.person
            where {where}""",
        given,
    )
    return _account(found[0]) if found else None


def _account(row: tuple[Any, ...]) -> Account:
    person, name, email, password, secret, pending, step, closed = row
    return Account(person, name, email, password, secret, pending, step, bool(closed))
