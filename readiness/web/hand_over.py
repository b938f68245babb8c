"""The button with which an assessment hands over to the pack that asks about the work itself."""

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from readiness.usecases.hand_over import hand_over
from readiness.web import current
from readiness.web.judged import open_today

bp = Blueprint("hand_over", __name__)


@bp.post("/assessments/<int:assessment_id>/hand-over")
def begin(assessment_id: int) -> ResponseReturnValue:
    """Start or find the other assessment, and go there."""
    opened = open_today(assessment_id)
    number = hand_over(
        current.db(), current.rules(), opened, person=current.person(), at=current.now()
    )
    return redirect(url_for("assessment.tasks", assessment_id=number), 303)
