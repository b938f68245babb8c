"""Signing in: password, then the second factor where there is one.

Whatever is wrong, it takes as long and says the same.
"""

from datetime import datetime

from sqlite_utils import Database

from readiness.domain.account import Account
from readiness.domain.errors import NotAllowed
from readiness.storage.accounts import account_by_email, account_of, change_account
from readiness.storage.database import immediate
from readiness.storage.events import note_event
from readiness.storage.people import LOCAL_PERSON, person_by_id
from readiness.storage.sessions import end_family
from readiness.usecases.hashing import hash_password, matches, outdated
from readiness.usecases.second_factor import code_is_right
from readiness.usecases.sessions import Limits, SignedIn, begin
from readiness.usecases.throttle import Turn, Visitor, forgive, take_turn

WRONG = "The e-mail address or the password is not right. Check both and try again."
WRONG_CODE = "The code is not right, or was used already. Wait for the next one and try again."


class NotSignedIn(NotAllowed):
    """What somebody gave to sign in is not right."""


def check_password(
    db: Database, email: str, password: str, visitor: Visitor, *, at: datetime
) -> Account:
    """Return the account whose address and password somebody gave.

    Raises:
        TooSoon: they failed too often to try again already.
        NotSignedIn: something is wrong, and it is not said what.
    """
    email = email.strip().casefold()
    account = account_by_email(db, email)
    turn = take_turn(db, f"password\n{email}", visitor, at=at)
    there = account if account and not account.closed else None
    if not matches(there.password if there else "", password) or there is None:
        _note_failure(db, account, "password", at=at)
        raise NotSignedIn(WRONG)
    with immediate(db):
        forgive(db, turn)
    if outdated(there.password):
        _rehash(db, there, password)
    return there


def check_code(db: Database, person_id: int, code: str, visitor: Visitor, *, at: datetime) -> None:
    """Accept the second factor of somebody who gave the right password.

    Raises:
        TooSoon: they failed too often to try again already.
        NotSignedIn: the code is wrong or was used.
    """
    account = account_of(db, person_id)
    turn = take_turn(db, f"code\n{person_id}", visitor, at=at)
    if account is None or account.closed or not _code_fits(db, account, code, turn, at):
        _note_failure(db, account, "second-factor", at=at)
        raise NotSignedIn(WRONG_CODE)


def account_numbered(db: Database, person_id: int) -> Account:
    """Return the account of somebody who proved who they are.

    Raises:
        NotSignedIn: it was closed meanwhile.
    """
    account = account_of(db, person_id)
    if account is None or account.closed:
        raise NotSignedIn(WRONG)
    return account


def begin_session(
    db: Database,
    person_id: int,
    visitor: Visitor,
    limits: Limits,
    *,
    how: str,
    before: SignedIn | None = None,
    at: datetime,
) -> SignedIn:
    """Sign in somebody who has proved who they are; a session of this browser `before` ends.

    Raises:
        NotSignedIn: the account was closed meanwhile.
    """
    with immediate(db):
        account_numbered(db, person_id)
        if before:
            end_family(db, before.person.id, before.session.family)
        signed_in = begin(db, person_id, visitor.agent, limits, at=at)
        note_event(db, "person", person_id, "signed-in", person=signed_in.person, at=at, how=how)
    return signed_in


def _code_fits(db: Database, account: Account, code: str, turn: Turn, at: datetime) -> bool:
    with immediate(db):
        if right := code_is_right(db, account, code, at=at):
            forgive(db, turn)
    return right


def _note_failure(db: Database, account: Account | None, what: str, *, at: datetime) -> None:
    """Note that somebody failed; of an account that is not here nothing is named."""
    with immediate(db):
        note_event(
            db,
            "person",
            account.person if account else "unknown",
            "sign-in-failed",
            person=person_by_id(db, LOCAL_PERSON),
            at=at,
            by=what,
        )


def _rehash(db: Database, account: Account, password: str) -> None:
    hashed = hash_password(password)
    with immediate(db):
        change_account(db, account.person, password=hashed)
