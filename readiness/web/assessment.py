"""An assessment: its sections, its questions one by one, and the answers checked and submitted."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, Form, HiddenField

from readiness.domain.assessment import State
from readiness.domain.errors import Conflict
from readiness.domain.pack import Question, Section
from readiness.domain.respondents import minutes
from readiness.domain.stakes import stakes
from readiness.domain.working_together import ask_whom
from readiness.usecases.again import round_of, without_question
from readiness.usecases.assessment import (
    Changed,
    OpenAssessment,
    history_in,
    submit,
)
from readiness.usecases.hand_over import offered_hand_over
from readiness.usecases.pack_change import rules_of_assessment
from readiness.usecases.returned_for import offered_answers
from readiness.usecases.working_together import read_together
from readiness.web import assessment_page as page
from readiness.web import current
from readiness.web.answering import Outcome, receive, shown_again, stays_at
from readiness.web.first import first
from readiness.web.forms import Trouble, whole_number
from readiness.web.hosting_page import host_of_question, host_of_section, notice_of
from readiness.web.judged import open_today
from readiness.web.page_form import PageForm
from readiness.web.rounds_page import asked_words
from readiness.web.sign_off import next_step, reopened_since
from readiness.web.still_true import (
    carried_words,
    confirm_shown,
    shared_words,
    waiting_in,
    waiting_words,
)
from readiness.web.task_list import task_list
from readiness.web.thread import Thread, thread_of, threads

bp = Blueprint("assessment", __name__, url_prefix="/assessments/<int:assessment_id>")

BACK = {
    "tasks": ("assessment.tasks", "Your assessment"),
    "check": ("assessment.check", "Check your answers"),
    "verdict": ("verdict.verdict", "Verdict"),
    "plan": ("plan.plan", "Action plan"),
    "look": ("look.look", "A first look"),
}
"""The pages that a question may be opened from, and where saving it goes back to."""


class SubmitForm(Form):
    """A declaration, and the newest answer that was on the page it was made on."""

    declared = BooleanField()
    seen = HiddenField()


# The task list


@bp.get("")
def tasks(assessment_id: int) -> ResponseReturnValue:
    opened = open_today(assessment_id)
    found = stakes(opened.verdict)
    telling = request.args.get("order") == "telling"
    together = read_together(current.db(), opened, person=current.person())
    rows = page.section_rows(opened, found if telling else None)
    return render_template(
        "assessment/tasks.html",
        opened=opened,
        progress=opened.reading.progress(),
        list=task_list(opened, rows, together, request.args.get("who")),
        telling=telling,
        first=first(page.answered_by(opened, found), opened.verdict),
        said=bool(together.counts or together.marked(together.marks)),
        look=bool(opened.pack.first),
        under=rules_of_assessment(current.db(), current.rules(), opened),
        before=(before := round_of(current.db(), opened)),
        dropped=without_question(current.db(), opened) if before else (),
        carried=carried_words(opened.reading),
        shared=shared_words(opened.reading) if opened.reading.to_confirm else (),
        offered=offered_hand_over(current.db(), current.rules(), opened),
        step=next_step(opened),
        reopened=reopened_since(opened),
        host=notice_of(opened),
        asked=asked_words(together.asked, current.today()),
        returned=offered_answers(current.db(), opened),
    )


# A section


@bp.get("/sections/<section_key>")
def section(assessment_id: int, section_key: str) -> ResponseReturnValue:
    opened = open_today(assessment_id)
    here = opened.pack.section(section_key)
    asked = {question.key for question in opened.reading.asked_in(here)}
    return _section_page(opened, here, PageForm(opened, asked))


@bp.post("/sections/<section_key>")
def save_section(assessment_id: int, section_key: str) -> ResponseReturnValue:
    opened = open_today(assessment_id)
    here = opened.pack.section(section_key)
    outcome = receive(opened, {question.key for question in here.questions})
    outcome, left = confirm_shown(outcome, request.form, here.title)
    if outcome.all_kept:
        return redirect(_onward(opened, outcome, here, unconfirmed=left), 303)
    asked = {question.key for question in outcome.now.reading.asked_in(here)}
    again = shown_again(outcome, asked, request.form)
    return _section_page(outcome.now, here, again, outcome.words(again)), outcome.status


# One question


@bp.get("/questions/<question_key>")
def question(assessment_id: int, question_key: str) -> ResponseReturnValue:
    opened = open_today(assessment_id)
    asked = opened.pack.question(question_key)
    return question_page(opened, asked, PageForm(opened, {asked.key}))


@bp.post("/questions/<question_key>")
def save_question(assessment_id: int, question_key: str) -> ResponseReturnValue:
    opened = open_today(assessment_id)
    asked = opened.pack.question(question_key)
    outcome = receive(opened, {asked.key})
    outcome, left = confirm_shown(outcome, request.form, asked.ref)
    if outcome.all_kept:
        return redirect(request.full_path if left else leads_back(opened, asked)[0], 303)
    again = shown_again(outcome, {asked.key}, request.form)
    return question_page(outcome.now, asked, again), outcome.status


# All answers, checked and submitted


@bp.get("/check")
def check(assessment_id: int) -> ResponseReturnValue:
    return _check_page(open_today(assessment_id))


@bp.post("/submissions", endpoint="submit")
def submit_answers(assessment_id: int) -> ResponseReturnValue:
    opened = open_today(assessment_id)
    form = SubmitForm(request.form)
    if not form.declared.data:
        form.declared.errors = ("Confirm that you may submit.",)
        return _check_page(opened, form), 400
    seen = whole_number(form.seen.data, -1)
    try:
        submission = submit(
            current.db(),
            opened,
            seen=seen,
            person=current.person(),
            at=current.now(),
            on=current.today(),
        )
    except Conflict as meanwhile:
        return _check_page(open_today(assessment_id), meanwhile=meanwhile), 409
    address = url_for("verdict.submitted", assessment_id=assessment_id, number=submission.number)
    return redirect(address, 303)


def _onward(opened: OpenAssessment, outcome: Outcome, here: Section, *, unconfirmed: bool) -> str:
    """Return where a save leads: to what it brought up here, back to the same place, or further.

    Args:
        unconfirmed: whether something here was not confirmed as it was meant to be.
    """
    now = outcome.now
    number = now.assessment.id
    stay = stays_at(outcome, opened.reading.asked_in(here), now.reading.asked_in(here))
    one = request.form.get("still-true", "")
    stay = stay or now.pack.questions.get(one)
    goes_on = request.form.get("then") == "continue" or one
    if stay or unconfirmed or not goes_on:
        anchor = stay.ref if stay else None
        return url_for(".section", assessment_id=number, section_key=here.key, _anchor=anchor)
    onward = page.next_section(now, here)
    if onward is None:
        return url_for(".tasks", assessment_id=number)
    return url_for(".section", assessment_id=number, section_key=onward.key)


def _section_page(opened: OpenAssessment, here: Section, form: PageForm, title: str = "") -> str:
    gone = page.kept_unread(opened, here.questions, State.NOT_ASKED)
    keys = [form.key for form in form.answers]
    together = read_together(current.db(), opened, person=current.person(), threads=keys)
    given = together.assignment(here.key)
    return render_template(
        "assessment/section.html",
        opened=opened,
        section=here,
        place=opened.pack.sections.index(here) + 1,
        progress=(progress := opened.reading.progress(here.questions)),
        minutes=minutes(here, progress.asked),
        holds=page.held_stage(opened, here),
        form=form,
        title=title,
        still_true=waiting_words(opened.reading, here),
        gone=gone,
        gone_because=page.deciding(opened, gone),
        reopened=reopened_since(opened),
        given=given,
        offered=together.anything_given or not current.person().local,
        ask_whom=ask_whom(here.title, given, opened.may),
        threads=threads(opened, here.questions, together),
        host=host_of_section(opened, here),
    )


def question_page(
    opened: OpenAssessment, asked: Question, form: PageForm, thread: Thread | None = None
) -> str:
    """Draw a question by itself, or the two answers to it where two people gave one.

    Args:
        thread: what is said beside it, where that is not as it is saved.
    """
    answer = form.answers[0]
    address, title = leads_back(opened, asked)
    person, clash = current.person(), answer.clash is not None
    versions = history_in(current.db(), opened, asked.key, person=person)
    if clash:
        answer.note.label.text = "Note to save with it"
        answer.evidence.label.text = "Link to save with it"
    return render_template(
        "assessment/conflict.html" if clash else "assessment/question.html",
        opened=opened,
        q=answer,
        form=form,
        asked=opened.reading.asked(asked.key),
        host=host_of_question(opened, asked),
        deciders=page.deciding(opened, [asked.key]),
        back=address,
        back_title=title,
        save_at=url_for(
            "assessment.question",
            assessment_id=opened.assessment.id,
            question_key=asked.key,
            back=request.args.get("back"),
        ),
        history=versions[::-1],
        thread=thread or thread_of(opened, asked),
    )


def leads_back(opened: OpenAssessment, asked: Question) -> tuple[str, str]:
    """Return where a question’s page leads back to: the page it was opened from, or its section."""
    number = opened.assessment.id
    endpoint, title = BACK.get(request.args.get("back", ""), ("", ""))
    if endpoint:
        return url_for(endpoint, assessment_id=number), title
    here = opened.pack.section(asked.section)
    address = url_for(
        "assessment.section", assessment_id=number, section_key=here.key, _anchor=asked.ref
    )
    return address, here.title


def _check_page(
    opened: OpenAssessment, form: SubmitForm | None = None, meanwhile: Conflict | None = None
) -> str:
    gaps = request.args.get("show") != "all"
    changed = meanwhile.questions if isinstance(meanwhile, Changed) else ()
    unread = page.kept_unread(
        opened, tuple(opened.pack.questions.values()), State.NOT_ASKED, State.MAY_APPLY
    )
    form = form or SubmitForm()
    form.seen.data = str(opened.newest)
    form.declared.label.text = (
        f"I have authority to submit for {opened.assessment.organisation.name}, "
        "and to my knowledge these answers are true"
    )
    troubles = [Trouble(form.declared.id, w.rstrip("."), "") for w in form.declared.errors]
    if meanwhile is not None:
        troubles.append(Trouble("changed" if changed else form.declared.id, str(meanwhile), ""))
    sections = page.checked_sections(opened, gaps=gaps)
    together = read_together(current.db(), opened, person=current.person())
    return render_template(
        "assessment/check.html",
        opened=opened,
        form=form,
        troubles=troubles,
        gaps=gaps,
        progress=opened.reading.progress(),
        sections=sections,
        carried=carried_words(opened.reading),
        waiting=[
            (here, [opened.pack.questions[key] for key in keys])
            for here in opened.pack.sections
            if (keys := waiting_in(opened, here))
        ],
        complete=len(page.checked_sections(opened, gaps=False)) - len(sections),
        changed=page.answer_rows(opened, changed),
        unread=page.answer_rows(opened, unread),
        step=next_step(opened),
        reopened=reopened_since(opened),
        marked=[opened.pack.questions[key] for key in together.marked(opened.pack.questions)],
    )
