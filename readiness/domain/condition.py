"""The condition language: three-valued, asked of answers and facts, and able to explain itself."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from readiness.domain.calendar import Period, after

Value = str | int | date | frozenset[str]
"""An answer or a fact: an option or text, a whole number, a date, or a set of options or codes."""


class Truth(StrEnum):
    """What is known of a condition. Not asked is the absence of a part, not a fourth opinion."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"
    NOT_ASKED = "not-asked"


class Source(StrEnum):
    """Where a condition finds its subject."""

    QUESTION = "question"
    ORGANISATION = "organisation"


@dataclass(frozen=True, slots=True)
class Subject:
    """What a leaf speaks about: a question or a fact about the organisation, by key."""

    source: Source
    key: str


class Readable(Protocol):
    """What conditions may read: answers and facts, and the day they are read on."""

    @property
    def on(self) -> date: ...

    def asked(self, question: str) -> Truth:
        """Say whether a question applies: yes, no or not yet known."""

    def value(self, subject: Subject) -> Value | None:
        """Return what is known of a subject; None when it is not known."""


@dataclass(frozen=True, slots=True)
class Is:
    """A leaf: compare one subject by one operator with what is wanted.

    For options, `wanted` is the set of every option that passes, worked out when the pack is read.
    """

    subject: Subject
    operator: str
    wanted: "Wanted"


@dataclass(frozen=True, slots=True)
class AllOf:
    """Yes when every part which is asked is yes."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Yes when some part which is asked is yes."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class AtLeast:
    """Yes when at least `count` of the parts which are asked are yes; capped at their number."""

    count: int
    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The contrary of a part."""

    part: "Condition"


@dataclass(frozen=True, slots=True)
class Implies:
    """A rule: where `when` holds, `then` must; where it does not, or nothing is left, not asked."""

    when: "Condition"
    then: "Condition"


@dataclass(frozen=True, slots=True)
class Named:
    """Another rule or gate by its name; a gate with nothing left is open."""

    what: str
    key: str
    part: "Condition"


Condition = Is | AllOf | AnyOf | AtLeast | Not | Implies | Named
Wanted = frozenset[str] | int | date | Period


@dataclass(frozen=True, slots=True)
class Trace:
    """How a condition came to its truth.

    `parts` follow the condition's own; a part which dropped out is there as not asked.
    `value` is what a leaf read, None when it was not known.
    """

    condition: Condition
    truth: Truth
    value: Value | None = None
    parts: tuple["Trace", ...] = ()

    @property
    def waiting_for(self) -> tuple[str, ...]:
        """The questions whose answer is awaited: those at the unknown leaves that still matter."""
        return tuple(dict.fromkeys(self._awaited())) if self.truth is Truth.UNKNOWN else ()

    def _awaited(self) -> Iterator[str]:
        leaf = isinstance(self.condition, Is) and self.condition.subject
        if leaf and self.truth is Truth.UNKNOWN and leaf.source is Source.QUESTION:
            yield leaf.key
        for part in self.parts:
            if part.truth is Truth.UNKNOWN:
                yield from part._awaited()


@dataclass(frozen=True, slots=True)
class Operator:
    """One way to compare: what it is called in sentences, and how it decides."""

    words: str
    holds: Callable[[Value, Wanted, date], bool]


def _in_set(value: Value, wanted: Wanted, on: date) -> bool:
    return isinstance(wanted, frozenset) and value in wanted


def _includes(value: Value, wanted: Wanted, on: date) -> bool:
    return isinstance(value, frozenset) and isinstance(wanted, frozenset) and bool(value & wanted)


def _count(value: Value, wanted: Wanted, on: date) -> bool:
    return isinstance(value, frozenset) and isinstance(wanted, int) and len(value) >= wanted


def _number(compare: Callable[[int, int], bool]) -> Callable[[Value, Wanted, date], bool]:
    def holds(value: Value, wanted: Wanted, on: date) -> bool:
        return isinstance(value, int) and isinstance(wanted, int) and compare(value, wanted)

    return holds


def _day(compare: Callable[[date, date], bool]) -> Callable[[Value, Wanted, date], bool]:
    def holds(value: Value, wanted: Wanted, on: date) -> bool:
        limit = after(on, wanted) if isinstance(wanted, Period) else wanted
        return isinstance(value, date) and isinstance(limit, date) and compare(value, limit)

    return holds


