"""A decision beside what the answers say of it, with its bounds and what would change it."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from readiness.domain.decision import read_decision
from readiness.web.judged import Judged, as_submitted, open_today

bp = Blueprint("decision", __name__)


@bp.get("/assessments/<int:assessment_id>/decisions/<scale_key>")
def today(assessment_id: int, scale_key: str) -> ResponseReturnValue:
    """Show it as the answers stand today."""
    verdict = url_for("verdict.verdict", assessment_id=assessment_id)
    return _page(open_today(assessment_id), scale_key, verdict)


@bp.get("/assessments/<int:assessment_id>/submissions/<int:number>/decisions/<scale_key>")
def submitted(assessment_id: int, number: int, scale_key: str) -> ResponseReturnValue:
    """Show it as submitted."""
    verdict = url_for("verdict.submitted", assessment_id=assessment_id, number=number)
    return _page(as_submitted(assessment_id, number), scale_key, verdict)


def _page(opened: Judged, key: str, verdict: str) -> str:
    decision = read_decision(opened.verdict, key)
    return render_template(
        "decision/decision.html", opened=opened, decision=decision, verdict=verdict
    )
