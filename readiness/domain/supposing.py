"""A verdict as it would be if one question were answered otherwise, judging only what reads it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from readiness.domain.assessment import Reading
from readiness.domain.condition import Source, Subject, Trace, Truth, ask, whether_asked
from readiness.domain.operators import Value
from readiness.domain.readers import Readers, readers
from readiness.domain.results import RouteResult
from readiness.domain.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Standing:
    """What of a verdict one answer may move.

    `evidenced` and `at_most` are places of stages, from 0. `awaited` holds for each gate its hard
    rules that are not yet known. `route` is the recommended one, None while undecided.
    """

    evidenced: int
    at_most: int
    awaited: tuple[frozenset[str], ...]
    route: str | None
    settled: bool


@dataclass(frozen=True)
class Supposing:
    """A verdict whose questions are supposed to be answered otherwise, one at a time."""

    verdict: Verdict

    @cached_property
    def readers(self) -> Mapping[str, Readers]:
        """What reads each question."""
        return readers(self.verdict.pack)

    @cached_property
    def now(self) -> Standing:
        """How things stand with the answers as they are."""
        return _standing(self._gates, self.verdict)

    def suppose(self, question: str, answer: Value) -> Standing:
        """Return how things would stand with this answer in the place of what is there."""
        read_by = self.readers[question]
        supposed = _Supposed(self.verdict.reading, question, answer, read_by.questions)
        gates = [
            _Gate.of({**truths, **self._judged(moved, supposed)})
            if (moved := read_by.rules & truths.keys())
            else gate
            for truths, gate in zip(self._truths, self._gates, strict=True)
        ]
        if not read_by.reasons and not read_by.routes:
            return _standing(gates, self.verdict)
        routes = self._routes(read_by, supposed)
        return _standing(gates, replace(self.verdict, routes=routes))

    def _judged(self, rules: set[str], supposed: "_Supposed") -> dict[str, Truth]:
        by_key = self.verdict.pack.rule_by_key
        return {key: ask(by_key[key].condition, supposed).truth for key in rules}

    def _routes(self, read_by: Readers, supposed: "_Supposed") -> tuple[RouteResult, ...]:
        reasons = self.verdict.pack.routes.reasons
        traces = {r.key: ask(r.when, supposed) for r in reasons if r.key in read_by.reasons}
        return tuple(
            RouteResult(
                result.route,
                ask(result.opening.condition, supposed)
                if result.opening is not None and result.route.key in read_by.routes
                else result.opening,
                tuple(
                    replace(r, trace=traces[r.reason.key]) if r.reason.key in traces else r
                    for r in result.reasons
                ),
            )
            for result in self.verdict.routes
        )

    @cached_property
    def _gates(self) -> list["_Gate"]:
        """Every gate as it stands."""
        return [_Gate.of(truths) for truths in self._truths]

    @cached_property
    def _truths(self) -> list[dict[str, Truth]]:
        """The truth of every hard rule, gate by gate."""
        return [
            {finding.rule.key: finding.truth for finding in result.findings if finding.hard}
            for result in self.verdict.stages[:-1]
        ]


@dataclass(frozen=True, slots=True)
class _Gate:
    """Whether a hard rule closes a gate, and those that are not yet known."""

    closed: bool
    awaited: frozenset[str]

    @classmethod
    def of(cls, truths: Mapping[str, Truth]) -> "_Gate":
        """Read a gate off the truths of its hard rules."""
        unknown = (key for key, truth in truths.items() if truth is Truth.UNKNOWN)
        return cls(Truth.NO in truths.values(), frozenset(unknown))


def _standing(gates: Sequence[_Gate], verdict: Verdict) -> Standing:
    """Read stages off the gates, and the route off a verdict."""
    last, places = len(gates), range(len(gates))
    best = verdict.recommended
    return Standing(
        evidenced=next((p for p in places if gates[p].closed or gates[p].awaited), last),
        at_most=next((p for p in places if gates[p].closed), last),
        awaited=tuple(gate.awaited for gate in gates),
        route=best.route.key if best else None,
        settled=verdict.settled,
    )


@dataclass(frozen=True, slots=True)
class _Supposed:
    """A reading with one answer in the place of what is there.

    `decided` are the questions whose asking may hang on it.
    """

    reading: Reading
    question: str
    answer: Value
    decided: set[str]
    asked_now: dict[str, Truth] = field(default_factory=dict)
    named: dict[int, Trace] = field(default_factory=dict)

    @property
    def on(self) -> date:
        return self.reading.on

    def asked(self, question: str) -> Truth:
        if question not in self.decided:
            return self.reading.asked(question)
        if question not in self.asked_now:
            asked_when = self.reading.pack.questions[question].asked_when
            self.asked_now[question] = whether_asked(asked_when, self)
        return self.asked_now[question]

    def value(self, subject: Subject) -> Value | None:
        if subject.source is Source.QUESTION and subject.key == self.question:
            return self.answer
        return self.reading.value(subject)
