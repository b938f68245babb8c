"""The values that tell comparisons apart: trying these is trying everything that can be said."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import combinations

from readiness.domain.calendar import EARLIEST, LATEST, Period, after
from readiness.domain.comparison_reader import FACTS, LARGEST, NETWORK_FACTS
from readiness.domain.condition import (
    Condition,
    Is,
    Source,
    Subject,
    Versus,
    leaf_subjects,
    leaves,
)
from readiness.domain.operators import OPERATORS, Value
from readiness.domain.organisation import MOST_SITES
from readiness.domain.pack import Kind, Pack, Question

MOST_CANDIDATES = 4_096
"""The most values of one subject that are looked at."""


@dataclass(frozen=True)
class Telling:
    """Comparisons, by what they read; `on` is the day they are seen from."""

    pack: Pack
    on: date
    comparisons: dict[Subject, list[Is | Versus]]
    _known: dict[Subject, tuple[Value, ...] | None] = field(default_factory=dict)

    def values(self, subject: Subject) -> tuple[Value, ...] | None:
        """Return values of a subject such that any other gives the same truths as one of them.

        Returns:
            One value for each way in which the comparisons can come out; None when there are too
            many values to look at. Where two answers are compared with each other, values on
            either side of every figure that is named, and next to each other.
        """
        if subject not in self._known:
            self._known[subject] = self._values(subject)
        return self._known[subject]

    def _values(self, subject: Subject) -> tuple[Value, ...] | None:
        comparisons = self.comparisons.get(subject, [])
        found = _candidates(self.pack, subject, comparisons, self.on)
        if found is None:
            return None
        if any(isinstance(leaf, Versus) for leaf in comparisons):
            return tuple(found)
        ways: dict[tuple[bool, ...], Value] = {}
        for value in found:
            ways.setdefault(tuple(_holds(leaf, value, self.on) for leaf in comparisons), value)
        return tuple(ways.values())


def telling(pack: Pack, conditions: Iterable[Condition], on: date) -> Telling:
    """Gather what conditions compare, each part once; what compares two subjects speaks of both."""
    by_subject: dict[Subject, dict[Is | Versus, None]] = {}
    versus: list[Versus] = []
    for leaf in (leaf for condition in conditions for leaf in leaves(condition)):
        for subject in leaf_subjects(leaf):
            by_subject.setdefault(subject, {})[leaf] = None
        if isinstance(leaf, Versus):
            versus.append(leaf)
    for leaf in dict.fromkeys(versus):
        figures = {**by_subject[leaf.subject], **by_subject[leaf.other]}
        by_subject[leaf.subject] = by_subject[leaf.other] = figures
    return Telling(pack, on, {subject: list(leaves) for subject, leaves in by_subject.items()})


def _holds(leaf: Is | Versus, value: Value, on: date) -> bool:
    return isinstance(leaf, Is) and OPERATORS[leaf.operator].holds(value, leaf.wanted, on)


def _candidates(
    pack: Pack, subject: Subject, comparisons: Sequence[Is | Versus], on: date
) -> list[Value] | None:
    """Return the values to look at, all of them possible; None when there are too many."""
    wanted = [leaf.wanted for leaf in comparisons if isinstance(leaf, Is)]
    figures = [figure for figure in wanted if isinstance(figure, int)]
    if subject.source is Source.DAY:
        return list(_days(day for day in wanted if isinstance(day, date)))
    if subject.source is not Source.QUESTION:
        words = FACTS.get(subject.key) if subject.source is Source.ORGANISATION else None
        most = LARGEST if subject.key in NETWORK_FACTS else MOST_SITES
        least = 0 if subject.key in NETWORK_FACTS else 1
        return list(words) if words else list(_around(figures, least, most))
    question = pack.questions[subject.key]
    match question.kind:
        case Kind.CHOICE | Kind.YES_NO:
            return [option.key for option in question.options]
        case Kind.CHOICES:
            return _picks(question)
        case Kind.PARTNERS:
            named = {code for codes in wanted if isinstance(codes, frozenset) for code in codes}
            return _partners(sorted(named), max(figures, default=1))
        case Kind.DATE:
            days = [after(on, w) if isinstance(w, Period) else w for w in wanted]
            return list(_days(day for day in days if isinstance(day, date)))
        case Kind.TEXT:
            return ["text"]
        case _:
            highest = 100 if question.kind is Kind.PERCENTAGE else LARGEST
            most = highest if question.maximum is None else question.maximum
            return list(_around(figures, question.minimum or 0, most))


def _around(figures: Iterable[int], least: int, most: int) -> Iterator[Value]:
    near = {n + step for n in (*figures, least, most) for step in (-2, -1, 0, 1, 2)}
    yield from sorted(number for number in near if least <= number <= most)


def _days(days: Iterable[date]) -> Iterator[Value]:
    near = {
        day + timedelta(days=step)
        for day in (*days, EARLIEST + timedelta(days=2), LATEST - timedelta(days=2))
        for step in (-2, -1, 0, 1, 2)
    }
    yield from sorted(day for day in near if EARLIEST <= day <= LATEST)


def _picks(question: Question) -> list[Value] | None:
    """Return every set of options that may be picked."""
    free = [option.key for option in question.options if not option.alone]
    alone = [frozenset({option.key}) for option in question.options if option.alone]
    if 2 ** len(free) > MOST_CANDIDATES:
        return None
    sizes = range(1, len(free) + 1) if question.pick is None else (question.pick,)
    picked = [frozenset(keys) for size in sizes for keys in combinations(free, size)]
    return [*picked, *(alone if question.pick in (None, 1) else [])]


def _partners(named: Sequence[str], most: int) -> list[Value] | None:
    """Return sets of the partners named with from none to the most others that a figure counts."""
    if 2 ** len(named) * (most + 1) > MOST_CANDIDATES:
        return None
    return [
        frozenset({*codes, *(f"OTHER-{number}" for number in range(others))})
        for size in range(len(named) + 1)
        for codes in combinations(named, size)
        for others in range(most + 1)
        if size + others
    ]
