"""Who is asked in a round: ask more, take one out, make their links, note who was reminded."""

from collections.abc import Iterable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import Form, StringField

from readiness.domain.errors import InvalidAnswer
from readiness.domain.round_progress import awaited
from readiness.domain.system_round import read_pasted
from readiness.domain.wording import count_words
from readiness.files.system_members import awaited_table, merge_table
from readiness.usecases.people import organisation_names
from readiness.usecases.system_round import list_rounds
from readiness.usecases.system_round_links import MadeLink, make_links, note_reminded, still_good
from readiness.usecases.system_round_members import UnfitRound, ask_more, take_out
from readiness.web import current
from readiness.web.forms import troubles_of
from readiness.web.rounds import Shown, named_round, round_page, shown_round
from readiness.web.rounds_page import line_state
from readiness.web.systems import csv_file

bp = Blueprint("round_members", __name__, url_prefix="/systems/<system>/rounds/<int:number>")


class MembersForm(Form):
    """More members of a round, as pasted."""

    codes = StringField("Codes and addresses")


@bp.get("/members")
def members(system: str, number: int) -> ResponseReturnValue:
    """Show who is asked, to ask more or to take one out."""
    return _members_page(shown_round(system, number), MembersForm())


@bp.post("/members")
def add(system: str, number: int) -> ResponseReturnValue:
    """Ask more organisations; show again what was pasted with what does not fit."""
    form = MembersForm(request.form)
    lines, wrong = read_pasted(form.codes.data or "")
    if not lines and not wrong:
        wrong = ("Enter at least one code.",)
    form.codes.errors = wrong
    if wrong:
        return _members_page(shown_round(system, number), form), 400
    try:
        new, moved = ask_more(
            current.db(),
            system,
            number,
            lines,
            person=current.person(),
            at=current.now(),
            on=current.today(),
        )
    except UnfitRound as unfit:
        form.codes.errors = tuple(str(unfit).splitlines())
        return _members_page(shown_round(system, number), form), 400
    there = len(lines) - new - moved
    flash(
        f"{count_words(new, 'organisation')} asked that {'was' if new == 1 else 'were'} not, "
        f"{count_words(moved, 'address', 'addresses')} changed, {there} in the round already."
    )
    return redirect(url_for(".members", system=system, number=number), 303)


@bp.post("/members/remove")
def remove(system: str, number: int) -> ResponseReturnValue:
    """Take a member out of a round."""
    take_out(
        current.db(),
        system,
        number,
        request.form.get("code", ""),
        person=current.person(),
        at=current.now(),
        on=current.today(),
    )
    return redirect(url_for(".members", system=system, number=number), 303)


# Links and reminders


@bp.post("/links")
def links(system: str, number: int) -> ResponseReturnValue:
    """Make links, and show them this once."""
    made = make_links(
        current.db(),
        system,
        number,
        again=request.form.get("again") == "yes",
        only=request.form.get("only", ""),
        person=current.person(),
        at=current.now(),
        on=current.today(),
    )
    there = named_round(system, number)
    group, _, _ = list_rounds(current.db(), system, person=current.person(), on=current.today())
    return render_template(
        "rounds/links.html",
        group=group,
        round=there,
        links=_with_names(made),
        tokens=[one.token for one in made],
    )


@bp.post("/links.csv")
def links_csv(system: str, number: int) -> ResponseReturnValue:
    """Give links that were just shown as CSV for a mail merge."""
    there = named_round(system, number)
    tokens = request.form.getlist("token")
    good = still_good(
        current.db(), system, number, tokens, person=current.person(), on=current.today()
    )
    if not good:
        raise InvalidAnswer("These links were replaced meanwhile. Make them again on the round.")
    return csv_file(merge_table(there, _with_names(good)), f"round-{number}-links.csv")


@bp.post("/reminded")
def reminded(system: str, number: int) -> ResponseReturnValue:
    """Note who was reminded today."""
    codes = request.form.getlist("code")
    try:
        count = note_reminded(
            current.db(),
            system,
            number,
            codes,
            person=current.person(),
            at=current.now(),
            on=current.today(),
        )
    except InvalidAnswer as wrong:
        return round_page(shown_round(system, number), str(wrong)), 400
    was = "was" if count == 1 else "were"
    flash(f"Noted that {count_words(count, 'organisation')} {was} reminded today.")
    return redirect(url_for("rounds.one", system=system, number=number), 303)


@bp.get("/waiting.csv")
def waiting(system: str, number: int) -> ResponseReturnValue:
    """Give those of whom nothing is signed off for the round yet as CSV."""
    shown = shown_round(system, number)
    table = awaited_table(shown.round, awaited(shown.view.lines), line_state)
    return csv_file(table, f"round-{number}-waiting.csv")


def _with_names(links: Iterable[MadeLink]) -> list[tuple[str, str, str, str]]:
    """Return links to be told: of each the code, the name, the address and the whole link."""
    every = tuple(links)
    names = organisation_names(current.db(), [one.organisation for one in every])
    return [
        (
            one.organisation,
            names.get(one.organisation, one.organisation),
            one.address,
            url_for("round_joining.page", token=one.token, _external=True),
        )
        for one in every
    ]


def _members_page(shown: Shown, form: MembersForm) -> str:
    view = shown.view
    here = [line.asked for line in view.lines]
    codes = {one.organisation for one in here}
    asked = [*here, *(one for one in view.gone if one.organisation not in codes)]
    return render_template(
        "rounds/members.html",
        group=view.group,
        round=shown.round,
        view=view,
        asked=asked,
        form=form,
        troubles=troubles_of(form),
        administers=current.may_administer(),
    )
