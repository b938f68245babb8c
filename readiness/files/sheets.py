"""Sheets of a workbook that all look alike, in which text is always text."""

from collections.abc import Sequence
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

import xlsxwriter

from readiness.files.plan_rows import Cell

LONGEST_CELL = 32_767
"""The most characters that a cell of a workbook may hold."""


def open_book(out: BytesIO) -> Any:
    """Begin a workbook in which nothing that people wrote becomes a formula, a link or a number."""
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    return xlsxwriter.Workbook(out, options)


class Sheets:
    """Adds sheets that all look alike: a frozen bold head, filters, widths, wrapped text."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.head = book.add_format({"bold": True, "bottom": 2, "text_wrap": True, "valign": "top"})
        self.text = book.add_format({"text_wrap": True, "valign": "top"})
        self.day = book.add_format({"num_format": "d mmm yyyy", "valign": "top", "align": "left"})

    def add(
        self,
        name: str,
        columns: Sequence[tuple[str, int]],
        rows: Sequence[Sequence[Cell]],
        *,
        frozen: int = 0,
    ) -> Any:
        """Add a sheet with so many columns that stay in sight; return it for what is special."""
        sheet = self.book.add_worksheet(name)
        for place, (heading, width) in enumerate(columns):
            sheet.set_column(place, place, width)
            sheet.write_string(0, place, heading, self.head)
        for number, row in enumerate(rows, start=1):
            for place, cell in enumerate(row):
                self._write(sheet, number, place, cell)
        sheet.freeze_panes(1, frozen)
        sheet.autofilter(0, 0, max(len(rows), 1), len(columns) - 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        return sheet

    def _write(self, sheet: Any, number: int, place: int, cell: Cell) -> None:
        if cell is None or cell == "":
            sheet.write_blank(number, place, None, self.text)
        elif isinstance(cell, date):
            sheet.write_datetime(number, place, datetime.combine(cell, time()), self.day)
        elif isinstance(cell, (int, float)):
            sheet.write_number(number, place, cell, self.text)
        else:
            sheet.write_string(number, place, cell[:LONGEST_CELL], self.text)
