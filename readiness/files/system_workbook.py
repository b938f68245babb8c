"""A comparison as a workbook: a sheet for each view, and charts that a spreadsheet draws."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from readiness.domain.buying import Buying
from readiness.domain.comparison import Comparison
from readiness.domain.risks import HOW, risks
from readiness.domain.wording import day_words
from readiness.files import system_tables as tables
from readiness.files.plan_rows import Cell
from readiness.files.sheets import Sheets, open_book
from readiness.files.system_views import stops

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
"""What the file calls itself."""

BLUE, INK, PLUM = "#005EB8", "#212B32", "#7C2855"

MOST_BARS = 12
"""How many points the chart of what holds up has at the most."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A filter of the page, as it is called, and what it is set to."""

    what: str
    words: str


def system_workbook(
    buying: Buying, chosen: Sequence[Chosen] = (), then: Comparison | None = None
) -> bytes:
    """Write a comparison as `.xlsx`. The same values give the same bytes.

    Args:
        chosen: the filters of the page that it is taken from.
        then: the same members on an earlier day, for the stages.
    """
    comparison = buying.comparison
    out = io.BytesIO()
    book = open_book(out)
    title = f"How ready is {comparison.group.name}? {day_words(comparison.on)}"
    book.set_properties({"title": title, "created": datetime.combine(comparison.on, time())})
    sheets = Sheets(book)
    sheets.add("Read me", [("What", 30), ("", 100)], _read_me(comparison, chosen, then))
    sheets.add("Members", tables.MEMBER_COLUMNS, tables.member_rows(comparison), frozen=1)
    _stages(sheets, comparison, then)
    _holding(sheets, comparison)
    sheets.add("Areas", tables.area_columns(comparison), tables.area_rows(comparison), frozen=1)
    sheets.add("Bands", tables.BAND_COLUMNS, tables.band_rows(comparison), frozen=1)
    if buying.routes:
        sheets.add("Routes", tables.ROUTE_COLUMNS, tables.route_rows(buying), frozen=1)
    _ends(sheets, buying)
    sheets.add("Days", tables.END_COLUMNS, tables.end_rows(buying), frozen=1)
    sheets.add("Money", tables.SPEND_COLUMNS, tables.spend_rows(buying), frozen=1)
    if buying.vehicles:
        sheets.add("Vehicles", tables.VEHICLE_COLUMNS, tables.vehicle_rows(buying), frozen=1)
    found = risks(buying, [(stop.rule, stop.stopped) for stop in stops(comparison)])
    sheets.add("Risks", tables.RISK_COLUMNS, tables.risk_rows(found, comparison.pack), frozen=2)
    book.close()
    return out.getvalue()


def _read_me(
    comparison: Comparison, chosen: Sequence[Chosen], then: Comparison | None
) -> list[list[Cell]]:
    pack, group = comparison.pack, comparison.group
    earlier: list[list[Cell]] = (
        [["Compared with", f"What had been submitted on {day_words(then.on)}"]] if then else []
    )
    return [
        ["System", f"{group.name} ({group.code})"],
        ["On", comparison.on],
        *_chosen(chosen),
        *earlier,
        ["Members", len(comparison.members)],
        ["Submitted", f"{len(comparison.submitters)} of {len(comparison.members)}"],
        ["Compared", f"{len(comparison.compared)} of {len(comparison.members)}"],
        ["What is counted", "Only what was signed off or came back in a file; never an estimate."],
        [
            "",
            "Stages count all that submitted; under checked, the first holds also those that "
            "nobody checked. What holds up, areas, middles and procurement count those compared: "
            "their submission was judged by the same hard rules.",
        ],
        ["Who is left out", "The sheet Members says so, and why, in its last column."],
        ["Not yet known", "Don’t know and not answered: it is never taken for no, nor for zero."],
        ["No score", "There is no total score and no rank: members and bands differ too much."],
        ["How risks are scored", HOW],
        ["Rule pack", f"{pack.title} {pack.version}"],
        ["Pack key", pack.key],
        ["Pack fingerprint", pack.fingerprint],
    ]


def _chosen(chosen: Sequence[Chosen]) -> list[list[Cell]]:
    return [[one.what, one.words] for one in chosen]


