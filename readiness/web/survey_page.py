"""The survey report as people see it: the finding in a sentence, and where each mark is drawn."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from readiness.domain.band import BAND_LABELS, Band
from readiness.domain.comparing import survey_words
from readiness.domain.share import Mean, Share
from readiness.domain.survey import Interval
from readiness.domain.survey_measure import Figure, Measure
from readiness.domain.survey_report import SurveyReport
from readiness.domain.wording import count_words
from readiness.usecases.survey import SystemSurvey

FEW = 50
"""Under so many the lede says that they are few: with 50, intervals are up to 27 points wide."""

HAIRLINES = (0, 25, 50, 75, 100)
MOST_NAMED = 3
"""So many figures that stand clear are named in the lede."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a figure and the ends of its interval lie in its picture; no ends for a mean."""

    dot: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A figure with its marks; None is a mark that is not drawn."""

    figure: Figure
    ours: Mark | None
    published: Mark | None

    @property
    def ends(self) -> str:
        """The interval of ours in words: 6 to 39."""
        if isinstance(self.figure.ours, Mean):
            return "mean"
        return ends_words(self.figure.interval)

    @property
    def published_ends(self) -> str:
        """The interval of the published figure, and of how many: 33 to 60, n = 50."""
        benchmark = self.figure.published
        if benchmark is None:
            return ""
        answered = benchmark.survey.answered
        about = "about " if benchmark.survey.about else ""
        many = f", n = {about}{answered}" if answered else ""
        return f"{ends_words(benchmark.interval)}{many}"


@dataclass(frozen=True, slots=True)
class MeasureRows:
    """A question with its rows, and what stands beneath them: source, sample and notes."""

    measure: Measure
    rows: tuple[FigureRow, ...]
    beneath: str


@dataclass(frozen=True)
class SurveyPage:
    """The report of a system, or of one band of it."""

    survey: SystemSurvey
    band: Band | None

    @property
    def report(self) -> SurveyReport:
        """The report itself."""
        return self.survey.report

    @property
    def submitted(self) -> str:
        """How many submitted, of how many: the lede begins with it."""
        sent, members = self.report.submitted, self.survey.members
        there = f" in the band {BAND_LABELS[self.band]}" if self.band else ""
        if not members:
            return f"No member of this system{there} is known here."
        if not sent:
            alone = ": published figures stand alone" if self.report.measures else ""
            return f"None of the {members}{there} has submitted{alone}."
        return f"{sent} of {count_words(members, 'organisation')}{there} submitted."

    @property
    def width(self) -> str:
        """How wide our intervals are, as the beginning of the finding; empty without a figure."""
        if not self.report.submitted or not self.report.measures:
            return ""
        if self.report.width is None:
            return "No figure of ours can be set beside a published one: too few answered."
        few = "With so few, half" if self.report.submitted < FEW else "Half"
        return f"{few} of our intervals are {self.report.width} points wide or wider:"

    @property
    def finding(self) -> str:
        """How many of our figures stand clear of the published ones; empty without a figure."""
        clear, beside = len(self.report.clear), len(self.report.set_beside)
        if not beside:
            return ""
        of = f"of our {count_words(beside, 'figure')}"
        if clear == 1:
            return f"only one {of} stands clear of the published one"
        return f"{clear or 'none'} {of} {'stand' if clear else 'stands'} clear of the published one"

    @property
    def named(self) -> str:
        """Which figures stand clear, as the end of the finding."""
        clear = self.report.clear
        names = [f"“{figure.measure}”" for figure in clear[:MOST_NAMED]]
        more = len(clear) - len(names)
        names += [f"{more} more"] if more else []
        if not names:
            return "."
        return f": {' and '.join(filter(None, [', '.join(names[:-1]), names[-1]]))}."

    @property
    def withheld(self) -> str:
        """Of how many questions figures are withheld, and why; empty for none."""
        count, measures = self.report.withheld, len(self.report.measures)
        if not count:
            return ""
        why = (
            "fewer than five of this band answered, or they would tell of another band where "
            "fewer than five did"
            if self.band
            else "fewer than five answered"
        )
        return f"Withheld: {count} of {count_words(measures, 'question')}, for {why}."

    @property
    def in_its_place(self) -> str:
        """What stands in a picture in place of a figure that is withheld."""
        return self.few_by_band if self.band else self.few

    few: ClassVar[str] = "Fewer than five answered"
    few_by_band: ClassVar[str] = "Fewer than five, or withheld beside them"

    @staticmethod
    def ends_of(share: Share) -> str:
        """Write the interval of a share."""
        return ends_words(share.interval)

    @cached_property
    def measures(self) -> tuple[MeasureRows, ...]:
        """Every question with its rows, in the order of the report."""
        return tuple(self._measures())

    @property
    def board(self) -> tuple[tuple[str, Share | None, bool, Mark | None], ...]:
        """How engaged boards are, by band: its name, the share, whether withheld, and the mark."""
        return tuple(
            (
                "All bands" if one.band is None else BAND_LABELS[one.band],
                one.share,
                one.withheld,
                _mark(one.share.value, one.share.interval) if one.share else None,
            )
            for one in self.report.board
        )

    def _measures(self) -> Iterator[MeasureRows]:
        survey = None
        for measure in self.report.measures:
            again = survey == measure.survey
            source = "Same survey." if again else survey_words(measure.survey)
            survey = measure.survey
            rows = tuple(_row(figure) for figure in measure.figures)
            yield MeasureRows(measure, rows, " ".join([source, *measure.notes]))


def ends_words(interval: Interval | None) -> str:
    """Write the ends of an interval without a sign, under a figure that has one: 6 to 39."""
    return "" if interval is None else "{} to {}".format(*interval.ends)


def _row(figure: Figure) -> FigureRow:
    ours, published = figure.ours, figure.published
    return FigureRow(
        figure,
        _mark(ours.value, figure.interval) if ours else None,
        _mark(published.value, published.interval) if published else None,
    )


def _mark(value: float, interval: Interval | None) -> Mark:
    """Place a share in its picture: 3 pixels to a per cent, from 4."""
    if interval is None:
        return Mark(_x(value), None, None)
    return Mark(_x(value), _x(interval.low), _x(interval.high))


def _x(per_cent: float) -> float:
    return round(4 + 3 * per_cent, 2)
