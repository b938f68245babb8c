"""Being signed in: begun after a proof, renewed when rights change, over when it is."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlite_utils import Database

from readiness.domain.account import device_words
from readiness.domain.organisation import Person
from readiness.storage.database import immediate
from readiness.storage.events import note_event
from readiness.storage.people import person_by_id
from readiness.storage.sessions import (
    Session,
    drop_old,
    end_family,
    end_sessions,
    keep_form,
    kept_form,
    see_session,
    session_by_hash,
    sessions_of,
    shorten_session,
    store_session,
)
from readiness.usecases.hashing import digest, new_token

__all__ = ["Session"]

SEEN_EVERY = timedelta(minutes=1)
"""How often it is noted that a session is in use."""

OVERLAP = timedelta(minutes=1)
"""How long the old token counts beside a new one, for what was on its way."""

KEPT = timedelta(hours=1)
"""How long a form is kept that was sent after the session had ended."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a session lasts without use, and altogether."""

    idle: timedelta
    altogether: timedelta


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session in use: whose, and the token of its cookie when there is a new one."""

    session: Session
    person: Person
    token: str = ""


def begin(db: Database, person_id: int, agent: str, limits: Limits, *, at: datetime) -> SignedIn:
    """Begin a session under a new token, inside `immediate` only."""
    person = person_by_id(db, person_id)
    token = new_token()
    session = Session(
        digest(token),
        person.id,
        family=new_token(),
        csrf=new_token(),
        rights=_rights(person),
        begun=at,
        seen=at,
        until=at + limits.altogether,
        device=device_words(agent),
    )
    drop_old(db, at=at)
    store_session(db, session)
    return SignedIn(session, person, token)


def recognise(db: Database, token: str, limits: Limits, *, at: datetime) -> SignedIn | None:
    """Return the session of a token, or None when there is none or it is over.

    Where the person’s roles have changed since, the token is renewed.
    """
    found = session_by_hash(db, digest(token))
    if found is None:
        return None
    session, person = found
    if at >= min(session.until, session.seen + limits.idle):
        return None
    if session.rights != _rights(person):
        with immediate(db):
            return renew(db, SignedIn(session, person), at=at)
    if at - session.seen >= SEEN_EVERY:
        with immediate(db):
            see_session(db, session.hash, at=at)
    return SignedIn(session, person)


def renew(db: Database, signed_in: SignedIn, *, at: datetime) -> SignedIn:
    """Put a new token in place of a session’s old one, inside `immediate` only."""
    token, old = new_token(), signed_in.session
    person = person_by_id(db, old.person)
    session = replace(old, hash=digest(token), rights=_rights(person), seen=at)
    shorten_session(db, old.hash, until=at + OVERLAP)
    store_session(db, session)
    return SignedIn(session, person, token)


def sign_out(db: Database, signed_in: SignedIn, *, at: datetime) -> None:
    """End a session."""
    with immediate(db):
        end_family(db, signed_in.person.id, signed_in.session.family)
        note_event(db, "person", signed_in.person.id, "signed-out", person=signed_in.person, at=at)


def sign_out_elsewhere(
    db: Database, signed_in: SignedIn, family: str = "", *, at: datetime
) -> None:
    """End one of the same person’s other sessions, or all of them but this one."""
    person = signed_in.person
    with immediate(db):
        if family:
            end_family(db, person.id, family)
        else:
            end_sessions(db, person.id, but=signed_in.session.family)
        note_event(db, "person", person.id, "signed-out", person=person, at=at, elsewhere=True)


def where_signed_in(
    db: Database, signed_in: SignedIn, limits: Limits, *, at: datetime
) -> list[Session]:
    """Return the sessions of the same person that are not over, the last used first."""
    return sessions_of(db, signed_in.person.id, since=at - limits.idle, at=at)


def keep(
    db: Database, token: str, address: str, fields: str, limits: Limits, *, at: datetime
) -> str:
    """Keep what was sent just after a session ended, and return the token to get it back.

    Empty when the session is not known any more, or ended too long ago.
    """
    found = session_by_hash(db, digest(token))
    if found is None:
        return ""
    session, _ = found
    if at > min(session.until, session.seen + limits.idle) + timedelta(days=1):
        return ""
    kept = new_token()
    with immediate(db):
        keep_form(db, digest(kept), session.person, address, fields, until=at + KEPT)
    return kept


def get_back(db: Database, kept: str, person: Person, *, at: datetime) -> tuple[str, str] | None:
    """Return the address and the fields of a form that was kept for a person."""
    return kept_form(db, digest(kept), person.id, at=at)


def _rights(person: Person) -> str:
    return digest("\n".join(f"{grant.role} {grant.organisation}" for grant in person.grants))
