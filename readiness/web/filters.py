"""How times, days, counts and progress are written in templates."""

from dataclasses import dataclass
from datetime import date, datetime

from flask import Flask, g, url_for

from readiness.domain.assessment import Answer, Progress
from readiness.domain.calendar import LONDON, london_day
from readiness.domain.comparing import interval_words, note_words, survey_words
from readiness.domain.sign_off import (
    SAME_PERSON,
    reopened_words,
    sent_back_words,
    waiting_words,
)
from readiness.domain.wording import (
    answer_words,
    count_words,
    day_words,
    days_words,
    number_words,
    person_days,
    short_day,
    upper_first,
)
from readiness.web import current

LEAST_PART = 1.5
"""A part of a bar that is not nothing is at least so wide, in per cent."""


@dataclass(frozen=True, slots=True)
class BarParts:
    """The widths of a progress bar's parts, in per cent of the questions asked."""

    answered: float
    dont_know: float


def add_filters(app: Flask) -> None:
    """Give an app's templates their words."""
    app.jinja_env.filters.update(
        answered_words=answered_words,
        answer_words=lambda value, question: answer_words(question, value),
        bar_parts=bar_parts,
        capitalised=lambda words: words[:1].upper() + words[1:],
        clock=clock,
        counted=count_words,
        day=day_words,
        day_and_clock=lambda at: f"{day_words(london_day(at))}, {clock(at)}",
        day_of=london_day,
        days=days_words,
        interval_words=interval_words,
        number=number_words,
        person_days=person_days,
        progress_words=progress_words,
        saved_words=saved_words,
        sentence=lambda words: f"{upper_first(words)}.",
        short_day=short_day,
        until_words=until_words,
        when=when,
    )
    app.jinja_env.globals.update(
        note_words=note_words,
        question_address=question_address,
        reopened_words=reopened_words,
        same_person=SAME_PERSON,
        sent_back_words=sent_back_words,
        survey_words=survey_words,
        waiting_words=waiting_words,
        may_administer=current.may_administer,
        may_read_record=current.may_read_record,
    )


def question_address(assessment_id: int, key: str, back: str = "") -> str:
    """Return the address of a question, and with `back` where a save leads: check, verdict or plan.

    A page links to a hundred questions, so the part they share is worked out once a request.
    """
    name = f"questions-of-{assessment_id}"
    if name not in g:
        sample = url_for("assessment.question", assessment_id=assessment_id, question_key="x")
        setattr(g, name, sample[:-1])
    return f"{g.get(name)}{key}{'?back=' + back if back else ''}"


def clock(at: datetime) -> str:
    """Write the time of day in London: 10:12."""
    return f"{at.astimezone(LONDON):%H:%M}"


def when(at: datetime) -> str:
    """Write a time in a sentence: today at 10:12, or on 18 November 2026."""
    day = london_day(at)
    return f"today at {clock(at)}" if day == current.today() else f"on {day_words(day)}"


def moment(at: datetime) -> str:
    """Write a time in few words: 24 Nov, 10:12 when that is today, 18 Nov, or 18 Nov 2025."""
    day = london_day(at)
    return f"{in_short(day)}, {clock(at)}" if day == current.today() else in_short(day)


def in_short(day: date) -> str:
    """Write a day without its year where that is this one: 18 Nov, or 18 Nov 2025."""
    return f"{day.day} {day:%b}" if day.year == current.today().year else short_day(day)


def saved_words(answer: Answer) -> str:
    """Write when and by whom an answer was saved: 24 Nov, 10:12, Priya Nair."""
    return ", ".join(filter(None, [moment(answer.at) if answer.at else "", answer.by]))


def answered_words(answer: Answer) -> str:
    """Write who answered when and who confirmed it since, as it counts for the record."""
    by = f" by {answer.by}" if answer.by else ""
    said = f"Answered {day_words(london_day(answer.at))}" if answer.at else "Answered"
    confirmed = answer.confirmed_last
    beside = answer.carried_from.title if answer.carried_from else ""
    where = f", for {beside}" if beside else ""
    if confirmed is None:
        return f"{said}{by}{where}"
    by = "" if confirmed.by == answer.by else by
    return f"{said}{by}{where}, confirmed {day_words(london_day(confirmed.at))} by {confirmed.by}"


def until_words(day: date) -> str:
    """Write how far off a day is: in 37 days under 90 of them, then in whole months."""
    days = (day - current.today()).days
    if days == 0:
        return "today"
    if days < 90:
        return f"in {count_words(days, 'day')}"
    return f"in {count_words(round(days / 30.44), 'month')}"


def progress_words(progress: Progress) -> str:
    """Write how far people have come: 4 of 6 answered, 1 don’t know, 1 to do."""
    words = [f"{progress.answered} of {progress.asked} answered"]
    words += [f"{progress.dont_know} don’t know"] if progress.dont_know else []
    words += [f"{progress.to_do} to do"] if progress.to_do else []
    return ", ".join(words)


def bar_parts(progress: Progress) -> BarParts:
    """Share a bar among answered and don't know; what is left is to do, and keeps its least too."""
    asked = progress.asked or 1
    parts = [progress.answered, progress.dont_know, progress.to_do]
    widths = [max(100 * part / asked, LEAST_PART) if part else 0.0 for part in parts]
    excess = sum(widths) - 100 if progress.asked else 0.0
    widths[widths.index(max(widths))] -= excess
    return BarParts(round(widths[0], 2), round(widths[1], 2))
