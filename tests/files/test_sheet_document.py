"""The Word file of a sheet, read back by python-docx, as raw XML and, where it is, by Office."""

import io
import shutil
import subprocess
import zipfile
from dataclasses import replace
from datetime import datetime
from xml.etree import ElementTree

import docx
import pytest

from readiness.domain.assessment import Answer, Given, Reading
from readiness.domain.question_sheet import question_sheet
from readiness.domain.reader import read_pack
from readiness.files.question_sheet import question_sheet_document
from tests import examples

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
OFFICE = shutil.which("soffice")


def sheet(**values):
    pack = read_pack(examples.tiny_pack())
    answers = {key: Answer(value, by="Priya Nair", at=examples.AT) for key, value in values.items()}
    reading = Reading(pack, Given(examples.TRUST, examples.ON, answers))
    return question_sheet(reading, "network-manager", day_of=datetime.date)


@pytest.fixture(scope="module")
def written():
    return question_sheet_document(sheet(plan="drafted", lines=12))


@pytest.fixture(scope="module")
def read(written):
    return docx.Document(io.BytesIO(written))


@pytest.fixture(scope="module")
def part(written):
    def part(name):
        with zipfile.ZipFile(io.BytesIO(written)) as archive:
            return ElementTree.fromstring(archive.read(name))

    return part


def test_it_has_a_title_headings_and_the_organisation(read):
    heads = [(p.style.name, p.text) for p in read.paragraphs if p.style.name.startswith("Head")]

    assert read.core_properties.title == "Question sheet: Network manager"
    assert heads == [
        ("Heading 1", "Question sheet: Network manager"),
        ("Heading 2", "Lead and plan"),
        ("Heading 2", "Lines and money"),
        ("Heading 2", "May be asked later"),
    ]
    assert "Aldermoor NHS Trust (ZX9)" in [p.text for p in read.paragraphs]
    assert read.paragraphs[-1].text == "PAR-02 With whom?"


def test_every_question_has_a_row_with_its_hint_its_boxes_and_room_for_a_note(read):
    rows = [row.cells for table in read.tables[1:] for row in table.rows[1:]]
    by_ref = {cells[0].text.split()[0]: cells for cells in rows}

    assert len(rows) == 11
    assert by_ref["PLN-01"][0].text == (
        "PLN-01  How far is the plan?\nThe plan names every line and its date.\n"
        "Tick one:  ☐\N{NO-BREAK SPACE}None    ☒\N{NO-BREAK SPACE}Drafted    "
        "☐\N{NO-BREAK SPACE}Agreed    ☐\N{NO-BREAK SPACE}Don’t know\n"
        "Answered 24 Nov 2026 by Priya Nair: check it"
    )
    assert "Whole number of lines: 12 lines" in by_ref["SIT-01"][0].text
    assert all(cells[1].text == "" for cells in rows)


def test_every_table_has_a_marked_head_a_caption_and_rows_that_stay_whole(part):
    tables = list(part("word/document.xml").iter(f"{W}tbl"))

    assert len(tables) == 3
    for table in tables:
        first, *rest = table.iter(f"{W}tr")
        assert first.find(f"{W}trPr/{W}tblHeader") is not None
        assert table.find(f"{W}tblPr/{W}tblCaption").get(f"{W}val")
        assert [row for row in rest if row.find(f"{W}trPr/{W}tblHeader") is not None] == []
    rows = [row for table in tables[1:] for row in list(table.iter(f"{W}tr"))[1:]]
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)


def test_it_is_british_english_on_a4_in_a_font_that_everybody_has(part):
    styles = part("word/styles.xml")
    page = part("word/document.xml").find(f"{W}body/{W}sectPr/{W}pgSz")
    languages = {lang.get(f"{W}val") for lang in styles.iter(f"{W}lang")}
    used = {
        style.get(f"{W}styleId"): style.find(f"{W}rPr/{W}rFonts").attrib
        for style in styles.iter(f"{W}style")
        if style.get(f"{W}styleId") in ("Normal", "Heading1", "Heading2")
    }

    assert languages == {"en-GB"}
    assert part("word/settings.xml").find(f"{W}themeFontLang").get(f"{W}val") == "en-GB"
    assert (int(page.get(f"{W}w")), int(page.get(f"{W}h"))) == (11906, 16838)
    assert len(used) == 3
    assert all(fonts[f"{W}ascii"] == "Arial" for fonts in used.values())
    assert not [name for fonts in used.values() for name in fonts if "Theme" in name]


def test_a_sheet_with_nothing_on_it_says_so():
    written = question_sheet_document(replace(sheet(), parts=(), later=()))

    assert "Nothing is open for this role." in [
        p.text for p in docx.Document(io.BytesIO(written)).paragraphs
    ]


def test_the_same_sheet_gives_the_same_bytes_and_another_gives_others(written):
    assert question_sheet_document(sheet(plan="drafted", lines=12)) == written
    assert question_sheet_document(sheet(plan="agreed", lines=12)) != written


def test_what_people_wrote_stays_text_whatever_it_looks_like():
    strange = replace(examples.TRUST, name="A & <b>B</b> ]]>")
    kept = question_sheet_document(replace(sheet(), organisation=strange))

    assert docx.Document(io.BytesIO(kept)).paragraphs[1].text == "A & <b>B</b> ]]> (ZX9)"


@pytest.mark.skipif(not OFFICE, reason="THERE IS NO LIBREOFFICE HERE: nothing was converted")
def test_office_opens_it_and_prints_at_most_two_sides(written, tmp_path):
    file = tmp_path / "sheet.docx"
    file.write_bytes(written)
    command = [OFFICE, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(file)]
    subprocess.run(command, check=True, timeout=120)
    pages = (tmp_path / "sheet.pdf").read_bytes().count(b"/Type/Page/")

    assert 1 <= pages <= 2
