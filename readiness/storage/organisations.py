"""Organisations as people or registers describe them, and their dated places in systems."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlite_utils import Database

from readiness.domain.errors import NotFound
from readiness.domain.organisation import Membership, Organisation, OrganisationKind, Setting
from readiness.storage.database import Stored, change, rows, time_text

COLUMNS = (
    "organisations.ods_code, organisations.name, organisations.kind, "
    "organisations.setting, organisations.sites"
)
"""What `organisation_of` reads, in this order."""


def organisation_of(row: Sequence[Any]) -> Organisation:
    """Make an organisation of the columns above."""
    ods_code, name, kind, setting, sites = row
    return Organisation(
        ods_code,
        name,
        None if kind is None else OrganisationKind(kind),
        None if setting is None else Setting(setting),
        sites,
    )


def every_organisation(db: Database) -> tuple[Organisation, ...]:
    """Return all organisations by name, whatever its case, then by code."""
    found = rows(db, f"select {COLUMNS} from organisations order by name collate nocase, ods_code")
    return tuple(organisation_of(row) for row in found)


def organisation_by_code(db: Database, ods_code: str) -> Organisation:
    """Return an organisation.

    Raises:
        NotFound: there is none of that code.
    """
    found = rows(db, f"select {COLUMNS} from organisations where ods_code = ?", (ods_code,))
    if not found:
        raise NotFound(f"There is no organisation {ods_code} here. Add it first.")
    return organisation_of(found[0])


def store_organisation(db: Database, organisation: Organisation, *, at: datetime) -> None:
    """Add an organisation, or put what is now said in place of what was; inside `immediate`."""
    change(
        db,
        """insert into organisations (ods_code, name, kind, setting, sites, added_at)
           values (:ods_code, :name, :kind, :setting, :sites, :added_at)
           on conflict (ods_code) do update set name = excluded.name, kind = excluded.kind,
               setting = excluded.setting, sites = excluded.sites""",
        {**organisation_row(organisation), "added_at": time_text(at)},
    )


def organisation_row(organisation: Organisation) -> dict[str, Stored]:
    """Return an organisation as plain columns."""
    return {
        "ods_code": organisation.ods_code,
        "name": organisation.name,
        "kind": str(organisation.kind) if organisation.kind else None,
        "setting": str(organisation.setting) if organisation.setting else None,
        "sites": organisation.sites,
    }


def memberships_of(db: Database, ods_code: str) -> tuple[Membership, ...]:
    """Return an organisation's places in systems: by system, relation and first day."""
    found = rows(
        db,
        """select organisation, system, relation, since, until from memberships
           where organisation = ? order by system, relation, ifnull(since, '')""",
        (ods_code,),
    )
    return tuple(
        Membership(organisation, system, relation, _day(since), _day(until))
        for organisation, system, relation, since, until in found
    )


def store_membership(db: Database, membership: Membership, *, at: datetime) -> None:
    """Add a place in a system, or end one that began on the same day; inside `immediate`."""
    change(
        db,
        """insert into memberships (organisation, system, relation, since, until, added_at)
           values (:organisation, :system, :relation, :since, :until, :added_at)
           on conflict (organisation, system, relation, ifnull(since, ''))
               do update set until = excluded.until""",
        {**membership_row(membership), "added_at": time_text(at)},
    )


def membership_row(membership: Membership) -> dict[str, Stored]:
    """Return a place in a system as plain columns."""
    return {
        "organisation": membership.organisation,
        "system": membership.system,
        "relation": membership.relation,
        "since": membership.since.isoformat() if membership.since else None,
        "until": membership.until.isoformat() if membership.until else None,
    }


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
