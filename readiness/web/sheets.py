"""Sharing the work: what falls to each role, its sheet on paper and as a file, and typing it in."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from readiness.domain.calendar import london_day
from readiness.domain.contract_name import in_file_name
from readiness.domain.question_sheet import QuestionSheet, question_sheet
from readiness.domain.role_share import role_share, role_shares
from readiness.domain.wording import count_words
from readiness.files.question_sheet import question_sheet_document
from readiness.files.word_file import WORD
from readiness.usecases.assessment import OpenAssessment
from readiness.web.answering import Outcome, receive, shown_again, stays_at
from readiness.web.judged import open_today
from readiness.web.page_form import PageForm

bp = Blueprint("sheets", __name__, url_prefix="/assessments/<int:assessment_id>")


@bp.get("/sheets")
def sheets(assessment_id: int) -> ResponseReturnValue:
    """List what falls to each role."""
    opened = open_today(assessment_id)
    return render_template("sheets/sheets.html", opened=opened, shares=role_shares(opened.reading))


@bp.get("/sheets/<role>")
def sheet(assessment_id: int, role: str) -> ResponseReturnValue:
    """Show a role’s sheet, to print."""
    opened = open_today(assessment_id)
    return render_template(
        "sheets/sheet.html", opened=opened, role=role, sheet=_sheet(opened, role)
    )


@bp.get("/sheets/<role>.docx")
def document(assessment_id: int, role: str) -> ResponseReturnValue:
    """Give a role’s sheet as a Word file."""
    opened = open_today(assessment_id)
    of = f"{opened.assessment.organisation.ods_code}{in_file_name(opened.given.contract)}"
    name = f"questions-{of}-{role}.docx"
    return Response(
        question_sheet_document(_sheet(opened, role)),
        mimetype=WORD,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@bp.get("/roles/<role>")
def type_in(assessment_id: int, role: str) -> ResponseReturnValue:
    """Ask all questions of a role on one page."""
    opened = open_today(assessment_id)
    share = role_share(opened.reading, role)
    return _form_page(opened, role, PageForm(opened, {q.key for q in share.questions}))


@bp.post("/roles/<role>", endpoint="save")
def save_role(assessment_id: int, role: str) -> ResponseReturnValue:
    """Save what was typed from a sheet; show again what needs somebody."""
    opened = open_today(assessment_id)
    before = role_share(opened.reading, role)
    outcome = receive(opened, {q.key for q in opened.pack.questions.values() if q.owner == role})
    after = role_share(outcome.now.reading, role)
    if outcome.all_kept:
        flash(_saved(outcome, after.title))
        stay = stays_at(outcome, before.questions, after.questions)
        if stay is None and request.form.get("then") != "stay":
            return redirect(url_for(".sheets", assessment_id=assessment_id), 303)
        anchor = stay.ref if stay else None
        return redirect(
            url_for(".type_in", assessment_id=assessment_id, role=role, _anchor=anchor), 303
        )
    again = shown_again(outcome, {q.key for q in after.questions}, request.form)
    return _form_page(outcome.now, role, again, outcome.words(again)), outcome.status


def _sheet(opened: OpenAssessment, role: str) -> QuestionSheet:
    only_open = request.args.get("open") == "1"
    return question_sheet(opened.reading, role, day_of=london_day, only_open=only_open)


def _form_page(opened: OpenAssessment, role: str, form: PageForm, title: str = "") -> str:
    return render_template(
        "sheets/type_in.html",
        opened=opened,
        role=role,
        share=role_share(opened.reading, role),
        form=form,
        title=title,
    )


def _saved(outcome: Outcome, role: str) -> str:
    refs = [outcome.now.pack.questions[key].ref for key in outcome.saved.saved]
    if not refs:
        return f"{role}: nothing was changed, so nothing was saved."
    return f"{role}: {count_words(len(refs), 'answer')} saved ({', '.join(refs)})."
