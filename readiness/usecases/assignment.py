"""Give the sections of an assessment to people, all of them in one save."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlite_utils import Database

from readiness.domain.answer_value import read_value
from readiness.domain.errors import Conflict, InvalidAnswer
from readiness.domain.organisation import Person
from readiness.domain.pack import Pack
from readiness.domain.working_together import Assignment, read_said
from readiness.storage.assignments import add_assignment, every_version
from readiness.storage.database import immediate
from readiness.storage.events import note_event
from readiness.storage.working_together import colleagues
from readiness.usecases import permission
from readiness.usecases.assessment import OpenAssessment, require_open
from readiness.usecases.change import read_or_note

FIELDS = ("to", "said", "due")
"""What is said of a section: the number of a colleague, a name or team, and a day."""


@dataclass(frozen=True, slots=True)
class Giving:
    """To whom one section is to be given, as typed; all empty takes it back.

    `seen` is the version that the person was looking at; 0 where nobody had it.
    """

    section: str
    to: str = ""
    said: str = ""
    due: str = ""
    seen: int = 0


class UnfitAssignments(InvalidAnswer):
    """Something does not fit: `wrong` says so by section, then by to, said and due."""

    def __init__(self, wrong: Mapping[str, Mapping[str, Sequence[str]]]) -> None:
        self.wrong = wrong
        lines = (line for one in wrong.values() for found in one.values() for line in found)
        super().__init__("\n".join(lines))


class AssignedSince(Conflict):
    """Somebody else gave sections of the page first: `theirs`, by section."""

    def __init__(self, theirs: Mapping[str, Assignment]) -> None:
        self.theirs = theirs
        names = " and ".join(dict.fromkeys(one.by or "Somebody" for one in theirs.values()))
        super().__init__(
            f"{names} changed who has a section after you opened this page. Nothing was saved. "
            "Look at what they chose, then save again."
        )


def assign_sections(
    db: Database, opened: OpenAssessment, wanted: Sequence[Giving], *, person: Person, at: datetime
) -> tuple[str, ...]:
    """Give sections to people as a page says, all or none; return the sections that changed hands.

    What is equal to what its writer saw, or to the newest, is no change. A section may be given to
    whoever holds a role within the organisation, and stays with one who had it and holds none now.

    Raises:
        UnfitAssignments: with what would fit, by section.
        AssignedSince: somebody gave one of them to somebody else since.
        Closed: the organisation was assessed again since.
        NotFound, NotAllowed: the person may not see this organisation, or not do this for it.
    """
    organisation = opened.assessment.organisation
    person = permission.managing(db, person, organisation)
    with immediate(db):
        number = require_open(db, opened.assessment.id).id
        there = every_version(db, number)
        names = {one.id: one.name for one in colleagues(db, organisation.ods_code)}
        to_save = _settle(_read(opened.pack, wanted, names, there), there)
        for given in to_save:
            add_assignment(db, number, given, person=person, at=at)
        if to_save:
            versions = {given.section: given.version for given in to_save}
            note_event(
                db, "assessment", number, "assigned", person=person, at=at, sections=versions
            )
    return tuple(given.section for given in to_save)


Versions = Mapping[str, Mapping[int, Assignment]]
"""Every assignment there was, by section and version."""


def _settle(mine: Sequence[tuple[Giving, Assignment]], there: Versions) -> tuple[Assignment, ...]:
    """Return what is to be saved, each as the next version; what was changed since is refused."""
    to_save, clashes = [], {}
    for wanted, given in mine:
        newest = _newest(there, given.section)
        seen = there.get(given.section, {}).get(wanted.seen, Assignment(given.section))
        if given.says in (newest.says, seen.says):
            continue
        if newest.version == wanted.seen:
            to_save.append(replace(given, version=newest.version + 1))
        else:
            clashes[given.section] = newest
    if clashes:
        raise AssignedSince(clashes)
    return tuple(to_save)


def _read(
    pack: Pack, wanted: Sequence[Giving], names: Mapping[int, str], there: Versions
) -> list[tuple[Giving, Assignment]]:
    known = {section.key for section in pack.sections}
    read, wrong = [], {}
    for one in wanted:
        if one.section in known:
            given, faults = _read_one(pack, one, names, there)
            read.append((one, given))
            if any(faults.values()):
                wrong[one.section] = faults
    if wrong:
        raise UnfitAssignments(wrong)
    return read


def _read_one(
    pack: Pack, one: Giving, names: Mapping[int, str], there: Versions
) -> tuple[Assignment, dict[str, list[str]]]:
    wrong: dict[str, list[str]] = {name: [] for name in FIELDS}
    had = {version.to for version in there.get(one.section, {}).values()}
    to = read_or_note(wrong["to"], None, lambda: _colleague(one.to, {*names, *had}))
    said = read_or_note(wrong["said"], "", lambda: read_said(one.said))
    due = read_or_note(wrong["due"], None, lambda: _due(pack, one.due))
    if due and not to and not said and not wrong["to"]:
        wrong["due"].append("Say who has the section, or leave the day empty.")
    return Assignment(one.section, to, said=said, due=due), wrong


def _colleague(text: str, known: set[int | None]) -> int | None:
    if not text:
        return None
    number = int(text) if text.isdecimal() and len(text) < 10 else None
    if number is None or number not in known:
        raise InvalidAnswer("Choose somebody from the list. They may hold no role here any more.")
    return number


def _due(pack: Pack, typed: str) -> date | None:
    """Read a day as the pack's question for the target date reads it."""
    try:
        day = read_value(pack.questions[pack.target], typed)
    except InvalidAnswer:
        day = typed
    if not isinstance(day, (date, type(None))):
        raise InvalidAnswer("Enter a real date, like 14 12 2026, or leave it empty.")
    return day


def _newest(there: Versions, section: str) -> Assignment:
    versions = there.get(section)
    return versions[max(versions)] if versions else Assignment(section)
