"""Databases from before contracts were kept apart."""

import sqlite3
from contextlib import closing

import pytest
from sqlite_utils import Database, Migrations

from readiness.storage.database import immediate, open_database, prepare, rows
from readiness.storage.migrations import STEPS, keep_contracts_apart

OLD = STEPS[: STEPS.index(keep_contracts_apart)]


@pytest.fixture
def before(tmp_path):
    """Return a database as the version before left it, with an action and costs said twice."""
    path = tmp_path / "readiness.db"
    old = Migrations("readiness")
    for step in OLD:
        old()(step)
    with closing(Database(path)) as db:
        old.apply(db)
        db.execute(
            "insert into organisations (ods_code, name, added_at) values ('ZX9', 'A', 'now')"
        )
        for version in (1, 2):
            db.execute(
                "insert into action_progress values (?, 'ZX9', 'tiny', 'go', ?, 'Priya',"
                " 'doing', null, '', 1, 'now')",
                (version + 6, version),
            )
            db.execute(
                "insert into costs values (?, 'ZX9', 'tiny', ?, '{}', 1, 'now')",
                (version + 3, version),
            )
        db.conn.commit()
    return path


def test_what_was_said_before_is_kept_with_its_numbers(before):
    prepare(before)

    with closing(open_database(before)) as db:
        said = rows(db, "select id, contract, action, version, owner from action_progress")
        assert said == [(7, "", "go", 1, "Priya"), (8, "", "go", 2, "Priya")]
        assert rows(db, "select id, contract, version from costs") == [(4, "", 1), (5, "", 2)]
        assert rows(db, "pragma foreign_key_check") == []
        assert rows(db, "pragma integrity_check") == [("ok",)]


@pytest.mark.parametrize("deed", ["update {} set version = 9", "delete from {}"])
@pytest.mark.parametrize("table", ["action_progress", "costs"])
def test_it_still_cannot_be_changed_or_removed(before, table, deed):
    prepare(before)

    with (
        closing(open_database(before)) as db,
        pytest.raises(sqlite3.IntegrityError, match="added and never changed"),
        immediate(db),
    ):
        db.execute(deed.format(table))


@pytest.mark.parametrize(
    ("table", "columns", "values"),
    [
        (
            "action_progress",
            "organisation, pack_key, contract, action, version, owner, state, note, person, at",
            "'ZX9', 'tiny', '{}', 'go', 1, '', 'doing', '', 1, 'now'",
        ),
        (
            "costs",
            "organisation, pack_key, contract, version, document, person, at",
            "'ZX9', 'tiny', '{}', 1, '{{}}', 1, 'now'",
        ),
    ],
)
def test_each_contract_counts_its_own_versions(before, table, columns, values):
    prepare(before)

    with closing(open_database(before)) as db:
        add = f"insert into {table} ({columns}) values ({values})"
        db.execute(add.format("1"))
        with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"):
            db.execute(add.format(""))
