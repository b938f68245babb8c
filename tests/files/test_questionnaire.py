"""A questionnaire that is filled in gives the same answers back; one that was moved, none."""

import io
from contextlib import suppress
from datetime import date, datetime, time
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from readiness.content import rules_folder
from readiness.domain.assessment import Answer
from readiness.domain.errors import InvalidAnswer
from readiness.domain.pack import DONT_KNOW
from readiness.domain.questionnaire import Questionnaire, chosen_questions
from readiness.domain.returned import read_answers, read_declaration
from readiness.files.questionnaire import questionnaire_workbook
from readiness.files.questionnaire_map import ABOUT, ABOUT_ROWS, FORMAT, MARKS
from readiness.files.returned_workbook import read_questionnaire
from readiness.storage.packs import current_pack
from tests.respondents import respondent

ON = date(2026, 11, 24)
PACKS = {key: current_pack(rules_folder(), key) for key in ("hscn", "renewal")}


def made(pack, **which):
    """Return a questionnaire as its file, and the questionnaire."""
    what, parts = chosen_questions(pack, **which)
    asked = Questionnaire(pack, what, parts, round=3)
    return questionnaire_workbook(asked, ON), asked


def opened(data):
    return load_workbook(io.BytesIO(data))


def saved(book):
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sign(book, code="ZX9"):
    said = {"code": code, "by": "H Marsh", "post": "IT lead", "on": ON, "declared": "Yes"}
    for row, (key, _) in ABOUT_ROWS.items():
        book[ABOUT].cell(row + 1, 2).value = said.get(key)


def fill(book, pack, answers):
    """Type answers into a questionnaire, as somebody would."""
    rows = list(book[FORMAT].iter_rows(min_row=len(MARKS) + 2, values_only=True))
    for sheet, number, key, option, *_ in rows:
        if key in answers:
            _write(book[sheet], number, pack.questions[key], option, answers[key])


def _write(sheet, number, question, option, answer):
    cell, value = sheet.cell(number, 4), answer.value
    if option:
        if value != DONT_KNOW:
            cell.value = "Yes" if option in value else "No"
        return
    if value == DONT_KNOW:
        cell.value = question.dont_know
    elif question.options:
        cell.value = question.option(value).label if isinstance(value, str) else None
    elif isinstance(value, frozenset):
        cell.value = " ".join(sorted(value))
    elif isinstance(value, date):
        cell.value = datetime.combine(value, time())
    else:
        cell.value = value
    if answer.note:
        sheet.cell(number, 5).value = answer.note
    if not answer.private:
        sheet.cell(number, 6).value = "Yes"


@pytest.mark.parametrize("key", PACKS)
@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_any_answers_come_back_as_they_were_given(key, seed):
    pack = PACKS[key]
    given = respondent(pack, Random(seed))
    data, _ = made(pack)
    book = opened(data)
    sign(book)
    fill(book, pack, given.answers)

    returned = read_questionnaire("back.xlsx", saved(book))
    read = read_answers(returned, pack)

    assert (read.faults, read.left_out) == ((), ())
    said = {k: (a.value, a.note) for k, a in given.answers.items() if a.value is not None}
    assert {k: (a.value, a.note) for k, a in read.answers.items()} == said


def test_the_first_sheet_says_who_declared_it_and_when():
    data, _ = made(PACKS["hscn"], look=True)
    book = opened(data)
    sign(book)

    returned = read_questionnaire("back.xlsx", saved(book))

    assert (returned.code, returned.by, returned.round, returned.whole) == (
        "ZX9",
        "H Marsh",
        3,
        False,
    )
    assert read_declaration(returned, ON) == (ON, ())


def test_what_is_not_filled_in_on_the_first_sheet_is_asked_for():
    data, _ = made(PACKS["hscn"], look=True)

    _, faults = read_declaration(read_questionnaire("back.xlsx", data), ON)

    assert [fault.where for fault in faults] == [
        "sheet “Start here”, cell B5",
        "sheet “Start here”, cell B8",
        "sheet “Start here”, cell B7",
    ]


