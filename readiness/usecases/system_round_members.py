"""The members of a round: whom it asks, whom it asks later, and who is taken out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlite_utils import Database

from readiness.domain.band import Band, band_of
from readiness.domain.comparison import Group
from readiness.domain.errors import InvalidAnswer
from readiness.domain.organisation import Person
from readiness.domain.system_round import Asked, Pasted, Step, SystemRound
from readiness.storage import system_rounds
from readiness.storage.database import immediate
from readiness.storage.events import note_event
from readiness.storage.organisations import organisations_by_code
from readiness.usecases.comparison import group_of
from readiness.usecases.system_round import read_round, running, visible


class UnfitRound(InvalidAnswer):
    """What was said of a round does not fit: `wrong` says so by the name of the field."""

    def __init__(self, wrong: Mapping[str, Sequence[str]]) -> None:
        self.wrong = {field: tuple(lines) for field, lines in wrong.items() if lines}
        super().__init__("\n".join(line for lines in self.wrong.values() for line in lines))


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whom a round asks: every member, those of a band, or only the codes that were pasted.

    With every member or a band, what was pasted gives the addresses of some of them.
    """

    whole: bool = False
    band: Band | None = None
    lines: tuple[Pasted, ...] = ()


def members_wanted(
    db: Database, group: Group, wanted: Wanted, *, person: Person, on: date
) -> tuple[Asked, ...]:
    """Return whom a round asks, by code.

    A code that is no member is taken where the person may see what the organisation submits.

    Raises:
        UnfitRound: a code is not here, not for this person, or not among those chosen; or
            nobody is left to ask.
    """
    addresses = {line.code: line.address for line in wanted.lines}
    here = {one.ods_code: one for one in organisations_by_code(db, {*addresses, *group.codes})}
    if wanted.whole or wanted.band:
        codes = {
            code
            for code in group.codes
            if code in here and wanted.band in (None, band_of(here[code]))
        }
        wrong = [f"{code} is not among those you chose to ask." for code in set(addresses) - codes]
    else:
        codes = set(addresses) & set(here) & visible(db, person, group, set(addresses) & set(here))
        wrong = [
            f"{code} is no member of {group.name}, and you may not see what it submits."
            if code in here and not person.local
            else f"{code} is not in the register here."
            for code in sorted(set(addresses) - codes)
        ]
    if wrong:
        raise UnfitRound({"codes": sorted(wrong)})
    if not codes:
        raise UnfitRound({"members": [f"There is nobody to ask in {group.name}."]})
    return tuple(Asked(code, on, addresses.get(code, "")) for code in sorted(codes))


def ask_more(
    db: Database,
    system: str,
    number: int,
    lines: Sequence[Pasted],
    *,
    person: Person,
    at: datetime,
    on: date,
) -> tuple[int, int]:
    """Ask more organisations in a round; who is asked already gets the address that is given now.

    Returns:
        How many are asked now that were not, and how many have another address.

    Raises:
        NotFound, NotAllowed: the person may not see the round, or not run it.
        UnfitRound: a code does not fit, or the round is not open.
    """
    person = running(db, system, person=person, on=on)
    group, _ = group_of(db, system, person=person, on=on)
    wanted = members_wanted(db, group, Wanted(lines=tuple(lines)), person=person, on=on)
    with immediate(db):
        round_ = open_round(db, system, number, person=person, on=on)
        there = system_rounds.members_of_round(db, number)
        held = {code: one for code, one in there.items() if one.removed is None}
        new = [one for one in wanted if one.organisation not in held]
        moved = [
            replace(held[one.organisation], address=one.address)
            for one in wanted
            if one.organisation in held
            and one.address
            and one.address != held[one.organisation].address
        ]
        system_rounds.note_step(db, number, Step.ASKED, new, person=person, at=at)
        system_rounds.note_step(db, number, Step.ADDRESSED, moved, person=person, at=at)
        if new:
            note_members(db, round_, "asked", new, person=person, at=at)
        if moved:
            note_members(db, round_, "addressed", moved, person=person, at=at)
    return len(new), len(moved)


def take_out(
    db: Database, system: str, number: int, ods_code: str, *, person: Person, at: datetime, on: date
) -> None:
    """Take a member out of a round; it stays in the round’s history, and its link ends.

    To take out whoever is out already changes nothing.

    Raises:
        NotFound, NotAllowed: the person may not see the round, or not run it.
        UnfitRound: the round is not open.
    """
    person = running(db, system, person=person, on=on)
    with immediate(db):
        round_ = open_round(db, system, number, person=person, on=on)
        there = system_rounds.members_of_round(db, number).get(ods_code)
        if there is not None and there.removed is None:
            system_rounds.note_step(db, number, Step.REMOVED, [there], person=person, at=at)
            note_members(db, round_, "removed", [there], person=person, at=at)


def open_round(db: Database, system: str, number: int, *, person: Person, on: date) -> SystemRound:
    """Return a round that is open, as it stands.

    Raises:
        NotFound: there is none, or it is not for this person.
        UnfitRound: it is not open.
    """
    round_ = read_round(db, system, number, None, person=person, on=on)
    if not round_.open:
        raise UnfitRound({"state": [f"This round is {round_.state}, so nothing more is asked."]})
    return round_


def note_members(
    db: Database,
    round_: SystemRound,
    what: str,
    members: Sequence[Asked],
    *,
    person: Person,
    at: datetime,
) -> None:
    """Put what was done about members of a round on record, inside `immediate`."""
    note_event(
        db,
        "round",
        round_.number,
        what,
        person=person,
        at=at,
        organisation=round_.system,
        members=[one.organisation for one in members],
    )
