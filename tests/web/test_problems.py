"""What is refused has its status and its words; what fails says nothing of the inside."""

import stat

import pytest

from readiness.app import create_app
from readiness.domain.errors import (
    Conflict,
    InvalidAnswer,
    NotAllowed,
    NotFound,
    Unusable,
)
from readiness.settings import Settings
from tests.page import Page


@pytest.fixture
def failing(tmp_path, rules):
    """Make an application with a page that refuses or fails as it is told."""
    app = create_app(Settings(instance=tmp_path / "instance", rules=rules))
    errors = {}

    @app.get("/fail")
    def fail():
        raise errors["now"]

    def fail_with(error):
        errors["now"] = error
        client = app.test_client()
        return Page(client.get("/fail"), client)

    return fail_with


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (InvalidAnswer("Enter a number."), 400),
        (NotAllowed("You may not see this."), 403),
        (NotFound("There is no such thing."), 404),
        (Conflict("Tom changed it."), 409),
        (Unusable("The disk is full."), 503),
    ],
)
def test_a_refusal_has_its_status_and_says_its_words(failing, error, status):
    page = failing(error)

    assert page.status == status
    assert str(error) in page.text


def test_a_failure_says_nothing_of_the_inside_and_is_logged_whole(failing, caplog):
    page = failing(RuntimeError("secret detail"))

    assert page.status == 500
    assert "secret detail" not in page.response.text
    assert "secret detail" in caplog.text


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [("get", "/nowhere", 404), ("put", "/", 405), ("post", "/assessments/1/check", 405)],
)
def test_an_address_or_a_way_that_is_not_there_gets_a_page(client, method, address, status):
    client.application.config["WTF_CSRF_ENABLED"] = False
    response = client.open(address, method=method.upper())

    assert Page(response, client).status == status
    assert status != 405 or response.headers["Allow"]


def test_another_name_for_this_computer_is_not_answered(client):
    response = client.get("/", headers={"Host": "evil.example"})

    assert response.status_code == 400
    assert "localhost" in response.text


@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1:8000", "[::1]:8000"])
def test_loopback_names_are_answered(client, host):
    assert client.get("/", headers={"Host": host}).status_code == 200


def test_every_answer_carries_the_headers_that_keep_a_page_to_itself(client):
    for address in ("/", "/nowhere", "/static/readiness.css"):
        with client.get(address) as response:
            headers = response.headers

        assert headers["Content-Security-Policy"] == (
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
            "font-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
        )
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "Strict-Transport-Security" not in headers
    assert client.get("/").headers["Cache-Control"] == "no-store"


def test_the_cookie_is_for_this_site_and_not_for_scripts(client):
    cookie = client.get("/").headers["Set-Cookie"]

    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" not in cookie


def test_the_key_is_made_once_and_for_this_user_alone(tmp_path, rules):
    settings = Settings(instance=tmp_path / "instance", rules=rules, secure=True)
    first, second = create_app(settings), create_app(settings)
    key = tmp_path / "instance" / "secret.key"

    assert first.config["SECRET_KEY"] == second.config["SECRET_KEY"] == key.read_bytes()
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert "Secure" in second.test_client().get("/").headers["Set-Cookie"]
    assert [path.name for path in key.parent.glob("secret.key*")] == ["secret.key"]


def test_a_damaged_key_is_refused_with_what_to_do(tmp_path, rules):
    (tmp_path / "secret.key").write_bytes(b"short")

    with pytest.raises(Unusable, match="delete it"):
        create_app(Settings(instance=tmp_path, rules=rules))


def test_an_instance_that_is_a_file_is_refused(tmp_path, rules):
    (tmp_path / "file").write_text("")

    with pytest.raises(Unusable):
        create_app(Settings(instance=tmp_path / "file", rules=rules))
