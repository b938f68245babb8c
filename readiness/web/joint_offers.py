"""The page of a joint action that a system offers to an organisation, to accept or decline."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import Form, HiddenField, TextAreaField

from readiness.domain.errors import InvalidAnswer
from readiness.domain.joint_action import Proposed
from readiness.usecases.assessment import OpenAssessment
from readiness.usecases.joint_offers import OfferChangedSince, answer_offer, offer_by_number
from readiness.web import current
from readiness.web.forms import Trouble, whole_number
from readiness.web.joint_actions import points
from readiness.web.judged import open_today

bp = Blueprint("joint_offers", __name__, url_prefix="/assessments/<int:assessment_id>/offers")


class OfferForm(Form):
    """Why an offer is declined; `seen` is the version shown."""

    why = TextAreaField("Why, if you decline", id="why")
    seen = HiddenField()

    @property
    def troubles(self) -> tuple[Trouble, ...]:
        """What needs the person."""
        return tuple(Trouble(self.why.id, words.rstrip("."), "") for words in self.why.errors)


@bp.get("/<int:number>")
def offer(assessment_id: int, number: int) -> ResponseReturnValue:
    """Show a joint action that is offered."""
    opened = open_today(assessment_id)
    there = offer_by_number(current.db(), opened, number, person=current.person())
    seen = {"why": there.offer.note, "seen": str(there.offer.version)}
    return _page(opened, there, OfferForm(data=seen))


@bp.post("/<int:number>")
def answer(assessment_id: int, number: int) -> ResponseReturnValue:
    """Accept or decline it; show it again with what stands in the way."""
    opened = open_today(assessment_id)
    form = OfferForm(request.form)
    try:
        answer_offer(
            current.db(),
            opened,
            number,
            accept=request.form.get("do") == "accept",
            why=form.why.data or "",
            seen=whole_number(form.seen.data),
            person=current.person(),
            at=current.now(),
        )
    except (InvalidAnswer, OfferChangedSince) as refused:
        there = offer_by_number(current.db(), opened, number, person=current.person())
        form.seen.data = str(there.offer.version)
        form.why.errors = (str(refused),)
        status = 409 if isinstance(refused, OfferChangedSince) else 400
        return _page(opened, there, form), status
    return redirect(url_for("plan.plan", assessment_id=assessment_id, _anchor="offered"), 303)


def _page(opened: OpenAssessment, there: Proposed, form: OfferForm) -> str:
    return render_template(
        "plan/offer.html",
        opened=opened,
        there=there,
        points=points(there.action.rules, opened.pack),
        form=form,
    )
