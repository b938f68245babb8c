"""The record of who did what: read, filtered, given as a file, added to by exports, and checked."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from readiness.domain.event import Chosen, Event, Written
from readiness.domain.event_chain import Checked, check
from readiness.domain.organisation import Person
from readiness.storage import events
from readiness.storage.database import immediate
from readiness.usecases import permission

PAGE = 100
"""How many events a page shows."""


@dataclass(frozen=True, slots=True)
class EventPage:
    """Some events, newest first: which page it is of how many, and who can be asked for."""

    events: tuple[Event, ...]
    number: int
    pages: int
    count: int
    people: tuple[tuple[int, str], ...]


def read_events(db: Database, chosen: Chosen, number: int, *, person: Person) -> EventPage:
    """Return a page of the record; a number beyond the last gives the last.

    Raises:
        NotFound, NotAllowed: the person may not read the record of that organisation, or the whole.
    """
    permission.reading_record(db, person, chosen.organisation or "")
    count = events.count_events(db, chosen)
    pages = max(1, -(-count // PAGE))
    number = min(max(number, 1), pages)
    shown = events.newest_events(db, chosen, skip=(number - 1) * PAGE, most=PAGE)
    return EventPage(shown, number, pages, count, events.who_did(db, chosen.organisation))


def events_to_keep(db: Database, chosen: Chosen, *, person: Person) -> Iterator[Written]:
    """Yield the events that are meant as they are stored, oldest first.

    Raises:
        NotFound, NotAllowed: the person may not read the record of that organisation, or the whole.
    """
    permission.reading_record(db, person, chosen.organisation or "")
    return events.every_event(db, chosen)


def note_export(
    db: Database, noun: str, subject: str | int, file: str, *, person: Person, at: datetime
) -> None:
    """Note that somebody took a file away: of an assessment, an organisation, a pack or the copy.

    Who may have the file is asked by whatever made it.
    """
    with immediate(db):
        events.note_event(db, noun, subject, "exported", person=person, at=at, file=file)


def check_events(db: Database, noted: str = "") -> Checked:
    """Follow the whole chain; see `readiness.domain.event_chain.check`.

    Raises:
        Unusable: the database cannot be read, or its events are not chained yet.
    """
    return check(lambda: events.every_link(db), noted)
