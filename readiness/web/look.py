"""The ten-minute look: its questions on one page, and what they tell on another."""

from dataclasses import replace

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from readiness.domain.errors import NotFound
from readiness.domain.first_look import begin_with, first_questions, looked, rest
from readiness.domain.plan import Doing
from readiness.usecases.assessment import OpenAssessment
from readiness.web.answering import receive, shown_again, stays_at
from readiness.web.judged import open_today, plan_of
from readiness.web.page_form import PageForm
from readiness.web.start import coming
from readiness.web.verdict import meta
from readiness.web.verdict_page import VerdictPage

bp = Blueprint("look", __name__, url_prefix="/assessments/<int:assessment_id>/look")

GIVEN_UP = (Doing.DONE, Doing.WILL_NOT_DO)


@bp.get("")
def look(assessment_id: int) -> ResponseReturnValue:
    """Ask the first questions."""
    opened = _opened(assessment_id)
    return _form_page(opened, PageForm(opened, _keys(opened)))


@bp.post("")
def save(assessment_id: int) -> ResponseReturnValue:
    """Save what was answered, and go on to what it tells; show again what needs somebody."""
    opened = _opened(assessment_id)
    outcome = receive(opened, {question.key for question in opened.pack.first})
    if outcome.all_kept:
        before, after = first_questions(opened.reading), first_questions(outcome.now.reading)
        stay = stays_at(outcome, before, after)
        if stay is not None:
            here = url_for(".look", assessment_id=assessment_id, _anchor=stay.ref)
            return redirect(here, 303)
        return redirect(url_for(".told", assessment_id=assessment_id), 303)
    again = shown_again(outcome, _keys(outcome.now), request.form)
    return _form_page(outcome.now, again, outcome.words(again)), outcome.status


@bp.get("/result")
def told(assessment_id: int) -> ResponseReturnValue:
    """Say what the first questions tell, on a page to print."""
    opened = _opened(assessment_id)
    view = plan_of(opened)
    given_up = [key for key, said in view.progress.items() if said.state in GIVEN_UP]
    return render_template(
        "look/result.html",
        opened=opened,
        meta=meta(opened),
        page=VerdictPage(view.plan, view.schedule),
        begin=begin_with(view.schedule, given_up),
        looked=looked(opened.reading),
        rest=rest(opened.reading),
        coming=coming([replace(opened.pack, deadlines=())]),
    )


def _opened(assessment_id: int) -> OpenAssessment:
    opened = open_today(assessment_id)
    if not opened.pack.first:
        raise NotFound(f"“{opened.pack.title}” has no ten-minute look. See all of its sections.")
    return opened


def _keys(opened: OpenAssessment) -> set[str]:
    return {question.key for question in first_questions(opened.reading)}


def _form_page(opened: OpenAssessment, form: PageForm, title: str = "") -> str:
    return render_template(
        "look/look.html",
        opened=opened,
        form=form,
        looked=looked(opened.reading),
        title=title,
    )
