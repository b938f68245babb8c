"""The pages of a plan: all of it, one action, and the files."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from readiness.domain.contract import beside
from readiness.domain.contract_name import in_file_name
from readiness.domain.joint_action import Proposed, Reply
from readiness.domain.wording import day_words
from readiness.files.host_email import host_email
from readiness.files.table import plan_table
from readiness.files.workbook import plan_workbook
from readiness.usecases.assessment import OpenAssessment, SubmittedAssessment
from readiness.usecases.joint_offers import offers_to
from readiness.usecases.plan import SaidSince, Unfit, say_of_action
from readiness.usecases.review import read_checked
from readiness.usecases.sign_off import read_approval
from readiness.web import current
from readiness.web.action_form import ActionForm, as_said
from readiness.web.judged import Judged, as_submitted, costs_of, open_today, plan_of
from readiness.web.plan_page import PlanPage, Row

bp = Blueprint("plan", __name__)

OPEN = "/assessments/<int:assessment_id>/plan"
SUBMITTED = "/assessments/<int:assessment_id>/submissions/<int:number>/plan"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get(OPEN)
def plan(assessment_id: int) -> ResponseReturnValue:
    """Show the plan as the answers stand today."""
    return _show(open_today(assessment_id))


@bp.get(SUBMITTED)
def submitted(assessment_id: int, number: int) -> ResponseReturnValue:
    """Show the plan of a submission, as of its day."""
    return _show(as_submitted(assessment_id, number))


@bp.get(f"{OPEN}.xlsx")
def workbook(assessment_id: int) -> ResponseReturnValue:
    """Give the plan as a workbook."""
    return _workbook(open_today(assessment_id))


@bp.get(f"{SUBMITTED}.xlsx")
def submitted_workbook(assessment_id: int, number: int) -> ResponseReturnValue:
    """Give the plan of a submission as a workbook."""
    return _workbook(as_submitted(assessment_id, number))


@bp.get(f"{OPEN}.csv")
def table(assessment_id: int) -> ResponseReturnValue:
    """Give the plan as CSV."""
    return _table(open_today(assessment_id))


@bp.get(f"{SUBMITTED}.csv")
def submitted_table(assessment_id: int, number: int) -> ResponseReturnValue:
    """Give the plan of a submission as CSV."""
    return _table(as_submitted(assessment_id, number))


@bp.get(f"{OPEN}/<path:action_key>")
def action(assessment_id: int, action_key: str) -> ResponseReturnValue:
    """Show one action: why, how, by when, and what people say of it."""
    opened = open_today(assessment_id)
    row = _page(opened).row(action_key)
    return _show_action(opened, row, ActionForm(data=as_said(row.progress)))


@bp.post(f"{OPEN}/<path:action_key>")
def say(assessment_id: int, action_key: str) -> ResponseReturnValue:
    """Save what a person says of an action; show it again with what stands in the way."""
    opened = open_today(assessment_id)
    row = _page(opened).row(action_key)
    form = ActionForm(request.form)
    try:
        _save(opened, action_key, form)
    except Unfit as wrong:
        form.show(wrong)
        return _show_action(opened, row, form), 400
    except SaidSince as since:
        form.lay_beside(since)
        return _show_action(opened, row, form), 409
    anchor = f"action-{row.number}"
    return redirect(url_for(".plan", assessment_id=assessment_id, _anchor=anchor), 303)


def _save(opened: OpenAssessment, action_key: str, form: ActionForm) -> None:
    say_of_action(
        current.db(),
        opened,
        action_key,
        owner=form.owner.data or "",
        state=form.state.data or "",
        due=form.due.data or None,
        note=form.note.data or "",
        seen=form.version,
        person=current.person(),
        at=current.now(),
    )


def _page(opened: Judged) -> PlanPage:
    view = plan_of(opened)
    return PlanPage(view.plan, view.schedule, view.progress)


def _show(opened: Judged) -> ResponseReturnValue:
    page = replace(_page(opened), costs=costs_of(opened)).narrowed(
        owner=request.args.get("owner", ""), late=request.args.get("late") == "1"
    )
    return render_template(
        "plan/plan.html",
        opened=opened,
        page=page,
        meta=_meta(opened),
        urls=_urls(opened),
        offers=_offers(opened),
    )


def _offers(opened: Judged) -> tuple[Proposed, ...]:
    """Return what the organisation’s system offers it today; a submission is of its own day."""
    if isinstance(opened, SubmittedAssessment):
        return ()
    return offers_to(current.db(), opened, person=current.person())


def _accepted(opened: Judged) -> tuple[Proposed, ...]:
    return tuple(one for one in _offers(opened) if one.offer.reply is Reply.ACCEPTED)


def _show_action(opened: OpenAssessment, row: Row, form: ActionForm) -> str:
    email = host_email(row.timed, row.page.plan.verdict) if row.timed.action.asks_host else None
    return render_template(
        "plan/action.html", opened=opened, row=row, form=form, urls=_urls(opened), email=email
    )


def _workbook(opened: Judged) -> Response:
    view = plan_of(opened)
    decided, found = None, None
    if isinstance(opened, SubmittedAssessment):
        decided = read_approval(current.db(), opened.assessment).of(opened.submission.number)
        found = read_checked(current.db(), opened)
    costs = costs_of(opened)
    joint = _accepted(opened)
    book = plan_workbook(view.plan, view.schedule, view.progress, costs, decided, found, joint)
    return _file(opened, book, "xlsx", WORKBOOK)


def _table(opened: Judged) -> Response:
    view = plan_of(opened)
    table = plan_table(view.plan, view.schedule, view.progress, _accepted(opened))
    return _file(opened, table, "csv", "text/csv")


def _file(opened: Judged, content: bytes, ending: str, mimetype: str) -> Response:
    given, pack = opened.given, opened.pack
    of = f"{given.organisation.ods_code}{in_file_name(given.contract)}"
    name = f"{of}-{pack.key}-{pack.version}-plan-{given.on}.{ending}"
    return Response(
        content,
        mimetype=mimetype,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _meta(opened: Judged) -> str:
    source = "your answers as they stand"
    if isinstance(opened, SubmittedAssessment):
        source = f"submission {opened.submission.number}"
    name = beside(opened.given.organisation.name, opened.given.contract)
    return f"{name}. Drafted from {source}. Latest starts as of {day_words(opened.given.on)}."


def _urls(opened: Judged) -> dict[str, str]:
    """Return where the plan and its files lie."""
    place: dict[str, Any] = {"assessment_id": opened.assessment.id}
    names = {
        "plan": ".plan",
        "workbook": ".workbook",
        "table": ".table",
        "what_if": "what_if.what_if",
        "calendar": "calendar.calendar",
        "freezes": "freezes.freezes",
        "costs": "costs.costs",
    }
    if isinstance(opened, SubmittedAssessment):
        place["number"] = opened.submission.number
        names = {
            "plan": ".submitted",
            "workbook": ".submitted_workbook",
            "table": ".submitted_table",
        }
    return {name: url_for(endpoint, **place) for name, endpoint in names.items()}
