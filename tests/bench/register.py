"""How long the register of England takes to come in, beside reading it into one bare table."""

import csv
import gzip
import io
import sqlite3
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from readiness.files.register import read_register
from readiness.storage.database import open_database, prepare, rows
from readiness.usecases.organisation import local_person
from readiness.usecases.register import import_preview, preview_import
from readiness.usecases.search import find_organisations
from tests.registers import england

MOST_SECONDS = 10.0
EVERY = 120
"""One name in so many is searched for, each with a slip in its longest word."""


def run():
    """Import everything twice and search; 1 when it is too slow or a second import changes it."""
    try:
        files = england()
    except pytest.skip.Exception as reason:
        print(f"skipped: {reason}")
        return 0
    plain = _yardstick(files)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "readiness.db"
        prepare(path)
        db = open_database(path)
        first, preview = _import(db, files)
        before = _counts(db)
        again, second = _import(db, files)
        changed = sum(a != b for a, b in zip(before, _counts(db), strict=True))
        searching, first_found, found, tried = _search(db)
        db.close()
    print(f"rows: {preview.rows:,}, of which {len(preview.faults)} cannot be read")
    print(f"first import: {first:.2f} s, {preview.counts['added']:,} organisations")
    print(f"yardstick, csv.reader and executemany into a bare table: {plain:.2f} s")
    print(f"  ratio: {first / plain:.1f}")
    print(f"second import: {again:.2f} s, tables with other rows than before: {changed}")
    print(f"  changes: {second.counts['added'] + second.counts['changed']}")
    print(f"a search: {1000 * searching:.1f} ms")
    print(
        f"of {tried} names with a letter missing or two swapped: {found} found, {first_found} first"
    )
    return int(first > MOST_SECONDS or changed or not second.changes_nothing)


def _import(db, files):
    started = time.perf_counter()
    person, at = local_person(db), datetime.now(UTC)
    read = [one for file in files for one in read_register(file.name, file.read_bytes())]
    seen = preview_import(db, read, person=person, on=at.date())
    import_preview(db, seen, person=person, at=at)
    return time.perf_counter() - started, seen


def _counts(db):
    names = rows(db, "select name from sqlite_master where type = 'table' order by name")
    return [rows(db, f"select count(*) from [{name}]")[0][0] for (name,) in names]


def _search(db):
    person, today = local_person(db), datetime.now(UTC).date()
    started = time.perf_counter()
    names = rows(
        db, "select ods_code, name from organisations where length(name) > 12 order by ods_code"
    )[::EVERY]
    places = []
    for number, (code, name) in enumerate(names):
        found = find_organisations(db, _slip(name, number), person=person, on=today)
        codes = [one.organisation.ods_code for one in found]
        alike = [one.organisation.name for one in found]
        places.append(alike.index(name) if name in alike else None if code not in codes else 99)
    taken = (time.perf_counter() - started) / len(names)
    return taken, places.count(0), len(places) - places.count(None), len(places)


def _slip(name, number):
    """Write a name as somebody in a hurry would: a letter left out, or two swapped."""
    words = name.lower().split()
    at = max(range(len(words)), key=lambda n: len(words[n]))
    word, middle = words[at], len(words[at]) // 2
    missing = word[:middle] + word[middle + 1 :]
    swapped = word[: middle - 1] + word[middle] + word[middle - 1] + word[middle + 1 :]
    words[at] = missing if number % 2 else swapped
    return " ".join(words)


def _yardstick(files):
    """Put every row into a table of as many columns as it has, and do nothing else with it."""
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        plain = sqlite3.connect(Path(folder) / "plain.db")
        for number, file in enumerate(files):
            data = file.read_bytes()
            text = (gzip.decompress(data) if file.suffix == ".gz" else data).decode("utf-8-sig")
            read = csv.reader(io.StringIO(text, newline=""))
            width = len(next(read))
            columns = ", ".join(f"c{n}" for n in range(width))
            plain.execute(f"create table t{number} ({columns})")
            places = ", ".join("?" * width)
            fitting = (row for row in read if len(row) == width)
            plain.executemany(f"insert into t{number} values ({places})", fitting)
        plain.commit()
        plain.close()
        return time.perf_counter() - started
