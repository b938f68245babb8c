"""Assess an organisation again: what would be carried over, and the step itself."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from readiness.domain.errors import Conflict, NotFound
from readiness.usecases.again import AlreadyBegun, assess_again, next_round, round_after
from readiness.usecases.assessment import OpenAssessment
from readiness.web import current
from readiness.web.forms import Trouble
from readiness.web.judged import open_today
from readiness.web.still_true import days_of

bp = Blueprint("again", __name__, url_prefix="/assessments/<int:assessment_id>")


@bp.get("/again")
def look(assessment_id: int) -> ResponseReturnValue:
    """Show what would be carried over."""
    opened = open_today(assessment_id)
    try:
        return _page(opened)
    except AlreadyBegun as begun:
        return _begun(opened, begun)


@bp.post("/again")
def begin(assessment_id: int) -> ResponseReturnValue:
    """Close this assessment and begin the next one."""
    opened = open_today(assessment_id)
    person, at, seen = current.person(), current.now(), request.form.get("to", "")
    try:
        number = assess_again(
            current.db(), current.rules(), opened, person=person, at=at, seen=seen
        )
    except AlreadyBegun as begun:
        return _begun(opened, begun), 409
    except Conflict as meanwhile:
        return _page(opened, str(meanwhile)), 409
    return redirect(url_for("assessment.tasks", assessment_id=number), 303)


@bp.get("/newest")
def newest(assessment_id: int) -> ResponseReturnValue:
    """Lead to the assessment that is open now, over however many rounds."""
    opened = open_today(assessment_id)
    after = round_after(current.db(), opened)
    while after is not None:
        opened = open_today(after.assessment)
        after = round_after(current.db(), opened)
    if opened.assessment.closed is not None:
        raise NotFound("This assessment is closed, and none follows it.")
    return redirect(url_for("assessment.tasks", assessment_id=opened.assessment.id), 303)


def _page(opened: OpenAssessment, trouble: str = "") -> str:
    found = next_round(current.db(), current.rules(), opened, person=current.person())
    answers = opened.given.answers
    carried = [answers[one.was.key] for one in found.carried if one.was.key in answers]
    return render_template(
        "again/look.html",
        opened=opened,
        found=found,
        days=days_of(carried),
        newer=[opened.pack.questions[key] for key in found.newer if key in opened.pack.questions],
        troubles=[Trouble("main", trouble.rstrip("."), "")] if trouble else [],
    )


def _begun(opened: OpenAssessment, begun: AlreadyBegun) -> str:
    address = url_for("assessment.tasks", assessment_id=begun.assessment)
    return render_template("again/begun.html", opened=opened, begun=begun, address=address)
