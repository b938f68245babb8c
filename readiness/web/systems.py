"""The systems whose rows a person may see, and who is in each."""

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from readiness.domain.band import BAND_LABELS
from readiness.domain.comparison import Comparison
from readiness.domain.pack import Pack
from readiness.files.system_members import members_table
from readiness.usecases.comparison import read_comparison
from readiness.usecases.group import LOCAL_CODES
from readiness.usecases.people import organisation_names
from readiness.usecases.search import LONGEST
from readiness.usecases.systems import list_systems
from readiness.web import current
from readiness.web.chosen_pack import packs_and_chosen
from readiness.web.comparison_query import ComparisonQuery
from readiness.web.systems_page import came_words, member_state, members_lede

bp = Blueprint("systems", __name__, url_prefix="/systems")

MOST_SYSTEMS = 100
"""How many systems the page lists at once; the rest is found by name or code."""


@bp.get("")
def systems() -> ResponseReturnValue:
    """List the systems whose every row the person may see."""
    packs, pack = packs_and_chosen()
    typed = request.args.get("find", "")[:LONGEST]
    found = list_systems(
        current.db(),
        pack.key,
        person=current.person(),
        on=current.today(),
        most=MOST_SYSTEMS,
        find=typed,
    )
    return render_template("systems/systems.html", packs=packs, pack=pack, found=found, typed=typed)


@bp.get("/<system>/members")
def members(system: str) -> ResponseReturnValue:
    """List who is in a system: their band, how far they are, and who else claims them."""
    packs, pack = packs_and_chosen()
    found = _compared(system, pack)
    elsewhere = {code for member in found.members for code in member.elsewhere}
    return render_template(
        "systems/members.html",
        packs=packs,
        pack=pack,
        group=found.group,
        by_hand=found.group.code.startswith(LOCAL_CODES),
        query=ComparisonQuery(pack.key),
        members=found.members,
        lede=members_lede(found),
        band_labels=BAND_LABELS,
        state=member_state,
        came=came_words,
        names=organisation_names(current.db(), elsewhere),
    )


@bp.get("/<system>/members.csv")
def members_csv(system: str) -> ResponseReturnValue:
    """Give the members of a system as CSV."""
    _, pack = packs_and_chosen()
    content = members_table(_compared(system, pack), member_state, came_words)
    return csv_file(content, f"{system}-members.csv")


def csv_file(content: bytes, name: str) -> Response:
    """Return CSV that a browser keeps as a file."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, mimetype="text/csv", headers=headers)


def _compared(system: str, pack: Pack) -> Comparison:
    person, on = current.person(), current.today()
    return read_comparison(current.db(), system, pack, person=person, on=on)
