"""What could become of a condition as actions change the answers, as formulas over the actions."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from readiness.domain.assessment import Reading
from readiness.domain.attainment import raised
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
    Scale,
    Source,
    Subject,
    Versus,
    leaf_subjects,
)
from readiness.domain.formula import Done, Formula, Undone, contrary, enough, every, some
from readiness.domain.operators import OPERATORS, Value, Wanted, passing
from readiness.domain.pack import Achievement, ActionTemplate, Question


@dataclass(frozen=True, slots=True)
class Prospect:
    """When a condition is yes, when it is no, and when anything of it is asked at all.

    What is asked and neither yes nor no is unknown. What is yes or no is asked.
    """

    yes: Formula
    no: Formula
    asked: Formula


@dataclass(frozen=True)
class Prospects:
    """A reading, and the actions that may change its answers, in the order in which they act."""

    reading: Reading
    actions: Sequence[ActionTemplate]

    def of(self, condition: Condition) -> Prospect:
        """Return what could become of a condition; what no action changes is settled at once."""
        match condition:
            case Is() | Versus():
                return self._leaf(condition)
            case OnScale(scale, wanted):
                return _on_scale(scale, wanted, [self.of(row.when) for row in scale.rows])
            case Not(part):
                inner = self.of(part)
                return Prospect(inner.no, inner.yes, inner.asked)
            case AllOf(parts):
                return _counted(len(parts), None, [self.of(part) for part in parts])
            case AnyOf(parts):
                return _counted(1, None, [self.of(part) for part in parts])
            case Count(least, most, parts):
                return _counted(least, most, [self.of(part) for part in parts])
            case Implies(when, then):
                return _implied(self.of(when), self.of(then))
            case Named(what, _, part):
                inner = self.of(part)
                return _open_anyway(inner) if what in OPEN_ANYWAY else inner

    def values(self, subject: Subject) -> Mapping[Value | None, Formula]:
        """Return the values that a subject may come to, None for unknown, and when it does."""
        now = self.reading.value(subject)
        if subject.source is not Source.QUESTION or subject.key not in self._changing:
            return {now: True}
        if subject.key not in self._values:
            self._values[subject.key] = self._changed(self.reading.pack.questions[subject.key], now)
        return self._values[subject.key]

    def _changed(self, question: Question, now: Value | None) -> dict[Value | None, Formula]:
        values: dict[Value | None, Formula] = {now: True}
        for action, achievement in self._changing[question.key]:
            moved: dict[Value | None, list[Formula]] = {}
            for value, when in values.items():
                then = raised(question, value, achievement)
                if then == value:
                    moved.setdefault(value, []).append(when)
                else:
                    moved.setdefault(value, []).append(every([when, Undone(action)]))
                    moved.setdefault(then, []).append(every([when, Done(action)]))
            values = {value: some(when) for value, when in moved.items()}
        return values

    def _leaf(self, leaf: Is | Versus) -> Prospect:
        subjects = leaf_subjects(leaf)
        sure, asked = zip(*(self._asked(subject) for subject in subjects), strict=True)
        holds: list[Formula] = []
        fails: list[Formula] = []
        for value, when in self.values(leaf.subject).items():
            for wanted, also in self._wanted(leaf):
                if value is None or wanted is None:
                    continue
                passes = OPERATORS[leaf.operator].holds(value, wanted, self.reading.on)
                (holds if passes else fails).append(every([when, also]))
        return Prospect(every([*sure, some(holds)]), every([*sure, some(fails)]), every(asked))

    def _wanted(self, leaf: Is | Versus) -> Iterator[tuple[Wanted | None, Formula]]:
        """Give what a comparison wants, None while that is unknown, and when it wants it."""
        if isinstance(leaf, Is):
            yield leaf.wanted, True
            return
        for other, when in self.values(leaf.other).items():
            yield None if other is None else passing(leaf.operator, other, leaf.ranks), when

    def _asked(self, subject: Subject) -> tuple[Formula, Formula]:
        """Return when a subject is asked for sure, and when it is or may be."""
        if subject.source is not Source.QUESTION:
            return True, True
        if subject.key not in self._askings:
            condition = self.reading.pack.questions[subject.key].asked_when
            when = Prospect(True, False, True) if condition is None else self.of(condition)
            self._askings[subject.key] = when.yes, every([when.asked, contrary(when.no)])
        return self._askings[subject.key]

    @cached_property
    def _changing(self) -> Mapping[str, Sequence[tuple[str, Achievement]]]:
        changing: dict[str, list[tuple[str, Achievement]]] = {}
        for action in self.actions:
            for achievement in action.achieves:
                changing.setdefault(achievement.question, []).append((action.key, achievement))
        return changing

    @cached_property
    def _values(self) -> dict[str, Mapping[Value | None, Formula]]:
        return {}

    @cached_property
    def _askings(self) -> dict[str, tuple[Formula, Formula]]:
        return {}


def _counted(least: int | None, most: int | None, parts: Sequence[Prospect]) -> Prospect:
    """Count the parts that are asked; `least` is capped at their number, as `ask` does."""
    sure = [part.yes for part in parts]
    perhaps = [every([part.asked, contrary(part.no)]) for part in parts]
    asked = some(part.asked for part in parts)
    yes, no = [asked], []
    if least is not None:
        whole = every(some([contrary(part.asked), part.yes]) for part in parts)
        yes.append(some([enough(least, sure), whole]))
        no.append(every([contrary(enough(least, perhaps)), some(part.no for part in parts)]))
    if most is not None:
        yes.append(contrary(enough(most + 1, perhaps)))
        no.append(enough(most + 1, sure))
    return Prospect(every(yes), every([asked, some(no)]), asked)


def _implied(when: Prospect, then: Prospect) -> Prospect:
    asked = every([when.asked, contrary(when.no), then.asked])
    return Prospect(every([asked, then.yes]), every([asked, when.yes, then.no]), asked)


def _open_anyway(inner: Prospect) -> Prospect:
    return Prospect(some([inner.yes, contrary(inner.asked)]), inner.no, True)


def _on_scale(scale: Scale, wanted: frozenset[str], rows: Sequence[Prospect]) -> Prospect:
    """Say when the outcomes that are left are all among those wanted, and when none of them is."""
    left = [every([row.asked, contrary(row.no)]) for row in rows]
    possible: dict[str, Formula] = {}
    worse: list[Formula] = []
    for outcome in scale.outcomes:
        here = [place for place, row in enumerate(scale.rows) if row.outcome == outcome.key]
        possible[outcome.key] = every([some(left[p] for p in here), *map(contrary, worse)])
        worse += [rows[place].yes for place in here]
    asked = some(left)
    others = [contrary(when) for key, when in possible.items() if key not in wanted]
    theirs = [contrary(when) for key, when in possible.items() if key in wanted]
    return Prospect(every([asked, *others]), every([asked, *theirs]), asked)
