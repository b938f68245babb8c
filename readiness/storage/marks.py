"""Marks on questions that need another look: each is a version, added and never changed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from readiness.domain.organisation import Person
from readiness.domain.working_together import Mark
from readiness.storage.database import add, rows, time_text

NEWEST = """marks.version = (
    select max(version) from marks as later
    where later.assessment = marks.assessment and later.question = marks.question
)"""
"""What holds of the newest mark of a question."""

COLUMNS = (
    "marks.question, marks.why, marks.for_person, meant.name, marks.answer_version, "
    "marks.standing, marks.version, marker.id, marker.name, marks.at"
)
"""What `mark_of` reads, in this order."""

FROM = """from marks join people as marker on marker.id = marks.person
    left join people as meant on meant.id = marks.for_person"""


def mark_of(row: Sequence[Any]) -> Mark:
    """Make a mark of the columns above."""
    question, why, to, to_name, on, standing, version, by_id, by, at = row
    when = datetime.fromisoformat(at)
    return Mark(question, why, to, to_name or "", on, bool(standing), version, by_id, by, when)


def newest_mark(db: Database, assessment_id: int, question: str) -> Mark:
    """Return the newest mark of a question, standing or not; one of version 0 where none was."""
    found = rows(
        db,
        f"select {COLUMNS} {FROM} where assessment = ? and question = ? and {NEWEST}",
        (assessment_id, question),
    )
    return mark_of(found[0]) if found else Mark(question)


def add_mark(db: Database, assessment_id: int, mark: Mark, *, person: Person, at: datetime) -> None:
    """Add a version of a mark, inside `immediate`; who and when are `person` and `at`."""
    add(
        db,
        "marks",
        assessment=assessment_id,
        question=mark.question,
        version=mark.version,
        standing=int(mark.standing),
        why=mark.why,
        for_person=mark.to,
        answer_version=mark.on,
        person=person.id,
        at=time_text(at),
    )
