"""Coming in by the link of a round where people sign in: who becomes what, and who does not."""

import re
from datetime import date, timedelta

import pytest

from readiness.content import rules_folder
from readiness.domain.access import Grant, Role
from readiness.domain.organisation import Membership
from readiness.domain.system_round import Pasted, QuestionSet, RoundState
from readiness.storage.accounts import account_by_email, change_account
from readiness.storage.database import immediate, rows
from readiness.storage.grants import set_grant
from readiness.storage.organisations import store_membership
from readiness.storage.packs import current_pack
from readiness.storage.people import person_by_id
from readiness.usecases import system_round_joining
from readiness.usecases.organisation import local_person
from readiness.usecases.system_round_links import make_links
from readiness.usecases.system_round_members import Wanted
from readiness.usecases.system_round_running import NewRound, begin_round, change_round
from tests.examples import AT
from tests.page import Page
from tests.systems import fill_system
from tests.web.signed_in import PASSWORD, enrol, signed_in

ON = AT.date()


@pytest.fixture
def rules():
    return rules_folder()


@pytest.fixture
def app(service):
    return service()


@pytest.fixture
def carla(db):
    return enrol(db, "Carla Moss", "carla@example.org", Grant(Role.COMMISSIONER, "ZXY"), at=AT)


@pytest.fixture
def codes(db, rules):
    return fill_system(db, rules, 3, submitted=0)


@pytest.fixture
def link(db, rules, codes, carla):
    """Return the link of the first member of a round of all; or of one that asks otherwise."""

    def link(pack="hscn", question_set=QuestionSet.WHOLE, wanted=None):
        found = current_pack(rules, pack)
        asked = wanted or Wanted(whole=True)
        new = NewRound(f"Autumn {pack}", found, question_set, date(2026, 12, 4), asked)
        said = {"person": carla, "at": AT, "on": ON}
        number = begin_round(db, "ZXY", new, **said).number
        return f"/rounds/join/{make_links(db, 'ZXY', number, again=False, **said)[0].token}"

    return link


def opened(client, link, status=200):
    response = client.get(link)
    assert response.status_code == status, response.text[-1500:]
    return Page(response, client)


def come_in(page, **said):
    typed = {"name": "Noor Haddad", "password": PASSWORD} | said
    return page.send("Make my account and begin", **typed)


def grants_of(db, email):
    return set(person_by_id(db, account_by_email(db, email).person).grants)


def test_the_first_of_a_member_becomes_its_it_lead_and_begins(app, db, link, codes):
    page = opened(app.test_client(), link())
    assert "Nobody of Fernhollow 0 is here yet" in page.text

    response = come_in(page, email="noor@example.org")

    assert (response.status_code, response.location) == (303, "/assessments/1")
    assert grants_of(db, "noor@example.org") == {Grant(Role.IT_LEAD, codes[0])}
    tasks = Page(page.client.get(response.location), page.client)
    assert "Asked by Wexmoor and Hale for Autumn hscn: by 4 December 2026." in tasks.text


def test_an_address_of_the_round_is_the_one_to_sign_in_with(app, db, link, codes):
    page = opened(
        app.test_client(), link(wanted=Wanted(lines=(Pasted(codes[0], "sam@example.org"),)))
    )
    assert "You will sign in as sam@example.org" in page.text

    come_in(page, email="other@example.org")

    assert grants_of(db, "sam@example.org") == {Grant(Role.IT_LEAD, codes[0])}
    assert account_by_email(db, "other@example.org") is None


def test_what_does_not_fit_is_said_and_makes_no_account(app, db, link, codes):
    page = opened(app.test_client(), link())

    answer = come_in(page, email="nobody", password="short")

    assert answer.status_code == 400
    assert len(Page(answer, page.client).summary) == 3
    assert rows(db, "select count(*) from grants where organisation = ?", (codes[0],)) == [(0,)]


def test_the_second_of_a_member_gets_no_role_by_the_link(app, db, link, codes):
    here = link()
    late = opened(app.test_client(), here)
    come_in(opened(app.test_client(), here), email="noor@example.org")

    refused = come_in(late, email="mallory@example.org")

    assert refused.status_code == 409
    assert "makes no new account" in Page(refused, late.client).text
    assert account_by_email(db, "mallory@example.org") is None


def test_whoever_has_a_role_there_begins_or_carries_on(app, db, link, codes):
    tom = enrol(db, "Tom Okafor", "tom@example.org", Grant(Role.IT_LEAD, codes[0]), at=AT)
    here = link()
    outside = opened(app.test_client(), here)
    assert "makes no new account" in outside.text
    assert here in outside.links["Sign in to begin"]
    client = signed_in(app, tom)

    first = opened(client, here).send("Begin")

    assert first.location == "/assessments/1"
    assert opened(client, here).send("Carry on").location == "/assessments/1"


def test_a_contributor_carries_on_and_is_told_who_begins(app, db, link, codes):
    tom = enrol(db, "Tom Okafor", "tom@example.org", Grant(Role.IT_LEAD, codes[0]), at=AT)
    priya = enrol(db, "Priya Shah", "priya@example.org", Grant(Role.CONTRIBUTOR, codes[0]), at=AT)
    here, client = link(), signed_in(app, priya)
    assert "The IT lead of Fernhollow 0 begins" in opened(client, here).text
    opened(signed_in(app, tom), here).send("Begin")

    assert opened(client, here).send("Carry on").location == "/assessments/1"


