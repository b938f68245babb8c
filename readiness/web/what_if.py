"""What if: other answers on a scratch copy that lives in the address, saved nowhere until asked."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from readiness.usecases.freezes import read_freezes
from readiness.usecases.what_if import try_answers
from readiness.web import current
from readiness.web.answering import receive, shown_again
from readiness.web.judged import open_today
from readiness.web.what_if_page import WhatIfPage
from readiness.web.what_if_query import read_query, what_if_address

bp = Blueprint("what_if", __name__, url_prefix="/assessments/<int:assessment_id>/what-if")
bp.add_app_template_global(what_if_address)


@bp.get("")
def what_if(assessment_id: int) -> ResponseReturnValue:
    """Show a copy with other answers beside the assessment; its address says only what differs."""
    opened = open_today(assessment_id)
    query = read_query(opened, request.args)
    scratch = try_answers(
        opened,
        query.changes(),
        person=current.person(),
        freezes=read_freezes(current.db(), opened, person=current.person()),
    )
    page = WhatIfPage(query, scratch)
    if not page.told and page.neat != list(request.args.items(multi=True)):
        return redirect(page.address, 303)
    status = 400 if page.form.troubles else 200
    return render_template("what_if/what_if.html", opened=opened, page=page), status


@bp.post("", endpoint="save")
def save_copy(assessment_id: int) -> ResponseReturnValue:
    """Save the changed answers; where somebody answered meanwhile, show both and ask."""
    opened = open_today(assessment_id)
    outcome = receive(opened, opened.pack.questions)
    if outcome.all_kept:
        return redirect(url_for("verdict.verdict", assessment_id=assessment_id), 303)
    again = shown_again(outcome, (), request.form)
    page = render_template(
        "what_if/saving.html", opened=outcome.now, form=again, title=outcome.words(again)
    )
    return page, outcome.status
