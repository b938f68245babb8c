"""YAML as authors mean it: every value is text with its place in the file; nothing is guessed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

import yaml

from readiness.domain.errors import Fault

MOST_CHARACTERS = 1_000_000
"""The longest file that is read; a pack's largest file is a fiftieth of this."""

DEEPEST = 128
"""The deepest nesting that is read; a condition within a condition takes two levels."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands: file, line and column from 1, and its path in words."""

    file: str
    line: int
    column: int
    where: str = ""

    def fault(self, what: str) -> Fault:
        """Say what is wrong here and what to do."""
        return Fault(self.file, self.line, self.column, self.where or "the file", what)


class Text(str):
    """A scalar exactly as written, which knows its place."""

    place: Place


class Items(list["Node"]):
    """A sequence which knows its place."""

    place: Place


class Entry(dict[str, Any]):
    """A mapping which knows its place and that of each of its keys."""

    place: Place
    key_places: dict[str, Place]


Node = Text | Items | Entry


def read_document(file: str, text: str) -> tuple[Node | None, tuple[Fault, ...]]:
    """Read one YAML file into placed values.

    `no`, `1.10` and `2019-01-01` stay the text they are. Anchors, aliases, tags, repeated keys, a
    second document, over-deep and over-long files are faults. After a fault the rest of the file is
    still read where that is possible.

    Returns:
        The document, None when it cannot be read at all or is empty, and what is wrong with it.
    """
    top = Place(file, 1, 1)
    if len(text) > MOST_CHARACTERS:
        return None, (
            top.fault(f"split this file: it is longer than {MOST_CHARACTERS:,} characters"),
        )
    builder = _Builder(file)
    try:
        node = builder.build(text)
    except _TooDeep as deep:
        return None, (deep.place.fault(f"flatten this: it is nested more than {DEEPEST} deep"),)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(file, mark.line + 1, mark.column + 1) if mark else top
        return None, (*builder.named(), place.fault(f"this is not YAML: {error.problem}"))
    except yaml.YAMLError as error:
        return None, (top.fault(f"this is not YAML: {' '.join(str(error).split())}"),)
    if node is None:
        return None, (*builder.named(), top.fault("write something here, or delete the file"))
    paths: dict[tuple[int, int], str] = {}
    _name(node, "", paths)
    return node, builder.named(paths)


class _TooDeep(Exception):
    def __init__(self, place: Place) -> None:
        self.place = place


class _Builder:
    """Turns the parser's events into placed values."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.faults: list[Fault] = []

    def named(
        self, paths: Mapping[tuple[int, int], str] = MappingProxyType({})
    ) -> tuple[Fault, ...]:
        """Return the faults with their paths, as far as they are known."""
        return tuple(_with_path(fault, paths) for fault in self.faults)

    def build(self, text: str) -> Node | None:
        events: Iterator[yaml.Event] = yaml.parse(text, Loader=yaml.CSafeLoader)
        node: Node | None = None
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._fault(event, "keep one document to a file: remove the line of dashes")
            elif isinstance(event, yaml.NodeEvent):
                read = self._node(event, events, 0)
                node = read if node is None else node
        return None if isinstance(node, Text) and node == "" else node

    def _node(self, event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Node:
        place = self._place(event)
        if depth > DEEPEST:
            raise _TooDeep(place)
        if getattr(event, "anchor", None):
            self._fault(event, "write the value out: anchors and aliases are not read")
        if getattr(event, "tag", None):
            self._fault(event, "remove the tag: values are read by where they stand")
        if isinstance(event, yaml.SequenceStartEvent):
            items = Items()
            items.place = place
            while not isinstance(child := next(events), yaml.SequenceEndEvent):
                items.append(self._node(child, events, depth + 1))
            return items
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(place, events, depth)
        return _text(getattr(event, "value", ""), place)

    def _mapping(self, place: Place, events: Iterator[yaml.Event], depth: int) -> Entry:
        entry = Entry()
        entry.place, entry.key_places = place, {}
        while not isinstance(key_event := next(events), yaml.MappingEndEvent):
            key = self._node(key_event, events, depth + 1)
            value = self._node(next(events), events, depth + 1)
            if not isinstance(key, Text):
                self._fault(key_event, "name this with a word: a list or mapping cannot be a key")
            elif key in entry:
                what = f"remove one of the two: “{key}” is written twice"
                self.faults.append(replace(key.place, where=_at(place)).fault(what))
            else:
                entry[str(key)] = value
                entry.key_places[str(key)] = key.place
        return entry

    def _place(self, event: yaml.Event) -> Place:
        mark = event.start_mark
        return Place(self.file, mark.line + 1, mark.column + 1) if mark else Place(self.file, 1, 1)

    def _fault(self, event: yaml.Event, what: str) -> None:
        place = self._place(event)
        self.faults.append(replace(place, where=_at(place)).fault(what))


def _text(value: str, place: Place) -> Text:
    text = Text(value)
    text.place = place
    return text


def _at(place: Place) -> str:
    """Stand in for a path which is not known before the whole file is read."""
    return f"@{place.line}:{place.column}"


def _with_path(fault: Fault, paths: Mapping[tuple[int, int], str]) -> Fault:
    line, column = map(int, fault.where.removeprefix("@").split(":"))
    return replace(fault, where=paths.get((line, column)) or "the file")


def _name(node: Node, where: str, paths: dict[tuple[int, int], str]) -> None:
    """Give every value its path; an item that has a key is called by it, another by its number."""
    paths[node.place.line, node.place.column] = where
    node.place = replace(node.place, where=where)
    if isinstance(node, Entry):
        for key, value in node.items():
            path = f"{where}.{key}" if where else key
            node.key_places[key] = replace(node.key_places[key], where=path)
            _name(value, path, paths)
    elif isinstance(node, Items):
        for number, item in enumerate(node, start=1):
            called = item.get("key") if isinstance(item, Entry) else None
            name = called if isinstance(called, Text) and called else str(number)
            _name(item, f"{where}.{name}" if where else name, paths)
