import random
import stat
import zipfile

import pytest

from readiness.domain.errors import PackFaults
from readiness.domain.reader import read_pack
from readiness.files.pack_archive import MOST_BYTES, read_archive
from readiness.storage.packs import folder_files
from tests import examples
from tests.archives import zipped


def refused(data):
    with pytest.raises(PackFaults) as refusal:
        read_archive(data)
    return [str(fault) for fault in refusal.value.faults]


@pytest.mark.parametrize("top", ["", "tiny/", "another name/"])
def test_a_zip_of_a_folder_holds_what_the_folder_holds(rules, top):
    files = zipped(
        examples.tiny_pack(), top, extra={f"{top}notes.txt": b"\xff", f"{top}sections/": b""}
    )

    assert read_archive(files) == folder_files(rules, "tiny")


def test_line_ends_marks_and_hidden_files_of_other_programs_do_not_count():
    text = {path: text.replace("\n", "\r\n") for path, text in examples.tiny_pack().items()}
    text["pack.yaml"] = "\ufeff" + text["pack.yaml"]
    extra = {"__MACOSX/tiny/._pack.yaml": b"\x00", "tiny/.pack.yaml": b"\x00"}

    read = read_archive(zipped(text, "tiny/", extra=extra))

    assert read == examples.tiny_pack()
    assert read_pack(read).fingerprint == read_pack(examples.tiny_pack()).fingerprint


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("../pack.yaml", "leads out"),
        ("tiny/../../etc/x.yaml", "leads out"),
        ("/etc/passwd", "leads out"),
        ("C:/x.yaml", "leads out"),
        ("a//b.yaml", "leads out"),
        ("tiny\\..\\x.yaml", "leads out"),
        ("tiny/a\nb.yaml", "characters that no file should have"),
        ("tiny/more.zip", "a zip inside a zip"),
        ("elsewhere/a.yaml", "put it into tiny/"),
        ("tiny/sections/more.yml", "give it the ending .yaml"),
    ],
)
def test_a_path_that_no_pack_has_is_refused(name, words):
    faults = refused(zipped(examples.tiny_pack(), "tiny/", extra={name: b"x: y"}))

    assert len(faults) == 1
    assert words in faults[0]


def test_a_link_is_refused():
    link = zipfile.ZipInfo("tiny/stages.yaml")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    files = {path: text for path, text in examples.tiny_pack().items() if path != "stages.yaml"}

    assert refused(zipped(files, "tiny/", extra={link: b"/etc/passwd"})) == [
        "tiny/stages.yaml: the file: put the file itself in place of this link"
    ]


def test_a_zip_under_another_name_is_refused():
    inner = zipped(examples.tiny_pack())

    faults = refused(zipped(examples.tiny_pack(), extra={"actions.yaml.yaml": inner}))

    assert any("a zip inside a zip is not read" in fault for fault in faults)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_the_same_path_twice_is_refused():
    twice = zipped(examples.tiny_pack(), extra={"stages.yaml": b"stages: []"})

    assert refused(twice) == ["stages.yaml: the file: keep one of the two: it is there twice"]


def test_a_password_is_refused():
    data = bytearray(zipped(examples.tiny_pack()))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + place] |= 1

    assert "zip the folder without a password" in refused(bytes(data))[0]


def test_an_odd_compression_is_refused():
    data = zipped(examples.tiny_pack(), method=zipfile.ZIP_LZMA)

    assert "this kind of compression is not read" in refused(data)[0]


def test_every_file_that_is_not_utf_8_is_named():
    files = zipped(
        examples.tiny_pack(), extra={"sections/a.yaml": b"caf\xe9", "cases/b.yaml": b"\xff"}
    )

    assert refused(files) == [
        "cases/b.yaml: the file: save it as UTF-8",
        "sections/a.yaml: the file: save it as UTF-8",
    ]


def test_a_bomb_is_refused_before_it_is_unpacked():
    bomb = zipped(examples.tiny_pack(), extra={"sections/big.yaml": b"a" * (MOST_BYTES + 1)})

    assert len(bomb) < 50_000
    assert "unpacks to more than 5 MB" in refused(bomb)[0]


def test_a_bomb_that_lies_about_its_size_is_refused_as_it_is_unpacked():
    bomb = bytearray(zipped(examples.tiny_pack(), extra={"sections/big.yaml": b"a" * 9_000_000}))
    size = (9_000_000).to_bytes(4, "little")
    assert bomb.count(size) == 2
    lie = bytes(bomb).replace(size, (10).to_bytes(4, "little"))

    assert "zip the folder again" in refused(lie)[0]


def test_too_many_files_are_refused():
    extra = {f"cases/{number}.yaml": b"" for number in range(500)}

    assert "at most 500 are read" in refused(zipped(examples.tiny_pack(), extra=extra))[0]


def test_a_zip_that_is_too_large_is_refused():
    assert refused(b"PK" + bytes(MOST_BYTES)) == [
        "the zip: the file: make it smaller: at most 5 MB are read"
    ]


@pytest.mark.parametrize("extra", [{}, {"b/pack.yaml": b""}])
def test_a_zip_holds_one_pack(extra):
    files = examples.tiny_pack() if extra else {"stages.yaml": "stages: []"}

    assert "zip one pack" in refused(zipped(files, "a/", extra=extra))[0]


@pytest.mark.parametrize("data", [b"", b"PK", b"key: tiny", b"%PDF-1.7", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_zip_is_refused(data):
    assert len(refused(data)) == 1


def test_a_damaged_zip_is_refused_and_never_an_error_of_ours():
    whole = zipped(examples.tiny_pack())
    chance = random.Random(7)
    for _ in range(400):
        data = bytearray(whole)
        for _ in range(chance.randrange(1, 6)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            read_archive(bytes(data[: chance.randrange(len(data) // 2, len(data) + 1)]))
        except PackFaults:
            continue


def test_nothing_is_written_to_the_disk(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    read_archive(zipped(examples.tiny_pack()))

    assert list(tmp_path.iterdir()) == []
