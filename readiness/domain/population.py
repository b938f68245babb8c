"""The same conditions asked of many organisations at once: a column is a pair of bit sets."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, reduce
from operator import and_
from typing import Any

from readiness.domain.bits import Numbers, compare, constant, first, total, union
from readiness.domain.calendar import Period, after
from readiness.domain.condition import (
    OPEN_ANYWAY,
    AllOf,
    AnyOf,
    Condition,
    Count,
    Implies,
    Is,
    Named,
    Not,
    OnScale,
    Source,
    Subject,
    Truth,
    Versus,
)
from readiness.domain.operators import Value, passing
from readiness.domain.strand import Said, Strand


@dataclass(frozen=True, slots=True)
class Column:
    """What is known of a condition for everyone: known yes and known no, one bit each.

    Both bits set means not asked; neither, unknown.
    """

    yes: int
    no: int

    @property
    def not_asked(self) -> int:
        """Those for whom nothing of it is left."""
        return self.yes & self.no

    @property
    def surely(self) -> int:
        """Those for whom it is yes."""
        return self.yes & ~self.no

    @property
    def surely_not(self) -> int:
        """Those for whom it is no."""
        return self.no & ~self.yes

    def truth(self, member: int) -> Truth:
        """Return the truth for one member, by place from 0."""
        yes, no = self.yes >> member & 1, self.no >> member & 1
        if yes and no:
            return Truth.NOT_ASKED
        return Truth.YES if yes else Truth.NO if no else Truth.UNKNOWN


@dataclass
class Gathering:
    """Members as they are added, batch by batch, so that no batch need stay in memory.

    Args:
        readers: for each subject that will be asked of, how to read what is written of it.
    """

    readers: Mapping[Subject, Callable[[Any], Value | None]]
    size: int = 0
    on: Strand = field(default_factory=lambda: Strand(lambda day: day))
    strands: dict[Subject, Strand] = field(init=False)

    def __post_init__(self) -> None:
        self.strands = {subject: Strand(read) for subject, read in self.readers.items()}

    def add(self, on: Sequence[date], written: Callable[[Subject], Sequence[Any]]) -> None:
        """Add a batch of members: the day each is judged on, and for a subject what is written."""
        self.size += len(on)
        self.on.extend(on)
        for subject, strand in self.strands.items():
            strand.extend(written(subject))

    def population(self, asked_when: Mapping[str, Condition]) -> "Population":
        """Return all that were added, ready to be asked."""
        said = {subject: strand.said() for subject, strand in self.strands.items()}
        return Population(self.size, self.on.said(), said, asked_when)


@dataclass(frozen=True)
class Population:
    """Many organisations, of whom any condition can be asked at once.

    It agrees with `ask` for every one of them. What was asked once is remembered.
    """

    size: int
    on: Said
    said: Mapping[Subject, Said]
    asked_when: Mapping[str, Condition]

    @cached_property
    def everyone(self) -> int:
        """The bit set of all members."""
        return first(self.size)

    def judge(self, condition: Condition) -> Column:
        """Ask a condition of everyone."""
        known = self._judged.get(id(condition))
        if known is None:
            known = self._judged[id(condition)] = (condition, self._judge(condition))
        return known[1]

    def asked(self, question: str) -> Column:
        """Say whom a question is asked of: yes, no, or not yet known."""
        condition = self.asked_when.get(question)
        if condition is None:
            return Column(self.everyone, 0)
        column = self.judge(condition)
        return Column(column.surely, column.no)

    @cached_property
    def _judged(self) -> dict[int, tuple[Condition, Column]]:
        return {}

    def _judge(self, condition: Condition) -> Column:
        match condition:
            case Is(subject):
                known = self._said(subject).known
                return self._leaf([subject], known, self._holds(condition))
            case Versus(subject, _, other):
                known = self._said(subject).known & self._said(other).known
                return self._leaf([subject, other], known, self._stands(condition))
            case Not(part):
                column = self.judge(part)
                return Column(column.no, column.yes)
            case AllOf(parts):
                return self._all([self.judge(part) for part in parts])
            case AnyOf(parts):
                return _any(self.everyone, [self.judge(part) for part in parts])
            case Count(least, most, parts):
                return self._count(least, most, [self.judge(part) for part in parts])
            case Implies(when, then):
                return _implied(self.judge(when), self.judge(then))
            case OnScale():
                return self._scale(condition)
            case Named(what, _, part):
                column = self.judge(part)
                if what in OPEN_ANYWAY:
                    return Column(column.yes, column.surely_not)
                return column

    def _leaf(self, subjects: Sequence[Subject], known: int, holds: int) -> Column:
        """Return a comparison: unknown where a value is, not asked where a question is not."""
        not_asked = 0
        for subject in subjects:
            if subject.source is Source.QUESTION:
                asked = self.asked(subject.key)
                known &= asked.yes
                not_asked |= asked.no
        yes = known & holds
        return Column(yes | not_asked, (known & ~yes) | not_asked)

    def _said(self, subject: Subject) -> Said:
        return self.said.get(subject, _NOTHING)

    def _holds(self, leaf: Is) -> int:
        said, wanted = self._said(leaf.subject), leaf.wanted
        match wanted:
            case frozenset():
                return said.picking(wanted) if leaf.operator == "includes" else said.saying(wanted)
            case int() if leaf.operator == "picks_at_least":
                return _at_least(said.sizes, constant(self.everyone, wanted))
            case int():
                return _ORDER[leaf.operator](said.numbers, constant(self.everyone, wanted))
            case Period():
                return _ORDER[leaf.operator](said.days, self._days_from(wanted))
            case date():
                limit = constant(self.everyone, wanted.toordinal())
                return _ORDER[leaf.operator](said.days, limit)

    def _days_from(self, period: Period) -> Numbers:
        """Return the day that lies a length of time from each member's own day of judgement."""
        days = self.on.strand.values
        return self.on.planes(
            [after(day, period).toordinal() if isinstance(day, date) else None for day in days]
        )

    def _stands(self, leaf: Versus) -> int:
        """Return those whose one answer stands to the other as is wanted."""
        one, other = self._said(leaf.subject), self._said(leaf.other)
        if leaf.operator in _ORDER:
            dated = leaf.operator in _OF_DAYS
            numbers = (one.days, other.days) if dated else (one.numbers, other.numbers)
            return _ORDER[leaf.operator](*numbers)
        return union(
            them & one.saying(wanted)
            for word, them in other.words.items()
            if isinstance(wanted := passing(leaf.operator, word, leaf.ranks), frozenset)
        )

    def _all(self, parts: Sequence[Column]) -> Column:
        yes = reduce(and_, (part.yes for part in parts), self.everyone)
        left = _left(self.everyone, parts)
        return Column(yes, union(part.surely_not for part in parts) | ~left & self.everyone)

    def _count(self, least: int | None, most: int | None, parts: Sequence[Column]) -> Column:
        everyone = self.everyone
        every = reduce(and_, (part.yes for part in parts), everyone)
        some_no = union(part.surely_not for part in parts)
        sure = total(everyone, [(part.surely, 1) for part in parts])
        perhaps = total(everyone, [(~part.no & everyone | part.surely, 1) for part in parts])
        yes, no = everyone, 0
        if least is not None:
            bound = constant(everyone, least)
            yes &= _at_least(sure, bound) | every
            no |= _below(perhaps, bound) & some_no
        if most is not None:
            bound = constant(everyone, most)
            yes &= _at_least(bound, perhaps)
            no |= _below(bound, sure)
        gone = ~_left(everyone, parts) & everyone
        return Column(yes | gone, no & ~yes | gone)

    def _scale(self, leaf: OnScale) -> Column:
        """Keep for each outcome those for whom it is possible, from worst to best."""
        rows = [(row.outcome, self.judge(row.when)) for row in leaf.scale.rows]
        uncapped, wanted, other = self.everyone, 0, 0
        for outcome in leaf.scale.outcomes:
            columns = [column for key, column in rows if key == outcome.key]
            possible = uncapped & union(
                ~column.no & self.everyone | column.surely for column in columns
            )
            uncapped &= ~union(column.surely for column in columns)
            if outcome.key in leaf.wanted:
                wanted |= possible
            else:
                other |= possible
        gone = self.everyone & ~(wanted | other)
        return Column(wanted & ~other | gone, other & ~wanted | gone)


