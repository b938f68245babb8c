"""Organisations as people or registers describe them, and their dated places in systems."""

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlite_utils import Database

from readiness.domain.errors import NotFound
from readiness.domain.organisation import Membership, Organisation, OrganisationKind, Setting
from readiness.storage.database import Stored, change, rows, time_text
from readiness.storage.organisation_keys import index_organisations

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


def organisations_in_use(
    db: Database, most: int, codes: Sequence[str] | None = None
) -> tuple[Organisation, ...]:
    """Return the organisations that were assessed or added by people last, by name.

    Args:
        most: how many at most.
        codes: the only ones that may be returned; without them any may.
    """
    among = "true" if codes is None else f"ods_code in ({', '.join('?' * len(codes))})"
    found = rows(
        db,
        f"""with used as (
                select organisation, max(started_at) as at from assessments group by organisation
            )
            select {COLUMNS} from organisations left join used on used.organisation = ods_code
            join organisation_keys on organisation_keys.code = ods_code
            where (used.at is not null or not of_register or {codes is not None}) and {among}
            order by used.at is null, ifnull(used.at, added_at) desc, ods_code limit {most}""",
        tuple(codes or ()),
    )
    organisations = (organisation_of(row) for row in found)
    return tuple(sorted(organisations, key=lambda one: (one.name.casefold(), one.ods_code)))


def organisation_by_code(db: Database, ods_code: str) -> Organisation:
    """Return an organisation.

    Raises:
        NotFound: there is none of that code.
    """
    found = rows(db, f"select {COLUMNS} from organisations where ods_code = ?", (ods_code,))
    if not found:
        raise NotFound(f"There is no organisation {ods_code} here. Add it first.")
    return organisation_of(found[0])


def names_of(db: Database, codes: Sequence[str]) -> dict[str, str]:
    """Return the names of organisations, by code; those which are not here are left out."""
    found = rows(
        db,
        """select ods_code, name from organisations
           where ods_code in (select value from json_each(?))""",
        (json.dumps(list(codes)),),
    )
    return dict(found)


def organisations_by_code(db: Database, ods_codes: Iterable[str]) -> tuple[Organisation, ...]:
    """Return those organisations of some codes that are here, by name, then by code."""
    found = rows(
        db,
        f"""select {COLUMNS} from organisations
            where ods_code in (select value from json_each(?))
            order by name collate nocase, ods_code""",
        (json.dumps(list(ods_codes)),),
    )
    return tuple(organisation_of(row) for row in found)


def places_in_systems(db: Database) -> tuple[tuple[str, str], ...]:
    """Return the code of every organisation that belongs to a system today, with the system's."""
    found = rows(
        db,
        """select distinct organisation, system from memberships
           where ifnull(since, date('now')) <= date('now')
               and ifnull(until, date('now')) >= date('now') order by organisation, system""",
    )
    return tuple((organisation, system) for organisation, system in found)


def systems_with_members(db: Database) -> frozenset[str]:
    """Return the codes of the systems to which some organisation belongs today."""
    found = rows(
        db,
        """select distinct system from memberships join organisations on ods_code = system
           where ifnull(since, date('now')) <= date('now')
               and ifnull(until, date('now')) >= date('now')""",
    )
    return frozenset(system for (system,) in found)


def systems_naming(db: Database, ods_codes: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Return each of some organisations with the systems it belongs to today."""
    found = rows(
        db,
        """select distinct organisation, system from memberships
           where organisation in (select value from json_each(?))
               and ifnull(since, date('now')) <= date('now')
               and ifnull(until, date('now')) >= date('now') order by organisation, system""",
        (json.dumps(list(ods_codes)),),
    )
    return tuple((organisation, system) for organisation, system in found)


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
    index_organisations(db, {organisation.ods_code: organisation.name})


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


def systems_of(db: Database, ods_code: str) -> frozenset[str]:
    """Return the codes of the systems that an organisation belongs to today.

    A system that another followed counts as that one; one that was split counts as none, for
    nobody said on which side of the new border the organisation is.
    """
    found = rows(
        db,
        """with recursive
           today as (select date('now') as day),
           followed as (
               select distinct predecessor, successor from successions, today where on_day <= day
           ),
           places as (
               select system from memberships, today where organisation = ?
                   and ifnull(since, day) <= day and ifnull(until, day) >= day
               union
               select successor from places join followed on predecessor = system
               where (select count(*) from followed as other where other.predecessor = system) = 1
           )
           select system from places where system not in (select predecessor from followed)""",
        (ods_code,),
    )
    return frozenset(system for (system,) in found)


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
