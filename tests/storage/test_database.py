import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlite_utils import Database

from readiness.domain.errors import Unusable
from readiness.storage.database import (
    add,
    immediate,
    migrate,
    open_database,
    prepare,
    rows,
    time_text,
)
from readiness.storage.events import note_event
from readiness.storage.migrations import APPEND_ONLY, STEPS
from readiness.storage.people import add_person
from readiness.usecases.organisation import local_person
from tests import examples
from tests.together import together


@pytest.fixture
def path(tmp_path):
    """Return the path of a database that has been prepared."""
    path = tmp_path / "instance" / "readiness.db"
    prepare(path)
    return path


@pytest.fixture
def opened(path):
    with closing(open_database(path)) as db:
        yield db


@pytest.fixture
def read_only():
    """Return a folder that this process may not write to, whoever runs it."""
    if not hasattr(os, "geteuid"):
        pytest.skip("needs POSIX permissions")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        prepare(folder / "readiness.db")
        for file in folder.iterdir():
            file.chmod(0o444)
        folder.chmod(0o555)
        root = os.geteuid() == 0
        if root:
            os.seteuid(65534)
        yield folder
        if root:
            os.seteuid(0)
        folder.chmod(0o755)


def names(db):
    return [name for (name,) in rows(db, "select name from people order by id")]


def test_a_new_copy_knows_the_local_user(path):
    with closing(open_database(path)) as db:
        assert rows(db, "select id, name from people") == [(1, "Local user")]


def test_preparing_again_changes_nothing(path):
    with closing(open_database(path)) as db, immediate(db):
        add_person(db, "Priya Nair", at=examples.AT)

    prepare(path)

    with closing(open_database(path)) as db:
        assert names(db) == ["Local user", "Priya Nair"]


def test_every_connection_has_the_settings_we_rely_on(opened):
    settings = {
        name: rows(opened, f"pragma {name}")[0][0]
        for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
    }

    assert settings == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 10_000,
    }


def test_every_table_of_ours_is_strict(db):
    lax = "select name from pragma_table_list where type = 'table' and strict = 0"

    assert {name for (name,) in rows(db, lax)} <= {
        "_sqlite_migrations",
        "sqlite_schema",
        "sqlite_temp_schema",
        "sqlite_sequence",
    }


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_what_is_append_only_cannot_be_changed_or_removed(db, table):
    triggers = {
        sql
        for (sql,) in rows(
            db, "select sql from sqlite_master where type = 'trigger' and tbl_name = ?", (table,)
        )
    }

    assert len(triggers) == 2
    assert all("raise(abort" in sql for sql in triggers)


@pytest.mark.parametrize("deed", ["update events set what = 'x'", "delete from events"])
def test_an_event_cannot_be_changed_or_removed(db, deed):
    with immediate(db):
        note_event(db, "test", 1, "happened", person=local_person(db), at=examples.AT)

    with pytest.raises(sqlite3.IntegrityError, match="added and never changed"), immediate(db):
        db.execute(deed)

    assert rows(db, "select what from events") == [("happened",)]


def test_odd_characters_in_a_path_are_only_characters(tmp_path):
    path = tmp_path / "a b%20#c?mode=memory" / "réadiness.db"

    prepare(path)

    assert path.is_file()
    with closing(open_database(path)) as db:
        assert names(db) == ["Local user"]


def test_a_database_of_a_newer_version_is_refused_and_left_alone(path):
    with closing(open_database(path)) as db:
        db.table("_sqlite_migrations").insert(
            {"migration_set": "readiness", "name": "keep_waves", "applied_at": "2027-01-01"}
        )
    before = path.read_bytes()

    with pytest.raises(Unusable, match="newer version of HSCN Readiness"):
        prepare(path)

    assert path.read_bytes() == before


