"""Comments and marks: said on a question’s own page, and all of an assessment’s on one."""

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from readiness.domain.errors import Conflict, InvalidAnswer, NotAllowed
from readiness.domain.pack import Section
from readiness.domain.working_together import Together
from readiness.usecases.assessment import OpenAssessment
from readiness.usecases.comment import add_comment, strike_comment
from readiness.usecases.mark import MarkedSince, UnfitMark, clear_mark, mark_question
from readiness.usecases.working_together import read_together
from readiness.web import current
from readiness.web.assessment import question_page
from readiness.web.judged import open_today
from readiness.web.page_form import PageForm
from readiness.web.thread import MarkForm, Thread, thread_of

bp = Blueprint("comments", __name__, url_prefix="/assessments/<int:assessment_id>")


@dataclass(frozen=True)
class SectionTalk:
    """A section of which something was said: its questions, those that are marked first."""

    section: Section
    threads: tuple[Thread, ...]

    @property
    def marked(self) -> int:
        """How many of its questions need another look."""
        return sum(thread.mark.standing for thread in self.threads)


@bp.get("/comments")
def comments(assessment_id: int) -> ResponseReturnValue:
    """Show all that was said, by section, what is not settled first."""
    opened = open_today(assessment_id)
    together = read_together(current.db(), opened, person=current.person(), threads=None)
    return render_template(
        "together/comments.html", opened=opened, talks=section_talks(opened, together)
    )


@bp.post("/questions/<question_key>/comments")
def comment(assessment_id: int, question_key: str) -> ResponseReturnValue:
    """Add a comment."""
    opened = open_today(assessment_id)
    text = request.form.get("comment", "")
    try:
        add_comment(
            current.db(), opened, question_key, text, person=current.person(), at=current.now()
        )
    except (InvalidAnswer, Conflict, NotAllowed) as wrong:
        thread = thread_of(opened, opened.pack.question(question_key))
        thread.commented(request.form, *str(wrong).splitlines())
        if not thread.may_comment:
            thread.refusal = str(wrong)
        return _question_again(opened, thread), _status(wrong)
    return _back(assessment_id, question_key)


@bp.post("/questions/<question_key>/comments/<int:number>/strike")
def strike(assessment_id: int, question_key: str, number: int) -> ResponseReturnValue:
    """Strike a comment out."""
    opened = open_today(assessment_id)
    asked = opened.pack.question(question_key)
    strike_comment(current.db(), opened, number, person=current.person(), at=current.now())
    flash(f"{asked.ref}: the comment is struck out.")
    return _back(assessment_id, question_key)


@bp.post("/questions/<question_key>/mark")
def mark(assessment_id: int, question_key: str) -> ResponseReturnValue:
    """Mark a question as needing another look."""
    opened, form = open_today(assessment_id), MarkForm(request.form)
    try:
        mark_question(
            current.db(),
            opened,
            question_key,
            why=form.why.data or "",
            to=form.to.data or "",
            seen=form.seen,
            person=current.person(),
            at=current.now(),
        )
    except UnfitMark as wrong:
        thread = thread_of(opened, opened.pack.question(question_key))
        thread.marking(request.form, wrong)
        return _question_again(opened, thread), 400
    except MarkedSince as since:
        return _marked_since(opened, question_key, since), 409
    return _back(assessment_id, question_key)


@bp.post("/questions/<question_key>/clear")
def clear(assessment_id: int, question_key: str) -> ResponseReturnValue:
    """Clear the mark of a question."""
    opened, form = open_today(assessment_id), MarkForm(request.form)
    try:
        clear_mark(
            current.db(),
            opened,
            question_key,
            seen=form.seen,
            person=current.person(),
            at=current.now(),
        )
    except MarkedSince as since:
        thread = thread_of(opened, opened.pack.question(question_key))
        thread.refusal = str(since)
        return _question_again(opened, thread), 409
    flash(f"{opened.pack.question(question_key).ref}: the mark is cleared.")
    return _back(assessment_id, question_key)


def section_talks(opened: OpenAssessment, together: Together) -> list[SectionTalk]:
    """Return the sections of which something was said, those with marks first, else in order."""
    talks = [_talk(opened, section, together) for section in opened.pack.sections]
    return sorted((talk for talk in talks if talk.threads), key=lambda talk: not talk.marked)


def _talk(opened: OpenAssessment, section: Section, together: Together) -> SectionTalk:
    """Return what was said of a section: marked questions first, then the newest comment first."""
    found = [Thread(opened, question, together) for question in section.questions]
    said = [thread for thread in found if thread.comments or thread.mark.standing]
    said.sort(key=lambda thread: max((c.number for c in thread.comments), default=0), reverse=True)
    said.sort(key=lambda thread: not thread.mark.standing)
    return SectionTalk(section, tuple(said))


def _marked_since(opened: OpenAssessment, question_key: str, since: MarkedSince) -> str:
    thread = thread_of(opened, opened.pack.question(question_key))
    thread.marked_since(request.form, since)
    return _question_again(opened, thread)


def _question_again(opened: OpenAssessment, thread: Thread) -> str:
    form = PageForm(opened, {thread.question.key})
    return question_page(opened, thread.question, form, thread)


def _status(wrong: Exception) -> int:
    if isinstance(wrong, NotAllowed):
        return 403
    return 409 if isinstance(wrong, Conflict) else 400


def _back(assessment_id: int, question_key: str) -> ResponseReturnValue:
    """Go back to the question, where what was said of it stands."""
    return redirect(
        url_for(
            "assessment.question",
            assessment_id=assessment_id,
            question_key=question_key,
            _anchor="comments",
        ),
        303,
    )
