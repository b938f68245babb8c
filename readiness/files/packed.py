"""A workbook that somebody sent: looked at before it is unpacked, and opened for values only."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from openpyxl import load_workbook

from readiness.domain.errors import InvalidAnswer

MOST_UNPACKED = 60_000_000
"""The most bytes that a workbook may say it unpacks to."""

MOST_PARTS = 500
"""The most parts that a workbook may have inside; ours have about thirty."""

MOST_SHEETS = 80

_NO_WORKBOOK = "Save it as .xlsx and send it again: it cannot be read as a workbook."


def is_packed(data: bytes) -> bool:
    """Say whether a file is a zip, as every workbook of today is."""
    return data[:4] == b"PK\x03\x04"


@contextmanager
def opened_workbook(data: bytes) -> Iterator[Any]:
    """Open a workbook to read the values of its cells; formulas and macros are never run.

    Raises:
        InvalidAnswer: it is no workbook, or would unpack to more than is read.
    """
    packed = _repacked(data)
    try:
        book = load_workbook(packed, read_only=True, data_only=True, keep_links=False)
    except Exception as error:  # of whatever kind: the library has no one error for a bad file
        raise InvalidAnswer(_NO_WORKBOOK) from error
    try:
        if len(book.sheetnames) > MOST_SHEETS:
            raise InvalidAnswer(f"Take sheets out: it has more than {MOST_SHEETS}.")
        yield book
    finally:
        book.close()


def cells_of(book: Any, name: str, most_rows: int, most_columns: int) -> list[tuple[object, ...]]:
    """Return the values of a sheet, row by row from the first, each as wide as the widest.

    Raises:
        InvalidAnswer: it cannot be read, or is longer than is read.
    """
    try:
        sheet = book[name]
        sheet.reset_dimensions()
        found = [
            tuple(row[:most_columns])
            for row in sheet.iter_rows(max_row=most_rows + 1, values_only=True)
        ]
    except Exception as error:  # as above
        raise InvalidAnswer(_NO_WORKBOOK) from error
    if len(found) > most_rows:
        raise InvalidAnswer(f"Send it in parts: sheet “{name}” has more than {most_rows:,} rows.")
    width = max(map(len, found), default=0)
    return [(*row, *[None] * (width - len(row))) for row in found]


def _repacked(data: bytes) -> io.BytesIO:
    """Return the XML of a workbook packed anew, each part as long as its entry declares.

    So what reads it next never unpacks more than was declared here, whatever the file says.
    """
    out = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(out, "w") as new:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(one.file_size for one in parts) > MOST_UNPACKED:
                raise InvalidAnswer("Send a smaller file: it unpacks to more than is read.")
            if any(one.flag_bits & 1 for one in parts):
                raise InvalidAnswer("Take the password off the file, then send it again.")
            for one in parts:
                if one.filename.endswith((".xml", ".rels")):
                    new.writestr(one.filename, _part(archive, one))
    except _BROKEN as error:
        raise InvalidAnswer(_NO_WORKBOOK) from error
    return out


def _part(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    """Return a part, unpacked a piece at a time; one that declares a type of its own is refused."""
    with archive.open(part) as source:
        text = b"".join(iter(lambda: source.read(_PIECE), b""))
    if b"<!DOCTYPE" in text.replace(b"\0", b"").upper():
        raise InvalidAnswer(_NO_WORKBOOK)
    return text


_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError)
"""What reading a zip raises where it is damaged, or packed in a way that is not known."""

_PIECE = 65_536
