"""Rounds of a system: which there are, how far each is, and its end."""

from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from readiness.domain.errors import InvalidAnswer, NotFound
from readiness.domain.pack import Pack
from readiness.domain.round_progress import awaited, counts_of, overdue
from readiness.domain.system_round import (
    RoundState,
    SystemRound,
)
from readiness.usecases.pack import list_packs
from readiness.usecases.system_round import (
    RoundView,
    list_rounds,
    read_round,
    read_view,
)
from readiness.usecases.system_round_members import UnfitRound
from readiness.usecases.system_round_running import (
    RoundChanged,
    change_round,
)
from readiness.web import current
from readiness.web.comparison_query import ComparisonQuery
from readiness.web.forms import Trouble, whole_number
from readiness.web.rounds_page import (
    line_state,
    round_lede,
    round_words,
)

bp = Blueprint("rounds", __name__, url_prefix="/systems/<system>/rounds")

STATES = {
    "close": RoundState.CLOSED,
    "withdraw": RoundState.WITHDRAWN,
    "reopen": RoundState.OPEN,
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A round as its pages show it, with its pack."""

    view: RoundView
    pack: Pack

    @property
    def round(self) -> SystemRound:
        """The round as it stands."""
        return self.view.round


@bp.get("")
def rounds(system: str) -> ResponseReturnValue:
    """List the rounds of a system."""
    group, found, runs = list_rounds(
        current.db(), system, person=current.person(), on=current.today()
    )
    titles = {pack.key: pack.title for pack in packs_to_ask()}
    return render_template(
        "rounds/rounds.html",
        group=group,
        rounds=found,
        runs=runs,
        titles=titles,
        about=round_words,
        today=current.today(),
    )


@bp.get("/<int:number>")
def one(system: str, number: int) -> ResponseReturnValue:
    """Show how far a round is."""
    return round_page(shown_round(system, number))


@bp.post("/<int:number>/state")
def state(system: str, number: int) -> ResponseReturnValue:
    """Close a round, withdraw it, or open it again."""
    wanted = STATES.get(request.form.get("do", ""))
    if wanted is None:
        raise InvalidAnswer("Choose what to do: close, withdraw or open again.")
    try:
        change_round(
            current.db(),
            system,
            number,
            state=wanted,
            seen=whole_number(request.form.get("seen")),
            person=current.person(),
            at=current.now(),
            on=current.today(),
        )
    except RoundChanged as meanwhile:
        return round_page(shown_round(system, number), str(meanwhile)), 409
    except UnfitRound as wrong:
        return round_page(shown_round(system, number), str(wrong)), 400
    return redirect(url_for(".one", system=system, number=number), 303)


def packs_to_ask() -> tuple[Pack, ...]:
    """Return the packs that a round can ask about; there has to be one."""
    found = list_packs(current.db(), current.rules())
    if not found:
        raise NotFound("There are no rules here to ask about. Put a rule pack into the folder.")
    return found


def named_round(system: str, number: int) -> SystemRound:
    """Read a round as it stands."""
    return read_round(
        current.db(), system, number, None, person=current.person(), on=current.today()
    )


def shown_round(system: str, number: int) -> Shown:
    """Read a round with how far it is, and its pack."""
    there = named_round(system, number)
    packs = [pack for pack in packs_to_ask() if pack.key == there.pack_key]
    if not packs:
        raise NotFound("The rules that this round is about are not in use here any more.")
    view = read_view(
        current.db(), system, there, packs[0], person=current.person(), on=current.today()
    )
    return Shown(view, packs[0])


def round_page(shown: Shown, refusal: str = "") -> str:
    """Draw the page of a round, with why something was refused."""
    view, today = shown.view, current.today()
    return render_template(
        "rounds/round.html",
        group=view.group,
        pack=shown.pack,
        round=view.round,
        view=view,
        counts=counts_of(view.lines),
        waiting=awaited(view.lines),
        done=[line for line in view.lines if line.signed],
        late=overdue(view.round, today),
        lede=round_lede(view, today),
        about=round_words(view.round, today),
        line_state=line_state,
        not_linked=sum(not line.asked.linked for line in view.lines),
        query=ComparisonQuery(shown.pack.key, round=view.round.number),
        troubles=[Trouble("main", refusal.rstrip("."), "")] if refusal else [],
        today=today,
    )
