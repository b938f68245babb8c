"""What is known of one organisation: its register, its places in systems, who followed whom."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlite_utils import Database

from readiness.domain.errors import InvalidAnswer, NotFound
from readiness.domain.organisation import Membership, Organisation, OrganisationKind, Person
from readiness.domain.register import Entry, combine
from readiness.domain.succession import (
    Member,
    Succession,
    followers,
    forebears,
    members_of,
    place_ends,
    resolve,
)
from readiness.domain.wording import day_words
from readiness.storage import register, register_places
from readiness.storage.organisations import memberships_of, names_of, organisation_by_code
from readiness.storage.search import closed_on
from readiness.usecases import permission
from readiness.usecases.register import UNKNOWN_DAY, closing_day

MANY = frozenset(
    {
        OrganisationKind.GP_PRACTICE,
        OrganisationKind.URGENT_CARE,
        OrganisationKind.PHARMACY,
        OrganisationKind.DENTAL_PRACTICE,
        OrganisationKind.OPTICIAN,
        OrganisationKind.SOCIAL_CARE_PROVIDER,
        OrganisationKind.OTHER,
    }
)
"""The kinds of which a system has so many that they are counted and not named."""

FULL_LIST = 60
"""Up to how many members of a system are named one by one."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a system with the system’s name; `ends` is its last day, by whatever ended it."""

    membership: Membership
    name: str
    ends: date | None


@dataclass(frozen=True, slots=True)
class SystemMembers:
    """Who is in a system: how many of each kind, and those that are no practices by name.

    `unsure` counts those written under an old system that was split: they may be elsewhere.
    """

    kinds: tuple[tuple[OrganisationKind | None, int], ...]
    named: tuple[tuple[str, str], ...]
    more: int
    unsure: int


@dataclass(frozen=True, slots=True)
class About:
    """All that is known of an organisation; `entry` is none where no register names it.

    `sources` says who says so, and since when. `names` has the names of the codes spoken of.
    """

    organisation: Organisation
    entry: Entry | None
    sources: tuple[tuple[str, datetime], ...]
    closed: date | None
    places: tuple[Place, ...]
    followed_by: tuple[Succession, ...]
    followed: tuple[Succession, ...]
    names: dict[str, str]
    members: SystemMembers | None
    may_change: bool

    def name(self, code: str) -> str:
        """Return a name with its code, or the code alone where it is not here."""
        return f"{self.names[code]} ({code})" if code in self.names else code


def about_organisation(db: Database, ods_code: str, *, person: Person, on: date) -> About:
    """Say what is known of an organisation.

    Raises:
        NotAllowed: the person is not known here.
        NotFound: there is none of that code, or no register names it and it is not for them.
    """
    person = permission.known(db, person)
    organisation = organisation_by_code(db, ods_code)
    said = register.said_of(db, ods_code)
    administers = permission.can_administer(person)
    if not (said or administers or permission.may_see(person, organisation)):
        raise NotFound(permission.NOTHING_HERE)
    successions = register_places.all_successions(db)
    places = memberships_of(db, ods_code)
    spoken = {ods_code, *(place.system for place in places)}
    spoken |= {one.predecessor for one in successions if one.successor == ods_code}
    spoken |= {one.successor for one in successions if one.predecessor == ods_code}
    names = names_of(db, sorted(spoken))
    entry = combine(one for one, _ in said) if said else None
    return About(
        organisation,
        entry,
        tuple((one.source, at) for one, at in said),
        closing_day(entry or Entry(ods_code), successions),
        tuple(_place(one, names, successions) for one in places),
        tuple(sorted(one for one in successions if one.predecessor == ods_code)),
        tuple(sorted(one for one in successions if one.successor == ods_code)),
        names,
        _members(db, ods_code, successions, on),
        permission.may_see(person, organisation),
    )


def members_of_system(db: Database, system: str, *, person: Person, on: date) -> tuple[Member, ...]:
    """Return the members of a system on a day, those still written under its old codes included.

    Whoever has closed by then is none.

    Raises:
        NotAllowed: the person is not known here.
    """
    permission.known(db, person)
    successions = register_places.all_successions(db)
    return members_among(system, places_by(db, system, successions, on), successions, on)


def members_among(
    system: str,
    places: Iterable[register_places.Placed],
    successions: tuple[Succession, ...],
    on: date,
) -> tuple[Member, ...]:
    """Return the members of a system on a day by some places; whoever has closed is none."""
    open_ = [one.membership for one in places if one.closed is None or one.closed >= on]
    return members_of(system, open_, successions, on)


def codes_with_history(db: Database, code: str, *, person: Person, on: date) -> tuple[str, ...]:
    """Return every code under which the history of an organisation stands: its own, then its old.

    Raises:
        NotAllowed: the person is not known here.
    """
    permission.known(db, person)
    return (code, *forebears(code, register_places.all_successions(db), on))


def refuse_closed(db: Database, organisation: Organisation, *, on: date) -> None:
    """Refuse to begin anything for an organisation that is closed, and name who followed it.

    Raises:
        InvalidAnswer: it is closed.
    """
    closed = closed_on(db, organisation.ods_code)
    if closed is None or closed >= on:
        return
    since = "" if closed == UNKNOWN_DAY else f" on {day_words(closed)}"
    words = f"{organisation.name} closed{since}, so no new assessment starts for it."
    successions = register_places.all_successions(db)
    heirs = resolve(organisation.ods_code, successions, on)
    if followers(organisation.ods_code, successions, on):
        names = names_of(db, heirs)
        who = [f"{names[code]} ({code})" if code in names else code for code in heirs]
        words += f" Choose who followed it: {', '.join(who)}."
    raise InvalidAnswer(f"{words} What was answered before can still be read.")


def _place(one: Membership, names: dict[str, str], successions: tuple[Succession, ...]) -> Place:
    return Place(one, names.get(one.system, ""), place_ends(one, successions))


def places_by(
    db: Database, system: str, successions: tuple[Succession, ...], on: date
) -> tuple[register_places.Placed, ...]:
    """Return every place that can tell who is in a system: its own, the old codes’, the parts’."""
    olds = forebears(system, successions, on)
    parts = {heir for old in olds for heir in resolve(old, successions, on)}
    return register_places.places_in(db, sorted({system, *olds, *parts}))


def _members(
    db: Database, system: str, successions: tuple[Succession, ...], on: date
) -> SystemMembers | None:
    places = places_by(db, system, successions, on)
    known = {
        one.membership.organisation: one for one in places if one.closed is None or one.closed >= on
    }
    found = members_of(system, [one.membership for one in places], successions, on)
    sure = {member.organisation for member in found if member.sure} & set(known)
    unsure = {member.organisation for member in found} & set(known) - sure
    if not (sure or unsure):
        return None
    counts = Counter(known[code].kind for code in sure)
    large = sorted((known[code].name, code) for code in sure if known[code].kind not in MANY)
    return SystemMembers(
        tuple(sorted(counts.items(), key=lambda pair: (-pair[1], str(pair[0])))),
        tuple((code, name) for name, code in large[:FULL_LIST]),
        max(0, len(large) - FULL_LIST),
        len(unsure),
    )