def test_what_is_no_option_is_named_with_its_cell():
    data, _ = made(PACKS["hscn"], look=True)
    book = opened(data)
    book[book.sheetnames[1]]["D2"] = "Perhaps"

    returned = read_questionnaire("back.xlsx", saved(book))
    [fault] = read_answers(returned, PACKS["hscn"]).faults

    assert fault.where == f"sheet “{book.sheetnames[1]}”, cell D2, STG-01"
    assert "“Perhaps” is not an option" in fault.what


def _sorted(sheet):
    first, second = ([c.value for c in sheet[n]] for n in (2, 3))
    for n, row in ((2, second), (3, first)):
        for column, value in enumerate(row, 1):
            sheet.cell(n, column).value = value


def _inserted(sheet):
    sheet.insert_rows(3)


def _column_taken_out(sheet):
    sheet.delete_cols(3)


def _answers_dragged_below_the_last(sheet):
    sheet.cell(sheet.max_row + 1, 4).value = "Signed"


@pytest.mark.parametrize(
    "move", [_sorted, _inserted, _column_taken_out, _answers_dragged_below_the_last]
)
def test_a_file_in_which_something_was_moved_is_not_read(move):
    data, _ = made(PACKS["hscn"])
    book = opened(data)
    book[book.sheetnames[2]]["D2"] = PACKS["hscn"].sections[1].questions[0].options[0].label
    move(book[book.sheetnames[2]])

    returned = read_questionnaire("back.xlsx", saved(book))

    assert returned.written == ()
    assert returned.faults
    assert "moved" in returned.faults[0].what


def test_an_answer_that_a_spreadsheet_followed_elsewhere_is_found_by_its_formula():
    data, _ = made(PACKS["hscn"])
    book = opened(data)
    book[FORMAT].cell(len(MARKS) + 2, 6).value = 3

    assert read_questionnaire("back.xlsx", saved(book)).faults


def test_questions_that_are_asked_otherwise_by_now_are_left_out_and_named():
    pack = PACKS["hscn"]
    data, _ = made(pack, look=True)
    book = opened(data)
    fill(book, pack, {"claimed-stage": Answer("planning")})
    book[FORMAT].cell(len(MARKS) + 2, 5).value = "other words"

    read = read_answers(read_questionnaire("back.xlsx", saved(book)), pack)

    assert (read.left_out, "claimed-stage" in read.answers) == (("claimed-stage",), False)


def test_the_same_questionnaire_gives_the_same_bytes():
    pack = PACKS["renewal"]

    assert made(pack, look=True)[0] == made(pack, look=True)[0]


@pytest.mark.parametrize("key", PACKS)
def test_every_section_and_role_has_a_questionnaire(key):
    pack = PACKS[key]
    for section in pack.sections:
        assert opened(made(pack, section=section.key)[0]).sheetnames[0] == ABOUT
    for role in {question.owner for question in pack.questions.values()}:
        assert opened(made(pack, role=role)[0]).sheetnames[0] == ABOUT


WHOLE = made(PACKS["renewal"], look=True)[0]


@settings(max_examples=40, deadline=None)
@given(flips=st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), max_size=8))
def test_a_file_that_is_damaged_is_read_or_refused_in_words(flips):
    data = bytearray(WHOLE)
    for place, byte in flips:
        data[place] = byte

    returned = None
    with suppress(InvalidAnswer):
        returned = read_questionnaire("back.xlsx", bytes(data))

    assert returned is None or not read_answers(returned, PACKS["renewal"]).answers


def test_a_long_name_and_signs_that_no_page_shows_are_cut():
    data, _ = made(PACKS["hscn"], look=True)
    book = opened(data)
    sign(book)
    by = next(row for row, (key, _) in ABOUT_ROWS.items() if key == "by")
    book[ABOUT].cell(by + 1, 2).value = "H\n\u202eMarsh" + "h" * 300

    read = read_questionnaire("back.xlsx", saved(book)).by

    assert (read[:7], len(read)) == ("H Marsh", 200)
