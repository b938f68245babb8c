"""What is taken away of a system’s page, with its filters: workbook, CSV, and board paper."""

from dataclasses import replace

from flask import Blueprint, Response, request

from readiness.domain.band import BAND_LABELS
from readiness.domain.buying import Buying
from readiness.domain.comparison import Comparison
from readiness.domain.errors import NotFound
from readiness.domain.wording import day_words
from readiness.files.board_paper import board_paper
from readiness.files.system_tables import area_columns, area_rows
from readiness.files.system_workbook import WORKBOOK, Chosen, system_workbook
from readiness.files.table import csv_table
from readiness.files.word_file import WORD
from readiness.usecases.buying import read_buying
from readiness.usecases.comparison import read_comparison
from readiness.usecases.joint_actions import joint_actions_beside
from readiness.web import current
from readiness.web.chosen_pack import packs_and_chosen
from readiness.web.comparison import compared, in_band
from readiness.web.comparison_page import lede_of
from readiness.web.comparison_query import ComparisonQuery, read_query
from readiness.web.kept_file import kept_file

bp = Blueprint("comparison_files", __name__, url_prefix="/systems/<system>")


@bp.get("/comparison.xlsx")
def workbook(system: str) -> Response:
    """Give every view of the page as a sheet of a workbook."""
    buying, query = _read(system)
    then = _then(system, buying, query)
    content = system_workbook(buying, filters_in_words(query), then)
    return kept_file(content, WORKBOOK, f"comparison-{system}-{current.today()}.xlsx")


@bp.get("/comparison.csv")
def table(system: str) -> Response:
    """Give the members by areas as CSV."""
    comparison, _ = _comparison(system)
    heads = [name for name, _ in area_columns(comparison)]
    content = csv_table([heads, *area_rows(comparison)])
    return kept_file(content, "text/csv", f"comparison-{system}-{current.today()}.csv")


@bp.get("/board-paper.docx")
def paper(system: str) -> Response:
    """Give a paper for the board."""
    buying, query = _read(system)
    joint = joint_actions_beside(current.db(), buying.comparison)
    lede = lede_of(buying.comparison)
    content = board_paper(buying, query.met, filters_in_words(query), lede, joint)
    return kept_file(content, WORD, f"board-paper-{system}-{current.today()}.docx")


def filters_in_words(query: ComparisonQuery) -> tuple[Chosen, ...]:
    """Say what the address leaves out or asks for; nothing where it asks for everything."""
    found = []
    if query.band:
        found.append(Chosen("Band", BAND_LABELS[query.band]))
    if query.round is not None:
        found.append(Chosen("Round", f"Round {query.round}"))
    if query.these_rules:
        words = "What was submitted under other rules is judged by these as well."
        found.append(Chosen("Judged by", words))
    if query.against:
        found.append(Chosen("Against", day_words(query.against)))
    return tuple(found)


def _comparison(system: str) -> tuple[Comparison, ComparisonQuery]:
    _, pack = packs_and_chosen()
    query = read_query(request.args, pack)
    if query.against is not None and query.against >= current.today():
        raise NotFound("Enter a day before today.")
    return in_band(compared(system, pack, query), query), query


def _read(system: str) -> tuple[Buying, ComparisonQuery]:
    comparison, query = _comparison(system)
    return read_buying(current.db(), comparison), query


def _then(system: str, buying: Buying, query: ComparisonQuery) -> Comparison | None:
    """Read the same members as of the earlier day that the address names."""
    if query.against is None:
        return None
    then = read_comparison(
        current.db(),
        system,
        buying.pack,
        person=current.person(),
        on=current.today(),
        members=[one.code for one in buying.comparison.members],
        as_of=query.against,
        by_these_rules=query.these_rules,
    )
    return replace(in_band(then, query), on=query.against)
