"""Finding organisations by code, postcode and names that are not quite right."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlite_utils import Database

from readiness.domain.organisation import Organisation
from readiness.storage.database import rows
from readiness.storage.organisations import COLUMNS, organisation_of

MOST_CANDIDATES = 150
"""How many names that share letters with what was typed are looked at closely."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An organisation that may be meant; `of_register` when a register names it."""

    organisation: Organisation
    name_key: str
    postcode: str
    closed: date | None
    of_register: bool


_SELECT = f"""select {COLUMNS}, organisation_keys.name_key, postcode_key, closed, of_register
    from organisation_keys join organisations on ods_code = organisation_keys.code"""


def by_code_or_postcode(db: Database, code: str, postcode: str) -> tuple[Candidate, ...]:
    """Return the organisation of a code, and those at a postcode; empty finds nothing."""
    found = rows(
        db,
        f"""{_SELECT} where organisation_keys.code = ? or (? <> '' and postcode_key = ?)
            order by organisation_keys.code limit {MOST_CANDIDATES}""",
        (code, postcode, postcode),
    )
    return _candidates(found)


def by_beginning(db: Database, text: str) -> tuple[Candidate, ...]:
    """Return the organisations whose code or postcode begins so."""
    found = rows(
        db,
        f"""{_SELECT} where organisation_keys.code glob ? or postcode_key glob ?
            order by closed is not null, organisation_keys.code limit {MOST_CANDIDATES}""",
        (f"{text}*", f"{text}*"),
    )
    return _candidates(found)


def by_letters(db: Database, letters: Iterable[str]) -> tuple[Candidate, ...]:
    """Return the organisations whose names share most with these threes of letters."""
    wanted = " OR ".join(f'"{three}"' for three in letters)
    if not wanted:
        return ()
    found = rows(
        db,
        f"""with likely as materialized (
                select rowid as id, rank from organisation_names
                where organisation_names match ? order by rank limit {MOST_CANDIDATES}
            )
            {_SELECT} join likely on likely.id = organisation_keys.id
            order by likely.rank, organisation_keys.code""",
        (wanted,),
    )
    return _candidates(found)


def closed_on(db: Database, code: str) -> date | None:
    """Return the last day of an organisation as the register has it; none while it is open."""
    found = rows(db, "select closed from organisation_keys where code = ?", (code,))
    return date.fromisoformat(found[0][0]) if found and found[0][0] else None


def _candidates(found: Iterable[tuple[object, ...]]) -> tuple[Candidate, ...]:
    return tuple(
        Candidate(
            organisation_of(row[:5]),
            str(row[5]),
            str(row[6]),
            date.fromisoformat(str(row[7])) if row[7] else None,
            bool(row[8]),
        )
        for row in found
    )
