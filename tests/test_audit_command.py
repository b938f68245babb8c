"""`readiness audit verify`: what it says of a record, and its exit codes."""

from contextlib import closing

import pytest

from readiness.cli import main
from readiness.storage.database import open_database, prepare
from tests.storage.test_events import behind_its_back, noted


@pytest.fixture
def path(tmp_path):
    """Return the path of a database whose record has five events."""
    path = tmp_path / "readiness.db"
    prepare(path)
    with closing(open_database(path)) as db:
        noted(db, 5)
    return path


def verified(capsys, path, *more):
    """Return the exit code, and what was printed."""
    code = main(["audit", "verify", "--instance", str(path.parent), *more])
    out, err = capsys.readouterr()
    return code, out + err


def alter(path, sql):
    """Change the record as somebody could who holds the file."""
    with closing(open_database(path)) as db:
        behind_its_back(db, sql)


def test_a_whole_record_is_said_to_be_so_with_its_head(capsys, path):
    code, told = verified(capsys, path)
    head = told.split()[-1]

    assert code == 0
    assert told.startswith("The record is whole: 5 events.")
    assert len(head) == 64
    assert verified(capsys, path, "--head", head.upper())[0] == 0


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("update events set subject = 'ZX8' where id = 2", "changed at event 2"),
        ("delete from events where id = 2", "missing at event 2"),
        ("delete from events where id = 1", "missing at event 1"),
        (
            "update events set id = case id when 2 then -3 when 3 then -2 end where id in (2, 3);"
            "update events set id = -id where id < 0",
            "reordered at event 2",
        ),
    ],
)
def test_the_first_break_is_named_with_its_kind(capsys, path, sql, words):
    with closing(open_database(path)) as db:
        for deed in ("update", "delete"):
            db.execute(f"drop trigger events_no_{deed}")
        db.conn.executescript(sql)
    code, told = verified(capsys, path)

    assert code == 1
    assert words in told


def test_an_end_that_was_cut_off_is_found_by_the_head(capsys, path):
    head = verified(capsys, path)[1].split()[-1]
    alter(path, "delete from events where id > 3")

    assert verified(capsys, path)[0] == 0
    code, told = verified(capsys, path, "--head", head)
    assert code == 1
    assert "truncated at event 4" in told


def test_what_cannot_be_checked_is_one_sentence(capsys, path, tmp_path):
    assert verified(capsys, path, "--head", "x")[0] == 2
    code, told = verified(capsys, tmp_path / "nowhere" / "readiness.db")
    assert code == 2
    assert len(told.splitlines()) == 1


def test_a_record_from_before_the_chain_says_what_to_do(capsys, path):
    alter(path, "alter table events rename column hash to hush")
    code, told = verified(capsys, path)

    assert code == 2
    assert "start this version on it once" in told
