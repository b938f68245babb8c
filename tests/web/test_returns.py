"""Questionnaires go out, come back, are looked at, and are imported all together or not at all."""

import io
import json
from datetime import UTC, datetime, time, timedelta

import pytest

from readiness.content import rules_folder
from readiness.domain.organisation import Organisation, OrganisationKind
from readiness.files.questionnaire_map import ABOUT, ABOUT_ROWS
from readiness.storage.compared import lines_of
from readiness.storage.database import add, immediate, open_database, rows, time_text
from readiness.storage.packs import current_pack
from readiness.web import current
from tests import examples
from tests.files.test_questionnaire import ON, fill, opened, saved, sign
from tests.respondents import respondent
from tests.systems import fill_system, follow, join

RETURNS = "/systems/ZXY/returns"


@pytest.fixture
def rules():
    return rules_folder()


@pytest.fixture
def pack():
    return current_pack(rules_folder(), "hscn")


@pytest.fixture
def system(db, rules):
    """Make a system of three, none of which submitted."""
    return fill_system(db, rules, 3, submitted=0)


@pytest.fixture
def filled_in(client, pack):
    """Return a questionnaire as it comes back, by which questions and whose answers it has."""

    def filled_in(code, answers, which="only=look", change=None):
        data = client.get(f"/systems/ZXY/questionnaire.xlsx?{which}").data
        book = opened(data)
        sign(book, code)
        fill(book, pack, answers)
        if change:
            change(book)
        return saved(book)

    return filled_in


@pytest.fixture
def upload(visit, client):
    """Upload files on the page, and return the page that says what would come in."""

    def upload(*files, address=RETURNS):
        page = visit(address)
        sent = [(io.BytesIO(data), name) for name, data in files]
        form = page._form_with("See what would come in")
        token = next(i.get("value") for i in form.every("input") if i.get("name") == "csrf_token")
        data = {"files": sent, "csrf_token": token}
        return visit(client.post(form.get("action"), data=data))

    return upload


@pytest.fixture
def answers(pack):
    """Return believable answers to every question."""
    from random import Random

    given = respondent(pack, Random(1), whole=True)
    return given.answers


def kept(db):
    """Return what is stored of what came back."""
    return rows(db, "select organisation, way, declared_by, file from returned_documents")


def test_a_questionnaire_that_comes_back_is_counted_with_the_others(
    visit, upload, filled_in, system, answers, db
):
    page = upload(("zx.xlsx", filled_in(system[0], answers, which="")))

    assert "1 of 1 file or row can be imported" in page.text
    assert kept(db) == []

    done = visit(page.send("Import"))

    assert kept(db) == [(system[0], "returned", "H Marsh, IT lead", "zx.xlsx")]
    assert "1 file or row imported" in done.text
    assert "1 of 3" in visit("/systems/ZXY/comparison").text


def test_a_file_with_a_fault_is_left_out_whole_and_says_where(
    upload, filled_in, system, answers, db
):
    def spoil(book):
        book[book.sheetnames[1]]["D2"] = "Perhaps"

    good, bad = filled_in(system[0], answers), filled_in(system[1], answers, change=spoil)
    page = upload(("good.xlsx", good), ("bad.xlsx", bad))

    assert "1 of 2 files or rows can be imported" in page.text
    assert "cell D2, STG-01" in page.text

    page.send("Import")

    assert [code for code, *_ in kept(db)] == [system[0]]


def test_a_section_is_added_to_what_came_back_before(
    visit, upload, filled_in, system, answers, pack, db
):
    first, second = (section.key for section in pack.sections[:2])
    for key in (first, second):
        page = upload((f"{key}.xlsx", filled_in(system[0], answers, f"only=section/{key}")))
        visit(page.send("Import"))

    assert "It is added to what came back" in page.text
    documents = [d for (d,) in rows(db, "select document from returned_documents order by id")]
    sizes = [d.count('"value"') for d in documents]
    assert sizes == [
        len(pack.sections[0].questions),
        len(pack.sections[0].questions) + len(pack.sections[1].questions),
    ]


def earlier(book):
    """Say that a questionnaire was filled in five days before."""
    row = next(row for row, (key, _) in ABOUT_ROWS.items() if key == "on")
    book[ABOUT].cell(row + 1, 2).value = ON - timedelta(days=5)


def test_a_whole_questionnaire_that_is_older_is_told_not_to_count(
    visit, upload, filled_in, system, answers
):
    visit(upload(("new.xlsx", filled_in(system[0], answers, which=""))).send("Import"))

    page = upload(("old.xlsx", filled_in(system[0], answers, which="", change=earlier)))

    assert "in new.xlsx is of 24 November 2026: that counts, not this" in page.text


