"""The survey report as JSON, and as text for the terminal."""

from collections.abc import Iterator
from typing import Any

from readiness.domain.share import Share
from readiness.domain.survey_measure import Figure, Measure
from readiness.domain.survey_report import SurveyReport
from readiness.files.survey_table import WITHHELD, band_words, counted


def survey_json(report: SurveyReport) -> list[dict[str, Any]]:
    """Return a record for each figure; what is withheld is null."""
    return [
        {
            "survey": measure.survey.key or measure.survey.title,
            "measure": figure.measure,
            "option": ", ".join(figure.options),
            "n": measure.told.base if measure.told else None,
            **counted(figure, measure),
            "published": figure.published.value if figure.published else None,
            "published_n": figure.published.survey.answered if figure.published else None,
            "suppressed": measure.withheld,
        }
        for measure in report.measures
        for figure in measure.figures
    ]


def survey_text(report: SurveyReport) -> str:
    """Write a report for the terminal."""
    return "".join(f"{line}\n" for line in _lines(report))


def _lines(report: SurveyReport) -> Iterator[str]:
    yield f"{report.pack.title} {report.pack.version}: {report.submitted} submitted."
    if not report.measures:
        yield "These rules publish no figure to set answers beside: what they hold is context only."
    for measure in report.measures:
        yield f"\n{measure.question.ask} ({measure.question.ref})"
        yield f"  {measure.survey.title}, {measure.survey.sample}, {measure.survey.year}"
        yield f"  {_told_words(measure)}"
        for figure in measure.figures:
            ours, published = _ours_words(figure, measure), _published_words(figure)
            yield f"    {ours:<34}{published:<34}{figure.label}"
    if report.board_option:
        yield f"\n{report.board_option.label}, by band"
        for one in report.board:
            yield f"    {_share_words(one.share, withheld=one.withheld):<34}{band_words(one.band)}"


def _told_words(measure: Measure) -> str:
    """Say how many answered a question, or why that is not told."""
    if measure.told is None:
        return "withheld: fewer than five answered, or it would tell of a band where fewer did"
    return measure.told.words


def _ours_words(figure: Figure, measure: Measure) -> str:
    if figure.ours is None or isinstance(figure.ours, Share):
        return _share_words(figure.ours, withheld=measure.withheld)
    return f"{figure.ours.per_cent}%, mean of {figure.ours.base}"


def _share_words(share: Share | None, *, withheld: bool) -> str:
    if share is None:
        return WITHHELD if withheld else "no answers yet"
    low, high = share.interval.ends
    return f"{share.count} of {share.base}, {share.per_cent}% ({low} to {high})"


def _published_words(figure: Figure) -> str:
    if figure.published is None:
        return "not published"
    low, high = figure.published.interval.ends
    asked = figure.published.survey.counted
    return f"{figure.published.value}% ({low} to {high}), n = {asked}"
