"""The page of change freezes: when the live network is left alone, and what that moves."""

import re

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import Form, HiddenField, StringField

from readiness.domain.errors import NotFound
from readiness.domain.freeze import Freeze
from readiness.usecases.assessment import OpenAssessment
from readiness.usecases.freezes import (
    FreezeSavedSince,
    UnfitFreeze,
    remove_freeze,
    save_freeze,
)
from readiness.web import current
from readiness.web.forms import Sent, Trouble, whole_number
from readiness.web.judged import open_today, plan_of
from readiness.web.plan_page import PlanPage

bp = Blueprint("freezes", __name__, url_prefix="/assessments/<int:assessment_id>/freezes")

NEW = 0
"""The number of a freeze which is still to be added."""


class FreezeForm(Form):
    """One freeze, under names which begin with its number; `seen` is the version shown."""

    what = StringField("What is it?")
    first = StringField("First day")
    last = StringField("Last day")
    seen = HiddenField()

    def __init__(self, number: int, sent: Sent | None = None, freeze: Freeze | None = None) -> None:
        self.number, self.freeze = number, freeze
        self.clash: FreezeSavedSince | None = None
        super().__init__(sent, prefix=f"freeze-{number}-", data=as_saved(freeze))

    @property
    def version(self) -> int:
        """The version that the person was looking at."""
        return whole_number(self.seen.data)

    def show(self, wrong: UnfitFreeze) -> None:
        """Say at each field what does not fit."""
        for name, sentences in wrong.wrong.items():
            self[name].errors = list(sentences)

    def lay_beside(self, clash: FreezeSavedSince) -> None:
        """Keep what was typed, to be saved over theirs."""
        self.clash = clash
        self.seen.data = str(clash.theirs.version)

    @property
    def troubles(self) -> tuple[Trouble, ...]:
        """What needs the person, in the order of the fields."""
        if self.clash:
            return (Trouble(self.what.id, str(self.clash), ""),)
        return tuple(
            Trouble(field.id, words.rstrip("."), "")
            for field in (self.what, self.first, self.last)
            for words in field.errors
        )


def as_saved(freeze: Freeze | None) -> dict[str, str]:
    """Return the fields of a freeze as they are saved."""
    if freeze is None:
        return {"seen": "0"}
    first, last = (f"{day.day} {day.month} {day.year}" for day in (freeze.first, freeze.last))
    return {"what": freeze.what, "first": first, "last": last, "seen": str(freeze.version)}


@bp.get("")
def freezes(assessment_id: int) -> ResponseReturnValue:
    """Show the freezes of an organisation, each to be changed, and a form for another."""
    return _page(open_today(assessment_id))


@bp.post("")
def save(assessment_id: int) -> ResponseReturnValue:
    """Add, change or remove one freeze; show it again with what stands in the way."""
    opened = open_today(assessment_id)
    form = FreezeForm(_number(), request.form)
    try:
        _save(opened, form)
    except UnfitFreeze as wrong:
        form.show(wrong)
        return _page(opened, form), 400
    except FreezeSavedSince as since:
        form.lay_beside(since)
        return _page(opened, form), 409
    return redirect(url_for(".freezes", assessment_id=assessment_id), 303)


def _save(opened: OpenAssessment, form: FreezeForm) -> None:
    if request.form.get("do") == "remove":
        remove_freeze(
            current.db(),
            opened,
            form.number,
            seen=form.version,
            person=current.person(),
            at=current.now(),
        )
        return
    save_freeze(
        current.db(),
        opened,
        form.number,
        first=form.first.data or "",
        last=form.last.data or "",
        what=form.what.data or "",
        seen=form.version,
        person=current.person(),
        at=current.now(),
    )


def _number() -> int:
    """Return which freeze was sent."""
    sent = request.form.get("number", "")
    if not re.fullmatch(r"\d{1,6}", sent):
        raise NotFound("There is no such freeze.")
    return int(sent)


def _page(opened: OpenAssessment, sent: FreezeForm | None = None) -> str:
    view = plan_of(opened)
    kept = view.schedule.frozen.freezes
    forms = [FreezeForm(freeze.number, freeze=freeze) for freeze in kept]
    if sent and sent.number != NEW:
        there = [form.number for form in forms]
        place = there.index(sent.number) if sent.number in there else len(forms)
        sent.freeze = forms[place].freeze if place < len(forms) else None
        forms[place : place + 1] = [sent]
    new = sent if sent and sent.number == NEW else FreezeForm(NEW)
    return render_template(
        "plan/freezes.html",
        opened=opened,
        page=PlanPage(view.plan, view.schedule, view.progress),
        forms=forms,
        new=new,
        troubles=sent.troubles if sent else (),
        clash=sent is not None and sent.clash is not None,
    )
