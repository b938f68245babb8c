"""Shapes of placed values: what a place may hold, and its JSON Schema for editors."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from readiness.domain.calendar import read_moment, read_period
from readiness.domain.document import Entry, Items, Node, Text
from readiness.domain.errors import Fault

Schema = dict[str, Any]


class Faulty(list[Fault]):
    """The faults found so far, and the keys of what had to be left out because of them.

    `unread` says that a whole file was left out, so that nobody knows which keys.
    """

    def __init__(self) -> None:
        super().__init__()
        self.broken: set[str] = set()
        self.unread = False

    def note(self, node: Node, what: str) -> None:
        """Note what is wrong at a place, and what to do."""
        self.append(node.place.fault(what))


MISSING: Any = object()
"""What a shape gives back when a value is faulty; the fault has been noted."""


class Shape(Protocol):
    """What a place may hold."""

    def read(self, node: Node, faults: Faulty) -> Any:
        """Read a value, or note what is wrong with it and give back MISSING."""

    def schema(self) -> Schema:
        """Describe the shape as JSON Schema."""


@dataclass(frozen=True)
class Words:
    """Text of at most so many characters, matching a pattern where there is one."""

    pattern: str = ""
    meaning: str = "words"
    most: int = 2_000

    def read(self, node: Node, faults: Faulty) -> Any:
        if not isinstance(node, Text) or not node.strip():
            return _fault(node, f"write {self.meaning} here", faults)
        if len(node) > self.most:
            return _fault(node, f"shorten this to {self.most:,} characters", faults)
        if self.pattern and not re.fullmatch(self.pattern, node):
            return _fault(node, f"write {self.meaning}, not “{node}”", faults)
        return node

    def schema(self) -> Schema:
        if not self.pattern:
            return {
                "type": ["string", "number", "boolean"],
                "pattern": r"\S",
                "maxLength": self.most,
            }
        written = {"number": "1.5", "integer": "1", "boolean": "true"}
        other = [kind for kind, text in written.items() if re.fullmatch(self.pattern, text)]
        return {
            "type": ["string", *other],
            "pattern": f"^({self.pattern})$",
            "maxLength": self.most,
            "minimum": 0,
        }


KEY = Words(r"[a-z0-9]+(-[a-z0-9]+)*", "a key of small letters, digits and hyphens", 80)
REF = Words(r"[A-Z]{2,4}-\d{2}(\.[a-z0-9-]+)?", "a reference such as ABC-02 or ABC-01.part", 40)
SENTENCE = Words()


@dataclass(frozen=True)
class Whole:
    """A whole number between two bounds, both allowed."""

    low: int = 0
    high: int = 1_000_000_000

    def read(self, node: Node, faults: Faulty) -> Any:
        whole = isinstance(node, Text) and re.fullmatch(r"-?\d{1,12}", node)
        if whole and self.low <= int(whole[0]) <= self.high:
            return int(whole[0])
        wanted = f"write a whole number from {self.low:,} to {self.high:,}"
        return _fault(node, f"{wanted}, not {_shown(node)}", faults)

    def schema(self) -> Schema:
        return {"type": "integer", "minimum": self.low, "maximum": self.high}


@dataclass(frozen=True)
class Parsed:
    """Text that one function turns into a value, raising ValueError with what to do."""

    parse: Callable[[str], Any]
    described: Mapping[str, Any]

    def read(self, node: Node, faults: Faulty) -> Any:
        if not isinstance(node, Text):
            return _fault(node, "write a single value here", faults)
        try:
            return self.parse(node)
        except ValueError as error:
            return _fault(node, f"{error}, not “{node}”", faults)

    def schema(self) -> Schema:
        return dict(self.described)


@dataclass(frozen=True)
class OneOf:
    """One of a closed set of words."""

    words: tuple[str, ...]

    def read(self, node: Node, faults: Faulty) -> Any:
        if isinstance(node, Text) and node in self.words:
            return str(node)
        return _fault(node, f"write one of {', '.join(self.words)}, not {_shown(node)}", faults)

    def schema(self) -> Schema:
        return {"enum": list(self.words)}


@dataclass(frozen=True)
class ListOf:
    """A list of one shape, of so many items at least and at most; one value may stand alone."""

    item: Shape
    least: int = 0
    most: int | None = None
    single: bool = False

    def read(self, node: Node, faults: Faulty) -> Any:
        if self.most is not None and isinstance(node, Items) and len(node) > self.most:
            return _fault(node, f"list at most {self.most}", faults)
        if self.single and isinstance(node, Text):
            alone = self.item.read(node, faults)
            return MISSING if alone is MISSING else (alone,)
        if not isinstance(node, Items):
            return _fault(node, "write a list here", faults)
        if len(node) < self.least:
            return _fault(node, f"list at least {self.least}", faults)
        read = [self.item.read(item, faults) for item in node]
        return tuple(item for item in read if item is not MISSING)

    def schema(self) -> Schema:
        listed: Schema = {"type": "array", "items": self.item.schema(), "minItems": self.least}
        listed |= {} if self.most is None else {"maxItems": self.most}
        return {"anyOf": [self.item.schema(), listed]} if self.single else listed


@dataclass(frozen=True)
class MapOf:
    """A mapping from keys to one shape."""

    value: Shape
    key: Words = KEY

    def read(self, node: Node, faults: Faulty) -> Any:
        if not isinstance(node, Entry):
            return _fault(node, "write “key: value” lines here", faults)
        read = {}
        for name, value in node.items():
            placed = Text(name)
            placed.place = node.key_places[name]
            if self.key.read(placed, faults) is not MISSING:
                read[placed] = self.value.read(value, faults)
        return {name: value for name, value in read.items() if value is not MISSING}

    def schema(self) -> Schema:
        names = {name: self.key.schema()[name] for name in ("pattern", "maxLength")}
        return {
            "type": "object",
            "additionalProperties": self.value.schema(),
            "propertyNames": names,
        }


@dataclass(frozen=True)
class Field:
    """One key of a record: its shape, and its value when it is not written (required without)."""

    shape: Shape
    default: Any = MISSING


@dataclass(frozen=True)
class Record:
    """A mapping with known keys; what is read has every key, and knows its places."""

    fields: Mapping[str, Field]

    def read(self, node: Node, faults: Faulty) -> Any:
        if not isinstance(node, Entry):
            return _fault(node, f"write {', '.join(self.fields)} here", faults)
        for name in node:
            if name not in self.fields:
                known = ", ".join(self.fields)
                what = f"remove this: “{name}” is not one of {known}"
                faults.append(node.key_places[name].fault(what))
        read = Entry()
        read.place, read.key_places = node.place, node.key_places
        whole = True
        for name, wanted in self.fields.items():
            if name in node:
                value = wanted.shape.read(node[name], faults)
            elif wanted.default is MISSING:
                value = _fault(node, f"add “{name}”", faults)
            else:
                value = wanted.default
            whole = whole and value is not MISSING
            read[name] = value
        if not whole:
            faults.broken.update(["", *_keys_beneath(node)])  # something is left out, key or not
        return read if whole else MISSING

    def schema(self) -> Schema:
        return {
            "type": "object",
            "additionalProperties": False,
            "properties": {name: wanted.shape.schema() for name, wanted in self.fields.items()},
            "required": [name for name, f in self.fields.items() if f.default is MISSING],
        }


@dataclass(frozen=True)
class WordsOr:
    """A sentence, or a record when more has to be said; a sentence fills the record's first key."""

    record: Record

    def read(self, node: Node, faults: Faulty) -> Any:
        if not isinstance(node, Text):
            return self.record.read(node, faults)
        first = next(iter(self.record.fields))
        entry = Entry({first: node})
        entry.place, entry.key_places = node.place, {first: node.place}
        return self.record.read(entry, faults)

    def schema(self) -> Schema:
        first = next(iter(self.record.fields.values()))
        return {"anyOf": [first.shape.schema(), self.record.schema()]}


