"""The published surveys redone with the answers of a system: page, CSV and workbook."""

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from readiness.domain.band import BAND_LABELS
from readiness.domain.pack import Pack
from readiness.domain.wording import day_words
from readiness.files.survey_table import survey_csv, survey_workbook
from readiness.usecases.survey import SystemSurvey, read_survey
from readiness.web import current
from readiness.web.chosen_pack import packs_and_chosen
from readiness.web.comparison_query import ComparisonQuery, read_query
from readiness.web.survey_page import SurveyPage

bp = Blueprint("survey", __name__, url_prefix="/systems/<system>")

BOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/survey")
def survey(system: str) -> ResponseReturnValue:
    """Show every published figure beside that of the system, or of one band of it."""
    packs, pack, query, found = _asked_for(system)
    return render_template(
        "survey/survey.html",
        group=found.group,
        packs=packs,
        pack=pack,
        query=query,
        band_labels=BAND_LABELS,
        page=SurveyPage(found, query.band),
        today=current.today(),
    )


@bp.get("/survey.csv")
def table(system: str) -> ResponseReturnValue:
    """Give the same as CSV."""
    _, _, _, found = _asked_for(system)
    return _file(survey_csv(found.report), "text/csv", f"{system}-survey-{current.today()}.csv")


@bp.get("/survey.xlsx")
def workbook(system: str) -> ResponseReturnValue:
    """Give the same as a workbook."""
    _, _, query, found = _asked_for(system)
    band = f", {BAND_LABELS[query.band]}" if query.band else ""
    about = (
        f"{found.group.name} ({found.group.code}){band}, {day_words(current.today())}: "
        f"{found.report.submitted} of {found.members} submitted."
    )
    book = survey_workbook(found.report, about)
    return _file(book, BOOK, f"{system}-survey-{current.today()}.xlsx")


def _asked_for(system: str) -> tuple[tuple[Pack, ...], Pack, ComparisonQuery, SystemSurvey]:
    packs, pack = packs_and_chosen()
    query = read_query(request.args, pack)
    found = read_survey(
        current.db(),
        system,
        pack,
        person=current.person(),
        on=current.today(),
        band=query.band,
    )
    return packs, pack, query, found


def _file(content: bytes, kind: str, name: str) -> Response:
    header = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, mimetype=kind, headers=header)
