"""A workbook is looked at before anything of it is unpacked."""

import io
import tracemalloc
import zipfile
import zlib
from contextlib import suppress

import pytest
from openpyxl import Workbook

from readiness.domain.errors import InvalidAnswer
from readiness.files import packed
from readiness.files.packed import cells_of, opened_workbook


def workbook(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def changed(data, name, text):
    """Return a workbook with one part put in place of another."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.namelist():
            new.writestr(part, text if part == name else old.read(part), zipfile.ZIP_DEFLATED)
        if name not in old.namelist():
            new.writestr(name, text, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def read(data, most=100):
    with opened_workbook(data) as book:
        return cells_of(book, book.sheetnames[0], most, 10)


def test_values_are_read_and_formulas_are_not_run():
    data = workbook(["one", 2], ["=1+1", None])

    assert read(data) == [("one", 2), (None, None)]


def test_what_says_that_it_unpacks_to_more_than_is_read_is_never_unpacked(monkeypatch):
    bomb = changed(workbook(["one"]), "xl/more.xml", "0" * (packed.MOST_UNPACKED + 1))
    monkeypatch.setattr(packed, "load_workbook", lambda *_: pytest.fail("it was opened"))

    assert len(bomb) < 100_000
    with pytest.raises(InvalidAnswer, match="smaller file"):
        read(bomb)


def test_too_many_parts_are_refused():
    many = io.BytesIO(workbook(["one"]))
    with zipfile.ZipFile(many, "a") as archive:
        for number in range(packed.MOST_PARTS):
            archive.writestr(f"more/{number}.xml", "<a/>")

    with pytest.raises(InvalidAnswer, match="smaller file"):
        read(many.getvalue())


@pytest.mark.parametrize("code", ["utf-8", "utf-16"])
def test_entities_are_refused_before_they_are_read(code):
    text = '<!DOCTYPE a [<!ENTITY b "cc">]><sst>&b;</sst>'.encode(code)

    with pytest.raises(InvalidAnswer, match="Save it as"):
        read(changed(workbook(["one"]), "xl/sharedStrings.xml", text))


@pytest.mark.parametrize("part", ["xl/workbook.xml", "[Content_Types].xml"])
def test_a_workbook_that_is_broken_inside_is_refused_in_words(part):
    with pytest.raises(InvalidAnswer, match="Save it as"):
        read(changed(workbook(["one"]), part, "<workbook"))


def test_a_sheet_that_is_broken_or_too_long_is_refused_in_words():
    with pytest.raises(InvalidAnswer, match="Save it as"):
        read(changed(workbook(["one"]), "xl/worksheets/sheet1.xml", "<worksheet"))
    with pytest.raises(InvalidAnswer, match="more than 3 rows"):
        read(workbook(*[["one"]] * 4), most=3)


def test_a_part_that_is_longer_than_it_declares_is_never_unpacked_whole():
    told, whole = b"<a>" + b" " * 997, b"<a>" + b" " * 200_000_000
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    hidden = deflate.compress(whole) + deflate.flush()
    out = io.BytesIO(workbook(["one"]))
    with zipfile.ZipFile(out, "a") as archive:
        part = zipfile.ZipInfo("xl/lies.xml")
        part.compress_type = zipfile.ZIP_STORED
        archive.writestr(part, hidden)
        entry = archive.getinfo("xl/lies.xml")
        entry.compress_type, entry.file_size = zipfile.ZIP_DEFLATED, len(told)
        entry.CRC = zlib.crc32(told)

    tracemalloc.start()
    with suppress(InvalidAnswer):
        read(out.getvalue())
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert most < 20_000_000
