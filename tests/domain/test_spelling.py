import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.domain.spelling import (
    LEAST_LIKENESS,
    cased,
    likeness,
    postcode_key,
    slips,
    trigrams,
    words_of,
)


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("ZZ1 1ZZ", "ZZ11ZZ"),
        ("zz11zz", "ZZ11ZZ"),
        (" zz1  1zz ", "ZZ11ZZ"),
        ("ZZ1 IZZ", "ZZ11ZZ"),
        ("ZZ1O OZZ", "ZZ100ZZ"),
        ("SW1A 1AA", "SW1A1AA"),
        ("Aldermoor", ""),
        ("ZX9", ""),
        ("", ""),
    ],
)
def test_a_postcode_is_read_without_its_space_and_with_letters_for_digits(typed, key):
    assert postcode_key(typed) == key


def test_saint_is_one_word_however_it_is_written():
    assert words_of("St. Brannoc’s & Fen") == words_of("saint brannocs and fen")


@pytest.mark.parametrize(
    "typed",
    [
        "aldermoor",
        "aldermor",
        "aldremoor",
        "aldermooor",
        "alder moor",
        "aldermoorhospitals",
        "ALDERMOOR hosptals",
        "hospitals aldermoor",
    ],
)
def test_a_name_is_found_by_words_that_are_not_quite_right(typed):
    name = words_of("Aldermoor Hospitals NHS Trust")

    assert likeness(words_of(typed), name) >= LEAST_LIKENESS
    assert set(trigrams(typed)) & set(trigrams("Aldermoor Hospitals NHS Trust"))


def test_words_that_most_names_have_do_not_make_them_alike():
    other = words_of("Brackenfell Community NHS Trust")

    assert likeness(words_of("aldermoor nhs trust"), other) < LEAST_LIKENESS


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [("fen", "fen", 0), ("fen", "fne", 1), ("fen", "fe", 1), ("fen", "fern", 1), ("", "fen", 3)],
)
def test_slips_are_counted_and_two_letters_swapped_are_one(one, other, count):
    assert slips(one, other) == count


@given(st.text("abcd", max_size=8), st.text("abcd", max_size=8))
def test_slips_are_the_same_both_ways_and_at_most_the_longer_word(one, other):
    assert slips(one, other) == slips(other, one) <= max(len(one), len(other))
    assert (slips(one, other) == 0) == (one == other)


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("ALDERMOOR NHS TRUST", "Aldermoor NHS Trust"),
        ("THE FEN AND MOOR SURGERY", "The Fen and Moor Surgery"),
        ("ST BRANNOC'S", "St Brannoc's"),
        ("WESTON-ON-FEN", "Weston-on-Fen"),
        ("NHS FEN ICB - 00ZX", "NHS Fen ICB - 00ZX"),
        ("McArthur Practice", "McArthur Practice"),
        ("", ""),
    ],
)
def test_a_name_in_capitals_is_written_as_one_reads_it(name, read):
    assert cased(name) == read
