"""The systems whose rows a person may see, with how far each is."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlite_utils import Database

from readiness.domain.access import ACROSS
from readiness.domain.organisation import Membership, Organisation, OrganisationKind, Person
from readiness.domain.succession import members_of, resolve
from readiness.storage import register_places, system_rounds
from readiness.storage.compared import submitted_by
from readiness.storage.organisations import organisations_by_code, systems_with_members
from readiness.usecases import permission
from readiness.usecases.group import LOCAL_CODES


@dataclass(frozen=True, slots=True)
class SystemLine:
    """A system: how many of its members submitted under a pack, and its open rounds."""

    code: str
    name: str
    members: int
    submitted: int
    rounds: int


@dataclass(frozen=True, slots=True)
class Systems:
    """The systems a person sees; `more` counts those beyond what one page lists."""

    lines: tuple[SystemLine, ...]
    more: int


def list_systems(
    db: Database, pack_key: str, *, person: Person, on: date, most: int, find: str = ""
) -> Systems:
    """Return the systems whose every row a person may see, in a constant number of queries.

    Integrated care boards and groups made here come first, then the rest, each by name. Whoever
    uses a copy alone sees every system that has members.

    Args:
        find: part of a name or a code; empty finds all.

    Raises:
        NotAllowed: the person is not known here.
    """
    person = permission.known(db, person)
    successions = register_places.all_successions(db)
    mine = _own(person)
    named = systems_with_members(db) if mine is None else mine
    codes = {heir for code in named for heir in resolve(code, successions, on)}
    wanted = find.strip().casefold()
    there = [
        one
        for one in organisations_by_code(db, codes)
        if wanted in f"{one.name} {one.ods_code}".casefold()
    ]
    ordered = sorted(there, key=_first_the_large)
    shown = ordered[:most]
    members = _members(db, [one.ods_code for one in shown], on)
    sent = submitted_by(db, {code for those in members.values() for code in those}, pack_key)
    rounds = Counter(
        heir
        for one in system_rounds.rounds_of(db, {*named, *codes})
        if one.open
        for heir in resolve(one.system, successions, on)
    )
    lines = (
        SystemLine(
            one.ods_code,
            one.name,
            len(members[one.ods_code]),
            len(members[one.ods_code] & sent),
            rounds[one.ods_code],
        )
        for one in shown
    )
    return Systems(tuple(lines), len(ordered) - len(shown))


def sees_systems(person: Person) -> bool:
    """Say whether a person whom this copy knows may see every row of some system."""
    return person.local or bool(_own(person))


def _first_the_large(system: Organisation) -> tuple[bool, str, str]:
    own = system.ods_code.startswith(LOCAL_CODES)
    large = own or system.kind is OrganisationKind.ICB
    return not large, system.name.casefold(), system.ods_code


def _own(person: Person) -> frozenset[str] | None:
    """Return the systems in which a person has a role across members; None stands for all."""
    if person.local:
        return None
    return frozenset(
        grant.organisation for grant in person.grants if grant.role in ACROSS and grant.organisation
    )


def _members(db: Database, systems: Collection[str], on: date) -> dict[str, frozenset[str]]:
    """Return the codes of the members of each of some systems on a day."""
    successions = register_places.all_successions(db)
    related = {one.predecessor for one in successions} | {one.successor for one in successions}
    places = [
        one.membership
        for one in register_places.places_in(db, sorted({*systems, *related}))
        if one.closed is None or one.closed >= on
    ]
    by_system: dict[str, list[Membership]] = {}
    for place in places:
        by_system.setdefault(place.system, []).append(place)
    moved = [place for place in places if place.system in related]
    return {
        system: frozenset(
            one.organisation
            for one in members_of(
                system, moved if system in related else by_system.get(system, []), successions, on
            )
        )
        for system in systems
    }
