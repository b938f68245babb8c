"""Files out: what stands in them is what was judged, and text from people stays text."""

import csv
import io
from dataclasses import replace
from datetime import date, datetime

import openpyxl
import pytest

from readiness.domain.assessment import Answer, Given
from readiness.domain.plan import Doing, Progress, draft_plan
from readiness.domain.reader import read_pack
from readiness.domain.schedule import schedule
from readiness.domain.verdict import assess
from readiness.files.judgement import judgement, judgement_text, question_list
from readiness.files.plan_rows import COLUMNS
from readiness.files.table import plan_table, safe
from readiness.files.workbook import plan_workbook
from tests.examples import ON, TRUST, tiny_pack

PACK = read_pack(tiny_pack())
TARGET = date(2027, 9, 30)
FORMULAS = ["=1+1", '=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)", "\t=1", " =1", "=cmd|'/c'!A1"]
ANSWERS = {
    "plan": "none",
    "agreement": "no",
    "move-plan": "none",
    "lines": "dont-know",
    "target-date": TARGET,
    "sharing": "yes",
    "partners": frozenset({"ZX8"}),
}


def planned(**notes):
    said = {key: Answer(value, note=notes.get(key, "")) for key, value in ANSWERS.items()}
    plan = draft_plan(assess(PACK, Given(TRUST, ON, said)))
    return plan, schedule(plan, TARGET, ON)


def sheet(name, progress=None, **notes):
    book = openpyxl.load_workbook(io.BytesIO(plan_workbook(*planned(**notes), progress or {})))
    return book[name]


def rows_of(sheet):
    head, *rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_the_workbook_says_what_the_command_line_says():
    told = judgement(*planned())["actions"]
    rows = rows_of(sheet("Plan"))

    assert [row["Key"] for row in rows] == [action["key"] for action in told]
    for row, action in zip(rows, told, strict=True):
        assert row["Person-days, low"] == action["effort_low"]
        assert row["Person-days, high"] == action["effort_high"]
        assert row["Latest start"].date().isoformat() == action["latest_start"]
        assert row["Lead time, days"] == action["lead_time_days"]


def test_dates_are_real_dates_the_head_is_frozen_and_rows_can_be_filtered():
    plan = sheet("Plan")

    assert isinstance(rows_of(plan)[0]["Latest start"], datetime)
    assert plan.freeze_panes == "C2"
    assert plan.auto_filter.ref == f"A1:{chr(64 + len(COLUMNS))}{plan.max_row}"
    assert plan.column_dimensions["B"].width > 40


def test_the_workbook_names_pack_version_fingerprint_and_totals():
    about = {row["What"]: list(row.values())[1] for row in rows_of(sheet("About"))}

    assert about["Pack version"] == PACK.version
    assert about["Pack fingerprint"] == PACK.fingerprint
    assert about["Target date"].date() == TARGET
    assert about["Actions of unknown effort"] == 1


def test_every_question_stands_in_the_workbook_with_its_state():
    answers = {row["Key"]: row for row in rows_of(sheet("Answers"))}

    assert set(answers) == set(PACK.questions)
    assert answers["plan"]["Answer"] == "None"
    assert answers["lines"]["State"] == "don’t know"
    assert answers["remarks"]["State"] == "not answered"
    assert answers["target-date"]["Answer"].date() == TARGET


@pytest.mark.parametrize("text", FORMULAS)
def test_text_from_people_never_becomes_a_formula_or_a_link(text):
    progress = {"draft-plan": Progress("draft-plan", owner=text, note=text)}
    book = openpyxl.load_workbook(io.BytesIO(plan_workbook(*planned(plan=text), progress)))

    cells = [c for name in book.sheetnames for row in book[name].iter_rows() for c in row]
    held = [cell for cell in cells if cell.value == text]
    assert len(held) == 3
    assert all(cell.data_type == "s" and cell.hyperlink is None for cell in held)


@pytest.mark.parametrize("text", FORMULAS)
def test_a_cell_of_csv_that_would_act_is_kept_from_it(text):
    assert safe(text).startswith("'")


def test_csv_carries_the_same_rows_and_opens_as_utf_8():
    progress = {"draft-plan": Progress("draft-plan", "P Nair", Doing.DOING, date(2026, 12, 1))}
    data = plan_table(*planned(), progress)
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))

    assert data.startswith(b"\xef\xbb\xbf")
    assert [row["Key"] for row in rows] == [r["Key"] for r in rows_of(sheet("Plan"))]
    first = next(row for row in rows if row["Key"] == "draft-plan")
    assert (first["State"], first["Owner"], first["Due"]) == ("Doing", "P Nair", "2026-12-01")
    assert rows[0]["Latest start"].count("-") == 2


def test_the_same_plan_gives_the_same_bytes():
    assert plan_workbook(*planned(), {}) == plan_workbook(*planned(), {})


def test_a_longest_note_is_cut_to_what_a_cell_holds_and_breaks_nothing():
    note = "x" * 40_000
    progress = {"draft-plan": Progress("draft-plan", note=note)}

    row = next(r for r in rows_of(sheet("Plan", progress)) if r["Key"] == "draft-plan")
    assert len(row["Note"]) == 32_767


def test_the_command_line_names_every_part_of_the_contract():
    told = judgement(*planned())

    assert set(told) >= {
        "pack", "stage", "gates", "routes", "recommended_route", "actions",
        "unanswered", "dont_know", "not_asked",
    }  # fmt: skip
    assert set(told["gates"][0]["findings"][0]) >= {
        "rule", "strength", "truth", "because", "questions",
    }  # fmt: skip
    assert told["dont_know"] == ["lines"]
    assert told["actions"][0]["because"]


def test_people_read_the_same_conclusions():
    text = judgement_text(*planned())

    assert "Evidenced  Not started" in text
    assert "The plan is not agreed. You answered “None”." in text
    assert "Draft the plan" in text


def test_questions_are_listed_with_options_from_worst_to_best_and_their_gate():
    listed = {question["key"]: question for question in question_list(PACK)}

    assert [option["key"] for option in listed["plan"]["options"]] == ["none", "drafted", "agreed"]
    assert (listed["plan"]["gate"], listed["plan"]["strength"]) == ("not-started", "hard")
    assert listed["remarks"]["gate"] is None
    assert listed["partners"]["asked_when"] == {"question": "sharing", "is": ["yes"]}
    assert "PAR-01" in listed["partners"]["asked_when_words"]
    assert listed["plan"]["asked_when"] is None


def test_an_organisation_of_unknown_kind_can_be_judged():
    unknown = replace(TRUST, kind=None, setting=None, sites=None)

    assert assess(PACK, Given(unknown, ON, {})).evidenced.key == "not-started"
