"""What registers say: every version of it by source, the newest read together."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlite_utils import Database

from readiness.domain.organisation import Membership, OrganisationKind, Person
from readiness.domain.register import Entry, Reading, Said
from readiness.storage.database import Stored, add, change_many, rows, time_text

_NEWEST = """select code, source, id, version, name, kind, roles, postcode, opened, closed,
    status, region, places from register_entries as one"""


@dataclass(frozen=True, slots=True)
class Imported:
    """One file that was imported, and by whom."""

    file: str
    source: str
    digest: str
    rows: int
    faults: int
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Kept:
    """What a source says of an organisation at present, and which version of it that is."""

    said: Said
    version: int


def everything_said(db: Database) -> dict[str, dict[str, Kept]]:
    """Return what every source says at present, by code and then by source."""
    found = rows(
        db,
        f"""{_NEWEST} where id in (select max(id) from register_entries group by code, source)""",
    )
    return _by_code(found)


def said_of(db: Database, code: str) -> tuple[tuple[Said, datetime], ...]:
    """Return what every source says of an organisation at present, and since when it says it."""
    found = rows(
        db,
        """select code, one.source, one.id, version, name, kind, roles, postcode, opened, closed,
               status, region, places, at
           from register_entries as one join register_imports on register_imports.id = import
           where code = ? and version =
               (select max(version) from register_entries as other
                where other.code = one.code and other.source = one.source)
           order by one.source""",
        (code,),
    )
    return tuple(
        (Said(row[1], _entry(code, row[4:13]), row[2]), datetime.fromisoformat(row[13]))
        for row in found
    )


def stamp(db: Database) -> str:
    """Return what changes with every import, and with nothing else."""
    found = rows(db, "select max(id), (select max(id) from successions) from register_entries")
    return f"{found[0][0] or 0}-{found[0][1] or 0}"


def note_import(db: Database, reading: Reading, *, person: Person, at: datetime) -> int:
    """Add that a file was imported, inside `immediate`; return its number."""
    return add(
        db,
        "register_imports",
        file=reading.file,
        source=reading.source,
        digest=reading.digest,
        rows=reading.rows,
        faults=len(reading.faults),
        person=person.id,
        at=time_text(at),
    )


def store_entries(db: Database, number: int, entries: Iterable[tuple[Said, int]]) -> None:
    """Add what a source says by now of organisations, each with its version; inside `immediate`."""
    change_many(
        db,
        """insert into register_entries (code, source, version, import, name, kind, roles,
               postcode, opened, closed, status, region, places)
           values (:code, :source, :version, :import, :name, :kind, :roles,
               :postcode, :opened, :closed, :status, :region, :places)""",
        ({**_row(said), "version": version, "import": number} for said, version in entries),
    )


def imports(db: Database, most: int) -> tuple[Imported, ...]:
    """Return the files that were imported last, newest first."""
    found = rows(
        db,
        f"""select file, source, digest, rows, faults, people.name, at from register_imports
            join people on people.id = person order by register_imports.id desc limit {most}""",
    )
    return tuple(
        Imported(file, source, digest, count, faults, by, datetime.fromisoformat(at))
        for file, source, digest, count, faults, by, at in found
    )


def counts_by_kind(db: Database, on: date) -> tuple[tuple[OrganisationKind | None, int, int], ...]:
    """Return how many organisations of each kind are here: the kind, those open, and all."""
    found = rows(
        db,
        """select kind, sum(closed is null or closed >= ?), count(*) from organisation_keys
           join organisations on ods_code = code group by kind order by count(*) desc, kind""",
        (on.isoformat(),),
    )
    return tuple(
        (OrganisationKind(kind) if kind else None, open_, every) for kind, open_, every in found
    )


def _by_code(found: Iterable[tuple[Any, ...]]) -> dict[str, dict[str, Kept]]:
    result: dict[str, dict[str, Kept]] = {}
    for row in found:
        code, source, number, version = row[:4]
        kept = Kept(Said(source, _entry(code, row[4:]), number), version)
        result.setdefault(code, {})[source] = kept
    return result


def _entry(code: str, row: Sequence[Any]) -> Entry:
    name, kind, roles, postcode, opened, closed, status, region, places = row
    return Entry(
        code,
        name,
        OrganisationKind(kind) if kind else None,
        tuple(roles.split()),
        postcode,
        _day(opened),
        _day(closed),
        status,
        region,
        tuple(
            Membership(code, system, relation, _day(since), _day(until))
            for system, relation, since, until in (json.loads(places) if places != "[]" else ())
        ),
    )


def _row(said: Said) -> dict[str, Stored]:
    entry = said.entry
    return {
        "code": entry.code,
        "source": said.source,
        "name": entry.name,
        "kind": str(entry.kind) if entry.kind else None,
        "roles": " ".join(entry.roles),
        "postcode": entry.postcode,
        "opened": _text(entry.opened),
        "closed": _text(entry.closed),
        "status": entry.status,
        "region": entry.region,
        "places": json.dumps(
            [[p.system, p.relation, _text(p.since), _text(p.until)] for p in entry.memberships]
        ),
    }


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
