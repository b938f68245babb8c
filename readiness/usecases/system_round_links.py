"""The links of a round’s members: made, told once, written into a file; and who was reminded."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlite_utils import Database

from readiness.domain.errors import InvalidAnswer
from readiness.domain.organisation import Person
from readiness.domain.system_round import Step
from readiness.storage import system_rounds
from readiness.storage.database import immediate
from readiness.usecases.hashing import digest, new_token
from readiness.usecases.system_round import read_round, running
from readiness.usecases.system_round_members import UnfitRound, note_members, open_round


@dataclass(frozen=True, slots=True)
class MadeLink:
    """A link as it is told once: of whom, to which address, and its token."""

    organisation: str
    address: str
    token: str


def make_links(
    db: Database,
    system: str,
    number: int,
    *,
    again: bool,
    person: Person,
    at: datetime,
    on: date,
    only: str = "",
) -> tuple[MadeLink, ...]:
    """Make a link for each member that has none, or new ones for all; they are told this once.

    Args:
        again: whether those that have one get another, which ends the one before.
        only: the code of the only member to make one for.

    Raises:
        NotFound, NotAllowed: the person may not see the round, or not run it.
        UnfitRound: the round is not open, or its last day has passed.
    """
    person = running(db, system, person=person, on=on)
    with immediate(db):
        round_ = open_round(db, system, number, person=person, on=on)
        if not round_.takes_answers(on):
            late = "Its last day has passed. Move the closing date, then make links."
            raise UnfitRound({"state": [late]})
        made = {
            code: (one, new_token())
            for code, one in sorted(system_rounds.members_of_round(db, number).items())
            if one.removed is None and (again or not one.linked) and only in ("", code)
        }
        linked = [replace(one, token=digest(token)) for one, token in made.values()]
        if linked:
            system_rounds.note_step(db, number, Step.LINKED, linked, person=person, at=at)
            note_members(db, round_, "linked", linked, person=person, at=at)
    return tuple(MadeLink(code, one.address, token) for code, (one, token) in made.items())


def still_good(
    db: Database, system: str, number: int, tokens: Collection[str], *, person: Person, on: date
) -> tuple[MadeLink, ...]:
    """Return which of some links are those of a round’s members, to write them into a file.

    Raises:
        NotFound, NotAllowed: the person may not see the round, or not run it.
    """
    person = running(db, system, person=person, on=on)
    round_ = read_round(db, system, number, None, person=person, on=on)
    given = {digest(token): token for token in tokens}
    return tuple(
        MadeLink(code, one.address, given[one.token])
        for code, one in sorted(system_rounds.members_of_round(db, round_.number).items())
        if one.removed is None and one.token in given
    )


def note_reminded(
    db: Database,
    system: str,
    number: int,
    codes: Collection[str],
    *,
    person: Person,
    at: datetime,
    on: date,
) -> int:
    """Note that members of a round were reminded today; return how many.

    Raises:
        NotFound, NotAllowed: the person may not see the round, or not run it.
        InvalidAnswer: none of them is asked in the round.
    """
    person = running(db, system, person=person, on=on)
    with immediate(db):
        round_ = open_round(db, system, number, person=person, on=on)
        there = system_rounds.members_of_round(db, number)
        those = [
            one for code, one in sorted(there.items()) if code in codes and one.removed is None
        ]
        if not those:
            raise InvalidAnswer("Tick at least one organisation that was reminded.")
        system_rounds.note_step(db, number, Step.REMINDED, those, person=person, at=at)
        note_members(db, round_, "reminded", those, person=person, at=at)
    return len(those)
