"""Joining and changing roles at the same moment, on a database in a file; 40 rounds each."""

import shutil
from contextlib import closing
from datetime import timedelta

import pytest

from readiness.domain.access import Grant, Role
from readiness.domain.errors import Conflict
from readiness.storage.accounts import account_of, add_account, change_account
from readiness.storage.database import immediate, open_database, prepare, rows
from readiness.storage.grants import holders, set_grant, version_of
from readiness.storage.people import add_person, person_by_id
from readiness.usecases.joining import LinkGone, Newcomer, accept_as, accept_as_new, set_up
from readiness.usecases.joining import set_up_link as new_set_up_link
from readiness.usecases.organisation import add_organisation, local_person
from readiness.usecases.people import change_role, invite
from readiness.usecases.second_factor import code_is_right
from readiness.usecases.sessions import Limits, begin
from readiness.usecases.throttle import TooSoon, Visitor, take_turn
from tests.examples import AT, TRUST
from tests.together import together

ROUNDS = 40
LIMITS = Limits(timedelta(hours=1), timedelta(hours=12))
LEAD = Grant(Role.IT_LEAD, "ZX9")


@pytest.fixture
def path(tmp_path):
    """Return a prepared database that has the trust."""
    path = tmp_path / "instance" / "readiness.db"
    prepare(path)
    with closing(open_database(path)) as db:
        add_organisation(db, TRUST, person=local_person(db), at=AT)
    return path


def enrol(db, name, *grants):
    with immediate(db):
        person = add_person(db, name, at=AT)
        add_account(db, person.id, f"{name}@example.org", "hash", at=AT)
        for grant in grants:
            set_grant(db, person.id, grant, True, by=local_person(db), at=AT)
    return person.id


def invited(db, number):
    return [
        invite(db, f"n{n}@example.org", ["contributor"], "ZX9", person=local_person(db), at=AT)[1]
        for n in range(number)
    ]


def _accept_as_new(task, wait):
    """Accept each invitation as somebody new; say which were ours."""
    path, name, tokens = task
    with closing(open_database(path)) as db:
        won = []
        for turn, token in enumerate(tokens):
            newcomer = Newcomer(name, f"n{turn}@example.org", "hash")
            wait()
            try:
                accept_as_new(db, token, newcomer, "", LIMITS, at=AT)
                won.append(turn)
            except LinkGone:
                pass
        return won


def test_an_invitation_accepted_twice_at_once_makes_one_account(path):
    with closing(open_database(path)) as db:
        tokens = invited(db, ROUNDS)

    one, other = together(_accept_as_new, [(path, "One", tokens), (path, "Other", tokens)])

    assert sorted(one + other) == list(range(ROUNDS))
    with closing(open_database(path)) as db:
        assert rows(db, "select count(*), count(distinct email) from accounts") == [(40, 40)]
        assert rows(db, "select count(*) from grants") == [(40,)]
        assert rows(db, "select count(*) from events where what = 'accepted'") == [(40,)]


def _accept_signed_in(task, wait):
    path, number, tokens = task
    with closing(open_database(path)) as db:
        with immediate(db):
            signed_in = begin(db, number, "", LIMITS, at=AT)
        won = []
        for turn, token in enumerate(tokens):
            wait()
            try:
                signed_in = accept_as(db, token, signed_in, at=AT)
                won.append(turn)
            except LinkGone:
                pass
        return won


def test_an_invitation_accepted_by_two_people_at_once_counts_for_one(path):
    with closing(open_database(path)) as db:
        tokens = invited(db, ROUNDS)
        people = [enrol(db, name) for name in ("one", "other")]

    one, other = together(_accept_signed_in, [(path, number, tokens) for number in people])

    assert sorted(one + other) == list(range(ROUNDS))


