"""Systems side by side, by region and for England, for whoever may see one of them."""

from dataclasses import dataclass
from datetime import date
from itertools import chain

from sqlite_utils import Database

from readiness.domain.band import Band, by_order
from readiness.domain.comparison import Group
from readiness.domain.errors import NotFound
from readiness.domain.organisation import Membership, Person
from readiness.domain.pack import Pack
from readiness.domain.regional import Table, table_of
from readiness.domain.regions import REGIONS, region_of
from readiness.domain.succession import (
    Succession,
    followers,
    forebears,
    members_of,
    resolve,
)
from readiness.domain.systems import System, Systems
from readiness.storage import register_places
from readiness.storage.organisations import names_of
from readiness.storage.regions import places_in_every_system, regions_said
from readiness.usecases import permission
from readiness.usecases.comparison import compare
from readiness.usecases.remembered import remembered


@dataclass(frozen=True, slots=True)
class RegionPage:
    """What a page of systems is made of; `unknown` counts systems whose region is not known.

    `bands` are those of any member, whichever are shown; `open` are the codes of the regions whose
    page this person may see.
    """

    group: Group
    table: Table
    bands: tuple[Band, ...]
    unknown: int
    open: frozenset[str]


def read_systems(
    db: Database,
    region: str,
    pack: Pack,
    *,
    person: Person,
    on: date,
    band: Band | None = None,
    by_these_rules: bool = False,
) -> RegionPage:
    """Lay the systems of a region side by side, or those of England where it is empty.

    What was submitted under other rules is judged by these only for those who may see each
    organisation: beside the figures without it, it would tell of the few that it changes.

    Raises:
        NotFound: there is no such region, or the person may see no system of it.
        NotAllowed: the person is not known here.
    """
    person = permission.known(db, person)
    if region and region not in REGIONS:
        raise NotFound("There is no such region.")
    every = _every_system(db, pack, on, by_these_rules=False)
    here = [one for one in every.systems if not region or one.region == region]
    seen = {one.code for one in every.systems if permission.sees_every_row(person, one.codes)}
    if not (person.local or any(one.code in seen for one in here)):
        raise NotFound(permission.NOTHING_HERE)
    entitled = len(seen) == len(every.systems)
    if by_these_rules and entitled:
        every = _every_system(db, pack, on, by_these_rules=True)
    bands = every.bands.get(region, ()) if region else chain.from_iterable(every.bands.values())
    return RegionPage(
        Group(
            region,
            REGIONS[region] if region else "England",
            tuple(one.code for one in here),
            entitled,
        ),
        table_of(every, seen, band, region),
        by_order(bands),
        sum(not one.region for one in every.systems),
        frozenset(REGIONS if person.local else (s.region for s in every.systems if s.code in seen)),
    )


def _every_system(db: Database, pack: Pack, on: date, *, by_these_rules: bool) -> Systems:
    """Return every system with all its members, as it was put together last if that still holds."""

    def put_together() -> Systems:
        successions = register_places.all_successions(db)
        systems = _systems(db, successions, on)
        codes = sorted(frozenset[str]().union(*(one.members for one in systems)))
        group = Group("", "England", tuple(codes))
        whole = compare(
            db,
            group,
            pack,
            {},
            on=on,
            by_these_rules=by_these_rules,
            successions=successions,
        )
        return Systems(whole, systems)

    return remembered(db, ("systems", pack.fingerprint, on, by_these_rules), put_together)


def _systems(db: Database, successions: tuple[Succession, ...], on: date) -> tuple[System, ...]:
    """Return every system that goes on, with who is in it on a day and the region it lies in."""
    places: dict[str, list[Membership]] = {}
    for one in places_in_every_system(db):
        if one.closed is None or one.closed >= on:
            places.setdefault(one.membership.system, []).append(one.membership)
    now = {heir for code in places for heir in resolve(code, successions, on)}
    codes = sorted(code for code in now if not followers(code, successions, on))
    names, regions = names_of(db, codes), regions_said(db)
    return tuple(
        _system(code, names.get(code, code), places, successions, regions, on) for code in codes
    )


def _system(
    code: str,
    name: str,
    places: dict[str, list[Membership]],
    successions: tuple[Succession, ...],
    regions: dict[str, str],
    on: date,
) -> System:
    olds = forebears(code, successions, on)
    parts = {heir for old in olds for heir in resolve(old, successions, on)}
    spoken = [one for each in sorted({code, *olds, *parts}) for one in places.get(each, ())]
    members = frozenset(one.organisation for one in members_of(code, spoken, successions, on))
    region = region_of(regions.get(code, ""), (regions.get(one, "") for one in sorted(members)))
    return System(code, name, region, members, (code, *olds))
