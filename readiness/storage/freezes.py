"""Change freezes of an organisation under a pack: each save is a version, never changed."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlite_utils import Database

from readiness.domain.freeze import Freeze
from readiness.domain.organisation import Person
from readiness.storage.database import add, rows, time_text


def latest_freezes(db: Database, ods_code: str, pack_key: str) -> tuple[Freeze, ...]:
    """Return the newest version of each freeze, those removed included, by number."""
    found = rows(
        db,
        f"""{_FREEZES} where organisation = ? and pack_key = ? and version = (
                select max(version) from freezes as later
                where later.organisation = freezes.organisation
                  and later.pack_key = freezes.pack_key and later.number = freezes.number
            ) order by number""",
        (ods_code, pack_key),
    )
    return tuple(_freeze(row) for row in found)


def freeze_history(db: Database, ods_code: str, pack_key: str, number: int) -> tuple[Freeze, ...]:
    """Return every version of a freeze, oldest first."""
    found = rows(
        db,
        f"{_FREEZES} where organisation = ? and pack_key = ? and number = ? order by version",
        (ods_code, pack_key, number),
    )
    return tuple(_freeze(row) for row in found)


def add_freeze(
    db: Database,
    ods_code: str,
    pack_key: str,
    freeze: Freeze,
    *,
    person: Person,
    at: datetime,
) -> None:
    """Add a version of a freeze, inside `immediate`; who and when are `person` and `at`."""
    add(
        db,
        "freezes",
        organisation=ods_code,
        pack_key=pack_key,
        number=freeze.number,
        version=freeze.version,
        first_day=freeze.first.isoformat(),
        last_day=freeze.last.isoformat(),
        what=freeze.what,
        removed=int(freeze.removed),
        person=person.id,
        at=time_text(at),
    )


_FREEZES = """
    select number, version, first_day, last_day, what, removed, people.name, at
    from freezes join people on people.id = freezes.person
"""


def _freeze(row: Sequence[Any]) -> Freeze:
    number, version, first, last, what, removed, by, at = row
    return Freeze(
        first=date.fromisoformat(first),
        last=date.fromisoformat(last),
        what=what,
        number=number,
        version=version,
        removed=bool(removed),
        by=by,
        at=datetime.fromisoformat(at),
    )
