import os
import time

import pytest

from readiness.domain.errors import NotFound, PackFaults, Unusable
from readiness.storage import packs
from readiness.storage.database import immediate, rows
from readiness.storage.packs import (
    current_folder,
    current_pack,
    folder_files,
    keep_pack,
    pack_by_fingerprint,
    pack_keys,
)
from tests import examples


@pytest.fixture(autouse=True)
def _new_process(monkeypatch):
    """Start every test with nothing remembered."""
    monkeypatch.setattr(packs, "_FOLDERS", packs._Newest(2))
    monkeypatch.setattr(packs, "_PACKS", packs._Newest(2))


def kept(db, rules):
    folder = current_folder(rules, "tiny")
    with immediate(db):
        keep_pack(db, folder.pack, folder.files, at=examples.AT)
    return folder.pack


def test_a_folder_with_a_pack_yaml_is_a_pack(rules):
    examples.write_pack(rules, examples.tiny_pack(), "another")
    (rules / "notes").mkdir()
    (rules / "README.md").write_text("Read me.")

    assert pack_keys(rules) == ("another", "tiny")


def test_a_rules_folder_that_is_not_there_has_no_packs(tmp_path):
    assert pack_keys(tmp_path / "rules") == ()
    with pytest.raises(NotFound, match="There are none"):
        folder_files(tmp_path / "rules", "tiny")


@pytest.mark.parametrize(
    "key",
    [
        "../rules/tiny",
        "tiny/../tiny",
        "/etc",
        ".",
        "..",
        "",
        "Tiny",
        "tiny\n",
        "tiny/",
        "~",
        "tiny\0",
        "C:tiny",
        "..\\tiny",
        "a" * 300,
        "other",
    ],
)
def test_a_key_that_is_no_pack_is_not_found_and_the_packs_there_are_named(rules, key):
    with pytest.raises(NotFound, match=r"Choose one of: tiny\."):
        current_pack(rules, key)


def test_a_pack_outside_the_rules_folder_cannot_be_reached(rules):
    examples.write_pack(rules.parent, examples.tiny_pack(), "secret")

    with pytest.raises(NotFound):
        folder_files(rules, "../secret")


def test_only_the_yaml_of_a_pack_is_read(rules):
    (rules / "tiny" / "notes.txt").write_text("not a rule")
    (rules / "tiny" / "sections" / ".#lead.yaml").write_text("an editor's lock")
    (rules / "tiny" / "sections" / "old.yaml").mkdir()

    assert folder_files(rules, "tiny") == examples.tiny_pack()


def test_files_saved_on_windows_are_the_same_text(rules):
    before = folder_files(rules, "tiny")
    for path, text in before.items():
        content = text.replace("\n", "\r\n").encode("utf-8-sig")
        (rules / "tiny" / path).write_bytes(content)

    assert folder_files(rules, "tiny") == before


def test_a_file_of_the_other_ending_is_not_passed_over_in_silence(rules):
    (rules / "tiny" / "sections" / "more.yml").write_text("section: more")

    with pytest.raises(
        PackFaults, match=r"sections/more\.yml: the file: call it sections/more\.yaml"
    ):
        current_pack(rules, "tiny")


def test_every_file_that_is_not_utf_8_is_named(rules):
    (rules / "tiny" / "stages.yaml").write_bytes(b"stages: caf\xe9")
    (rules / "tiny" / "cases" / "lead.yaml").write_bytes(b"\xff\xfe")

    with pytest.raises(PackFaults) as refusal:
        current_pack(rules, "tiny")

    assert [fault.file for fault in refusal.value.faults] == ["cases/lead.yaml", "stages.yaml"]
    assert "save it as UTF-8" in str(refusal.value)


def test_a_pack_that_is_not_named_as_its_folder_is_refused(rules):
    examples.write_pack(rules, examples.tiny_pack(), "other")

    with pytest.raises(PackFaults, match="name the pack as its folder is named: other"):
        current_pack(rules, "other")


