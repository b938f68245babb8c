"""One thing known of every member of a population: a small code each, turned into bit sets."""

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from readiness.domain.bits import Numbers, at_places, union
from readiness.domain.operators import Value


@dataclass
class Strand:
    """What was said of one thing, member by member, as it was written.

    Each different text or number has a code, and is read once however often it comes; code 0 is
    not known. Lists are taken apart, so that they need not stand in memory side by side.

    Args:
        read: gives the value of what was written; None where it says nothing.
    """

    read: Callable[[Any], Value | None]
    codes: "array[int]" = field(default_factory=lambda: array("I"))
    table: dict[Any, int] = field(default_factory=lambda: {None: 0})
    values: list[Value | None] = field(default_factory=lambda: [None])
    sizes: dict[int, int] = field(default_factory=dict)
    holders: "dict[str, array[int]]" = field(default_factory=dict)

    def extend(self, written: Sequence[Any]) -> None:
        """Add what was written of the next members."""
        before = len(self.codes)
        try:
            self.codes.extend(map(self.table.__getitem__, written))
        except (KeyError, TypeError):  # a value not met before, or a list
            del self.codes[before:]
            self.codes.extend(map(self._code, written, range(before, before + len(written))))

    def _code(self, written: Any, place: int) -> int:
        if not isinstance(written, (list, frozenset)):
            return self._coded(written, written)
        value = self.read(written)
        if not isinstance(value, frozenset):
            return self._coded(("alone", value), value, read=True)
        for thing in value:
            self.holders.setdefault(thing, array("I")).append(place)
        code = self._coded(("several", len(value)), None, read=True)
        self.sizes[code] = len(value)
        return code

    def _coded(self, key: Any, written: Any, *, read: bool = False) -> int:
        code = self.table.get(key)
        if code is None:
            code = self.table[key] = len(self.values)
            self.values.append(written if read else self.read(written))
        return code

    def said(self) -> "Said":
        """Return all that was added, as bit sets."""
        return Said(self)

    def where(self, holds: Iterable[bool]) -> int:
        """Return the members whose code holds; the newest is the first digit of the number."""
        digits = bytes(b"01"[one] for one in holds)
        if len(digits) <= 256:
            low = self.codes.tobytes()[_LOWEST :: self.codes.itemsize]
            found = low.translate(digits.ljust(256, b"0"))
        else:
            found = bytes(map(digits.__getitem__, self.codes))
        return int(found[::-1] or b"0", 2)


_LOWEST = 0 if array("I", [1]).tobytes()[0] else array("I").itemsize - 1


@dataclass(frozen=True)
class Said:
    """A strand as bit sets, each worked out when it is first asked for."""

    strand: Strand

    @cached_property
    def known(self) -> int:
        """The members of whom it is known."""
        sizes = self.strand.sizes
        values = enumerate(self.strand.values)
        return self.strand.where(value is not None or code in sizes for code, value in values)

    def saying(self, wanted: frozenset[str]) -> int:
        """Return those who said one of some words."""
        return self.strand.where(
            isinstance(value, str) and value in wanted for value in self.strand.values
        )

    def picking(self, things: Iterable[str]) -> int:
        """Return those who picked one of some things, or more of them."""
        holders = self.strand.holders
        return at_places(place for thing in things for place in holders.get(thing, ()))

    @cached_property
    def words(self) -> Mapping[str, int]:
        """For each word that was said, those who said it."""
        found: dict[str, list[int]] = {}
        for code, value in enumerate(self.strand.values):
            if isinstance(value, str):
                found.setdefault(value, []).append(code)
        count = len(self.strand.values)
        return {
            word: union(
                self.strand.where(code == other for other in range(count)) for code in codes
            )
            for word, codes in found.items()
        }

    @cached_property
    def numbers(self) -> Numbers:
        """The number that each said."""
        return self.planes([v if isinstance(v, int) else None for v in self.strand.values])

    @cached_property
    def days(self) -> Numbers:
        """The day that each said, as a day number."""
        values = self.strand.values
        return self.planes([v.toordinal() if isinstance(v, date) else None for v in values])

    @cached_property
    def sizes(self) -> Numbers:
        """How many things each picked."""
        sizes = self.strand.sizes
        return self.planes([sizes.get(code) for code in range(len(self.strand.values))])

    def planes(self, numbers: Sequence[int | None]) -> Numbers:
        """Return a number for every member, given that of every code."""
        if all(number is None for number in numbers):
            return Numbers()
        width = max((number or 0).bit_length() for number in numbers) + 1
        return Numbers(
            self.strand.where(number is not None for number in numbers),
            tuple(
                self.strand.where(bool((number or 0) >> place & 1) for number in numbers)
                for place in range(width)
            ),
        )
