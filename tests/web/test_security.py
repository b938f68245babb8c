"""What keeps a copy to itself: names, proxies, cookies, keys, tokens, logs and where it leads."""

import ast
import logging
import os
import re
import stat
from pathlib import Path

import pytest

import readiness
from readiness.app import create_app
from readiness.cli import _bounds
from readiness.domain.errors import NotAllowed, Unusable
from readiness.settings import Settings
from readiness.web.onward import safe_next
from tests.page import Page
from tests.web.test_permissions import DOORS

HTTPS = {"base_url": "https://readiness.example.nhs.uk"}


@pytest.fixture
def make(tmp_path, rules):
    """Make an application with some settings, and return a browser for it."""

    def make(**told):
        return create_app(Settings(tmp_path / "instance", rules, **told)).test_client()

    return make


def test_every_write_asks_for_a_token(app, client):
    writes = [
        rule for rule in app.url_map.iter_rules() if rule.methods - {"GET", "HEAD", "OPTIONS"}
    ]
    assert len(writes) >= 20
    for rule in writes:
        address = DOORS[rule.endpoint].address.partition("?")[0]
        for method in sorted(rule.methods - {"GET", "HEAD", "OPTIONS"}):
            for given in ({}, {"csrf_token": "x"}, {"csrf_token": "a.b.c"}):
                page = Page(client.open(address, method=method, data=given), client)

                assert page.status == 400, rule
                assert page.heading == "This page was open for too long", rule


def test_no_read_changes_anything_but_the_record(tmp_path):
    from contextlib import closing

    from readiness.storage.database import open_database, rows
    from tests.web import permissions
    from tests.web.test_permissions import _method

    instance = tmp_path / "instance"
    permissions.fill(instance)
    app = permissions.app_on(instance, accounts=False)

    def counts():
        with closing(open_database(instance / "readiness.db")) as db:
            names = [n for (n,) in rows(db, "select name from sqlite_master where type = 'table'")]
            names = [n for n in names if n != "events"]
            return {n: rows(db, f"select count(*) from [{n}]") for n in names}

    was = counts()
    for endpoint, door in DOORS.items():
        if _method(app, endpoint) == "GET":
            app.test_client().get(door.address, buffered=True).close()

    assert counts() == was


@pytest.mark.parametrize("name", ["readiness.example.nhs.uk", "READINESS.example.nhs.uk:8443"])
def test_the_names_in_the_settings_are_answered_beside_loopback(make, name):
    client = make(hosts=("readiness.example.nhs.uk",))

    assert client.get("/", headers={"Host": name}).status_code == 200
    assert client.get("/", headers={"Host": "localhost:8000"}).status_code == 200


@pytest.mark.parametrize(
    "name",
    ["evil.example", "readiness.example.nhs.uk.evil.example", "x.readiness.example.nhs.uk", ""],
)
def test_any_other_name_is_not_answered(make, name):
    response = make(hosts=("readiness.example.nhs.uk",)).get("/", headers={"Host": name})

    assert response.status_code == 400
    assert "<" not in response.text
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_what_a_proxy_says_is_believed_only_where_there_is_one(make):
    said = {"X-Forwarded-For": "10.1.2.3", "X-Forwarded-Proto": "https"}
    seen = {}

    def look(client):
        app = client.application

        @app.before_request
        def note():
            from flask import request

            seen["now"] = (request.remote_addr, request.scheme)

        client.get("/", headers={**said, "X-Forwarded-Host": "evil.example"})
        return seen["now"]

    assert look(make()) == ("127.0.0.1", "http")
    assert look(make(proxies=1)) == ("10.1.2.3", "https")


def test_an_address_that_the_person_made_up_before_the_proxy_is_not_believed(make):
    client = make(proxies=1)
    seen = {}

    @client.application.before_request
    def note():
        from flask import request

        seen["now"] = request.remote_addr

    client.get("/", headers={"X-Forwarded-For": "6.6.6.6, 10.1.2.3"})

    assert seen["now"] == "10.1.2.3"


def test_a_copy_behind_https_says_so_and_keeps_its_cookie_to_its_host(make):
    response = make(secure=True, hosts=("readiness.example.nhs.uk",)).get("/", **HTTPS)
    cookie = response.headers["Set-Cookie"]

    assert response.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    assert cookie.startswith("__Host-readiness=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
    assert "Domain" not in cookie


def test_cross_origin_use_is_refused_in_every_way(client):
    headers = client.get("/").headers

    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Cross-Origin-Embedder-Policy"] == "require-corp"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "Access-Control-Allow-Origin" not in headers


@pytest.mark.skipif(os.name != "posix", reason="needs POSIX permissions")
@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o620])
def test_a_key_that_others_may_read_is_refused(make, tmp_path, mode):
    make()
    key = tmp_path / "instance" / "secret.key"
    key.chmod(mode)

    with pytest.raises(Unusable, match="delete it"):
        make()


