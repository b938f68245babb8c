"""Packs from their files' text: what the shapes read, made into the values of `pack`."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from readiness.domain.checks import check
from readiness.domain.comparison_reader import FACTS, ComparisonReader
from readiness.domain.condition import AllOf, Condition, Source, Subject
from readiness.domain.contract_reader import read_contract, refuse_about
from readiness.domain.document import Entry, Text
from readiness.domain.due_date_reader import DeadlineReader
from readiness.domain.errors import PackFaults
from readiness.domain.figure_reader import read_figures
from readiness.domain.glossary import Term
from readiness.domain.named_conditions import NamedConditions
from readiness.domain.pack import (
    Achievement,
    ActionTemplate,
    Citation,
    DatedFact,
    Effort,
    Fallback,
    FindOut,
    HandOver,
    Hosting,
    Pack,
    Pattern,
    Question,
    Reason,
    Route,
    Routes,
    Section,
    Stage,
    Threshold,
)
from readiness.domain.pack_entries import ASIDE, PackEntries, fallback_key, read_entries
from readiness.domain.question_reader import QuestionReader, Sources
from readiness.domain.respondent_reader import read_respondent
from readiness.domain.shapes import Faulty, plain
from readiness.domain.vehicle_reader import read_vehicles


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


_NO_ROUTES = Routes("", 1, Route("undecided", "Undecided", ""), (), ())


class _Reading:
    """One reading of a pack; it collects faults and goes on while anything can be understood."""

    def __init__(self, entries: PackEntries, faults: Faulty) -> None:
        self.entries = entries
        self.faults = faults
        listed = {
            str(key): Citation(source["title"], source["date"], source["review_by"])
            for key, source in entries.head["sources"].items()
        }
        self.sources = Sources(listed, faults)
        self.thresholds = {
            str(key): Threshold(
                key=str(key),
                value=entry["value"],
                what=str(entry["what"]),
                source=self.sources.find(entry["source"]),
                review_by=entry["review_by"],
            )
            for key, entry in entries.head["thresholds"].items()
        }
        reader = QuestionReader(self.sources, faults)
        self.sections = tuple(reader.section(entry) for entry in entries.sections)
        self.questions = {q.key: q for section in self.sections for q in section.questions}
        comparisons = ComparisonReader(self.questions, self.thresholds, faults)
        self.vehicles = (
            read_vehicles(entries.vehicles, self.questions, self.sources, faults)
            if entries.vehicles is not None
            else None
        )
        self.contract = read_contract(entries.head["contract"], self.questions, faults)
        if entries.head["contract"] is None:
            refuse_about(entries.sections, faults)
        self.named = NamedConditions(entries, comparisons, self.sources, faults, self.vehicles)
        self.conditions = self.named.conditions

    @property
    def broken(self) -> bool:
        """Whether something was left out, so that what refers to it cannot be judged."""
        return bool(self.faults.broken) or self.named.broken

    def pack(self, fingerprint: str) -> Pack:
        """Make what was read into a pack; a faulty part is left out, its fault noted."""
        head, entries = self.entries.head, self.entries
        rules, scales = self.named.rules(), self.named.scales()
        figures = read_figures(self.entries.benchmarks, self._question_of, self.sources)
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
                for section, entry in zip(self.sections, entries.sections, strict=True)
            ),
            rules=rules,
            routes=_NO_ROUTES if entries.routes is None else self._routes(entries.routes),
            actions=tuple(self._action(entry) for entry in entries.actions),
            scales=scales,
            scale_sources={
                key: self.sources.find(entry["source"])
                for (_, key), entry in self.named.scale_entries.items()
            },
            profiles=tuple(self.named.profile(entry) for entry in entries.scales["profiles"]),
            thresholds=self.thresholds,
            conditions=self.named.named(),
            figures_heading=figures.heading,
            surveys=figures.surveys,
            benchmarks=figures.benchmarks,
            context=figures.context,
            unpublished=figures.unpublished,
            board_engaged=figures.board_engaged,
            sources=self.sources.listed,
            dates=tuple(
                DatedFact(e["date"], str(e["what"]), self.sources.find(e["source"]), e["review_by"])
                for e in head["dates"]
            ),
            vehicles=self.vehicles,
            contract=self.contract,
            hosting=head["hosting"] and _hosting(head["hosting"]),
            hands_over=head["hands_over"] and _hand_over(head["hands_over"]),
            fallbacks=tuple(self._fallback(entry) for entry in head["fallbacks"]),
            deadlines=self._deadline_reader().deadlines(),
            at_hand=plain(head["at-hand"]),
            patterns=tuple(
                Pattern(str(e["what"]), self.sources.find(e["source"]), plain(e["rules"]))
                for e in head["patterns"]
            ),
            respondents=tuple(
                read_respondent(entry, self.questions, self.faults) for entry in head["respondents"]
            ),
            glossary=tuple(Term(str(word), str(text)) for word, text in head["glossary"].items()),
        )

    def _with_conditions(self, section: Section, entry: Entry) -> Section:
        """Give the questions of a section their conditions, once every question is known.

        What the section asks for holds for each of its questions, beside what they ask themselves.
        """
        for_all = self._asked_when(entry)
        asked = (
            replace(question, asked_when=_both(for_all, self._asked_when(written)))
            for question, written in zip(section.questions, entry["questions"], strict=True)
        )
        return replace(section, questions=tuple(asked))

    def _asked_when(self, entry: Entry) -> Condition | None:
        return entry["asked_when"] and self.conditions.read(entry["asked_when"])

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
                    source=self.sources.find(reason["source"]),
                )
                for reason in entry["reasons"]
                if (condition := self.conditions.read(reason["when"])) is not None
            ),
        )

    def _route(self, entry: Entry) -> Route:
        if (entry["open_when"] is None) != (entry["closed"] == ""):
            self.faults.note(entry, "write open_when and closed together, or neither")
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
            changes_live=entry["changes_live"],
            how=str(entry["how"]),
            source=self.sources.find(entry["source"]),
        )

    def _achievement(self, entry: Entry) -> Achievement | None:
        question = self._question_of(entry)
        if question is None:
            return None
        options = [option.key for option in question.options]
        if (entry["at_least"] is None) == (entry["is"] is None):
            self.faults.note(entry, "write either at_least or is")
            return None
        for text in entry["is"] or (entry["at_least"],):
            if text not in options:
                self.faults.note(text, f"write one of {', '.join(options) or 'no option'}")
                return None
        if entry["is"] is not None:
            return Achievement(question.key, plain(entry["is"]))
        if not question.ordered:
            self.faults.note(entry["at_least"], "write is: the question’s options are not ranked")
            return None
        return Achievement(question.key, tuple(options[options.index(entry["at_least"]) :]))

    def _fallback(self, entry: Entry) -> Fallback:
        when = entry["when"] and self.conditions.read(entry["when"])
        return replace(_fallback(entry), when=when)

    def _deadline_reader(self) -> DeadlineReader:
        return DeadlineReader(
            self.entries,
            self.questions,
            self.vehicles,
            self.conditions,
            self.sources,
            self.faults,
        )

    def _count(self, unit: Text, entry: Entry) -> Subject:
        if (entry["question"] is None) == (entry["organisation"] is None):
            self.faults.note(
                entry, f"say where the number of each {unit} is: question or organisation"
            )
        if entry["question"] is not None:
            return Subject(Source.QUESTION, self._known_question(entry["question"]))
        if entry["organisation"] not in FACTS:
            self.faults.note(entry, f"name one of {', '.join(FACTS)}")
        return Subject(Source.ORGANISATION, str(entry["organisation"]))

    def _question_of(self, entry: Entry) -> Question | None:
        return self.questions.get(self._known_question(entry["question"]))

    def _known_question(self, key: Text) -> str:
        if key not in self.questions and key not in self.faults.broken:
            self.faults.note(key, f"name a question of this pack: there is no “{key}”")
        return str(key)


def _both(one: Condition | None, other: Condition | None) -> Condition | None:
    """Ask for two conditions at once, as far as they are there."""
    return AllOf((one, other)) if one is not None and other is not None else one or other


def _effort(entry: Mapping[str, Any]) -> Effort:
    days = entry["days"]
    return Effort(min(days), max(days), str(entry["per"]))


def _hand_over(entry: Entry) -> HandOver:
    return HandOver(
        stage=str(entry["stage"]),
        to=str(entry["to"]),
        says=str(entry["says"]),
        answers={str(question): str(value) for question, value in entry["answers"].items()},
    )


def _hosting(entry: Entry) -> Hosting:
    return Hosting(
        sections=plain(entry["sections"]),
        owner=str(entry["owner"]),
        effort=_effort({**entry["effort"], "per": "organisation"}),
        lead_time=entry["lead_time"],
    )


def _fallback(entry: Entry) -> Fallback:
    effort = entry["effort"]
    return Fallback(
        key=fallback_key(entry),
        title=str(entry["title"]),
        owner=str(entry["owner"]),
        needs=str(entry["needs"]),
        effort=effort and _effort({**effort, "per": "organisation"}),
        lead_time=entry["lead_time"],
        actions=plain(entry["for"]),
    )


def _plain(entry: Entry) -> dict[str, Any]:
    return {key: str(value) if isinstance(value, Text) else value for key, value in entry.items()}
