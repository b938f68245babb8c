"""The truths of one condition for many members at once, and how those of its parts make them."""

from collections.abc import Sequence
from dataclasses import dataclass

from readiness.domain.bits import Numbers, compare, same_number, total, union, without
from readiness.domain.condition import OnScale, Truth


@dataclass(frozen=True, slots=True)
class Column:
    """A truth for each member, as bit sets: known yes, and known no.

    Both bits set is not asked, neither is unknown.
    """

    everyone: int
    yes: int
    no: int

    def those(self, truth: Truth) -> int:
        """Return the bit set of the members of whom it has that truth."""
        match truth:
            case Truth.YES:
                return without(self.yes, self.no)
            case Truth.NO:
                return without(self.no, self.yes)
            case Truth.NOT_ASKED:
                return self.yes & self.no
            case Truth.UNKNOWN:
                return without(self.everyone, self.yes | self.no)

    def truth(self, place: int) -> Truth:
        """Return its truth of the member at a place, from 0."""
        return _TRUTHS[self.yes >> place & 1, self.no >> place & 1]

    def count(self, truth: Truth) -> int:
        """Count the members of whom it has that truth."""
        return self.those(truth).bit_count()

    @property
    def open_anyway(self) -> "Column":
        """The same truths, but yes where nothing is asked."""
        return Column(self.everyone, self.yes, without(self.no, self.yes))


_TRUTHS = {
    (1, 0): Truth.YES,
    (0, 1): Truth.NO,
    (0, 0): Truth.UNKNOWN,
    (1, 1): Truth.NOT_ASKED,
}


def contrary(column: Column) -> Column:
    """Return the contrary of a part."""
    return Column(column.everyone, column.no, column.yes)


def all_of(everyone: int, parts: Sequence[Column]) -> Column:
    """Return whether all parts that are asked are yes."""
    yes = out = everyone
    for part in parts:
        yes &= part.yes
        out &= part.yes & part.no
    return Column(everyone, yes, union(part.those(Truth.NO) for part in parts) | out)


def any_of(everyone: int, parts: Sequence[Column]) -> Column:
    """Return whether some part that is asked is yes."""
    return contrary(all_of(everyone, [contrary(part) for part in parts]))


def counted(everyone: int, parts: Sequence[Column], least: int, most: int | None) -> Column:
    """Return whether so many of the parts that are asked are yes, no fewer and no more.

    `least` is capped at the number of parts that are asked: enough are yes where all of these are,
    and too few can be only where one of them is no.
    """
    every = all_of(everyone, parts)
    sure = total(everyone, [(part.those(Truth.YES), 1) for part in parts])
    perhaps = total(everyone, [(without(everyone, part.no), 1) for part in parts])
    enough = without(everyone, _less(sure, least)) | every.yes
    too_few = _less(perhaps, least) & union(part.those(Truth.NO) for part in parts)
    not_too_many, too_many = everyone, 0
    if most is not None:
        not_too_many = _less(perhaps, most + 1)
        too_many = without(everyone, _less(sure, most + 1))
    out = every.those(Truth.NOT_ASKED)
    return Column(everyone, enough & not_too_many | out, too_few | too_many | out)


def implied(when: Column, then: Column) -> Column:
    """Combine whether a rule applies with whether its needs are met."""
    out = when.no | then.those(Truth.NOT_ASKED)
    return Column(when.everyone, then.yes | out, then.no & when.yes | out)


def on_scale(everyone: int, leaf: OnScale, rows: Sequence[Column]) -> Column:
    """Return whether every outcome that is possible is wanted, given the truths of every row.

    Outcomes are taken from worst to best: where a row holds, no better one is possible.
    """
    left, among, beside = everyone, 0, 0
    for outcome in leaf.scale.outcomes:
        here = [
            column
            for row, column in zip(leaf.scale.rows, rows, strict=True)
            if row.outcome == outcome.key
        ]
        held = union(column.those(Truth.YES) for column in here)
        possible = left & (held | union(column.those(Truth.UNKNOWN) for column in here))
        if outcome.key in leaf.wanted:
            among |= possible
        else:
            beside |= possible
        left = without(left, held)
    return Column(everyone, without(everyone, beside), without(everyone, among))


def _less(numbers: Numbers, than: int) -> int:
    return compare(numbers, same_number(numbers.known, than))[1]
