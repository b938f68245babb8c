"""Inviting people, giving and taking roles, and what is refused."""

import re

import pytest

from readiness import mail
from readiness.domain.access import Grant, Role
from readiness.settings import Mail
from readiness.storage.accounts import account_by_email
from readiness.storage.database import immediate, rows
from readiness.storage.grants import set_grant
from readiness.storage.people import person_by_id
from readiness.usecases.organisation import add_organisation
from tests.examples import AT, CLINIC, TRUST
from tests.page import Page
from tests.web.signed_in import PASSWORD, enrol, signed_in


@pytest.fixture
def app(service):
    return service()


@pytest.fixture
def ada(db, person):
    for organisation in (TRUST, CLINIC):
        add_organisation(db, organisation, person=person, at=AT)
    return enrol(db, "Ada Byrne", "ada@example.org", Grant(Role.ADMINISTRATOR), at=AT)


@pytest.fixture
def tom(db, ada):
    return enrol(db, "Tom Okafor", "tom@example.org", Grant(Role.IT_LEAD, "ZX9"), at=AT)


@pytest.fixture
def ruth(db, ada):
    return enrol(db, "Ruth Adeyemi", "ruth@example.org", Grant(Role.APPROVER, "ZX9"), at=AT)


@pytest.fixture
def browse(app):
    """Return how somebody visits an address."""
    clients = {}

    def browse(person, address, status=200):
        if person.id not in clients:
            clients[person.id] = signed_in(app, person)
        client = clients[person.id]
        response = client.get(address)
        assert response.status_code == status, response.text[-1500:]
        return Page(response, client)

    return browse


def invite(browse, by, email="new@example.org", roles=("contributor",), **fields):
    page = browse(by, "/people/invite")
    return page.send("Make the invitation", email=email, roles=list(roles), **fields)


def link_in(response):
    return re.search(r"/(?:invitation|reset)/[\w-]{40,}", response.text)[0]


def accept(app, link, **fields):
    client = app.test_client()
    page = Page(client.get(link), client)
    told = {"name": "Noor Haddad", "password": PASSWORD} | fields
    return client, page.send("Make my account", **told)


def grants_of(db, email):
    return set(person_by_id(db, account_by_email(db, email).person).grants)


def test_somebody_invited_makes_an_account_with_the_roles(app, db, browse, tom):
    answer = invite(browse, tom, email="New@Example.org", roles=["contributor", "reviewer"])
    assert "Tom Okafor invites you" in answer.text

    client, accepted = accept(app, link_in(answer))

    assert accepted.status_code == 303
    assert client.get("/account").status_code == 200
    assert grants_of(db, "new@example.org") == {
        Grant(Role.CONTRIBUTOR, "ZX9"),
        Grant(Role.REVIEWER, "ZX9"),
    }


def test_an_invitation_works_once(app, browse, tom):
    link = link_in(invite(browse, tom))
    accept(app, link)

    assert app.test_client().get(link).status_code == 410


def test_an_invitation_that_is_too_old_makes_nobody(app, db, browse, tom, clock):
    link = link_in(invite(browse, tom))
    client = app.test_client()
    page = Page(client.get(link), client)
    clock(19 + 7 * 24 * 60)

    assert client.get(link).status_code == 410
    sent = page.send("Make my account", name="Noor", password=PASSWORD)
    assert sent.status_code == 410
    assert account_by_email(db, "new@example.org") is None


def test_an_invitation_falls_with_the_role_of_whoever_made_it(app, db, browse, ada, tom, ruth):
    link = link_in(invite(browse, tom, email="tom@elsewhere.example", roles=["it-lead"]))
    browse(ada, f"/people/{ruth.id}").send("Give: IT lead")
    browse(ada, f"/people/{tom.id}").send("Take away: IT lead")

    assert app.test_client().get(link).status_code == 410


def test_a_withdrawn_invitation_is_void_and_a_renewed_one_has_another_link(app, browse, tom):
    first = link_in(invite(browse, tom))
    people = browse(tom, "/people")
    second = link_in(people.send("New link"))
    assert app.test_client().get(first).status_code == 410
    assert app.test_client().get(second).status_code == 200

    assert people.send("Withdraw").status_code == 303
    assert app.test_client().get(second).status_code == 410
    assert people.send("New link").status_code == 409


def test_inviting_looks_the_same_whether_or_not_there_is_an_account(browse, tom, ruth):
    def seen(email):
        answer = invite(browse, tom, email=email)
        text = re.sub(r"[\w-]{43}|value=\"[\w.-]+\"", "", answer.text)
        return answer.status_code, text.replace(email, "")

    assert seen("ruth@example.org") == seen("nobody@example.org")


