"""SQLite with the settings we rely on: prepared once, opened cheaply, written to as a whole."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from readiness.domain.errors import Unusable
from readiness.storage.lock import alone
from readiness.storage.migrations import MIGRATIONS, STEPS

IN_MEMORY = Path(":memory:")
"""The path of a database that lives only as long as its connection."""

BUSY_SECONDS = 10.0
"""How long a write waits for another one before it gives up."""

LARGEST_ID = 2**63 - 1
"""The largest number that SQLite can hold; no row has a larger id."""

Stored = str | int | None
"""What a column may hold."""


def prepare(path: Path) -> None:
    """Make the database ready for this version: create it, or bring it up to date.

    Any number of processes may do so at once: a lock file beside it lets one through at a time, and
    one that dies on the way leaves the database as it was.

    Raises:
        Unusable: the folder or the file cannot be written to, the disk is full, the file is damaged
            or another program's, or a newer version of this program wrote it.
    """
    with alone(path.parent), _in_words(f"database {path}"), closing(_connect(path, "rwc")) as db:
        db.execute("pragma journal_mode = wal")
        migrate(db)


def open_database(path: Path) -> Database:
    """Open a database that has been prepared; cheap enough to do for every request.

    Raises:
        Unusable: it is not there or cannot be opened.
    """
    with _in_words(f"database {path}"):
        return _connect(path, "rw")


def migrate(db: Database) -> None:
    """Apply the migrations which this database has not had yet: all of them, or none.

    Raises:
        Unusable: it is another program's, or has had migrations that this version does not know.
    """
    with _whole(db):
        _refuse_foreign(db)
        MIGRATIONS.apply(db)


@contextmanager
def immediate(db: Database) -> Iterator[None]:
    """Hold everything inside together as one write, between which nobody else's can come.

    Either all of it is saved or, after any error, none of it. Nesting is a bug: the inner one could
    not keep its promise.

    Raises:
        Unusable: the disk is full, or the database is locked for too long, damaged or read-only;
            nothing was saved.
    """
    with _in_words("database"), _whole(db):
        yield


def rows(
    db: Database, sql: str, given: Sequence[Stored] | Mapping[str, Stored] = ()
) -> list[tuple[Any, ...]]:
    """Return every row that a question in SQL finds.

    Raises:
        Unusable: the database cannot be read.
    """
    with _in_words("database"):
        return db.execute(sql, dict(given) if isinstance(given, Mapping) else given).fetchall()


def stream(
    db: Database, sql: str, given: Sequence[Stored] | Mapping[str, Stored] = ()
) -> Iterator[tuple[Any, ...]]:
    """Yield the rows that a question in SQL finds, one after another, however many there are.

    Raises:
        Unusable: the database cannot be read.
    """
    with _in_words("database"):
        yield from db.execute(sql, dict(given) if isinstance(given, Mapping) else given)


def refuse_other_programs(db: Database) -> None:
    """Refuse a database that was opened without being prepared and is not this program's.

    Raises:
        Unusable: it holds no submissions, or cannot be read.
    """
    if not rows(db, "select 1 from sqlite_master where name = 'submissions'"):
        raise Unusable("This is not a database of HSCN Readiness: name another file.")


def add(db: Database, table: str, **row: Stored) -> int:
    """Add a row, inside `immediate` only, and return its number."""
    places = ", ".join(f":{name}" for name in row)
    return change(db, f"insert into {table} ({', '.join(row)}) values ({places})", row)


def change(db: Database, sql: str, given: Mapping[str, Stored]) -> int:
    """Write, inside `immediate` only, and return the number of the row that was added last."""
    if not db.conn.in_transaction:
        raise RuntimeError("write inside immediate(), together with an event")
    return db.execute(sql, dict(given)).lastrowid or 0


def change_many(db: Database, sql: str, given: Iterable[Mapping[str, Stored]]) -> None:
    """Write the same with many rows, inside `immediate` only."""
    if not db.conn.in_transaction:
        raise RuntimeError("write inside immediate(), together with an event")
    db.conn.executemany(sql, given)


def time_text(at: datetime) -> str:
    """Write a time as it is stored: UTC to the microsecond, so that text sorts as time does."""
    if at.tzinfo is None:
        raise ValueError("a time needs its time zone")
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _connect(path: Path, mode: str) -> Database:
    """Connect without the driver's own transactions: a write is alone, or inside `immediate`."""
    name = ":memory:" if path == IN_MEMORY else f"{path.resolve().as_uri()}?mode={mode}"
    connection = sqlite3.connect(name, timeout=BUSY_SECONDS, isolation_level=None, uri=True)
    try:
        db = Database(connection, strict=True, execute_plugins=False)
        db.execute("pragma synchronous = full")
        db.execute("pragma foreign_keys = on")
    except BaseException:
        connection.close()
        raise
    return db


def _refuse_foreign(db: Database) -> None:
    applied = {migration.name for migration in MIGRATIONS.applied(db)}
    if applied - {step.__name__ for step in STEPS}:
        raise Unusable(
            "This database was written by a newer version of HSCN Readiness: "
            "start that version, or name another file for this one."
        )
    if not applied and set(db.table_names()) - {MIGRATIONS.migrations_table}:
        raise Unusable("This database belongs to another program: name another file for this one.")


@contextmanager
def _whole(db: Database) -> Iterator[None]:
    if db.conn.in_transaction:
        raise RuntimeError("immediate() is already at work on this connection")
    try:
        db.execute("begin immediate")
        yield
        db.execute("commit")
    finally:
        db.rollback()


@contextmanager
def _in_words(database: str) -> Iterator[None]:
    """Say in a sentence what is wrong outside the program; anything else is a bug and rises."""
    try:
        yield
    except sqlite3.Error as error:
        words = _WORDS.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
        if words is None:
            raise
        raise Unusable(words.format(database=database)) from error


_WORDS = {
    sqlite3.SQLITE_FULL: (
        "The disk is full and nothing was saved in the {database}: make room, then try again."
    ),
    sqlite3.SQLITE_BUSY: (
        "The {database} was in use for too long and nothing was saved: try again in a minute."
    ),
    sqlite3.SQLITE_READONLY: (
        "The {database} cannot be written to and nothing was saved: "
        "change who may write to its file and its folder."
    ),
    sqlite3.SQLITE_CANTOPEN: (
        "The {database} cannot be opened: check that it is there, "
        "and who may read and write in its folder."
    ),
    sqlite3.SQLITE_CORRUPT: (
        "The {database} is damaged: put a copy from a backup in its place, then start again."
    ),
    sqlite3.SQLITE_NOTADB: (
        "The {database} is not a database: move that file away, or name another."
    ),
    sqlite3.SQLITE_IOERR: (
        "The disk under the {database} cannot be read or written: check it, then try again."
    ),
}
