"""Published figures beside the answers of one organisation, survey by survey."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from readiness.domain.comparing import by_survey
from readiness.domain.errors import NotFound
from readiness.web.judged import Judged, as_submitted, open_today

bp = Blueprint("benchmarks", __name__, url_prefix="/assessments/<int:assessment_id>")


@bp.get("/benchmarks")
def today(assessment_id: int) -> ResponseReturnValue:
    """Show them beside the answers as they stand today."""
    verdict = url_for("verdict.verdict", assessment_id=assessment_id)
    return _page(open_today(assessment_id), verdict)


@bp.get("/submissions/<int:number>/benchmarks")
def submitted(assessment_id: int, number: int) -> ResponseReturnValue:
    """Show them beside the answers as submitted."""
    verdict = url_for("verdict.submitted", assessment_id=assessment_id, number=number)
    return _page(as_submitted(assessment_id, number), verdict)


def _page(opened: Judged, verdict: str) -> str:
    if not opened.pack.publishes:
        raise NotFound(f"“{opened.pack.title}” holds no published figures. See the verdict.")
    return render_template(
        "benchmarks/benchmarks.html",
        opened=opened,
        surveys=by_survey(opened.reading),
        context=[figure for figure in opened.pack.context if figure.survey is None],
        verdict=verdict,
    )
