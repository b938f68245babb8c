"""`readiness rules diff`: what changed between two versions of a pack, and who would move."""

import argparse
import json
import re
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from readiness.domain.errors import NotFound, PackFaults, Unusable
from readiness.domain.pack import Pack
from readiness.domain.reader import read_pack
from readiness.domain.replay import Replay, replay
from readiness.domain.revision import compare
from readiness.domain.stored import stored_in, stored_of
from readiness.files.pack_archive import MOST_BYTES, read_archive
from readiness.files.record_lines import read_lines
from readiness.files.revision import revision_document, revision_text
from readiness.rule_options import lines_in, named_rules
from readiness.storage.database import open_database
from readiness.storage.packs import (
    Files,
    files_in,
    fingerprints_beginning,
    folder_files,
    pack_by_fingerprint,
    pack_keys,
)
from readiness.storage.submissions import newest_documents

SQLITE = b"SQLite format 3\0"
"""How every SQLite database begins."""

MOVED = 1
"""The exit code when somebody would move, or answers are lost or need review."""


def add_to(verbs: Any) -> None:
    """Give `readiness rules` its subcommand diff."""
    diff = verbs.add_parser("diff", help="say what changed between two versions, and who moves")
    pack = "a pack: its folder, a .zip of it, its key, or its fingerprint in the database"
    diff.add_argument("old", help=pack)
    diff.add_argument("new", help="the other version, likewise")
    diff.add_argument(
        "--on", type=Path, metavar="FILE", help="submissions: a database, or records in .jsonl"
    )
    diff.add_argument("--json", action="store_true", help="print JSON instead of text")
    diff.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Compare two versions, judge what was submitted by both, and say what was found."""
    rules = named_rules(options)
    if options.on is not None and _is_database(options.on):
        with closing(_database(options.on)) as db:
            return _told(options, rules, db)
    return _told(options, rules, None)


def _told(options: argparse.Namespace, rules: Path, db: Database | None) -> int:
    old = _pack(options.old, rules, db, kept=True)
    new = _pack(options.new, rules, db, kept=False)
    revision = compare(old, new)
    found = _replayed(options, old, new, db)
    if options.json:
        print(json.dumps(revision_document(revision, found), ensure_ascii=False, indent=2))
    else:
        print(revision_text(revision, found), end="")
    return MOVED if revision.harmful or (found is not None and found.found) else 0


def _replayed(
    options: argparse.Namespace, old: Pack, new: Pack, db: Database | None
) -> Replay | None:
    if options.on is None:
        return None
    if db is not None:
        return replay(old, new, map(stored_in, newest_documents(db, old.key)))
    name = str(options.on)
    return replay(old, new, map(stored_of, read_lines(lines_in(name), old, name)))


def _pack(name: str, rules: Path, db: Database | None, *, kept: bool) -> Pack:
    """Find a pack by what people call it; a file or folder comes before a key of the same name."""
    if len(found := _kept_as(name, db)) == 1 and db is not None:
        return pack_by_fingerprint(db, found[0])
    if found:
        raise NotFound(f"{name}: several versions begin so. Write more of the fingerprint.")
    try:
        return read_pack(_files(name, rules), kept=kept)
    except PackFaults as wrong:
        faults = [replace(fault, file=f"{name}/{fault.file}") for fault in wrong.faults]
        raise PackFaults(faults) from None


def _kept_as(name: str, db: Database | None) -> tuple[str, ...]:
    if db is None or not re.fullmatch(r"[0-9a-f]{8,64}", name) or Path(name).exists():
        return ()
    return fingerprints_beginning(db, name)


def _files(name: str, rules: Path) -> Files:
    path = Path(name)
    try:
        if (path / "pack.yaml").is_file():
            return files_in(path)
        if path.is_file():
            with path.open("rb") as file:
                return read_archive(file.read(MOST_BYTES + 1))
    except OSError as error:
        raise Unusable(f"{name}: cannot be read ({error.strerror}).") from None
    if name in pack_keys(rules):
        return folder_files(rules, name)
    keys = ", ".join(pack_keys(rules)) or "none"
    raise NotFound(
        f"{name}: name the folder of a pack, a .zip of one, a pack of the rules folder ({keys}),"
        " or the first eight or more characters of a fingerprint kept in the database of --on."
    )


def _is_database(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(SQLITE)) == SQLITE
    except OSError as error:
        raise Unusable(f"{path}: cannot be read ({error.strerror}).") from None


def _database(path: Path) -> Database:
    db = open_database(path)
    if not {"submissions", "packs"} <= set(db.table_names()):
        db.close()
        raise Unusable(f"{path}: this database belongs to another program. Name another file.")
    return db
