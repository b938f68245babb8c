"""A questionnaire that came back: its hidden map, what stands in each cell, and what was moved."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from readiness.domain.errors import Fault, InvalidAnswer
from readiness.domain.returned import Returned, Written, name_words
from readiness.files.packed import cells_of, opened_workbook
from readiness.files.questionnaire_map import (
    ABOUT,
    ABOUT_ROWS,
    ANSWER,
    FORMAT,
    KEY,
    MARKS,
    NOTE,
    PLACE,
    SHARE,
    Row,
)

MOST_ROWS = 5_000
"""The most rows of a sheet that are read; our longest has about a hundred."""

MOST_NAMED = 3
"""How many places that were moved a fault names."""

_COLUMNS = KEY + 1
_MOVED = (
    "make the changes in a fresh questionnaire: rows or columns were moved, so that answers may "
    "stand beside other questions. Nothing of this file is read"
)

Cells = Sequence[Sequence[object]]


@dataclass(frozen=True, slots=True)
class _Map:
    """The hidden map of a questionnaire: its marks, and its rows by sheet."""

    marks: Mapping[str, str]
    rows: Mapping[str, tuple[Row, ...]]


def read_questionnaire(file: str, data: bytes) -> Returned | None:
    """Read a questionnaire; None where a workbook is none.

    Where something was dragged, sorted or inserted nothing is read, and the fault says where.

    Raises:
        InvalidAnswer: the file cannot be opened, or is larger than is read.
    """
    with opened_workbook(data) as book:
        if FORMAT not in book.sheetnames:
            return None
        mapped = _map_in(cells_of(book, FORMAT, MOST_ROWS, 6))
        about = _about(book)
        missing = [name for name in mapped.rows if name not in book.sheetnames]
        sheets = {
            name: cells_of(book, name, MOST_ROWS, _COLUMNS)
            for name in mapped.rows
            if name not in missing
        }
    return _returned(file, mapped, about, sheets, missing)


def _returned(
    file: str,
    mapped: _Map,
    about: Mapping[str, object],
    sheets: Mapping[str, Cells],
    missing: Sequence[str],
) -> Returned:
    marks = mapped.marks
    faults = [Fault(file, 0, 0, f"sheet “{name}”", _MOVED) for name in missing]
    written: list[Written] = []
    for name, cells in sheets.items():
        moved = [*_moved(mapped.rows[name], cells)]
        if moved:
            faults.append(Fault(file, 0, 0, f"sheet “{name}”, {_places(moved)}", _MOVED))
        written += [] if moved else _written(name, mapped.rows[name], cells)
    number = marks.get("round", "")
    return Returned(
        file,
        marks.get("pack", ""),
        _text(about.get("code")).upper(),
        name_words(about.get("by")),
        about.get("on"),
        () if faults else tuple(written),
        post=name_words(about.get("post")),
        declared=_text(about.get("declared")).casefold() in ("yes", "y", "true"),
        made_for=marks.get("organisation", ""),
        round=int(number) if number.isdecimal() and len(number) < 10 else None,
        fingerprint=marks.get("fingerprint", ""),
        whole=marks.get("questions") == "whole",
        asked=tuple(dict.fromkeys(r.question for rows in mapped.rows.values() for r in rows)),
        faults=tuple(faults),
        where_code=_about_cell("code"),
        where_by=_about_cell("by"),
        where_on=_about_cell("on"),
        where_declared=_about_cell("declared"),
    )


def _map_in(cells: Cells) -> _Map:
    marks = {_text(row[0]): _text(row[1]) for row in cells[: len(MARKS)] if len(row) > 1}
    rows: dict[str, list[Row]] = {}
    for line in cells[len(MARKS) + 1 :]:
        sheet, number, question, option, meaning, stands_in = (*line, *[None] * 6)[:6]
        if isinstance(number, int) and sheet and question:
            row = Row(str(sheet), number, str(question), _text(option), _text(meaning), stands_in)
            rows.setdefault(row.sheet, []).append(row)
    if not rows:
        raise InvalidAnswer("Fill in a fresh questionnaire: what marks this one was taken out.")
    return _Map(marks, {name: tuple(some) for name, some in rows.items()})


def _about(book: Any) -> Mapping[str, object]:
    if ABOUT not in book.sheetnames:
        return {}
    cells = cells_of(book, ABOUT, 100, 2)
    labelled = {_text(row[0]): row[1] for row in cells if len(row) > 1 and row[0]}
    return {key: labelled.get(label) for key, label in ABOUT_ROWS.values()}


def _moved(rows: Sequence[Row], cells: Cells) -> Iterator[str]:
    """Yield where a row no longer stands beside its question, or an answer beside none."""
    by_number = {row.number: row for row in rows}
    for number, line in enumerate(cells, 1):
        row = by_number.pop(number, None)
        key = _text(line[KEY]) if len(line) > KEY else ""
        if row is None:
            beside = [letter for letter in (ANSWER, NOTE) if number > 1 and _at(line, letter)]
            yield from (f"cell {letter}{number}" for letter in beside)
            if key and number > 1:
                yield f"row {number}"
        elif key != row.key or row.stands_in not in (None, number):
            yield f"cell {ANSWER}{number}"
    yield from (f"row {number}" for number in by_number)


def _places(moved: Sequence[str]) -> str:
    """Name the first few places, and count the rest."""
    rest = len(moved) - MOST_NAMED
    return ", ".join(moved[:MOST_NAMED]) + (f" and {rest} more" if rest > 0 else "")


def _written(name: str, rows: Sequence[Row], cells: Cells) -> Iterator[Written]:
    for row in rows:
        line = cells[row.number - 1]
        yield Written(
            f"sheet “{name}”, cell {ANSWER}{row.number}",
            row.question,
            line[PLACE[ANSWER]],
            row.option,
            "" if row.option else _text(line[PLACE[NOTE]]),
            not row.option and _text(line[PLACE[SHARE]]).casefold() in ("yes", "y", "true"),
            row.meaning,
        )


def _at(line: Sequence[object], letter: str) -> str:
    place = PLACE[letter]
    return _text(line[place]) if len(line) > place else ""


def _about_cell(key: str) -> str:
    row = next(row for row, (name, _) in ABOUT_ROWS.items() if name == key)
    return f"sheet “{ABOUT}”, cell B{row + 1}"


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()
