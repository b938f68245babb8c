"""The register in the browser: upload, look, import, find."""

import io
import time

import pytest

from readiness.domain.errors import Unusable
from readiness.storage.database import rows
from readiness.usecases.register_upload import begin_import
from readiness.usecases.search import find_organisations
from readiness.web import current
from tests import examples
from tests.registers import official, table

REGISTER = table(
    official("ZX9", "ALDERMOOR NHS TRUST", postcode="ZZ1 1ZZ"),
    official("ZX8", "=CMD CLINIC", opened="20209999"),
    official("ZX7", "FENWICK NHS TRUST", closed="20260331"),
)


@pytest.fixture
def upload(client, visit):
    """Upload files by name, and return the page that says what they would change."""

    def upload(status=200, **files):
        page = visit("/register")
        data = {
            "csrf_token": page.values("csrf_token")[0],
            "files": [(io.BytesIO(data), f"{name}.csv") for name, data in files.items()],
        }
        sent = client.post("/register/uploads", data=data, content_type="multipart/form-data")
        return visit(sent, status)

    return upload


@pytest.fixture
def finish(visit):
    """Wait for an import as its page does, and return the page that says how it ended."""

    def finish(response):
        page = visit(response)
        for _ in range(400):
            if page.heading != "Importing":
                return page
            assert page.response.headers["Refresh"] == "2"
            time.sleep(0.02)
            page = visit(page.links["See how far it is"])
        raise AssertionError("the import does not end")

    return finish


def test_files_are_looked_at_then_imported_and_then_they_are_gone(upload, finish, visit, db):
    look = upload(etr=REGISTER)

    assert "2 added, 0 changed, 0 closed, 0 the same. Nothing is stored yet." in look.text
    assert "1 of those added are closed" in look.text
    assert "etr.csv 2 opened Write the day like 20260331" in look.text
    assert rows(db, "select count(*) from organisations") == [(0,)]

    done = finish(look.send("Import"))
    assert done.heading == "Imported"
    assert "2 added" in done.text
    assert "1 row could not be read and was left out" in done.text
    assert "Refresh" not in done.response.headers
    visit(look.response.request.path, 404)
    assert rows(db, "select count(*) from register_upload_files") == [(0,)]


def test_what_cannot_be_read_is_to_be_had_as_a_table(upload, client):
    look = upload(etr=REGISTER)
    table_ = client.get(look.links["Download all of these as CSV"])

    assert table_.mimetype == "text/csv"
    assert "etr.csv,2,opened," in table_.text


def test_the_same_files_again_have_nothing_to_import(upload, finish):
    finish(upload(etr=REGISTER).send("Import"))
    again = upload(etr=REGISTER)

    assert "Nothing: all that could be read is here already, word for word." in again.text
    assert [b.text for b in again.every("button")] == ["Drop these files"]


def test_an_import_of_somebody_else_in_between_is_a_conflict_that_shows_both(upload, finish, visit):
    mine, theirs = upload(etr=REGISTER), upload(etr=table(official("ZX9", "OTHER NAME")))
    finish(theirs.send("Import"))
    again = visit(mine.send("Import"), 409)

    assert "The register has changed since you looked" in again.summary[1]
    assert "1 added, 1 changed" in again.text
    assert finish(again.send("Import")).heading == "Imported"


def test_pressed_twice_it_is_imported_once(upload, finish, visit, db):
    look = upload(etr=REGISTER)
    first, second = look.send("Import"), look.send("Import")
    finish(first)

    assert second.status_code in (303, 404, 409)
    assert rows(db, "select count(*) from register_imports") == [(1,)]


def test_a_file_that_does_not_say_its_kind_is_asked_for_it(upload, visit):
    look = upload(download=table(official("ZX1", "FEN HOSPICE")))
    assert "What do these files list?" in look.text

    told = visit(look.send("Read them again", **{"kind-0": "hospice"}))
    assert "1 added" in told.text
    assert "Hospice" in told.text


def test_nothing_chosen_is_refused_with_what_to_do(upload):
    page = upload(400)

    assert page.summary[1:] == ["Choose at least one file, and at most 50"]


def test_files_that_are_dropped_are_gone_and_so_are_those_of_yesterday(
    upload, visit, db, monkeypatch
):
    look = upload(etr=REGISTER)
    visit(look.send("Drop these files"))
    assert rows(db, "select count(*) from register_uploads") == [(0,)]

    upload(etr=REGISTER)
    monkeypatch.setattr(current, "now", lambda: examples.later(60 * 25))
    upload(eccg=REGISTER)
    assert rows(db, "select name from register_upload_files") == [("eccg.csv",)]


