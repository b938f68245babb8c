"""What people change of their own account: name and password."""

from datetime import datetime

from sqlite_utils import Database

from readiness.domain.account import Account, read_name
from readiness.domain.errors import InvalidAnswer, NotFound
from readiness.domain.password import read_password
from readiness.storage.accounts import account_of, change_account, rename
from readiness.storage.database import immediate
from readiness.storage.events import note_event
from readiness.storage.sessions import end_sessions
from readiness.usecases.hashing import hash_password, matches
from readiness.usecases.permission import NOTHING_HERE
from readiness.usecases.sessions import SignedIn, renew
from readiness.usecases.throttle import Visitor, forgive, take_turn


class WrongPassword(InvalidAnswer):
    """The password that somebody gave to change their account is not theirs."""


def read_account(db: Database, signed_in: SignedIn) -> Account:
    """Return the account of somebody who is signed in."""
    account = account_of(db, signed_in.person.id)
    if account is None:
        raise NotFound(NOTHING_HERE)
    return account


def prove(
    db: Database, signed_in: SignedIn, password: str, visitor: Visitor, *, at: datetime
) -> Account:
    """Ask somebody for their password once more, before something that matters.

    Raises:
        WrongPassword: it is not theirs.
        TooSoon: they failed too often.
    """
    account = read_account(db, signed_in)
    turn = take_turn(db, f"again\n{account.person}", visitor, at=at)
    if not matches(account.password, password):
        raise WrongPassword("Enter the password with which you sign in now.")
    with immediate(db):
        forgive(db, turn)
    return account


def change_name(db: Database, signed_in: SignedIn, name: str, *, at: datetime) -> None:
    """Give oneself another name."""
    name, person = read_name(name), signed_in.person
    if name == person.name:
        return
    with immediate(db):
        rename(db, person.id, name)
        note_event(
            db, "person", person.id, "renamed", person=person, at=at, was=person.name, now=name
        )


def change_password(
    db: Database,
    signed_in: SignedIn,
    old: str,
    new: str,
    visitor: Visitor,
    *,
    at: datetime,
) -> SignedIn:
    """Change one's password by giving the old one; every other session ends.

    Raises:
        WrongPassword: the old one is not right.
        InvalidAnswer: the new one does not do.
    """
    account = prove(db, signed_in, old, visitor, at=at)
    hashed = hash_password(read_password(new, (account.name, account.email)))
    with immediate(db):
        change_account(db, account.person, password=hashed)
        end_sessions(db, account.person, but=signed_in.session.family)
        renewed = renew(db, signed_in, at=at)
        note_event(db, "person", account.person, "password-changed", person=signed_in.person, at=at)
    return renewed