def test_a_section_filled_in_earlier_and_sent_later_counts_as_well(
    visit, upload, filled_in, system, answers, pack, db
):
    first, second = (section.key for section in pack.sections[:2])
    for key, change in ((first, None), (second, earlier)):
        data = filled_in(system[0], answers, f"only=section/{key}", change)
        visit(upload((f"{key}.xlsx", data)).send("Import"))

    tomorrow = datetime.combine(ON + timedelta(days=1), time(), UTC)
    newest, _ = lines_of(db, system, "hscn", tomorrow)
    assert newest[system[0]].row == 2


def test_two_files_that_answer_the_same_are_not_imported_together(
    visit, upload, filled_in, system, answers, db
):
    file = filled_in(system[0], answers)
    page = upload(("one.xlsx", file), ("two.xlsx", file))

    assert "choose one" in page.text
    refused = visit(page.send("Import", take=["0", "1"]), status=400)
    assert "they answer the same" in refused.summary[1]
    assert kept(db) == []

    visit(refused.send("Import", take=["1"]))

    assert [file for *_, file in kept(db)] == ["two.xlsx"]


@pytest.mark.parametrize(
    ("code", "words"), [("ZXQ", "is no member of Wexmoor and Hale"), ("", "code")]
)
def test_whoever_is_no_member_is_named(upload, filled_in, system, answers, code, words):
    page = upload(("x.xlsx", filled_in(code, answers)))

    assert "0 of 1 file or row" in page.text
    assert words in page.text


def test_a_questionnaire_made_for_another_member_is_refused(upload, filled_in, system, answers):
    page = upload(("x.xlsx", filled_in(system[1], answers, f"only=look&organisation={system[0]}")))

    assert f"write {system[0]}, or use the questionnaire made for {system[1]}" in page.text


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 no zip", b"\x00\x01\x02", b"<html>"])
def test_what_is_no_workbook_and_no_table_is_named_and_the_rest_can_come_in(
    upload, filled_in, system, answers, data
):
    page = upload(("x.xlsx", data), ("good.xlsx", filled_in(system[0], answers)))

    assert "1 of 2 files or rows" in page.text
    assert "save it as" in page.text


def test_of_what_cannot_be_read_nothing_else_is_asked(upload, system):
    page = upload(("broken.xlsx", b"no workbook"))

    assert "save it as .xlsx or .csv with a row of headings" in page.text
    assert "give the organisation’s code" not in page.text
    assert "say who filled it in" not in page.text


def test_what_came_in_meanwhile_is_shown_before_anything_is_stored(
    visit, upload, filled_in, system, answers, db
):
    one = upload(("one.xlsx", filled_in(system[0], answers)))
    two = upload(("two.xlsx", filled_in(system[0], answers)))
    visit(one.send("Import"))

    page = visit(two.send("Import"), status=409)

    assert "Something changed since you looked" in page.summary[1]
    assert len(kept(db)) == 1


def test_dropped_files_leave_nothing(visit, upload, filled_in, system, answers, db):
    page = upload(("one.xlsx", filled_in(system[0], answers)))

    visit(page.send("Drop"))

    assert kept(db) == rows(db, "select * from return_upload_files") == []


def test_a_sheet_with_a_row_for_each_member_is_matched_once_and_remembered(
    visit, upload, system, pack, db
):
    stage = pack.questions["claimed-stage"]
    lines = [f"Body;Who;When;{stage.ref}"]
    lines += [f"{code};H Marsh;20/11/2026;{stage.options[1].label}" for code in system[:2]]
    lines += ["ZZZ;H Marsh;20/11/2026;Nearly"]
    table = "\n".join(lines).encode()

    page = upload(("forms.csv", table))
    assert "Not used so far: B “Who”, C “When”" in page.text
    page = visit(page.send("Read the rows again", **{"holds-0-1": "/who", "holds-0-2": "/day"}))

    assert "2 of 3 files or rows can be imported" in page.text
    assert "is no member" in page.text
    assert "“Nearly” is not an option" in page.text
    visit(page.send("Import"))
    assert sorted(code for code, *_ in kept(db)) == sorted(system[:2])
    assert "2 of 3 files or rows" in upload(("forms.csv", table)).text


def test_a_dragged_column_is_flagged(visit, upload, system, pack):
    refs = [pack.questions[key].ref for key in ("claimed-stage", "connection-agreement")]
    label = pack.questions["claimed-stage"].options[1].label
    table = f"Code;{refs[0]};{refs[1]}\n{system[0]};{label};{label}\n".encode()

    page = upload(("forms.csv", table))

    assert f"none of its 1 answer fits {refs[1]}" in page.text


def test_no_file_and_too_many_are_refused(visit, upload, system, client):
    page = visit(RETURNS)
    form = page._form_with("See what would come in")
    token = next(i.get("value") for i in form.every("input") if i.get("name") == "csrf_token")

    refused = visit(client.post(form.get("action"), data={"csrf_token": token}), status=400)

    assert "Choose at least one file" in refused.summary[1]


