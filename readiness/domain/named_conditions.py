"""What conditions can name, from a pack's text: rules, gates, and the outcomes of scales."""

from collections.abc import Callable, Mapping
from itertools import chain
from typing import TypeVar

from readiness.domain.comparison_reader import ComparisonReader
from readiness.domain.condition import Condition, OnScale, Scale
from readiness.domain.condition_reader import ConditionReader
from readiness.domain.condition_size import too_large
from readiness.domain.document import Entry, Node, Text
from readiness.domain.pack import NamedCondition, Profile, Rule, Strength, gate
from readiness.domain.pack_entries import PackEntries
from readiness.domain.question_reader import Sources
from readiness.domain.scale_reader import read_levels, read_table
from readiness.domain.shapes import Faulty, plain
from readiness.domain.vehicle import Vehicles
from readiness.domain.vehicle_reader import ASKED_OF_VEHICLE, vehicle_condition

T = TypeVar("T")
Name = tuple[str, str]
"""What a thing is, and its key."""


class NamedConditions:
    """Reads each rule, scale and named condition once, when first named, and refuses circles."""

    def __init__(
        self,
        entries: PackEntries,
        comparisons: ComparisonReader,
        sources: Sources,
        faults: Faulty,
        vehicles: Vehicles | None = None,
    ) -> None:
        self.vehicles = vehicles
        self.questions = comparisons.questions
        self.sources = sources
        self.faults = faults
        self.stages = [str(stage["key"]) for stage in entries.stages["stages"]]
        self.conditions = ConditionReader(comparisons, self._named, self._scale_named)
        self.rule_entries: dict[str, Entry] = {
            str(rule["key"]): rule for section in entries.sections for rule in section["rules"]
        }
        self.rule_sections = {
            str(rule["key"]): str(section["section"])
            for section in entries.sections
            for rule in section["rules"]
        }
        self.scale_entries: dict[Name, Entry] = {
            (what, str(entry["key"])): entry
            for what in ("level", "table")
            for entry in entries.scales[what + "s"]
        }
        self.condition_entries: dict[str, Entry] = {
            str(key): entry for key, entry in entries.head["conditions"].items()
        }
        self._conditions: dict[str, Condition | None] = {}
        self._rules: dict[str, Rule | None] = {}
        self._scales: dict[Name, Scale | None] = {}
        self._being_read: list[Name] = []

    @property
    def broken(self) -> bool:
        """Whether some rule, scale or named condition had to be left out."""
        found = (self._rules, self._scales, self._conditions)
        return None in chain.from_iterable(one.values() for one in found)

    def rules(self) -> tuple[Rule, ...]:
        """Return every rule that can be understood, in order."""
        return tuple(rule for key in self.rule_entries if (rule := self._rule(key)) is not None)

    def named(self) -> dict[str, NamedCondition]:
        """Return every condition with a name of its own that can be understood, by key."""
        return {
            key: NamedCondition(key, str(entry["means"]), condition)
            for key, entry in self.condition_entries.items()
            if (condition := self._condition(key)) is not None
        }

    def scales(self) -> tuple[Scale, ...]:
        """Return every scale that can be understood, levels first."""
        for (what, key), entry in self.scale_entries.items():
            if what == "table" and ("level", key) in self.scale_entries:
                self.faults.note(
                    entry["key"], f"give the table another key: “{key}” is a level too"
                )
        return tuple(s for name in self.scale_entries if (s := self._scale(name)) is not None)

    def profile(self, entry: Entry) -> Profile:
        """Make a profile of what its shape read; a least outcome that is faulty is left out."""
        scales = {key: scale for (_, key), scale in self._scales.items()}
        shared = {key for what, key in self._scales if what == "level"} & {
            key for what, key in self._scales if what == "table"
        }
        least = []
        if not entry["least"]:
            self.faults.note(entry, "name at least one level or table in least, and its outcome")
        for key, outcome in entry["least"].items():
            if str(key) in shared:
                continue
            scale = scales.get(str(key))
            if scale is None:
                if str(key) not in scales and str(key) not in self.faults.broken:
                    self.faults.note(
                        key, f"name a level or table of scales.yaml: there is no “{key}”"
                    )
                continue
            outcomes = [o.key for o in scale.outcomes]
            if outcome not in outcomes:
                self.faults.note(outcome, f"write one of {', '.join(outcomes)}")
                continue
            least.append(OnScale(scale, frozenset(outcomes[outcomes.index(outcome) :])))
        return Profile(
            key=str(entry["key"]),
            title=str(entry["title"]),
            least=tuple(least),
            otherwise=str(entry["otherwise"]),
            because=str(entry["because"]),
            applies_when=entry["applies_when"] and self.conditions.read(entry["applies_when"]),
            source=self.sources.find(entry["source"]),
        )

    def _named(self, what: str, key: Text) -> Condition | None:
        match what:
            case "rule":
                return self._rule_condition(key)
            case "gate":
                return self._gate_condition(key)
            case "vehicle":
                return self._vehicle_condition(key)
            case _:
                return self._named_condition(key)

    def _rule(self, key: str) -> Rule | None:
        if key not in self._rules:
            entry = self.rule_entries[key]
            self._rules[key] = self._reading(("rule", key), lambda: self._read_rule(entry))
        return self._rules[key]

    def _read_rule(self, entry: Entry) -> Rule | None:
        if entry["stage"] not in self.stages[:-1]:
            gated = ", ".join(self.stages[:-1])
            self.faults.note(entry["stage"], f"name a stage that has a gate: one of {gated}")
        needs = self.conditions.read(entry["needs"])
        applies = entry["applies_when"] and self.conditions.read(entry["applies_when"])
        if needs is None:
            return None
        rule = Rule(
            key=str(entry["key"]),
            stage=str(entry["stage"]),
            strength=Strength(entry["strength"]),
            needs=needs,
            otherwise=str(entry["otherwise"]),
            because=str(entry["because"]),
            do=plain(entry["do"]),
            needed=str(entry["needed"]),
            applies_when=applies,
            board=str(entry["board"]),
            source=self.sources.find(entry["source"]),
            section=self.rule_sections[str(entry["key"])],
        )
        return rule if self._in_bounds(rule.condition, entry["needs"]) else None

    def _rule_condition(self, key: Text) -> Condition | None:
        if not self._there(("rule", str(key)), key, self.rule_entries, "rule of this pack"):
            return None
        rule = self._rule(str(key))
        return None if rule is None else rule.condition

    def _named_condition(self, key: Text) -> Condition | None:
        known = self.condition_entries
        if not self._there(("condition", str(key)), key, known, "condition of pack.yaml"):
            return None
        return self._condition(str(key))

    def _vehicle_condition(self, asked: Text) -> Condition | None:
        if self.vehicles is None:
            if not self.faults.broken:
                self.faults.note(asked, "add vehicles.yaml: this asks something of a vehicle")
            return None
        if asked not in ASKED_OF_VEHICLE:
            self.faults.note(asked, f"write one of {', '.join(ASKED_OF_VEHICLE)}, not “{asked}”")
            return None
        return vehicle_condition(self.vehicles, str(asked), self.questions)

    def _condition(self, key: str) -> Condition | None:
        if key not in self._conditions:
            when = self.condition_entries[key]["when"]
            read = self._reading(("condition", key), lambda: self.conditions.read(when))
            within = read is not None and self._in_bounds(read, when)
            self._conditions[key] = read if within else None
        return self._conditions[key]

    def _gate_condition(self, key: Text) -> Condition | None:
        if key not in self.stages[:-1]:
            self.faults.note(key, f"name a stage that has a gate: there is none out of “{key}”")
            return None
        members = [
            name
            for name, entry in self.rule_entries.items()
            if entry["stage"] == key and entry["strength"] == Strength.HARD
        ]
        for name in members:
            if ("rule", name) in self._being_read:
                self.faults.note(key, f"break the circle: rule {name} waits for its own gate {key}")
                return None
        rules = [self._rule(name) for name in members]
        return gate(str(key), tuple(rule for rule in rules if rule is not None)).part

    def _scale_named(self, what: str, key: Text) -> Scale | None:
        keys = {key: entry for (kind, key), entry in self.scale_entries.items() if kind == what}
        if not self._there((what, str(key)), key, keys, f"{what} of scales.yaml"):
            return None
        return self._scale((what, str(key)))

    def _scale(self, name: Name) -> Scale | None:
        if name not in self._scales:
            entry = self.scale_entries[name]
            read = read_levels if name[0] == "level" else read_table
            scale = self._reading(name, lambda: read(entry, self.conditions))
            whole = scale and self._in_bounds(OnScale(scale, frozenset()), entry)
            self._scales[name] = scale if whole else None
        return self._scales[name]

    def _in_bounds(self, condition: Condition, node: Node) -> bool:
        if wrong := too_large(condition):
            self.faults.note(node, wrong)
        return not wrong

    def _reading(self, name: Name, read: Callable[[], T]) -> T:
        self._being_read.append(name)
        try:
            return read()
        finally:
            self._being_read.pop()

    def _there(self, name: Name, key: Text, known: Mapping[str, Entry], noun: str) -> bool:
        """Say whether what is named can be read; if not, note why, unless that is known already."""
        if key in self.faults.broken:
            return False
        if key not in known:
            self.faults.note(key, f"name a {noun}: there is no “{key}”")
            return False
        if name in self._being_read:
            circle = [k for _, k in self._being_read[self._being_read.index(name) :]]
            self.faults.note(key, f"break the circle: {' → '.join([*circle, str(key)])}")
            return False
        return True
