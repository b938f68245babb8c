"""Bit sets and planes of bits say of every member what plain values say."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.domain.bits import Strand, compare, everyone, same_number, total

LARGE = st.integers(-(2**40), 2**40)
MAYBE = st.none() | st.integers(-3, 3) | LARGE


def numbers_of(values):
    strand = Strand()
    for value in values:
        strand.add(value)
    return strand.said().numbers


def places(bits):
    return {place for place in range(bits.bit_length()) if bits >> place & 1}


@given(st.lists(st.tuples(MAYBE, MAYBE)))
def test_numbers_are_compared_member_by_member(pairs):
    left, right = numbers_of(a for a, _ in pairs), numbers_of(b for _, b in pairs)

    both, less, same = compare(left, right)

    known = [(p, a, b) for p, (a, b) in enumerate(pairs) if a is not None and b is not None]
    assert places(both) == {p for p, _, _ in known}
    assert places(less) == {p for p, a, b in known if a < b}
    assert places(same) == {p for p, a, b in known if a == b}


@given(st.lists(MAYBE), LARGE)
def test_numbers_are_compared_with_one_number(values, limit):
    both, less, same = compare(numbers_of(values), same_number(everyone(len(values)), limit))

    assert places(less) == {p for p, v in enumerate(values) if v is not None and v < limit}
    assert places(same) == {p for p, v in enumerate(values) if v is not None and v == limit}
    assert both.bit_count() == sum(v is not None for v in values)


@given(st.lists(st.tuples(st.sets(st.integers(0, 9)), st.integers(-20, 20))), st.integers(-40, 40))
def test_a_total_adds_up_the_weights_that_count_for_a_member(weights, limit):
    sums = [sum(w for counting, w in weights if place in counting) for place in range(10)]

    added = total(everyone(10), [(sum(1 << p for p in counting), w) for counting, w in weights])

    _, less, same = compare(added, same_number(everyone(10), limit))
    assert places(less) == {place for place, s in enumerate(sums) if s < limit}
    assert places(same) == {place for place, s in enumerate(sums) if s == limit}


@pytest.mark.parametrize("different", [3, 255, 256, 257, 1_100])
def test_any_number_of_different_values_is_told_apart(different):
    strand = Strand()
    for place in range(2 * different):
        strand.add(None if place % 7 == 0 else f"word {place % different}")

    said = strand.said()

    assert len(said.words) == different
    assert all(
        said.words[f"word {place % different}"] >> place & 1
        for place in range(2 * different)
        if place % 7
    )
    assert sum(those.bit_count() for those in said.words.values()) == said.known.bit_count()


@pytest.mark.parametrize("different", [1_000, 1_100])
def test_numbers_that_are_nearly_all_different_are_compared(different):
    values = [None if place % 7 == 0 else place * 37 % different - 50 for place in range(1_500)]

    _, less, same = compare(numbers_of(values), same_number(everyone(1_500), 333))

    assert places(less) == {place for place, v in enumerate(values) if v is not None and v < 333}
    assert places(same) == {place for place, v in enumerate(values) if v == 333}


def test_days_and_numbers_of_one_strand_are_kept_apart():
    strand = Strand()
    day = date(2026, 11, 24)
    for value in (day, 12, None, day + timedelta(days=1), "word", frozenset({"a", "b"})):
        strand.add(value)

    said = strand.said()

    assert places(said.known) == {0, 1, 3, 4, 5}
    assert (places(said.days.known), places(said.numbers.known)) == ({0, 3}, {1})
    assert (places(said.sizes.known), places(said.words["word"])) == ({5}, {4})


@given(
    st.lists(st.none() | st.sets(st.sampled_from("abcd")).map(frozenset)),
    st.sets(st.sampled_from("abz")),
)
def test_things_picked_are_found_with_those_who_picked_them(picked, wanted):
    strand = Strand()
    for things in picked:
        strand.add(things)

    said = strand.said()

    assert places(said.picking(wanted)) == {
        p for p, things in enumerate(picked) if things and things & wanted
    }
    _, less, _ = compare(said.sizes, same_number(everyone(len(picked)), 2))
    assert places(less) == {
        p for p, things in enumerate(picked) if things is not None and len(things) < 2
    }


def test_nobody_is_in_the_sets_of_an_empty_population():
    said = Strand().said()

    assert (said.known, said.words, said.picking(["a"]), everyone(0)) == (0, {}, 0, 0)
