"""What registers say of organisations, and what a new file would change in it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from enum import StrEnum

from readiness.domain.errors import Fault
from readiness.domain.organisation import KIND_LABELS, Membership, OrganisationKind
from readiness.domain.spelling import cased
from readiness.domain.succession import Succession

_REPORTS = (
    "ecare ecarehomehq ecarehomesite eccg ecsu edispensary egdpprac ehospice eopthq eoptsite "
    "epharmacyhq ephp eplab epraccur etr"
)
OFFICIAL = frozenset(_REPORTS.split())
"""The sources whose word counts before that of a file of our own."""

ACTIVE, DORMANT, INACTIVE = "active", "dormant", "inactive"
"""What a register may say of how an organisation stands; empty is nothing."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What one source says of an organisation; empty or None is what it does not say.

    `closed` is the last day on which it is open. `memberships` are its dated places in systems.
    """

    code: str
    name: str = ""
    kind: OrganisationKind | None = None
    roles: tuple[str, ...] = ()
    postcode: str = ""
    opened: date | None = None
    closed: date | None = None
    status: str = ""
    region: str = ""
    memberships: tuple[Membership, ...] = ()

    def is_closed(self, on: date) -> bool:
        """Say whether it is closed on a day; one that only rests is not."""
        return self.closed < on if self.closed else self.status == INACTIVE


@dataclass(frozen=True, slots=True)
class Said:
    """An entry, whose word it is, and how late it was said: a larger number is later."""

    source: str
    entry: Entry
    order: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of one file: its entries by code, and the lines that could not be read.

    `lines` says where each code stands first. `kind` is what somebody said they are;
    `kind_wanted`: nobody did, and nothing else says it.
    """

    file: str
    source: str
    digest: str
    kind: OrganisationKind | None = None
    rows: int = 0
    entries: Mapping[str, Entry] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)
    successions: tuple[Succession, ...] = ()
    faults: tuple[Fault, ...] = ()
    kind_wanted: bool = False


@dataclass(frozen=True, slots=True)
class WaitingFile:
    """A file as it was uploaded; the kind that somebody said it lists, if its name says none."""

    name: str
    content: bytes
    kind: OrganisationKind | None = None


class Fate(StrEnum):
    """What becomes of an organisation in the register."""

    ADDED = "added"
    CHANGED = "changed"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One fact that changes, in words; empty is not said."""

    what: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Difference:
    """An organisation that would be added, changed or closed."""

    fate: Fate
    was: Entry | None
    now: Entry

    @property
    def changes(self) -> tuple[FieldChange, ...]:
        """Every fact that changes, in words."""
        return _changes(self.was, self.now)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Every difference between two states of the register, by code, and how many are the same."""

    differences: tuple[Difference, ...]
    same: int

    def of(self, fate: Fate) -> tuple[Difference, ...]:
        """Return the differences of one fate."""
        return tuple(one for one in self.differences if one.fate is fate)


def combine(said: Iterable[Said]) -> Entry:
    """Make one entry of what several sources say of an organisation.

    Of each fact the official word counts, then that of a source which says more than a name, then
    the latest. Places in systems are those of all.
    A name in capitals is written as another source writes it, or as one reads it.
    """
    ranked = sorted(said, key=_rank)
    entries = [one.entry for one in ranked]
    first = entries[0]
    if len(entries) == 1:
        return replace(first, name=cased(first.name))
    places = dict.fromkeys(place for entry in entries for place in entry.memberships)
    return Entry(
        first.code,
        _name([entry.name for entry in entries if entry.name]),
        next((entry.kind for entry in entries if entry.kind), None),
        next((entry.roles for entry in entries if entry.roles), ()),
        next((entry.postcode for entry in entries if entry.postcode), ""),
        next((entry.opened for entry in entries if entry.opened), None),
        next((entry.closed for entry in entries if entry.closed), None),
        next((entry.status for entry in entries if entry.status), ""),
        next((entry.region for entry in entries if entry.region), ""),
        tuple(sorted(places, key=place_order)),
    )


