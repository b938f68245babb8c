"""Comparisons from a pack's text: what is compared, how, and with what."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from readiness.domain.calendar import read_moment
from readiness.domain.condition import Is, Source, Subject, Versus
from readiness.domain.document import Entry, Items, Node, Text
from readiness.domain.operators import OPERATORS, Wanted
from readiness.domain.organisation import OrganisationKind, Setting
from readiness.domain.pack import Kind, Question, Threshold
from readiness.domain.shapes import Faulty

FACTS: Mapping[str, tuple[str, ...] | None] = {
    "kind": tuple(OrganisationKind),
    "setting": tuple(Setting),
    "sites": None,
}
"""What a condition may read about the organisation: the words a fact may be, None for a number."""

NETWORK_FACTS = ("partners", "critical-partners")
"""What a condition may read about the network, all numbers: the organisations it exchanges
information with, and those of them without which care stops."""

DAY_FACTS = ("judged",)
"""What a condition may read about days besides answers: the day of judgement."""

LARGEST = 1_000_000_000
"""The largest number that a comparison names, above zero or below."""

_OPTIONS = ("is", "at_least", "at_most")
_NUMBERS = ("equals", "no_less_than", "no_more_than", "more_than", "less_than")
_CALENDAR = ("on_or_after", "on_or_before")
_DAYS = (*_CALENDAR, "sooner_than", "later_than")
_SETS = ("includes", "picks_at_least")
FOR_KIND: Mapping[Kind, tuple[str, ...]] = {
    Kind.CHOICE: _OPTIONS,
    Kind.YES_NO: ("is",),
    Kind.CHOICES: _SETS,
    Kind.PARTNERS: _SETS,
    Kind.NUMBER: _NUMBERS,
    Kind.PERCENTAGE: _NUMBERS,
    Kind.MONEY: _NUMBERS,
    Kind.DATE: _DAYS,
    Kind.TEXT: (),
}
"""The operators that each kind of question may be compared by."""


class Wrong(Exception):
    """A part could not be understood; its fault has been noted."""


@dataclass
class ComparisonReader:
    """Reads comparisons against the questions and the named figures of a pack."""

    questions: Mapping[str, Question]
    thresholds: Mapping[str, Threshold] = field(default_factory=dict)
    faults: Faulty = field(default_factory=Faulty)

    def read(self, node: Entry, source: Source) -> Is | Versus:
        """Read one comparison.

        Raises:
            Wrong: its fault has been noted.
        """
        key = self.text(node[source.value])
        operators = [name for name in node if name != source.value]
        if len(operators) != 1 or operators[0] not in OPERATORS:
            raise self.wrong(
                node, f"compare with exactly one of {', '.join(OPERATORS)}, not {listed(operators)}"
            )
        subject, operator, wanted = Subject(source, str(key)), operators[0], node[operators[0]]
        if source is Source.QUESTION:
            question = self.question(key)
            self._fits(question, operator, wanted)
            if isinstance(wanted, Entry) and "threshold" not in wanted:
                return self._versus(subject, operator, question, wanted)
            return Is(
                subject, operator, self._wanted(question, operator, wanted), _threshold(wanted)
            )
        return self._fact(subject, operator, node)

    def whole(self, node: Node, low: int, high: int) -> int:
        """Read a whole number between two bounds, written out or named as a threshold."""
        if isinstance(node, Entry):
            return self._named_figure(node, low, high)
        text = self.text(node)
        if not text.lstrip("-").isdecimal() or not low <= int(text) <= high:
            raise self.wrong(text, f"write a whole number from {low:,} to {high:,}, not “{text}”")
        return int(text)

    def options(self, node: Node, options: Iterable[str]) -> frozenset[str]:
        """Read one word or a list of words, each one of those allowed."""
        known = tuple(options)
        return frozenset(self.option(text, known) for text in self.texts(node))

    def option(self, node: Node, options: tuple[str, ...]) -> str:
        """Read one of the words allowed."""
        text = self.text(node)
        if text not in options:
            raise self.wrong(text, f"write one of {listed(options)}, not “{text}”")
        return str(text)

    def question(self, key: Text) -> Question:
        """Find a question by key."""
        found = self.questions.get(key)
        if key in self.faults.broken:
            raise Wrong
        if found is None:
            raise self.wrong(key, f"name a question of this pack: there is no “{key}”")
        return found

    def text(self, node: Node) -> Text:
        """Read a single word."""
        if not isinstance(node, Text):
            raise self.wrong(node, "write a single word here")
        return node

    def texts(self, node: Node) -> list[Text]:
        """Read one word or a list of words."""
        if isinstance(node, Items) and node:
            return [self.text(item) for item in node]
        return [self.text(node)]

    def wrong(self, node: Node, what: str) -> Wrong:
        """Note a fault, and give back what to raise."""
        self.faults.note(node, what)
        return Wrong()

    def _fits(self, question: Question, operator: str, wanted: Node) -> None:
        unranked = question.kind is Kind.CHOICE and not question.ordered
        allowed = ("is",) if unranked else FOR_KIND[question.kind]
        if operator in allowed:
            return
        if question.kind is Kind.CHOICE:
            what = "its options are not ranked (ordered: no), so compare it with is"
        else:
            what = f"compare a {question.kind} with {listed(allowed)}"
        raise self.wrong(wanted, f"{what}, not {operator}")

    def _wanted(self, question: Question, operator: str, node: Node) -> Wanted:
        options = tuple(option.key for option in question.options)
        match question.kind:
            case Kind.CHOICE if operator != "is":
                return ranked(operator, self.option(node, options), options)
            case Kind.CHOICE | Kind.YES_NO:
                return self.options(node, options)
            case Kind.CHOICES if operator == "includes":
                return self.options(node, options)
            case Kind.PARTNERS if operator == "includes":
                return frozenset(str(text) for text in self.texts(node))
            case Kind.DATE:
                return self._day(node, operator)
            case _:
                return self.whole(node, -LARGEST, LARGEST)

    def _versus(
        self, subject: Subject, operator: str, question: Question, node: Entry
    ) -> Is | Versus:
        """Read a comparison with another answer, or with a fact where that is a number."""
        names = set(node)
        if names == {"organisation"} and operator in _NUMBERS:
            key = self.text(node["organisation"])
            if FACTS.get(key, ()) is not None:
                raise self.wrong(key, "compare with sites, the only number among these facts")
            return Versus(subject, operator, Subject(Source.ORGANISATION, str(key)))
        if operator in _SETS:
            what = "write what was chosen, or how many: no other answer can stand here"
            raise self.wrong(node, what)
        if names != {"question"}:
            raise self.wrong(node, "write a value, {question: …} or {threshold: …}")
        key = self.text(node["question"])
        other = self.question(key)
        if not _comparable(question, other):
            raise self.wrong(
                key, f"compare with a question of the same kind and options as {question.key}"
            )
        ranks = tuple(option.key for option in question.options) if question.ordered else ()
        return Versus(subject, operator, Subject(Source.QUESTION, str(key)), ranks)

    def _fact(self, subject: Subject, operator: str, node: Entry) -> Is:
        if subject.source is Source.DAY:
            return self._judged(subject, operator, node)
        network = subject.source is Source.NETWORK
        facts: Mapping[str, Any] = dict.fromkeys(NETWORK_FACTS) if network else FACTS
        key, wanted = node[subject.source.value], node[operator]
        if subject.key not in facts:
            raise self.wrong(key, f"name one of {listed(facts)}, not “{key}”")
        words = facts[subject.key]
        allowed = _NUMBERS if words is None else ("is",)
        if operator not in allowed:
            raise self.wrong(wanted, f"compare {key} with {listed(allowed)}, not {operator}")
        if words is None:
            return Is(subject, operator, self.whole(wanted, 0, 1_000_000), _threshold(wanted))
        return Is(subject, operator, self.options(wanted, words))

    def _judged(self, subject: Subject, operator: str, node: Entry) -> Is:
        """Read a comparison of the day of judgement with a day of the calendar."""
        key, wanted = node[subject.source.value], node[operator]
        if subject.key not in DAY_FACTS:
            raise self.wrong(key, f"name {listed(DAY_FACTS)}, not “{key}”")
        if operator not in _CALENDAR:
            what = f"compare the day of judgement with {listed(_CALENDAR)}, not {operator}"
            raise self.wrong(wanted, what)
        return Is(subject, operator, self._day(wanted, operator))

    def _named_figure(self, node: Entry, low: int, high: int) -> int:
        if set(node) != {"threshold"}:
            raise self.wrong(node, "write a whole number or {threshold: …}")
        key = self.text(node["threshold"])
        found = self.thresholds.get(key)
        if found is None:
            there = listed(self.thresholds)
            raise self.wrong(key, f"add the threshold “{key}” to pack.yaml, which has {there}")
        if not low <= found.value <= high:
            raise self.wrong(key, f"use a threshold from {low:,} to {high:,}: {key} is not one")
        return found.value

    def _day(self, node: Node, operator: str) -> Wanted:
        text = self.text(node)
        try:
            if operator in ("sooner_than", "later_than"):
                return read_moment(text)
            return date.fromisoformat(text)
        except ValueError:
            wanted = "9 months or 12 months ago" if operator.endswith("than") else "2026-04-01"
            raise self.wrong(text, f"write something like {wanted}, not “{text}”") from None


def ranked(operator: str, option: str, options: tuple[str, ...]) -> frozenset[str]:
    """Return the options, ranked from worst to best, which stand so to one of them."""
    place = options.index(option)
    match operator:
        case "at_least":
            return frozenset(options[place:])
        case "at_most":
            return frozenset(options[: place + 1])
        case _:
            return frozenset({option})


def listed(words: Iterable[str]) -> str:
    """Write words one after another; nothing where there are none."""
    return ", ".join(sorted(words) if isinstance(words, set) else words) or "nothing"


def _threshold(node: Node) -> str:
    return str(node["threshold"]) if isinstance(node, Entry) else ""


def _comparable(question: Question, other: Question) -> bool:
    options = [option.key for option in question.options]
    return (
        question.key != other.key
        and question.kind is other.kind
        and question.ordered is other.ordered
        and options == [option.key for option in other.options]
    )
