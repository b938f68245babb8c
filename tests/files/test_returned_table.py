"""A sheet with a row for each member is read as a survey tool exports it."""

import io
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from readiness.content import rules_folder
from readiness.domain.errors import InvalidAnswer
from readiness.domain.pack import DONT_KNOW
from readiness.domain.returned import read_answers, read_declaration
from readiness.domain.returned_table import (
    CODE,
    DAY,
    UNUSED,
    WHO,
    Table,
    column_of,
    match_columns,
    returned_rows,
)
from readiness.files.returned_table import read_table
from readiness.storage.packs import current_pack

ON = date(2026, 11, 24)
PACK = current_pack(rules_folder(), "hscn")
STAGE = PACK.questions["claimed-stage"]
AGREEMENT = PACK.questions["connection-agreement"]
SEVERAL = next(q for q in PACK.questions.values() if q.kind == "choices" and q.pick is None)
HEADINGS = (
    "ID",
    "Completion time",
    "Your name",
    "Which organisation?",
    STAGE.ask,
    f"{AGREEMENT.ref}: the agreement",
    f"{SEVERAL.ref} {SEVERAL.ask}",
)


def workbook(*rows, headings=HEADINGS):
    book = Workbook()
    for row in (headings, *rows):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def row(code="ZX9", stage=None, agreement=None, several=None, name="H Marsh"):
    stage = STAGE.options[1].label if stage is None else stage
    agreement = AGREEMENT.options[0].label if agreement is None else agreement
    return (1, datetime(2026, 11, 20, 10, 31), name, code, stage, agreement, several)


def matched(data, remembered=(), file="forms.xlsx"):
    table = read_table(file, data)
    return table, match_columns(table, PACK, dict(remembered), {"ZX9", "ZX8"})


def test_columns_are_found_by_reference_by_words_and_by_what_stands_in_them():
    _, columns = matched(workbook(row(), row("ZX8")))

    assert [column.holds for column in columns] == [
        UNUSED,
        DAY,
        WHO,
        CODE,
        "claimed-stage",
        "connection-agreement",
        SEVERAL.key,
    ]


def test_what_was_said_of_a_heading_before_comes_first():
    _, columns = matched(workbook(row()), {"id": CODE})

    assert (columns[0].holds, columns[0].how) == (CODE, "as you said before")
    assert columns[3].holds == UNUSED


def test_a_row_is_read_without_regard_to_case_and_space():
    both = f"{SEVERAL.options[0].label.upper()};  {SEVERAL.options[1].label} ;"
    data = workbook(row(" zx9 ", f" {STAGE.options[2].label.upper()}  ", "don't know", both))
    table, columns = matched(data)

    [returned] = returned_rows(table, columns, PACK, None)
    answers = read_answers(returned, PACK).answers

    assert returned.code == "ZX9"
    assert read_declaration(returned, ON) == (date(2026, 11, 20), ())
    assert {key: answer.value for key, answer in answers.items()} == {
        "claimed-stage": STAGE.options[2].key,
        "connection-agreement": DONT_KNOW,
        SEVERAL.key: {SEVERAL.options[0].key, SEVERAL.options[1].key},
    }


def test_a_fault_says_column_and_row():
    table, columns = matched(workbook(row(), row("ZX8", stage="Nearly there")))

    [_, second] = returned_rows(table, columns, PACK, None)

    [fault] = read_answers(second, PACK).faults
    assert (fault.line, fault.where) == (3, "column E, row 3, STG-01")


def test_a_column_that_fits_nothing_of_its_question_was_perhaps_dragged():
    table, columns = matched(workbook(row(), row("ZX8")))

    moved = column_of(table, 2, "connection-agreement", "", PACK)

    assert moved.dragged
    assert not any(column.dragged for column in columns)


def test_a_csv_with_semicolons_and_windows_letters_is_read_as_well():
    text = f"Organisation code;{STAGE.ref}\r\nZX9;{STAGE.options[0].label}\r\n"
    table, columns = matched(text.encode("cp1252", "replace"), file="forms.csv")

    assert [column.holds for column in columns] == [CODE, "claimed-stage"]
    assert [number for number, _ in table.rows] == [2]


@pytest.mark.parametrize("data", [b"", b"one", b"PK\x03\x04 no zip", b"a,b\n\0,1", b"\xff\xfe"])
def test_what_is_no_table_is_refused_in_words(data):
    with pytest.raises(InvalidAnswer, match="Save it as"):
        read_table("forms", data)


def test_a_code_is_found_by_its_heading_where_most_of_what_stands_in_it_is_wrong():
    table = Table("forms.csv", ("Organisation code",), ((2, ("NOPE",)), (3, ("AB1",))))

    (column,) = match_columns(table, current_pack(rules_folder(), "hscn"), {}, {"AB1"})

    assert (column.holds, column.how) == (CODE, "by its heading")
