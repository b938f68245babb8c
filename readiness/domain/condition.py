"""The condition language: three-valued, asked of answers and facts, and able to explain itself."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from readiness.domain.operators import OPERATORS, Value, Wanted, passing


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
    NETWORK = "network"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Subject:
    """What a leaf speaks about, by key: a question, a fact of the organisation or network, or the
    day of judgement.
    """

    source: Source
    key: str


class Readable(Protocol):
    """What conditions may read: answers and facts, and the day they are read on.

    `named` keeps how conditions with a name came out, for many questions hang on the same few. It
    goes by the object, not by the name, which two levels may share; a trace keeps its condition, so
    that no other object can come to have the same identity.
    """

    @property
    def on(self) -> date: ...

    @property
    def named(self) -> dict[int, "Trace"]: ...

    def asked(self, question: str) -> Truth:
        """Say whether a question applies: yes, no or not yet known."""

    def value(self, subject: Subject) -> Value | None:
        """Return what is known of a subject; None when it is not known."""


@dataclass(frozen=True, slots=True)
class Is:
    """A leaf: compare one subject by one operator with what is wanted.

    For options, `wanted` is the set of every option that passes, worked out when the pack is read.
    `threshold` is the name of the figure in the pack that `wanted` was read from.
    """

    subject: Subject
    operator: str
    wanted: Wanted
    threshold: str = ""


@dataclass(frozen=True, slots=True)
class Versus:
    """A leaf: compare one subject by one operator with another.

    It drops out where either is not asked. `ranks` are the options that both offer, from worst to
    best; empty where numbers or dates are compared.
    """

    subject: Subject
    operator: str
    other: Subject
    ranks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OnScale:
    """A leaf: the outcome on a scale is one of those wanted."""

    scale: "Scale"
    wanted: frozenset[str]


@dataclass(frozen=True, slots=True)
class AllOf:
    """Yes when every part which is asked is yes."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Yes when some part which is asked is yes."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Count:
    """Yes when so many of the parts which are asked are yes: no fewer, no more, or exactly.

    `least` is capped at the number of parts which are asked; None sets no bound.
    """

    least: int | None
    most: int | None
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
    """A rule, a gate or a level by its name; a gate or level with nothing left is open."""

    what: str
    key: str
    part: "Condition"