def test_whoever_has_an_account_signs_in_and_the_roles_are_added(app, db, browse, tom, ruth):
    link = link_in(invite(browse, tom, email="ruth@example.org", roles=["it-lead"]))
    client = signed_in(app, ruth)
    before = client.get_cookie("readiness-session").value

    page = Page(client.get(link), client)
    assert page.send("Accept").status_code == 303

    assert grants_of(db, "ruth@example.org") == {
        Grant(Role.APPROVER, "ZX9"),
        Grant(Role.IT_LEAD, "ZX9"),
    }
    assert client.get_cookie("readiness-session").value != before


def test_the_address_of_an_account_cannot_be_taken_by_making_another(app, db, browse, tom, ruth):
    _, answer = accept(app, link_in(invite(browse, tom, email="ruth@example.org")))

    assert answer.status_code == 409
    assert grants_of(db, "ruth@example.org") == {Grant(Role.APPROVER, "ZX9")}


@pytest.mark.parametrize("role", ["administrator", "auditor", "commissioner", "king"])
def test_an_it_lead_gives_no_role_beyond_their_own_place(db, browse, tom, role):
    assert invite(browse, tom, roles=[role]).status_code == 400
    assert rows(db, "select count(*) from invitations") == [(0,)]


def test_an_it_lead_invites_nobody_to_another_organisation(db, browse, tom):
    for code in ("ZX8", "", "ZX7"):
        assert invite(browse, tom, organisation=code).status_code == 400
    assert rows(db, "select count(*) from invitations") == [(0,)]


def test_an_administrator_invites_anywhere(app, db, browse, ada):
    link = link_in(invite(browse, ada, organisation="zx8", roles=["commissioner"]))
    accept(app, link)
    link = link_in(invite(browse, ada, "aud@example.org", ["auditor"], organisation=""))
    accept(app, link, name="Al Audit")

    assert grants_of(db, "new@example.org") == {Grant(Role.COMMISSIONER, "ZX8")}
    assert grants_of(db, "aud@example.org") == {Grant(Role.AUDITOR)}


def test_whoever_leads_nothing_sees_no_people(browse, ruth):
    for address in ("/people", "/people/invite", f"/people/{ruth.id}", "/people?organisation=ZX9"):
        browse(ruth, address, 404)


def test_an_it_lead_sees_the_people_of_their_organisation_alone(db, browse, tom, ruth):
    other = enrol(db, "Omar Said", "omar@example.org", Grant(Role.IT_LEAD, "ZX8"), at=AT)
    with immediate(db):
        set_grant(db, ruth.id, Grant(Role.APPROVER, "ZX8"), True, by=other, at=AT)

    page = browse(tom, "/people")

    assert "Ruth Adeyemi" in page.text
    assert "Omar Said" not in page.text
    assert "ZX8" not in page.text
    browse(tom, f"/people/{other.id}", 404)
    browse(tom, "/people?organisation=ZX8", 404)


def test_a_role_is_given_and_taken_and_both_are_on_record(db, browse, tom, ruth):
    page = browse(tom, f"/people/{ruth.id}")
    assert page.send("Give: Contributor").status_code == 303
    assert Grant(Role.CONTRIBUTOR, "ZX9") in grants_of(db, "ruth@example.org")

    page = browse(tom, f"/people/{ruth.id}")
    assert page.send("Take away: Contributor").status_code == 303
    assert Grant(Role.CONTRIBUTOR, "ZX9") not in grants_of(db, "ruth@example.org")
    told = rows(
        db,
        "select what, person from events where what like 'role-%' and subject = ?",
        (str(ruth.id),),
    )
    assert told == [("role-given", tom.id), ("role-taken", tom.id)]


def test_a_stale_page_changes_nothing_and_shows_how_it_is(db, browse, tom, ruth):
    stale = browse(tom, f"/people/{ruth.id}")
    browse(tom, f"/people/{ruth.id}").send("Give: Contributor")
    browse(tom, f"/people/{ruth.id}").send("Take away: Contributor")

    answer = stale.send("Give: Contributor")

    assert answer.status_code == 409
    assert "Somebody else changed this role" in answer.text
    assert Grant(Role.CONTRIBUTOR, "ZX9") not in grants_of(db, "ruth@example.org")


def test_the_last_it_lead_and_the_last_administrator_stay(db, browse, ada, tom, ruth):
    answer = browse(tom, f"/people/{tom.id}").send("Take away: IT lead")
    assert answer.status_code == 409
    assert "Tom Okafor is the only IT lead of ZX9" in answer.text
    answer = browse(ada, f"/people/{ada.id}").send("Take away: Administrator")
    assert answer.status_code == 409
    assert browse(ada, f"/people/{ada.id}").send("Close the account").status_code == 409

    browse(tom, f"/people/{ruth.id}").send("Give: IT lead")
    assert browse(tom, f"/people/{tom.id}").send("Take away: IT lead").status_code == 303
    assert Grant(Role.IT_LEAD, "ZX9") not in grants_of(db, "tom@example.org")


