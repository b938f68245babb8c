"""A pack that comes as a zip of its folder: its text, or everything that is wrong with the zip."""

import io
import lzma
import stat
import zipfile
import zlib

from readiness.domain.errors import Fault, PackFaults

MOST_BYTES = 5_000_000
"""The largest zip that is read, and the most that all its files together may unpack to."""

MOST_FILES = 500
"""The most files that a zip may hold, folders and other programs’ files included."""

_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1
_BEGINNINGS = (b"PK\x03\x04", b"PK\x05\x06")
_BROKEN = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, RuntimeError)


def read_archive(data: bytes) -> dict[str, str]:
    """Return the text of a pack’s YAML files, by path, as its folder itself would be read.

    The files may stand at the top of the zip or in one folder. What else is there, and names that
    begin with a dot, are passed over, as in a rules folder. Nothing is written to the disk.

    Raises:
        PackFaults: it is no zip, too large, or holds what no pack has: paths that lead elsewhere,
            links, zips inside, secrets, the same path twice, or text which is not UTF-8.
    """
    if len(data) > MOST_BYTES:
        raise _refused(f"make it smaller: at most {MOST_BYTES // 1_000_000} MB are read")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _Archive(archive).files()
    except _BROKEN as error:
        raise _refused("zip the folder again: this is not a zip that can be read") from error


class _Archive:
    """One reading of a zip; it collects faults."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.faults: list[Fault] = []
        self.left = MOST_BYTES

    def files(self) -> dict[str, str]:
        entries = self.archive.infolist()
        if len(entries) > MOST_FILES:
            raise _refused(f"leave files out: at most {MOST_FILES} are read")
        names = [entry.filename for entry in entries]
        for entry in entries:
            if wrong := _wrong(entry, names):
                self._fault(entry.filename, wrong)
        if sum(entry.file_size for entry in entries) > MOST_BYTES:
            self._fault(
                "", f"leave files out: it unpacks to more than {MOST_BYTES // 1_000_000} MB"
            )
        if self.faults:
            raise PackFaults(self.faults)
        read = self._texts([entry for entry in entries if _is_pack_file(entry.filename)])
        if self.faults:
            raise PackFaults(self.faults)
        return read

    def _texts(self, entries: list[zipfile.ZipInfo]) -> dict[str, str]:
        tops = {entry.filename.removesuffix("pack.yaml") for entry in entries if _is_head(entry)}
        if len(tops) != 1:
            what = "zip one pack: its pack.yaml stands at the top, or in one folder"
            self._fault("", what)
            return {}
        top = tops.pop()
        texts: dict[str, str] = {}
        for entry in entries:
            if not entry.filename.startswith(top):
                self._fault(entry.filename, f"put it into {top} with the rest of the pack")
            elif entry.filename.endswith(".yml"):
                self._fault(entry.filename, "give it the ending .yaml: no other is read")
            else:
                texts[entry.filename.removeprefix(top)] = self._text(entry)
        return texts

    def _text(self, entry: zipfile.ZipInfo) -> str:
        """Read a file, and never more than is left: the size that a zip states may be a lie."""
        with self.archive.open(entry) as source:
            data = source.read(self.left + 1)
        self.left -= len(data)
        if self.left < 0:
            raise _refused("zip the folder again: its files are larger than it says")
        if data.startswith(_BEGINNINGS):
            self._fault(entry.filename, _NESTED)
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            self._fault(entry.filename, "save it as UTF-8")
            return ""
        return text.replace("\r\n", "\n").replace("\r", "\n")

    def _fault(self, file: str, what: str) -> None:
        name = file if file.isprintable() else ascii(file)
        self.faults.append(Fault(name or "the zip", 0, 0, "the file", what))


_NESTED = "take it out: a zip inside a zip is not read"


def _wrong(entry: zipfile.ZipInfo, names: list[str]) -> str:
    """Say what is wrong with an entry before anything of it is unpacked; nothing if it is fine."""
    name = entry.filename
    parts = name.rstrip("/").split("/")
    if name.startswith("/") or ".." in parts or "" in parts or "\\" in name or ":" in name:
        return "zip the folder again: this path leads out of it"
    if not name.isprintable():
        return "rename it: its name holds characters that no file should have"
    if stat.S_ISLNK(entry.external_attr >> 16):
        return "put the file itself in place of this link"
    if entry.flag_bits & _ENCRYPTED:
        return "zip the folder without a password"
    if name.lower().endswith(".zip"):
        return _NESTED
    if names.count(name) > 1:
        return "keep one of the two: it is there twice"
    if entry.compress_type not in _METHODS:
        return "zip the folder in the usual way: this kind of compression is not read"
    return ""


def _is_pack_file(name: str) -> bool:
    hidden = any(part.startswith((".", "__MACOSX")) for part in name.split("/"))
    return not hidden and name.endswith((".yaml", ".yml"))


def _is_head(entry: zipfile.ZipInfo) -> bool:
    return entry.filename.split("/")[-1] == "pack.yaml" and entry.filename.count("/") <= 1


def _refused(what: str) -> PackFaults:
    return PackFaults([Fault("the zip", 0, 0, "the file", what)])
