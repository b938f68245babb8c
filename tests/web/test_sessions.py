"""How long people stay signed in, and that nobody else gets into their session."""

import pytest

from readiness.domain.access import Grant, Role
from readiness.storage.database import immediate, rows
from readiness.storage.grants import set_grant
from readiness.usecases.hashing import digest
from readiness.usecases.organisation import add_organisation
from tests.examples import AT, TRUST, later
from tests.page import Page
from tests.web.signed_in import PASSWORD, enrol, signed_in

COOKIE = "readiness-session"
EMAIL = "tom@example.org"


@pytest.fixture
def app(service):
    return service()


@pytest.fixture
def tom(db, person):
    add_organisation(db, TRUST, person=person, at=AT)
    return enrol(db, "Tom Okafor", EMAIL, Grant(Role.IT_LEAD, "ZX9"), at=AT)


@pytest.fixture
def client(app, tom):
    return signed_in(app, tom)


def token_of(client):
    cookie = client.get_cookie(COOKIE)
    return cookie.value if cookie else None


def is_in(client):
    return client.get("/account").status_code == 200


def sign_in(client):
    page = Page(client.get("/sign-in"), client)
    return page.send("Sign in", email=EMAIL, password=PASSWORD)


def test_a_token_that_somebody_planted_is_not_the_one_after_signing_in(app, tom):
    victim = app.test_client()
    victim.set_cookie(COOKIE, "planted")
    attacker = app.test_client()
    attacker.set_cookie(COOKIE, "planted")

    sign_in(victim)

    assert token_of(victim) != "planted"
    assert is_in(victim)
    assert not is_in(attacker)


def test_a_form_token_from_before_signing_in_does_not_count_after(app, tom, client):
    before = Page(app.test_client().get("/sign-in"), None).values("csrf_token")[0]

    answer = client.post("/account", data={"csrf_token": before, "name": "Eve"})

    assert answer.status_code == 400


def _db(app):
    from readiness.storage.database import open_database
    from readiness.web import current

    with app.app_context():
        return open_database(current.settings().database)


def test_a_form_token_of_one_session_does_not_count_in_another(app, tom, client):
    other = signed_in(app, tom)
    token = Page(other.get("/account"), other).values("csrf_token")[0]
    client.get("/account")

    assert client.post("/account", data={"csrf_token": token, "name": "Eve"}).status_code == 400


def test_another_site_cannot_plant_both_halves_of_a_form_token(app, tom, client):
    attacker = signed_in(app, enrol_other(app))
    token = Page(attacker.get("/account"), attacker).values("csrf_token")[0]
    client.set_cookie("readiness", attacker.get_cookie("readiness").value)

    assert client.post("/account", data={"csrf_token": token, "name": "Eve"}).status_code == 400


def enrol_other(app):
    from contextlib import closing

    with closing(_db(app)) as db:
        return enrol(db, "Eve Stone", "eve@example.org", at=AT)


@pytest.mark.parametrize(
    "address",
    [
        "/sign-in",
        "/sign-in/code",
        "/sign-out",
        "/account",
        "/account/password",
        "/account/second-factor",
        "/account/second-factor/off",
        "/account/sessions",
        "/people/invite",
        "/people/1/roles",
        "/people/1/reset",
        "/people/1/account",
        "/people/1/second-factor-off",
        "/people/invitations/1/renew",
        "/people/invitations/1/withdraw",
        "/set-up/x",
        "/invitation/x",
        "/reset/x",
    ],
)
def test_nothing_is_done_without_a_form_token(client, address, counted):
    client.get("/account")
    before = counted()

    assert client.post(address, data={"name": "Eve"}).status_code == 400
    assert counted() == before


def test_only_the_hash_of_a_token_is_kept(db, client):
    kept = rows(db, "select hash from sessions")

    assert kept == [(digest(token_of(client)),)]


def test_an_hour_without_use_signs_out_and_use_puts_it_off(client, clock):
    clock(19 + 50)
    assert is_in(client)
    clock(19 + 109)
    assert is_in(client)
    clock(19 + 170)
    assert not is_in(client)


def test_after_twelve_hours_it_is_over_however_much_it_is_used(client, clock):
    for minutes in range(30, 12 * 60, 30):
        clock(19 + minutes)
        assert is_in(client)

    clock(19 + 12 * 60)
    assert not is_in(client)


def test_when_it_was_last_used_is_written_at_most_once_a_minute(db, client, clock):
    seen = []
    for minutes in (19, 19.5, 20.5):
        clock(minutes)
        client.get("/account")
        seen.append(rows(db, "select seen from sessions")[0][0])

    assert seen[0] == seen[1] < seen[2]


def test_signing_out_ends_it_on_the_server_too(client):
    token = token_of(client)
    page = Page(client.get("/account"), client)
    form = page.one("form", id="sign-out")

    answer = client.post(
        form.get("action"), data={"csrf_token": next(form.every("input")).get("value")}
    )

    assert answer.location == "/sign-in?out=1"
    assert token_of(client) is None
    client.set_cookie(COOKIE, token)
    assert not is_in(client)


