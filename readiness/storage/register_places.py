"""What follows from the register: organisations in step with it, their places, their heirs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlite_utils import Database

from readiness.domain.organisation import Membership, OrganisationKind
from readiness.domain.register import Entry
from readiness.domain.succession import Succession
from readiness.storage.database import change_many, rows, time_text
from readiness.storage.organisations import membership_row


@dataclass(frozen=True, slots=True)
class Placed:
    """A place in a system, and the name, kind and last day of who holds it."""

    membership: Membership
    name: str
    kind: OrganisationKind | None
    closed: date | None


def all_successions(db: Database) -> tuple[Succession, ...]:
    """Return who followed whom, as it was said last."""
    found = rows(
        db,
        """select predecessor, successor, on_day, how from successions where id in
           (select max(id) from successions group by predecessor, successor, on_day)
           order by on_day, predecessor, successor""",
    )
    return tuple(Succession(old, new, date.fromisoformat(day), how) for old, new, day, how in found)


def store_successions(db: Database, number: int, successions: Iterable[Succession]) -> None:
    """Add who followed whom; inside `immediate`."""
    change_many(
        db,
        """insert into successions (predecessor, successor, on_day, how, version, import)
           select :old, :new, :day, :how, ifnull(max(version), 0) + 1, :import from successions
           where predecessor = :old and successor = :new and on_day = :day""",
        (
            {
                "old": one.predecessor,
                "new": one.successor,
                "day": one.on.isoformat(),
                "how": one.how,
                "import": number,
            }
            for one in successions
        ),
    )


def store_organisations(
    db: Database, changed: Iterable[tuple[Entry | None, Entry]], *, at: datetime
) -> None:
    """Keep organisations in step with the register: each was and now; inside `immediate`.

    A name or kind that people gave stays; one that the register gave follows it.
    """
    change_many(
        db,
        """insert into organisations (ods_code, name, kind, added_at)
           values (:code, :name, :kind, :at)
           on conflict (ods_code) do update set
               name = iif(name = :was_name and :name <> '', excluded.name, name),
               kind = iif(kind is null or kind = :was_kind, ifnull(excluded.kind, kind), kind)""",
        (
            {
                "code": now.code,
                "name": now.name or now.code,
                "kind": str(now.kind) if now.kind else None,
                "was_name": (was.name or was.code) if was else None,
                "was_kind": str(was.kind) if was and was.kind else None,
                "at": time_text(at),
            }
            for was, now in changed
        ),
    )


def names_now(db: Database) -> dict[str, str]:
    """Return the name of every organisation by its code."""
    return dict(rows(db, "select ods_code, name from organisations"))


def begin_places(db: Database, places: Iterable[Membership], *, at: datetime) -> None:
    """Add places in systems that the register names; what people said stays; inside `immediate`."""
    change_many(
        db,
        """insert into memberships (organisation, system, relation, since, until, added_at, source)
           values (:organisation, :system, :relation, :since, :until, :at, 'register')
           on conflict (organisation, system, relation, ifnull(since, ''))
               do update set until = excluded.until where source is not null""",
        ({**membership_row(place), "at": time_text(at)} for place in places),
    )


def end_places(db: Database, places: Iterable[Membership]) -> None:
    """End places in systems that the register names no more; inside `immediate`."""
    change_many(
        db,
        """update memberships set until = max(:until, ifnull(since, ''))
           where organisation = :organisation and system = :system and relation = :relation
               and source is not null and until is null""",
        (
            {name: value for name, value in membership_row(place).items() if name != "since"}
            for place in places
        ),
    )


PLACED = """organisation, system, relation, since, until, name, kind, closed
    from memberships join organisations on ods_code = organisation
    left join organisation_keys on code = organisation"""
"""What `placed` reads, in this order, and where from."""


def places_in(db: Database, systems: Sequence[str]) -> tuple[Placed, ...]:
    """Return every place in some systems, ended ones too, with who holds it."""
    found = rows(
        db,
        f"""select {PLACED} where system in ({", ".join("?" * len(systems))})
            order by organisation, system, relation""",
        tuple(systems),
    )
    return tuple(placed(row) for row in found)


def placed(row: Sequence[Any]) -> Placed:
    """Make a place of the columns above."""
    organisation, system, relation, since, until, name, kind, closed = row
    return Placed(
        Membership(organisation, system, relation, _day(since), _day(until)),
        name,
        OrganisationKind(kind) if kind else None,
        _day(closed),
    )


def newest_local_number(db: Database) -> int:
    """Return the last number that was given to a body without a code; 0 when none was."""
    found = rows(
        db,
        """select ifnull(max(cast(substr(ods_code, 3) as integer)), 0)
           from organisations where ods_code glob 'L-[0-9]*'""",
    )
    return int(found[0][0])


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
