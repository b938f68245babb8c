"""People whom another service vouches for: only those with an account or an invitation here."""

from datetime import datetime

from sqlite_utils import Database

from readiness.domain.account import read_name
from readiness.domain.errors import InvalidAnswer
from readiness.storage.accounts import (
    account_by_email,
    account_of,
    bind_identity,
    has_identity,
    person_of_identity,
)
from readiness.storage.database import immediate
from readiness.storage.events import note_event
from readiness.storage.invitations import open_invitations
from readiness.storage.people import person_by_id
from readiness.usecases.joining import accept_known, still_stands
from readiness.usecases.sign_in import NotSignedIn

NOT_HERE = (
    "That service knows you, and this copy does not. Ask an IT lead of your organisation to invite "
    "you under the address that the service has for you."
)


def person_vouched_for(
    db: Database,
    issuer: str,
    subject: str,
    email: str,
    *,
    verified: bool,
    name: str,
    at: datetime,
) -> int:
    """Return the number of the person whom a service names, bound to it at the first use.

    After that the subject counts and the address no longer does.

    Raises:
        NotSignedIn: they have neither an account nor an invitation under a verified address, or
            the account belongs to another subject.
    """
    with immediate(db):
        number = person_of_identity(db, issuer, subject)
        if number is None:
            number = _by_address(db, email.strip().casefold() if verified else "", name, at)
            if number is None or has_identity(db, issuer, number):
                raise NotSignedIn(NOT_HERE)
            bind_identity(db, issuer, subject, number, at=at)
            person = person_by_id(db, number)
            note_event(db, "person", number, "identity-bound", person=person, at=at, issuer=issuer)
        account = account_of(db, number)
        if account is None or account.closed:
            raise NotSignedIn(NOT_HERE)
    return number


def _by_address(db: Database, email: str, name: str, at: datetime) -> int | None:
    account = account_by_email(db, email) if email else None
    if account:
        return account.person
    for invitation in open_invitations(db) if email else ():
        if invitation.email == email and invitation.open_on(at) and still_stands(db, invitation):
            return accept_known(db, invitation, _name(name, email), at=at)
    return None


def _name(name: str, email: str) -> str:
    try:
        return read_name(name)
    except InvalidAnswer:
        return email
