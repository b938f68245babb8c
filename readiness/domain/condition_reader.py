"""Conditions from a pack's text: references and operators resolved, every fault with its place."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from readiness.domain.calendar import read_period
from readiness.domain.condition import (
    OPERATORS,
    AllOf,
    AnyOf,
    AtLeast,
    Condition,
    Is,
    Named,
    Not,
    Source,
    Subject,
    Wanted,
)
from readiness.domain.document import Entry, Items, Node, Text
from readiness.domain.organisation import OrganisationKind, Setting
from readiness.domain.pack import Kind, Question
from readiness.domain.shapes import Faulty

FACTS: Mapping[str, tuple[str, ...] | None] = {
    "kind": tuple(OrganisationKind),
    "setting": tuple(Setting),
    "sites": None,
}
"""What a condition may read about the organisation: the words a fact may be, None for a number."""

_NUMBERS = ("equals", "no_less_than", "no_more_than", "more_than", "less_than")
_DAYS = ("on_or_after", "on_or_before", "sooner_than", "later_than")
_FOR_KIND = {
    Kind.YES_NO: ("is",),
    Kind.CHOICES: ("includes", "picks_at_least"),
    Kind.PARTNERS: ("includes", "picks_at_least"),
    Kind.NUMBER: _NUMBERS,
    Kind.PERCENTAGE: _NUMBERS,
    Kind.MONEY: _NUMBERS,
    Kind.DATE: _DAYS,
    Kind.TEXT: (),
}


class _Wrong(Exception):
    """A part could not be understood; its fault has been noted."""


@dataclass
class ConditionReader:
    """Reads conditions against the questions of a pack, and the rules and gates it can name.

    `rule` and `gate` give the condition behind a name, None when there is none or it is faulty.
    """

    questions: Mapping[str, Question]
    rule: Callable[[Text], Condition | None]
    gate: Callable[[Text], Condition | None]
    faults: Faulty = field(default_factory=Faulty)

    def read(self, node: Node) -> Condition | None:
        """Read a condition, or note everything wrong with it and give back None."""
        try:
            return self._read(node)
        except _Wrong:
            return None

    def _read(self, node: Node) -> Condition:
        if not isinstance(node, Entry) or not node:
            raise self._wrong(node, "write a condition such as {question: …, at_least: …}")
        names = set(node)
        if names in ({"all"}, {"any"}):
            key = names.pop()
            parts = self._parts(node[key])
            return AllOf(parts) if key == "all" else AnyOf(parts)
        if names == {"not"}:
            return Not(self._read(node["not"]))
        if names == {"at_least", "of"}:
            parts = self._parts(node["of"])
            return AtLeast(self._whole(node["at_least"], 1, len(parts)), parts)
        if names in ({"rule"}, {"gate"}):
            return self._named(node, names.pop())
        if "question" in names or "organisation" in names:
            return self._leaf(node)
        raise self._wrong(
            node, f"write question, organisation, all, any, not, rule or gate, not {_list(names)}"
        )

    def _parts(self, node: Node) -> tuple[Condition, ...]:
        if not isinstance(node, Items) or not node:
            raise self._wrong(node, "list at least one condition here")
        read = [self.read(part) for part in node]
        if None in read:
            raise _Wrong
        return tuple(part for part in read if part is not None)

    def _named(self, node: Entry, what: str) -> Condition:
        key = self._text(node[what])
        part = self.rule(key) if what == "rule" else self.gate(key)
        if part is None:
            raise _Wrong
        return Named(what, str(key), part)

    def _leaf(self, node: Entry) -> Condition:
        source = Source.QUESTION if "question" in node else Source.ORGANISATION
        key = self._text(node[source.value])
        operators = [name for name in node if name != source.value]
        if len(operators) != 1 or operators[0] not in OPERATORS:
            raise self._wrong(
                node, f"compare with exactly one of {', '.join(OPERATORS)}, not {_list(operators)}"
            )
        operator = operators[0]
        if source is Source.QUESTION:
            wanted = self._wanted_of_question(node, key, operator)
        else:
            wanted = self._wanted_of_fact(node, key, operator)
        return Is(Subject(source, str(key)), operator, wanted)

    def _wanted_of_question(self, node: Entry, key: Text, operator: str) -> Wanted:
        question = self.questions.get(key)
        if key in self.faults.broken:
            raise _Wrong
        if question is None:
            raise self._wrong(key, f"name a question of this pack: there is no “{key}”")
        allowed = _operators(question)
        if operator not in allowed:
            if question.kind is Kind.CHOICE:
                what = "its options are not ranked (ordered: no), so compare it with is"
            else:
                what = f"compare a {question.kind} with {_list(allowed)}"
            raise self._wrong(node[operator], f"{what}, not {operator}")
        options = tuple(option.key for option in question.options)
        match question.kind:
            case Kind.CHOICE if operator != "is":
                place = options.index(self._option(node[operator], options))
                return frozenset(
                    options[place:] if operator == "at_least" else options[: place + 1]
                )
            case Kind.CHOICE | Kind.YES_NO:
                return self._options(node[operator], options)
            case Kind.CHOICES if operator == "includes":
                return self._options(node[operator], options)
            case Kind.PARTNERS if operator == "includes":
                return frozenset(str(text) for text in self._texts(node[operator]))
            case Kind.DATE:
                return self._day(node[operator], operator)
            case _:
                return self._whole(node[operator], -1_000_000_000, 1_000_000_000)

    def _wanted_of_fact(self, node: Entry, key: Text, operator: str) -> Wanted:
        if key not in FACTS:
            raise self._wrong(key, f"name one of {_list(FACTS)}, not “{key}”")
        words = FACTS[key]
        allowed = _NUMBERS if words is None else ("is",)
        if operator not in allowed:
            raise self._wrong(
                node[operator], f"compare {key} with {_list(allowed)}, not {operator}"
            )
        if words is None:
            return self._whole(node[operator], 0, 1_000_000)
        return self._options(node[operator], words)

    def _options(self, node: Node, options: tuple[str, ...]) -> frozenset[str]:
        return frozenset(self._option(text, options) for text in self._texts(node))

    def _option(self, node: Node, options: tuple[str, ...]) -> str:
        text = self._text(node)
        if text not in options:
            raise self._wrong(text, f"write one of {_list(options)}, not “{text}”")
        return str(text)

    def _day(self, node: Node, operator: str) -> Wanted:
        text = self._text(node)
        try:
            if operator in ("sooner_than", "later_than"):
                return read_period(text)
            return date.fromisoformat(text)
        except ValueError:
            wanted = "9 months" if operator.endswith("than") else "2026-04-01"
            raise self._wrong(text, f"write something like {wanted}, not “{text}”") from None

    def _whole(self, node: Node, low: int, high: int) -> int:
        text = self._text(node)
        if not text.lstrip("-").isdecimal() or not low <= int(text) <= high:
            raise self._wrong(text, f"write a whole number from {low:,} to {high:,}, not “{text}”")
        return int(text)

    def _texts(self, node: Node) -> list[Text]:
        if isinstance(node, Items) and node:
            return [self._text(item) for item in node]
        return [self._text(node)]

    def _text(self, node: Node) -> Text:
        if not isinstance(node, Text):
            raise self._wrong(node, "write a single word here")
        return node

    def _wrong(self, node: Node, what: str) -> _Wrong:
        self.faults.append(node.place.fault(what))
        return _Wrong()


def _operators(question: Question) -> tuple[str, ...]:
    if question.kind is Kind.CHOICE:
        return ("is", "at_least", "at_most") if question.ordered else ("is",)
    return _FOR_KIND[question.kind]


def _list(words: Iterable[str]) -> str:
    return ", ".join(sorted(words) if isinstance(words, set) else words) or "nothing"
