"""Files as people have them: plain, zipped or gzipped, never unpacked beyond a limit."""

import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator

from readiness.domain.errors import Fault

MOST_BYTES = 60_000_000
"""The most that the files of one upload may unpack to."""

MOST_FILES = 50
"""The most files that are read from one zip."""

_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError)


def unpacked(name: str, data: bytes) -> tuple[tuple[tuple[str, bytes], ...], tuple[Fault, ...]]:
    """Return the tables in a file by name, or what is wrong with it.

    A zip gives every .csv in it, a .gz the one it holds, anything else itself.
    """
    try:
        if data[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
            return tuple(_zipped(data)), ()
        if data[:2] == b"\x1f\x8b":
            with gzip.GzipFile(fileobj=io.BytesIO(data)) as source:
                return ((name.removesuffix(".gz"), _limited(source.read(MOST_BYTES + 1))),), ()
        return ((name, _limited(data)),), ()
    except _TooLarge:
        what = f"import it in parts: it is more than {MOST_BYTES // 1_000_000} MB"
    except _BROKEN:
        what = "download it again: it cannot be unpacked"
    return (), (Fault(name, 0, 0, "the file", what),)


class _TooLarge(Exception):
    """A file unpacks to more than is read."""


def _zipped(data: bytes) -> Iterator[tuple[str, bytes]]:
    left = MOST_BYTES
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        tables = [one for one in archive.infolist() if _is_table(one.filename)]
        if len(tables) > MOST_FILES:
            raise _TooLarge
        for one in tables:
            with archive.open(one) as source:
                text = source.read(left + 1)
            left -= len(text)
            if left < 0:
                raise _TooLarge
            yield one.filename.split("/")[-1], text


def _is_table(name: str) -> bool:
    """Say whether a file in a zip is a table, and not something that a Mac put beside one."""
    return name.lower().endswith(".csv") and not name.startswith(("__MACOSX", "."))


def _limited(data: bytes) -> bytes:
    if len(data) > MOST_BYTES:
        raise _TooLarge
    return data
