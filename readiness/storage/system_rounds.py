"""Rounds of systems and their members: rows added, never changed; of links only the hash."""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlite_utils import Database

from readiness.domain.calendar import london_day
from readiness.domain.errors import NotFound
from readiness.domain.organisation import Person
from readiness.domain.system_round import (
    Asked,
    AskedFor,
    Done,
    QuestionSet,
    RoundState,
    Step,
    SystemRound,
    gather,
)
from readiness.storage.database import LARGEST_ID, add, change_many, rows, time_text


@dataclass(frozen=True, slots=True)
class Linked:
    """What a link of a round stands for: the round, the member, and who made the link."""

    round: SystemRound
    asked: Asked
    maker: int


def rounds_of(
    db: Database, systems: Collection[str], pack_key: str | None = None
) -> tuple[SystemRound, ...]:
    """Return the rounds of some systems as they stand, the newest first."""
    found = rows(
        db,
        f"""{_ROUNDS} where {_NEWEST} and system in (select value from json_each(:systems))
                and (:pack is null or pack_key = :pack) order by number desc""",
        {"systems": json.dumps(sorted(systems)), "pack": pack_key},
    )
    return tuple(_round(row) for row in found)


def round_by_number(db: Database, number: int) -> SystemRound:
    """Return a round as it stands.

    Raises:
        NotFound: there is none of that number.
    """
    known = 0 < number <= LARGEST_ID
    found = rows(db, f"{_ROUNDS} where {_NEWEST} and number = ?", (number,)) if known else []
    if not found:
        raise NotFound("There is no such round here.")
    return _round(found[0])


def next_round(db: Database) -> int:
    """Return the number that the next round gets."""
    return int(rows(db, "select ifnull(max(number), 0) + 1 from system_rounds")[0][0])


def add_round(db: Database, round_: SystemRound, *, person: Person, at: datetime) -> None:
    """Add a version of a round, inside `immediate`."""
    add(
        db,
        "system_rounds",
        number=round_.number,
        version=round_.version,
        system=round_.system,
        pack_key=round_.pack_key,
        name=round_.name,
        question_set=str(round_.question_set),
        closes=round_.closes.isoformat(),
        state=str(round_.state),
        person=person.id,
        at=time_text(at),
    )


def members_of_round(db: Database, number: int) -> dict[str, Asked]:
    """Return how each member of a round stands with it, those taken out as well, by code."""
    found = rows(db, f"{_DONE} where round = ? order by round_members.id", (number,))
    return gather(_done(*row) for row in found)


def asked_now(
    db: Database, systems: Collection[str], pack_key: str, codes: Collection[str]
) -> dict[str, Asked]:
    """Return how some organisations stand with the newest open round of systems that asks them.

    It takes one query; who is in no open round under the pack is left out.
    """
    found = rows(
        db,
        f"""{_DONE} where organisation in (select value from json_each(:codes)) and round in (
                select number from system_rounds as one
                where system in (select value from json_each(:systems))
                    and pack_key = :pack and state = 'open' and version = (
                    select max(version) from system_rounds as later
                    where later.number = one.number
                )
            ) order by round, round_members.id""",
        {
            "codes": json.dumps(sorted(codes)),
            "systems": json.dumps(sorted(systems)),
            "pack": pack_key,
        },
    )
    by_round: dict[int, list[Done]] = {}
    for number, *row in found:
        by_round.setdefault(number, []).append(_done(number, *row))
    return {
        code: asked
        for those in by_round.values()
        for code, asked in gather(those).items()
        if asked.removed is None
    }


def round_members_among(
    db: Database, rounds: Collection[int], codes: Collection[str]
) -> dict[int, dict[str, Asked]]:
    """Return how some organisations stand with some rounds, in one query, by round and code."""
    found = rows(
        db,
        f"""{_DONE} where round in (select value from json_each(:rounds))
                and organisation in (select value from json_each(:codes))
            order by round_members.id""",
        {"rounds": json.dumps(sorted(rounds)), "codes": json.dumps(sorted(codes))},
    )
    by_round: dict[int, list[Done]] = {}
    for number, *row in found:
        by_round.setdefault(number, []).append(_done(number, *row))
    return {number: gather(those) for number, those in by_round.items()}


def asked_for_of(row: Sequence[Any]) -> AskedFor:
    """Make what asks for an assessment of the columns of `ASKING`."""
    return AskedFor(_round(row[:-1]), row[-1])


def round_of_link(db: Database, token_hash: str) -> Linked | None:
    """Return what a link stands for; None where it was replaced or never made."""
    found = rows(
        db,
        """select round, organisation, (
               select person from round_members as made where made.token = :token
               order by made.id limit 1
           ) from round_members where token = :token and version = (
               select max(version) from round_members as later
               where later.round = round_members.round
                   and later.organisation = round_members.organisation
           )""",
        {"token": token_hash},
    )
    if not found:
        return None
    number, organisation, maker = found[0]
    asked = round_members_among(db, [number], [organisation])[number][organisation]
    return Linked(round_by_number(db, number), asked, int(maker))


def note_step(
    db: Database,
    number: int,
    step: Step,
    members: Iterable[Asked],
    *,
    person: Person | None,
    at: datetime,
) -> None:
    """Add what was done about members of a round, inside `immediate`, by nobody known or a person.

    Each row keeps the address and the digest that the member has from now on.
    """
    change_many(
        db,
        """insert into round_members
               (round, organisation, version, deed, address, token, person, at)
           select :round, :organisation, ifnull(max(version), 0) + 1, :deed, :address, :token,
               :person, :at
           from round_members where round = :round and organisation = :organisation""",
        (
            {
                "round": number,
                "organisation": one.organisation,
                "deed": str(step),
                "address": one.address,
                "token": one.token,
                "person": person.id if person else None,
                "at": time_text(at),
            }
            for one in members
        ),
    )


def _round(row: Any) -> SystemRound:
    number, version, system, pack_key, name, question_set, closes, state, by, at = row
    return SystemRound(
        number,
        version,
        system,
        pack_key,
        name,
        QuestionSet(question_set),
        date.fromisoformat(closes),
        RoundState(state),
        by,
        datetime.fromisoformat(at),
    )


def _done(_round: int, organisation: str, deed: str, address: str, token: str, at: str) -> Done:
    day = london_day(datetime.fromisoformat(at))
    return Done(organisation, Step(deed), address, token, day)


_COLUMNS = """number, version, system, system_rounds.pack_key, system_rounds.name, question_set,
    closes, state, people.name, system_rounds.at"""
_FROM = "from system_rounds join people on people.id = system_rounds.person"
_ROUNDS = f"select {_COLUMNS} {_FROM}"
_NEWEST = """version = (
    select max(version) from system_rounds as later where later.number = system_rounds.number
)"""
_DONE = "select round, organisation, deed, address, token, at from round_members"

ASKING = f"""
    select 'asked', number, json_array({_COLUMNS}, organisations.name) {_FROM}
    join organisations on organisations.ods_code = system
    join assessments as mine on mine.id = :assessment and mine.pack_key = system_rounds.pack_key
    where {_NEWEST} and state = 'open'
        and number in (select round from round_members where organisation = mine.organisation)
        and (
            select deed from round_members where round = number
                and organisation = mine.organisation order by version desc limit 1
        ) <> 'removed'
"""
"""Which open rounds ask for an assessment, as rows of `storage.working_together`."""