def test_a_key_set_aside_is_believed_and_signs_nothing_more(make, tmp_path):
    first = make()
    first.get("/")
    cookie = first.get_cookie("readiness").value
    folder = tmp_path / "instance"
    old = (folder / "secret.key").read_bytes()
    (folder / "secret.key").rename(folder / "secret.key.old")
    second = make()

    assert second.application.config["SECRET_KEY"] != old
    assert second.application.config["SECRET_KEY_FALLBACKS"] == [old]
    assert stat.S_IMODE((folder / "secret.key").stat().st_mode) == 0o600
    with second.application.test_request_context(headers={"Cookie": f"readiness={cookie}"}):
        from flask import session

        assert session["csrf_token"]


@pytest.mark.parametrize("address", ["/", "/assessments/1?order=telling", "/a#b"])
def test_an_address_of_ours_is_followed(address):
    assert safe_next(address, "/start") == address


@pytest.mark.parametrize(
    "address",
    [
        "", "assessments", "//evil.example", "///evil.example", "/\\evil.example",
        "\\\\evil.example",
        "https://evil.example", "http:evil.example", "javascript:alert(1)", "/\t/evil.example",
        "/\n/evil.example", " //evil.example", "/a\r\nSet-Cookie: x=1",
    ],
)  # fmt: skip
def test_an_address_of_anybody_elses_is_not_followed(address):
    assert safe_next(address, "/start") == "/start"


def test_the_server_does_not_say_what_it_is_and_reads_only_so_much():
    bounds = _bounds()

    assert bounds["ident"] is None
    assert bounds["max_request_header_size"] <= 65_536
    assert bounds["max_request_body_size"] <= 100_000_000


def test_the_log_of_requests_holds_no_query_no_name_and_no_value(client, caplog):
    with caplog.at_level(logging.INFO, "readiness.requests"):
        client.get("/organisations/ZX9?next=/secret-place", headers={"User-Agent": "Priya"})
        client.get("/secret%0aforged line")

    assert "GET /organisations/<ods_code> 404" in caplog.text
    assert "secret" not in caplog.text
    assert "Priya" not in caplog.text
    assert "ZX9" not in caplog.text


def test_who_asked_for_what_they_may_not_have_is_logged(make, caplog):
    client = make()

    @client.application.get("/refuse")
    def refuse():
        raise NotAllowed("Only an IT lead may do this.")

    client.get("/refuse")

    assert "refused NotAllowed, GET /refuse, person -" in caplog.text


def test_a_failure_has_a_number_on_the_page_and_in_the_log(make, caplog):
    client = make()

    @client.application.get("/fail/<secret>")
    def fail(secret):
        raise RuntimeError(secret)

    page = Page(client.get("/fail/inner?token=x"), client)
    number = re.search(r"incident (\w+)\.", page.text)[1]

    assert len(number) == 8
    assert f"incident {number}, GET /fail/<secret>" in caplog.text
    assert "RuntimeError: inner" in caplog.text
    assert "inner" not in page.response.text
    assert "token=x" not in caplog.text


def test_no_page_lists_a_folder(client):
    assert client.get("/static/").status_code == 404
    assert client.get("/static/nhsuk").status_code == 404


def test_a_form_that_is_too_large_is_refused(client):
    response = client.post("/", data={"pack": "x" * 2_100_000})

    assert response.status_code == 413


def test_every_file_says_what_it_is(tmp_path):
    from tests.web import permissions
    from tests.web.test_permissions import _method

    permissions.fill(tmp_path / "instance")
    app = permissions.app_on(tmp_path / "instance", accounts=False)
    for endpoint, door in DOORS.items():
        if _method(app, endpoint) != "GET" or endpoint == "static":
            continue
        with app.test_client().get(door.address, buffered=True) as response:
            kind = response.headers["Content-Type"]
            name = response.headers.get("Content-Disposition", "")

        assert not kind.startswith("text/") or "charset=utf-8" in kind, endpoint
        assert not name or re.fullmatch(r'attachment; filename="[\w.-]+"', name, re.ASCII), name


@pytest.mark.parametrize("method", ["TRACE", "PUT", "DELETE", "PATCH", "CONNECT"])
def test_ways_that_no_page_uses_are_refused(app, client, method):
    app.config["WTF_CSRF_ENABLED"] = False

    assert client.open("/", method=method).status_code == 405


def test_no_script_keeps_anything_in_the_browser():
    folder = Path(readiness.__file__).parent / "web" / "static"
    scripts = [file.read_text("utf-8") for file in folder.glob("*.js")]

    assert scripts
    for word in ("localStorage", "sessionStorage", "indexedDB", "document.cookie", "innerHTML"):
        assert not any(word in script for script in scripts), word


CODE = {"eval", "exec", "render_template_string", "from_string", "Markup"}
COMMANDS = {"subprocess", "pickle", "marshal", "shelve"}


def test_the_program_runs_no_command_and_no_text_as_code():
    wrong = []
    for file in Path(readiness.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name in CODE:
                    wrong.append(f"{file.name}:{node.lineno}: {name}")
                case ast.Attribute(value=ast.Name(id="os"), attr="system" | "popen" as name):
                    wrong.append(f"{file.name}:{node.lineno}: {name}")
                case ast.Import(names=names) if COMMANDS & {one.name for one in names}:
                    wrong.append(f"{file.name}:{node.lineno}")
                case ast.ImportFrom(module=str(name)) if name in COMMANDS:
                    wrong.append(f"{file.name}:{node.lineno}")

    assert wrong == []
