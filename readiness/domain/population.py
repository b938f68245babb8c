"""The same conditions asked of many organisations at once, as bit sets; agrees with `ask`."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from readiness.domain.bits import (
    Numbers,
    Said,
    Strand,
    Told,
    compare,
    everyone,
    same_number,
    union,
    without,
)
from readiness.domain.calendar import Period, after
from readiness.domain.column import (
    Column,
    all_of,
    any_of,
    contrary,
    counted,
    implied,
    on_scale,
)
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
    Versus,
    leaf_subjects,
)
from readiness.domain.operators import Value, Wanted


class Gatherer:
    """Takes in members one at a time, so that none need stand in memory beside another."""

    def __init__(self, subjects: Iterable[Subject]) -> None:
        self.strands = {subject: Strand() for subject in subjects}
        self.on = Strand()

    def add(self, values: Mapping[Subject, Value | None], on: date) -> None:
        """Add a member: what is known of each subject, and the day it is judged on."""
        for subject, strand in self.strands.items():
            strand.add(values.get(subject))
        self.on.add(on)

    def population(self, asked_when: Mapping[str, Condition]) -> "Population":
        """Return all members that were added, as one population."""
        said = {subject: strand.said() for subject, strand in self.strands.items()}
        return Population(len(self.on.codes), said, self.on.told(), asked_when)


class Population:
    """Many organisations, in a fixed order, of which any condition can be asked at once.

    What has been judged is remembered, by the identity of the condition.

    Args:
        size: how many there are.
        said: what is known of each subject that conditions may read.
        on: the day on which each is judged.
        asked_when: what decides whether a question is asked, by key; the others always are.
    """

    def __init__(
        self,
        size: int,
        said: Mapping[Subject, Said],
        on: Told,
        asked_when: Mapping[str, Condition],
    ) -> None:
        self.size = size
        self.said = said
        self.on = on
        self.asked_when = asked_when
        self._everyone = everyone(size)
        self._kept: dict[int, tuple[Condition, Column]] = {}

    def judge(self, condition: Condition) -> Column:
        """Ask a condition of everyone; member by member the truth is the one that `ask` gives.

        However deep conditions are nested, and however long the chain of questions that decide
        whether others are asked, no call waits for another.
        """
        if id(condition) in self._kept:
            return self._kept[id(condition)][1]
        judged: dict[int, Column] = {}
        begun: set[int] = set()
        waiting = [condition]
        while waiting:
            now = waiting[-1]
            parts = self._parts(now)
            known = [self._known(part, judged) for part in parts]
            columns = [column for column in known if column is not None]
            if len(columns) == len(parts):
                judged[id(waiting.pop())] = self._combine(now, columns)
                self._keep(now, parts, columns)
            elif id(now) in begun:
                raise RuntimeError("this condition waits for itself")
            else:
                begun.add(id(now))
                waiting += [p for p, column in zip(parts, known, strict=True) if column is None]
        self._kept[id(condition)] = condition, judged[id(condition)]
        return judged[id(condition)]

    def _parts(self, condition: Condition) -> Sequence[Condition]:
        """Return what has to be judged before a condition can be."""
        match condition:
            case Is() | Versus():
                keys = [s.key for s in leaf_subjects(condition) if s.source is Source.QUESTION]
                return [self.asked_when[key] for key in keys if key in self.asked_when]
            case OnScale(scale):
                return [row.when for row in scale.rows]
            case Not(part) | Named(_, _, part):
                return (part,)
            case Implies(when, then):
                return (when, then)
            case AllOf(parts) | AnyOf(parts) | Count(_, _, parts):
                return parts

    def _known(self, part: Condition, judged: Mapping[int, Column]) -> Column | None:
        kept = self._kept.get(id(part))
        return judged.get(id(part)) if kept is None else kept[1]

    def _keep(
        self, condition: Condition, parts: Sequence[Condition], columns: Sequence[Column]
    ) -> None:
        """Remember those parts to which other conditions may refer: all that have a name."""
        if not isinstance(condition, (AllOf, AnyOf, Count, Not)):
            for part, column in zip(parts, columns, strict=True):
                self._kept[id(part)] = part, column

    def _combine(self, condition: Condition, parts: Sequence[Column]) -> Column:
        """Make the column of a condition from those of its parts."""
        match condition:
            case Is() | Versus():
                return self._compared(condition, parts)
            case OnScale():
                return on_scale(self._everyone, condition, parts)
            case Not():
                return contrary(parts[0])
            case Named(what):
                return parts[0].open_anyway if what in OPEN_ANYWAY else parts[0]
            case Implies():
                return implied(*parts)
            case AllOf():
                return all_of(self._everyone, parts)
            case AnyOf():
                return any_of(self._everyone, parts)
            case Count(least, most):
                return counted(self._everyone, parts, least or 0, most)

    def _compared(self, leaf: Is | Versus, asked: Sequence[Column]) -> Column:
        """Compare where everything is asked, and leave out where something is not."""
        known, holds = self._is(leaf) if isinstance(leaf, Is) else self._versus(leaf)
        out = union(column.no for column in asked)
        for column in asked:
            known &= column.yes
        return Column(self._everyone, known & holds | out, without(known, holds) | out)

    def _is(self, leaf: Is) -> tuple[int, int]:
        """Return of whom the subject is known, and for whom the comparison holds."""
        said, wanted = self.said[leaf.subject], leaf.wanted
        if leaf.operator in _ORDERED:
            order = _ORDERED[leaf.operator]
            return said.known, order.holds(*compare(order.left(said), self._limit(wanted)))
        words = wanted if isinstance(wanted, frozenset) else frozenset()
        picks = leaf.operator == "includes"
        return said.known, said.picking(words) if picks else said.saying(words)

    def _limit(self, wanted: Wanted) -> Numbers:
        """Return what each member’s number is compared with."""
        match wanted:
            case int():
                return same_number(self._everyone, wanted)
            case date():
                return same_number(self._everyone, wanted.toordinal())
            case Period():
                return self.on.numbers(
                    lambda day: after(day, wanted).toordinal() if isinstance(day, date) else None
                )
            case _:
                return Numbers()

    def _versus(self, leaf: Versus) -> tuple[int, int]:
        """Return of whom both subjects are known, and for whom the comparison holds."""
        one, other = self.said[leaf.subject], self.said[leaf.other]
        known = one.known & other.known
        if leaf.operator in _ORDERED:
            order = _ORDERED[leaf.operator]
            return known, order.holds(*compare(order.left(one), order.right(other)))
        words = leaf.ranks or tuple(one.words)
        pairs = ((word, _passed(leaf, word)) for word in words)
        return known, union(one.saying([word]) & other.saying(passed) for word, passed in pairs)


def _passed(leaf: Versus, word: str) -> tuple[str, ...]:
    """Return what the other answer may be for a word to stand as wanted to it."""
    if leaf.ranks and leaf.operator == "at_least":
        return leaf.ranks[: leaf.ranks.index(word) + 1]
    if leaf.ranks and leaf.operator == "at_most":
        return leaf.ranks[leaf.ranks.index(word) :]
    return (word,)


@dataclass(frozen=True, slots=True)
class _Ordered:
    """How numbers are compared: what is taken of either side, and when the comparison holds."""

    left: Callable[[Said], Numbers]
    right: Callable[[Said], Numbers]
    holds: Callable[[int, int, int], int]


def _numbers(said: Said) -> Numbers:
    return said.numbers


def _days(said: Said) -> Numbers:
    return said.days


def _sizes(said: Said) -> Numbers:
    return said.sizes


def _same(both: int, less: int, same: int) -> int:
    return same


def _less(both: int, less: int, same: int) -> int:
    return less


def _no_more(both: int, less: int, same: int) -> int:
    return less | same


def _more(both: int, less: int, same: int) -> int:
    return without(both, less | same)


def _no_less(both: int, less: int, same: int) -> int:
    return without(both, less)


_ORDERED: Mapping[str, _Ordered] = {
    "picks_at_least": _Ordered(_sizes, _numbers, _no_less),
    "equals": _Ordered(_numbers, _numbers, _same),
    "no_less_than": _Ordered(_numbers, _numbers, _no_less),
    "no_more_than": _Ordered(_numbers, _numbers, _no_more),
    "more_than": _Ordered(_numbers, _numbers, _more),
    "less_than": _Ordered(_numbers, _numbers, _less),
    "on_or_after": _Ordered(_days, _days, _no_less),
    "on_or_before": _Ordered(_days, _days, _no_more),
    "sooner_than": _Ordered(_days, _days, _less),
    "later_than": _Ordered(_days, _days, _more),
}
"""Every operator that compares numbers or days; the others compare words and things picked."""
