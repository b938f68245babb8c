"""Deadlines from a pack's text: how each day is found, and what has to be done by it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from readiness.domain.condition_reader import ConditionReader
from readiness.domain.document import Entry, Text
from readiness.domain.due_date import AnsweredDay, Deadline, DueDay, OnDay, VehicleDay
from readiness.domain.pack import Kind, Question
from readiness.domain.pack_entries import PackEntries, fallback_key
from readiness.domain.question_reader import Sources
from readiness.domain.shapes import Faulty, plain
from readiness.domain.vehicle import Vehicles


@dataclass
class DeadlineReader:
    """Reads deadlines once everything that they may name is known, and refuses what is not."""

    entries: PackEntries
    questions: dict[str, Question]
    vehicles: Vehicles | None
    conditions: ConditionReader
    sources: Sources
    faults: Faulty

    def deadlines(self) -> tuple[Deadline, ...]:
        """Make every deadline that can be understood, in order."""
        read = (self._deadline(entry) for entry in self.entries.deadlines)
        return tuple(deadline for deadline in read if deadline is not None)

    def _deadline(self, entry: Entry) -> Deadline | None:
        day = self._day(entry["day"])
        self._dated(entry)
        self._named(entry["do"], {str(a["key"]) for a in self.entries.actions}, "an action")
        ladder = {fallback_key(fallback) for fallback in self.entries.head["fallbacks"]}
        self._named(entry["fallbacks"], ladder, "a fallback")
        if day is None:
            return None
        return Deadline(
            key=str(entry["key"]),
            title=str(entry["title"]),
            day=day,
            because=str(entry["because"]),
            do=plain(entry["do"]),
            short=str(entry["short"]),
            applies_when=entry["applies_when"] and self.conditions.read(entry["applies_when"]),
            met_when=entry["met_when"] and self.conditions.read(entry["met_when"]),
            begin_before=entry["begin_before"],
            begun_when=entry["begun_when"] and self.conditions.read(entry["begun_when"]),
            fallbacks=plain(entry["fallbacks"]),
            source=entry["source"] and self.sources.find(entry["source"]),
            review_by=entry["review_by"],
        )

    def _day(self, entry: Entry) -> DueDay | None:
        ways = [way for way in ("fixed", "yearly", "question", "vehicle") if entry[way] is not None]
        if len(ways) != 1:
            self.faults.note(entry, "write one day, or one of yearly, question and vehicle")
            return None
        if entry["before"] is not None and ways != ["question"]:
            self.faults.note(entry, "remove before: only the answer to a question has a day before")
        if entry["question"] is not None:
            return self._answered(entry)
        if entry["vehicle"] is not None:
            return self._vehicle(entry)
        yearly: DueDay | None = entry["yearly"]
        return yearly or OnDay(entry["fixed"])

    def _answered(self, entry: Entry) -> DueDay | None:
        key: Text = entry["question"]
        question = self.questions.get(key)
        if question is not None and question.kind is Kind.DATE:
            return AnsweredDay(question.key, entry["before"])
        if key not in self.faults.broken:
            self.faults.note(key, "name a question of this pack whose kind is date")
        return None

    def _vehicle(self, entry: Entry) -> DueDay | None:
        if self.vehicles is not None:
            return VehicleDay(entry["vehicle"])
        if self.entries.vehicles is None:
            self.faults.note(entry, "add vehicles.yaml: it says when each vehicle closes")
        return None

    def _dated(self, entry: Entry) -> None:
        """Refuse a day that the pack states by itself without where it comes from."""
        if entry["day"]["fixed"] is None and entry["day"]["yearly"] is None:
            return
        for name in ("source", "review_by"):
            if entry[name] is None:
                self.faults.note(entry, f"add {name}: a day that the pack states can change")

    def _named(self, keys: Iterable[Text], known: Collection[str], what: str) -> None:
        for key in keys:
            if str(key) not in known and str(key) not in self.faults.broken:
                self.faults.note(key, f"name {what} of this pack: there is no “{key}”")
