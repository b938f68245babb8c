"""Who holds which role where: looking, inviting, giving, taking, closing."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlite_utils import Database

from readiness.domain.access import ROLE_LABELS, Grant, Role
from readiness.domain.account import Account, read_email
from readiness.domain.errors import Conflict, NotAllowed, NotFound
from readiness.domain.invitation import OF_A_LEAD, Invitation, read_roles, roles_to_give
from readiness.domain.organisation import Person
from readiness.storage.accounts import (
    account_by_email,
    account_of,
    accounts_by_person,
    change_account,
)
from readiness.storage.database import immediate, time_text
from readiness.storage.events import note_event
from readiness.storage.grants import holders, set_grant, version_of
from readiness.storage.invitations import (
    add_invitation,
    add_link,
    change_invitation,
    invitation_by_id,
    open_invitations,
)
from readiness.storage.organisations import names_of, organisation_by_code
from readiness.storage.people import every_person, person_by_id
from readiness.storage.sessions import end_sessions
from readiness.usecases import permission
from readiness.usecases.hashing import digest, new_token
from readiness.usecases.joining import RESET_LASTS
from readiness.usecases.second_factor import clear

INVITATION_LASTS = timedelta(days=7)

NO_ACCOUNT = "This person has no account that is open."


class LastOne(Conflict):
    """Nobody else holds a role that somebody has to hold."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Where somebody may invite and give roles: everywhere, or in the organisations they lead."""

    everywhere: bool
    codes: frozenset[str]

    def __contains__(self, organisation: str) -> bool:
        return self.everywhere or organisation in self.codes


@dataclass(frozen=True, slots=True)
class Known:
    """A person as those see them who may give them roles."""

    person: Person
    account: Account | None
    grants: tuple[Grant, ...]


@dataclass(frozen=True, slots=True)
class Directory:
    """The people and open invitations within somebody’s reach, with the names of organisations."""

    reach: Reach
    people: tuple[Known, ...]
    invitations: tuple[Invitation, ...]
    names: dict[str, str]


@dataclass(frozen=True, slots=True)
class RoleOf:
    """A role that may be given to somebody or taken, with how often that was done before."""

    grant: Grant
    held: bool
    version: int


def reach(db: Database, *, person: Person) -> Reach:
    """Return where a person may invite and give roles.

    Raises:
        NotFound: nowhere.
    """
    person = permission.known(db, person)
    leads = frozenset(g.organisation for g in person.grants if g.role is Role.IT_LEAD)
    found = Reach(permission.can_administer(person), leads)
    if not found.everywhere and not leads:
        raise NotFound(permission.NOTHING_HERE)
    return found


def may_invite_anywhere(person: Person) -> bool:
    """Say whether a person whom this copy knows may invite people at all."""
    return permission.can_administer(person) or any(g.role is Role.IT_LEAD for g in person.grants)


def roles_within(reach: Reach) -> list[Role]:
    """Return the roles that somebody may give in some place of their reach."""
    return list(Role) if reach.everywhere else list(OF_A_LEAD)


def organisation_names(db: Database, codes: Iterable[str]) -> dict[str, str]:
    """Return the names of organisations, by code; those which are not here are left out."""
    return names_of(db, sorted(set(codes)))


def directory(db: Database, organisation: str | None = None, *, person: Person) -> Directory:
    """Return the people and the open invitations where a person may give roles.

    Args:
        organisation: only what concerns this one.

    Raises:
        NotFound: the person may give roles nowhere, or not there.
    """
    seen = reach(db, person=person)
    if organisation and organisation not in seen:
        raise NotFound(permission.NOTHING_HERE)
    known = _people(db, seen, organisation)
    invitations = tuple(
        one
        for one in open_invitations(db)
        if one.organisation in seen and organisation in (None, one.organisation)
    )
    codes = {g.organisation for one in known for g in one.grants} | {organisation or ""}
    codes |= {one.organisation for one in invitations}
    return Directory(seen, tuple(known), invitations, names_of(db, sorted(codes)))


def list_people(db: Database, *, person: Person) -> list[Known]:
    """Return the people who hold roles where a person may give them, by name.

    Raises:
        NotFound: the person may give roles nowhere.
    """
    return _people(db, reach(db, person=person), None)


def offered_roles(db: Database, organisation: str, *, person: Person) -> list[Role]:
    """Return the roles that a person may give in a place.

    Raises:
        NotFound: none, or there is no such place.
    """
    person = permission.inviting(db, person, organisation)
    if organisation:
        organisation_by_code(db, organisation)
    everything = permission.can_administer(person)
    return roles_to_give(person.grants, organisation, everything=everything)


