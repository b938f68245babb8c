"""What was returned in an organisation’s name: seen by its people, and taken over by them."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from readiness.domain.errors import NotFound
from readiness.domain.wording import count_words
from readiness.usecases.returned_for import (
    answers_returned,
    offered_answers,
    returned_for,
    take_over,
)
from readiness.web import current
from readiness.web.forms import Trouble, whole_number
from readiness.web.judged import open_today

bp = Blueprint("returned", __name__)

OF = "/organisations/<ods_code>/returned"
HERE = "/assessments/<int:assessment_id>/returned"


@bp.get(OF)
def of_organisation(ods_code: str) -> ResponseReturnValue:
    """List what was returned in an organisation’s name, and who imported it."""
    organisation, found = returned_for(current.db(), ods_code.upper(), person=current.person())
    return render_template("returns/of_organisation.html", organisation=organisation, found=found)


@bp.get(f"{OF}/<int:number>")
def one(ods_code: str, number: int) -> ResponseReturnValue:
    """Show the answers of one file."""
    organisation, kept, pack, answers = answers_returned(
        current.db(), ods_code.upper(), number, person=current.person()
    )
    return render_template(
        "returns/answers.html", organisation=organisation, kept=kept, pack=pack, answers=answers
    )


@bp.get(HERE)
def look(assessment_id: int) -> ResponseReturnValue:
    """Show what was returned beside what is answered here, to choose from."""
    return _page(assessment_id)


@bp.post(HERE, endpoint="take")
def take(assessment_id: int) -> ResponseReturnValue:
    """Take the chosen answers over."""
    opened, chosen = open_today(assessment_id), request.form.getlist("take")
    seen = {key: whole_number(request.form.get(f"{key}-seen")) for key in chosen}
    saved = take_over(current.db(), opened, chosen, seen, person=current.person(), at=current.now())
    if saved.clashes:
        refs = ", ".join(opened.pack.questions[c.change.question].ref for c in saved.clashes)
        return _page(
            assessment_id, f"Somebody answered since you looked: {refs}. Choose again"
        ), 409
    flash(f"{count_words(len(saved.saved), 'answer')} taken over from the file.")
    return redirect(url_for("assessment.tasks", assessment_id=assessment_id), 303)


def _page(assessment_id: int, clashing: str = "") -> str:
    opened = open_today(assessment_id)
    offered = offered_answers(current.db(), opened)
    if offered is None:
        raise NotFound("Nothing was returned for this organisation that could be taken over.")
    return render_template(
        "returns/take_over.html",
        opened=opened,
        offered=offered,
        troubles=(Trouble("main", clashing, ""),) if clashing else (),
    )
