from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from readiness.domain.organisation import Membership, OrganisationKind
from readiness.domain.register import (
    DORMANT,
    INACTIVE,
    Entry,
    Fate,
    Said,
    combine,
    compare,
    places_after,
)
from readiness.domain.succession import Succession

ON = date(2026, 11, 24)
TRUST = Entry("ZX9", "Aldermoor NHS Trust", OrganisationKind.TRUST, postcode="ZZ1 1ZZ")


def fates(known, then):
    found = compare({e.code: e for e in known}, {e.code: e for e in then}, ON)
    return [(one.now.code, str(one.fate)) for one in found.differences], found.same


def test_what_is_new_changed_closed_and_the_same_is_told_apart():
    clinic, old, unit = (Entry(code, code) for code in ("ZX8", "ZX7", "ZX6"))

    assert fates(
        [TRUST, clinic, unit],
        [replace(TRUST, name="Aldermoor"), replace(clinic, closed=ON), old, unit],
    ) == ([("ZX7", "added"), ("ZX8", "closed"), ("ZX9", "changed")], 1)


def test_an_organisation_that_a_file_leaves_out_stays_as_it_is():
    assert fates([TRUST], []) == ([], 0)


def test_every_fact_that_changes_is_named_with_what_it_was():
    (one,) = compare({"ZX9": TRUST}, {"ZX9": replace(TRUST, postcode="ZZ2 2ZZ")}, ON).differences

    assert [(c.what, c.was, c.now) for c in one.changes] == [("Postcode", "ZZ1 1ZZ", "ZZ2 2ZZ")]
    assert one.fate is Fate.CHANGED


def test_the_last_day_is_still_open_and_a_rest_is_no_end():
    assert not replace(TRUST, closed=ON).is_closed(ON)
    assert replace(TRUST, closed=date(2026, 11, 23)).is_closed(ON)
    assert replace(TRUST, status=INACTIVE).is_closed(ON)
    assert not replace(TRUST, status=DORMANT).is_closed(ON)


def test_the_official_word_counts_and_what_it_leaves_out_comes_from_elsewhere():
    ours = replace(TRUST, name="Something else", postcode="ZZ9 9ZZ", opened=date(2020, 1, 1))
    both = combine([Said("list", ours, order=9), Said("etr", TRUST, order=1)])

    assert (both.name, both.postcode, both.opened) == (TRUST.name, "ZZ1 1ZZ", date(2020, 1, 1))


def test_of_two_lists_of_our_own_the_later_counts():
    first, later = (Said(n, replace(TRUST, name=n), o) for n, o in (("One", 1), ("Two", 2)))

    assert combine([first, later]).name == combine([later, first]).name == "Two"


def test_a_name_in_capitals_is_written_as_another_source_writes_it():
    loud = Said("etr", replace(TRUST, name="MCARTHUR TRUST"))
    quiet = Said("list", replace(TRUST, name="McArthur Trust"))

    assert combine([loud, quiet]).name == "McArthur Trust"
    assert combine([loud]).name == "Mcarthur Trust"


def test_places_in_systems_are_those_of_all_sources():
    one, two = Membership("ZX9", "QZA", "member"), Membership("ZX9", "QZB", "geographic")
    said = [
        Said("etr", replace(TRUST, memberships=(two,))),
        Said("x", replace(TRUST, memberships=(one,))),
    ]

    assert combine(said).memberships == (one, two)


def test_a_place_that_is_said_no_more_ends_and_the_next_begins_the_day_after():
    was, now = Membership("ZX9", "QZA", "geographic"), Membership("ZX9", "QZM", "geographic")

    begun, ended = places_after([was], [now], (), ON)
    assert ended == (replace(was, until=date(2026, 11, 23)),)
    assert begun == (replace(now, since=ON),)

    merged = (Succession("QZA", "QZM", date(2026, 4, 1)),)
    begun, ended = places_after([was], [now], merged, ON)
    assert ended == (replace(was, until=date(2026, 3, 31)),)
    assert begun == (replace(now, since=date(2026, 4, 1)),)


def test_an_end_that_is_said_is_taken_as_it_is():
    was = Membership("ZX9", "QZA", "commissioner", date(2020, 4, 1))
    now = replace(was, until=date(2026, 6, 30))

    assert places_after([was], [now], (), ON) == ((now,), ())


entries = st.builds(
    Entry,
    st.sampled_from(["ZX1", "ZX2", "ZX3"]),
    st.sampled_from(["Fen", "Moor", "MOOR"]),
    st.sampled_from([None, *OrganisationKind]),
    postcode=st.sampled_from(["", "ZZ1 1ZZ"]),
    closed=st.sampled_from([None, ON, date(2020, 1, 1)]),
)
states = st.lists(entries, max_size=3).map(lambda some: {one.code: one for one in some})


@given(states, states)
def test_each_organisation_is_told_once_and_the_same_twice_changes_nothing(known, then):
    found = compare(known, then, ON)

    assert found.same + len(found.differences) == len(then)
    assert sum(len(found.of(fate)) for fate in Fate) == len(found.differences)
    assert compare(then, then, ON).differences == ()
    assert all(one.changes or one.was is None for one in found.differences)
