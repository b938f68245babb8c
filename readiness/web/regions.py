"""How ready are the systems of a region, or of England: a row for each system."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from readiness.domain.band import BAND_LABELS
from readiness.domain.regions import REGIONS, region_words
from readiness.usecases.regions import read_systems
from readiness.web import current
from readiness.web.chosen_pack import packs_and_chosen
from readiness.web.comparison_page import facts_of
from readiness.web.comparison_query import read_query
from readiness.web.regions_page import lede_of, notes_of, rows_of

bp = Blueprint("regions", __name__)


@bp.get("/regions/<region>/comparison")
def region(region: str) -> ResponseReturnValue:
    """Show how ready the systems of a region are."""
    return _page(region)


@bp.get("/england/comparison")
def england() -> ResponseReturnValue:
    """Show how ready the systems of England are, by region."""
    return _page("")


def _page(region: str) -> ResponseReturnValue:
    packs, pack = packs_and_chosen()
    query = read_query(request.args, pack)
    found = read_systems(
        current.db(),
        region,
        pack,
        person=current.person(),
        on=current.today(),
        band=query.band,
        by_these_rules=query.these_rules,
    )
    total = found.table.total.comparison
    return render_template(
        "comparison/region.html",
        group=found.group,
        where=region_words(region),
        regions={code: name for code, name in REGIONS.items() if code in found.open},
        packs=packs,
        pack=pack,
        query=query,
        bands=found.bands,
        band_labels=BAND_LABELS,
        table=found.table,
        lede=lede_of(found, pack),
        facts=facts_of(total)[: 4 if found.table.total.rules else 3] if total else (),
        rows=rows_of(found.table, pack),
        notes=notes_of(found, query.band),
    )
