"""Signing off a submission or sending it back, and who may: the pages of the approver."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import Form, HiddenField, StringField, TextAreaField

from readiness.domain.assessment import State
from readiness.domain.condition import Truth
from readiness.domain.errors import Conflict, InvalidAnswer
from readiness.domain.sign_off import reopened_words
from readiness.usecases.assessment import OpenAssessment, SubmittedAssessment
from readiness.usecases.sign_off import (
    NextStep,
    Policy,
    decide_policy,
    read_approval,
    read_next,
    read_policy,
    read_signing,
    send_back,
    sign_off,
)
from readiness.web import current
from readiness.web.forms import Trouble, troubles_of, whole_number

bp = Blueprint("sign_off", __name__)

SUBMISSION = "/assessments/<int:assessment_id>/submissions/<int:number>"
POLICY = "/organisations/<ods_code>/policy"


class SendBackForm(Form):
    """Why a submission is sent back."""

    reason = TextAreaField("What has to change")


class PolicyForm(Form):
    """Whether somebody else has to sign off, and the version that was on the page."""

    another = StringField("Who signs off what was submitted?")
    seen = HiddenField()


@bp.get(f"{SUBMISSION}/sign-off")
def look(assessment_id: int, number: int) -> ResponseReturnValue:
    """Show what is signed, and take the decision from whoever may."""
    return _page(assessment_id, number)


@bp.post(f"{SUBMISSION}/sign-off")
def sign(assessment_id: int, number: int) -> ResponseReturnValue:
    """Sign off a submission, and show its verdict."""
    try:
        sign_off(current.db(), assessment_id, number, person=current.person(), at=current.now())
    except Conflict as meanwhile:
        return _page(assessment_id, number, meanwhile=meanwhile), 409
    return _to_verdict(assessment_id, number)


@bp.post(f"{SUBMISSION}/send-back")
def back(assessment_id: int, number: int) -> ResponseReturnValue:
    """Send a submission back with a reason."""
    form = SendBackForm(request.form)
    try:
        send_back(
            current.db(),
            assessment_id,
            number,
            reason=form.reason.data or "",
            person=current.person(),
            at=current.now(),
        )
    except InvalidAnswer as wrong:
        form.reason.errors = (str(wrong),)
        return _page(assessment_id, number, form), 400
    except Conflict as meanwhile:
        return _page(assessment_id, number, form, meanwhile), 409
    return _to_verdict(assessment_id, number)


@bp.get(POLICY)
def policy(ods_code: str) -> ResponseReturnValue:
    """Show who may sign off what an organisation submits."""
    return _policy_page(ods_code)


@bp.post(POLICY)
def decide(ods_code: str) -> ResponseReturnValue:
    """Decide who may sign off."""
    form = PolicyForm(request.form)
    if form.another.data not in ("yes", "no"):
        form.another.errors = ("Choose who signs off.",)
        return _policy_page(ods_code, form), 400
    try:
        decide_policy(
            current.db(),
            ods_code,
            form.another.data == "yes",
            seen=whole_number(form.seen.data, -1),
            person=current.person(),
            at=current.now(),
        )
    except Conflict as since:
        form.another.errors = (str(since),)
        return _policy_page(ods_code, form), 409
    return redirect(url_for(".policy", ods_code=ods_code), 303)


def next_step(opened: OpenAssessment | SubmittedAssessment) -> NextStep:
    """Say what is next for an assessment."""
    db, person = current.db(), current.person()
    if isinstance(opened, OpenAssessment):
        return read_next(db, opened.assessment, opened.approval, person=person)
    approval = read_approval(db, opened.assessment)
    return read_next(db, opened.assessment, approval, person=person)


def reopened_since(opened: OpenAssessment) -> str:
    """Say what changed since the last sign-off; empty where nothing did."""
    return "" if opened.assessment.closed else reopened_words(opened.approval, opened.pack)


def _to_verdict(assessment_id: int, number: int) -> ResponseReturnValue:
    address = url_for("verdict.submitted", assessment_id=assessment_id, number=number)
    return redirect(address, 303)


def _page(
    assessment_id: int,
    number: int,
    form: SendBackForm | None = None,
    meanwhile: Conflict | None = None,
) -> str:
    signing = read_signing(current.db(), assessment_id, number, person=current.person())
    form = form or SendBackForm()
    troubles = [*troubles_of(form)]
    if meanwhile is not None:
        troubles.append(Trouble("main", str(meanwhile), ""))
    verdict = signing.verdict
    return render_template(
        "sign_off/sign_off.html",
        opened=signing.submitted,
        signing=signing,
        decided=signing.next.approval.of(number),
        unmet=[finding for finding in verdict.found(Truth.NO) if finding.hard],
        awaited=[finding for finding in verdict.found(Truth.UNKNOWN) if finding.hard],
        gaps=[
            (words, len(verdict.reading.in_state(state)))
            for words, state in (("not answered", State.TO_DO), ("don’t know", State.DONT_KNOW))
        ],
        form=form,
        troubles=troubles,
    )


def _policy_page(ods_code: str, form: PolicyForm | None = None) -> str:
    organisation, there = read_policy(current.db(), ods_code, person=current.person())
    form = form or PolicyForm(another=_KEYS[there.another_person])
    form.seen.data = str(there.version)
    return render_template(
        "sign_off/policy.html",
        form=form,
        troubles=troubles_of(form),
        organisation=organisation,
        policy=there,
        choices=CHOICES,
        none_decided=there == Policy(),
    )


_KEYS = {None: "", True: "yes", False: "no"}

CHOICES = (
    ("yes", "Somebody other than who submitted it", "The one person of a small body still can."),
    ("no", "Any approver, also who submitted it", "Every page then says so."),
)
"""What a policy can be, and what follows."""
