from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from readiness.domain.organisation import Membership
from readiness.domain.succession import (
    Member,
    Succession,
    followers,
    forebears,
    last_day,
    members_of,
    place_ends,
    resolve,
)

DAY = date(2026, 4, 1)
BEFORE = date(2026, 3, 31)
MERGED = (Succession("QZA", "QZM", DAY, "merger"), Succession("QZB", "QZM", DAY, "merger"))
SPLIT = (Succession("QZS", "QZM", DAY, "split"), Succession("QZS", "QZN", DAY, "split"))
ALL = (*MERGED, *SPLIT)


def place(organisation, system, relation="member", **days):
    return Membership(organisation, system, relation, **days)


def test_before_the_day_a_code_stands_for_itself_and_from_then_on_for_who_follows():
    assert resolve("QZA", ALL, BEFORE) == ("QZA",)
    assert resolve("QZA", ALL, DAY) == ("QZM",)


def test_a_split_stands_for_every_part():
    assert resolve("QZS", ALL, DAY) == ("QZM", "QZN")
    assert followers("QZS", ALL, DAY) == SPLIT


def test_a_chain_of_successions_leads_to_its_end():
    later = (*MERGED, Succession("QZM", "QZZ", date(2028, 4, 1)))

    assert resolve("QZA", later, date(2028, 4, 1)) == ("QZZ",)
    assert forebears("QZZ", later, date(2028, 4, 1)) == ("QZA", "QZB", "QZM")


def test_one_that_grows_keeps_its_code_and_gains_a_history():
    grown = (Succession("QZS", "QZG", DAY, "acquisition"),)

    assert resolve("QZG", grown, DAY) == ("QZG",)
    assert forebears("QZG", grown, DAY) == ("QZS",)
    assert last_day("QZG", grown) is None
    assert last_day("QZS", grown) == BEFORE


def test_a_place_ends_with_its_system_or_as_it_is_said():
    assert place_ends(place("ZX1", "QZA"), ALL) == BEFORE
    assert place_ends(place("ZX1", "QZA", until=date(2025, 1, 1)), ALL) == date(2025, 1, 1)
    assert place_ends(place("ZX1", "QZM"), ALL) is None


def test_members_of_what_was_merged_are_found_under_the_new_code():
    places = [place("ZX1", "QZA"), place("ZX2", "QZB"), place("ZX3", "QZM")]

    assert members_of("QZM", places, ALL, DAY) == (
        Member("ZX1", "member", "QZA"),
        Member("ZX2", "member", "QZB"),
        Member("ZX3", "member"),
    )
    assert members_of("QZA", places, ALL, BEFORE) == (Member("ZX1", "member"),)
    assert members_of("QZA", places, ALL, DAY) == ()


def test_members_of_what_was_split_are_not_sure_unless_somebody_placed_them():
    places = [
        place("ZX1", "QZS"),
        place("ZX2", "QZS"),
        place("ZX2", "QZN"),
        place("ZX3", "QZS"),
        place("ZX3", "QZM"),
    ]

    assert members_of("QZM", places, ALL, DAY) == (
        Member("ZX1", "member", "QZS", sure=False),
        Member("ZX3", "member"),
    )


def test_ended_places_count_only_while_they_held():
    left = [place("ZX1", "QZM", since=date(2026, 5, 1), until=date(2026, 6, 30))]

    assert members_of("QZM", left, ALL, date(2026, 6, 30)) == (Member("ZX1", "member"),)
    assert members_of("QZM", left, ALL, date(2026, 7, 1)) == ()
    assert members_of("QZM", left, ALL, date(2026, 4, 30)) == ()


codes = st.sampled_from("ABCDEFG")
successions = st.lists(
    st.builds(Succession, codes, codes, st.dates(date(2020, 1, 1), date(2030, 1, 1))), max_size=12
)


@given(codes, successions, st.dates(date(2019, 1, 1), date(2031, 1, 1)))
def test_every_code_leads_somewhere_even_in_a_circle(code, said, on):
    found = resolve(code, said, on)

    assert found
    assert found == resolve(code, list(reversed(said)), on)


@given(codes, successions, st.dates(date(2019, 1, 1), date(2031, 1, 1)))
def test_history_is_found_from_every_end_of_a_way(code, said, on):
    for end in set(resolve(code, said, on)) - {code}:
        assert code in forebears(end, said, on)
