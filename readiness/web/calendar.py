"""The calendar page: every latest start from today to the target, and what else falls between."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from readiness.web.calendar_page import CalendarPage
from readiness.web.judged import open_today, plan_of
from readiness.web.plan_page import PlanPage

bp = Blueprint("calendar", __name__)


@bp.get("/assessments/<int:assessment_id>/calendar")
def calendar(assessment_id: int) -> ResponseReturnValue:
    """Show the calendar of an assessment as its answers stand today."""
    opened = open_today(assessment_id)
    view = plan_of(opened)
    page = PlanPage(view.plan, view.schedule, view.progress)
    return render_template("plan/calendar.html", opened=opened, page=page, dates=CalendarPage(page))
