"""Single sign-on, against a real provider on loopback."""

import importlib
import warnings
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest

from readiness.domain.access import Grant, Role
from readiness.domain.errors import Unusable
from readiness.settings import SingleSignOn
from readiness.storage.accounts import account_by_email
from readiness.storage.database import rows
from readiness.usecases.organisation import add_organisation
from readiness.usecases.people import invite
from readiness.web import current
from tests.examples import AT, TRUST
from tests.web.signed_in import enrol

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.fixture(scope="module")
def provider():
    """Serve a provider on loopback and return its address."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it takes from authlib what is to go in its version 2
        mock = importlib.import_module("oidc_provider_mock")
    with mock.run_server_in_thread() as server:
        yield f"http://127.0.0.1:{server.server_port}"


@pytest.fixture
def people(provider):
    """Tell the provider what it says of somebody."""
    import requests

    def people(subject, **claims):
        told = {"sub": subject, **claims}
        requests.put(f"{provider}/users/{subject}", json=told, timeout=10).raise_for_status()

    return people


@pytest.fixture
def app(service, provider, monkeypatch):
    app = service(single_sign_on=SingleSignOn(provider, "readiness", "secret", "NHS sign-on"))
    monkeypatch.setattr(current, "now", lambda: datetime.now(UTC))
    return app


@pytest.fixture
def come(client):
    """Go to the provider, say there who one is, and come back; return the last response."""
    import requests

    def come(subject, page="/sign-in/single", change=lambda back: back):
        away = client.get(page)
        assert away.status_code == 302, away.text
        there = requests.post(
            away.location, data={"sub": subject}, allow_redirects=False, timeout=10
        )
        back = urlsplit(change(there.headers["Location"]))
        return client.get(f"{back.path}?{back.query}")

    return come


def test_what_goes_to_the_provider_is_a_code_flow_with_pkce_state_and_nonce(app, client):
    away = client.get("/sign-in/single").location

    for part in ("response_type=code", "code_challenge_method=S256", "state=", "nonce="):
        assert part in away


def test_somebody_with_an_account_comes_in_by_a_verified_address(app, db, people, client, come):
    tom = enrol(db, "Tom Okafor", "tom@example.org", at=AT)
    people("t-1", email="Tom@example.org", email_verified=True)

    answer = come("t-1", page="/sign-in/single?next=/account")

    assert answer.location == "/account"
    assert client.get("/account").status_code == 200
    assert rows(db, "select subject, person from identities") == [("t-1", tom.id)]


def test_an_address_that_is_not_verified_lets_nobody_in(app, db, people, client, come):
    enrol(db, "Tom Okafor", "tom@example.org", at=AT)
    people("t-2", email="tom@example.org", email_verified=False)

    assert come("t-2").status_code == 403
    assert client.get("/account").status_code == 303


def test_somebody_unknown_gets_no_account(app, db, people, come):
    people("x-1", email="x@example.org", email_verified=True)

    assert come("x-1").status_code == 403
    assert rows(db, "select count(*) from accounts") == [(0,)]


def test_somebody_invited_gets_the_roles_of_the_invitation(app, db, person, people, client, come):
    add_organisation(db, TRUST, person=person, at=AT)
    invite(db, "noor@example.org", ["contributor"], "ZX9", person=person, at=current.now())
    people("n-1", email="noor@example.org", email_verified=True, name="Noor Haddad")

    assert come("n-1").status_code == 303
    account = account_by_email(db, "noor@example.org")
    assert account.name == "Noor Haddad"
    assert rows(db, "select role, organisation from grants") == [("contributor", "ZX9")]


def test_after_the_first_time_the_subject_counts_and_not_the_address(app, db, people, come):
    enrol(db, "Tom Okafor", "tom@example.org", at=AT)
    enrol(db, "Ada Byrne", "ada@example.org", Grant(Role.ADMINISTRATOR), at=AT)
    people("t-3", email="tom@example.org", email_verified=True)
    assert come("t-3").status_code == 303

    people("t-4", email="tom@example.org", email_verified=True)
    assert come("t-4").status_code == 403
    people("t-3", email="ada@example.org", email_verified=True)
    assert come("t-3").status_code == 303
    assert len(rows(db, "select * from identities")) == 1
    signed = rows(db, "select distinct person from sessions")
    assert signed == [(account_by_email(db, "tom@example.org").person,)]


def test_an_answer_with_another_state_is_refused(app, db, people, come):
    enrol(db, "Tom Okafor", "tom@example.org", at=AT)
    people("t-5", email="tom@example.org", email_verified=True)

    answer = come("t-5", change=lambda back: back.replace("state=", "state=x"))

    assert answer.status_code == 403
    assert rows(db, "select count(*) from sessions") == [(0,)]


def test_a_code_is_not_accepted_in_another_browser(app, db, people, client):
    import requests

    enrol(db, "Tom Okafor", "tom@example.org", at=AT)
    people("t-6", email="tom@example.org", email_verified=True)
    away = client.get("/sign-in/single").location
    there = requests.post(away, data={"sub": "t-6"}, allow_redirects=False, timeout=10)
    back = urlsplit(there.headers["Location"])

    assert app.test_client().get(f"{back.path}?{back.query}").status_code == 403


def test_the_second_factor_is_asked_for_after_single_sign_on_too(app, db, people, come):
    from readiness.storage.accounts import change_account
    from readiness.storage.database import immediate

    tom = enrol(db, "Tom Okafor", "tom@example.org", at=AT)
    with immediate(db):
        change_account(db, tom.id, totp_secret="JBSWY3DPEHPK3PXP")
    people("t-7", email="tom@example.org", email_verified=True)

    assert come("t-7").location == "/sign-in/code"


def test_a_provider_that_is_not_there_is_told_in_words(service, tmp_path):
    app = service(single_sign_on=SingleSignOn("http://127.0.0.1:9", "readiness", "secret"))

    answer = app.test_client().get("/sign-in/single")

    assert answer.status_code == 403
    assert "was not reached" in answer.text


def test_without_the_packages_a_copy_says_at_the_start_what_to_install(service, monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "authlib.integrations.flask_client", None)

    with pytest.raises(Unusable, match="pip install"):
        service(single_sign_on=SingleSignOn("http://127.0.0.1:9", "readiness", "secret"))


def test_without_the_setting_there_is_no_such_page(service):
    assert service().test_client().get("/sign-in/single").status_code == 404
