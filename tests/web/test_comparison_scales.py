"""The page of a system asks as much of the database for 440 members as for one, and is as quick."""

import re
from contextlib import closing
from random import Random
from unittest.mock import patch

import pytest

from readiness.app import create_app
from readiness.domain.organisation import Organisation
from readiness.settings import Settings
from readiness.storage import database
from readiness.storage.database import immediate, open_database
from readiness.storage.organisations import store_organisation
from readiness.usecases import judged, remembered, ringing
from readiness.web import current
from tests import examples
from tests.systems import fill_system

PAGES = (
    "/systems/ZXY/comparison",
    "/systems/ZXY/comparison?met=plan-agreed",
    "/england/comparison",
)
MOST_WARM = 9


def statements(client, address):
    """Count the statements of one request, the connection's settings aside."""
    seen = []

    def watched(path):
        db = database.open_database(path)
        db.conn.set_trace_callback(seen.append)
        return db

    with patch("readiness.app.open_database", watched):
        assert client.get(address).status_code == 200
    return sum(not one.startswith(("PRAGMA", "--")) for one in seen)


@pytest.fixture
def copies(tmp_path, rules, monkeypatch):
    """Make copies in which the system has so many members."""
    monkeypatch.setattr(current, "now", lambda: examples.later(19))

    def copies(size, *, order=None):
        instance = tmp_path / f"{size}-{order}"
        app = create_app(Settings(instance=instance, rules=rules, testing=True))
        with closing(open_database(instance / "readiness.db")) as db:
            if order:
                _shuffle_codes(db, size, order)
            fill_system(db, rules, size, pack_key="tiny")
        return app.test_client()

    return copies


def _shuffle_codes(db, size, order):
    """Store the organisations before anything else, in another order."""
    with immediate(db):
        for number in Random(order).sample(range(size), size):
            store_organisation(db, Organisation(f"ZXY{number:04}", "Before"), at=examples.AT)


@pytest.mark.parametrize("address", PAGES)
def test_queries_do_not_grow_with_members(copies, address, monkeypatch):
    asked = []
    for size in (1, 40, 440):
        client = copies(size)
        client.get("/")
        monkeypatch.setattr(judged, "_REMEMBERED", {})
        monkeypatch.setattr(ringing, "_FIRST_STARTS", {})
        asked.append((statements(client, address), statements(client, address)))

    assert len(set(asked)) == 1, asked
    assert asked[0][1] <= MOST_WARM


def test_the_page_is_the_same_whatever_the_order_in_which_organisations_were_kept(copies):
    address = "/systems/ZXY/comparison"

    plain, shuffled = (_bytes(copies(30, order=order), address) for order in (None, 7))

    assert plain == shuffled


def _bytes(client, address):
    """Return a page without what guards its forms, which is another for each visit."""
    return re.sub(r'name="csrf_token"[^>]*', "", client.get(address).text)


def test_what_is_kept_is_dropped_when_anything_is_written(copies):
    client = copies(3)
    before = client.get("/systems/ZXY/comparison").text
    assert client.get("/systems/ZXY/comparison").text == before
    path = client.application.extensions["readiness"].settings.database
    with closing(open_database(path)) as db, immediate(db):
        db.execute("update memberships set until = '2026-11-01' where organisation = 'ZXY0001'")

    assert "<b>2</b> of 2" in client.get("/systems/ZXY/comparison").text


def test_what_is_kept_has_a_bound(copies, monkeypatch):
    monkeypatch.setattr(remembered, "MOST_MEMBERS", 5)
    monkeypatch.setattr(remembered, "_KEPT", {})
    for size in (3, 4, 2):
        copies(size).get("/systems/ZXY/comparison")

    kept = [len(one.members) for _, one in remembered._KEPT.values()]

    assert kept == [2]
