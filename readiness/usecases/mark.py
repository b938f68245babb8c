"""Mark a question as needing another look, and clear the mark."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlite_utils import Database

from readiness.domain.errors import Conflict, InvalidAnswer, NotAllowed
from readiness.domain.organisation import Person
from readiness.domain.working_together import Mark, may_clear, read_why
from readiness.storage.answers import versions
from readiness.storage.database import immediate
from readiness.storage.events import note_event
from readiness.storage.marks import add_mark, newest_mark
from readiness.storage.working_together import colleagues
from readiness.usecases import permission
from readiness.usecases.assessment import OpenAssessment, require_open
from readiness.usecases.change import read_or_note


class UnfitMark(InvalidAnswer):
    """What was said does not fit: `wrong` says so by why and to."""

    def __init__(self, wrong: Mapping[str, Sequence[str]]) -> None:
        self.wrong = wrong
        super().__init__("\n".join(line for lines in wrong.values() for line in lines))


class MarkedSince(Conflict):
    """Somebody else marked the question or cleared its mark first: `theirs`."""

    def __init__(self, theirs: Mark) -> None:
        self.theirs = theirs
        deed = "marked this question" if theirs.standing else "cleared the mark of this question"
        super().__init__(
            f"{theirs.by or 'Somebody'} {deed} after you opened the page. Nothing was saved. "
            "Look at what they said, then save again."
        )


def mark_question(
    db: Database,
    opened: OpenAssessment,
    question: str,
    *,
    why: str,
    to: str,
    seen: int,
    person: Person,
    at: datetime,
) -> Mark:
    """Mark a question as needing another look; to say the same again changes nothing.

    Whoever sees an assessment may do so, for whoever holds a role within the organisation.

    Args:
        to: the number of a person, as typed; empty for nobody.
        seen: the version of the mark that the person was looking at; 0 where there was none.

    Raises:
        UnfitMark: no reason is given or it is too long, or there is no such person.
        MarkedSince: somebody marked the question or cleared its mark since.
        Closed: the organisation was assessed again since.
        NotFound, NotAllowed: the person may not see this organisation, or not do this for it.
    """
    key, organisation = opened.pack.question(question).key, opened.assessment.organisation
    person = permission.seeing(db, person, organisation)
    with immediate(db):
        number = require_open(db, opened.assessment.id).id
        known = {str(one.id): one.name for one in colleagues(db, organisation.ods_code)}
        newest = newest_mark(db, number, key)
        mine = replace(_read(key, why, to, known), on=_version(db, opened, key))
        if newest.standing and _says(mine) == _says(newest):
            return newest
        return _keep(db, number, newest, mine, seen, "marked", person, at)


def clear_mark(
    db: Database, opened: OpenAssessment, question: str, *, seen: int, person: Person, at: datetime
) -> Mark:
    """Clear the mark of a question; what was said is kept. One that is cleared stays so.

    Raises:
        NotAllowed: somebody else made it, and the person does not answer the section.
        MarkedSince: somebody marked the question otherwise since.
        Closed: the organisation was assessed again since.
        NotFound, NotAllowed: the person may not see this organisation, or not do this for it.
    """
    asked = opened.pack.question(question)
    person = permission.seeing(db, person, opened.assessment.organisation)
    with immediate(db):
        assessment = require_open(db, opened.assessment.id)
        newest = newest_mark(db, assessment.id, asked.key)
        if not newest.standing:
            return newest
        may = permission.opening(db, person, assessment)
        if not may_clear(newest, asked.section, person.id, may):
            raise NotAllowed(f"Only {newest.by} or whoever answers the question may clear this.")
        mine = replace(newest, standing=False)
        return _keep(db, assessment.id, newest, mine, seen, "mark-cleared", person, at)


def _keep(
    db: Database,
    number: int,
    newest: Mark,
    mine: Mark,
    seen: int,
    what: str,
    person: Person,
    at: datetime,
) -> Mark:
    """Add a version with its event; inside `immediate`."""
    if newest.version != seen:
        raise MarkedSince(newest)
    mine = replace(mine, version=newest.version + 1, by_id=person.id, by=person.name, at=at)
    add_mark(db, number, mine, person=person, at=at)
    detail = {"question": mine.question, "version": mine.version}
    note_event(db, "assessment", number, what, person=person, at=at, **detail)
    return mine


def _read(question: str, why: str, to: str, known: Mapping[str, str]) -> Mark:
    wrong: dict[str, list[str]] = {"why": [], "to": []}
    reason = read_or_note(wrong["why"], "", lambda: read_why(why))
    if to and to not in known:
        wrong["to"].append("Choose somebody from the list. They may hold no role here any more.")
    if any(wrong.values()):
        raise UnfitMark(wrong)
    name = known[to] if to else ""
    return Mark(question, reason, int(to) if to else None, name, standing=True)


def _version(db: Database, opened: OpenAssessment, key: str) -> int:
    """Return the version of the answer that is marked: the one there is by now."""
    return max(versions(db, opened.assessment.id, opened.pack, {key: 0})[key], default=0)


def _says(mark: Mark) -> tuple[object, ...]:
    return mark.why, mark.to, mark.on