def test_the_database_of_another_program_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "readiness.db"
    with closing(Database(path)) as db:
        db.table("recipes").insert({"dish": "soup"})

    with pytest.raises(Unusable, match="belongs to another program"):
        prepare(path)

    with closing(Database(path)) as db:
        assert db.table_names() == ["recipes"]


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "readiness.db"
    path.write_text("Dear Sir or Madam, " * 1000)

    with pytest.raises(Unusable, match="is not a database") as refusal:
        prepare(path)

    assert str(path) in str(refusal.value)
    assert path.read_text().startswith("Dear Sir")


def test_a_damaged_file_is_told_from_a_bug(path):
    with closing(open_database(path)) as db, immediate(db):
        for number in range(500):
            add_person(db, f"Person {number} " + "x" * 200, at=examples.AT)
    content = bytearray(path.read_bytes())
    for page in range(1, len(content) // 4096):
        content[page * 4096 : page * 4096 + 2048] = b"\x07" * 2048
    path.write_bytes(content)

    with pytest.raises(Unusable, match="is damaged"), closing(open_database(path)) as db:
        names(db)


def test_an_empty_file_becomes_a_database(tmp_path):
    path = tmp_path / "readiness.db"
    path.touch()

    prepare(path)

    with closing(open_database(path)) as db:
        assert names(db) == ["Local user"]


def test_a_folder_in_place_of_the_file_is_refused(tmp_path):
    path = tmp_path / "readiness.db"
    path.mkdir()

    with pytest.raises(Unusable, match="cannot be opened"):
        prepare(path)


def test_a_file_in_place_of_the_folder_is_refused(tmp_path):
    (tmp_path / "instance").write_text("not a folder")

    with pytest.raises(Unusable, match="cannot be written to"):
        prepare(tmp_path / "instance" / "readiness.db")


def test_an_unwritable_folder_is_refused(read_only):
    with pytest.raises(Unusable, match=f"The folder {read_only} cannot be written to"):
        prepare(read_only / "readiness.db")


def test_a_file_that_became_read_only_saves_nothing_and_says_so(read_only):
    with (
        pytest.raises(Unusable, match=r"cannot be (written to|opened)"),
        closing(open_database(read_only / "readiness.db")) as db,
        immediate(db),
    ):
        add_person(db, "Priya Nair", at=examples.AT)


def test_a_database_that_is_not_there_is_refused_and_not_made(tmp_path):
    with pytest.raises(Unusable, match="check that it is there"):
        open_database(tmp_path / "readiness.db")

    assert not (tmp_path / "readiness.db").exists()


def test_a_write_that_fails_half_way_leaves_nothing(db):
    def stumble():
        add_person(db, "Priya Nair", at=examples.AT)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), immediate(db):
        stumble()

    assert names(db) == ["Local user"]
    assert not db.conn.in_transaction


def test_writes_do_not_nest(db):
    with pytest.raises(RuntimeError), immediate(db), immediate(db):
        pass

    assert not db.conn.in_transaction


def test_nothing_is_written_outside_a_write(db):
    with pytest.raises(RuntimeError, match="inside immediate"):
        add_person(db, "Priya Nair", at=examples.AT)

    assert names(db) == ["Local user"]


def test_a_mistake_of_ours_is_not_dressed_up_as_a_refusal(db):
    with pytest.raises(sqlite3.OperationalError, match="no such table"):
        rows(db, "select 1 from recipes")
    with pytest.raises(sqlite3.IntegrityError), immediate(db):
        add(
            db,
            "events",
            at="",
            person=404,
            noun="",
            subject="",
            what="",
            detail="",
        )


def test_a_full_disk_saves_nothing_says_so_and_recovers(opened):
    pages = rows(opened, "pragma page_count")[0][0]
    opened.execute(f"pragma max_page_count = {pages + 2}")

    def add_many():
        for number in range(1000):
            add_person(opened, f"Person {number} " + "x" * 500, at=examples.AT)

    with pytest.raises(Unusable, match="The disk is full and nothing was saved"), immediate(opened):
        add_many()

    assert names(opened) == ["Local user"]
    opened.execute("pragma max_page_count = 100000")
    with immediate(opened):
        add_person(opened, "Priya Nair", at=examples.AT)
    assert names(opened) == ["Local user", "Priya Nair"]


