"""Published surveys redone with the answers of many, and how engaged boards are by band.

Only counts are here, never one organisation’s answer; where they are of few they are withheld.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from statistics import median

from readiness.domain.band import Band
from readiness.domain.by_band import Banded, by_band
from readiness.domain.pack import Option, Pack, Question
from readiness.domain.replies import Reply
from readiness.domain.survey import Benchmark
from readiness.domain.survey_measure import BASE, Figure, Heard, Measure, measure_of


@dataclass(frozen=True)
class SurveyReport:
    """The published surveys of a pack, redone; `submitted` counts those that are shown."""

    pack: Pack
    submitted: int
    measures: tuple[Measure, ...]
    board: tuple[Banded, ...]

    @property
    def board_question(self) -> Question | None:
        """The question that says whether a board is engaged; None where the pack has none."""
        engaged = self.pack.board_engaged
        return self.pack.questions[engaged[0]] if engaged else None

    @property
    def board_option(self) -> Option | None:
        """The answer that says that it is."""
        question, engaged = self.board_question, self.pack.board_engaged
        return question.option(engaged[1]) if question and engaged else None

    @cached_property
    def set_beside(self) -> tuple[Figure, ...]:
        """The figures that have an interval, ours and published, and so may stand clear."""
        figures = (figure for measure in self.measures for figure in measure.figures)
        return tuple(figure for figure in figures if figure.clear is not None)

    @property
    def clear(self) -> tuple[Figure, ...]:
        """Those that stand clear of the published figure."""
        return tuple(figure for figure in self.set_beside if figure.clear)

    @property
    def width(self) -> int | None:
        """How many points wide the middle one of our intervals is; None where there is none."""
        found = [one.interval for one in self.set_beside if one.interval]
        return int(median(one.high - one.low for one in found) + 0.5) if found else None

    @property
    def withheld(self) -> int:
        """Of how many measures the figures are withheld."""
        return sum(measure.withheld for measure in self.measures)


def surveyed(pack: Pack) -> tuple[str, ...]:
    """Return the questions that a report reads, each once, in the order of the figures."""
    keys = dict.fromkeys(benchmark.question for benchmark in pack.benchmarks)
    return tuple(dict.fromkeys([*keys, *(pack.board_engaged or ())[:1]]))


def report(pack: Pack, heard: Heard, band: Band | None = None) -> SurveyReport:
    """Redo the surveys of a pack with what all replied that were heard, or those of one band.

    A band’s figures are withheld where with those of the others they would tell of a small band.
    """
    measures = (measure_of(pack, published, heard, band) for published in _published(pack))
    shown = sum(band in (None, each) for each, _ in heard)
    board = _boards(pack.board_engaged, heard) if pack.board_engaged else ()
    return SurveyReport(pack, shown, tuple(measures), board)


def _published(pack: Pack) -> Iterator[tuple[Benchmark, ...]]:
    """Return the figures of a pack, question by question within each survey, as published."""
    for survey in dict.fromkeys((*pack.surveys, *(one.survey for one in pack.benchmarks))):
        figures = [one for one in pack.benchmarks if one.survey == survey]
        for key in dict.fromkeys(one.question for one in figures):
            yield tuple(one for one in figures if one.question == key)


def _boards(engaged: tuple[str, str], heard: Heard) -> tuple[Banded, ...]:
    """Count by band whose board is engaged, by the question and the option that say so."""
    key, option = engaged
    return by_band((band, _engaged(replies.get(key), option)) for band, replies in heard)


def _engaged(reply: Reply | None, option: str) -> bool | None:
    """Say whether a board is engaged; None where the question was not answered."""
    return None if reply is None or reply.state not in BASE else reply.value == option
