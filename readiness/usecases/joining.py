"""Coming in by a link that works once: the first start, an invitation, a forgotten password."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlite_utils import Database

from readiness.domain.access import Grant, Role
from readiness.domain.account import Account, read_email, read_name
from readiness.domain.errors import Conflict, ReadinessError
from readiness.domain.invitation import Invitation, roles_to_give
from readiness.domain.organisation import Person
from readiness.domain.password import read_password
from readiness.storage.accounts import account_by_email, account_of, add_account, change_account
from readiness.storage.database import immediate
from readiness.storage.events import note_event
from readiness.storage.grants import holders, set_grant
from readiness.storage.invitations import (
    add_link,
    change_invitation,
    invitation_by_hash,
    link_person,
    use_link,
)
from readiness.storage.people import LOCAL_PERSON, add_person, person_by_id
from readiness.storage.sessions import end_sessions
from readiness.usecases.hashing import digest, hash_password, new_token
from readiness.usecases.permission import can_administer
from readiness.usecases.sessions import Limits, SignedIn, begin, renew

SET_UP_LASTS = timedelta(hours=24)
RESET_LASTS = timedelta(hours=24)


class LinkGone(ReadinessError):
    """A link was used, replaced or withdrawn, is too old, or was never one."""


GONE = (
    "This link does not work any more: it was used, withdrawn or replaced, or it is too old. "
    "Ask whoever gave it to you for a new one."
)


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who makes an account, as read; `password` is its hash, empty with single sign-on."""

    name: str
    email: str
    password: str


def read_newcomer(name: str, email: str, password: str, about: Iterable[str] = ()) -> Newcomer:
    """Read what somebody gives of themselves for an account.

    Raises:
        InvalidAnswer: some of it does not fit.
    """
    name, email = read_name(name), read_email(email)
    return Newcomer(name, email, hash_password(read_password(password, (name, email, *about))))


def set_up_link(db: Database, *, at: datetime) -> str | None:
    """Return the token by which the first administrator comes in, in place of any before.

    None when there is an administrator who can sign in.
    """
    token = new_token()
    with immediate(db):
        if _has_administrator(db):
            return None
        add_link(db, digest(token), "set-up", None, at=at, until=at + SET_UP_LASTS)
    return token


def check_link(db: Database, token: str, purpose: str, *, at: datetime) -> Account | None:
    """Return the account that a link is for, if it is for one; using nothing up.

    Raises:
        LinkGone: it does not work any more.
    """
    found = link_person(db, digest(token), purpose, at=at)
    if found is None or (purpose == "set-up" and _has_administrator(db)):
        raise LinkGone(GONE)
    return account_of(db, found[0]) if found[0] is not None else None


def set_up(
    db: Database, token: str, newcomer: Newcomer, agent: str, limits: Limits, *, at: datetime
) -> SignedIn:
    """Make the first administrator of a copy, and sign them in.

    Raises:
        LinkGone: somebody used the link already.
        Conflict: the address has an account.
    """
    with immediate(db):
        check_link(db, token, "set-up", at=at)
        use_link(db, digest(token))
        person = add_newcomer(db, newcomer, at=at)
        _give(db, person, Grant(Role.ADMINISTRATOR), by=person_by_id(db, LOCAL_PERSON), at=at)
        signed_in = begin(db, person.id, agent, limits, at=at)
        note_event(db, "person", person.id, "set-up", person=signed_in.person, at=at)
    return signed_in


def read_invitation(db: Database, token: str, *, at: datetime) -> Invitation:
    """Return the invitation of a link that can still be accepted.

    Raises:
        LinkGone: it cannot.
    """
    invitation = invitation_by_hash(db, digest(token))
    if invitation is None or not invitation.open_on(at) or not still_stands(db, invitation):
        raise LinkGone(GONE)
    return invitation


def still_stands(db: Database, invitation: Invitation) -> bool:
    """Say whether whoever made an invitation may give its roles still.

    So nobody who lost a role comes back by a link that they made for themselves before.
    """
    maker = person_by_id(db, invitation.maker)
    everything = can_administer(maker)
    offered = roles_to_give(maker.grants, invitation.organisation, everything=everything)
    return set(invitation.roles) <= set(offered)


