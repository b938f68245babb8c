"""Bit sets, one bit for each member of a population, and numbers as planes of bits."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_


@dataclass(frozen=True, slots=True)
class Numbers:
    """A whole number for each member who is known to have one.

    Plane *p* holds bit *p* of everybody's number, in two’s complement, so the last one is the sign.
    Of a member who is not in `known` the planes say nothing.
    """

    known: int = 0
    planes: tuple[int, ...] = (0,)

    def plane(self, place: int) -> int:
        """Return a plane; every place beyond the last repeats the sign."""
        return self.planes[min(place, len(self.planes) - 1)]


def constant(everyone: int, number: int) -> Numbers:
    """Return the same number for everyone."""
    return total(everyone, [(everyone, number)])


def total(everyone: int, parts: Iterable[tuple[int, int]]) -> Numbers:
    """Return for everyone the sum of the weights whose bit set they are in.

    Args:
        parts: a bit set and its weight, which may be below zero, each.
    """
    weighed = list(parts)
    planes = [0] * (sum(abs(weight) for _, weight in weighed).bit_length() + 1)
    for those, weight in weighed:
        carry = 0
        for place, plane in enumerate(planes):
            added = those if weight >> place & 1 else 0
            planes[place] = plane ^ added ^ carry
            carry = plane & added | carry & (plane | added)
    return Numbers(everyone, tuple(planes))


def compare(left: Numbers, right: Numbers) -> tuple[int, int, int]:
    """Return who has both numbers, whose left one is less, and whose two are the same."""
    both = left.known & right.known
    less, same = 0, both
    last = max(len(left.planes), len(right.planes)) - 1
    for place in range(last + 1):
        one, other = left.plane(place), right.plane(place)
        differ = one ^ other
        less ^= differ & (less ^ (one if place == last else other))
        same &= ~differ
    return both, less & both, same


def union(sets: Iterable[int]) -> int:
    """Return who is in any of several bit sets."""
    return reduce(or_, sets, 0)


def at_places(places: Iterable[int]) -> int:
    """Return the bit set of some places."""
    found = set(places)
    digits = bytearray(b"0") * (max(found, default=0) + 1)
    for place in found:
        digits[-1 - place] = 49
    return int(digits, 2)


def first(size: int) -> int:
    """Return the bit set of so many members: everyone, in a population of that size."""
    return (1 << size) - 1
