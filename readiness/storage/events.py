"""Who did what, and when: added in every write's own transaction, never changed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from readiness.domain.organisation import Person
from readiness.storage.database import add, rows, time_text

Detail = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that somebody did to a subject, such as assessment 7."""

    at: datetime
    by: str
    noun: str
    subject: str
    what: str
    detail: Detail


def note_event(
    db: Database,
    noun: str,
    subject: str | int,
    what: str,
    *,
    person: Person,
    at: datetime,
    **detail: object,
) -> None:
    """Add an event, inside the `immediate` of the write that it tells of."""
    add(
        db,
        "events",
        at=time_text(at),
        person=person.id,
        noun=noun,
        subject=str(subject),
        what=what,
        detail=json.dumps(detail, sort_keys=True, ensure_ascii=False),
    )


def events_of(db: Database, noun: str, subject: str | int) -> tuple[Event, ...]:
    """Return what was done to a subject, oldest first."""
    found = rows(
        db,
        """select events.at, people.name, noun, subject, what, detail
           from events join people on people.id = events.person
           where noun = ? and subject = ? order by events.id""",
        (noun, str(subject)),
    )
    return tuple(
        Event(datetime.fromisoformat(at), by, noun, subject, what, json.loads(detail))
        for at, by, noun, subject, what, detail in found
    )
