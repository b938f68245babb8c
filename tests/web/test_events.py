"""The pages of the record: who did what, by filter, page by page, and as files."""

import hashlib
import json

import pytest

from readiness.domain.event import KINDS
from readiness.storage.database import immediate, rows
from readiness.storage.events import note_event
from tests import examples
from tests.web import permissions
from tests.web.test_permissions import DOORS, _method


@pytest.fixture
def many(db, trust, me):
    """Note 250 events of the trust's organisation."""
    with immediate(db):
        for number in range(250):
            note_event(
                db, "organisation", "ZX9", "changed", person=me, at=examples.later(number), n=number
            )


def test_the_newest_event_stands_first_in_words(trust, visit):
    page = visit("/record")

    assert page.heading == "Who did what"
    assert "Started an assessment assessment 1" in page.text
    assert page.text.index("Started an assessment") < page.text.index("Added an organisation")


def test_a_hundred_events_make_a_page(many, visit):
    first, last = visit("/record"), visit("/record?page=3")

    assert "Page 1 of 3" in first.text
    assert "Newer events" not in first.links
    assert len(first.every("tr")) == 101
    assert "Older events" not in last.links
    assert visit(first.links["Older events"]).links["Newer events"].endswith("page=1")


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("kind=assessment/started", "1 event fits"),
        ("kind=pack/released", "0 events fit"),
        ("organisation=zx9", "2 events fit"),
        ("organisation=ZX0", "0 events fit"),
        ("person=1", "2 events fit"),
        ("person=99", "0 events fit"),
        ("since=1+1+2027", "0 events fit"),
        ("since=24.11.2026&until=2026-11-24", "2 events fit"),
        ("until=1+1+2020", "0 events fit"),
    ],
)
def test_events_are_chosen_by_who_what_and_when(trust, visit, query, count):
    assert count in visit(f"/record?{query}").text


@pytest.mark.parametrize(
    "query",
    ["person=x", "kind=nothing", "since=soon", "until=31+2+2026", "since=2+1+2026&until=1+1+2026"],
)
def test_what_does_not_fit_is_said_and_kept(trust, visit, query):
    page = visit(f"/record?{query}", 400)

    assert page.summary[0] == "There"


def test_one_organisation_has_a_record_of_its_own(trust, visit):
    page = visit("/organisations/ZX9/record")

    assert page.heading == "Who did what for ZX9"
    assert "0 events" in visit("/organisations/ZX8/record").text


def test_a_line_names_the_first_few_questions_and_counts_the_rest(db, trust, me, visit):
    versions = {f"question-{number}": 1 for number in range(9)}
    with immediate(db):
        note_event(db, "assessment", 1, "answered", person=me, at=examples.AT, versions=versions)

    assert "question-4 and 4 more" in visit("/record").text
    assert "question-5" not in visit("/record").text


def test_an_event_about_a_person_names_them(db, trust, me, tom, visit):
    with immediate(db):
        note_event(db, "person", tom.id, "role-given", person=me, at=examples.AT, role="auditor")

    assert "Gave a role Tom Okafor: auditor" in visit("/record").text


def test_the_lines_can_be_checked_with_other_tools(many, client):
    lines = [json.loads(line) for line in client.get("/record.jsonl").text.splitlines()]
    columns = ("number", "at", "person", "organisation", "noun", "subject", "what", "detail")
    before = "0" * 64
    for line in lines:
        text = json.dumps(
            [before, *(line[name] for name in columns)], ensure_ascii=False, separators=(",", ":")
        )
        before = hashlib.sha256(text.encode()).hexdigest()

        assert line["hash"] == before


def test_a_formula_in_the_record_does_not_act_in_a_spreadsheet(db, trust, me, client):
    with immediate(db):
        note_event(db, "pack", "=cmd()", "released", person=me, at=examples.AT)

    assert ",'=cmd()," in client.get("/record.csv").text


def test_to_take_the_record_away_is_an_event_of_it(trust, client, db):
    client.get("/organisations/ZX9/record.csv")
    noun, subject, what, organisation, detail = rows(
        db, "select noun, subject, what, organisation, detail from events order by id desc limit 1"
    )[0]

    assert (noun, subject, what, organisation) == ("organisation", "ZX9", "exported", "ZX9")
    assert json.loads(detail)["file"].startswith("ZX9-record-")


def test_every_file_that_any_address_gives_is_an_event(tmp_path):
    permissions.fill(tmp_path / "instance")
    app = permissions.app_on(tmp_path / "instance", accounts=False)
    client = app.test_client()
    files = []
    for endpoint, door in DOORS.items():
        if _method(app, endpoint) != "GET" or endpoint == "static":
            continue
        before = _exported(app)
        response = client.get(door.address, buffered=True)
        if response.status_code == 200 and response.mimetype != "text/html":
            files.append(endpoint)
            assert _exported(app) == before + 1, f"{endpoint} gives a file that nobody notes"
        else:
            assert _exported(app) == before, f"{endpoint} notes a file that it does not give"

    assert len(files) >= 11


def _exported(app):
    from contextlib import closing

    from readiness.storage.database import open_database

    with closing(open_database(app.extensions["readiness"].settings.database)) as db:
        return rows(db, "select count(*) from events where what = 'exported'")[0][0]


def test_a_file_is_not_given_when_it_cannot_be_noted(trust, client, monkeypatch):
    from readiness.domain.errors import Unusable
    from readiness.web import exports

    def refuse(*_, **__):
        raise Unusable("The disk is full.")

    monkeypatch.setattr(exports, "note_export", refuse)
    response = client.get("/assessments/1/plan.csv")

    assert response.status_code == 503
    assert "The disk is full." in response.text
    assert "Content-Disposition" not in response.headers
    assert response.headers["Cache-Control"] == "no-store"


def test_every_kind_can_be_chosen(trust, visit):
    values = {option.get("value") for option in visit("/record").every("option")}

    assert {f"{noun}/{what}" for noun, what in KINDS} <= values


def test_a_sign_in_that_failed_is_said_to_be_nobodys(visit, db, me):
    with immediate(db):
        note_event(db, "person", "unknown", "sign-in-failed", person=me, at=examples.AT)

    assert "Nobody who signed in" in visit("/record").text