def _set_up(task, wait):
    name, copies = task
    won = []
    for turn, (path, token) in enumerate(copies):
        with closing(open_database(path)) as db:
            wait()
            try:
                newcomer = Newcomer(name, f"{name}@example.org", "hash")
                set_up(db, token, newcomer, "", LIMITS, at=AT)
                won.append(turn)
            except LinkGone:
                pass
    return won


def test_a_set_up_link_used_twice_at_once_makes_one_administrator(path, tmp_path):
    copies = []
    for turn in range(ROUNDS):
        copy = tmp_path / f"{turn}.db"
        shutil.copy(path, copy)
        with closing(open_database(copy)) as db:
            copies.append((copy, new_set_up_link(db, at=AT)))

    one, other = together(_set_up, [("one", copies), ("other", copies)])

    assert sorted(one + other) == list(range(ROUNDS))
    for copy, _ in copies:
        with closing(open_database(copy)) as db:
            assert len(holders(db, "")) == 1


def _take_from_the_other(task, wait):
    """Take the role from the other lead while they take it from me; say how often it worked."""
    path, me, other = task
    with closing(open_database(path)) as db:
        won = []
        for turn in range(ROUNDS):
            with immediate(db):
                if LEAD not in person_by_id(db, me).grants:
                    set_grant(db, me, LEAD, True, by=local_person(db), at=AT)
            wait()
            seen = version_of(db, other, LEAD)
            wait()
            try:
                change_role(db, other, LEAD, False, seen=seen, person=local_person(db), at=AT)
                won.append(turn)
            except Conflict:
                pass
            wait()
            assert len(holders(db, "ZX9")) == 1
            wait()
        return won


def test_two_leads_who_take_the_role_from_each_other_leave_one(path):
    with closing(open_database(path)) as db:
        one, other = enrol(db, "one", LEAD), enrol(db, "other", LEAD)

    first, second = together(_take_from_the_other, [(path, one, other), (path, other, one)])

    assert sorted(first + second) == list(range(ROUNDS))


def _change_the_same(task, wait):
    """Give and take one role by turns, each as of the page before; say how often it was refused."""
    path, number = task
    grant = Grant(Role.CONTRIBUTOR, "ZX9")
    with closing(open_database(path)) as db:
        won = []
        for turn in range(ROUNDS):
            wait()
            try:
                change_role(
                    db, number, grant, turn % 2 == 0, seen=turn, person=local_person(db), at=AT
                )
                won.append(turn)
            except Conflict:
                pass
        return won


def test_of_two_changes_to_one_role_from_the_same_page_one_is_refused(path):
    with closing(open_database(path)) as db:
        number = enrol(db, "one", LEAD)

    first, second = together(_change_the_same, [(path, number)] * 2)

    assert sorted(first + second) == list(range(ROUNDS))


def _guess(task, wait):
    path, times = task
    with closing(open_database(path)) as db:
        judged = 0
        wait()
        for _ in range(times):
            try:
                take_turn(db, "tom@example.org", Visitor("203.0.113.9"), at=AT)
                judged += 1
            except TooSoon:
                pass
        return judged


def test_many_guesses_at_once_are_no_more_than_one_after_the_other(path):
    assert sum(together(_guess, [(path, 10)] * 4)) == 5


def _use_code(task, wait):
    path, number = task
    import pyotp

    with closing(open_database(path)) as db:
        account = account_of(db, number)
        won = []
        for turn in range(ROUNDS):
            at = AT + timedelta(minutes=turn)
            code = pyotp.TOTP(account.totp_secret).at(at)
            wait()
            with immediate(db):
                if code_is_right(db, account, code, at=at):
                    won.append(turn)
        return won


def test_a_code_used_twice_at_once_counts_once(path):
    with closing(open_database(path)) as db:
        number = enrol(db, "one")
        with immediate(db):
            change_account(db, number, totp_secret="JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")

    first, second = together(_use_code, [(path, number)] * 2)

    assert sorted(first + second) == list(range(ROUNDS))
