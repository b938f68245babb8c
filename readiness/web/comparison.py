"""How ready is a system: the page of a commissioner, section by section."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from readiness.domain.band import BAND_LABELS, by_order
from readiness.domain.comparison import Comparison
from readiness.domain.errors import NotFound
from readiness.domain.pack import Pack
from readiness.domain.system_round import RoundState
from readiness.usecases.comparison import read_comparison
from readiness.usecases.grouping import Followed
from readiness.usecases.system_round import read_round, read_view, rounds_under
from readiness.web import current
from readiness.web.chosen_pack import packs_and_chosen
from readiness.web.comparison_page import lede_of
from readiness.web.comparison_pictures import pictures
from readiness.web.comparison_query import ComparisonQuery, read_query
from readiness.web.counted_page import counted_notes, newer_note
from readiness.web.holding_page import holding_of
from readiness.web.movement_page import asked_day, movement_section
from readiness.web.ringing_page import ring_section
from readiness.web.rounds_page import closing_words

bp = Blueprint("comparison", __name__, url_prefix="/systems/<system>")


@bp.get("/comparison")
def comparison(system: str) -> ResponseReturnValue:
    """Show how ready a system is."""
    packs, pack = packs_and_chosen()
    query = read_query(request.args, pack)
    whole = compared(system, pack, query)
    rounds = rounds_under(current.db(), whole.group, pack)
    named = [one for one in rounds if one.number == query.round]
    shown = in_band(whole, query)
    form, day = asked_day()
    if day is not None:
        place: dict[str, Any] = query.parameters(against=day)
        return redirect(url_for(".comparison", system=system, **place), 303)
    movement = movement_section(shown, query, form)
    page = render_template(
        "comparison/system.html",
        group=whole.group,
        packs=packs,
        pack=pack,
        query=replace(query, seen=whole.mark),
        newer=newer_note(whole, query.seen),
        counted=counted_notes(shown, current.now()),
        bands=by_order(member.band for member in whole.members),
        band_labels=BAND_LABELS,
        comparison=shown,
        lede=lede_of(shown),
        **pictures(shown, query),
        holding=holding_of(shown, query),
        facts=movement.facts,
        movement=movement,
        ringing=ring_section(shown, rounds, everyone=query.everyone),
        closing=closing_words(shown, named or rounds, current.today()),
        round=named[0] if named else None,
        rounds=[one for one in rounds if one.open],
        today=current.today(),
    )
    return page, 400 if movement.troubles else 200


@bp.errorhandler(Followed)
def followed(refusal: Followed) -> ResponseReturnValue:
    """Say who followed a system, with links to them."""
    return render_template("comparison/followed.html", refusal=refusal), 404


def compared(system: str, pack: Pack, query: ComparisonQuery) -> Comparison:
    """Read the comparison that an address asks for, all bands of it, of a round or of everybody.

    Raises:
        NotFound: the system has no such round under the pack, or it was withdrawn.
    """
    db, person, on = current.db(), current.person(), current.today()
    if query.round is None:
        return read_comparison(
            db, system, pack, person=person, on=on, by_these_rules=query.these_rules
        )
    round_ = read_round(db, system, query.round, pack, person=person, on=on)
    if round_.state is RoundState.WITHDRAWN:
        raise NotFound("This round was withdrawn: compare all members instead.")
    return read_view(
        db, system, round_, pack, person=person, on=on, by_these_rules=query.these_rules
    ).comparison


def in_band(whole: Comparison, query: ComparisonQuery) -> Comparison:
    """Return what is shown of a comparison: all of it, or one band."""
    if query.band is None:
        return whole
    return whole.only(lambda member: member.band is query.band)
