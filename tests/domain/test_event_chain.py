"""The chain of the record: whatever is done to it behind the program’s back is found and named."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.domain.event_chain import BEGINNING, Fault, Link, check, hash_of, text_of


def chain(count):
    """Return a chain of so many events."""
    kept, before = [], BEGINNING
    for number in range(1, count + 1):
        link = Link(number, "2026-11-24T10:31:00", 1, "ZX9", "assessment", "7", "answered", "{}")
        before = hash_of(before, link)
        kept.append((link, before))
    return kept


def told(kept, noted=""):
    """Return what is found at which event; nothing where the record is whole."""
    broken = check(lambda: iter(kept), noted).broken
    return broken and (broken.fault, broken.number)


def test_a_record_as_it_was_written_is_whole_and_gives_its_head():
    kept = chain(5)
    checked = check(lambda: iter(kept))

    assert (checked.events, checked.head, checked.broken) == (5, kept[-1][1], None)


def test_an_empty_record_is_whole():
    checked = check(lambda: iter(()))

    assert (checked.events, checked.head, checked.broken) == (0, BEGINNING, None)


@pytest.mark.parametrize("column", Link._fields[1:])
def test_a_change_in_any_column_is_found(column):
    kept = chain(5)
    link, its_hash = kept[2]
    kept[2] = (link._replace(**{column: 2 if column == "person" else "other"}), its_hash)

    assert told(kept) == (Fault.CHANGED, 3)


def test_a_change_with_a_hash_to_match_is_found_at_the_next_event():
    kept = chain(5)
    link = kept[2][0]._replace(what="viewed")
    kept[2] = (link, hash_of(kept[1][1], link))

    assert told(kept) == (Fault.CHANGED, 4)


def test_an_event_that_was_taken_out_is_missing():
    kept = chain(5)
    del kept[2]

    assert told(kept) == (Fault.MISSING, 3)


def test_a_beginning_that_was_taken_off_is_missing():
    assert told(chain(5)[2:]) == (Fault.MISSING, 1)


def test_two_events_that_changed_places_are_reordered():
    kept = chain(5)
    (third, third_hash), (fourth, fourth_hash) = kept[2:4]
    kept[2] = (fourth._replace(number=3), fourth_hash)
    kept[3] = (third._replace(number=4), third_hash)

    assert told(kept) == (Fault.REORDERED, 3)


def test_an_end_that_was_cut_off_is_told_by_a_head_noted_elsewhere_alone():
    kept = chain(5)
    head = kept[-1][1]

    assert told(kept[:3]) is None
    assert told(kept[:3], head) == (Fault.TRUNCATED, 4)
    assert told(kept, head) is None


def test_a_record_that_went_on_still_holds_a_head_noted_earlier():
    assert told(chain(5), chain(3)[-1][1]) is None


def test_a_record_that_was_written_anew_whole_does_not_hold_the_head():
    head, anew = chain(5)[-1][1], []
    before = BEGINNING
    for link, _ in chain(5):
        link = link._replace(at="2026-11-25T10:31:00")
        before = hash_of(before, link)
        anew.append((link, before))

    assert told(anew) is None
    assert told(anew, head) == (Fault.TRUNCATED, 6)


TEXTS = st.text(st.characters(exclude_categories=("Cs",)))


@given(TEXTS, TEXTS, st.none() | TEXTS)
def test_no_two_events_have_the_same_text(noun, subject, organisation):
    one = Link(1, "now", 1, organisation, noun, subject, "did", "{}")
    moved = one._replace(noun=noun + subject, subject="")

    assert (text_of(BEGINNING, one) == text_of(BEGINNING, moved)) is (one == moved)


@given(TEXTS, TEXTS)
def test_the_database_writes_the_same_text_itself(subject, detail):
    import sqlite3

    link = Link(
        1, "now", 1, None, "pack", subject.replace("\0", ""), "did", detail.replace("\0", "")
    )
    places = ", ".join("?" * 9)
    with sqlite3.connect(":memory:") as db:
        (text,) = db.execute(f"select json_array({places})", (BEGINNING, *link)).fetchone()

    assert text == text_of(BEGINNING, link)
    assert hashlib.sha256(text.encode()).hexdigest() == hash_of(BEGINNING, link)
