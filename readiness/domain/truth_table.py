"""What becomes of a condition under everything that may be answered to what it reads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import product
from math import prod

from readiness.domain.condition import (
    Condition,
    Source,
    Subject,
    Trace,
    Truth,
    ask,
    subjects_of,
    whether_asked,
)
from readiness.domain.condition_size import measure
from readiness.domain.operators import Value
from readiness.domain.pack import Pack
from readiness.domain.telling import Telling, telling

MOST_COMBINATIONS = 4_096
"""The most combinations of answers that are tried for one condition."""

MOST_WORK = 1_000_000
"""The most parts of conditions that are asked for one pack; what is left then is not decided."""

Combination = tuple[Value, ...]


@dataclass(frozen=True)
class Table:
    """Every telling combination of answers to some subjects, by the truth it gives.

    All is answered in it, so nothing is unknown.
    """

    subjects: tuple[Subject, ...]
    combinations: Mapping[Truth, tuple[Combination, ...]]
    _seen: dict[tuple[object, ...], frozenset[Combination]] = field(default_factory=dict)

    def onto(self, subjects: Sequence[Subject], *truths: Truth) -> frozenset[Combination]:
        """Return what the combinations of some truths say of fewer subjects, each thing once."""
        key = (tuple(subjects), truths)
        if key not in self._seen:
            places = [self.subjects.index(subject) for subject in subjects]
            self._seen[key] = frozenset(
                tuple(combination[place] for place in places)
                for truth in truths
                for combination in self.combinations[truth]
            )
        return self._seen[key]


class Tables:
    """Makes truth tables for conditions of a pack, as far as the work that is allowed reaches."""

    def __init__(self, pack: Pack, on: date, conditions: Sequence[Condition]) -> None:
        self.pack = pack
        self.on = on
        self.telling: Telling = telling(pack, [*conditions, *pack.asked_when.values()], on)
        self.left = MOST_WORK

    def table(self, condition: Condition) -> Table | None:
        """Return a condition's table; None when there are too many combinations to try them all.

        What decides whether its questions are asked is varied with the rest.
        """
        subjects = self._read(condition)
        values = [self.telling.values(subject) for subject in subjects]
        tries = [known for known in values if known]
        if len(tries) < len(values):
            return None
        count = prod(len(known) for known in tries)
        work = count * measure(condition)[1]
        if count > MOST_COMBINATIONS or work > self.left:
            return None
        self.left -= work
        found: dict[Truth, list[Combination]] = {truth: [] for truth in Truth}
        for combination in product(*tries):
            given = _Answered(self.pack, self.on, dict(zip(subjects, combination, strict=True)))
            found[ask(condition, given).truth].append(combination)
        return Table(subjects, {truth: tuple(tried) for truth, tried in found.items()})

    def _read(self, condition: Condition) -> tuple[Subject, ...]:
        """Return what a condition reads, and what decides whether that is asked."""
        read: dict[Subject, None] = {}
        waiting = [condition]
        while waiting:
            for subject in subjects_of(waiting.pop()):
                question = self.pack.questions.get(subject.key)
                if subject not in read and subject.source is Source.QUESTION and question:
                    waiting += [question.asked_when] if question.asked_when else []
                read[subject] = None
        return tuple(read)


@dataclass(frozen=True)
class _Answered:
    """A combination of answers and facts, as a condition reads them."""

    pack: Pack
    on: date
    values: Mapping[Subject, Value]
    _asked: dict[str, Truth] = field(default_factory=dict)
    named: dict[int, Trace] = field(default_factory=dict)

    def asked(self, question: str) -> Truth:
        if question not in self._asked:
            asked_when = self.pack.questions[question].asked_when
            self._asked[question] = whether_asked(asked_when, self)
        return self._asked[question]

    def value(self, subject: Subject) -> Value | None:
        return self.values.get(subject)
