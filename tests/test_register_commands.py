import pytest

from readiness.cli import main
from tests.registers import official, table


@pytest.fixture
def run(tmp_path, capsys):
    """Run a command of the register, and return its exit code and what it prints."""

    def run(*words):
        code = main(["register", *words, "--instance", str(tmp_path / "instance")])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


@pytest.fixture
def etr(tmp_path):
    """Write a small official report, one of whose rows is bad."""
    path = tmp_path / "etr.csv"
    rows = [official("ZX9", "ALDERMOOR NHS TRUST"), official("ZX8", "")]
    path.write_bytes(table(*rows))
    return str(path)


def test_a_dry_run_says_what_would_change_and_stores_nothing(run, etr):
    code, out, err = run("import", etr, "--dry-run")

    assert code == 1
    assert "added    ZX9      Aldermoor NHS Trust" in out
    assert "1 would be added" in out
    assert "etr.csv:2:0: name: give the organisation’s name" in err
    assert run("search", "aldermoor")[0] == 1


def test_an_import_is_found_and_a_second_changes_nothing(run, etr):
    code, out, _ = run("import", etr)

    assert code == 1
    assert "1 added, 0 changed, 0 closed, 0 the same; 0 successions." in out
    assert run("search", "aldremor")[1].startswith("ZX9  Aldermoor NHS Trust")
    assert "Nothing changes: all of it is here already." in run("import", etr)[1]


def test_a_kind_may_be_told(run, tmp_path):
    path = tmp_path / "download.csv"
    path.write_bytes(table(official("ZX1", "FEN HOSPICE")))

    assert "say what kind" in run("import", str(path))[2]
    assert run("import", str(path), "--kind", "hospice")[0] == 0


def test_a_body_without_a_code_gets_one(run):
    assert run("add", "Fen Data Centre", "--postcode", "ZZ1 1ZZ")[1] == "L-0001  Fen Data Centre\n"
    assert "L-0001" in run("search", "zz11zz")[1]
    assert run("add", " ")[0] == 2


def test_a_file_that_is_not_there_is_told(run):
    code, out, err = run("import", "/nowhere/etr.csv")

    assert (code, out) == (2, "")
    assert "cannot be read" in err
