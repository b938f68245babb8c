"""Drafts shared by consent: an organisation shares its own, its commissioners look at it."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from readiness.usecases.draft_consent import share_draft
from readiness.usecases.draft_view import read_draft
from readiness.web import current
from readiness.web.forms import whole_number
from readiness.web.gates import GATE_WORDS
from readiness.web.judged import open_today

bp = Blueprint("drafts", __name__)


@bp.post("/assessments/<int:assessment_id>/draft")
def share(assessment_id: int) -> ResponseReturnValue:
    """Share a draft with the commissioners of its systems, or keep it back."""
    opened = open_today(assessment_id)
    share_draft(
        current.db(),
        opened,
        request.form.get("shared") == "yes",
        seen=whole_number(request.form.get("seen"), -1),
        person=current.person(),
        at=current.now(),
    )
    address = url_for("assessment.tasks", assessment_id=assessment_id, _anchor="draft")
    return redirect(address, 303)


@bp.get("/systems/<system>/drafts/<int:assessment_id>")
def draft(system: str, assessment_id: int) -> ResponseReturnValue:
    """Show what an organisation shares of its draft: no more than of a submission."""
    view = read_draft(
        current.db(),
        system,
        assessment_id,
        person=current.person(),
        on=current.today(),
        at=current.now(),
    )
    return render_template(
        "shared/draft.html",
        view=view,
        group=view.group,
        shared=view.draft,
        gate_words=GATE_WORDS,
    )
