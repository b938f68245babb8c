"""Addresses guessed and mixed: no number, code or key of another body lets anybody at its words.

An IT lead of the neighbour and one of another system go to every address there is, with every
identifier that exists; then each sends forms there.
"""

import itertools
import shutil
from contextlib import closing

import pytest

from readiness.domain.access import Role
from readiness.storage.database import open_database, rows
from tests.web import permissions
from tests.web.permissions import MARK, OTHER, SAME_SYSTEM, Held, app_on, client_of, sign_all_in

KNOWN = {
    "assessment_id": ["1", "2", "3", "9223372036854775807"],
    "number": ["1", "2", "3"],
    "ods_code": ["ZX9", "zx9", "ZX8"],
    "system": ["ZXS", "ZXT", "ZX9"],
    "region": ["Y59", "Y60", "ZXS"],
    "pack_key": ["hscn", "renewal"],
    "question_key": ["claimed-stage", "flows-needing-hscn"],
    "section_key": ["stage-and-board"],
    "scale_key": ["direction"],
    "action_key": ["find-out/claimed-stage", "sign-connection-agreement"],
    "role": ["project-manager"],
    "target": ["folder", "1"],
    "token": ["x", permissions.TOKEN],
    "filename": ["readiness.css"],
}
"""What is tried for each part of an address; a part that is not named here is tried as a number."""

INTRUDERS = [Held(Role.IT_LEAD, SAME_SYSTEM), Held(Role.IT_LEAD, OTHER)]


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    instance = tmp_path_factory.mktemp("systems") / "instance"
    return instance, sign_all_in(instance, permissions.fill(instance))


@pytest.fixture
def app(home, tmp_path):
    return app_on(shutil.copytree(home[0], tmp_path / "instance"))


def addresses(app, method):
    """Return every address that the known identifiers make, for one way of going there."""
    for rule in app.url_map.iter_rules():
        if method not in rule.methods or rule.endpoint == "static":
            continue
        tried = [KNOWN.get(name, ["1", "2"]) for name in sorted(rule.arguments)]
        for parts in itertools.product(*tried):
            built = rule.build(dict(zip(sorted(rule.arguments), parts, strict=True)))
            assert built is not None, rule
            yield built[1]


@pytest.mark.parametrize("intruder", INTRUDERS, ids=str)
def test_no_page_or_file_gives_away_a_word_of_another_body(home, app, intruder):
    client = client_of(app, home[1][intruder])
    tried = 0
    for address in addresses(app, "GET"):
        response = client.get(address, buffered=True)
        tried += 1
        assert response.status_code < 500, address
        assert MARK.encode() not in response.data, address
    assert tried > 100


@pytest.mark.parametrize("intruder", INTRUDERS, ids=str)
def test_no_form_sent_to_another_body_changes_a_row_of_it(home, app, intruder):
    client, was = client_of(app, home[1][intruder]), of_the_trust(app)
    for address in addresses(app, "POST"):
        response = client.post(address, data=SENT, buffered=True)
        assert response.status_code < 500, address
        assert MARK.encode() not in response.data, address
    assert of_the_trust(app) == was


def test_the_mark_is_there_for_whoever_may_read_it(home, app):
    lead = client_of(app, home[1][Held(Role.IT_LEAD, permissions.OWN)])

    assert MARK in lead.get("/assessments/1/questions/claimed-stage").text


SENT = {
    "declared": "yes",
    "organisation": "ZX9",
    "ods_code": "ZX9",
    "contract": "new",
    "name": "Taken over",
    "claimed-stage-value": "scoping",
    "claimed-stage-seen": "1",
    "claimed-stage-note": "Taken over",
    "freeze-0-what": "Taken over",
    "freeze-0-first": "2026-12-14",
    "freeze-0-last": "2027-01-08",
    "owner": "Taken over",
    "seen": "0",
    "note": "Taken over",
    "comment": "Taken over",
    "why": "Taken over",
    "shared": "yes",
    "marked": "1",
    "stage-and-board-said": "Taken over",
    "stage-and-board-seen": "1",
}
"""What is typed into every form, as far as it has such a field."""


def of_the_trust(app):
    """Return every row that belongs to the trust, by table."""
    kept = {}
    with closing(open_database(app.extensions["readiness"].settings.database)) as db:
        mine = rows(db, "select id from assessments where organisation = 'ZX9'")
        numbers = ", ".join(str(number) for (number,) in mine)
        for (table,) in rows(db, "select name from sqlite_master where type = 'table'"):
            columns = {row[1] for row in rows(db, f"pragma table_info([{table}])")}
            where = {
                "organisation": "organisation = 'ZX9'",
                "ods_code": "ods_code = 'ZX9'",
                "assessment": f"assessment in ({numbers})",
            }
            belongs = " or ".join(said for name, said in where.items() if name in columns)
            if belongs and table != "grants":
                kept[table] = rows(db, f"select * from [{table}] where {belongs}")
    return kept