_NOTHING = Strand(lambda written: None).said()


def _any(everyone: int, parts: Sequence[Column]) -> Column:
    no = reduce(and_, (part.no for part in parts), everyone)
    gone = ~_left(everyone, parts) & everyone
    return Column(union(part.surely for part in parts) | gone, no)


def _left(everyone: int, parts: Iterable[Column]) -> int:
    """Return those for whom some part is asked."""
    return union(~part.not_asked & everyone for part in parts)


def _implied(when: Column, then: Column) -> Column:
    gone = when.not_asked | then.not_asked | when.surely_not
    return Column(then.surely & ~gone | gone, then.surely_not & when.surely & ~gone | gone)


def _below(one: Numbers, other: Numbers) -> int:
    return compare(one, other)[1]


def _at_least(one: Numbers, other: Numbers) -> int:
    both, less, _ = compare(one, other)
    return both & ~less


_OF_DAYS = ("on_or_after", "on_or_before", "sooner_than", "later_than")
_ORDER: Mapping[str, Callable[[Numbers, Numbers], int]] = {
    "equals": lambda one, other: compare(one, other)[2],
    "no_less_than": _at_least,
    "on_or_after": _at_least,
    "no_more_than": lambda one, other: _at_least(other, one),
    "on_or_before": lambda one, other: _at_least(other, one),
    "more_than": lambda one, other: _below(other, one),
    "later_than": lambda one, other: _below(other, one),
    "less_than": _below,
    "sooner_than": _below,
}