def test_a_disk_too_full_to_begin_with_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(
        "readiness.storage.database.migrate", lambda db: _migrate_in_few_pages(db), raising=True
    )

    with pytest.raises(Unusable, match=r"The disk is full .*readiness\.db"):
        prepare(tmp_path / "readiness.db")

    monkeypatch.undo()
    prepare(tmp_path / "readiness.db")


def _migrate_in_few_pages(db):
    db.execute("pragma max_page_count = 5")
    migrate(db)


def test_a_write_waits_for_another_and_then_gives_up(path, opened):
    opened.execute("pragma busy_timeout = 20")

    with (
        closing(open_database(path)) as other,
        immediate(other),
        pytest.raises(Unusable, match="in use for too long and nothing was saved"),
        immediate(opened),
    ):
        pass


def test_reading_does_not_wait_for_a_write(path, opened):
    opened.execute("pragma busy_timeout = 0")

    with closing(open_database(path)) as other, immediate(other):
        add_person(other, "Priya Nair", at=examples.AT)

        assert names(opened) == ["Local user"]


def test_times_are_stored_in_utc_so_that_text_sorts_as_time_does():
    berlin = timezone(timedelta(hours=1))

    assert time_text(datetime(2026, 11, 24, 11, 0, tzinfo=berlin)) == (
        "2026-11-24T10:00:00.000000+00:00"
    )
    assert time_text(datetime(2026, 1, 1, 0, 0, 0, 5, UTC)) > time_text(
        datetime(2026, 1, 1, tzinfo=UTC)
    )


def test_a_time_without_its_zone_is_a_bug():
    with pytest.raises(ValueError, match="time zone"):
        time_text(datetime(2026, 11, 24))


def _first_start(path, wait):
    wait()
    prepare(path)
    with closing(open_database(path)) as db:
        return names(db), len(rows(db, "select 1 from _sqlite_migrations"))


def test_many_first_starts_at_once_make_one_database(tmp_path):
    for attempt in range(3):
        path = tmp_path / str(attempt) / "readiness.db"

        found = together(_first_start, [path] * 6)

        assert found == [(["Local user"], len(STEPS))] * 6


DIES_INSIDE = """
import os, signal, sys
from pathlib import Path
from readiness.storage import database
path = Path(sys.argv[1])
def migrate(db):
    with database.immediate(db):
        database.MIGRATIONS.apply(db)
        os.kill(os.getpid(), signal.SIGKILL)
database.migrate = migrate
database.prepare(path)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_a_first_start_that_is_killed_half_way_hinders_nobody(tmp_path):
    path = tmp_path / "readiness.db"
    died = subprocess.run([sys.executable, "-c", DIES_INSIDE, path], check=False)
    assert died.returncode == -signal.SIGKILL

    prepare(path)

    with closing(open_database(path)) as db:
        assert names(db) == ["Local user"]
        assert rows(db, "pragma integrity_check") == [("ok",)]


SAVES_UNTIL_KILLED = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from readiness.storage.database import add, immediate, open_database
from readiness.storage.people import add_person
db = open_database(Path(sys.argv[1]))
number = 0
while True:
    number += 1
    with immediate(db):
        for part in "abc":
            add_person(db, f"{number}{part}", at=datetime(2026, 1, 1, tzinfo=UTC))
    print(number, flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_a_process_killed_while_saving_keeps_what_it_had_saved_and_nothing_by_halves(path):
    with subprocess.Popen(
        [sys.executable, "-c", SAVES_UNTIL_KILLED, path], stdout=subprocess.PIPE, text=True
    ) as child:
        for _ in range(50):
            child.stdout.readline()
        child.kill()
        said = [int(line) for line in child.stdout.read().split()]

    with closing(open_database(path)) as db:
        saved = names(db)[1:]
        assert rows(db, "pragma integrity_check") == [("ok",)]
    assert len(saved) % 3 == 0
    assert len(saved) // 3 >= max(said, default=50)
