"""Signing in, as people and those who guess meet it."""

import re

import pyotp
import pytest

from readiness.domain.access import Grant, Role
from readiness.storage.accounts import account_by_email, change_account
from readiness.storage.database import immediate, rows
from readiness.usecases import hashing
from readiness.usecases.joining import set_up_link
from readiness.usecases.sign_in import WRONG
from readiness.web import signed_in as web
from tests.examples import AT, later
from tests.page import Page
from tests.web.signed_in import PASSWORD, enrol, signed_in

EMAIL = "tom@example.org"


@pytest.fixture
def app(service):
    return service()


@pytest.fixture
def tom(db):
    return enrol(db, "Tom Okafor", EMAIL, Grant(Role.IT_LEAD, "ZX9"), at=AT)


@pytest.fixture
def enter(visit, client):
    """Give an address and a password on the sign-in page, and return the response."""

    def enter(email=EMAIL, password=PASSWORD, page="/sign-in"):
        return visit(page).send("Sign in", email=email, password=password)

    return enter


def test_a_person_signs_in_and_the_page_shows_who_they_are(tom, enter, visit):
    page = visit(enter())

    assert "Tom Okafor" in page.one("header").text


def test_every_page_but_a_few_asks_to_sign_in_first(app, client, tom):
    asked = []
    for rule in app.url_map.iter_rules():
        if "GET" not in rule.methods or rule.endpoint in web.OPEN:
            continue
        address = rule.build(dict.fromkeys(rule.arguments, "1"), append_unknown=False)
        if address is None:
            continue
        response = client.get(re.sub(r"<[^>]+>", "1", address[1]))
        asked.append(rule.endpoint)
        assert response.status_code == 303, rule.endpoint
        assert response.location.startswith("/sign-in"), rule.endpoint

    assert len(asked) > 20


def test_pages_that_are_open_exist(app):
    known = {rule.endpoint for rule in app.url_map.iter_rules()}

    assert known >= web.OPEN


def test_after_signing_in_the_page_that_was_asked_for_comes(tom, client, enter):
    asked = client.get("/people?organisation=ZX9")
    assert asked.location == "/sign-in?next=/people?organisation%3DZX9"

    assert enter(page=asked.location).location == "/people?organisation=ZX9"


