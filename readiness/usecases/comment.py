"""Say something beside an answer, and strike out what was said."""

from datetime import datetime

from sqlite_utils import Database

from readiness.domain.errors import Conflict, NotAllowed
from readiness.domain.organisation import Person
from readiness.domain.working_together import (
    MOST_COMMENTS,
    Comment,
    ask_whom,
    read_comment,
)
from readiness.storage import comments
from readiness.storage.database import immediate
from readiness.storage.events import note_event
from readiness.storage.working_together import working_together
from readiness.usecases import permission
from readiness.usecases.assessment import OpenAssessment, require_open


def add_comment(
    db: Database, opened: OpenAssessment, question: str, text: str, *, person: Person, at: datetime
) -> Comment:
    """Add a comment to a question; what the same person said there last is not said twice.

    Raises:
        InvalidAnswer: there is no text, or too much.
        Conflict: the question has as many comments as it takes.
        Closed: the organisation was assessed again since.
        NotAllowed: the section was given to others, and the person signs nothing off.
        NotFound, NotAllowed: the person may not see this organisation, or not do this for it.
    """
    asked, text = opened.pack.question(question), read_comment(text)
    person = permission.seeing(db, person, opened.assessment.organisation)
    with immediate(db):
        assessment = require_open(db, opened.assessment.id)
        may = permission.opening(db, person, assessment)
        if not may.comments(asked.section):
            given = working_together(db, assessment.id).assignment(asked.section)
            title = opened.pack.section(asked.section).title
            raise NotAllowed(f"Your comment was not saved. {ask_whom(title, given, may)}")
        there = comments.comments_on(db, assessment.id, asked.key)
        if there and _same(there[-1], person, text):
            return there[-1]
        if len(there) >= MOST_COMMENTS:
            raise Conflict(f"This question has {MOST_COMMENTS} comments, and takes no more.")
        number = comments.add_comment(db, assessment.id, asked.key, text, person=person, at=at)
        _note(db, assessment.id, "commented", asked.key, number, person, at)
    return Comment(number, asked.key, text, person.id, person.name, at)


def strike_comment(
    db: Database, opened: OpenAssessment, number: int, *, person: Person, at: datetime
) -> Comment:
    """Strike out a comment: it is kept and read no more. One that was struck out stays so.

    Raises:
        NotFound: there is no such comment.
        NotAllowed: somebody else wrote it, and the person does not run the assessment.
        Closed: the organisation was assessed again since.
        NotFound, NotAllowed: the person may not see this organisation, or not do this for it.
    """
    person = permission.seeing(db, person, opened.assessment.organisation)
    with immediate(db):
        assessment = require_open(db, opened.assessment.id)
        comment = comments.comment_by_number(db, assessment.id, number)
        if comment.struck_by:
            return comment
        if not comment.may_strike(person.id, permission.opening(db, person, assessment)):
            raise NotAllowed(f"Only {comment.by} or an IT lead may strike this comment out.")
        comments.strike_out(db, number, person=person, at=at)
        _note(db, assessment.id, "comment-struck-out", comment.question, number, person, at)
    return comment


def _same(last: Comment, person: Person, text: str) -> bool:
    return not last.struck_by and (last.by_id, last.text) == (person.id, text)


def _note(
    db: Database, number: int, what: str, question: str, comment: int, person: Person, at: datetime
) -> None:
    """Note that something was said and of what; never what was said."""
    detail = {"question": question, "comment": comment}
    note_event(db, "assessment", number, what, person=person, at=at, **detail)
