"""A questionnaire as a workbook with drop-down lists: filled in anywhere, sent back, read again."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from readiness.domain.answer_value import LONGEST_TEXT
from readiness.domain.calendar import EARLIEST, LATEST
from readiness.domain.pack import Kind, Pack, Question
from readiness.domain.questionnaire import Part, Questionnaire, asked_when_words, meaning_of
from readiness.domain.wording import count_words, day_words
from readiness.files.questionnaire_map import (
    ABOUT,
    ABOUT_ROWS,
    ANSWER,
    FORMAT,
    HEADINGS,
    KEY,
    MAP_HEADINGS,
    MARKS,
    NOTE,
    PLACE,
    SHARE,
    Row,
)
from readiness.files.sheets import open_book

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
"""What the file calls itself."""

_LISTS = "Lists"
_MOST = 255
_NO_NAME = re.compile(r"[^\w ,&-]")
_WIDTHS = (14, 58, 44, 34, 40, 12, 2)
_INSTRUCTIONS = (
    "Write only in the cells with a border. Leave a cell empty where you have no answer yet.",
    "Not knowing is an answer: each question has it, and it is never read as no.",
    "Do not move, sort or insert rows or columns: the file could then not be read.",
    "Whoever you send this file to can read all of it, notes as well. Once it is imported, a note "
    "is for your own organisation alone, unless you say Yes in the last column.",
)


def questionnaire_workbook(asked: Questionnaire, on: date) -> bytes:
    """Write a questionnaire as `.xlsx`: a first sheet about it, then a sheet for each section.

    Only cells to fill in can be written to, without a password. A hidden sheet says which cell
    belongs to which question, so that a file is read only as it was made. The same questionnaire
    gives the same bytes on the same day.
    """
    out = io.BytesIO()
    book = open_book(out)
    book.set_properties(
        {"title": f"Questionnaire: {asked.pack.title}", "created": datetime.combine(on, time())}
    )
    writer = _Writer(book, asked.pack)
    writer.about(asked, on)
    for name, part in zip(sheet_names(asked.parts), asked.parts, strict=True):
        writer.section(name, part)
    writer.lists()
    writer.map(asked)
    book.close()
    return out.getvalue()


def sheet_names(parts: tuple[Part, ...]) -> tuple[str, ...]:
    """Return what the sheet of each section is called: numbered, and as short as a sheet needs."""
    return tuple(
        f"{number} {_NO_NAME.sub(' ', part.title)}"[:31].strip()
        for number, part in enumerate(parts, 1)
    )


def question_rows(question: Question) -> Iterator[tuple[str, str]]:
    """Yield the rows of a question: the option’s key, empty for the question itself, and words."""
    yield "", question.ask
    if question.kind is Kind.CHOICES:
        yield from ((option.key, f"    {option.label}") for option in question.options)


@dataclass(frozen=True, slots=True)
class _Formats:
    head: Any
    text: Any
    strong: Any
    open: Any
    day: Any
    title: Any


class _Writer:
    """Writes the sheets of one questionnaire, and remembers where each question stands."""

    def __init__(self, book: Any, pack: Pack) -> None:
        self.book, self.pack = book, pack
        self.rows: list[Row] = []
        self.columns: dict[tuple[str, ...], int] = {}
        wrapped = {"text_wrap": True, "valign": "top"}
        entry = {**wrapped, "border": 1, "border_color": "#4C6272", "locked": False}
        self.formats = _Formats(
            book.add_format({**wrapped, "bold": True, "bottom": 2}),
            book.add_format(wrapped),
            book.add_format({**wrapped, "bold": True}),
            book.add_format({**entry, "num_format": "General"}),
            book.add_format({**entry, "num_format": "d mmm yyyy", "align": "left"}),
            book.add_format({"bold": True, "font_size": 16}),
        )

    def about(self, asked: Questionnaire, on: date) -> None:
        """Write the first sheet: what this is, who fills it in, and the declaration."""
        sheet = self._sheet(ABOUT, (34, 80))
        sheet.write_string(0, 0, f"Questionnaire: {asked.pack.title}", self.formats.title)
        made_for = asked.organisation
        known = {
            "code": made_for.ods_code if made_for else "",
            "name": made_for.name if made_for else "",
        }
        for row, (key, label) in ABOUT_ROWS.items():
            sheet.write_string(row, 0, label, self.formats.strong)
            shape = self.formats.day if key == "on" else self.formats.open
            self._entry(sheet, row, 1, shape, known.get(key, ""))
        declared = next(row for row, (key, _) in ABOUT_ROWS.items() if key == "declared")
        self._choose(sheet, declared, 1, ("Yes", "No"), "The declaration", "Say Yes or No.")
        told = (
            f"{asked.what}: {count_words(len(asked.questions), 'question')}, {asked.pack.title} "
            f"{asked.pack.version}. Made on {day_words(on)}.",
            *([f"For the round “{asked.round_name}”."] if asked.round_name else []),
            *_INSTRUCTIONS,
        )
        for row, words in enumerate(told, max(ABOUT_ROWS) + 2):
            sheet.merge_range(row, 0, row, 1, words, self.formats.text)
            sheet.set_row(row, 32)

    def section(self, name: str, part: Part) -> None:
        """Write a section: a row for each question, and one for each option of several."""
        sheet = self._sheet(name, _WIDTHS)
        for column, heading in enumerate(HEADINGS):
            sheet.write_string(0, column, heading, self.formats.head)
        sheet.freeze_panes(1, 0)
        sheet.set_column(KEY, KEY, None, None, {"hidden": True})
        place = 1
        for question in part.questions:
            for option, words in question_rows(question):
                row = Row(name, place + 1, question.key, option, meaning_of(question))
                self._question_row(sheet, place, row, question, words)
                self.rows.append(row)
                place += 1
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)

    def lists(self) -> None:
        """Write the options of every drop-down list, a column each, on a hidden sheet."""
        sheet = self.book.add_worksheet(_LISTS)
        for options, column in self.columns.items():
            sheet.write_column(0, column, options)
        sheet.hide()

    def map(self, asked: Questionnaire) -> None:
        """Write what the file is, and which cell belongs to which question.

        The row of each answer is a formula, so that it follows an answer that is dragged elsewhere.
        """
        sheet = self.book.add_worksheet(FORMAT)
        organisation = asked.organisation.ods_code if asked.organisation else ""
        pack = asked.pack
        every = len(asked.questions) == len(pack.questions)
        told = (
            pack.key,
            pack.version,
            pack.fingerprint,
            "" if asked.round is None else str(asked.round),
            organisation,
            "whole" if every else "part",
        )
        for place, (mark, words) in enumerate(zip(MARKS, told, strict=True)):
            sheet.write_string(place, 0, mark)
            sheet.write_string(place, 1, words)
        sheet.write_row(len(MARKS), 0, MAP_HEADINGS)
        for number, row in enumerate(self.rows, len(MARKS) + 1):
            sheet.write_row(number, 0, (row.sheet, row.number, row.question, row.option))
            sheet.write_string(number, 4, row.meaning)
            cell = f"'{row.sheet}'!{ANSWER}{row.number}"
            sheet.write_formula(number, 5, f"=ROW({cell})", None, row.number)
        sheet.very_hidden()

    def _question_row(
        self, sheet: Any, place: int, row: Row, question: Question, words: str
    ) -> None:
        strong = self.formats.text if row.option else self.formats.strong
        sheet.write_string(place, 0, question.ref, self.formats.text)
        sheet.write_string(place, 1, words, strong)
        how = "Yes or No." if row.option else _how(self.pack, question)
        sheet.write_string(place, 2, how, self.formats.text)
        shape = self.formats.day if question.kind is Kind.DATE else self.formats.open
        self._entry(sheet, place, PLACE[ANSWER], shape)
        self._limit(sheet, place, row, question)
        if not row.option:
            self._entry(sheet, place, PLACE[NOTE], self.formats.open)
            self._entry(sheet, place, PLACE[SHARE], self.formats.open)
            self._choose(sheet, place, PLACE[SHARE], ("Yes", "No"), "Share this note?", "")
        sheet.write_string(place, KEY, row.key)

    def _limit(self, sheet: Any, place: int, row: Row, question: Question) -> None:
        """Let a cell take only what fits, as far as a spreadsheet can say it."""
        column, title = PLACE[ANSWER], question.ref[:32]
        if row.option:
            self._choose(sheet, place, column, ("Yes", "No"), title, "Say Yes or No.")
        elif question.options:
            several = question.kind is Kind.CHOICES
            labels = () if several else tuple(option.label for option in question.options)
            told = "Choose in the rows below, or here that you do not know." if several else ""
            self._choose(sheet, place, column, (*labels, question.dont_know), title, told)
        elif question.kind in _RULES:
            cell = f"{ANSWER}{place + 1}"
            unknown = question.dont_know.replace('"', '""')
            rule = _RULES[question.kind](cell, question)
            self._validate(
                sheet,
                place,
                column,
                {"validate": "custom", "value": f'=OR({cell}="{unknown}",{rule})'},
                title,
                _how(self.pack, question),
            )
        else:
            limit = {"validate": "length", "criteria": "<=", "value": LONGEST_TEXT}
            self._validate(sheet, place, column, limit, title, _how(self.pack, question))

    def _choose(
        self, sheet: Any, row: int, column: int, options: tuple[str, ...], title: str, told: str
    ) -> None:
        """Offer a drop-down list: its options stand on a sheet, for a list in a cell is short."""
        place = self.columns.setdefault(options, len(self.columns))
        source = f"={_LISTS}!{_column(place)}$1:{_column(place)}${len(options)}"
        limit = {"validate": "list", "source": source}
        self._validate(sheet, row, column, limit, title, told)

    def _validate(
        self, sheet: Any, row: int, column: int, limit: dict[str, Any], title: str, told: str
    ) -> None:
        words = {"error_title": "This does not fit", "error_message": _short(told) or "Choose one."}
        if told:
            words |= {"input_title": title, "input_message": _short(told)}
        sheet.data_validation(row, column, row, column, {**limit, **words, "ignore_blank": True})

    def _entry(self, sheet: Any, row: int, column: int, shape: Any, text: str = "") -> None:
        if text:
            sheet.write_string(row, column, text, shape)
        else:
            sheet.write_blank(row, column, None, shape)

    def _sheet(self, name: str, widths: tuple[int, ...]) -> Any:
        sheet = self.book.add_worksheet(name)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.protect("", {"format_columns": True, "format_rows": True})
        sheet.hide_gridlines(2)
        return sheet


def _how(pack: Pack, question: Question) -> str:
    """Say how a question is answered, with its hint, and when it is asked at all."""
    told = {
        Kind.CHOICE: "Choose one.",
        Kind.YES_NO: "Choose one.",
        Kind.CHOICES: f"Say Yes beside {question.pick or 'all that apply'}"
        + (" of the options." if question.pick else "."),
        Kind.NUMBER: f"A whole number of {question.unit}",
        Kind.PERCENTAGE: "A whole number from 0 to 100, per cent",
        Kind.MONEY: "Whole pounds",
        Kind.DATE: "A date, like 30 9 2027",
        Kind.PARTNERS: "Organisation codes, with spaces between them",
        Kind.TEXT: "In your own words",
    }[question.kind]
    unknown = f", or: {question.dont_know}."
    how = told if told.endswith(".") else f"{told}{unknown}"
    return " ".join(filter(None, (how, question.hint, asked_when_words(pack, question))))


def _number_rule(cell: str, question: Question) -> str:
    low = question.minimum or 0
    high = 1_000_000_000 if question.maximum is None else question.maximum
    if question.kind is Kind.PERCENTAGE:
        low, high = 0, 100
    return f"AND(ISNUMBER({cell}),{cell}>={low},{cell}<={high},{cell}=INT({cell}))"


def _day_rule(cell: str, _question: Question) -> str:
    first = f"DATE({EARLIEST.year},{EARLIEST.month},{EARLIEST.day})"
    last = f"DATE({LATEST.year},{LATEST.month},{LATEST.day})"
    return f"AND(ISNUMBER({cell}),{cell}>={first},{cell}<={last})"


_RULES = {
    Kind.NUMBER: _number_rule,
    Kind.PERCENTAGE: _number_rule,
    Kind.MONEY: _number_rule,
    Kind.DATE: _day_rule,
}


def _short(words: str) -> str:
    return words if len(words) <= _MOST else f"{words[: _MOST - 1].rstrip()}…"


def _column(place: int) -> str:
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return f"${letters}"
