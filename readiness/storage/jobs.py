"""Work that takes longer than a page may: how far each is, for whoever waits for it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlite_utils import Database

from readiness.domain.errors import NotFound
from readiness.domain.organisation import Person
from readiness.storage.database import add, change, rows, time_text

State = Literal["running", "done", "failed"]


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of long work: `done` of `total` steps, and in words what is being done."""

    id: int
    noun: str
    subject: str
    state: State
    done: int
    total: int
    words: str
    result: Mapping[str, object]
    started_at: datetime
    seen_at: datetime


def add_job(
    db: Database, noun: str, subject: str | int, total: int, *, person: Person, at: datetime
) -> int:
    """Add work that begins, inside `immediate` only; return its number."""
    now = time_text(at)
    return add(
        db,
        "jobs",
        noun=noun,
        subject=str(subject),
        state="running",
        done=0,
        total=total,
        words="Starting",
        result="{}",
        person=person.id,
        started_at=now,
        seen_at=now,
    )


def tell_job(
    db: Database,
    number: int,
    words: str,
    done: int,
    *,
    at: datetime,
    state: State = "running",
    result: Mapping[str, object] | None = None,
) -> None:
    """Note how far work is, inside `immediate` only."""
    change(
        db,
        """update jobs set state = :state, done = :done, words = :words, result = :result,
               seen_at = :at where id = :id""",
        {
            "state": state,
            "done": done,
            "words": words,
            "result": json.dumps(dict(result or {}), ensure_ascii=False),
            "at": time_text(at),
            "id": number,
        },
    )


def job_by_id(db: Database, number: int) -> Job:
    """Return how far work is.

    Raises:
        NotFound: there is none of that number.
    """
    return _job(db, "id = ?", number)


def newest_job(db: Database, noun: str, subject: str | int) -> Job | None:
    """Return the newest work on a subject, whatever became of it; none when none was begun."""
    try:
        return _job(db, "noun = ? and subject = ?", noun, str(subject))
    except NotFound:
        return None


def _job(db: Database, condition: str, *given: str | int) -> Job:
    found = rows(
        db,
        f"""select id, noun, subject, state, done, total, words, result, started_at, seen_at
            from jobs where {condition} order by id desc limit 1""",
        given,
    )
    if not found:
        raise NotFound("There is no such work here.")
    number, noun, subject, state, done, total, words, result, started, seen = found[0]
    begun, last = datetime.fromisoformat(started), datetime.fromisoformat(seen)
    return Job(number, noun, subject, state, done, total, words, json.loads(result), begun, last)
