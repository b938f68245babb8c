"""Assessments, and the packs they were put under."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from readiness.domain.assessment import Assessment, Consent
from readiness.domain.errors import NotFound
from readiness.domain.organisation import Person
from readiness.domain.pack import Pack
from readiness.storage.database import LARGEST_ID, add, change, rows, time_text
from readiness.storage.organisations import COLUMNS, organisation_of


def assessment_by_id(db: Database, assessment_id: int) -> Assessment:
    """Return an assessment under its newest pack.

    Raises:
        NotFound: there is none of that number.
    """
    known = 0 < assessment_id <= LARGEST_ID
    found = rows(db, f"{_ASSESSMENTS} where assessments.id = ?", (assessment_id,)) if known else []
    if not found:
        raise NotFound("There is no such assessment here.")
    return _assessment(found[0])


def open_assessments(db: Database, ods_code: str | None = None) -> tuple[Assessment, ...]:
    """Return every assessment that is open, or those of an organisation, oldest first."""
    found = rows(
        db,
        f"""{_ASSESSMENTS} where closed_at is null
            and organisations.ods_code = ifnull(?, organisations.ods_code)
            order by assessments.id""",
        (ods_code,),
    )
    return tuple(_assessment(row) for row in found)


def assessments_by_number(db: Database, numbers: Iterable[int]) -> tuple[Assessment, ...]:
    """Return some assessments in one query, oldest first; those that are not there are left out."""
    found = rows(
        db,
        f"""{_ASSESSMENTS} where assessments.id in (select value from json_each(?))
            order by assessments.id""",
        (json.dumps(list(numbers)),),
    )
    return tuple(_assessment(row) for row in found)


def newest_of_each(db: Database, ods_code: str) -> tuple[Assessment, ...]:
    """Return the assessments of an organisation that no other one followed, oldest first."""
    found = rows(
        db,
        f"""{_ASSESSMENTS} where organisations.ods_code = ?
            and not exists (select 1 from rounds where rounds.follows = assessments.id)
            order by assessments.id""",
        (ods_code,),
    )
    return tuple(_assessment(row) for row in found)


def open_assessment_of(
    db: Database, ods_code: str, pack_key: str, contract_key: str = ""
) -> int | None:
    """Return the number of an organisation's open assessment of a contract under a pack, or None.

    Args:
        contract_key: which contract; empty where the pack is about none.
    """
    found = rows(
        db,
        """select id from assessments
           where organisation = ? and pack_key = ? and ifnull(contract, '') = ?
               and closed_at is null""",
        (ods_code, pack_key, contract_key),
    )
    return int(found[0][0]) if found else None


def add_assessment(
    db: Database,
    ods_code: str,
    pack: Pack,
    *,
    person: Person,
    at: datetime,
    contract_key: str = "",
) -> int:
    """Add an assessment under a pack that is kept, inside `immediate`; return its number."""
    number = add(
        db,
        "assessments",
        organisation=ods_code,
        pack_key=pack.key,
        contract=contract_key or None,
        started_at=time_text(at),
        started_by=person.id,
    )
    use_pack(db, number, pack, person=person, at=at)
    return number


def close_assessment(db: Database, assessment_id: int, *, at: datetime) -> None:
    """Close an open assessment, inside `immediate`; what it holds stays."""
    closing = "update assessments set closed_at = :at where id = :id and closed_at is null"
    change(db, closing, {"at": time_text(at), "id": assessment_id})


def use_pack(db: Database, assessment_id: int, pack: Pack, *, person: Person, at: datetime) -> None:
    """Put an assessment under a pack that is kept, from now on; inside `immediate`."""
    add(
        db,
        "assessment_packs",
        assessment=assessment_id,
        fingerprint=pack.fingerprint,
        since=time_text(at),
        person=person.id,
    )


def packs_in_turn(db: Database, assessment_id: int) -> tuple[str, ...]:
    """Return the fingerprints of the packs that an assessment was put under, oldest first."""
    found = rows(
        db,
        "select fingerprint from assessment_packs where assessment = ? order by id",
        (assessment_id,),
    )
    return tuple(fingerprint for (fingerprint,) in found)


_ASSESSMENTS = f"""
    select assessments.id, pack_key, started_at, closed_at, ifnull(contract, ''),
        (select name from contract_names as said
         where said.organisation = assessments.organisation
             and said.pack_key = assessments.pack_key
             and said.contract = ifnull(assessments.contract, '')
         order by said.version desc limit 1),
        {COLUMNS},
        (select json_group_array(fingerprint) from (
            select fingerprint from assessment_packs where assessment = assessments.id
            order by assessment_packs.id)),
        exists (select 1 from hosting_agreements
            where organisations.ods_code in (host, guest)),
        (select json_array(shared, version, people.name, at)
            from draft_consents join people on people.id = draft_consents.person
            where assessment = assessments.id order by version desc limit 1),
        exists (select 1 from joint_action_offers
            where organisation = organisations.ods_code),
        exists (select 1 from returned_documents as back where way = 'returned'
            and back.organisation = assessments.organisation
            and back.pack_key = assessments.pack_key)
    from assessments join organisations on organisations.ods_code = assessments.organisation
"""


def _assessment(row: Sequence[Any]) -> Assessment:
    number, pack_key, started, closed, key, contract, *organisation = row[:-5]
    packs, tied, said, offered, returned = row[-5:]
    in_turn = tuple(json.loads(packs))
    return Assessment(
        number,
        organisation_of(organisation),
        pack_key,
        in_turn[-1],
        datetime.fromisoformat(started),
        datetime.fromisoformat(closed) if closed else None,
        contract,
        key,
        in_turn,
        bool(tied),
        _consent(said),
        bool(offered),
        bool(returned),
    )


def _consent(said: str | None) -> Consent:
    if said is None:
        return Consent()
    shared, version, by, at = json.loads(said)
    return Consent(bool(shared), version, by, datetime.fromisoformat(at))
