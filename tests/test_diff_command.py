"""`readiness rules diff` as a rule author uses it: its words, its exit codes, its refusals."""

import json
from contextlib import closing

import pytest

from readiness.cli import main
from readiness.storage.database import open_database, prepare
from readiness.usecases.assessment import (
    Change,
    answer_questions,
    read_assessment,
    start_assessment,
    submit,
)
from readiness.usecases.organisation import add_organisation, local_person
from tests import examples
from tests.archives import zipped

LENIENT = ("at_least: agreed}\n    needed", "at_least: drafted}\n    needed")
REWORDED = ("Is there anything", "Is there something")
GONE = ("key: remarks", "key: notes")


@pytest.fixture
def folder(tmp_path):
    """Write a version of the small pack into a folder of its own."""

    def folder(name, *edits):
        examples.write_pack(tmp_path, examples.edited_pack(*edits), name)
        return str(tmp_path / name)

    return folder


@pytest.fixture
def database(tmp_path, rules):
    """Return a database where two organisations submitted under the small pack."""
    path = tmp_path / "readiness.db"
    prepare(path)
    with closing(open_database(path)) as db:
        person = local_person(db)
        for organisation, plan in ((examples.TRUST, "drafted"), (examples.CLINIC, "agreed")):
            add_organisation(db, organisation, person=person, at=examples.AT)
            code = organisation.ods_code
            number = start_assessment(db, rules, "tiny", code, person=person, at=examples.AT)
            for value in ("none", plan):
                opened = read_assessment(db, number, person=person, on=examples.ON)
                given = opened.given.answers.get("plan")
                change = Change("plan", value, seen=given.version if given else 0)
                answer_questions(db, opened, [change], person=person, at=examples.AT)
                opened = read_assessment(db, number, person=person, on=examples.ON)
                submit(
                    db,
                    opened,
                    seen=opened.newest,
                    person=person,
                    at=examples.AT,
                    on=examples.ON,
                )
        fingerprint = opened.pack.fingerprint
    return str(path), fingerprint


def line(code, plan):
    organisation = {"ods_code": code, "name": f"Trust {code}", "kind": "trust"}
    answers = {"plan": plan, "agreement": "yes"}
    return json.dumps({"organisation": organisation, "on": "2026-11-24", "answers": answers})


@pytest.fixture
def records(tmp_path):
    """Write a file of records."""

    def records(*lines):
        path = tmp_path / "england.jsonl"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return str(path)

    return records


@pytest.fixture
def diff(capsys, rules):
    """Run the command, and return its exit code, output and errors."""

    def diff(*arguments):
        code = main(["--rules", str(rules), "rules", "diff", *arguments])
        told = capsys.readouterr()
        return code, told.out, told.err

    return diff


def test_words_alone_are_no_trouble(diff, folder):
    code, out, err = diff("tiny", folder("new", REWORDED))

    assert (code, err) == (0, "")
    assert "The whole: wording-only. Only words change; no verdict can move." in out
    assert "“Is there anything that we should know?” → “Is there something" in out


def test_a_lost_question_is_trouble(diff, folder):
    code, out, _ = diff("tiny", folder("new", GONE))

    assert code == 1
    assert "incompatible (1)\n  Question PLN-03 (remarks) is gone.\n    Perhaps remarks was" in out


def test_the_same_rules_are_the_same(diff, folder):
    assert diff("tiny", folder("new"))[:2] == (
        0,
        diff("tiny", "tiny")[1],
    )


def test_who_moves_in_a_database_is_named_with_the_rule(diff, folder, database):
    path, fingerprint = database
    code, out, _ = diff(fingerprint[:8], folder("new", LENIENT), "--on", path)

    assert code == 1
    assert "2 submissions judged by both versions, each on its own day: 1 organisation would" in out
    assert (
        "ZX9 Aldermoor NHS Trust: Evidenced stage Not started → Planning;"
        " At most Not started → Complete. By rule plan-agreed."
    ) in out


