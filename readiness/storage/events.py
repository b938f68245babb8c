"""Who did what, and when: added in every write's own transaction, never changed, and chained."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from readiness.domain.errors import Unusable
from readiness.domain.event import Chosen, Detail, Event, Written
from readiness.domain.event_chain import BEGINNING, Kept, Link, hash_of
from readiness.domain.organisation import Person
from readiness.storage.database import Stored, add, rows, stream, time_text

_STORED = "events.id, events.at, person, organisation, noun, subject, what, detail"
"""The columns of an event in the order of a link of the chain."""

_SHOWN = """events.at, people.name, noun, subject, what, detail, events.id, organisation, hash,
    (select name from people as them where noun = 'person' and them.id = subject)
    from events join people on people.id = events.person"""

_CHOSEN = """(:organisation is null or organisation = :organisation)
    and (:person is null or person = :person)
    and (:noun is null or (noun = :noun and what = :what))
    and (:since is null or events.at >= :since) and (:until is null or events.at < :until)"""


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
    """Add an event, inside the `immediate` of the write that it tells of.

    Where the subject does not say itself which organisation it is about, `organisation` in the
    detail does.
    """
    last, before, found = _end(db, noun, str(subject))
    told = detail.get("organisation")
    about = str(told) if told else found
    link = Link(
        last + 1, time_text(at), person.id, about, noun, str(subject), what, _written(detail)
    )
    add(db, "events", id=link.number, **_columns(link), hash=hash_of(before, link))


def events_of(db: Database, noun: str, subject: str | int) -> tuple[Event, ...]:
    """Return what was done to a subject, oldest first."""
    sql = f"select {_SHOWN} where noun = ? and subject = ? order by events.id"
    return tuple(_event(*row) for row in rows(db, sql, (noun, str(subject))))


def newest_events(db: Database, chosen: Chosen, *, skip: int, most: int) -> tuple[Event, ...]:
    """Return some of the events that are meant, newest first."""
    sql = f"select {_SHOWN} where {_CHOSEN} order by events.id desc limit :most offset :skip"
    given = {**_given(chosen), "most": most, "skip": skip}
    return tuple(_event(*row) for row in rows(db, sql, given))


def every_event(db: Database, chosen: Chosen) -> Iterator[Written]:
    """Yield the events that are meant, oldest first, as they are stored."""
    sql = f"""select people.name,
                  (select hash from events as earlier where earlier.id = events.id - 1), hash,
                  {_STORED}
              from events join people on people.id = events.person
              where {_CHOSEN} order by events.id"""
    for name, before, kept, *columns in stream(db, sql, _given(chosen)):
        yield Written(Link(*columns), name, before or BEGINNING, kept)


def count_events(db: Database, chosen: Chosen) -> int:
    """Return how many events are meant."""
    return int(rows(db, f"select count(*) from events where {_CHOSEN}", _given(chosen))[0][0])


def who_did(db: Database, organisation: str | None) -> tuple[tuple[int, str], ...]:
    """Return everybody who did something, by name; for one organisation or all of them."""
    found = rows(
        db,
        """select id, name from people where id in (
               select person from events where :organisation is null or organisation = :organisation
           ) order by name collate nocase, id""",
        {"organisation": organisation},
    )
    return tuple((number, name) for number, name in found)


def every_link(db: Database) -> Iterator[Kept]:
    """Yield every event as it is stored with its hash, by number.

    Raises:
        Unusable: the database was last used before events were chained.
    """
    if not rows(db, "select 1 from pragma_table_info('events') where name = 'hash'"):
        raise Unusable(
            "The events of this database are not chained yet: start this version on it once."
        )
    for *columns, kept in stream(db, f"select {_STORED}, hash from events order by id"):
        yield Link(*columns), kept


def _end(db: Database, noun: str, subject: str) -> tuple[int, str, str | None]:
    """Return the number and hash of the last event, and the organisation that a subject is of."""
    number, last, assessed = rows(
        db,
        """select ifnull(max(id), 0), (select hash from events order by id desc limit 1),
               (select organisation from assessments where :noun = 'assessment' and id = :subject)
           from events""",
        {"noun": noun, "subject": subject},
    )[0]
    named = subject.partition("/")[0] if noun in ("organisation", *_BEGIN_WITH_A_CODE) else None
    return number, last or BEGINNING, assessed or named


_BEGIN_WITH_A_CODE = ("action", "costs", "freeze")
"""The nouns whose subjects are an organisation's code, a stroke and more."""


def _columns(link: Link) -> dict[str, Stored]:
    return {name: value for name, value in link._asdict().items() if name != "number"}


def _event(at: str, by: str, noun: str, subject: str, what: str, detail: str, *more: Any) -> Event:
    return Event(datetime.fromisoformat(at), by, noun, subject, what, json.loads(detail), *more)


def _given(chosen: Chosen) -> dict[str, Stored]:
    noun, what = chosen.kind or (None, None)
    return {
        "organisation": chosen.organisation,
        "person": chosen.person,
        "noun": noun,
        "what": what,
        "since": time_text(chosen.since) if chosen.since else None,
        "until": time_text(chosen.until) if chosen.until else None,
    }


def happened_since(
    db: Database,
    noun: str,
    subject: str | int,
    what: str,
    *,
    person: Person,
    since: datetime,
    **detail: object,
) -> bool:
    """Say whether somebody did the same thing to a subject after a time."""
    found = rows(
        db,
        """select 1 from events where noun = ? and subject = ? and what = ? and person = ?
               and at > ? and detail = ? limit 1""",
        (noun, str(subject), what, person.id, time_text(since), _written(detail)),
    )
    return bool(found)


def _written(detail: Detail) -> str:
    return json.dumps(detail, sort_keys=True, ensure_ascii=False)