def test_somebody_signed_in_accepts_for_a_member_without_people(app, db, link, codes):
    tom = enrol(db, "Tom Okafor", "tom@example.org", Grant(Role.IT_LEAD, codes[1]), at=AT)

    response = opened(signed_in(app, tom), link()).send("Accept and begin")

    assert response.location == "/assessments/1"
    assert Grant(Role.IT_LEAD, codes[0]) in grants_of(db, "tom@example.org")


def test_a_stranger_who_is_signed_in_is_told_whom_to_ask(app, db, link, codes):
    enrol(db, "Tom Okafor", "tom@example.org", Grant(Role.IT_LEAD, codes[0]), at=AT)
    sid = enrol(db, "Sid Lee", "sid@example.org", at=AT)
    client = signed_in(app, sid)

    page = opened(client, link())

    assert "Sid Lee, who has no role at Fernhollow 0" in page.text
    assert client.post(f"{page.response.request.path}/begin").status_code == 400  # no token
    assert not any("Begin" in button.text for button in page.every("button"))


def test_a_link_makes_nobody_a_lead_once_its_maker_may_not_ask_any_more(
    app, db, link, codes, carla
):
    here = link()
    with immediate(db):
        gone = Grant(Role.COMMISSIONER, "ZXY")
        set_grant(db, carla.id, gone, False, by=local_person(db), at=AT)

    late = opened(app.test_client(), here, 410)

    assert "may not let people in for Fernhollow 0 any more" in late.text


def test_a_link_of_a_member_that_left_the_system_lets_nobody_in(app, db, link, codes):
    here = link()
    page = opened(app.test_client(), here)
    with immediate(db):
        gone = Membership(codes[0], "ZXY", "member", until=ON - timedelta(days=1))
        store_membership(db, gone, at=AT)

    assert come_in(page, email="noor@example.org").status_code == 410
    assert account_by_email(db, "noor@example.org") is None


def test_when_the_account_of_the_only_lead_is_closed_the_link_invites_again(app, db, link, codes):
    tom = enrol(db, "Tom Okafor", "tom@example.org", Grant(Role.IT_LEAD, codes[0]), at=AT)
    with immediate(db):
        change_account(db, tom.id, closed_at=AT.isoformat())

    assert "Nobody of Fernhollow 0 is here yet" in opened(app.test_client(), link()).text


def test_a_pack_about_contracts_asks_first_which_it_is(app, link, codes):
    page = opened(app.test_client(), link("renewal", QuestionSet.LOOK))

    response = come_in(page, email="noor@example.org")

    assert response.location == f"/organisations/{codes[0]}/contract?pack=renewal&first=look"


def test_the_first_opening_is_kept_and_the_commissioners_own_is_not(app, db, link, carla):
    here = link()

    def openings():
        return rows(db, "select count(*) from round_members where deed = 'opened'")[0][0]

    opened(signed_in(app, carla), here)
    app.test_client().head(here)
    assert openings() == 0
    for _ in range(2):
        opened(app.test_client(), here)

    assert openings() == 1


def test_a_link_that_is_replaced_while_it_opens_stays_replaced(app, db, link, carla, monkeypatch):
    old, said = link(), {"person": carla, "at": AT, "on": ON}
    made = []

    def replaced_just_before(database):
        if not made:
            made.append("")
            made.append(make_links(db, "ZXY", 1, again=True, **said)[0].token)
        return immediate(database)

    monkeypatch.setattr(system_round_joining, "immediate", replaced_just_before)
    monkeypatch.setattr(system_round_joining, "take_turn", lambda *_, **__: None)

    assert app.test_client().get(old).status_code == 410
    assert app.test_client().get(f"/rounds/join/{made[1]}").status_code == 200


def test_links_of_rounds_that_are_over_say_which_and_why(app, db, link, carla):
    here = link()
    said = {"person": carla, "at": AT, "on": ON}
    change_round(db, "ZXY", 1, state=RoundState.WITHDRAWN, seen=1, **said)

    assert "“Autumn hscn” was withdrawn" in opened(app.test_client(), here, 410).text


def test_whoever_guesses_links_is_slowed_down(app, link):
    client = app.test_client()
    answers = [client.get("/rounds/join/guess").status_code for _ in range(6)]

    assert answers == [410] * 5 + [429]
    assert client.get(link()).status_code == 200


def test_a_group_made_by_an_administrator_waits_for_its_commissioner(app, db, codes):
    ada = enrol(db, "Ada Byrne", "ada@example.org", Grant(Role.ADMINISTRATOR), at=AT)
    client = signed_in(app, ada)
    page = opened(client, "/systems/new")

    response = page.send("Make the group", name="Fen club", codes="\n".join(codes))

    assert re.fullmatch(r"/people/invite\?organisation=L-\d{4}", response.location)
    assert client.get("/systems/L-0001/members").status_code == 404
