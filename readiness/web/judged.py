"""What verdicts and plans are shown of: an open assessment seen today, or a submission."""

from readiness.domain.cost_figures import Costs
from readiness.usecases.assessment import (
    OpenAssessment,
    SubmittedAssessment,
    read_assessment,
    read_submission,
)
from readiness.usecases.costs import read_known_costs
from readiness.usecases.plan import PlanView, read_plan
from readiness.web import current

Judged = OpenAssessment | SubmittedAssessment


def open_today(assessment_id: int) -> OpenAssessment:
    """Return an assessment as its answers stand, seen from today."""
    return read_assessment(current.db(), assessment_id, person=current.person(), on=current.today())


def as_submitted(assessment_id: int, number: int) -> SubmittedAssessment:
    """Return a submission, on the day it was declared for."""
    return read_submission(current.db(), assessment_id, number, person=current.person())


def costs_of(judged: Judged) -> Costs:
    """Return what the organisation knows of its costs."""
    return read_known_costs(current.db(), judged, person=current.person())


def plan_of(judged: Judged) -> PlanView:
    """Return the plan, its latest starts seen from the day of judgement."""
    return read_plan(current.db(), judged, person=current.person(), on=judged.given.on)
