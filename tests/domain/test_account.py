"""Addresses, passwords and waits as values."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.domain.access import Grant, Role, fits
from readiness.domain.account import (
    LONGEST_WAIT,
    device_words,
    read_email,
    read_name,
    wait_of_account,
    wait_words,
)
from readiness.domain.errors import InvalidAnswer
from readiness.domain.invitation import roles_to_give
from readiness.domain.password import LONGEST, SHORTEST, read_password


def test_an_address_counts_in_small_letters():
    assert read_email("  Sam.Lee@Example.NHS.uk ") == "sam.lee@example.nhs.uk"


@pytest.mark.parametrize(
    "text", ["", "sam", "a@b@c", "a b@c", "<a@b>", "a@b\nbcc: c@d", "a@" + "b" * 300]
)
def test_what_is_no_address_is_refused(text):
    with pytest.raises(InvalidAnswer):
        read_email(text)


@pytest.mark.parametrize("text", ["", "  ", "a\x00b", "x" * 101])
def test_what_is_no_name_is_refused(text):
    with pytest.raises(InvalidAnswer):
        read_name(text)


@given(st.integers(0, 10_000))
def test_waits_only_grow_and_are_never_a_lock(failures):
    assert wait_of_account(failures) <= wait_of_account(failures + 1) <= LONGEST_WAIT


def test_five_failures_are_free():
    assert [wait_of_account(n).seconds for n in (4, 5, 6, 7)] == [0, 15, 30, 60]


def test_a_wait_is_said_rounded_up():
    assert wait_words(timedelta(seconds=15)) == "in 16 seconds"
    assert wait_words(timedelta(seconds=119)) == "in 2 minutes"


@pytest.mark.parametrize(
    "text",
    ["correct horse battery", "Ökonomisch grünes Moos", "x7!Kp 0qZ-vv2L", "🦉 owl walks the moor"],
)
def test_passwords_of_any_signs_do_if_they_are_hard_to_guess(text):
    assert read_password(text)


def test_the_same_password_typed_on_two_keyboards_is_the_same():
    assert read_password("cafe\u0301 lantern gravel") == read_password("caf\u00e9 lantern gravel")


@pytest.mark.parametrize(
    "text",
    ["", "short 7!x", "x" * SHORTEST, "passwordpassword", "123456789012", "A" * (LONGEST + 1)],
)
def test_passwords_that_are_short_long_or_common_are_refused(text):
    with pytest.raises(InvalidAnswer):
        read_password(text)


def test_words_about_the_person_count_for_nothing():
    assert read_password("Brackenfell Adeyemi")

    with pytest.raises(InvalidAnswer, match="about you"):
        read_password("Brackenfell Adeyemi", ("Ruth Adeyemi", "Brackenfell Clinic"))


def test_nobody_is_offered_a_role_that_cannot_be_held_there():
    for place in ("", "ZX9"):
        assert all(fits(Grant(r, place)) for r in roles_to_give([], place, everything=True))


def test_a_lead_of_one_place_gives_nothing_in_another():
    leads = [Grant(Role.IT_LEAD, "ZX9"), Grant(Role.AUDITOR, "")]

    assert Role.IT_LEAD in roles_to_give(leads, "ZX9", everything=False)
    assert roles_to_give(leads, "ZX8", everything=False) == []
    assert roles_to_give(leads, "", everything=False) == []


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/130 Safari/537 Edg/130", "Edge on Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko Firefox/132.0", "Firefox on Linux"),
        ("", "A browser on a computer"),
    ],
)
def test_a_browser_is_named_in_few_words(agent, words):
    assert device_words(agent) == words
