"""The chain of the record: each event carries a hash over the one before it and over itself.

`docs/semantics.md` says the text that is hashed, so that it can be checked with other tools.
"""

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

BEGINNING = "0" * 64
"""What stands before the first event in place of a hash."""


class Link(NamedTuple):
    """An event as it is stored, column for column in the order in which it is hashed."""

    number: int
    at: str
    person: int
    organisation: str | None
    noun: str
    subject: str
    what: str
    detail: str


Kept = tuple[Link, str]
"""An event with the hash that is kept beside it."""


class Fault(StrEnum):
    """What can have been done to a record that is not whole."""

    CHANGED = "changed"
    MISSING = "missing"
    REORDERED = "reordered"
    TRUNCATED = "truncated"


@dataclass(frozen=True, slots=True)
class Broken:
    """The first event at which a record is not whole, and why."""

    number: int
    fault: Fault
    words: str


@dataclass(frozen=True, slots=True)
class Checked:
    """How far a record was found whole: so many events, with the hash of the last of them."""

    events: int
    head: str
    broken: Broken | None = None


def text_of(before: str, link: Link) -> str:
    """Write what is hashed for an event: a JSON array without spaces."""
    return json.dumps([before, *link], ensure_ascii=False, separators=(",", ":"))


def hash_of(before: str, link: Link) -> str:
    """Return the SHA-256 of an event after the one with a hash, in hexadecimal digits."""
    return hashlib.sha256(text_of(before, link).encode()).hexdigest()


def check(read: Callable[[], Iterable[Kept]], noted: str = "") -> Checked:
    """Follow a record from its beginning, and stop at the first event that does not fit.

    Args:
        read: gives the events in the order of their numbers; read a second time only after a break.
        noted: the hash of an event that somebody wrote down elsewhere; it has to be in the record.
    """
    before, count, found = BEGINNING, 0, not noted or noted == BEGINNING
    for link, kept in read():
        if link.number != count + 1:
            words = f"After event {count} comes event {link.number}."
            return Checked(count, before, Broken(count + 1, Fault.MISSING, words))
        if hash_of(before, link) != kept:
            return Checked(count, before, _out_of_place(read, before, link.number))
        before, count = kept, link.number
        found = found or kept == noted
    return Checked(count, before, None if found else _cut(count))


def _out_of_place(read: Callable[[], Iterable[Kept]], before: str, number: int) -> Broken:
    """Say whether what belongs here stands elsewhere, or is nowhere as it was."""
    for link, kept in read():
        if link.number > number and hash_of(before, link._replace(number=number)) == kept:
            words = f"What was event {number} stands as event {link.number}."
            return Broken(number, Fault.REORDERED, words)
    words = f"Event {number} is not what was written after event {number - 1}."
    return Broken(number, Fault.CHANGED, words)


def _cut(count: int) -> Broken:
    words = (
        "No event has the hash that was noted elsewhere: the end was cut off,"
        " or everything from some event on was written anew."
    )
    return Broken(count + 1, Fault.TRUNCATED, words)
