"""What a system buys, and what is taken away of its page: the same figures in page and files."""

import io

import openpyxl
import pytest
from docx import Document

from readiness.content import rules_folder
from readiness.storage.database import open_database, rows
from readiness.web import current
from tests.systems import fill_system

FILES = ["comparison.xlsx", "comparison.csv", "board-paper.docx"]
TABLES = ["procurement/ends.csv", "procurement/risks.csv"]


@pytest.fixture
def rules():
    return rules_folder()


@pytest.mark.parametrize(("size", "submitted"), [(0, 0), (1, 1), (24, 0), (60, 7), (24, 19)])
@pytest.mark.parametrize("pack", ["hscn", "renewal"])
def test_the_page_and_files_stand_with_any_number_of_answers(
    visit, client, db, rules, size, submitted, pack
):
    fill_system(db, rules, size, submitted=submitted, pack_key=pack)

    page = visit(f"/systems/ZXY/procurement?pack={pack}")

    assert f"Counted: {submitted} of {size} members" in page.text
    for name in [*FILES, *TABLES]:
        answer = client.get(f"/systems/ZXY/{name}?pack={pack}")
        assert answer.status_code == 200
        assert 'filename="' in answer.headers["Content-Disposition"]


def test_no_section_vanishes_without_answers(visit, db, rules):
    fill_system(db, rules, 24, submitted=0)

    page = visit("/systems/ZXY/procurement")

    assert [heading.text for heading in page.every("h2")] == [
        "How do we want to buy?",
        "By when is the move to be complete?",
        "By when must notice be given?",
        "What is at stake?",
        "Through which vehicle?",
        "What could go wrong?",
        "Who is left out?",
    ]
    assert "We do not know yet" in page.text


def test_the_paper_begins_with_the_sentence_of_the_page(visit, client, db, rules):
    fill_system(db, rules, 24, submitted=19)
    lede = visit("/systems/ZXY/comparison").one("p", class_="app-lead app-measure").text

    paper = Document(io.BytesIO(client.get("/systems/ZXY/board-paper.docx").data))

    assert paper.paragraphs[1].text
    assert lede.startswith(paper.paragraphs[1].text)


def test_a_band_is_carried_into_the_workbook(client, db, rules):
    fill_system(db, rules, 24)

    answer = client.get("/systems/ZXY/comparison.xlsx?band=councils&against=2026-10-01")
    book = openpyxl.load_workbook(io.BytesIO(answer.data))

    read_me = {row[0].value: row[1].value for row in book["Read me"].iter_rows()}
    assert read_me["Band"] == "Councils"
    assert read_me["Submitted"] == "4 of 4"
    assert read_me["Compared with"].endswith("1 October 2026")
    assert book["Members"].max_row == 5


@pytest.mark.parametrize("file", ["comparison.xlsx", "comparison.csv", "board-paper.docx"])
def test_a_day_to_come_is_refused_in_a_file_as_on_the_page(client, db, rules, file):
    fill_system(db, rules, 1)

    assert client.get(f"/systems/ZXY/{file}?against=2030-01-01").status_code == 404


def test_links_to_files_carry_the_filters(visit, db, rules):
    fill_system(db, rules, 24)

    links = visit("/systems/ZXY/comparison?band=councils").links

    for name in ("Procurement", "Workbook", "CSV", "Board paper"):
        assert "band=councils" in links[name]


def test_every_end_is_in_the_picture_and_in_the_table(visit, db, rules):
    fill_system(db, rules, 24, pack_key="renewal")

    page = visit("/systems/ZXY/procurement?pack=renewal")

    picture = page.one("svg", class_="app-months")
    squares = [box for box in picture.every("rect") if box.get("fill") == "#005eb8"]
    figures = ["".join(text.inside) for text in picture.every("text") if text.get("y") == "20"]
    table = next(t for t in page.every("table") if "Contract ends by month" in t.text)
    counted = [next(row.every("td")).text for row in table.every("tr") if list(row.every("td"))]
    assert len(squares) + sum(map(int, figures)) == sum(map(int, counted)) > 10


@pytest.mark.parametrize("path", ["procurement", "comparison.csv", "board-paper.docx"])
def test_no_more_queries_are_asked_of_many_members_than_of_few(
    app, client, db, rules, tmp_path, monkeypatch, path
):
    fill_system(db, rules, 60, submitted=40)
    asked = []

    def watched():
        watching = open_database(tmp_path / "instance" / "readiness.db")
        watching.conn.set_trace_callback(asked.append)
        return watching

    copy = app.extensions["readiness"]
    monkeypatch.setitem(app.extensions, "readiness", current.Copy(copy.settings, watched))

    def queries(address):
        asked.clear()
        assert client.get(f"/systems/ZXY/{address}").status_code == 200
        return [statement for statement in asked if statement.lstrip().startswith("select")]

    queries("comparison")
    bare = len(queries("comparison"))
    first, again = queries(path), queries(path)
    assert len(first) <= bare + 3
    assert len(again) <= bare + 1, again


def test_a_file_taken_away_is_on_record_for_the_system(client, db, rules):
    fill_system(db, rules, 3)

    client.get("/systems/ZXY/board-paper.docx")

    (event,) = rows(db, "select noun, subject from events where what = 'exported'")
    assert event == ("organisation", "ZXY")
