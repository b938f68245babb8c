"""`readiness people`, and what a start prints while there is no administrator."""

import re
from contextlib import closing

import pytest

from readiness.cli import main
from readiness.domain.access import Grant, Role
from readiness.people_commands import base_address, set_up_words
from readiness.settings import Settings
from readiness.storage.accounts import account_by_email, add_account, change_account
from readiness.storage.database import immediate, open_database, prepare, rows
from readiness.storage.grants import set_grant
from readiness.storage.people import LOCAL_PERSON, add_person, person_by_id
from readiness.usecases.joining import check_link, read_invitation
from readiness.usecases.organisation import add_organisation, local_person
from readiness.web import current
from tests.examples import AT, TRUST


@pytest.fixture
def instance(tmp_path):
    (tmp_path / "settings.toml").write_text("accounts = true\n")
    prepare(tmp_path / "readiness.db")
    return tmp_path


@pytest.fixture
def db(instance):
    with closing(open_database(instance / "readiness.db")) as db:
        yield db


@pytest.fixture
def people(instance, capsys):
    """Run a verb and return what it printed."""

    def people(*words, code=0):
        assert main(["people", *words, "--instance", str(instance)]) == code
        out = capsys.readouterr()
        return out.err if code else out.out

    return people


def enrol(db, name, *grants):
    with immediate(db):
        person = add_person(db, name, at=AT)
        add_account(db, person.id, f"{name.lower()}@example.org", "hash", at=AT)
        for grant in grants:
            set_grant(db, person.id, grant, True, by=person_by_id(db, LOCAL_PERSON), at=AT)
    return person.id


def token_in(text):
    return re.search(r"/(?:set-up|invitation|reset)/([\w-]{43})$", text.strip())[1]


def test_a_start_without_administrator_prints_one_link_and_one_with_prints_none(db):
    words = set_up_words(db, "http://127.0.0.1:8000")
    assert check_link(db, token_in(words), "set-up", at=current.now()) is None

    enrol(db, "Ada", Grant(Role.ADMINISTRATOR))

    assert set_up_words(db, "http://127.0.0.1:8000") == ""


def test_a_closed_administrator_is_none(db):
    number = enrol(db, "Ada", Grant(Role.ADMINISTRATOR))
    with immediate(db):
        change_account(db, number, closed_at="2026-11-24")

    assert set_up_words(db, "")


def test_people_are_listed_with_roles(db, people):
    enrol(db, "Ada", Grant(Role.ADMINISTRATOR))
    enrol(db, "Tom", Grant(Role.IT_LEAD, "ZX9"))

    assert people("list").splitlines() == [
        "Ada <ada@example.org>: Administrator",
        "Tom <tom@example.org>: IT lead of ZX9",
    ]


def test_somebody_is_invited_by_a_link(db, people):
    add_organisation(db, TRUST, person=local_person(db), at=AT)
    out = people(
        "invite", "tom@example.org", "--role", "it-lead", "--organisation", "ZX9",
        "--address", "https://readiness.example.org/",
    )  # fmt: skip

    assert "https://readiness.example.org/invitation/" in out
    invitation = read_invitation(db, token_in(out), at=current.now())
    assert invitation.grants == (Grant(Role.IT_LEAD, "ZX9"),)


def test_an_organisation_that_is_not_here_is_told(people):
    words = ("--role", "it-lead", "--organisation", "ZX7")

    assert "no organisation ZX7" in people("invite", "tom@example.org", *words, code=2)


def test_an_administrator_who_forgot_the_password_gets_a_link(db, people):
    number = enrol(db, "Ada", Grant(Role.ADMINISTRATOR))
    with immediate(db):
        change_account(db, number, totp_secret="SECRET")

    token = token_in(people("reset", "Ada@Example.org"))
    assert check_link(db, token, "reset", at=current.now()).person == number
    assert account_by_email(db, "ada@example.org").totp_secret

    people("reset", "ada@example.org", "--second-factor")
    assert not account_by_email(db, "ada@example.org").totp_secret
    assert rows(db, "select count(*) from events where what = 'second-factor-off'") == [(1,)]


def test_nobody_of_that_address_is_told(people):
    assert "Nobody here" in people("reset", "x@example.org", code=2)


def test_a_copy_in_which_nobody_signs_in_says_so(instance, people):
    (instance / "settings.toml").write_text("")

    assert "accounts = true" in people("list", code=2)


def test_links_begin_as_people_reach_the_copy(tmp_path):
    here = "http://127.0.0.1:8000"
    named = Settings(tmp_path, tmp_path, hosts=("readiness.example.org",), secure=True)

    assert base_address(named, here) == "https://readiness.example.org"
    assert base_address(Settings(tmp_path, tmp_path), here) == here