Condition = Is | Versus | OnScale | AllOf | AnyOf | Count | Not | Implies | Named


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a scale may say."""

    key: str
    title: str


@dataclass(frozen=True, slots=True)
class Row:
    """One way to an outcome, and the sentence that says so."""

    outcome: str
    when: Condition
    says: str


@dataclass(frozen=True, slots=True)
class Group:
    """Conditions that a scale looks at together: a list of a table, or what one level needs."""

    title: str
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Scale:
    """Ranked outcomes, from worst to best, and the rows that lead to them.

    `what` is *level* or *table*. With every answer known exactly one row holds; where a part is
    not asked more than one may, and then the worst of their outcomes counts. `groups` are what
    the rows are made of, for those who want to see each condition once. `decides` is the question
    by which people choose among the outcomes themselves, and `measure` the figure that mostly tells
    them apart; both are empty where there is none.
    """

    key: str
    what: str
    title: str
    outcomes: tuple[Outcome, ...]
    rows: tuple[Row, ...]
    groups: tuple[Group, ...] = ()
    decides: str = ""
    measure: str = ""

    def outcome(self, key: str) -> Outcome:
        """Return the outcome of that key."""
        return next(outcome for outcome in self.outcomes if outcome.key == key)


@dataclass(frozen=True, slots=True)
class Trace:
    """How a condition came to its truth.

    `parts` follow the condition's own; a part which dropped out is there as not asked.
    `value` is what a leaf read and `against` what it was compared with, where that is an answer
    too; None when it was not known.
    """

    condition: Condition
    truth: Truth
    value: Value | None = None
    parts: tuple["Trace", ...] = ()
    against: Value | None = None

    @property
    def waiting_for(self) -> tuple[str, ...]:
        """The questions whose answer is awaited: those at the unknown leaves that still matter."""
        return tuple(dict.fromkeys(self._awaited())) if self.truth is Truth.UNKNOWN else ()

    def _awaited(self) -> Iterator[str]:
        if self.truth is Truth.UNKNOWN and isinstance(self.condition, (Is, Versus)):
            read = zip(leaf_subjects(self.condition), (self.value, self.against), strict=False)
            for subject, value in read:
                if value is None and subject.source is Source.QUESTION:
                    yield subject.key
        for part in self.parts:
            if part.truth is Truth.UNKNOWN:
                yield from part._awaited()


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
        case Versus():
            return _against(condition, given)
        case OnScale(scale, wanted):
            rows = tuple(ask(row.when, given) for row in scale.rows)
            possible = outcomes_left(scale, [row.truth for row in rows])
            return Trace(condition, _among(possible, wanted), parts=rows)
        case AllOf(parts) | AnyOf(parts) | Count(_, _, parts):
            traces = tuple(ask(part, given) for part in parts)
            truths = [trace.truth for trace in traces]
            return Trace(condition, _gather(condition, truths), parts=traces)
        case Implies(when, then):
            first, second = ask(when, given), ask(then, given)
            return Trace(condition, implied(first.truth, second.truth), parts=(first, second))
        case Named():
            if id(condition) not in given.named:
                given.named[id(condition)] = _named(condition, given)
            return given.named[id(condition)]


def whether_asked(asked_when: Condition | None, given: Readable) -> Truth:
    """Say whether a question applies, by what decides that: yes, no, or not yet known."""
    truth = Truth.YES if asked_when is None else ask(asked_when, given).truth
    return Truth.NO if truth is Truth.NOT_ASKED else truth


def questions_of(condition: Condition) -> tuple[str, ...]:
    """Return the keys of the questions a condition reads, each once, in the order of reading."""
    return tuple(s.key for s in subjects_of(condition) if s.source is Source.QUESTION)


def subjects_of(condition: Condition) -> tuple[Subject, ...]:
    """Return what a condition reads, each subject once, in the order of reading."""
    return tuple(dict.fromkeys(s for leaf in leaves(condition) for s in leaf_subjects(leaf)))


def leaf_subjects(leaf: Is | Versus) -> tuple[Subject, ...]:
    """Return the one or two subjects that a comparison reads."""
    return (leaf.subject,) if isinstance(leaf, Is) else (leaf.subject, leaf.other)


def leaves(condition: Condition) -> Iterator[Is | Versus]:
    """Walk the comparisons of a condition, from left to right."""
    match condition:
        case Is() | Versus():
            yield condition
        case OnScale(scale):
            for row in scale.rows:
                yield from leaves(row.when)
        case Not(part) | Named(_, _, part):
            yield from leaves(part)
        case Implies(when, then):
            yield from leaves(when)
            yield from leaves(then)
        case AllOf(parts) | AnyOf(parts) | Count(_, _, parts):
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


OPEN_ANYWAY = ("gate", "level")
"""What is open when nothing of it is asked, where it is named in a condition."""


def outcomes_left(scale: Scale, truths: Sequence[Truth]) -> frozenset[str]:
    """Return the outcomes that what is known leaves possible, given the truth of every row.

    The worst outcome of the rows that hold caps what the unknown ones can say.
    """
    place = {outcome.key: rank for rank, outcome in enumerate(scale.outcomes)}
    rows = list(zip(scale.rows, truths, strict=True))
    held = [row.outcome for row, truth in rows if truth is Truth.YES]
    cap = min((place[key] for key in held), default=len(place))
    unknown = {row.outcome for row, truth in rows if truth is Truth.UNKNOWN}
    return frozenset(
        {key for key in unknown if place[key] < cap} | {key for key in held if place[key] == cap}
    )


def _among(possible: frozenset[str], wanted: frozenset[str]) -> Truth:
    if not possible:
        return Truth.NOT_ASKED
    if possible <= wanted:
        return Truth.YES
    return Truth.UNKNOWN if possible & wanted else Truth.NO


def _named(condition: Named, given: Readable) -> Trace:
    inner = ask(condition.part, given)
    open_anyway = condition.what in OPEN_ANYWAY and inner.truth is Truth.NOT_ASKED
    return Trace(condition, Truth.YES if open_anyway else inner.truth, parts=(inner,))


def _leaf(leaf: Is, given: Readable) -> Trace:
    asked = _asked(leaf.subject, given)
    if asked is not Truth.YES:
        return Trace(leaf, asked)
    value = given.value(leaf.subject)
    if value is None:
        return Trace(leaf, Truth.UNKNOWN)
    holds = OPERATORS[leaf.operator].holds(value, leaf.wanted, given.on)
    return Trace(leaf, Truth.YES if holds else Truth.NO, value)


def _against(leaf: Versus, given: Readable) -> Trace:
    asked = {_asked(subject, given) for subject in leaf_subjects(leaf)}
    for truth in (Truth.NOT_ASKED, Truth.UNKNOWN):
        if truth in asked:
            return Trace(leaf, truth)
    value, other = given.value(leaf.subject), given.value(leaf.other)
    if value is None or other is None:
        return Trace(leaf, Truth.UNKNOWN, value, against=other)
    wanted = passing(leaf.operator, other, leaf.ranks)
    holds = OPERATORS[leaf.operator].holds(value, wanted, given.on)
    return Trace(leaf, Truth.YES if holds else Truth.NO, value, against=other)


def _asked(subject: Subject, given: Readable) -> Truth:
    """Say whether a subject is asked; facts always are, and a question that is not drops out."""
    if subject.source is not Source.QUESTION:
        return Truth.YES
    asked = given.asked(subject.key)
    return Truth.NOT_ASKED if asked is Truth.NO else asked


def _gather(condition: AllOf | AnyOf | Count, truths: Iterable[Truth]) -> Truth:
    left = [truth for truth in truths if truth is not Truth.NOT_ASKED]
    if not left:
        return Truth.NOT_ASKED
    most = len(left)
    match condition:
        case AllOf():
            least = most
        case AnyOf():
            least = 1
        case Count():
            least = min(condition.least or 0, len(left))
            most = len(left) if condition.most is None else condition.most
    sure = left.count(Truth.YES)
    perhaps = sure + left.count(Truth.UNKNOWN)
    if sure >= least and perhaps <= most:
        return Truth.YES
    return Truth.NO if perhaps < least or sure > most else Truth.UNKNOWN
