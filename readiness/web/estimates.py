"""A commissioner’s own estimates: who has none yet, and the page to say one on."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from readiness.domain.errors import InvalidAnswer
from readiness.domain.wording import answer_words
from readiness.usecases.comparison import read_comparison
from readiness.usecases.estimate import (
    Estimate,
    EstimatedSince,
    UnfitEstimate,
    estimated_questions,
    read_estimate,
    save_estimate,
)
from readiness.usecases.returns import importing
from readiness.web import current
from readiness.web.box import texts_as_saved
from readiness.web.chosen_pack import packs_and_chosen
from readiness.web.forms import AnswerForm, Sent, Trouble, whole_number
from readiness.web.what_if_page import Tried

bp = Blueprint("estimates", __name__, url_prefix="/systems/<system>/estimates")


@bp.get("")
def estimates(system: str) -> ResponseReturnValue:
    """List the members that have not submitted, with what is estimated of them."""
    packs, pack = packs_and_chosen()
    person, on = current.person(), current.today()
    importing(current.db(), system, person=person, on=on)
    comparison = read_comparison(current.db(), system, pack, person=person, on=on)
    waiting = [one for one in comparison.members if not one.submitted]
    return render_template(
        "returns/estimates.html",
        group=comparison.group,
        packs=packs,
        pack=pack,
        members=comparison.members,
        waiting=waiting,
        estimated=[one for one in waiting if one.estimate],
    )


@bp.get("/<ods_code>")
def estimate(system: str, ods_code: str) -> ResponseReturnValue:
    """Ask what is estimated of a member."""
    known = _known(system, ods_code)
    return _page(known, _forms(known, None))


@bp.post("/<ods_code>", endpoint="save")
def save_one(system: str, ods_code: str) -> ResponseReturnValue:
    """Save an estimate; nothing that was typed is lost where it does not fit."""
    known = _known(system, ods_code)
    forms = _forms(known, request.form)
    taken_back = request.form.get("do") == "withdraw"
    try:
        save_estimate(
            current.db(),
            current.rules(),
            system,
            known.organisation.ods_code,
            known.pack,
            [] if taken_back else [form.change() for form in forms],
            seen=whole_number(request.form.get("version")),
            person=current.person(),
            at=current.now(),
            on=current.today(),
        )
    except UnfitEstimate as unfit:
        by_key = {form.key: form for form in forms}
        for change in unfit.refused:
            by_key[change.question].blame(change)
        return _page(known, forms), 400
    except EstimatedSince as since:
        return _page(_known(system, ods_code), forms, str(since), theirs=True), 409
    except InvalidAnswer as wrong:
        return _page(_known(system, ods_code), forms, str(wrong)), 400
    deed = "taken back" if taken_back else "saved. It is in no count"
    flash(f"The estimate of {known.organisation.name} is {deed}.")
    return redirect(url_for(".estimates", system=system, pack=known.pack.key), 303)


def _known(system: str, code: str) -> Estimate:
    _, pack = packs_and_chosen()
    return read_estimate(
        current.db(), system, code.upper(), pack, person=current.person(), on=current.today()
    )


def _forms(known: Estimate, sent: Sent | None) -> tuple[AnswerForm, ...]:
    return tuple(
        AnswerForm(known.pack, question, known.answers.get(question.key), sent)
        for question in estimated_questions(known.pack)
    )


def _page(
    known: Estimate, forms: tuple[AnswerForm, ...], refused: str = "", *, theirs: bool = False
) -> str:
    answers = known.answers
    said = [
        (question, answer_words(question, answers[question.key].value))
        for question in estimated_questions(known.pack)
        if theirs and question.key in answers
    ]
    stopped = [Trouble("main", refused.rstrip("."), "")] if refused else []
    return render_template(
        "returns/estimate.html",
        known=known,
        pack=known.pack,
        group=known.group,
        questions=[_tried(known, form) for form in forms],
        said=said,
        troubles=[*stopped, *(trouble for form in forms for trouble in form.troubles)],
    )


def _tried(known: Estimate, form: AnswerForm) -> Tried:
    present = texts_as_saved(form.question, form.answer)
    return Tried(form, known.pack.roles[form.question.owner], tuple(present), "")
