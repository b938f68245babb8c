"""The link of a member of a round: what it leads to, and coming in by it.

For a member that has no people of its own it works as an invitation as IT lead; for one that has,
whoever opens it signs in as themselves.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from sqlite_utils import Database

from readiness.domain.access import WITHIN, Deed, Role
from readiness.domain.calendar import LONDON
from readiness.domain.errors import Conflict
from readiness.domain.invitation import Invitation
from readiness.domain.organisation import Organisation, Person
from readiness.domain.system_round import Asked, RoundState, Step, SystemRound
from readiness.domain.wording import day_words
from readiness.storage import system_rounds
from readiness.storage.accounts import account_of
from readiness.storage.assessments import open_assessments
from readiness.storage.database import immediate
from readiness.storage.grants import holders
from readiness.storage.invitations import add_invitation
from readiness.storage.organisations import organisation_by_code
from readiness.storage.people import person_by_id
from readiness.storage.system_rounds import Linked
from readiness.usecases import permission
from readiness.usecases.about import codes_with_history
from readiness.usecases.hashing import digest, new_token
from readiness.usecases.joining import GONE, LinkGone, Newcomer, accept_invitation, add_newcomer
from readiness.usecases.sessions import Limits, SignedIn, begin, renew
from readiness.usecases.throttle import Visitor, forgive, take_turn


class Entry(StrEnum):
    """What whoever opens a link may do: answer, become the IT lead, or sign in as they are."""

    ANSWER = "answer"
    JOIN = "join"
    SIGN_IN = "sign-in"
    NOT_YOURS = "not-yours"


@dataclass(frozen=True, slots=True)
class Opened:
    """What a link leads to: the round, who asks whom, and what whoever opens it may do.

    `under_way` is the number of an open assessment of the pack, told only to those who see it;
    `may_begin` says whether this person may begin one.
    """

    round: SystemRound
    asked: Asked
    system: Organisation
    organisation: Organisation
    entry: Entry
    under_way: int | None = None
    may_begin: bool = False


def open_link(
    db: Database,
    token: str,
    *,
    person: Person | None,
    visitor: Visitor | None,
    at: datetime,
    on: date,
    keep: bool = True,
) -> Opened:
    """Return what a link leads to; the first time that somebody else opens it is kept.

    Args:
        keep: whether it counts as opened at all.
        person: whoever is signed in, or the one user of a copy; None for nobody.
        visitor: from where somebody asks; None where nobody is slowed down.

    Raises:
        LinkGone: it was replaced, its round is over, the organisation is not asked any more, or
            whoever made it may let nobody in.
        TooSoon: this place tried too many links.
    """
    found = _found(db, token, visitor, at=at, on=on)
    system = organisation_by_code(db, found.round.system)
    organisation = organisation_by_code(db, found.asked.organisation)
    person = permission.known(db, person) if person else None
    if keep and found.asked.opened is None and not _asks(db, found, person, on):
        with immediate(db):
            now = system_rounds.round_of_link(db, digest(token))
            if now is None:
                raise LinkGone(GONE)
            _refuse_over(now, on)
            if now.asked.opened is None:
                system_rounds.note_step(
                    db, now.round.number, Step.OPENED, [now.asked], person=person, at=at
                )
    entry = _entry(db, found, organisation, person, on)
    may_begin = person is not None and permission.can(Deed.MANAGE, db, person, organisation)
    under_way = _under_way(db, found) if entry is Entry.ANSWER else None
    return Opened(found.round, found.asked, system, organisation, entry, under_way, may_begin)


def join_as_new(
    db: Database,
    token: str,
    newcomer: Newcomer,
    agent: str,
    limits: Limits,
    *,
    at: datetime,
    on: date,
) -> SignedIn:
    """Become the IT lead of a member without people by making an account, and sign in.

    Raises:
        LinkGone: the link does not work any more.
        Conflict: somebody came in for the organisation before, or the address has an account.
    """
    with immediate(db):
        invitation = _invitation(db, token, newcomer.email, at=at, on=on)
        person = add_newcomer(db, newcomer, at=at)
        accept_invitation(db, invitation, person, at=at)
        return begin(db, person.id, agent, limits, at=at)


def join_as(db: Database, token: str, signed_in: SignedIn, *, at: datetime, on: date) -> SignedIn:
    """Become the IT lead of a member without people as somebody who is signed in.

    Raises:
        LinkGone: the link does not work any more.
        Conflict: somebody came in for the organisation before.
    """
    account = account_of(db, signed_in.person.id)
    with immediate(db):
        invitation = _invitation(db, token, account.email if account else "", at=at, on=on)
        accept_invitation(db, invitation, signed_in.person, at=at)
        return renew(db, signed_in, at=at)


def _found(db: Database, token: str, visitor: Visitor | None, *, at: datetime, on: date) -> Linked:
    """Find a link, counting the attempt until it turns out to be one."""
    hashed = digest(token)
    turn = take_turn(db, f"round\n{hashed}", visitor, at=at) if visitor else None
    found = system_rounds.round_of_link(db, hashed)
    if found is None:
        raise LinkGone(GONE)
    if turn:
        with immediate(db):
            forgive(db, turn)
    _refuse_over(found, on)
    return found


def _refuse_over(found: Linked, on: date) -> None:
    round_ = found.round
    if round_.state is RoundState.WITHDRAWN:
        raise LinkGone(f"The round “{round_.name}” was withdrawn: nothing is asked of you by it.")
    if not round_.takes_answers(on):
        closed = "" if round_.open else " It was closed by whoever asked."
        raise LinkGone(
            f"The round “{round_.name}” took answers until {day_words(round_.closes)}.{closed} "
            "If you answer here already, sign in and carry on: only the round is over."
        )
    if found.asked.removed:
        raise LinkGone(
            f"Your organisation is not asked in “{round_.name}” any more. "
            "Ask whoever sent you the link."
        )


def _invitation(db: Database, token: str, email: str, *, at: datetime, on: date) -> Invitation:
    """Keep the invitation that a link stands for, inside `immediate`, if it stands for one."""
    found = system_rounds.round_of_link(db, digest(token))
    if found is None:
        raise LinkGone(GONE)
    _refuse_over(found, on)
    organisation = organisation_by_code(db, found.asked.organisation)
    if _has_people(db, organisation):
        raise Conflict(
            "Somebody works here for your organisation already. Ask them to invite you, then sign "
            "in and open the link again."
        )
    _refuse_powerless(db, found, organisation, on)
    maker = person_by_id(db, found.maker)
    closes = datetime.combine(found.round.closes + timedelta(days=1), time(), LONDON)
    invitation = Invitation(
        0,
        email,
        (Role.IT_LEAD,),
        found.asked.organisation,
        maker.name,
        at,
        closes,
        maker.id,
    )
    return replace(invitation, id=add_invitation(db, digest(new_token()), invitation))


def _entry(
    db: Database, found: Linked, organisation: Organisation, person: Person | None, on: date
) -> Entry:
    if person and permission.can(Deed.SEE, db, person, organisation):
        return Entry.ANSWER
    if _has_people(db, organisation):
        return Entry.NOT_YOURS if person else Entry.SIGN_IN
    _refuse_powerless(db, found, organisation, on)
    return Entry.JOIN


def _has_people(db: Database, organisation: Organisation) -> bool:
    """Say whether somebody with an open account holds a role within an organisation."""
    there = holders(db, organisation.ods_code)
    people = {number for number, _, role in there if role in WITHIN}
    accounts = (account_of(db, number) for number in people)
    return any(account and not account.closed for account in accounts)


def _refuse_powerless(db: Database, found: Linked, organisation: Organisation, on: date) -> None:
    """Refuse a link whose maker runs the round no more, or may not see what the member submits."""
    maker = person_by_id(db, found.maker)
    sees = permission.can(Deed.SEE_SUBMITTED, db, maker, organisation)
    if not (sees and (maker.local or _asks(db, found, maker, on))):
        raise LinkGone(
            f"Whoever made this link may not let people in for {organisation.name} any more. "
            "Ask for another link, or ask whoever runs this copy to invite you."
        )


def _asks(db: Database, found: Linked, person: Person | None, on: date) -> bool:
    """Say whether somebody who signed in runs the round that a link belongs to."""
    if person is None or person.local:
        return False
    return permission.commissions(
        person, codes_with_history(db, found.round.system, person=person, on=on)
    )


def _under_way(db: Database, found: Linked) -> int | None:
    """Return the open assessment of the pack that was begun last."""
    mine = open_assessments(db, found.asked.organisation)
    numbers = [one.id for one in mine if one.pack_key == found.round.pack_key]
    return max(numbers, default=None)
