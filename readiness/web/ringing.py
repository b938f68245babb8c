"""Whom to ring of a system, to take away: a table, and e-mails to look over and send."""

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from readiness.domain.comparison import Comparison
from readiness.domain.errors import NotFound
from readiness.domain.ringing import Call
from readiness.files.ringing import ring_emails, ring_table
from readiness.usecases.ringing import known_addresses, read_ringing
from readiness.web import current
from readiness.web.chosen_pack import packs_and_chosen
from readiness.web.comparison import compared, in_band
from readiness.web.comparison_query import read_query

bp = Blueprint("ringing", __name__, url_prefix="/systems/<system>")


@bp.get("/ring.csv")
def table(system: str) -> ResponseReturnValue:
    """Give whom to ring as CSV."""
    comparison, calls = _calls(system)
    return _file(comparison, "csv", ring_table(calls, comparison), "text/csv")


@bp.get("/ring.zip")
def emails(system: str) -> ResponseReturnValue:
    """Give an e-mail for each whom to ring, to be opened as a draft."""
    comparison, calls = _calls(system)
    if not calls:
        raise NotFound("There is nobody to ring today, so there is no e-mail to write.")
    addresses = known_addresses(current.db(), calls, person=current.person())
    content = ring_emails(calls, comparison, addresses)
    return _file(comparison, "zip", content, "application/zip")


def _calls(system: str) -> tuple[Comparison, tuple[Call, ...]]:
    _, pack = packs_and_chosen()
    query = read_query(request.args, pack)
    shown = in_band(compared(system, pack, query), query)
    return shown, read_ringing(current.db(), shown).calls


def _file(comparison: Comparison, ending: str, content: bytes, kind: str) -> Response:
    name = f"{comparison.group.code}-{comparison.pack.key}-ring-{comparison.on.isoformat()}"
    return Response(
        content,
        mimetype=kind,
        headers={"Content-Disposition": f'attachment; filename="{name}.{ending}"'},
    )