OPERATORS: Mapping[str, Operator] = {
    "is": Operator("is", _in_set),
    "at_least": Operator("is at least", _in_set),
    "at_most": Operator("is at most", _in_set),
    "includes": Operator("includes", _includes),
    "picks_at_least": Operator("names at least", _count),
    "equals": Operator("is", _number(int.__eq__)),
    "no_less_than": Operator("is no less than", _number(int.__ge__)),
    "no_more_than": Operator("is no more than", _number(int.__le__)),
    "more_than": Operator("is more than", _number(int.__gt__)),
    "less_than": Operator("is less than", _number(int.__lt__)),
    "on_or_after": Operator("is on or after", _day(date.__ge__)),
    "on_or_before": Operator("is on or before", _day(date.__le__)),
    "sooner_than": Operator("is sooner than", _day(date.__lt__)),
    "later_than": Operator("is later than", _day(date.__gt__)),
}
"""Every operator that a pack may use. `is`, `at_least` and `at_most` speak of options, `equals` to
`less_than` of numbers, `on_or_after` and `on_or_before` of dates, `sooner_than` and `later_than` of
dates seen from the day of judgement."""


def ask(condition: Condition, given: Readable) -> Trace:
    """Ask a condition of what is given, and say how the truth came about.

    Unanswered and don't know are both unknown. A part about a question that is not asked drops out;
    a condition with nothing left is not asked. All, any, not and at least are Kleene's.
    """
    match condition:
        case Is():
            return _leaf(condition, given)
        case Not(part):
            inner = ask(part, given)
            return Trace(condition, _CONTRARY[inner.truth], parts=(inner,))
        case AllOf(parts) | AnyOf(parts) | AtLeast(_, parts):
            traces = tuple(ask(part, given) for part in parts)
            truths = [trace.truth for trace in traces]
            return Trace(condition, _gather(condition, truths), parts=traces)
        case Implies(when, then):
            first, second = ask(when, given), ask(then, given)
            return Trace(condition, implied(first.truth, second.truth), parts=(first, second))
        case Named(what, _, part):
            inner = ask(part, given)
            open_anyway = what == "gate" and inner.truth is Truth.NOT_ASKED
            return Trace(condition, Truth.YES if open_anyway else inner.truth, parts=(inner,))


def questions_of(condition: Condition) -> tuple[str, ...]:
    """Return the keys of the questions a condition reads, each once, in the order of reading."""
    return tuple(
        dict.fromkeys(
            leaf.subject.key for leaf in leaves(condition) if leaf.subject.source is Source.QUESTION
        )
    )


def leaves(condition: Condition) -> Iterator[Is]:
    """Walk the comparisons of a condition, from left to right."""
    match condition:
        case Is():
            yield condition
        case Not(part) | Named(_, _, part):
            yield from leaves(part)
        case Implies(when, then):
            yield from leaves(when)
            yield from leaves(then)
        case AllOf(parts) | AnyOf(parts) | AtLeast(_, parts):
            for part in parts:
                yield from leaves(part)


def implied(when: Truth, then: Truth) -> Truth:
    """Combine whether a rule applies with whether its needs are met."""
    if Truth.NOT_ASKED in (when, then) or when is Truth.NO:
        return Truth.NOT_ASKED
    if when is Truth.UNKNOWN and then is not Truth.YES:
        return Truth.UNKNOWN
    return then


_CONTRARY = {
    Truth.YES: Truth.NO,
    Truth.NO: Truth.YES,
    Truth.UNKNOWN: Truth.UNKNOWN,
    Truth.NOT_ASKED: Truth.NOT_ASKED,
}


def _leaf(leaf: Is, given: Readable) -> Trace:
    if leaf.subject.source is Source.QUESTION:
        asked = given.asked(leaf.subject.key)
        if asked in (Truth.NO, Truth.NOT_ASKED):
            return Trace(leaf, Truth.NOT_ASKED)
        if asked is Truth.UNKNOWN:
            return Trace(leaf, Truth.UNKNOWN)
    value = given.value(leaf.subject)
    if value is None:
        return Trace(leaf, Truth.UNKNOWN)
    holds = OPERATORS[leaf.operator].holds(value, leaf.wanted, given.on)
    return Trace(leaf, Truth.YES if holds else Truth.NO, value)


def _gather(condition: AllOf | AnyOf | AtLeast, truths: Iterable[Truth]) -> Truth:
    left = [truth for truth in truths if truth is not Truth.NOT_ASKED]
    if not left:
        return Truth.NOT_ASKED
    match condition:
        case AllOf():
            needed = len(left)
        case AnyOf():
            needed = 1
        case AtLeast(count):
            needed = min(count, len(left))
    sure = left.count(Truth.YES)
    if sure >= needed:
        return Truth.YES
    return Truth.UNKNOWN if sure + left.count(Truth.UNKNOWN) >= needed else Truth.NO
