"""What a system buys, and when: the page for procurement, its risk register, and both as CSV."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from readiness.domain.band import BAND_LABELS, by_order
from readiness.domain.buying import Buying
from readiness.domain.risks import HOW, risks
from readiness.files.system_tables import END_COLUMNS, RISK_COLUMNS, end_rows, risk_rows
from readiness.files.system_views import left_out, stops
from readiness.files.table import csv_table
from readiness.usecases.buying import read_buying
from readiness.web import current
from readiness.web.buying_page import dates_lede, months_drawn, spend_lede
from readiness.web.chosen_pack import packs_and_chosen
from readiness.web.comparison import compared, in_band
from readiness.web.comparison_query import read_query
from readiness.web.kept_file import kept_file

bp = Blueprint("buying", __name__, url_prefix="/systems/<system>/procurement")


@bp.get("")
def procurement(system: str) -> ResponseReturnValue:
    """Show what the members mean to buy, when contracts end, and what could go wrong."""
    packs, pack = packs_and_chosen()
    query = read_query(request.args, pack)
    whole = compared(system, pack, query)
    buying = read_buying(current.db(), in_band(whole, query))
    return render_template(
        "comparison/procurement.html",
        group=whole.group,
        packs=packs,
        pack=pack,
        query=query,
        here="buying.procurement",
        bands=by_order(member.band for member in whole.members),
        band_labels=BAND_LABELS,
        comparison=buying.comparison,
        buying=buying,
        ledes=[*dates_lede(buying), *spend_lede(buying)],
        drawn=months_drawn(buying.ends, buying.comparison.on),
        risks=risks(buying, [(stop.rule, stop.stopped) for stop in stops(buying.comparison)]),
        how=HOW,
        left_out=left_out(buying.comparison),
    )


@bp.get("/ends.csv")
def ends(system: str) -> ResponseReturnValue:
    """Give the days on which contracts end, and the last days of notice, as CSV."""
    table = csv_table([[name for name, _ in END_COLUMNS], *end_rows(_buying(system))])
    return kept_file(table, "text/csv", f"days-{system}-{current.today()}.csv")


@bp.get("/risks.csv")
def register(system: str) -> ResponseReturnValue:
    """Give the risk register as CSV."""
    buying = _buying(system)
    found = risks(buying, [(stop.rule, stop.stopped) for stop in stops(buying.comparison)])
    table = csv_table([[name for name, _ in RISK_COLUMNS], *risk_rows(found, buying.pack)])
    return kept_file(table, "text/csv", f"risks-{system}-{current.today()}.csv")


def _buying(system: str) -> Buying:
    _, pack = packs_and_chosen()
    query = read_query(request.args, pack)
    return read_buying(current.db(), in_band(compared(system, pack, query), query))