def invite(
    db: Database,
    email: str,
    roles: Iterable[str],
    organisation: str,
    *,
    person: Person,
    at: datetime,
) -> tuple[Invitation, str]:
    """Invite somebody to roles; it looks the same whether or not they have an account.

    Returns:
        The invitation, and the token of its link, which is told once.

    Raises:
        InvalidAnswer: the address or the roles do not fit.
        NotFound: the person may not invite there.
    """
    email = read_email(email)
    token = new_token()
    with immediate(db):
        offered = offered_roles(db, organisation, person=person)
        wanted = read_roles(roles, offered)
        invitation = Invitation(
            0, email, wanted, organisation, person.name, at, at + INVITATION_LASTS, person.id
        )
        number = add_invitation(db, digest(token), invitation)
        note_event(
            db,
            "person",
            f"invitation {number}",
            "invited",
            person=person,
            at=at,
            organisation=organisation,
            roles=[str(role) for role in wanted],
        )
    return invitation, token


def renew_invitation(
    db: Database, number: int, *, person: Person, at: datetime
) -> tuple[Invitation, str]:
    """Give an open invitation another link, good for another week; the old one is void.

    Raises:
        NotFound: there is none, or not for this person.
        Conflict: it was accepted or withdrawn meanwhile.
    """
    token = new_token()
    with immediate(db):
        invitation = _open(db, number, person=person)
        until = at + INVITATION_LASTS
        change_invitation(db, number, hash=digest(token), until=time_text(until), made_by=person.id)
        invitation = replace(invitation, until=until, maker=person.id, made_by=person.name)
        subject, detail = _named(invitation)
        note_event(db, "person", subject, "invitation-renewed", person=person, at=at, **detail)
    return invitation, token


def withdraw_invitation(db: Database, number: int, *, person: Person, at: datetime) -> None:
    """Withdraw an invitation that nobody has accepted.

    Raises:
        NotFound: there is none, or not for this person.
        Conflict: it was accepted or withdrawn meanwhile.
    """
    with immediate(db):
        invitation = _open(db, number, person=person)
        change_invitation(db, number, withdrawn_at=time_text(at))
        subject, detail = _named(invitation)
        note_event(db, "person", subject, "invitation-withdrawn", person=person, at=at, **detail)


def read_person(db: Database, number: int, *, person: Person) -> Known:
    """Return somebody of those to whom a person may give roles.

    Raises:
        NotFound: there is nobody of that number, or not for this person.
    """
    for known in list_people(db, person=person):
        if known.person.id == number:
            return known
    raise NotFound(permission.NOTHING_HERE)


def roles_of(db: Database, known: Known, place: str, *, person: Person) -> list[RoleOf]:
    """Return the roles that a person may give to somebody in a place or take from them there."""
    return [
        RoleOf(grant, grant in known.grants, version_of(db, known.person.id, grant))
        for grant in (Grant(role, place) for role in offered_roles(db, place, person=person))
    ]


def change_role(
    db: Database,
    number: int,
    grant: Grant,
    given: bool,
    *,
    seen: int,
    person: Person,
    at: datetime,
) -> None:
    """Give somebody a role or take it from them, as of the version that was seen.

    Raises:
        NotFound, NotAllowed: the person may not.
        Conflict: somebody else changed it meanwhile.
        LastOne: nobody else would hold it, and somebody has to.
    """
    with immediate(db):
        known = read_person(db, number, person=person)
        if grant.role not in offered_roles(db, grant.organisation, person=person):
            raise NotAllowed(f"You may not give or take the role {ROLE_LABELS[grant.role]} here.")
        if version_of(db, number, grant) != seen:
            raise Conflict(
                f"Somebody else changed this role of {known.person.name} after you opened the "
                "page. Look at how it is now, and change it again if it should be otherwise."
            )
        if given == (grant in known.person.grants):
            return
        if not given:
            _keep_last(db, number, known.person.name, grant)
        set_grant(db, number, grant, given, by=person, at=at)
        detail = {"role": str(grant.role), "organisation": grant.organisation}
        if given:
            note_event(db, "person", number, "role-given", person=person, at=at, **detail)
        else:
            note_event(db, "person", number, "role-taken", person=person, at=at, **detail)


