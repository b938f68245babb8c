"""An open assessment and the rules it is under: look before a change, look again, and undo."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from readiness.domain.errors import Conflict
from readiness.domain.move_words import position_rows
from readiness.usecases.pack_change import (
    Preview,
    answers_to_look_at,
    change_pack,
    confirm_answer,
    preview_change,
    undo_change,
)
from readiness.web import current
from readiness.web.forms import Trouble, whole_number
from readiness.web.judged import open_today

bp = Blueprint("pack_change", __name__, url_prefix="/assessments/<int:assessment_id>")


@bp.get("/rules")
def preview(assessment_id: int) -> ResponseReturnValue:
    found = _preview(assessment_id)
    return _tasks(assessment_id) if found is None else _page(found)


@bp.post("/rules")
def change(assessment_id: int) -> ResponseReturnValue:
    opened = open_today(assessment_id)
    seen = request.form.get("was", ""), request.form.get("to", "")
    person, at = current.person(), current.now()
    try:
        change_pack(current.db(), current.rules(), opened, person=person, at=at, seen=seen)
    except Conflict as meanwhile:
        found = _preview(assessment_id)
        if found is None:
            raise
        return _page(found, str(meanwhile)), 409
    return _tasks(assessment_id)


@bp.post("/rules/undo")
def undo(assessment_id: int) -> ResponseReturnValue:
    opened = open_today(assessment_id)
    seen = request.form.get("was", "")
    undo_change(current.db(), opened, seen=seen, person=current.person(), at=current.now())
    return _tasks(assessment_id)


@bp.get("/looks")
def looks(assessment_id: int) -> ResponseReturnValue:
    opened = open_today(assessment_id)
    found = answers_to_look_at(current.db(), opened)
    return render_template("pack_change/looks.html", opened=opened, looks=found)


@bp.post("/looks/<question_key>")
def confirm(assessment_id: int, question_key: str) -> ResponseReturnValue:
    opened = open_today(assessment_id)
    version = request.form.get("version", "")
    confirm_answer(
        current.db(),
        opened,
        question_key,
        version=whole_number(version),
        person=current.person(),
        at=current.now(),
    )
    flash(f"{opened.pack.question(question_key).ref}: noted that your answer still holds.")
    return redirect(url_for(".looks", assessment_id=assessment_id), 303)


def _preview(assessment_id: int) -> Preview | None:
    opened = open_today(assessment_id)
    return preview_change(current.db(), current.rules(), opened, person=current.person())


def _page(found: Preview, trouble: str = "") -> str:
    return render_template(
        "pack_change/preview.html",
        opened=found.opened,
        preview=found,
        rows=position_rows(found.was, found.now, found.opened.pack, found.to),
        troubles=[Trouble("main", trouble.rstrip("."), "")] if trouble else [],
    )


def _tasks(assessment_id: int) -> ResponseReturnValue:
    return redirect(url_for("assessment.tasks", assessment_id=assessment_id), 303)
