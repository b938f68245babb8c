"""Comments on questions: added and never changed; striking one out is a row of its own."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from readiness.domain.errors import NotFound
from readiness.domain.organisation import Person
from readiness.domain.working_together import Comment
from readiness.storage.database import LARGEST_ID, add, rows, time_text

COLUMNS = (
    "comments.id, comments.question, comments.text, writer.id, writer.name, comments.at, "
    "ifnull(striker.name, ''), struck.at"
)
"""What a comment is made of, in this order."""

FROM = """from comments join people as writer on writer.id = comments.person
    left join comments_struck_out as struck on struck.comment = comments.id
    left join people as striker on striker.id = struck.person"""


def comments_on(db: Database, assessment_id: int, question: str) -> tuple[Comment, ...]:
    """Return what was said of a question, oldest first."""
    found = rows(
        db,
        f"select {COLUMNS} {FROM} where assessment = ? and question = ? order by comments.id",
        (assessment_id, question),
    )
    return tuple(comment_of(row) for row in found)


def comment_by_number(db: Database, assessment_id: int, number: int) -> Comment:
    """Return a comment.

    Raises:
        NotFound: the assessment has none of that number.
    """
    known = 0 < number <= LARGEST_ID
    found = (
        rows(
            db,
            f"select {COLUMNS} {FROM} where assessment = ? and comments.id = ?",
            (assessment_id, number),
        )
        if known
        else []
    )
    if not found:
        raise NotFound("There is no such comment here.")
    return comment_of(found[0])


def comment_of(row: Sequence[Any]) -> Comment:
    """Make a comment of the columns above."""
    number, question, text, by_id, by, at, struck_by, struck_at = row
    struck = datetime.fromisoformat(struck_at) if struck_at else None
    when = datetime.fromisoformat(at)
    return Comment(number, question, text, by_id, by, when, struck_by, struck)


def add_comment(
    db: Database, assessment_id: int, question: str, text: str, *, person: Person, at: datetime
) -> int:
    """Add a comment, inside `immediate`; return its number."""
    return add(
        db,
        "comments",
        assessment=assessment_id,
        question=question,
        text=text,
        person=person.id,
        at=time_text(at),
    )


def strike_out(db: Database, number: int, *, person: Person, at: datetime) -> None:
    """Note that a comment is struck out, inside `immediate`."""
    add(db, "comments_struck_out", comment=number, person=person.id, at=time_text(at))
