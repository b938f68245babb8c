"""The second factor: a code from an app, or one of ten recovery codes."""

import secrets
from datetime import datetime

import pyotp
from sqlite_utils import Database

from readiness.domain.account import Account
from readiness.domain.errors import Conflict, InvalidAnswer
from readiness.storage.accounts import (
    account_of,
    change_account,
    codes_left,
    store_codes,
    take_code,
    take_step,
)
from readiness.storage.database import immediate
from readiness.storage.events import note_event
from readiness.storage.sessions import end_sessions
from readiness.usecases.hashing import digest
from readiness.usecases.sessions import SignedIn, renew

ISSUER = "HSCN Readiness"
STEP = 30
"""Seconds that a code lasts; the one before and the one after count as well."""

CODES = 10
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


def propose_secret(db: Database, signed_in: SignedIn) -> tuple[str, str]:
    """Return a new secret to put into an app, and the address that a QR code shows of it.

    The same one until it is confirmed, so that reloading the page is no harm.

    Raises:
        Conflict: there is a second factor already.
    """
    with immediate(db):
        account = _account(db, signed_in)
        if account.totp_secret:
            raise Conflict("Your second factor is on. Turn it off first to set up another.")
        secret = account.totp_pending or pyotp.random_base32()
        if not account.totp_pending:
            change_account(db, account.person, totp_pending=secret)
    return secret, pyotp.TOTP(secret).provisioning_uri(name=account.email, issuer_name=ISSUER)


def turn_on(
    db: Database, signed_in: SignedIn, code: str, *, at: datetime
) -> tuple[SignedIn, list[str]]:
    """Turn the second factor on after its first code; other sessions end.

    Returns:
        The session under a new token, and recovery codes to be written down now.

    Raises:
        InvalidAnswer: the code is not right.
        Conflict: it was turned on meanwhile, or never proposed.
    """
    codes = [_recovery_code() for _ in range(CODES)]
    with immediate(db):
        account = _account(db, signed_in)
        if account.totp_secret or not account.totp_pending:
            raise Conflict("This was set up meanwhile in another window. Look at your account.")
        step = _step_of(account.totp_pending, code, at)
        if step is None:
            raise InvalidAnswer(
                "Enter the six digits that the app shows now. If they are, check its clock."
            )
        change_account(
            db, account.person, totp_secret=account.totp_pending, totp_pending="", totp_step=step
        )
        store_codes(db, account.person, tuple(digest(one) for one in codes))
        renewed = _changed(db, signed_in, at=at)
        note_event(db, "person", account.person, "second-factor-on", person=signed_in.person, at=at)
    return renewed, codes


def turn_off(db: Database, signed_in: SignedIn, *, at: datetime) -> SignedIn:
    """Turn the second factor off; other sessions end. Ask for the password before."""
    with immediate(db):
        clear(db, signed_in.person.id)
        renewed = _changed(db, signed_in, at=at)
        note_event(
            db,
            "person",
            signed_in.person.id,
            "second-factor-off",
            person=signed_in.person,
            at=at,
        )
    return renewed


def clear(db: Database, person_id: int) -> None:
    """Forget a second factor and its recovery codes, inside `immediate` only."""
    change_account(db, person_id, totp_secret="", totp_pending="")
    store_codes(db, person_id, ())


def recovery_codes_left(db: Database, person_id: int) -> int:
    """Return how many recovery codes somebody has left."""
    return codes_left(db, person_id)


def code_is_right(db: Database, account: Account, code: str, *, at: datetime) -> bool:
    """Use up a code of the app or a recovery code, inside `immediate`; False when it is wrong."""
    plain = "".join(code.split()).replace("-", "").lower()
    step = _step_of(account.totp_secret, plain, at) if account.totp_secret else None
    if step is not None:
        return take_step(db, account.person, step)
    return bool(account.totp_secret) and take_code(db, account.person, digest(plain))


def _step_of(secret: str, code: str, at: datetime) -> int | None:
    """Return the step of the clock that a code is for, or None when it is for none near now."""
    plain = "".join(code.split())
    now = int(at.timestamp()) // STEP
    app = pyotp.TOTP(secret)
    for step in (now, now - 1, now + 1):
        if secrets.compare_digest(app.generate_otp(step).encode(), plain.encode()):
            return step
    return None


def _recovery_code() -> str:
    """Return a code of 49 bits, in letters and digits that are not mistaken for each other."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(10))


def _changed(db: Database, signed_in: SignedIn, *, at: datetime) -> SignedIn:
    end_sessions(db, signed_in.person.id, but=signed_in.session.family)
    return renew(db, signed_in, at=at)


def _account(db: Database, signed_in: SignedIn) -> Account:
    account = account_of(db, signed_in.person.id)
    if account is None:
        raise Conflict("You have no account here any more.")
    return account
