"""The worksheet of a percentage: counts are typed, the share is shown, and saved as the answer."""

import re

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import Form, StringField

from readiness.domain.assessment import Answer
from readiness.domain.errors import InvalidAnswer, NotFound
from readiness.domain.pack import Question
from readiness.domain.wording import upper_first
from readiness.domain.work_out import WorkedOut, WorkOut, WorkOutRow, read_counts, worked_out
from readiness.usecases.assessment import OpenAssessment, history_in
from readiness.usecases.change import NOTHING
from readiness.web import current
from readiness.web.answering import save, shown_again
from readiness.web.assessment import leads_back, question_page
from readiness.web.forms import Sent, Trouble
from readiness.web.judged import open_today
from readiness.web.page_form import PageForm

bp = Blueprint("work_out", __name__, url_prefix="/assessments/<int:assessment_id>/questions")


class RowForm(Form):
    """How many there are in one row, and how many of those are meant; as typed."""

    of = StringField()
    part = StringField()

    def __init__(self, work_out: WorkOut, row: WorkOutRow, sent: Sent | None) -> None:
        super().__init__(sent, prefix=f"{row.key}-")
        self.row = row
        self.of.label.text = upper_first(work_out.of)
        self.part.label.text = upper_first(work_out.part)


class WorksheetForm:
    """The counts of a worksheet as they were typed, with what does not fit, or what they give.

    `seen` is the version of the answer that the person was looking at.
    """

    def __init__(self, work_out: WorkOut, version: int, sent: Sent | None = None) -> None:
        self.work_out = work_out
        self.rows = [RowForm(work_out, row, sent) for row in work_out.rows]
        typed = version if sent is None else sent.get("seen", "")
        self.seen = int(typed) if re.fullmatch(r"\d{1,9}", str(typed)) else 0
        self.found: WorkedOut | None = None
        self.troubles: tuple[Trouble, ...] = ()

    def work(self) -> WorkedOut | None:
        """Work the share out; None where something does not fit, as is then said at its count."""
        fields = {field.name: field for form in self.rows for field in form}
        typed = {name: field.data or "" for name, field in fields.items()}
        counts, wrong = read_counts(self.work_out, typed)
        try:
            self.found = None if wrong else worked_out(self.work_out, counts)
        except InvalidAnswer as nothing:
            wrong = {self.rows[0].of.name: str(nothing)}
        for name, words in wrong.items():
            fields[name].errors = (words,)
        self.troubles = tuple(
            Trouble(fields[name].id, words.rstrip("."), "") for name, words in wrong.items()
        )
        return self.found


@bp.get("/<question_key>/work-out")
def work_out(assessment_id: int, question_key: str) -> ResponseReturnValue:
    """Ask for the counts; a question that cannot be answered now says why on its own page."""
    opened = open_today(assessment_id)
    asked, sheet = _asked(opened, question_key)
    theirs = not opened.may.answers(asked.section)
    if opened.assessment.closed or theirs or opened.reading.asked(asked.key) != "yes":
        here = url_for(
            "assessment.question", assessment_id=assessment_id, question_key=question_key
        )
        return redirect(here, 303)
    answer = opened.given.answers.get(asked.key)
    return _page(opened, asked, WorksheetForm(sheet, answer.version if answer else 0))


@bp.post("/<question_key>/work-out", endpoint="save")
def save_share(assessment_id: int, question_key: str) -> ResponseReturnValue:
    """Show what the counts give; save it once it is the figure that the person was shown."""
    opened = open_today(assessment_id)
    asked, sheet = _asked(opened, question_key)
    form = WorksheetForm(sheet, 0, request.form)
    found = form.work()
    if found is None:
        return _page(opened, asked, form), 400
    shown = request.form.get("save")
    if shown != str(found.percent):
        return _page(opened, asked, form, other=shown is not None)
    return _saved(opened, asked, form, found)


def _saved(
    opened: OpenAssessment, asked: Question, form: WorksheetForm, found: WorkedOut
) -> ResponseReturnValue:
    """Save the share as if it had been typed on the question’s own page, the counts in its note."""
    sent = _as_typed(opened, asked, form, found)
    outcome = save(opened, PageForm(opened, {asked.key}, sent), request.form.get("rules"))
    if outcome.all_kept:
        flash(f"{asked.ref}: {found.percent}% is saved. {found.working}")
        return redirect(leads_back(opened, asked)[0], 303)
    again = shown_again(outcome, {asked.key}, sent)
    if outcome.saved.clashes:
        return question_page(outcome.now, asked, again), outcome.status
    form.troubles = tuple(Trouble("main", each.words, each.ref) for each in again.troubles)
    return _page(outcome.now, asked, form), outcome.status


def _as_typed(
    opened: OpenAssessment, asked: Question, form: WorksheetForm, found: WorkedOut
) -> Sent:
    """Return what the question’s own page would send: the share, and all else as it was seen."""
    answer = _version(opened, asked, form.seen)
    said = {
        "value": str(found.percent),
        "note": found.noted(answer.note),
        "evidence": answer.evidence,
        "seen": str(form.seen),
        **({} if answer.private else {"share": "yes"}),
    }
    return Sent({f"{asked.key}-{name}": text for name, text in said.items()})


def _version(opened: OpenAssessment, asked: Question, version: int) -> Answer:
    versions = history_in(current.db(), opened, asked.key, person=current.person())
    return next((answer for answer in versions if answer.version == version), NOTHING)


def _asked(opened: OpenAssessment, key: str) -> tuple[Question, WorkOut]:
    question = opened.pack.question(key)
    if question.work_out is None:
        raise NotFound(f"{question.ref} has no worksheet. Answer it on its own page.")
    return question, question.work_out


def _page(
    opened: OpenAssessment, asked: Question, form: WorksheetForm, *, other: bool = False
) -> str:
    """Draw the worksheet.

    Args:
        other: whether the person meant to save another figure than the counts give now.
    """
    address, title = leads_back(opened, asked)
    return render_template(
        "assessment/work_out.html",
        opened=opened,
        question=asked,
        answer=opened.given.answers.get(asked.key),
        form=form,
        other=other,
        back=address,
        back_title=title,
    )