def _rank(said: Said) -> tuple[bool, bool, int]:
    """Order the official word first; then who says what kind it is; then the latest."""
    return said.source not in OFFICIAL, said.entry.kind is None, -said.order


def _name(names: Sequence[str]) -> str:
    if not names:
        return ""
    first = names[0]
    alike = (name for name in names if name.casefold() == first.casefold() and name != name.upper())
    return next(alike, cased(first))


def place_order(place: Membership) -> tuple[str, str, str, str]:
    """Order places in systems: by system, relation and days."""
    return place.system, place.relation, str(place.since or ""), str(place.until or "")


def compare(known: Mapping[str, Entry], then: Mapping[str, Entry], on: date) -> Comparison:
    """Say what becomes of each organisation from one state of the register to the next.

    One that is only in the first stays as it is, and is not counted.
    """
    found, same = [], 0
    for code in sorted(then):
        was, now = known.get(code), then[code]
        if was == now:
            same += 1
        else:
            found.append(Difference(_fate(was, now, on), was, now))
    return Comparison(tuple(found), same)


def _fate(was: Entry | None, now: Entry, on: date) -> Fate:
    if was is None:
        return Fate.ADDED
    newly = now.closed is not None and was.closed is None
    return Fate.CLOSED if newly or (now.is_closed(on) and not was.is_closed(on)) else Fate.CHANGED


FIELD_WORDS = {
    "name": "Name",
    "kind": "Kind",
    "roles": "Roles",
    "postcode": "Postcode",
    "opened": "Opened",
    "closed": "Closed",
    "status": "Status",
    "region": "Region",
    "memberships": "Places in systems",
}


def _changes(was: Entry | None, now: Entry) -> tuple[FieldChange, ...]:
    before = was or Entry(now.code)
    return tuple(
        FieldChange(FIELD_WORDS[one.name], _words(old), _words(new))
        for one in fields(Entry)
        if one.name != "code"
        if (old := getattr(before, one.name)) != (new := getattr(now, one.name))
    )


def _words(value: object) -> str:
    match value:
        case None:
            return ""
        case OrganisationKind():
            return KIND_LABELS[value]
        case date():
            return value.isoformat()
        case tuple():
            return ", ".join(_words(one) for one in value)
        case Membership():
            days = f" {value.since or ''} to {value.until or ''}" if value.since else ""
            return f"{value.system} ({value.relation}{days.rstrip()})"
    return str(value)


def places_after(
    was: Sequence[Membership],
    now: Sequence[Membership],
    successions: Sequence[Succession],
    on: date,
) -> tuple[tuple[Membership, ...], tuple[Membership, ...]]:
    """Return the places that begin and those that end when a register says others than before.

    A place that is no longer said ends the day before its system was followed by others, or else
    the day before this one; a place of the same relation that is said without a first day, in its
    stead, begins the day after.
    """
    said = {(place.system, place.relation, place.since) for place in now}
    gone = [
        place
        for place in was
        if (place.system, place.relation, place.since) not in said and place.until is None
    ]
    ended = {place.relation: replace(place, until=_end(place, successions, on)) for place in gone}
    begun = [place for place in now if place not in was]
    return (
        tuple(_begin(place, ended.get(place.relation)) for place in begun),
        tuple(replace(place, until=_end(place, successions, on)) for place in gone),
    )


def _end(place: Membership, successions: Sequence[Succession], on: date) -> date:
    days = [one.on for one in successions if one.predecessor == place.system and one.on <= on]
    return date.fromordinal(min(days, default=on).toordinal() - 1)


def _begin(place: Membership, ended: Membership | None) -> Membership:
    if ended is None or ended.until is None or place.since or ended.system == place.system:
        return place
    return replace(place, since=date.fromordinal(ended.until.toordinal() + 1))