def test_signing_out_everywhere_else_leaves_this_browser(app, tom, client):
    others = [signed_in(app, tom), signed_in(app, tom)]
    page = Page(client.get("/account"), client)
    assert page.text.count("Firefox on Linux") >= 3

    page.send("Sign out everywhere else")

    assert is_in(client)
    assert not any(is_in(other) for other in others)


def test_one_of_them_can_be_ended(app, tom, client, db):
    other = signed_in(app, tom)
    third = signed_in(app, tom)
    family = rows(db, "select family from sessions where hash = ?", (digest(token_of(other)),))

    Page(client.get("/account"), client).send("Sign out there", session=family[0][0])

    assert [is_in(one) for one in (client, other, third)] == [True, False, True]


def test_nobody_ends_the_session_of_somebody_else(app, client, db):
    eve = signed_in(app, enrol_other(app))
    family = rows(db, "select family from sessions where hash = ?", (digest(token_of(client)),))
    signed_in_twice = Page(eve.get("/account"), eve)
    token = signed_in_twice.values("csrf_token")[0]

    eve.post("/account/sessions", data={"csrf_token": token, "session": family[0][0]})

    assert is_in(client)


def test_a_new_password_needs_the_old_one_and_ends_the_other_sessions(app, tom, client):
    other = signed_in(app, tom)
    before = token_of(client)
    page = Page(client.get("/account/password"), client)
    new = "walnut ferry 77 cobalt"

    assert page.send("Change it", old="wrong", new=new).status_code == 400
    assert page.send("Change it", old=PASSWORD, new="password1234").status_code == 400
    assert is_in(other)
    assert page.send("Change it", old=PASSWORD, new=new).status_code == 303

    assert token_of(client) != before
    assert is_in(client)
    assert not is_in(other)
    fresh = app.test_client()
    assert sign_in(fresh).status_code == 400


def test_whoever_holds_a_browser_guesses_the_password_no_faster(client):
    page = Page(client.get("/account/password"), client)
    new = "walnut ferry 77 cobalt"
    statuses = [page.send("Change it", old=f"guess {n}", new=new).status_code for n in range(7)]

    assert statuses == [400] * 5 + [429] * 2


def test_a_change_of_roles_gives_a_new_token_and_the_old_one_soon_ends(
    app, db, tom, client, person, clock
):
    before = token_of(client)
    form = Page(client.get("/account"), client)
    with immediate(db):
        set_grant(db, tom.id, Grant(Role.APPROVER, "ZX9"), True, by=person, at=later(19))

    assert is_in(client)
    assert token_of(client) != before
    assert form.send("Save name", name="Tom A. Okafor").status_code == 303

    old = app.test_client()
    old.set_cookie(COOKIE, before)
    clock(21)
    assert not is_in(old)
    assert is_in(client)


def test_a_closed_account_is_out_at_once(db, tom, client):
    from readiness.storage.accounts import change_account

    with immediate(db):
        change_account(db, tom.id, closed_at="2026-11-24")

    assert not is_in(client)


def test_a_form_sent_after_the_session_ended_is_given_back(client, clock, visit):
    page = Page(client.get("/account"), client)
    clock(19 + 61)

    answer = page.send("Save name", name="Tom\r\nO’Kafor <b>")
    signing = visit(answer)
    assert "kept for an hour" in signing.text
    back = visit(signing.send("Sign in", email=EMAIL, password=PASSWORD))

    assert back.heading == "What you sent is still here"
    assert back.values("name") == ["Tom\r\nO’Kafor <b>"]
    assert visit(back.send("Save it now")).values("name") == ["Tom O’Kafor <b>"]


def test_a_form_that_holds_a_password_is_not_kept(client, clock, db, visit):
    page = Page(client.get("/account/password"), client)
    clock(19 + 61)

    answer = page.send("Change it", old=PASSWORD, new="walnut ferry 77 cobalt")

    assert "was not saved" in visit(answer).text
    assert rows(db, "select count(*) from kept_forms") == [(0,)]


def test_signing_in_again_ends_the_session_that_the_browser_had(app, client):
    old = app.test_client()
    old.set_cookie(COOKIE, token_of(client))

    assert sign_in(client).status_code == 303
    assert is_in(client)
    assert not is_in(old)


def test_a_kept_form_is_for_whoever_sent_it_and_for_an_hour(app, client, clock):
    page = Page(client.get("/account"), client)
    clock(19 + 61)
    address = page.send("Save name", name="Tom").location.replace("/sign-in?", "/sign-in/kept?")

    assert signed_in(app, enrol_other(app)).get(address).status_code == 404
    sign_in(client)
    assert client.get(address).status_code == 200
    clock(19 + 122)
    sign_in(client)
    assert client.get(address).status_code == 404


def test_pages_of_somebody_signed_in_are_kept_by_no_browser(client):
    assert client.get("/account").headers["Cache-Control"] == "no-store"