def _stages(sheets: Sheets, comparison: Comparison, then: Comparison | None) -> None:
    """Add the stages, as they were as well where an earlier day is asked for, and their chart."""
    columns, rows = tables.STAGE_COLUMNS, tables.stage_rows(comparison)
    if then is not None:
        columns = (*columns, *((f"{name}, {day_words(then.on)}", 16) for name, _ in columns[1:]))
        rows = [[*now, *was[1:]] for now, was in zip(rows, tables.stage_rows(then), strict=True)]
    sheet = sheets.add("Stages", columns, rows, frozen=1)
    counts, of = comparison.stages, len(comparison.submitters)
    chart = sheets.book.add_chart({"type": "column"})
    styles: list[dict[str, Any]] = [
        {"fill": {"none": True}, "border": {"color": INK, "width": 1.5}},
        {"fill": {"color": BLUE}},
        {"fill": {"color": INK}},
    ]
    for place, style in enumerate(styles, start=1):
        chart.add_series(_series("Stages", place, len(rows), style))
    _dress(chart, f"Organisations at each stage, of {of} that submitted", "Organisations")
    told = "; ".join(
        f"{stage.title}: {claimed} claimed, {evidenced} evidenced, {checked} checked"
        for stage, claimed, evidenced, checked in zip(
            comparison.pack.stages, counts.claimed, counts.evidenced, counts.agreed, strict=True
        )
    )
    _insert(sheet, chart, len(columns), f"Column chart of the stages. {told}.")


def _holding(sheets: Sheets, comparison: Comparison) -> None:
    rows = tables.holding_rows(comparison)
    sheet = sheets.add("Holding", tables.HOLDING_COLUMNS, rows, frozen=1)
    size = min(len(rows), MOST_BARS)
    if not size:
        return
    chart = sheets.book.add_chart({"type": "bar", "subtype": "stacked"})
    pattern = {"pattern": "wide_upward_diagonal", "fg_color": PLUM, "bg_color": "#FFFFFF"}
    styles: list[dict[str, Any]] = [
        {"pattern": pattern, "border": {"color": PLUM}},
        {"fill": {"color": "#FFFFFF"}, "border": {"color": "#768692", "dash_type": "dash"}},
    ]
    for place, style in enumerate(styles, start=2):
        chart.add_series(_series("Holding", place, size, style, names=7))
    of = len(comparison.compared)
    _dress(chart, f"What stops most organisations, of {of} compared", "")
    chart.set_y_axis({"reverse": True, "major_gridlines": {"visible": False}})
    chart.set_x_axis({"num_format": "0", "name": "Organisations", "major_unit": _unit(of)})
    told = "; ".join(f"{row[0]} {row[2]} stopped, {row[3]} not yet known" for row in rows[:size])
    _insert(sheet, chart, len(tables.HOLDING_COLUMNS), f"Bar chart of what holds up. {told}.")


def _ends(sheets: Sheets, buying: Buying) -> None:
    """Add the months in which something ends, and their chart."""
    dates = buying.ends
    rows: list[list[Cell]] = [[f"{month.first:%b %Y}", month.count] for month in dates.months]
    sheet = sheets.add("Ends", [("Month", 14), (dates.question.ask, 40)], rows, frozen=1)
    if not rows:
        return
    chart = sheets.book.add_chart({"type": "column"})
    chart.add_series(_series("Ends", 1, len(rows), {"fill": {"color": BLUE}}))
    _dress(chart, f"Ends by month, of {dates.base.told} known", "Organisations")
    chart.set_legend({"none": True})
    told = "; ".join(f"{month}: {count}" for month, count in rows)
    _insert(sheet, chart, 2, f"Column chart of ends by month; months without any left out. {told}.")


def _series(
    sheet: str, column: int, size: int, style: dict[str, Any], names: int = 0
) -> dict[str, Any]:
    return {
        "name": [sheet, 0, column],
        "categories": [sheet, 1, names, size, names],
        "values": [sheet, 1, column, size, column],
        "gap": 60,
        **style,
    }


def _dress(chart: Any, title: str, axis: str) -> None:
    chart.set_title({"name": title, "name_font": {"size": 13, "bold": True}})
    chart.set_legend({"position": "top"})
    chart.set_y_axis({"name": axis, "num_format": "0", "major_gridlines": {"visible": True}})
    chart.set_size({"width": 900, "height": 420})


def _insert(sheet: Any, chart: Any, columns: int, told: str) -> None:
    """Put a chart right of the table, with the same figures as text for whoever does not see it."""
    sheet.insert_chart(1, columns + 1, chart, {"description": told})


def _unit(of: int) -> int:
    return max(1, of // 10)
