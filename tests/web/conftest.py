"""A copy served to a client in this process, with a trust's assessment and a stopped clock."""

import pytest
from jinja2 import FileSystemBytecodeCache

from readiness.app import create_app
from readiness.settings import Settings
from readiness.storage.database import open_database
from readiness.usecases.assessment import (
    Change,
    answer_questions,
)
from readiness.web import current
from tests import examples
from tests.page import Page
from tests.web.trust import Trust


@pytest.fixture(scope="session")
def compiled(tmp_path_factory):
    """Keep the templates compiled from one test to the next."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture
def app(tmp_path, rules, monkeypatch, compiled):
    """Make an application on the small pack, at 10:31 on the day of the examples."""
    monkeypatch.setattr(current, "now", lambda: examples.later(19))
    app = create_app(Settings(instance=tmp_path / "instance", rules=rules, testing=True))
    app.jinja_env.bytecode_cache = compiled
    return app


@pytest.fixture
def clock(monkeypatch):
    """Set the clock of the pages to so many minutes after the time of the examples."""

    def clock(minutes):
        monkeypatch.setattr(current, "now", lambda: examples.later(minutes))

    return clock


@pytest.fixture
def service(tmp_path, rules, clock, compiled):
    """Make an application of the same copy in which people sign in; give it other settings."""

    def service(**settings):
        clock(19)
        told = {"instance": tmp_path / "instance", "rules": rules, "testing": True}
        app = create_app(Settings(**told, accounts=True, **settings))
        app.jinja_env.bytecode_cache = compiled
        return app

    return service


@pytest.fixture
def client(app):
    """Return a browser without scripts."""
    return app.test_client()


@pytest.fixture
def db(app, tmp_path):
    """Open the database that the application writes to."""
    database = open_database(tmp_path / "instance" / "readiness.db")
    yield database
    database.close()


@pytest.fixture
def me(person):
    """Return the local user, for whom the pages act."""
    return person


@pytest.fixture
def give(db, read, me):
    """Give one answer behind the pages' back, by the local user unless somebody is named."""

    def give(question, value, *, by=me, **fields):
        answer = read().given.answers.get(question)
        change = Change(question, value, seen=answer.version if answer else 0, **fields)
        saved = answer_questions(db, read(), [change], person=by, at=examples.later(19))
        assert saved.saved == (question,)

    return give


@pytest.fixture
def said(read):
    """Return what is saved to a question: its value."""

    def said(question):
        answer = read().given.answers.get(question)
        return answer.value if answer else None

    return said


@pytest.fixture
def visit(client):
    """Visit an address, follow where it leads, and return the page, checked."""

    def visit(address, status=200):
        response = address if hasattr(address, "status_code") else client.get(address)
        while response.status_code in (301, 302, 303):
            assert response.status_code == 303, "a form is answered with 303"
            response = client.get(response.location)
        assert response.status_code == status, response.text[-2000:]
        return Page(response, client)

    return visit


@pytest.fixture
def trust(started, client, visit, db, me):
    """Return the trust with nothing answered, to be asked for its verdict and plan."""
    return Trust(started, client, visit, db, me)
