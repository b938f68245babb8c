"""A sheet with a row for each member, as a survey tool exports it: .xlsx or .csv."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Sequence

from readiness.domain.errors import InvalidAnswer
from readiness.domain.returned_table import Table
from readiness.files.packed import cells_of, is_packed, opened_workbook

MOST_ROWS = 2_000
"""The most rows that are read: more than any system has members."""

MOST_COLUMNS = 500

_NO_TABLE = "Save it as .xlsx or .csv with a row of headings, then send it again."


def read_table(file: str, data: bytes) -> Table:
    """Read the first sheet that has two rows, or a CSV; its first row that is filled are headings.

    Raises:
        InvalidAnswer: it cannot be read, holds no table, or is larger than is read.
    """
    if is_packed(data):
        with opened_workbook(data) as book:
            for name in book.sheetnames:
                cells = cells_of(book, name, MOST_ROWS, MOST_COLUMNS)
                if sum(any(_filled(one) for one in row) for row in cells) > 1:
                    return _table(file, cells, name)
        raise InvalidAnswer(_NO_TABLE)
    return _table(file, _csv_rows(data))


def _table(file: str, cells: Sequence[Sequence[object]], sheet: str = "") -> Table:
    at = next((n for n, row in enumerate(cells) if sum(map(_filled, row)) > 1), None)
    if at is None:
        raise InvalidAnswer(_NO_TABLE)
    headings = _told_apart("" if one is None else " ".join(str(one).split()) for one in cells[at])
    rows = ((n, tuple(row)) for n, row in enumerate(cells[at + 1 :], at + 2))
    return Table(file, headings, tuple(row for row in rows if any(map(_filled, row[1]))), sheet)


def _told_apart(headings: Iterable[str]) -> tuple[str, ...]:
    """Number the headings that stand there more than once."""
    met: Counter[str] = Counter()
    found = []
    for heading in headings:
        met[heading] += 1
        found.append(f"{heading} ({met[heading]})".strip() if met[heading] > 1 else heading)
    return tuple(found)


def _csv_rows(data: bytes) -> list[tuple[object, ...]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    if "\0" in text:
        raise InvalidAnswer(_NO_TABLE)
    first = text.split("\n", 1)[0]
    apart = max(",;\t", key=first.count)
    try:
        rows = [tuple(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=apart)]
    except csv.Error:
        raise InvalidAnswer(_NO_TABLE) from None
    if len(rows) > MOST_ROWS + 1:
        raise InvalidAnswer(f"Send it in parts: it has more than {MOST_ROWS:,} rows.")
    width = min(max(map(len, rows), default=0), MOST_COLUMNS)
    return [(*row, *[""] * (width - len(row)))[:width] for row in rows]


def _filled(value: object) -> bool:
    return value is not None and str(value).strip() != ""
