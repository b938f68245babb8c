"""The workbook of a system: a sheet for each view, charts with words, and no cell that acts."""

import io
import zipfile
from dataclasses import replace

import openpyxl
import pytest

from readiness.domain.risks import risks
from readiness.domain.shared import NOT_SHARED, reads_sensitive
from readiness.domain.tally import Tally
from readiness.files.system_tables import area_columns, area_rows, holding_rows, risk_rows
from readiness.files.system_views import stops
from readiness.files.system_workbook import Chosen, system_workbook
from readiness.files.table import csv_table
from tests.compared import buying_of, comparison_of, givens_of, pack_of


def opened(content):
    return openpyxl.load_workbook(io.BytesIO(content))


def rows_of(book, name):
    return [[cell.value for cell in row] for row in book[name].iter_rows()]


@pytest.mark.parametrize("size", [0, 7, 60])
@pytest.mark.parametrize("key", ["hscn", "renewal"])
def test_every_view_has_a_sheet_whatever_the_number_of_answers(key, size):
    pack = pack_of(key)
    book = opened(system_workbook(buying_of(pack, givens_of(pack, size), silent=3)))

    assert book.sheetnames == [
        "Read me",
        "Members",
        "Stages",
        "Holding",
        "Areas",
        "Bands",
        "Routes",
        "Ends",
        "Days",
        "Money",
        "Vehicles",
        "Risks",
    ]
    assert len(rows_of(book, "Members")) == 1 + size + 3
    for name in book.sheetnames:
        assert book[name].freeze_panes
        assert book[name].auto_filter.ref


def test_the_sheets_say_what_the_comparison_says():
    buying = buying_of(pack_of(), givens_of(pack_of(), 20), silent=4)
    book = opened(system_workbook(buying))
    counts = buying.comparison.stages

    stages = rows_of(book, "Stages")[1:]

    assert [row[1] for row in stages] == list(counts.claimed)
    assert [row[2] for row in stages] == list(counts.evidenced)
    assert ["Submitted", "20 of 24"] in rows_of(book, "Read me")


def test_filters_of_the_page_are_named_and_an_earlier_day_stands_beside():
    givens = givens_of(pack_of(), 6)
    then = comparison_of(pack_of(), givens[:2])
    chosen = [Chosen("Band", "Acute")]

    book = opened(system_workbook(buying_of(pack_of(), givens), chosen, then))

    assert ["Band", "Acute"] in rows_of(book, "Read me")
    assert len(rows_of(book, "Stages")[0]) == 7
    assert [row[5] for row in rows_of(book, "Stages")[1:]] == list(then.stages.evidenced)


def test_every_chart_has_a_title_and_its_figures_as_words():
    content = system_workbook(buying_of(pack_of(), givens_of(pack_of(), 20)))

    with zipfile.ZipFile(io.BytesIO(content)) as book:
        names = book.namelist()
        charts = [book.read(name).decode() for name in names if "charts/chart" in name]
        drawings = [book.read(name).decode() for name in names if "drawings/drawing" in name]
    assert len(charts) == 3
    assert all("<c:title>" in chart for chart in charts)
    assert all('descr="' in drawing and "evidenced" in "".join(drawings) for drawing in drawings)


def test_a_name_that_looks_like_a_formula_stays_text_in_both_files():
    (given,) = givens_of(pack_of(), 1)
    named = replace(given, organisation=replace(given.organisation, name='=HYPERLINK("x")'))
    buying = buying_of(pack_of(), [named])
    comparison = buying.comparison

    cell = opened(system_workbook(buying))["Members"]["A2"]
    heads = [name for name, _ in area_columns(comparison)]
    table = csv_table([heads, *area_rows(comparison)]).decode("utf-8-sig")

    assert (cell.data_type, cell.value) == ("s", '=HYPERLINK("x")')
    assert "'=HYPERLINK" in table


def test_the_same_values_give_the_same_bytes():
    first, second = (system_workbook(buying_of(pack_of(), givens_of(pack_of(), 9))) for _ in "ab")

    assert first == second


def test_of_few_neither_words_nor_key_of_a_point_about_security_are_written():
    rule = next(rule for rule in pack_of().hard_rules if reads_sensitive(rule, pack_of()))

    few, many = (table_text(stopped_by(rule, size)) for size in (4, 5))

    assert NOT_SHARED in few
    assert rule.key not in few
    assert rule.otherwise not in few
    assert rule.key in many


def stopped_by(rule, size):
    """Return so many organisations that only this rule stops."""
    buying = buying_of(pack_of(), givens_of(pack_of(), size))
    letters = "".join("n" if one == rule else "m" for one in pack_of().hard_rules)
    stage = pack_of().stage_index[rule.stage]
    tally = Tally(None, stage, stage, letters)
    members = tuple(
        replace(member, submitted=replace(member.submitted, tally=tally))
        for member in buying.comparison.members
    )
    return replace(buying, comparison=replace(buying.comparison, members=members))


def table_text(buying):
    """Return the tables of what holds up and of risks as CSV."""
    stopping = [(stop.rule, stop.stopped) for stop in stops(buying.comparison)]
    found = risk_rows(risks(buying, stopping), buying.pack)
    return csv_table([*holding_rows(buying.comparison), *found]).decode("utf-8-sig")