def reset_link(db: Database, number: int, *, person: Person, at: datetime) -> tuple[Account, str]:
    """Make a link by which somebody sets a new password, void after a day or one use.

    An administrator may for everybody; an IT lead for those whose roles are all where they lead.
    A second factor stays.

    Raises:
        NotFound, NotAllowed: the person may not, or nobody signs in under that number.
    """
    token = new_token()
    with immediate(db):
        account = account_of(db, read_person(db, number, person=person).person.id)
        if account is None or account.closed:
            raise NotFound(NO_ACCOUNT)
        _may_reset(db, person, number)
        add_link(db, digest(token), "reset", number, at=at, until=at + RESET_LASTS)
        note_event(db, "person", number, "reset-link-made", person=person, at=at)
    return account, token


def close_account(db: Database, number: int, closed: bool, *, person: Person, at: datetime) -> None:
    """Close somebody’s account, which ends their sessions, or open it again; roles stay.

    Raises:
        NotAllowed: the person is no administrator.
        LastOne: nobody else would keep this copy, or lead an organisation.
    """
    with immediate(db):
        permission.administering(db, person)
        account = account_of(db, number)
        if account is None:
            raise NotFound(NO_ACCOUNT)
        if closed:
            for grant in person_by_id(db, number).grants:
                _keep_last(db, number, account.name, grant)
            end_sessions(db, number)
        change_account(db, number, closed_at=time_text(at) if closed else None)
        if closed:
            note_event(db, "person", number, "account-closed", person=person, at=at)
        else:
            note_event(db, "person", number, "account-opened", person=person, at=at)


def drop_second_factor(db: Database, number: int, *, person: Person, at: datetime) -> None:
    """Turn off the second factor of somebody who lost it, which ends their sessions.

    Raises:
        NotAllowed: the person is no administrator.
        NotFound: nobody signs in under that number.
    """
    with immediate(db):
        permission.administering(db, person)
        if account_of(db, number) is None:
            raise NotFound(NO_ACCOUNT)
        clear(db, number)
        end_sessions(db, number)
        note_event(db, "person", number, "second-factor-off", person=person, at=at)


def number_of(db: Database, email: str) -> int:
    """Return the number of the person with an address, for the command line.

    Raises:
        NotFound: nobody has it.
    """
    account = account_by_email(db, read_email(email))
    if account is None:
        raise NotFound("Nobody here has that address.")
    return account.person


def may_reset(db: Database, person: Person, number: int) -> bool:
    """Say whether a person may make a link that sets somebody’s password."""
    try:
        _may_reset(db, person, number)
    except NotAllowed:
        return False
    return True


def _people(db: Database, seen: Reach, organisation: str | None) -> list[Known]:
    accounts = accounts_by_person(db)
    known = []
    for one in every_person(db):
        grants = tuple(g for g in one.grants if g.organisation in seen)
        within = tuple(g for g in grants if organisation in (None, g.organisation))
        if within or (seen.everywhere and organisation is None and one.id in accounts):
            known.append(Known(one, accounts.get(one.id), within))
    return known


def _may_reset(db: Database, person: Person, number: int) -> None:
    person = permission.known(db, person)
    leads = {g.organisation for g in person.grants if g.role is Role.IT_LEAD}
    others = {g.organisation for g in person_by_id(db, number).grants}
    if not permission.can_administer(person) and not others <= leads:
        raise NotAllowed(
            "This person holds roles elsewhere too: only an administrator may reset their password."
        )


def _keep_last(db: Database, number: int, name: str, grant: Grant) -> None:
    """Refuse to leave this copy without administrator, or an organisation without IT lead."""
    if grant.role not in (Role.ADMINISTRATOR, Role.IT_LEAD):
        return
    for other, _, role in holders(db, grant.organisation):
        account = account_of(db, other) if other != number and role is grant.role else None
        if account and not account.closed:
            return
    what = (
        "administrator of this copy"
        if grant.role is Role.ADMINISTRATOR
        else f"IT lead of {grant.organisation}"
    )
    raise LastOne(f"{name} is the only {what}. Give the role to somebody else first.")


def _open(db: Database, number: int, *, person: Person) -> Invitation:
    invitation = invitation_by_id(db, number)
    if invitation is None:
        raise NotFound("There is no such invitation.")
    offered = set(offered_roles(db, invitation.organisation, person=person))
    if not set(invitation.roles) <= offered:
        raise NotFound(permission.NOTHING_HERE)
    if invitation.accepted or invitation.withdrawn:
        raise Conflict("This invitation was accepted or withdrawn meanwhile.")
    return invitation


def _named(invitation: Invitation) -> tuple[str, dict[str, str]]:
    return f"invitation {invitation.id}", {"organisation": invitation.organisation}