def test_nobody_who_moves_is_no_trouble(diff, folder, database):
    code, out, _ = diff("tiny", folder("new", ("days: [3, 5]", "days: 4")), "--on", database[0])

    assert code == 0
    assert "compatible (1)" in out
    assert "nobody would move" in out


def test_a_zip_is_a_pack(diff, tmp_path, folder):
    path = tmp_path / "new.zip"
    path.write_bytes(zipped(examples.edited_pack(LENIENT), "tiny/"))

    assert diff("tiny", str(path)) == diff("tiny", folder("new", LENIENT))


def test_who_moves_in_a_file_of_records_is_told_to_programs(diff, folder, records):
    file = records(line("ZX9", "drafted"), "", line("ZX8", "none"))
    code, out, _ = diff("tiny", folder("new", LENIENT, GONE), "--on", file, "--json")
    told = json.loads(out)

    assert code == 1
    assert told["effect"] == "incompatible"
    assert told["replay"]["judged"] == 2
    assert told["replay"]["moves"] == [
        {
            "ods_code": "ZX9",
            "name": "Trust ZX9",
            "was": {"evidenced": "not-started", "at_most": "not-started", "route": "undecided"},
            "now": {"evidenced": "complete", "at_most": "complete", "route": "undecided"},
            "by": [{"what": "rule", "key": "plan-agreed"}],
        }
    ]
    assert {change["effect"] for change in told["changes"]} == {"incompatible", "compatible"}


def test_answers_that_no_longer_read_are_named(diff, folder, records):
    new = folder("new", ("drafted: Drafted", "draft: Drafted"), ("least: drafted", "least: draft"))
    code, out, _ = diff("tiny", new, "--on", records(line("ZX9", "drafted")))

    assert code == 1
    assert "1 submission with answers no longer read:\n  ZX9 Trust ZX9: plan" in out


def test_every_broken_line_is_named_and_nothing_else_is_said(diff, folder, records):
    file = records("{", line("ZX9", "agreed"), line("ZX8", "perhaps"), line("ZX9", "none"))
    code, out, err = diff("tiny", folder("new", LENIENT), "--on", file)

    assert (code, out) == (2, "")
    assert [fault.removeprefix(file).split(":")[1] for fault in err.splitlines()] == ["1", "3", "4"]
    assert "ZX9 stands on lines 2 and 4" in err


@pytest.mark.parametrize(
    ("old", "words"),
    [
        (
            "nowhere",
            "nowhere: name the folder of a pack, a .zip of one, a pack of",
        ),
        ("0123abcd", "kept in the database of --on"),
        ("{tmp}/empty", "name the folder of a pack"),
        ("{tmp}/broken", "/stages.yaml:1:"),
        ("{tmp}/no.zip", "zip the folder again: this is not a zip"),
    ],
)
def test_what_is_no_pack_is_refused_with_what_to_do(diff, tmp_path, old, words):
    (tmp_path / "empty").mkdir()
    (tmp_path / "no.zip").write_bytes(b"PK nonsense")
    broken = examples.tiny_pack() | {"stages.yaml": "stages: none"}
    examples.write_pack(tmp_path, broken, "broken")
    code, out, err = diff(old.format(tmp=tmp_path), "tiny")

    assert (code, out) == (2, "")
    assert words in err


def test_a_database_of_another_program_is_refused(diff, tmp_path):
    from sqlite_utils import Database

    path = tmp_path / "other.db"
    with closing(Database(path)) as db:
        db["things"].insert({"name": "thing"})
    code, _, err = diff("tiny", "tiny", "--on", str(path))

    assert (code, "belongs to another program" in err) == (2, True)


def test_a_file_that_is_not_there_is_refused(diff):
    code, _, err = diff("tiny", "tiny", "--on", "nowhere.jsonl")

    assert code == 2
    assert err == "nowhere.jsonl: cannot be read (No such file or directory).\n"
