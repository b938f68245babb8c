"""Answers carried over from an earlier assessment: how many wait for a word, and giving it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from flask import flash

from readiness.domain.assessment import Answer, Reading
from readiness.domain.calendar import london_day
from readiness.domain.pack import Section
from readiness.domain.wording import count_words, day_words
from readiness.usecases.again import Confirming, confirm_all
from readiness.usecases.assessment import OpenAssessment
from readiness.web import current
from readiness.web.answering import Outcome
from readiness.web.filters import moment
from readiness.web.forms import whole_number
from readiness.web.judged import open_today

ALL = "*"
"""What the button sends that confirms a whole section; that of one question sends its key."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """What is asked at the top of a section whose answers were carried over, and its button."""

    words: str
    button: str


def waiting_in(opened: OpenAssessment, section: Section) -> tuple[str, ...]:
    """Return the questions of a section whose answers were carried over and not yet confirmed."""
    keys = {question.key for question in section.questions}
    return tuple(key for key in opened.reading.to_confirm if key in keys)


def waiting_words(reading: Reading, section: Section) -> Waiting | None:
    """Ask whether the answers of a section still hold; None where none waits."""
    keys = {question.key for question in section.questions}
    waiting = [reading.given.answers[key] for key in reading.to_confirm if key in keys]
    if not waiting:
        return None
    progress = reading.progress(section.questions)
    said, count = progress.answered + progress.dont_know, len(waiting)
    day = days_of(waiting)
    if count == said == 1:
        return Waiting(f"The answer here is from {day}. Still true?", "It is still true")
    if count == said:
        return Waiting(
            f"All {said} answers here are from {day}. Still true?", "They are all still true"
        )
    verb, button = ("is", "It is still true") if count == 1 else ("are", "They are all still true")
    words = f"{count} of the {said} answers here {verb} from {day} and not yet confirmed."
    return Waiting(f"{words} Still true?", button)


def carried_words(reading: Reading) -> str:
    """Say how many answers rest on an earlier assessment and are not confirmed; empty for none."""
    waiting = [reading.given.answers[key] for key in reading.to_confirm]
    if not waiting:
        return ""
    verb = "is" if len(waiting) == 1 else "are"
    carried = f"{count_words(len(waiting), 'answer')} {verb} carried from {days_of(waiting)}"
    return f"{carried} and not yet confirmed."


def shared_words(reading: Reading) -> tuple[str, ...]:
    """Say how many answers were carried from each assessment beside this one; a sentence each."""
    by_title: dict[str, list[Answer]] = {}
    for answer in reading.given.answers.values():
        if answer.carried_from and answer.carried_from.title and answer.value is not None:
            by_title.setdefault(answer.carried_from.title, []).append(answer)
    return tuple(
        f"{count_words(len(found), 'answer was', 'answers were')} carried from {title} "
        f"(answered {days_of(found)})."
        for title, found in by_title.items()
    )


def days_of(found: Iterable[Answer]) -> str:
    """Write the day on which answers were last said to be true, or the first and last such day."""
    days = sorted({london_day(answer.true_on) for answer in found if answer.true_on})
    if not days:
        return "an earlier assessment"
    first, last = day_words(days[0]), day_words(days[-1])
    return first if first == last else f"{first} to {last}"


def confirm_shown(outcome: Outcome, sent: Mapping[str, str], name: str) -> tuple[Outcome, bool]:
    """Confirm what a page says is still true, once the rest of it is saved, and say what was done.

    Args:
        sent: the page; its `still-true` is all, or the key of one question.
        name: what was confirmed: the title of the section, or the reference of the question.

    Returns:
        The outcome with the assessment as it stands then, and whether something was not confirmed.
    """
    wanted = sent.get("still-true")
    if not wanted or outcome.sent.stopped:
        return outcome, False
    needy = {refusal.change.question for refusal in outcome.saved.refused}
    settled = {*outcome.saved.saved, *needy, *(c.change.question for c in outcome.saved.clashes)}
    shown = {
        form.key: seen
        for form in outcome.sent.answers
        if wanted in (ALL, form.key)
        and form.key not in settled
        and (seen := whole_number(form.seen.data, -1)) >= 0
    }
    person, at = current.person(), current.now()
    done = confirm_all(current.db(), outcome.now, shown, person=person, at=at)
    now = open_today(outcome.now.assessment.id)
    flash(_done_words(done, now, name))
    return replace(outcome, now=now), bool(done.stale or done.to_look_at)


def _done_words(done: Confirming, now: OpenAssessment, name: str) -> str:
    words = []
    if done.confirmed or not (done.stale or done.to_look_at):
        words.append(f"{count_words(len(done.confirmed), 'answer')} confirmed as still true.")
    if done.stale:
        named = "; ".join(_changed(now, key) for key in done.stale)
        words.append(f"Changed after you opened the page, so not confirmed: {named}.")
    if done.to_look_at:
        refs = ", ".join(now.pack.questions[key].ref for key in done.to_look_at)
        words.append(f"The question has changed since, so not confirmed: {refs}.")
        words.append("Answer again, or see both wordings under “Needs another look”.")
    return f"{name}: {' '.join(words)}"


def _changed(now: OpenAssessment, key: str) -> str:
    answer = now.given.answers[key]
    when = moment(answer.at) if answer.at else ""
    return f"{now.pack.questions[key].ref} ({', '.join(filter(None, [answer.by, when]))})"