def accept_as_new(
    db: Database, token: str, newcomer: Newcomer, agent: str, limits: Limits, *, at: datetime
) -> SignedIn:
    """Accept an invitation by making an account, and sign in.

    Raises:
        LinkGone: it cannot be accepted any more.
        Conflict: the address has an account: sign in with it first.
    """
    with immediate(db):
        invitation = read_invitation(db, token, at=at)
        person = add_newcomer(db, newcomer, at=at)
        accept_invitation(db, invitation, person, at=at)
        return begin(db, person.id, agent, limits, at=at)


def accept_as(db: Database, token: str, signed_in: SignedIn, *, at: datetime) -> SignedIn:
    """Accept an invitation as somebody who is signed in; their session gets a new token.

    Raises:
        LinkGone: it cannot be accepted any more.
    """
    with immediate(db):
        invitation = read_invitation(db, token, at=at)
        accept_invitation(db, invitation, signed_in.person, at=at)
        return renew(db, signed_in, at=at)


def accept_known(db: Database, invitation: Invitation, name: str, *, at: datetime) -> int:
    """Accept an invitation for somebody whose address another service vouches for.

    Inside `immediate` only. Returns the number of the person.
    """
    person = add_newcomer(db, Newcomer(name, invitation.email, ""), at=at)
    accept_invitation(db, invitation, person, at=at)
    return person.id


def reset_password(
    db: Database, token: str, password: str, agent: str, limits: Limits, *, at: datetime
) -> SignedIn | None:
    """Set a new password by a link; every session ends, and a new one begins.

    None begins where there is a second factor, which a link does not stand in for.

    Raises:
        LinkGone: it was used already, or is too old.
        InvalidAnswer: the password does not do.
    """
    account = check_link(db, token, "reset", at=at)
    if account is None or account.closed:
        raise LinkGone(GONE)
    hashed = hash_password(read_password(password, (account.name, account.email)))
    with immediate(db):
        check_link(db, token, "reset", at=at)
        use_link(db, digest(token))
        change_account(db, account.person, password=hashed)
        end_sessions(db, account.person)
        person = person_by_id(db, account.person)
        note_event(db, "person", account.person, "reset", person=person, at=at)
        return None if account.totp_secret else begin(db, person.id, agent, limits, at=at)


def accept_invitation(
    db: Database, invitation: Invitation, person: Person, *, at: datetime
) -> None:
    change_invitation(db, invitation.id, accepted_by=person.id)
    for grant in invitation.grants:
        if grant not in person.grants:
            _give(db, person, grant, by=person, at=at)
    note_event(
        db,
        "person",
        person.id,
        "accepted",
        person=person,
        at=at,
        invitation=invitation.id,
        organisation=invitation.organisation,
        roles=[str(role) for role in invitation.roles],
    )


def add_newcomer(db: Database, newcomer: Newcomer, *, at: datetime) -> Person:
    """Add a person with an account, inside `immediate` only.

    Raises:
        Conflict: the address has an account.
    """
    if account_by_email(db, newcomer.email):
        raise Conflict("There is an account with this address already. Sign in with it.")
    person = add_person(db, newcomer.name, at=at)
    add_account(db, person.id, newcomer.email, newcomer.password, at=at)
    return person


def _give(db: Database, person: Person, grant: Grant, *, by: Person, at: datetime) -> None:
    set_grant(db, person.id, grant, True, by=by, at=at)
    note_event(
        db,
        "person",
        person.id,
        "role-given",
        person=by,
        at=at,
        role=str(grant.role),
        organisation=grant.organisation,
    )


def _has_administrator(db: Database) -> bool:
    """Say whether somebody keeps this copy who can sign in."""
    for number, _, role in holders(db, ""):
        account = account_of(db, number) if role is Role.ADMINISTRATOR else None
        if account and not account.closed:
            return True
    return False
