"""What one row of a register says of an organisation, or of who followed it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from readiness.domain.organisation import Membership, OrganisationKind, read_kind
from readiness.domain.register import Entry
from readiness.domain.succession import Succession
from readiness.files.register_columns import REPORTS, WIDTH
from readiness.files.register_fields import (
    PRESCRIBING,
    Unfit,
    read_closed,
    read_code,
    read_day,
    read_name,
    read_postcode,
    read_status,
)


def official_entry(row: Sequence[str], source: str, kind: OrganisationKind | None) -> Entry:
    """Read a row of an official report by the places of its fields.

    Args:
        kind: what is listed, where the report is none that we know.
    """
    if len(row) != WIDTH:
        raise Unfit("the row", f"give it {WIDTH} fields: it has {len(row)}")
    cells = [cell.strip() for cell in row]
    code = read_code(cells[0])
    if not cells[1]:
        raise Unfit("name", "give the organisation’s name: the field is empty")
    listed = (role for cell in (cells[25], cells[13]) for role in cell.split("|"))
    roles = tuple(role for role in listed if role.startswith("RO"))
    places = []
    if cells[3]:
        places.append(Membership(code, cells[3].upper(), "geographic"))
    if cells[14]:
        since, until = read_day(cells[15], "joined"), read_day(cells[16], "left")
        places.append(Membership(code, cells[14].upper(), "commissioner", since, until))
    opened = read_day(cells[10], "opened")
    return Entry(
        code,
        read_name(cells[1]),
        _official_kind(source, kind, roles, cells[25]),
        roles,
        read_postcode(cells[9]),
        opened,
        read_closed(cells[11], opened),
        read_status(cells[12]),
        cells[2],
        tuple(places),
    )


def _official_kind(
    source: str, kind: OrganisationKind | None, roles: Sequence[str], setting: str
) -> OrganisationKind | None:
    """Say what kind a row lists: by its role, else by the report it stands in."""
    if source == "epraccur" and setting in PRESCRIBING:
        return PRESCRIBING[setting]
    found = next((kind for role in roles if (kind := read_kind(role))), None)
    if found or not roles or source not in ("epraccur", "eccg"):
        return found or REPORTS.get(source, kind)
    return OrganisationKind.OTHER


def simple_entry(cells: Mapping[str, str], kind: OrganisationKind | None) -> Entry:
    """Read a row of a table with a header, by the names of our columns.

    Args:
        kind: what is listed, where the row does not say so.
    """
    said = {name: cells.get(name, "") for name in ("kind", "opened", "closed", "status")}
    found = read_kind(said["kind"]) if said["kind"] else kind
    if said["kind"] and found is None:
        raise Unfit("kind", f"use a kind this tool knows, or leave it empty: {said['kind']}")
    code = read_code(cells["code"])
    opened = read_day(said["opened"], "opened")
    return Entry(
        code,
        read_name(cells.get("name", "")),
        found,
        tuple(cells.get("roles", "").replace("|", " ").split()),
        read_postcode(cells.get("postcode", "")),
        opened,
        read_closed(said["closed"], opened),
        read_status(said["status"]),
        cells.get("region", ""),
        _place(code, cells),
    )


def _place(code: str, cells: Mapping[str, str]) -> tuple[Membership, ...]:
    """Read the place in a system that a row names; a system is not in itself."""
    system = cells.get("system", "").upper()
    if not system or system == code:
        return ()
    since = read_day(cells.get("since", ""), "since")
    until = read_day(cells.get("until", ""), "until")
    if since and until and until < since:
        raise Unfit("until", "give a day that is not before since")
    relation = cells.get("relation") or "member"
    return (Membership(code, read_code(system, "system"), relation, since, until),)


def succession_of(cells: Mapping[str, str]) -> Succession:
    """Read a row that says who followed whom."""
    old = read_code(cells["predecessor"], "predecessor")
    new = read_code(cells["successor"], "successor")
    day = read_day(cells.get("on", ""), "date")
    if day is None:
        raise Unfit("date", "give the day from which one follows the other")
    if old == new:
        raise Unfit("successor", "give another code: an organisation cannot follow itself")
    return Succession(old, new, day, cells.get("how", ""))


def together(one: Entry, other: Entry, line: int) -> Entry:
    """Make one entry of two rows of one organisation: they may differ in the system alone."""
    for name in ("name", "kind", "postcode", "opened", "closed"):
        first, second = getattr(one, name), getattr(other, name)
        if first and second and first != second:
            raise Unfit(name, f"make it agree with line {line}, which says something else")
    places = dict.fromkeys((*one.memberships, *other.memberships))
    return replace(
        one,
        name=one.name or other.name,
        kind=one.kind or other.kind,
        postcode=one.postcode or other.postcode,
        opened=one.opened or other.opened,
        closed=one.closed or other.closed,
        memberships=tuple(places),
    )
