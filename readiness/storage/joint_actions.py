"""Joint actions and their offers to members: each save is a version, never changed."""

import json
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlite_utils import Database

from readiness.domain.joint_action import JointAction, Offer, Offered, Proposed, Reply, State
from readiness.domain.organisation import Person
from readiness.storage.database import add, rows, time_text
from readiness.storage.organisations import COLUMNS, organisation_of


def joint_actions_of(db: Database, systems: Collection[str]) -> tuple[Offered, ...]:
    """Return the joint actions of a system and of those it followed, the first made first."""
    codes = json.dumps(sorted(systems))
    found = [
        _action(row)
        for row in rows(
            db,
            f"""{_ACTIONS} where {_NEWEST} and system in (select value from json_each(?))
                order by number""",
            (codes,),
        )
    ]
    offers: dict[int, list[Offer]] = {}
    for row in rows(
        db,
        f"""{_OFFERS} where {_LAST} and joint_action in (
                select number from joint_actions where system in (select value from json_each(?))
            ) order by organisations.name collate nocase, ods_code""",
        (codes,),
    ):
        offers.setdefault(row[0], []).append(_offer(row))
    return tuple(Offered(action, tuple(offers.get(action.number, ()))) for action in found)


def proposed_to(db: Database, ods_code: str, pack_key: str) -> tuple[Proposed, ...]:
    """Return what was offered to an organisation under a pack, the first made first."""
    found = rows(db, _PROPOSED, (ods_code, pack_key))
    return tuple(Proposed(_action(row[:17]), _offer(row[17:-1]), row[-1]) for row in found)


def next_joint_action(db: Database) -> int:
    """Return the number that the next joint action gets."""
    return int(rows(db, "select ifnull(max(number), 0) + 1 from joint_actions")[0][0])


def add_joint_action(db: Database, action: JointAction, *, person: Person, at: datetime) -> None:
    """Add a version of a joint action, inside `immediate`."""
    add(
        db,
        "joint_actions",
        number=action.number,
        version=action.version,
        system=action.system,
        pack_key=action.pack_key,
        rules=json.dumps(action.rules),
        title=action.title,
        lead=action.member.ods_code if action.member else None,
        lead_named=action.named,
        due=action.due.isoformat() if action.due else None,
        note=action.note,
        state=str(action.state),
        person=person.id,
        at=time_text(at),
    )


def add_offers(db: Database, offers: Iterable[Offer], *, person: Person, at: datetime) -> None:
    """Add versions of offers, inside `immediate`."""
    for offer in offers:
        add(
            db,
            "joint_action_offers",
            joint_action=offer.joint_action,
            organisation=offer.organisation.ods_code,
            version=offer.version,
            reply=str(offer.reply),
            note=offer.note,
            person=person.id,
            at=time_text(at),
        )


_NEWEST = """version = (
    select max(version) from joint_actions as later where later.number = joint_actions.number
)"""
"""What holds of the version of a joint action that counts."""

_LAST = """version = (
    select max(version) from joint_action_offers as later
    where later.joint_action = joint_action_offers.joint_action
        and later.organisation = joint_action_offers.organisation
)"""
"""What holds of the version of an offer that counts."""

_ACTIONS = f"""
    select number, version, system, pack_key, rules, title, lead_named, due, note, state,
        people.name, at, {COLUMNS}
    from joint_actions join people on people.id = person
    left join organisations on organisations.ods_code = lead
"""

_OFFERS = f"""
    select joint_action, version, reply, note, people.name, at, {COLUMNS}
    from joint_action_offers join people on people.id = person
    join organisations on organisations.ods_code = organisation
"""

_PROPOSED = f"""
    select actions.number, actions.version, system, pack_key, rules, title, lead_named, due,
        actions.note, state, makers.name, actions.at,
        {COLUMNS.replace("organisations.", "leads.")},
        joint_action, offers.version, reply, offers.note, repliers.name, offers.at,
        {COLUMNS.replace("organisations.", "members.")}, systems.name
    from joint_action_offers as offers join joint_actions as actions on number = joint_action
    join people as makers on makers.id = actions.person
    join people as repliers on repliers.id = offers.person
    join organisations as members on members.ods_code = organisation
    join organisations as systems on systems.ods_code = system
    left join organisations as leads on leads.ods_code = lead
    where organisation = ? and pack_key = ?
        and actions.version = (
            select max(version) from joint_actions as later where later.number = joint_action)
        and offers.version = (
            select max(version) from joint_action_offers as later
            where later.joint_action = offers.joint_action
                and later.organisation = offers.organisation)
    order by actions.number
"""


def _action(row: Sequence[Any]) -> JointAction:
    number, version, system, pack_key, rules, title, named, due, note, state, by, at = row[:12]
    return JointAction(
        system=system,
        pack_key=pack_key,
        rules=tuple(json.loads(rules)),
        title=title,
        member=organisation_of(row[12:]) if row[12] else None,
        named=named,
        due=date.fromisoformat(due) if due else None,
        note=note,
        state=State(state),
        number=number,
        version=version,
        by=by,
        at=datetime.fromisoformat(at),
    )


def _offer(row: Sequence[Any]) -> Offer:
    number, version, reply, note, by, at = row[:6]
    return Offer(
        number,
        organisation_of(row[6:]),
        Reply(reply),
        note,
        version,
        by,
        datetime.fromisoformat(at),
    )
