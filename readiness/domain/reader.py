"""Packs from their files' text: what the shapes read, made into the values of `pack`."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from readiness.domain.checks import check
from readiness.domain.condition import Condition, Source, Subject
from readiness.domain.condition_reader import FACTS, ConditionReader
from readiness.domain.document import Entry, Node, Text
from readiness.domain.errors import PackFaults
from readiness.domain.pack import (
    Achievement,
    ActionTemplate,
    Benchmark,
    Citation,
    DatedFact,
    Effort,
    Fallback,
    FindOut,
    Kind,
    Option,
    Pack,
    Question,
    Reason,
    Route,
    Routes,
    Rule,
    Section,
    Stage,
    Strength,
    Term,
    gate,
)
from readiness.domain.pack_entries import ASIDE, PackEntries, read_entries
from readiness.domain.shapes import Faulty, plain


def read_pack(files: Mapping[str, str], *, kept: bool = False) -> Pack:
    """Read a pack from its files' text, by path inside the pack's folder; cases and demo aside.

    Args:
        kept: the text was accepted when assessments began with it, so what a later version would
            hold against it between its parts is left aside.

    Raises:
        PackFaults: naming the file, line, column and key of everything which is wrong.
    """
    faults = Faulty()
    entries = read_entries(files, faults)
    if entries is None:
        raise PackFaults(faults)
    reading = _Reading(entries, faults)
    pack = reading.pack(fingerprint(files))
    if not kept:
        faults.extend(check(pack, entries.places, faults.broken, whole=not reading.broken))
    if faults:
        raise PackFaults(faults)
    return pack


def fingerprint(files: Mapping[str, str]) -> str:
    """Return the SHA-256, in hexadecimal, of a pack's text by path; cases and demo left out."""
    digest = hashlib.sha256()
    for path in sorted(files):
        if not path.startswith(ASIDE):
            for part in (path, files[path]):
                coded = part.encode()
                digest.update(len(coded).to_bytes(8, "big") + coded)
    return digest.hexdigest()


