"""The start page: what this is, what to have at hand, and where to carry on."""

from collections import Counter
from collections.abc import Sequence

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import Form, StringField

from readiness.domain.due import next_due
from readiness.domain.due_words import ComingDay, coming_days
from readiness.domain.errors import Fault, PackFaults
from readiness.domain.pack import Pack
from readiness.domain.respondents import measured
from readiness.domain.wording import count_words, upper_first
from readiness.usecases.assessment import open_assessments
from readiness.usecases.duties import duties_of
from readiness.usecases.pack import list_packs
from readiness.usecases.working_together import waiting_for
from readiness.web import current
from readiness.web.forms import troubles_of

bp = Blueprint("start", __name__)

MOST_DATES = 3
"""How many of the coming days the strip shows, with all that falls on each."""


class StartForm(Form):
    """What somebody is planning: the key of a pack; and whether they have time for all of it."""

    pack = StringField("What are you planning?")
    time = StringField("How much time have you got?")


LOOK, WHOLE = "look", "whole"
"""How much time there is."""


@bp.get("/")
def start() -> ResponseReturnValue:
    return _page(StartForm())


@bp.post("/")
def choose_pack() -> ResponseReturnValue:
    form = StartForm(request.form)
    packs = list_packs(current.db(), current.rules())
    if form.pack.data not in [pack.key for pack in packs]:
        form.pack.errors = ("Choose what you are planning.",)
    if _may_look(packs) and form.time.data not in (LOOK, WHOLE):
        form.time.errors = ("Choose how much time you have.",)
    if form.pack.errors or form.time.errors:
        return _page(form), 400
    look = LOOK if form.time.data == LOOK else None
    return redirect(url_for("organisation.choose", pack=form.pack.data, first=look), 303)


@bp.get("/accessibility")
def accessibility() -> ResponseReturnValue:
    return render_template("start/accessibility.html")


def _page(form: StartForm) -> str:
    """Show the start page; rules that cannot be used keep nobody from what is begun already."""
    packs: Sequence[Pack] = ()
    faults: Sequence[Fault] = ()
    try:
        packs = list_packs(current.db(), current.rules())
    except PackFaults as broken:
        faults = broken.faults
    under_way = open_assessments(current.db(), person=current.person(), on=current.today())
    return render_template(
        "start/start.html",
        form=form,
        troubles=troubles_of(form),
        pack=packs[0] if len(packs) == 1 else None,
        packs=packs,
        faults=faults,
        choices=[(pack.key, pack.title, _about(pack)) for pack in packs],
        times=_times(packs) if _may_look(packs) else (),
        dates=coming(packs),
        at_hand=[(pack.title, pack.at_hand) for pack in packs if pack.at_hand],
        next_due=next_due,
        under_way=under_way,
        duties=duties_of(under_way, person=current.person()),
        waiting=waiting_for(current.db(), under_way, person=current.person()),
        with_contracts=Counter(
            one.assessment.organisation for one in under_way if one.pack.contract
        ).items(),
    )


def _may_look(packs: Sequence[Pack]) -> bool:
    """Say whether some pack has a ten-minute look."""
    return any(pack.first for pack in packs)


def _times(packs: Sequence[Pack]) -> tuple[tuple[str, str, str], ...]:
    """Say what there is time for, with the most questions that a ten-minute look has."""
    most = count_words(max(len(pack.first) for pack in packs), "question")
    return (
        (
            LOOK,
            "10 minutes, for a first look",
            f"At most {most}. Nothing is asked twice if you go on.",
        ),
        (WHOLE, "As long as it takes", "By section, shared out among the people who know."),
    )


def _about(pack: Pack) -> str:
    """Say what a pack is for, and how much it asks of those it asks least and most."""
    asked = [length.asked for length in measured(pack)] or [
        sum(question.asked_when is None for question in pack.questions.values()),
        len(pack.questions),
    ]
    least, most = min(asked), count_words(max(asked), "question")
    number = most if least == max(asked) else f"{least} to {most}, by what applies to you"
    return f"{pack.planning} {upper_first(number)}."


def coming(packs: Sequence[Pack]) -> tuple[ComingDay, ...]:
    """Return what falls on the next days that matter to everybody; a passed one is left out."""
    found = coming_days(packs, current.today())
    days = sorted({one.day for one in found})[:MOST_DATES]
    return tuple(one for one in found if one.day in days)