@dataclass(frozen=True)
class Raw:
    """Anything, kept as it stands for the reader to understand later."""

    described: Mapping[str, Any]

    def read(self, node: Node, faults: Faulty) -> Any:
        return node

    def schema(self) -> Schema:
        return dict(self.described)


CONDITION = Raw({"$ref": "#/$defs/condition"})
"""A condition, which the reader understands once every question is known."""


def _keys_beneath(node: Node) -> Iterator[str]:
    """Walk the keys of everything that a value holds, itself included."""
    if isinstance(node, Entry) and isinstance(node.get("key"), Text):
        yield str(node["key"])
    for inner in node.values() if isinstance(node, Entry) else node:
        if isinstance(inner, (Entry, Items)):
            yield from _keys_beneath(inner)


def _yes_no(text: str) -> bool:
    if text not in ("yes", "no"):
        raise ValueError("write yes or no")
    return text == "yes"


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError("write a date such as 2026-04-01") from None


def _days(text: str) -> float:
    if not re.fullmatch(r"\d{1,4}(\.\d)?", text) or float(text) <= 0:
        raise ValueError("write person-days above 0, such as 3 or 0.5")
    return float(text)


_PERIOD = r"(?!0+ )\d{1,4} (working day|day|week|month)s?"

YES_NO = Parsed(_yes_no, {"enum": ["yes", "no"]})
DAY = Parsed(_day, {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"})
PERIOD = Parsed(read_period, {"type": "string", "pattern": f"^{_PERIOD}$"})
MOMENT = Parsed(read_moment, {"type": "string", "pattern": f"^{_PERIOD}( ago)?$"})
DAYS = Parsed(_days, {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 10_000})


def _shown(node: Node) -> str:
    return f"“{node}”" if isinstance(node, Text) else "a list or mapping"


def _fault(node: Node, what: str, faults: Faulty) -> Any:
    faults.note(node, what)
    return MISSING


def plain(texts: Iterable[str]) -> tuple[str, ...]:
    """Return placed texts as ordinary ones."""
    return tuple(str(text) for text in texts)
