"""What the pictures of a system’s page are drawn from, all of one comparison."""

from collections.abc import Callable
from typing import Any

from flask import url_for

from readiness.domain.comparison import Comparison
from readiness.domain.pack import Pack
from readiness.web.comparison_page import lede_parts, stage_notes, stage_rows, state_words
from readiness.web.comparison_query import ComparisonQuery
from readiness.web.freshness_page import age_strip, left_out
from readiness.web.gaps_page import gap_table, too_many_members
from readiness.web.likeness_picture import like_picture
from readiness.web.stage_picture import stage_picture


def pictures(shown: Comparison, query: ComparisonQuery) -> dict[str, Any]:
    """Return what the templates of the pictures print."""
    rows, one_band = stage_rows(shown), query.band is not None
    picture = stage_picture(rows)
    return {
        "lede_parts": lede_parts(shown),
        "stages": rows,
        "stage_picture": picture,
        "stage_notes": stage_notes(shown, bars=picture.bars),
        "likeness": like_picture(shown),
        "gaps": gap_table(shown, query.sort, one_band=one_band),
        "ages": age_strip(shown),
        "left_out": left_out(shown),
        "too_many": too_many_members(shown, one_band=one_band),
        "state_words": state_words,
        "about": about_address(shown.pack),
    }


def about_address(pack: Pack) -> Callable[[str], str]:
    """Return what turns a code into the address of what that organisation shares.

    A page may have a thousand of them, so that the address is made once.
    """
    before, after = url_for("shared.about", ods_code="CODE", pack_key=pack.key).split("CODE", 1)
    return lambda code: f"{before}{code}{after}"
