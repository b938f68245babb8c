"""A decision that levels speak for: what the answers say, what would change it, what is decided."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from readiness.domain.assessment import Reading
from readiness.domain.condition import (
    AllOf,
    Is,
    Outcome,
    Scale,
    Source,
    Subject,
    Trace,
    Truth,
    ask,
)
from readiness.domain.errors import NotFound
from readiness.domain.grounds import Ground, grounds
from readiness.domain.operators import Value
from readiness.domain.pack import Question
from readiness.domain.results import ScaleResult
from readiness.domain.scale_words import ScaleWords, explain_scale
from readiness.domain.verdict import Verdict
from readiness.domain.wording import answer_words


class Agreement(StrEnum):
    """How what people decided stands to what their answers say."""

    AGREES = "agrees"
    DIFFERS = "differs"
    NOT_DECIDED = "not decided"
    NOT_YET_KNOWN = "not yet known"


@dataclass(frozen=True, slots=True)
class Mark:
    """A figure on the scale at which another level begins to be possible, in per cent."""

    value: int
    words: str
    level: str


@dataclass(frozen=True, slots=True)
class Other:
    """A level that the answers do not say, and what would have to be different for it.

    `rises` is whether it lies above; then each of the `grounds` must come to hold. Below, one of
    them must cease to hold.
    """

    outcome: Outcome
    says: str
    rises: bool
    gaps: tuple[str, ...]
    grounds: tuple[Ground, ...]


@dataclass(frozen=True)
class Decision:
    """What levels say of a decision, beside what people decided."""

    result: ScaleResult
    reading: Reading

    @property
    def scale(self) -> Scale:
        """The levels."""
        return self.result.scale

    @cached_property
    def words(self) -> ScaleWords:
        """What the answers say."""
        return explain_scale(self.result, self.reading)

    @property
    def measure(self) -> Question | None:
        """The question whose figure mostly tells, where the pack names one."""
        return self.reading.pack.questions.get(self.scale.measure)

    @property
    def value(self) -> int | None:
        """That figure, in per cent; None while it is not known."""
        found = _value(self.reading, self.scale.measure)
        return found if isinstance(found, int) else None

    @cached_property
    def marks(self) -> tuple[Mark, ...]:
        """The figures at which levels begin, from the lowest."""
        found = (
            Mark(leaf.wanted, f"{_BOUNDS[leaf.operator]} {leaf.wanted}%", group.title)
            for group in self.scale.groups
            for part in group.parts
            for trace in _needs(ask(part, self.reading))
            if (leaf := self._bound(trace)) is not None and isinstance(leaf.wanted, int)
        )
        return tuple(sorted(set(found), key=lambda mark: mark.value))

    @cached_property
    def others(self) -> tuple[Other, ...]:
        """What would have to be different for every other level; none while it is not known."""
        if len(self.result.possible) != 1:
            return ()
        here = self.scale.outcomes.index(self.result.possible[0])
        places = range(len(self.scale.outcomes))
        return tuple(self._other(place, here) for place in places if place != here)

    @property
    def decided(self) -> str:
        """What people decided, in words; empty while they have not said."""
        value = _value(self.reading, self.scale.decides)
        question = self.reading.pack.questions[self.scale.decides]
        return "" if value is None else answer_words(question, value)

    @property
    def agreement(self) -> Agreement:
        """How the decision stands to what the answers say."""
        value = _value(self.reading, self.scale.decides)
        if value not in {outcome.key for outcome in self.scale.outcomes}:
            return Agreement.NOT_DECIDED
        if value not in {outcome.key for outcome in self.result.possible}:
            return Agreement.DIFFERS
        return Agreement.AGREES if len(self.result.possible) == 1 else Agreement.NOT_YET_KNOWN

    @property
    def sentence(self) -> str:
        """Say how the decision stands to what the answers say."""
        return _SENTENCES[self.agreement].format(found=self.words.found)

    @property
    def lines(self) -> tuple[str, ...]:
        """The decision, and what would change what the answers say, line by line."""
        decided = f"Decided: {self.decided}. " if self.decided else ""
        gaps = (f"{other.outcome.title}: {gap}" for other in self.others for gap in other.gaps)
        return (f"{decided}{self.sentence}", *gaps)

    def _other(self, place: int, here: int) -> Other:
        rises = place > here
        groups = self.scale.groups[here:place] if rises else self.scale.groups[place : place + 1]
        traces = [ask(part, self.reading) for group in groups for part in group.parts]
        needs = [need for trace in traces for need in _needs(trace)]
        wanted = [need for need in needs if (need.truth is not Truth.YES) == rises]
        return Other(
            self.scale.outcomes[place],
            next(row.says for row in self.scale.rows if row.outcome == self._key(place)),
            rises,
            tuple(gap for need in wanted if (gap := self._gap(need))),
            tuple(dict.fromkeys(g for need in wanted for g in grounds(need, self.reading))),
        )

    def _key(self, place: int) -> str:
        return self.scale.outcomes[place].key

    def _gap(self, trace: Trace) -> str:
        """Say how far the measure is from a bound; empty for any other comparison."""
        leaf = self._bound(trace)
        if leaf is None or self.value is None or not isinstance(leaf.wanted, int):
            return ""
        far = self.value - leaf.wanted
        if far == 0:
            return f"{self.value}% is exactly the bound."
        points = f"{abs(far)} percentage {'point' if abs(far) == 1 else 'points'}"
        return f"{self.value}% is {points} {'above' if far > 0 else 'below'} {leaf.wanted}%."

    def _bound(self, trace: Trace) -> Is | None:
        """Return a need that compares the measure with a bound; None for any other."""
        leaf = trace.condition
        if not isinstance(leaf, Is) or leaf.operator not in _BOUNDS:
            return None
        return leaf if leaf.subject.key == self.scale.measure else None


def decision_of(result: ScaleResult, reading: Reading) -> Decision | None:
    """Return the decision that a scale speaks for; None where nobody decides by it."""
    return Decision(result, reading) if result.scale.decides else None


def read_decision(verdict: Verdict, key: str) -> Decision:
    """Return the decision that levels of a key speak for.

    Raises:
        NotFound: the pack has no such levels, or nobody decides by them.
    """
    for result in verdict.scales:
        decision = decision_of(result, verdict.reading)
        if decision is not None and result.scale.key == key:
            return decision
    raise NotFound("These rules speak of no such decision. See the verdict.")


_SENTENCES = {
    Agreement.AGREES: "That is what your answers say.",
    Agreement.DIFFERS: (
        "Your answers say “{found}”. A decision may have reasons that no answer holds; "
        "write them down."
    ),
    Agreement.NOT_DECIDED: "Nothing is decided yet.",
    Agreement.NOT_YET_KNOWN: "Your answers do not yet say whether it fits.",
}
_BOUNDS = {
    "less_than": "under",
    "no_more_than": "at most",
    "more_than": "over",
    "no_less_than": "at least",
}


def _needs(trace: Trace) -> Iterator[Trace]:
    """Walk what must hold at once, each whole: of alternatives no single one has to."""
    if isinstance(trace.condition, AllOf):
        for part in trace.parts:
            yield from _needs(part)
    elif trace.truth is not Truth.NOT_ASKED:
        yield trace


def _value(reading: Reading, question: str) -> Value | None:
    if not question or reading.asked(question) is not Truth.YES:
        return None
    return reading.value(Subject(Source.QUESTION, question))