def test_an_it_lead_cannot_give_themselves_more_by_naming_it(db, browse, tom):
    page = browse(tom, f"/people/{tom.id}")
    for role, place in (("administrator", ""), ("it-lead", "ZX8"), ("auditor", "ZX9")):
        answer = page.send("Give: Contributor", role=role, place=place, seen="0")
        assert answer.status_code in (403, 404)
    assert grants_of(db, "tom@example.org") == {Grant(Role.IT_LEAD, "ZX9")}


def test_a_forgotten_password_is_set_by_a_link_that_works_once(app, db, browse, tom, ruth):
    hers = signed_in(app, ruth)
    link = link_in(browse(tom, f"/people/{ruth.id}").send("Make a link"))
    client = app.test_client()
    page = Page(client.get(link), client)
    assert page.send("Set it", password="password1234").status_code == 400

    assert page.send("Set it", password="walnut ferry 77 cobalt").status_code == 303

    assert client.get("/account").status_code == 200
    assert hers.get("/account").status_code == 303
    assert app.test_client().get(link).status_code == 410


def test_a_link_for_a_new_password_is_no_way_around_the_second_factor(app, db, browse, ada, ruth):
    from readiness.storage.accounts import change_account

    with immediate(db):
        change_account(db, ruth.id, totp_secret="JBSWY3DPEHPK3PXP")
    link = link_in(browse(ada, f"/people/{ruth.id}").send("Make a link"))
    client = app.test_client()

    answer = Page(client.get(link), client).send("Set it", password="walnut ferry 77 cobalt")

    assert answer.location == "/sign-in"
    assert client.get("/account").status_code == 303
    browse(ada, f"/people/{ruth.id}").send("Turn the second factor off")
    assert not account_by_email(db, "ruth@example.org").totp_secret


def test_an_it_lead_resets_nobody_who_has_roles_elsewhere(db, browse, ada, tom, ruth):
    with immediate(db):
        set_grant(db, ruth.id, Grant(Role.APPROVER, "ZX8"), True, by=ada, at=AT)
    page = browse(tom, f"/people/{ruth.id}")
    assert "Make a link" not in page.text

    answer = page.send("Give: Contributor")
    token = page.values("csrf_token")[0]
    answer = page.client.post(f"/people/{ruth.id}/reset", data={"csrf_token": token})

    assert answer.status_code == 403


def test_only_an_administrator_closes_an_account(app, db, browse, ada, tom, ruth):
    hers = signed_in(app, ruth)
    page = browse(tom, f"/people/{ruth.id}")
    token = page.values("csrf_token")[0]
    sent = {"csrf_token": token, "what": "close"}
    assert page.client.post(f"/people/{ruth.id}/account", data=sent).status_code == 403

    assert browse(ada, f"/people/{ruth.id}").send("Close the account").status_code == 303
    assert hers.get("/account").status_code == 303


def test_an_invitation_goes_by_mail_where_that_is_set_up(service, db, tom, monkeypatch):
    sent = []
    monkeypatch.setattr(mail, "send", lambda *told: sent.append(told))
    app = service(mail=Mail("mail.example.org", "readiness@example.org"))
    client = signed_in(app, tom)
    page = Page(client.get("/people/invite"), client)

    answer = page.send("Make the invitation", email="new@example.org", roles=["contributor"])

    assert "handed over for new@example.org" in answer.text
    assert [told[1] for told in sent] == ["new@example.org"]
    assert link_in(answer) in sent[0][3]


def test_where_mail_fails_the_link_is_shown_all_the_same(service, db, tom):
    app = service(mail=Mail("127.0.0.1", "readiness@example.org", port=9, encryption="none"))
    client = signed_in(app, tom)
    page = Page(client.get("/people/invite"), client)

    answer = page.send("Make the invitation", email="new@example.org", roles=["contributor"])

    assert "could not be sent" in answer.text
    assert link_in(answer)


def test_these_pages_stay_within_eight_queries(app, db, browse, ada, tom, ruth, monkeypatch):
    from readiness.storage import database

    browse(ada, "/account")
    for address in ("/people", "/people/invite", "/account"):
        asked = []
        original = database.rows

        def counting(*given, asked=asked, original=original):
            asked.append(given[1])
            return original(*given)

        with monkeypatch.context() as patch:
            for name in ("accounts", "people", "sessions", "invitations", "organisations"):
                patch.setattr(f"readiness.storage.{name}.rows", counting)
            browse(ada, address)
        assert len(asked) <= 8, (address, asked)
