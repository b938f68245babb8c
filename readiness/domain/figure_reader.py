"""Surveys and published figures from a pack's text."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from readiness.domain.document import Entry, Text
from readiness.domain.pack import Question
from readiness.domain.question_reader import Sources
from readiness.domain.shapes import plain
from readiness.domain.survey import Benchmark, ContextFigure, Survey, Unpublished

_EARLIER = ("sample", "year", "half_width", "source")
"""What a benchmark said itself before surveys had a list of their own."""


@dataclass(frozen=True, slots=True)
class Figures:
    """All that a pack says of published surveys."""

    heading: str
    surveys: tuple[Survey, ...]
    benchmarks: tuple[Benchmark, ...]
    context: tuple[ContextFigure, ...]
    unpublished: tuple[Unpublished, ...]
    board_engaged: tuple[str, str] | None = None


def read_figures(
    entries: Entry, question_of: Callable[[Entry], Question | None], sources: Sources
) -> Figures:
    """Read surveys and figures; what refers to no survey or question of the pack is a fault."""
    surveys = tuple(_survey(entry, sources) for entry in entries["surveys"])
    reader = _FigureReader({survey.key: survey for survey in surveys}, question_of, sources)
    return Figures(
        str(entries["heading"]),
        surveys,
        tuple(reader.benchmark(entry) for entry in entries["benchmarks"]),
        tuple(reader.context(entry) for entry in entries["context"]),
        tuple(reader.unpublished(entry) for entry in entries["unpublished"]),
        reader.engaged(entries["board_engaged"]),
    )


def _survey(entry: Entry, sources: Sources) -> Survey:
    if entry["people"] is None and entry["organisations"] is None:
        sources.faults.note(entry, "say how many answered: people, organisations or both")
    return Survey(
        key=str(entry["key"]),
        title=str(entry["title"]),
        year=str(entry["year"]),
        source=sources.find(entry["source"]),
        fieldwork=str(entry["fieldwork"]),
        people=entry["people"],
        organisations=entry["organisations"],
        called=str(entry["called"]),
        places=str(entry["places"]),
        about=entry["about"],
        note=str(entry["note"]),
    )


@dataclass
class _FigureReader:
    surveys: Mapping[str, Survey]
    question_of: Callable[[Entry], Question | None]
    sources: Sources
    _nobody: Survey = field(default_factory=lambda: Survey("", "", "", None))

    def benchmark(self, entry: Entry) -> Benchmark:
        self._check_options(entry, *entry["options"], *entry["wider"])
        survey = self._older(entry) if entry["survey"] is None else self._named(entry["survey"])
        if entry["survey"] is not None and any(entry[name] is not None for name in _EARLIER):
            what = f"remove {', '.join(_EARLIER)}: the survey says it, and the interval is computed"
            self.sources.faults.note(entry, what)
        return Benchmark(
            key=str(entry["key"]),
            question=str(entry["question"]),
            options=plain(entry["options"]),
            measure=str(entry["measure"]),
            value=entry["value"],
            survey=survey,
            note=str(entry["note"]),
            also=tuple(self._named(key) for key in entry["also"]),
            wider=plain(entry["wider"]),
            half_width=entry["half_width"],
            review_by=entry["review_by"],
        )

    def context(self, entry: Entry) -> ContextFigure:
        if (entry["survey"] is None) == (entry["source"] is None):
            self.sources.faults.note(entry, "write either survey or source")
        survey = None if entry["survey"] is None else self._named(entry["survey"])
        source = None if entry["source"] is None else self.sources.find(entry["source"])
        key, says = str(entry["key"]), str(entry["says"])
        return ContextFigure(key, says, entry["value"], survey, source)

    def unpublished(self, entry: Entry) -> Unpublished:
        self.question_of(entry)
        return Unpublished(
            str(entry["key"]),
            str(entry["question"]),
            str(entry["measure"]),
            entry["rest"],
            self._named(entry["survey"]),
        )

    def engaged(self, entry: Entry | None) -> tuple[str, str] | None:
        """Read which question, answered how, says that a board is engaged."""
        if entry is None:
            return None
        self._check_options(entry, entry["option"])
        return str(entry["question"]), str(entry["option"])

    def _check_options(self, entry: Entry, *options: Text) -> None:
        question = self.question_of(entry)
        known = [option.key for option in question.options] if question else []
        for text in options:
            if known and text not in known:
                self.sources.faults.note(text, f"write one of {', '.join(known)}")

    def _named(self, key: Text) -> Survey:
        survey = self.surveys.get(str(key))
        if survey is None:
            self.sources.faults.note(key, f"name a survey of this file: there is no “{key}”")
        return survey or self._nobody

    def _older(self, entry: Entry) -> Survey:
        """Read the sample as a benchmark said it itself before surveys had a list of their own."""
        if any(entry[name] is None for name in _EARLIER):
            self.sources.faults.note(entry, "name its survey: the sample and year stand there")
            return self._nobody
        source = self.sources.find(entry["source"])
        title = source.title if source else "Our own judgement"
        return Survey("", title, str(entry["year"]), source, written=str(entry["sample"]))
