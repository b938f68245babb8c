"""The survey report as CSV and as a workbook."""

from collections.abc import Iterator
from io import BytesIO

from readiness.domain.band import BAND_LABELS, Band
from readiness.domain.comparing import survey_words
from readiness.domain.share import Share
from readiness.domain.survey_measure import Figure, Measure
from readiness.domain.survey_report import SurveyReport
from readiness.files.plan_rows import Cell
from readiness.files.sheets import Sheets, open_book
from readiness.files.table import csv_table

WITHHELD = "withheld"

COLUMNS = (
    ("Survey", 30),
    ("Question", 40),
    ("Reference", 12),
    ("Measure", 44),
    ("Ours", 8),
    ("Of", 8),
    ("Don’t know, of these", 12),
    ("Did not answer", 10),
    ("Per cent", 10),
    ("Low", 8),
    ("High", 8),
    ("Published per cent", 10),
    ("Published low", 10),
    ("Published high", 10),
    ("Published of", 10),
    ("Stands clear", 10),
    ("Withheld", 10),
    ("Notes", 60),
)
BAND_COLUMNS = (
    ("Band", 34),
    ("Ours", 8),
    ("Of", 8),
    ("Per cent", 10),
    ("Low", 8),
    ("High", 8),
    ("Withheld", 10),
)
HOW = (
    "Ours counts organisations whose submission was signed off or returned. “Don’t know” is in the "
    "number that shares are of; who did not answer is not, and stands in a column of its own.",
    "Low and high are the ends of Wilson’s 95% interval: how far chance alone may lead.",
    "A figure stands clear of the published one where their two intervals do not overlap.",
    "Figures of fewer than five answers are withheld, and beside them those of the next smallest "
    "band, so that nothing that is withheld can be worked out from what is shown.",
    "The mean of percentages has no such interval. Figures of two surveys are never added up.",
)
"""How the figures of a workbook are to be read."""


def survey_csv(report: SurveyReport) -> bytes:
    """Write a report as CSV: a row for each figure, then how engaged boards are, by band."""
    heads = [heading for heading, _ in COLUMNS]
    return csv_table([heads, *_rows(report), *_board_rows(report, len(heads))])


def survey_workbook(report: SurveyReport, about: str) -> bytes:
    """Write a report as a workbook: its figures, boards by band, and how they are worked out.

    Args:
        about: what the figures are of, and of which day.
    """
    out = BytesIO()
    book = open_book(out)
    sheets = Sheets(book)
    sheets.add("Survey", COLUMNS, list(_rows(report)), frozen=4)
    sheets.add("Board by band", BAND_COLUMNS, list(_banded(report)), frozen=1)
    pack = f"{report.pack.title}, version {report.pack.version}"
    sheets.add("How to read it", [("How to read it", 110)], [[one] for one in (about, pack, *HOW)])
    book.close()
    return out.getvalue()


def counted(figure: Figure, measure: Measure) -> dict[str, int | None]:
    """Return count, per cent and interval; nobody counted is 0 of 0, which has no share."""
    ours = figure.ours
    nobody = 0 if measure.told and ours is None and measure.question.options else None
    low, high = figure.interval.ends if figure.interval else (None, None)
    return {
        "count": ours.count if isinstance(ours, Share) else nobody,
        "percent": ours.per_cent if ours else None,
        "low": low,
        "high": high,
    }


def _rows(report: SurveyReport) -> Iterator[list[Cell]]:
    for measure in report.measures:
        for figure in measure.figures:
            yield _row(measure, figure)


def _row(measure: Measure, figure: Figure) -> list[Cell]:
    told, published = measure.told, figure.published
    counts = counted(figure, measure)
    return [
        measure.survey.title,
        measure.question.ask,
        measure.question.ref,
        figure.measure,
        counts["count"],
        told.base if told else None,
        told.dont_know if told else None,
        told.not_answered if told else None,
        counts["percent"],
        counts["low"],
        counts["high"],
        published.value if published else None,
        *(published.interval.ends if published else (None, None)),
        published.survey.answered if published else None,
        "" if figure.clear is None else "yes" if figure.clear else "no",
        WITHHELD if measure.withheld else "",
        " ".join([survey_words(measure.survey), *measure.notes]),
    ]


def _board_rows(report: SurveyReport, width: int) -> Iterator[list[Cell]]:
    """Return boards by band in the columns of the figures."""
    question, option = report.board_question, report.board_option
    if question and option:
        for band, count, base, percent, low, high, hidden in _banded(report):
            row: list[Cell] = ["Ours alone, by band", question.ask, question.ref]
            row += [f"{option.label}: {band}", count, base, None, None, percent, low, high]
            blank: list[Cell] = [None] * (width - len(row) - 2)
            yield [*row, *blank, hidden, ""]


def _banded(report: SurveyReport) -> Iterator[list[Cell]]:
    for one in report.board:
        share = one.share
        counts: list[Cell] = [share.count, share.base, share.per_cent] if share else [None] * 3
        ends = share.interval.ends if share else (None, None)
        yield [band_words(one.band), *counts, *ends, WITHHELD if one.withheld else ""]


def band_words(band: Band | None) -> str:
    """Name a band, or all of them."""
    return "All bands" if band is None else BAND_LABELS[band]
