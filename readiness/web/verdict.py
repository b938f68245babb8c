"""The pages of a verdict: as the answers stand today, and as they were submitted."""

from typing import Any

from flask import Blueprint, Response, render_template, url_for
from flask.typing import ResponseReturnValue

from readiness.domain.contract_name import in_file_name
from readiness.domain.errors import NotFound
from readiness.domain.wording import day_words
from readiness.files.record import write_record
from readiness.usecases.assessment import OpenAssessment, SubmittedAssessment
from readiness.usecases.freezes import read_freezes
from readiness.usecases.hand_over import offered_hand_over
from readiness.web import current, filters
from readiness.web.judged import Judged, as_submitted, open_today, plan_of
from readiness.web.still_true import carried_words
from readiness.web.verdict_page import VerdictPage
from readiness.web.what_if_query import what_if_address

bp = Blueprint("verdict", __name__)

OPEN = "/assessments/<int:assessment_id>"
SUBMITTED = f"{OPEN}/submissions/<int:number>"


@bp.get(f"{OPEN}/verdict")
def verdict(assessment_id: int) -> ResponseReturnValue:
    """Show where an assessment stands today."""
    opened = open_today(assessment_id)
    again = ("Assess again, with these answers carried over", _again(opened))
    onward = [
        ("What if some answers were different?", what_if_address(opened, {})),
        ("Check your answers and submit", url_for("assessment.check", assessment_id=assessment_id)),
        *(
            (
                f"Submission {line.number}, as judged on {day_words(line.judged_on)}",
                url_for(".submitted", assessment_id=assessment_id, number=line.number),
            )
            for line in reversed(opened.submissions)
        ),
        *([again] if opened.submissions and not opened.assessment.closed else []),
    ]
    offered = offered_hand_over(current.db(), current.rules(), opened)
    return render_template("verdict/verdict.html", **_page(opened), onward=onward, offered=offered)


@bp.get(SUBMITTED)
def submitted(assessment_id: int, number: int) -> ResponseReturnValue:
    """Show a submission as it was judged on its day."""
    opened = as_submitted(assessment_id, number)
    onward = [
        (
            "Download the record (JSON)",
            url_for(".record", assessment_id=assessment_id, number=number),
        ),
    ]
    if opened.assessment.closed is None:
        today = url_for(".verdict", assessment_id=assessment_id)
        onward += [
            ("The verdict on your answers today", today),
            ("Assess again, with these answers carried over", _again(opened)),
        ]
    return render_template("verdict/verdict.html", **_page(opened), onward=onward, offered=None)


@bp.get(f"{OPEN}/route")
def route(assessment_id: int) -> ResponseReturnValue:
    """Show the procurement routes in full, as the answers stand today."""
    return _route_page(open_today(assessment_id))


@bp.get(f"{SUBMITTED}/route")
def submitted_route(assessment_id: int, number: int) -> ResponseReturnValue:
    """Show the procurement routes in full, as submitted."""
    return _route_page(as_submitted(assessment_id, number))


@bp.get(f"{SUBMITTED}/record.json")
def record(assessment_id: int, number: int) -> ResponseReturnValue:
    """Give a submission as one document that another copy of the tool can check."""
    opened = as_submitted(assessment_id, number)
    freezes = read_freezes(current.db(), opened, person=current.person())
    of = f"{opened.assessment.organisation.ods_code}{in_file_name(opened.given.contract)}"
    name = f"{of}-{opened.pack.key}-submission-{number}.json"
    return Response(
        write_record(opened.submission, freezes),
        mimetype="application/json",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def meta(opened: Judged) -> str:
    """Say what is judged, and on which day."""
    day = day_words(opened.given.on)
    if isinstance(opened, SubmittedAssessment):
        declared = opened.submission
        return f"Submission {declared.number}, judged on {day}. Declared by {declared.declared_by}."
    state = "Closed" if opened.assessment.closed else "Open"
    if opened.saved is not None:
        saved = f"Last saved {filters.when(opened.saved.at)}"
    else:
        carried = any(answer.carried_from for answer in opened.given.answers.values())
        saved = "All answers are carried over" if carried else "Nothing is saved yet"
    return f"{state} assessment, judged today, {day}. {saved}."


def _route_page(opened: Judged) -> str:
    if not opened.pack.routes.routes:
        raise NotFound(f"“{opened.pack.title}” advises on no procurement route. See the verdict.")
    return render_template("verdict/route.html", **_page(opened))


def _page(opened: Judged) -> dict[str, object]:
    view = plan_of(opened)
    return {
        "opened": opened,
        "meta": meta(opened),
        "page": VerdictPage(view.plan, view.schedule),
        "carried": carried_words(opened.reading),
        "urls": _urls(opened),
    }


def _again(opened: Judged) -> str:
    return url_for("again.look", assessment_id=opened.assessment.id)


def _urls(opened: Judged) -> dict[str, str]:
    """Return where the pages lie that show the same answers."""
    place: dict[str, Any] = {"assessment_id": opened.assessment.id}
    if isinstance(opened, OpenAssessment):
        names = {
            "verdict": "verdict.verdict",
            "route": "verdict.route",
            "plan": "plan.plan",
            "benchmarks": "benchmarks.today",
            "calendar": "calendar.calendar",
            "decision": "decision.today",
        }
    else:
        place["number"] = opened.submission.number
        names = {
            "verdict": "verdict.submitted",
            "route": "verdict.submitted_route",
            "plan": "plan.submitted",
            "benchmarks": "benchmarks.submitted",
            "decision": "decision.submitted",
        }
    decides = [scale.key for scale in opened.pack.scales if scale.decides]
    decision = names.pop("decision")
    return {name: url_for(endpoint, **place) for name, endpoint in names.items()} | {
        f"decision-{key}": url_for(decision, scale_key=key, **place) for key in decides
    }