@pytest.mark.parametrize(
    "wanted", ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_nobody_is_sent_to_another_site(tom, enter, wanted):
    assert enter(page=f"/sign-in?next={wanted}").location == "/"


def wrong(db, tom, kind):
    if kind == "closed":
        with immediate(db):
            change_account(db, tom.id, closed_at="2026-01-01")
    return {
        "unknown": ("nobody@example.org", PASSWORD),
        "password": (EMAIL, "something else entirely"),
        "closed": (EMAIL, PASSWORD),
        "without password": (EMAIL, ""),
    }[kind]


KINDS = ["unknown", "password", "closed", "without password"]


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_is_wrong_it_says_the_same_and_costs_one_hash(
    db, tom, enter, kind, visit, monkeypatch
):
    email, password = wrong(db, tom, kind)
    counted = []
    hasher = hashing.HASHER

    class Counting:
        def verify(self, *given):
            counted.append(given)
            return hasher.verify(*given)

        def check_needs_rehash(self, hashed):
            return hasher.check_needs_rehash(hashed)

    monkeypatch.setattr(hashing, "HASHER", Counting())

    page = visit(enter(email, password), 400)

    assert page.summary == ["There", WRONG.rstrip(".")]
    assert len(counted) == 1
    assert page.values("email") == [email]
    assert password not in page.response.text or not password


@pytest.mark.parametrize("kind", KINDS)
def test_a_failure_is_on_record_without_what_was_typed(db, tom, enter, kind):
    email, password = wrong(db, tom, kind)
    enter(email, password)

    found = rows(db, "select person, subject, detail from events where what = 'sign-in-failed'")

    assert len(found) == 1
    assert found[0][0] == 1
    assert "example.org" not in found[0][2]
    assert found[0][1] == ("unknown" if kind == "unknown" else str(tom.id))


def test_a_hash_of_older_parameters_is_made_anew(db, tom, enter):
    from argon2 import PasswordHasher

    with immediate(db):
        old = PasswordHasher(time_cost=1, memory_cost=8_192, parallelism=1).hash(PASSWORD)
        change_account(db, tom.id, password=old)

    assert enter().status_code == 303
    assert not hashing.outdated(account_by_email(db, EMAIL).password)
    assert hashing.matches(account_by_email(db, EMAIL).password, PASSWORD)


def test_whoever_guesses_waits_longer_and_longer(tom, enter, visit, clock):
    for _ in range(5):
        assert enter(password="guess").status_code == 400
    refused = visit(enter(password="guess"), 429)
    assert "Try again in 16 seconds" in refused.summary[1]

    clock(20)
    assert enter(password="guess").status_code == 400
    assert "Try again in 31 seconds" in visit(enter(), 429).summary[1]

    clock(21)
    assert enter().status_code == 303


def test_a_flood_from_elsewhere_does_not_keep_the_person_out(app, tom, visit, client, enter):
    attacker = app.test_client()
    attacker.environ_base["REMOTE_ADDR"] = "203.0.113.9"
    page = Page(attacker.get("/sign-in"), attacker)
    statuses = {page.send("Sign in", email=EMAIL, password="guess").status_code for _ in range(9)}

    assert statuses == {400, 429}
    assert enter().status_code == 303


def test_a_browser_that_is_known_gets_in_during_a_flood_from_its_own_address(
    app, tom, client, enter
):
    assert enter().status_code == 303
    client.delete_cookie("readiness-session")
    neighbour = app.test_client()
    page = Page(neighbour.get("/sign-in"), neighbour)
    for _ in range(7):
        last = page.send("Sign in", email=EMAIL, password="guess").status_code

    assert last == 429
    assert enter().status_code == 303


def test_one_address_that_tries_many_accounts_is_slowed_down(app, tom, enter, monkeypatch):
    monkeypatch.setattr("readiness.domain.account.FREE_OF_AN_ADDRESS", 3)
    for number in range(3):
        assert enter(email=f"n{number}@example.org").status_code == 400

    assert enter(email="another@example.org").status_code == 429


def test_without_a_token_nobody_signs_in(tom, client):
    answer = client.post("/sign-in", data={"email": EMAIL, "password": PASSWORD})

    assert answer.status_code == 400
    assert "readiness-session" not in answer.headers.get("Set-Cookie", "")


def test_the_cookie_is_for_this_site_alone_when_served_securely(service, db):
    enrol(db, "Tom Okafor", EMAIL, at=AT)
    app = service(secure=True)
    client = app.test_client()
    page = Page(client.get("/sign-in", base_url="https://localhost"), client)
    token = page.values("csrf_token")[0]
    answer = client.post(
        "/sign-in",
        base_url="https://localhost",
        headers={"Referer": "https://localhost/sign-in"},
        data={"csrf_token": token, "email": EMAIL, "password": PASSWORD},
    )

    cookies = answer.headers.getlist("Set-Cookie")
    assert {"__Host-readiness-session", "__Host-readiness-devices"} <= {
        cookie.partition("=")[0] for cookie in cookies
    }
    for cookie in cookies:
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
        assert "Domain" not in cookie


# The set-up link


@pytest.fixture
def set_up(db, client):
    """Return the address of the set-up link."""
    return f"/set-up/{set_up_link(db, at=later(19))}"


NEW = {"name": "Ada Byrne", "email": "Ada@Example.org", "password": PASSWORD}


def test_the_set_up_link_makes_the_administrator_who_is_signed_in(db, app, set_up, visit):
    page = visit(visit(set_up).send("Become", **NEW))

    assert page.heading == "People"
    ada = account_by_email(db, "ada@example.org")
    assert rows(db, "select role, organisation from grants where person = ?", (ada.person,)) == [
        ("administrator", "")
    ]


def test_a_set_up_link_that_is_replayed_makes_nobody(db, app, set_up, visit, client):
    visit(set_up).send("Become", **NEW)
    stranger = app.test_client()

    assert stranger.get(set_up).status_code == 410
    page = Page(stranger.get("/sign-in"), stranger)
    token = page.values("csrf_token")[0]
    sent = stranger.post(set_up, data={**NEW, "email": "x@example.org", "csrf_token": token})
    assert sent.status_code == 410
    assert rows(db, "select count(*) from accounts") == [(1,)]


def test_a_new_start_voids_the_link_of_the_one_before(db, set_up, visit):
    visit(set_up)
    newer = set_up_link(db, at=later(19))

    visit(set_up, 410)
    visit(f"/set-up/{newer}")


def test_a_set_up_link_is_void_after_a_day_and_once_there_is_an_administrator(
    db, set_up, visit, clock
):
    clock(19 + 24 * 60)
    visit(set_up, 410)
    clock(19)
    enrol(db, "Ada Byrne", "ada@example.org", Grant(Role.ADMINISTRATOR), at=AT)

    assert set_up_link(db, at=later(19)) is None
    visit(set_up, 410)


def test_what_does_not_fit_is_told_at_each_field_and_the_link_still_works(set_up, visit):
    page = visit(visit(set_up).send("Become", name="", email="ada", password="short"), 400)

    assert len(page.summary) == 4
    assert page.values("email") == ["ada"]
    assert visit(page.send("Become", **NEW)).heading == "People"


@pytest.mark.parametrize(
    "password",
    ["password1234", "qwertyuiopas", "readiness2026", "aaaaaaaaaaaaaaa", "adabyrneadabyrne"],
)
def test_a_password_that_anybody_would_try_is_refused(set_up, visit, password):
    page = visit(visit(set_up).send("Become", **{**NEW, "password": password}), 400)

    assert "harder to guess" in page.summary[1]


# Local mode


def test_a_copy_with_accounts_does_not_start_without_them(tmp_path, rules, db, app):
    from readiness.app import create_app
    from readiness.domain.errors import Unusable
    from readiness.settings import Settings

    enrol(db, "Tom Okafor", EMAIL, at=AT)

    with pytest.raises(Unusable, match="accounts = true"):
        create_app(Settings(instance=tmp_path / "instance", rules=rules))


def test_a_copy_for_one_person_says_so_on_its_pages(service, tmp_path, rules, db):
    from readiness.app import create_app
    from readiness.settings import Settings

    client = create_app(Settings(instance=tmp_path / "instance", rules=rules)).test_client()

    assert "One person, this computer only" in Page(client.get("/"), client).one("header").text
    assert client.get("/sign-in").location == "/"
    assert client.get("/account").status_code == 404
    assert client.get("/people").status_code == 200


# The second factor


def codes_of(db, tom, at):
    return pyotp.TOTP(account_by_email(db, EMAIL).totp_secret).at(at)


@pytest.fixture
def with_factor(app, db, tom):
    """Turn Tom’s second factor on, and return his recovery codes."""
    client = signed_in(app, tom)
    page = Page(client.get("/account/second-factor"), client)
    assert "<svg" in page.response.text
    secret = account_by_email(db, EMAIL).totp_pending
    first = pyotp.TOTP(secret).at(later(19))
    assert page.send("Turn it on", password=PASSWORD, code="000000").status_code == 400
    assert page.send("Turn it on", password="no", code=first).status_code == 400
    done = Page(page.send("Turn it on", password=PASSWORD, code=first), client)
    return [li.text for li in done.one("ul", class_="app-codes").every("li")]


def test_after_the_password_a_code_is_asked_for_and_counts_once(
    db, tom, with_factor, enter, visit, clock, client
):
    clock(21)
    code_page = visit(enter())
    assert code_page.heading == "Enter your code"
    assert client.get("/people").status_code == 303
    code = codes_of(db, tom, later(21))
    assert visit(code_page.send("Continue", code=code)).status == 200

    client.delete_cookie("readiness-session")
    again = visit(enter())
    assert visit(again.send("Continue", code=code), 400).summary[1].startswith("The code is not")


def test_the_code_that_turned_it_on_does_not_sign_in(db, tom, with_factor, enter, visit):
    page = visit(enter())

    assert page.send("Continue", code=codes_of(db, tom, later(19))).status_code == 400


def test_a_recovery_code_works_once(with_factor, enter, visit, client):
    assert len(with_factor) == 10
    assert visit(enter()).send("Continue", code=with_factor[0]).status_code == 303

    client.delete_cookie("readiness-session")
    assert visit(enter()).send("Continue", code=with_factor[0]).status_code == 400


def test_codes_are_guessed_no_faster_than_passwords(with_factor, enter, visit):
    page = visit(enter())
    statuses = [page.send("Continue", code=f"{n:06}").status_code for n in range(7)]

    assert statuses == [400] * 5 + [429] * 2


def test_the_right_password_is_forgotten_after_five_minutes(with_factor, enter, visit, clock):
    page = visit(enter())
    clock(25)

    assert page.send("Continue", code=with_factor[0]).location == "/sign-in"


def test_turning_it_off_asks_for_the_password(app, db, tom, with_factor):
    client = signed_in(app, tom)
    page = Page(client.get("/account/second-factor"), client)

    assert page.send("Turn it off", password="no").status_code == 400
    assert account_by_email(db, EMAIL).totp_secret
    assert page.send("Turn it off", password=PASSWORD).status_code == 303
    assert not account_by_email(db, EMAIL).totp_secret


def test_where_everybody_needs_a_second_factor_nothing_else_comes_before_it(service, db):
    tom = enrol(db, "Tom Okafor", EMAIL, Grant(Role.ADMINISTRATOR), at=AT)
    app = service(second_factor=True)
    client = signed_in(app, tom)
    for address in ("/", "/people", "/account", "/rules"):
        assert client.get(address).location == "/account/second-factor"
    assert client.post("/people/invite").status_code in (303, 400)
    page = Page(client.get("/account/second-factor"), client)
    assert "asks everybody for a second factor" in page.text
    pending = pyotp.TOTP(account_by_email(db, EMAIL).totp_pending).at

    answer = page.send("Turn it on", password=PASSWORD, code=pending(later(19)))

    assert Page(answer, client).heading == "Your second factor is on"
    assert client.get("/people").status_code == 200
