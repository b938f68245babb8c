"""Which organisations are in a system on a day, who left it, and whether it goes on at all."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from sqlite_utils import Database

from readiness.domain.comparison import Group, Left
from readiness.domain.errors import NotFound
from readiness.domain.organisation import Organisation, Person
from readiness.domain.succession import Member as Placed
from readiness.domain.succession import Succession, followers, forebears
from readiness.storage import register_places
from readiness.storage.compared import lines_of
from readiness.storage.organisations import organisation_by_code, organisations_by_code
from readiness.usecases import permission
from readiness.usecases.about import members_among


class Followed(NotFound):
    """The system is no more: others followed it, and its members are there now."""

    def __init__(self, system: Organisation, heirs: tuple[Organisation, ...]) -> None:
        self.system = system
        self.heirs = heirs
        told = " and ".join(f"{one.name} ({one.ods_code})" for one in heirs)
        super().__init__(f"{system.name} was followed by {told}: its members are there now.")


def open_system(
    db: Database, code: str, successions: tuple[Succession, ...], *, person: Person, on: date
) -> Organisation:
    """Return a system whose every row a person may see, and which goes on."""
    then = [one.successor for one in followers(code, successions, on)]
    codes = (code, *forebears(code, successions, on), *then)
    if not permission.sees_every_row(person, codes):
        raise NotFound(permission.NOTHING_HERE)
    organisation = organisation_by_code(db, code)
    if then:
        raise Followed(organisation, organisations_by_code(db, then))
    return organisation


def grouped(
    system: Organisation,
    places: Collection[register_places.Placed],
    successions: tuple[Succession, ...],
    on: date,
) -> tuple[Group, Mapping[str, Placed]]:
    """Return the members of a system as a group, and how each came here."""
    found = members_among(system.ods_code, places, successions, on)
    placed = {one.organisation: one for one in found}
    was = forebears(system.ods_code, successions, on)
    return Group(system.ods_code, system.name, tuple(placed), was=was), placed


def who_left(
    db: Database,
    pack_key: str,
    places: Collection[register_places.Placed],
    placed: Mapping[str, Placed],
    on: date,
    until: datetime,
) -> tuple[Left, ...]:
    """Return who submitted and is a member no more: they left, or closed, before a day."""
    days: dict[str, tuple[str, date]] = {}
    for one in places:
        code = one.membership.organisation
        ends = [day for day in (one.membership.until, one.closed) if day and day < on]
        if ends and code not in placed:
            days[code] = one.name, max(min(ends), days.get(code, ("", date.min))[1])
    submitted = lines_of(db, tuple(days), pack_key, until)[0] if days else {}
    found = (
        Left(code, days[code][0], days[code][1] if days[code][1] != date.min else None)
        for code in submitted
    )
    return tuple(sorted(found, key=lambda one: (one.name.casefold(), one.code)))