@pytest.mark.parametrize(
    "wrong", ["only=section/none", "only=role/none", "organisation=ZZZ", "round=99", "pack=none"]
)
def test_a_questionnaire_of_what_is_not_there_is_refused(visit, system, wrong):
    visit(f"/systems/ZXY/questionnaire.xlsx?{wrong}", status=404)


def test_what_was_signed_off_is_named_beside_what_would_stand_in_its_place(
    upload, filled_in, answers, db, rules
):
    code = fill_system(db, rules, 1)[0]

    page = upload(("x.xlsx", filled_in(code, answers)))

    assert "this counts in its place" in page.text


@pytest.fixture
def round_of(db, person):
    """Open a round of the system that asks some members; return its number."""

    def round_of(*codes, number=5, pack_key="hscn", state="open", closes="2026-12-04"):
        told = {"person": person.id, "at": time_text(examples.AT)}
        with immediate(db):
            add(
                db,
                "system_rounds",
                number=number,
                version=1,
                system="ZXY",
                pack_key=pack_key,
                name=f"Winter {number}",
                question_set="look",
                closes=closes,
                state=state,
                **told,
            )
            for code in codes:
                member = {"round": number, "organisation": code, "version": 1, "deed": "asked"}
                add(db, "round_members", **member, address="", token="", **told)
        return number

    return round_of


def test_a_round_asks_its_own_questions_and_is_kept_with_what_comes_back(
    visit, upload, filled_in, system, answers, round_of, db, pack
):
    number = round_of(system[0])

    page = upload(("x.xlsx", filled_in(system[0], answers, f"round={number}")))
    visit(page.send("Import"))

    [(kept_round, document)] = rows(db, "select round, document from returned_documents")
    assert kept_round == number
    assert set(json.loads(document)["answers"]) == {question.key for question in pack.first}


def test_a_file_of_a_round_of_a_system_that_merged_is_taken_by_the_one_that_followed(
    visit, client, upload, filled_in, system, answers, round_of, db
):
    number = round_of(system[0])
    file = filled_in(system[0], answers, f"round={number}")
    with immediate(db):
        join(db, system=Organisation("ZXZ", "Wexmoor and Fen", OrganisationKind.ICB))
        follow(db, "ZXY", "ZXZ", on=examples.ON - timedelta(days=1))

    page = upload(("x.xlsx", file), address="/systems/ZXZ/returns")

    assert "1 of 1 file or row can be imported" in page.text
    assert client.get(f"/systems/ZXZ/questionnaire.xlsx?round={number}").status_code == 200


def test_a_file_of_another_round_is_refused(upload, filled_in, system, answers, round_of):
    one, other = round_of(system[0]), round_of(system[0], number=6)

    file = filled_in(system[0], answers, f"round={other}")
    page = upload(("x.xlsx", file), address=f"{RETURNS}?round={one}")

    assert "0 of 1" in page.text
    assert "import it for its own round, “Winter 6”" in page.text


def test_whoever_was_not_asked_in_a_round_is_refused(upload, filled_in, system, answers, round_of):
    number = round_of(system[0])

    page = upload(("x.xlsx", filled_in(system[1], answers, f"round={number}")))

    assert "add it to the round “Winter 5” first" in page.text


def test_a_round_that_was_withdrawn_takes_nothing(upload, filled_in, system, answers, round_of):
    number = round_of(system[0])
    file = filled_in(system[0], answers, f"round={number}")
    round_of(system[0], number=7, state="withdrawn")

    page = upload(("x.xlsx", file), address=f"{RETURNS}?round=7")
    assert "0 of 1" in page.text


@pytest.fixture
def queries(app, tmp_path, monkeypatch):
    """Count the queries that pages ask while something is done."""

    def queries(deed):
        asked = []

        def watched():
            watching = open_database(tmp_path / "instance" / "readiness.db")
            watching.conn.set_trace_callback(asked.append)
            return watching

        copy = app.extensions["readiness"]
        with monkeypatch.context() as patch:
            patch.setitem(app.extensions, "readiness", current.Copy(copy.settings, watched))
            deed()
        return [one for one in asked if one.lstrip().lower().startswith(("select", "with"))]

    return queries


def test_the_pages_ask_as_many_queries_of_many_as_of_few(
    visit, upload, filled_in, system, answers, db, queries
):
    few = queries(lambda: visit(RETURNS))
    for code in system:
        visit(upload(("x.xlsx", filled_in(code, answers))).send("Import"))

    many = queries(lambda: visit(RETURNS))
    assert len(many) == len(few)
    assert len(few) <= 8, few
