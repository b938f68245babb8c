"""The forms of rounds: begin one, call it otherwise, move its last day."""

from collections.abc import Callable
from typing import TypeVar

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import Form, HiddenField, StringField

from readiness.domain.band import Band
from readiness.domain.errors import InvalidAnswer
from readiness.domain.system_round import (
    QuestionSet,
    SystemRound,
    read_closing_day,
    read_pasted,
    read_round_name,
)
from readiness.usecases.system_round import askable, list_rounds, running
from readiness.usecases.system_round_members import UnfitRound, Wanted
from readiness.usecases.system_round_running import (
    NewRound,
    RoundChanged,
    begin_round,
    change_round,
)
from readiness.web import current
from readiness.web.forms import Trouble, troubles_of, whole_number
from readiness.web.rounds import named_round, packs_to_ask
from readiness.web.rounds_page import ALL, ONLY, set_choices, typed_day, whom_choices

bp = Blueprint("round_forms", __name__, url_prefix="/systems/<system>/rounds")

Read = TypeVar("Read")


class RoundForm(Form):
    """A round to begin, as typed."""

    name = StringField("Name of the round")
    pack = StringField("Rules")
    question_set = StringField("What is asked")
    closes = StringField("Last day to answer")
    members = StringField("Whom to ask")
    codes = StringField("Codes and addresses")


class ChangeForm(Form):
    """A round to be called otherwise or to close on another day, as typed."""

    name = StringField("Name of the round")
    closes = StringField("Last day to answer")
    seen = HiddenField()


@bp.get("/new")
def new(system: str) -> ResponseReturnValue:
    """Show a round to be begun; a band may be in the address."""
    packs = packs_to_ask()
    wanted = request.args.get("pack") or next((p.key for p in packs if p.default), packs[0].key)
    band = request.args.get("band", ALL)
    data = {"pack": wanted, "question_set": "whole", "members": band}
    return _new_page(system, RoundForm(data=data))


@bp.post("/new")
def begin(system: str) -> ResponseReturnValue:
    """Begin a round; show it again with what does not fit."""
    form = RoundForm(request.form)
    asked = _read_new(form)
    if asked is None:
        return _new_page(system, form), 400
    try:
        begun = begin_round(
            current.db(),
            system,
            asked,
            person=current.person(),
            at=current.now(),
            on=current.today(),
        )
    except UnfitRound as wrong:
        _blame(form, wrong)
        return _new_page(system, form), 400
    return redirect(url_for("rounds.one", system=system, number=begun.number), 303)


@bp.get("/<int:number>/change")
def changing(system: str, number: int) -> ResponseReturnValue:
    """Show the name and the last day of a round, to change them."""
    running(current.db(), system, person=current.person(), on=current.today())
    there = named_round(system, number)
    data = {"name": there.name, "closes": typed_day(there.closes), "seen": str(there.version)}
    return _change_page(system, there, ChangeForm(data=data))


@bp.post("/<int:number>/change")
def change(system: str, number: int) -> ResponseReturnValue:
    """Call a round otherwise or move its last day; show what somebody else changed meanwhile."""
    there, form = named_round(system, number), ChangeForm(request.form)
    try:
        name = _try(form.name, read_round_name)
        typed = form.closes.data or ""
        closes = (
            there.closes
            if typed.strip() == typed_day(there.closes)
            else _try(form.closes, lambda text: read_closing_day(text, current.today()))
        )
        if name is None or closes is None:
            return _change_page(system, there, form), 400
        change_round(
            current.db(),
            system,
            number,
            name=name,
            closes=closes,
            seen=whole_number(form.seen.data),
            person=current.person(),
            at=current.now(),
            on=current.today(),
        )
    except RoundChanged as meanwhile:
        form.seen.data = str(meanwhile.theirs.version)
        return _change_page(system, meanwhile.theirs, form, str(meanwhile)), 409
    except UnfitRound as wrong:
        _blame(form, wrong)
        return _change_page(system, there, form), 400
    return redirect(url_for("rounds.one", system=system, number=number), 303)


def _read_new(form: RoundForm) -> NewRound | None:
    """Read a round; where something does not fit, say so at each field and return none."""
    packs = {pack.key: pack for pack in packs_to_ask()}
    pack = packs.get(form.pack.data or "")
    if pack is None:
        form.pack.errors = ("Choose the rules that are asked about.",)
    if form.question_set.data not in list(QuestionSet):
        form.question_set.errors = ("Choose what is asked.",)
    elif form.question_set.data == QuestionSet.LOOK and pack and not pack.first:
        form.question_set.errors = (f"“{pack.title}” has no ten-minute look.",)
    if form.members.data not in (ALL, ONLY, *Band):
        form.members.errors = ("Choose whom to ask.",)
    lines, form.codes.errors = read_pasted(form.codes.data or "")
    if form.members.data == ONLY and not lines and not form.codes.errors:
        form.codes.errors = ("Enter at least one code.",)
    name = _try(form.name, read_round_name)
    closes = _try(form.closes, lambda text: read_closing_day(text, current.today()))
    if name is None or closes is None or pack is None or troubles_of(form):
        return None
    members = form.members.data
    band = Band(members) if members in list(Band) else None
    wanted = Wanted(members == ALL, band, lines)
    return NewRound(name, pack, QuestionSet(form.question_set.data), closes, wanted)


def _blame(form: Form, wrong: UnfitRound) -> None:
    """Say at each field what does not fit; what has none of its own stands at the first."""
    for name, sentences in wrong.wrong.items():
        field = form[name if name in form else "name"]
        field.errors = (*field.errors, *sentences)


def _try(field: StringField, read: Callable[[str], Read]) -> Read | None:
    """Read what was typed into a field; where it does not fit, say so there and return none."""
    try:
        return read(field.data or "")
    except InvalidAnswer as wrong:
        field.errors = (str(wrong),)
        return None


def _new_page(system: str, form: RoundForm) -> str:
    group, bands = askable(current.db(), system, person=current.person(), on=current.today())
    packs = packs_to_ask()
    return render_template(
        "rounds/new.html",
        group=group,
        form=form,
        troubles=troubles_of(form),
        packs=[(pack.key, pack.title) for pack in packs],
        sets=set_choices(packs),
        whom=whom_choices(group, bands),
        administers=current.may_administer(),
    )


def _change_page(system: str, there: SystemRound, form: ChangeForm, meanwhile: str = "") -> str:
    group, _, _ = list_rounds(current.db(), system, person=current.person(), on=current.today())
    troubles = [Trouble("main", meanwhile.rstrip("."), "")] if meanwhile else []
    return render_template(
        "rounds/change.html",
        group=group,
        round=there,
        form=form,
        troubles=[*troubles, *troubles_of(form)],
        meanwhile=meanwhile,
    )