class _Reading:
    """One reading of a pack; it collects faults and goes on while anything can be understood."""

    def __init__(self, entries: PackEntries, faults: Faulty) -> None:
        self.entries = entries
        self.faults = faults
        self.sources = {
            str(key): Citation(source["title"], source["date"])
            for key, source in entries.head["sources"].items()
        }
        self.stage_keys = [stage["key"] for stage in entries.stages["stages"]]
        self.rule_entries: dict[str, Entry] = {
            str(rule["key"]): rule for section in entries.sections for rule in section["rules"]
        }
        self.rules: dict[str, Rule | None] = {}
        self.being_read: list[str] = []
        self.conditions = ConditionReader(
            {}, self._rule_condition, self._gate_condition, self.faults
        )

    @property
    def broken(self) -> bool:
        """Whether something was left out, so that what refers to it cannot be judged."""
        return bool(self.faults.broken) or len(self.rules) != len(
            list(filter(None, self.rules.values()))
        )

    def pack(self, fingerprint: str) -> Pack:
        """Make what was read into a pack; a faulty part is left out, its fault noted."""
        head, entries = self.entries.head, self.entries
        made = tuple(self._section(entry) for entry in entries.sections)
        self.conditions.questions = {q.key: q for section in made for q in section.questions}
        rules = tuple(rule for key in self.rule_entries if (rule := self._rule(key)) is not None)
        return Pack(
            key=str(head["key"]),
            version=str(head["version"]),
            title=str(head["title"]),
            planning=str(head["planning"]),
            order=head["order"],
            default=head["default"],
            fingerprint=fingerprint,
            claimed=self._known_question(head["claimed"]),
            target=self._known_question(head["target"]),
            counts={str(unit): self._count(unit, entry) for unit, entry in head["counts"].items()},
            roles={str(key): str(title) for key, title in head["roles"].items()},
            find_out=FindOut(
                _effort({**head["find-out"]["effort"], "per": "organisation"}),
                head["find-out"]["lead_time"],
            ),
            stages=tuple(Stage(**_plain(stage)) for stage in entries.stages["stages"]),
            sections=tuple(
                self._with_conditions(section, entry)
                for section, entry in zip(made, entries.sections, strict=True)
            ),
            rules=rules,
            routes=self._routes(entries.routes),
            actions=tuple(self._action(entry) for entry in entries.actions["actions"]),
            benchmarks=tuple(self._benchmark(entry) for entry in entries.benchmarks),
            dates=tuple(
                DatedFact(e["date"], str(e["what"]), self._source(e["source"]), e["review_by"])
                for e in head["dates"]
            ),
            fallbacks=tuple(Fallback(**_plain(entry)) for entry in head["fallbacks"]),
            at_hand=plain(head["at-hand"]),
            glossary=tuple(Term(str(word), str(text)) for word, text in head["glossary"].items()),
        )

    def _section(self, entry: Entry) -> Section:
        return Section(
            key=str(entry["section"]),
            title=str(entry["title"]),
            owner=str(entry["owner"]),
            minutes=entry["minutes"],
            have_open=str(entry["have_open"]),
            questions=tuple(self._question(question, entry) for question in entry["questions"]),
        )

    def _question(self, entry: Entry, section: Entry) -> Question:
        kind = Kind(entry["kind"])
        self._fitting(entry, kind)
        options = tuple(self._option(key, option) for key, option in entry["options"].items())
        if kind is Kind.YES_NO:
            options = (Option("no", "No"), Option("yes", "Yes"))
        return Question(
            key=str(entry["key"]),
            ref=str(entry["ref"]),
            ask=str(entry["ask"]),
            kind=kind,
            section=str(section["section"]),
            area=str(entry["area"]),
            owner=str(entry["owner"] or section["owner"]),
            hint=str(entry["hint"]),
            evidence=str(entry["evidence"]),
            options=options,
            ordered=kind is Kind.CHOICE and entry["ordered"],
            unit=str(entry["unit"]),
            minimum=entry["minimum"],
            maximum=entry["maximum"],
            pick=entry["pick"],
            dont_know=str(entry["dont_know"]),
            best=_bare(entry["best"]),
            sensitive=entry["sensitive"],
            benchmark=entry["benchmark"],
            source=self._source(entry["source"]),
        )

    def _option(self, key: Text, entry: Entry) -> Option:
        done: tuple[int, ...] = entry["done"] or ()
        if len(done) not in (0, 2):
            self._fault(entry, f"write done of “{key}” as [low, high] in per cent")
        share = (done[0], done[1]) if len(done) == 2 else None
        return Option(str(key), str(entry["label"]), share, entry["alone"])

    def _fitting(self, entry: Entry, kind: Kind) -> None:
        """Refuse what is written for a kind of question that has no use for it."""
        several = kind in (Kind.CHOICE, Kind.CHOICES)
        if several and len(entry["options"]) < 2:
            self._fault(entry, f"give this {kind} at least two options")
        uses = {
            "options": several,
            "ordered": kind is Kind.CHOICE,
            "unit": kind is Kind.NUMBER,
            "minimum": kind in (Kind.NUMBER, Kind.MONEY),
            "maximum": kind in (Kind.NUMBER, Kind.MONEY),
            "pick": kind is Kind.CHOICES,
        }
        for name, used in uses.items():
            if name in entry.key_places and not used:
                self.faults.append(
                    entry.key_places[name].fault(f"remove this: a {kind} question has no “{name}”")
                )
        options: Mapping[Text, Any] = entry["options"]
        labels = [option["label"] for option in options.values()]
        for name, option in options.items():
            if option["alone"] and kind is not Kind.CHOICES:
                self._fault(name, "remove alone: one choice is always alone")
            if option["done"] and kind is not Kind.CHOICE:
                self._fault(name, "remove done: only a choice says how much is done")
            if labels.count(option["label"]) > 1:
                self._fault(name, f"give it another label: “{option['label']}” is written twice")
        best = entry["best"]
        if best is not None and kind is Kind.CHOICE and best not in options:
            self._fault(best, f"write one of {', '.join(options)}")
        if kind is Kind.NUMBER and not entry["unit"]:
            self._fault(entry, "say what is counted, with unit")
        if "dont-know" in entry["options"]:
            self._fault(entry, "remove the option dont-know: every question offers it")

    def _with_conditions(self, section: Section, entry: Entry) -> Section:
        """Give the questions of a section their conditions, once every question is known."""
        asked = (
            replace(question, asked_when=self.conditions.read(written["asked_when"]))
            if written["asked_when"] is not None
            else question
            for question, written in zip(section.questions, entry["questions"], strict=True)
        )
        return replace(section, questions=tuple(asked))

    def _rule(self, key: str) -> Rule | None:
        if key not in self.rules:
            self.being_read.append(key)
            self.rules[key] = self._read_rule(self.rule_entries[key])
            self.being_read.pop()
        return self.rules[key]

    def _read_rule(self, entry: Entry) -> Rule | None:
        if entry["stage"] not in self.stage_keys[:-1]:
            gated = ", ".join(self.stage_keys[:-1])
            self._fault(entry["stage"], f"name a stage that has a gate: one of {gated}")
        needs = self.conditions.read(entry["needs"])
        applies = entry["applies_when"] and self.conditions.read(entry["applies_when"])
        if needs is None:
            return None
        return Rule(
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
            source=self._source(entry["source"]),
        )

    def _rule_condition(self, key: Text) -> Condition | None:
        if key in self.faults.broken:
            return None
        if key not in self.rule_entries:
            self._fault(key, f"name a rule of this pack: there is no “{key}”")
            return None
        if key in self.being_read:
            circle = " → ".join([*self.being_read[self.being_read.index(key) :], key])
            self._fault(key, f"break the circle: {circle}")
            return None
        rule = self._rule(str(key))
        return None if rule is None else rule.condition

    def _gate_condition(self, key: Text) -> Condition | None:
        if key not in self.stage_keys[:-1]:
            self._fault(key, f"name a stage that has a gate: there is none out of “{key}”")
            return None
        members = [
            name
            for name, entry in self.rule_entries.items()
            if entry["stage"] == key and entry["strength"] == Strength.HARD
        ]
        for name in members:
            if name in self.being_read:
                self._fault(key, f"break the circle: rule {name} waits for its own gate {key}")
                return None
        rules = [self._rule(name) for name in members]
        return gate(str(key), tuple(rule for rule in rules if rule is not None)).part

    def _routes(self, entry: Entry) -> Routes:
        undecided = entry["undecided"]
        return Routes(
            key=self._known_question(entry["question"]),
            least=entry["least"],
            undecided=Route("undecided", **_plain(undecided)),
            routes=tuple(self._route(route) for route in entry["routes"]),
            reasons=tuple(
                Reason(
                    key=str(reason["key"]),
                    when=condition,
                    because=str(reason["because"]),
                    whether=str(reason["whether"]),
                    points={str(route): points for route, points in reason["points"].items()},
                    source=self._source(reason["source"]),
                )
                for reason in entry["reasons"]
                if (condition := self.conditions.read(reason["when"])) is not None
            ),
        )

    def _route(self, entry: Entry) -> Route:
        if (entry["open_when"] is None) != (entry["closed"] == ""):
            self._fault(entry, "write open_when and closed together, or neither")
        return Route(
            key=str(entry["key"]),
            title=str(entry["title"]),
            summary=str(entry["summary"]),
            open_when=entry["open_when"] and self.conditions.read(entry["open_when"]),
            closed=str(entry["closed"]),
        )

    def _action(self, entry: Entry) -> ActionTemplate:
        return ActionTemplate(
            key=str(entry["key"]),
            title=str(entry["title"]),
            achieves=tuple(a for e in entry["achieves"] if (a := self._achievement(e)) is not None),
            owner=str(entry["owner"]),
            effort=_effort(entry["effort"]),
            lead_time=entry["lead_time"],
            after=plain(entry["after"]),
            start_before_target=entry["start_before_target"],
            how=str(entry["how"]),
            source=self._source(entry["source"]),
        )

    def _achievement(self, entry: Entry) -> Achievement | None:
        question = self._question_of(entry)
        if question is None:
            return None
        options = [option.key for option in question.options]
        if (entry["at_least"] is None) == (entry["is"] is None):
            self._fault(entry, "write either at_least or is")
            return None
        for text in entry["is"] or (entry["at_least"],):
            if text not in options:
                self._fault(text, f"write one of {', '.join(options) or 'no option'}")
                return None
        if entry["is"] is not None:
            return Achievement(question.key, plain(entry["is"]))
        if not question.ordered:
            self._fault(entry["at_least"], "write is: the question’s options are not ranked")
            return None
        return Achievement(question.key, tuple(options[options.index(entry["at_least"]) :]))

    def _benchmark(self, entry: Entry) -> Benchmark:
        question = self._question_of(entry)
        if question is not None:
            known = [option.key for option in question.options]
            for text in entry["options"]:
                if known and text not in known:
                    self._fault(text, f"write one of {', '.join(known)}")
        read = _plain(entry)
        return Benchmark(
            **{**read, "options": plain(entry["options"]), "source": self._source(entry["source"])}
        )

    def _count(self, unit: Text, entry: Entry) -> Subject:
        if (entry["question"] is None) == (entry["organisation"] is None):
            self._fault(entry, f"say where the number of each {unit} is: question or organisation")
        if entry["question"] is not None:
            return Subject(Source.QUESTION, self._known_question(entry["question"]))
        if entry["organisation"] not in FACTS:
            self._fault(entry, f"name one of {', '.join(FACTS)}")
        return Subject(Source.ORGANISATION, str(entry["organisation"]))

    def _question_of(self, entry: Entry) -> Question | None:
        return self.conditions.questions.get(self._known_question(entry["question"]))

    def _known_question(self, key: Text) -> str:
        if key not in self.conditions.questions and key not in self.faults.broken:
            self._fault(key, f"name a question of this pack: there is no “{key}”")
        return str(key)

    def _source(self, text: Text) -> Citation | None:
        if text != "judgement" and text not in self.sources:
            self._fault(text, f"write judgement, or add “{text}” to sources in pack.yaml")
        return self.sources.get(text)

    def _fault(self, node: Node, what: str) -> None:
        self.faults.append(node.place.fault(what))


def _effort(entry: Mapping[str, Any]) -> Effort:
    days = entry["days"]
    return Effort(min(days), max(days), str(entry["per"]))


def _plain(entry: Entry) -> dict[str, Any]:
    return {key: str(value) if isinstance(value, Text) else value for key, value in entry.items()}


def _bare(node: Node | None) -> object:
    """Strip the places from a value which is kept as it was written."""
    if isinstance(node, list):
        return [_bare(item) for item in node]
    return None if node is None else str(node)
