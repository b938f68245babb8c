"""Many values as bit sets: a bit for each member of a population, numbers in planes of bits."""

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_

from readiness.domain.operators import Value


def everyone(size: int) -> int:
    """Return the bit set of all members of a population of that size."""
    return (1 << size) - 1


def union(sets: Iterable[int]) -> int:
    """Return who is in any of several bit sets."""
    return reduce(or_, sets, 0)


def without(those: int, others: int) -> int:
    """Return who is in one bit set and not in another; quicker than `those & ~others`."""
    return those ^ (those & others)


@dataclass(frozen=True, slots=True)
class Numbers:
    """A whole number for each member who is known to have one.

    Plane *p* holds bit *p* of everybody’s number, in two’s complement, so the last one is the sign.
    Of those who are not in `known` the planes say nothing.
    """

    known: int = 0
    planes: tuple[int, ...] = (0,)

    def plane(self, place: int) -> int:
        """Return a plane; every place beyond the last repeats the sign."""
        return self.planes[min(place, len(self.planes) - 1)]


def same_number(those: int, number: int) -> Numbers:
    """Return one number for all of those in a bit set."""
    return Numbers(
        those, tuple(those if number >> place & 1 else 0 for place in range(_width(number)))
    )


def total(those: int, weights: Iterable[tuple[int, int]]) -> Numbers:
    """Return for each of those the sum of the weights that count for them.

    Args:
        weights: for whom a weight counts, and the weight, which may be below zero.
    """
    parts = list(weights)
    planes = [0] * _width(sum(abs(weight) for _, weight in parts))
    for counting, weight in parts:
        carry = 0
        for place, plane in enumerate(planes):
            added = counting if weight >> place & 1 else 0
            planes[place] = plane ^ added ^ carry
            carry = plane & added | carry & (plane | added)
    return Numbers(those, tuple(planes))


def compare(left: Numbers, right: Numbers) -> tuple[int, int, int]:
    """Return who has both numbers, whose left one is less, and whose two are the same."""
    both = left.known & right.known
    less, same = 0, both
    sign = max(len(left.planes), len(right.planes)) - 1
    for place in range(sign + 1):
        one, other = left.plane(place), right.plane(place)
        differ = one ^ other
        less ^= differ & (less ^ (one if place == sign else other))
        same = without(same, differ)
    return both, less & both, same


@dataclass(frozen=True, slots=True)
class Said:
    """What the members of a population said to one thing, or what is known of them.

    `words` holds who said each text, `sizes` how many things each picked, and `holders` the places
    of those who picked each thing. Days are day numbers.
    """

    known: int
    words: Mapping[str, int]
    numbers: Numbers
    days: Numbers
    sizes: Numbers
    holders: Mapping[str, Sequence[int]]

    def saying(self, words: Iterable[str]) -> int:
        """Return those who said one of some words."""
        return union(self.words.get(word, 0) for word in words)

    def picking(self, things: Iterable[str]) -> int:
        """Return those who picked at least one of some things."""
        places = {place for thing in things for place in self.holders.get(thing, ())}
        digits = bytearray(b"0") * (max(places, default=0) + 1)
        for place in places:
            digits[-1 - place] = ord("1")
        return int(digits, 2)


@dataclass(frozen=True, slots=True)
class Picked:
    """How many things somebody picked, whichever they are."""

    count: int


Coded = Value | Picked | None
"""What a code may stand for."""


class Strand:
    """One thing about more and more members: a small code for each, and the value of every code.

    Code 0 is what is not known. Sets are taken apart, for there may be as many of them as members.
    """

    def __init__(self) -> None:
        self.codes = array("I")
        self.table: dict[Coded, int] = {None: 0}
        self.holders: dict[str, array[int]] = {}

    def add(self, value: Coded) -> None:
        """Add what is known of the next member."""
        if isinstance(value, frozenset):
            for thing in value:
                self.holders.setdefault(thing, array("I")).append(len(self.codes))
            value = Picked(len(value))
        self.codes.append(self.code(value))

    def code(self, value: Coded) -> int:
        """Return the code of a value, a new one where it has none."""
        return self.table.setdefault(value, len(self.table))

    def told(self) -> "Told":
        """Return all that was added, for whatever may be asked of it."""
        sets = self._sets() if len(self.table) <= _FEW else ()
        return Told(tuple(self.table), self.codes, sets)

    def said(self) -> Said:
        """Return all that was added, as bit sets."""
        told = self.told()
        words = [value for value in told.values if isinstance(value, str)]
        return Said(
            known=told.where([value is not None for value in told.values]),
            words={str(word): told.where([word == v for v in told.values]) for word in words},
            numbers=told.numbers(lambda value: value if isinstance(value, int) else None),
            days=told.numbers(lambda value: value.toordinal() if isinstance(value, date) else None),
            sizes=told.numbers(lambda value: value.count if isinstance(value, Picked) else None),
            holders=self.holders,
        )

    def _sets(self) -> tuple[int, ...]:
        """Return who has each code: its lower byte, in the page of its upper one."""
        written, size = self.codes.tobytes(), self.codes.itemsize
        lower, upper = (written[first::size][::-1] for first in _BYTES)
        pages = [_having(upper, page) for page in range(len(self.table) // 256 + 1)]
        return tuple(
            _having(lower, code % 256) & pages[code // 256] for code in range(len(self.table))
        )


@dataclass(frozen=True, slots=True)
class Told:
    """Everything that was added to a strand.

    `values` are what the codes of the members stand for; `sets` holds who has each code, or nothing
    where the codes are too many.
    """

    values: tuple[Coded, ...]
    codes: Sequence[int]
    sets: tuple[int, ...]

    def where(self, holds: Sequence[bool]) -> int:
        """Return those for whose value it holds, given for each value in order."""
        if all(holds):
            return everyone(len(self.codes))
        if self.sets:
            return union(those for those, one in zip(self.sets, holds, strict=True) if one)
        digits = bytes(b"01"[one] for one in holds)
        return int(bytes(map(digits.__getitem__, reversed(self.codes))) or b"0", 2)

    def numbers(self, number: Callable[[Coded], int | None]) -> Numbers:
        """Return a number for each member, worked out once for each different value."""
        found = [number(value) for value in self.values]
        known = [one is not None for one in found]
        anyone = next((one for one in found if one is not None), None)
        if anyone is None:
            return Numbers()
        whole = [anyone if one is None else one for one in found]
        planes = (
            self.where([bool(one >> place & 1) for one in whole])
            for place in range(max(map(_width, whole)))
        )
        return Numbers(self.where(known), tuple(planes))


_FEW = 1_024
"""The most different values of which each has its own bit set; more are looked up one by one."""

_BYTES = tuple(array("I", [one]).tobytes().index(1) for one in (1, 256))
"""Where this machine puts the lowest byte of a code, and the one above."""

_ONLY = tuple(bytes(b"01"[byte == one] for byte in range(256)) for one in range(256))
"""For each byte, the table that makes digit 1 of it and digit 0 of all others."""


def _having(written: bytes, byte: int) -> int:
    """Return who has that byte, where the newest member is written first."""
    return int(written.translate(_ONLY[byte]) or b"0", 2)


def _width(number: int) -> int:
    """Count the planes that a number takes, its sign included."""
    return number.bit_length() + 1
