"""Running a round: begin it, call it otherwise, move its last day, close it, withdraw it."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlite_utils import Database

from readiness.domain.errors import Conflict
from readiness.domain.organisation import Person
from readiness.domain.pack import Pack
from readiness.domain.system_round import QuestionSet, RoundState, Step, SystemRound
from readiness.domain.wording import day_words
from readiness.storage import system_rounds
from readiness.storage.database import immediate
from readiness.storage.events import note_event
from readiness.usecases.comparison import group_of
from readiness.usecases.system_round import read_round, running
from readiness.usecases.system_round_members import UnfitRound, Wanted, members_wanted


class RoundChanged(Conflict):
    """Somebody else changed the round first: `theirs` is how it stands now."""

    def __init__(self, theirs: SystemRound) -> None:
        self.theirs = theirs
        super().__init__(
            f"{theirs.by or 'Somebody'} changed this round after you opened the page. "
            "Nothing was saved. Look at how it is now, and save again if it should be otherwise."
        )


@dataclass(frozen=True, slots=True)
class NewRound:
    """A round to begin, as read."""

    name: str
    pack: Pack
    question_set: QuestionSet
    closes: date
    wanted: Wanted


def begin_round(
    db: Database, system: str, new: NewRound, *, person: Person, at: datetime, on: date
) -> SystemRound:
    """Begin a round and ask its members; links are made afterwards.

    Raises:
        NotFound, NotAllowed: the person may not see the system, or not run its rounds.
        UnfitRound: with a sentence for each thing that does not fit.
    """
    person = running(db, system, person=person, on=on)
    group, _ = group_of(db, system, person=person, on=on)
    members = members_wanted(db, group, new.wanted, person=person, on=on)
    with immediate(db):
        _refuse_name(db, system, new.name)
        begun = SystemRound(
            system_rounds.next_round(db),
            1,
            system,
            new.pack.key,
            new.name,
            new.question_set,
            new.closes,
            by=person.name,
            at=at,
        )
        system_rounds.add_round(db, begun, person=person, at=at)
        system_rounds.note_step(db, begun.number, Step.ASKED, members, person=person, at=at)
        detail = {"closes": new.closes.isoformat(), "asked": len(members), "called": new.name}
        note_event(
            db, "round", begun.number, "begun", person=person, at=at, organisation=system, **detail
        )
    return begun


def change_round(
    db: Database,
    system: str,
    number: int,
    *,
    seen: int,
    person: Person,
    at: datetime,
    on: date,
    name: str | None = None,
    closes: date | None = None,
    state: RoundState | None = None,
) -> SystemRound:
    """Rename a round, move its last day, close it, withdraw it or open it again.

    To say what is so already changes nothing. A withdrawn round stays so.

    Raises:
        NotFound, NotAllowed: the person may not see the round, or not run it.
        RoundChanged: somebody else changed it since.
        UnfitRound: another open round has the name, it was withdrawn, or its last day has passed.
    """
    person = running(db, system, person=person, on=on)
    with immediate(db):
        there = read_round(db, system, number, None, person=person, on=on)
        wanted = replace(
            there,
            name=name or there.name,
            closes=closes or there.closes,
            state=state or there.state,
        )
        if wanted == there:
            return there
        if there.version != seen:
            raise RoundChanged(there)
        _refuse_change(db, there, wanted, on)
        now = replace(wanted, version=there.version + 1, by=person.name, at=at)
        system_rounds.add_round(db, now, person=person, at=at)
        _note_change(db, there, now, person=person, at=at)
        return now


def _refuse_change(db: Database, there: SystemRound, wanted: SystemRound, on: date) -> None:
    if there.state is RoundState.WITHDRAWN:
        raise UnfitRound({"state": ["This round was withdrawn. Begin another one."]})
    if wanted.closes != there.closes and wanted.closes < on:
        raise UnfitRound({"closes": ["Enter a closing date that has not passed."]})
    if wanted.open and not there.open and wanted.closes < on:
        passed = f"Its last day was {day_words(wanted.closes)}. Move the closing date first."
        raise UnfitRound({"state": [passed]})
    if wanted.name != there.name:
        _refuse_name(db, there.system, wanted.name)


def _refuse_name(db: Database, system: str, name: str) -> None:
    """Refuse a name that an open round of the system has, whatever its case."""
    for one in system_rounds.rounds_of(db, [system]):
        if one.open and one.name.casefold() == name.casefold():
            raise UnfitRound({"name": ["A round of this name is open already. Give another name."]})


def _note_change(
    db: Database, was: SystemRound, now: SystemRound, *, person: Person, at: datetime
) -> None:
    """Put a change on record, with what was so before."""
    detail = {
        name: {"was": str(getattr(was, name)), "now": str(getattr(now, name))}
        for name in ("name", "closes", "state")
        if getattr(was, name) != getattr(now, name)
    }
    note_event(
        db,
        "round",
        now.number,
        "changed",
        person=person,
        at=at,
        organisation=now.system,
        changed=detail,
    )
