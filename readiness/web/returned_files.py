"""Files of an upload, opened: questionnaires, and sheets with a row for each member."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath

from readiness.domain.came_back import Upload
from readiness.domain.comparison import Group
from readiness.domain.errors import Fault, InvalidAnswer
from readiness.domain.pack import Pack
from readiness.domain.returned import Returned
from readiness.domain.returned_table import UNUSED, Column, Table, match_columns, returned_rows
from readiness.files.packed import is_packed
from readiness.files.returned_table import read_table
from readiness.files.returned_workbook import read_questionnaire

MOST_FILES = 100
"""The most files of one upload: as many as the members of a large system."""

LARGEST = 5_000_000
"""The most bytes of one file."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet with a row for each member, and what its columns are taken to hold."""

    table: Table
    columns: tuple[Column, ...]

    @property
    def unmatched(self) -> tuple[Column, ...]:
        """The columns that are not used although something stands in them."""
        return tuple(one for one in self.columns if one.holds == UNUSED and one.filled)

    @property
    def dragged(self) -> tuple[Column, ...]:
        """The columns whose answers do not fit their question at all."""
        return tuple(one for one in self.columns if one.dragged)


@dataclass(frozen=True, slots=True)
class Opened:
    """An upload with all that stands in its files."""

    upload: Upload
    pack: Pack
    group: Group
    readings: tuple[Returned, ...]
    sheets: tuple[Sheet, ...]


def open_files(upload: Upload, pack: Pack, group: Group, remembered: Mapping[str, str]) -> Opened:
    """Open the files of an upload; one that cannot be read becomes a file with a fault."""
    readings: list[Returned] = []
    sheets: list[Sheet] = []
    for name, data in upload.files:
        try:
            found = _open(name, data)
        except InvalidAnswer as wrong:
            readings.append(_unreadable(name, str(wrong), pack))
            continue
        if isinstance(found, Returned):
            readings.append(found)
            continue
        sheet = Sheet(found, match_columns(found, pack, remembered, set(group.codes)))
        sheets.append(sheet)
        readings += returned_rows(found, sheet.columns, pack, upload.round)
    return Opened(upload, pack, group, tuple(readings), tuple(sheets))


def _open(name: str, data: bytes) -> Returned | Table:
    if len(data) > LARGEST:
        raise InvalidAnswer(f"Send a file of at most {LARGEST // 1_000_000} MB.")
    if PurePath(name).suffix.lower() == ".xls":
        raise InvalidAnswer("Open it and save it as .xlsx, then send that.")
    found = read_questionnaire(name, data) if is_packed(data) else None
    return found or read_table(name, data)


def _unreadable(name: str, what: str, pack: Pack) -> Returned:
    fault = Fault(name, 0, 0, "the file", f"{what[:1].lower()}{what[1:].rstrip('.')}")
    return Returned(name, pack.key, "", "", None, (), faults=(fault,))
