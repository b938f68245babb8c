"""Sections and questions from a pack's text, before any condition is read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from readiness.domain.document import Entry, Node, Text
from readiness.domain.pack import Citation, Kind, Option, Question, Section
from readiness.domain.shapes import Faulty
from readiness.domain.work_out_reader import read_work_out


@dataclass
class Sources:
    """The sources that a pack lists, found by the word which names them."""

    listed: Mapping[str, Citation]
    faults: Faulty

    def find(self, text: Text) -> Citation | None:
        """Return a source; None for our own judgement, or for one not listed, which is a fault."""
        if text != "judgement" and text not in self.listed:
            what = f"write judgement, or add “{text}” to sources in pack.yaml"
            self.faults.note(text, what)
        return self.listed.get(text)


def question_of_kind(
    key: Text, kind: Kind, questions: Mapping[str, Question], faults: Faulty
) -> Question | None:
    """Return the question of a key if it is of a kind, or note that there is no such one."""
    found = questions.get(key)
    if found is None or found.kind is not kind:
        if key not in faults.broken:
            faults.note(key, f"name a question of this pack whose kind is {kind}")
        return None
    return found


@dataclass
class QuestionReader:
    """Reads sections with their questions; `asked_when` is left until all are known."""

    sources: Sources
    faults: Faulty

    def section(self, entry: Entry) -> Section:
        """Make a section of what its shape read."""
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
            first=entry["first"],
            context=entry["context"],
            about=entry["about"],
            work_out=read_work_out(entry["work_out"], self.faults),
            source=self.sources.find(entry["source"]),
        )

    def _option(self, key: Text, entry: Entry) -> Option:
        done: tuple[int, ...] = entry["done"] or ()
        if len(done) not in (0, 2):
            self.faults.note(entry, f"write done of “{key}” as [low, high] in per cent")
        share = (done[0], done[1]) if len(done) == 2 else None
        return Option(str(key), str(entry["label"]), share, entry["alone"])

    def _fitting(self, entry: Entry, kind: Kind) -> None:
        """Refuse what is written for a kind of question that has no use for it."""
        several = kind in (Kind.CHOICE, Kind.CHOICES)
        if several and len(entry["options"]) < 2:
            self.faults.note(entry, f"give this {kind} at least two options")
        uses = {
            "options": several,
            "ordered": kind is Kind.CHOICE,
            "unit": kind is Kind.NUMBER,
            "minimum": kind in (Kind.NUMBER, Kind.MONEY),
            "maximum": kind in (Kind.NUMBER, Kind.MONEY),
            "pick": kind is Kind.CHOICES,
            "work_out": kind is Kind.PERCENTAGE,
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
                self.faults.note(name, "remove alone: one choice is always alone")
            if option["done"] and kind is not Kind.CHOICE:
                self.faults.note(name, "remove done: only a choice says how much is done")
            if labels.count(option["label"]) > 1:
                self.faults.note(
                    name, f"give it another label: “{option['label']}” is written twice"
                )
        best = entry["best"]
        if best is not None and kind is Kind.CHOICE and best not in options:
            self.faults.note(best, f"write one of {', '.join(options)}")
        if kind is Kind.NUMBER and not entry["unit"]:
            self.faults.note(entry, "say what is counted, with unit")
        if "dont-know" in entry["options"]:
            self.faults.note(entry, "remove the option dont-know: every question offers it")


def _bare(node: Node | None) -> object:
    """Strip the places from a value which is kept as it was written."""
    if isinstance(node, list):
        return [_bare(item) for item in node]
    return None if node is None else str(node)