def test_a_faulty_pack_says_what_is_wrong_until_it_is_mended(rules):
    examples.write_pack(rules, examples.tiny_pack(stages="stages: none"))

    with pytest.raises(PackFaults, match=r"stages\.yaml"):
        current_pack(rules, "tiny")
    examples.write_pack(rules, examples.tiny_pack())

    assert current_pack(rules, "tiny").key == "tiny"


def test_an_unchanged_folder_is_not_read_again(rules):
    assert current_folder(rules, "tiny") is current_folder(rules, "tiny")


def test_an_edit_shows_at_once(rules):
    before = current_pack(rules, "tiny")
    examples.write_pack(
        rules, examples.tiny_pack(pack=examples.PACK.replace("A small move", "A tiny move"))
    )

    assert current_pack(rules, "tiny").title == "A tiny move"
    assert current_pack(rules, "tiny").fingerprint != before.fingerprint


def test_an_edit_that_keeps_the_size_shows_at_once(rules):
    current_pack(rules, "tiny")
    time.sleep(0.02)
    examples.write_pack(
        rules, examples.tiny_pack(pack=examples.PACK.replace("A small move", "A loose move"[:12]))
    )

    assert current_pack(rules, "tiny").title == "A loose move"


def test_a_file_put_in_place_of_another_shows_at_once(rules):
    stages = rules / "tiny" / "stages.yaml"
    current_pack(rules, "tiny")
    was = stages.stat()
    new = rules / "new"
    new.write_text(examples.STAGES.replace("Planning", "Drafting"))
    os.utime(new, ns=(was.st_atime_ns, was.st_mtime_ns))
    new.replace(stages)

    assert current_pack(rules, "tiny").stages[1].title == "Drafting"


def test_the_same_rules_in_two_folders_are_one_pack(rules, tmp_path):
    examples.write_pack(tmp_path / "copy", examples.tiny_pack())

    assert current_pack(tmp_path / "copy", "tiny") is current_pack(rules, "tiny")


def test_a_pack_is_kept_once_without_its_cases(db, rules):
    kept(db, rules)
    pack = kept(db, rules)

    found = rows(db, "select fingerprint, key, version, files from packs")
    assert [row[:3] for row in found] == [(pack.fingerprint, "tiny", "2026.11")]
    assert "cases/lead.yaml" not in found[0][3]


def test_a_kept_pack_is_read_back_when_its_folder_has_gone_on(db, rules, monkeypatch):
    pack = kept(db, rules)
    monkeypatch.setattr(packs, "_PACKS", packs._Newest(2))

    assert pack_by_fingerprint(db, pack.fingerprint) == pack


def test_a_pack_read_before_costs_no_query(db, rules):
    pack = kept(db, rules)
    asked = []
    db.conn.set_trace_callback(asked.append)

    assert pack_by_fingerprint(db, pack.fingerprint) is pack
    assert asked == []


def test_a_pack_that_was_never_kept_is_not_found(db):
    with pytest.raises(NotFound):
        pack_by_fingerprint(db, "0" * 64)


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ('{"pack.yaml": "key: tiny"}', "cannot be read by this version"),
        (None, "is not what was kept"),
    ],
)
def test_a_kept_pack_that_cannot_be_trusted_is_refused(db, rules, files, words):
    if files is None:
        kept(db, rules)
        files = rows(db, "select files from packs")[0][0]
    with immediate(db):
        db.execute(
            "insert into packs values ('another', 'tiny', '1', ?, '2026-11-24T00:00:00+00:00')",
            [files],
        )

    with pytest.raises(Unusable, match=words):
        pack_by_fingerprint(db, "another")


def test_only_the_newest_packs_are_remembered():
    newest = packs._Newest(2)
    for name in "abc":
        newest.put(name, name.upper())

    assert [newest.get(name) for name in "abc"] == [None, "B", "C"]