def test_a_body_without_a_code_is_added_and_shown(visit):
    page = visit("/register")
    added = visit(page.send("Add", name="Fen Data Centre", postcode="zz1 1zz"))
    refused = visit(page.send("Add", name=" "), 400)

    assert added.heading == "Fen Data Centre"
    assert "Code L-0001" in added.text
    assert "Postcode ZZ1 1ZZ" in added.text
    assert "Enter the organisation’s name" in refused.summary[1]


def test_an_organisation_is_found_and_its_page_says_what_became_of_it(upload, finish, visit):
    followed = table(["predecessor", "successor", "date"], ["ZX7", "ZX9", "2026-04-01"])
    finish(upload(etr=REGISTER, successions=followed).send("Import"))
    found = visit("/organisations/search?find=fenwik")
    page = visit(found.links["Fenwick NHS Trust"])

    assert "closed 2026" in found.text
    assert "Became Aldermoor NHS Trust (ZX9) on 1 April 2026." in page.text
    assert "It closed on 31 March 2026." in page.text
    other = visit("/organisations/ZX9/about").text
    assert "Took over the work of Fenwick NHS Trust (ZX7), or part of it" in other
    assert "Nothing was found" in visit("/organisations/search?find=zzqq").text
    visit("/organisations/NONE/about", 404)


def test_an_organisation_of_the_register_is_found_and_chosen_in_one_form(upload, finish, visit):
    finish(upload(etr=REGISTER).send("Import"))
    page = visit("/organisations/choose?pack=tiny&find=aldremoor")

    assert "1 organisation found" in page.text
    assert "Aldermoor NHS Trust (ZX9)" in page.text
    assert "Fenwick" not in page.text
    tasks = visit(page.send("Continue", organisation="ZX9"))
    assert tasks.heading == "Your assessment"


def test_what_is_closed_cannot_be_chosen_and_stays_on_the_page(upload, finish, visit):
    finish(upload(etr=REGISTER).send("Import"))
    page = visit("/organisations/choose?pack=tiny&find=fenwick")
    again = visit(page.send("Continue", organisation="ZX7"), 400)

    assert "Fenwick NHS Trust closed on 31 March 2026" in again.summary[1]
    assert again.values("organisation") == ["ZX7"]


def test_an_organisation_without_a_code_is_added_where_one_is_chosen(visit, db, me):
    page = visit("/organisations/choose?pack=tiny")
    visit(page.send("Continue", ods_code="", name="Fen Partnership", kind="other", sites="3"))

    (found,) = find_organisations(db, "fen partnership", person=me, on=examples.ON)
    assert (found.organisation.ods_code, found.organisation.sites) == ("L-0001", 3)


def test_a_register_of_thousands_is_not_listed(upload, finish, visit):
    many = table(*[official(f"ZX{n:03}", f"PRACTICE {n}") for n in range(300)])
    finish(upload(etr=many).send("Import"))
    page = visit("/organisations/choose?pack=tiny")

    assert "Practice 7" not in page.text
    few = visit("/organisations/choose?pack=tiny&find=practice")
    assert few.text.count("(ZX") == 20


def test_an_import_that_was_broken_off_says_so_and_waits_to_be_tried_again(
    upload, visit, db, me, monkeypatch
):
    look = upload(etr=REGISTER)
    job = begin_import(db, 1, person=me, at=examples.later(19))
    running = visit(f"/register/imports/{job}")
    assert running.heading == "Importing"
    assert running.response.headers["Refresh"] == "2"

    refused = visit(look.send("Import"))
    assert "These files are being imported already" in refused.text
    monkeypatch.setattr(current, "now", lambda: examples.later(25))
    broken = visit(f"/register/imports/{job}")
    assert broken.heading == "Nothing was imported"
    assert "Refresh" not in broken.response.headers
    assert visit(broken.links["Look at the files again"]).heading == look.heading


def test_an_import_that_goes_wrong_says_so_and_keeps_the_files(upload, finish, visit, monkeypatch):
    look = upload(etr=REGISTER)

    def fail(*_args, **_kwargs):
        raise Unusable("The disk is full and nothing was saved: make room, then try again.")

    monkeypatch.setattr("readiness.usecases.register.note_event", fail)
    end = finish(look.send("Import"))
    assert end.heading == "Nothing was imported"
    assert "The disk is full" in end.text
    monkeypatch.undo()
    assert visit(end.links["Look at the files again"]).heading == look.heading


def test_every_change_is_to_be_had_as_a_table(upload, finish, client):
    finish(upload(etr=REGISTER).send("Import"))
    look = upload(etr=table(official("ZX9", "ALDERMOOR NHS TRUST", postcode="ZZ2 2ZZ")))
    changes = client.get(f"{look.response.request.path}/changes.csv").text

    assert "ZX9,Aldermoor NHS Trust,changed,Postcode,ZZ1 1ZZ,ZZ2 2ZZ" in changes
