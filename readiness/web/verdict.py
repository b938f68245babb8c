"""The pages of a verdict: as the answers stand today, and as they were submitted."""

from typing import Any

from flask import Blueprint, Response, render_template, url_for
from flask.typing import ResponseReturnValue

from readiness.domain.checked import Checked
from readiness.domain.contract_name import in_file_name
from readiness.domain.errors import NotFound
from readiness.domain.sign_off import SignOff, reopened_words
from readiness.domain.wording import day_words
from readiness.files.record import write_record
from readiness.usecases.assessment import OpenAssessment, SubmittedAssessment
from readiness.usecases.freezes import read_freezes
from readiness.usecases.hand_over import offered_hand_over
from readiness.usecases.review import read_checked, read_opinions
from readiness.usecases.sign_off import read_approval
from readiness.web import current, filters
from readiness.web.hosting_page import notice_of
from readiness.web.judged import Judged, as_submitted, open_today, plan_of
from readiness.web.sign_off import next_step, reopened_since
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
        *([_seen_by_others(opened)] if opened.submissions else []),
        *([again] if opened.submissions and _may_again(opened) else []),
    ]
    offered = offered_hand_over(current.db(), current.rules(), opened)
    return render_template(
        "verdict/verdict.html",
        **_page(opened),
        onward=onward,
        offered=offered,
        step=next_step(opened),
        signed=_signed(opened.approval.last_signed),
        reopened=reopened_since(opened),
        host=notice_of(opened),
    )


@bp.get(SUBMITTED)
def submitted(assessment_id: int, number: int) -> ResponseReturnValue:
    """Show a submission as it was judged on its day."""
    opened = as_submitted(assessment_id, number)
    onward = [
        (
            "Download the record (JSON)",
            url_for(".record", assessment_id=assessment_id, number=number),
        ),
        _seen_by_others(opened),
    ]
    if opened.pack.hosting and opened.may.manage:
        place = url_for("hosting.publishing_page", assessment_id=assessment_id, number=number)
        onward.append(("Publish it to your guests", place))
    if opened.assessment.closed is None:
        today = url_for(".verdict", assessment_id=assessment_id)
        again = ("Assess again, with these answers carried over", _again(opened))
        onward += [("The verdict on your answers today", today)]
        onward += [again] if _may_again(opened) else []
    step = next_step(opened)
    newest = number == step.approval.newest
    return render_template(
        "verdict/verdict.html",
        **_page(opened, read_checked(current.db(), opened)),
        onward=onward,
        offered=None,
        step=step if newest else None,
        signed=_signed(step.approval.of(number)),
        reopened=reopened_words(step.approval, opened.pack) if newest else "",
        host=None,
    )


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
    decided = read_approval(current.db(), opened.assessment).of(number)
    opinions = read_opinions(current.db(), opened)
    of = f"{opened.assessment.organisation.ods_code}{in_file_name(opened.given.contract)}"
    name = f"{of}-{opened.pack.key}-submission-{number}.json"
    return Response(
        write_record(opened.submission, freezes, decided, opinions),
        mimetype="application/json",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _seen_by_others(opened: Judged) -> tuple[str, str]:
    code, pack = opened.assessment.organisation.ods_code, opened.pack
    return "What your commissioner sees", url_for("shared.about", ods_code=code, pack_key=pack.key)


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


def _signed(decided: SignOff | None) -> str:
    return decided.sentence if decided else ""


def _page(opened: Judged, checked: Checked | None = None) -> dict[str, object]:
    view = plan_of(opened)
    return {
        "opened": opened,
        "meta": meta(opened),
        "page": VerdictPage(view.plan, view.schedule, checked),
        "carried": carried_words(opened.reading),
        "urls": _urls(opened),
    }


def _may_again(opened: Judged) -> bool:
    return opened.may.manage and opened.assessment.closed is None


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
