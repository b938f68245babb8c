"""Rule packs: the folder's text as it stands now, and the text of every pack that was ever used."""

import json
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Generic, TypeVar

from sqlite_utils import Database

from readiness.domain.document import Place
from readiness.domain.errors import Fault, NotFound, PackFaults, Unusable
from readiness.domain.pack import Pack
from readiness.domain.pack_entries import ASIDE
from readiness.domain.reader import read_pack
from readiness.storage.database import add, rows, time_text

Files = Mapping[str, str]
"""The text of a pack's files, by path inside its folder with forward slashes."""

Stamp = tuple[tuple[str, int, int, int], ...]
"""What changes when a folder does: each file's path, size, time of change and inode."""


_KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Folder:
    """A pack as its folder stood at one moment."""

    stamp: Stamp
    files: Files
    pack: Pack


def pack_keys(rules: Path) -> tuple[str, ...]:
    """Return the keys of the packs in the rules folder, in order; none when it is not there."""
    if not rules.is_dir():
        return ()
    return tuple(sorted(name for name in os.listdir(rules) if _is_pack(rules, name)))


def folder_files(rules: Path, key: str) -> Files:
    """Return the text of a pack's YAML files, those whose name begins with a dot left out.

    Raises:
        NotFound: there is no pack of that key; the words name those there are.
        PackFaults: naming every file that is not UTF-8, cannot be read, or ends in .yml.
    """
    return files_in(_folder(rules, key))


def files_in(folder: Path) -> Files:
    """Return the text of the YAML files in any folder, as `folder_files` does.

    Raises:
        PackFaults: as there.
    """
    files: dict[str, str] = {}
    faults: list[Fault] = []
    for path, *_ in _stamp(folder):
        if path.endswith(".yml"):
            what = f"call it {path.removesuffix('.yml')}.yaml: no other ending is read"
            faults.append(Place(path, 0, 0).fault(what))
            continue
        try:
            files[path] = (folder / path).read_text(encoding="utf-8-sig")
        except UnicodeDecodeError:
            faults.append(Place(path, 0, 0).fault("save it as UTF-8"))
        except OSError as error:
            faults.append(Place(path, 0, 0).fault(f"make it readable: {error.strerror}"))
    if faults:
        raise PackFaults(faults)
    return files


def current_folder(rules: Path, key: str) -> Folder:
    """Return a pack as its folder stands now, with its text; read again only when a file changed.

    Raises:
        NotFound, PackFaults: as `folder_files`, or everything that is wrong with the pack.
    """
    folder = _folder(rules, key)
    stamp = _stamp(folder)
    known = _FOLDERS.get(folder)
    if known is not None and known.stamp == stamp:
        return known
    files = folder_files(rules, key)
    pack = _remembered(read_pack(files))
    if pack.key != key:
        named = Place("pack.yaml", 0, 0, "key")
        raise PackFaults([named.fault(f"name the pack as its folder is named: {key}")])
    return _FOLDERS.put(folder, Folder(stamp, files, pack))


def current_pack(rules: Path, key: str) -> Pack:
    """Return a pack as its folder stands now; see `current_folder` for what it refuses."""
    return current_folder(rules, key).pack


def rules_stamp(rules: Path) -> Stamp:
    """Return what changes when any file of any pack does; nothing while it cannot be looked at."""
    try:
        return _stamp(rules)
    except OSError:
        return ()


def keep_pack(db: Database, pack: Pack, files: Files, *, at: datetime) -> None:
    """Keep the text a fingerprint is taken of, unless it is kept already; inside `immediate`."""
    if rows(db, "select 1 from packs where fingerprint = ?", (pack.fingerprint,)):
        return
    kept = {path: text for path, text in files.items() if not path.startswith(ASIDE)}
    add(
        db,
        "packs",
        fingerprint=pack.fingerprint,
        key=pack.key,
        version=pack.version,
        files=json.dumps(kept, sort_keys=True, ensure_ascii=False),
        kept_at=time_text(at),
    )


def pack_by_fingerprint(db: Database, fingerprint: str) -> Pack:
    """Return a pack that was kept; one that this process has read before costs no query.

    Raises:
        NotFound: it was never kept here.
        Unusable: this version of the program cannot read it, or its text is no longer what it was.
    """
    known = _PACKS.get(fingerprint)
    if known is not None:
        return known
    found = rows(db, "select key, version, files from packs where fingerprint = ?", (fingerprint,))
    if not found:
        raise NotFound("There is no such version of the rules here.")
    key, version, files = found[0]
    try:
        pack = read_pack(json.loads(files), kept=True)
    except PackFaults as faults:
        raise Unusable(
            f"Version {version} of the rules {key}, kept when they were used, cannot be read by "
            "this version of HSCN Readiness: use the version that was running then."
        ) from faults
    if pack.fingerprint != fingerprint:
        raise Unusable(
            f"Version {version} of the rules {key} is not what was kept: "
            "put a copy of the database from a backup in its place."
        )
    return _remembered(pack)


def fingerprints_beginning(db: Database, beginning: str) -> tuple[str, ...]:
    """Return the fingerprints of the packs kept here that begin so, in order."""
    found = rows(
        db,
        "select fingerprint from packs where substr(fingerprint, 1, ?) = ? order by fingerprint",
        (len(beginning), beginning),
    )
    return tuple(fingerprint for (fingerprint,) in found)


T = TypeVar("T")
K = TypeVar("K")


class _Newest(Generic[K, T]):
    """The values put in last, for all threads of this process."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: dict[K, T] = {}
        self._lock = Lock()

    def get(self, key: K) -> T | None:
        return self._values.get(key)

    def put(self, key: K, value: T) -> T:
        with self._lock:
            self._values.pop(key, None)
            self._values[key] = value
            while len(self._values) > self._most:
                del self._values[next(iter(self._values))]
        return value


_FOLDERS: _Newest[Path, Folder] = _Newest(32)
_PACKS: _Newest[str, Pack] = _Newest(64)


def _remembered(pack: Pack) -> Pack:
    return _PACKS.get(pack.fingerprint) or _PACKS.put(pack.fingerprint, pack)


def _is_pack(rules: Path, key: str) -> bool:
    """Say whether a pack is there; a key holds no dot, slash or drive, so it names nothing else."""
    return bool(_KEY.fullmatch(key)) and os.path.isfile(rules / key / "pack.yaml")


def _folder(rules: Path, key: str) -> Path:
    if not _is_pack(rules, key):
        keys = pack_keys(rules)
        there = f"Choose one of: {', '.join(keys)}." if keys else "There are none in its folder."
        raise NotFound(f"There is no rule pack of that name. {there}")
    return rules.resolve() / key


def _stamp(folder: Path) -> Stamp:
    return tuple(
        sorted((p, s.st_size, s.st_mtime_ns, s.st_ino) for p, s in _yaml_files(str(folder)))
    )


def _yaml_files(folder: str, inside: str = "") -> Iterator[tuple[str, os.stat_result]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from _yaml_files(entry.path, f"{inside}{entry.name}/")
            elif entry.name.endswith((".yaml", ".yml")) and entry.is_file():
                with suppress(FileNotFoundError):  # an editor may be putting another in its place
                    yield inside + entry.name, entry.stat()
