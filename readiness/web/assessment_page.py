"""What the pages of an assessment show, worked out before a template prints it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from readiness.domain.assessment import GAPS, Answer, Progress, State
from readiness.domain.calendar import london_day
from readiness.domain.condition import questions_of
from readiness.domain.explanation import badge
from readiness.domain.pack import Question, Section, Strength
from readiness.domain.stakes import Stake
from readiness.domain.wording import answer_words, count_words
from readiness.domain.working_together import Assignment
from readiness.usecases.assessment import OpenAssessment
from readiness.web.filters import in_short
from readiness.web.still_true import waiting_in


@dataclass(frozen=True, slots=True)
class SectionRow:
    """A section on the task list: how far it is, who answers it, and what its answers hold.

    `given` is who has it, `marked` how many of its questions need another look.
    """

    section: Section
    progress: Progress
    owner: str
    holds: str
    to_confirm: int
    host: str
    given: Assignment
    mine: bool = False
    marked: int = 0


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """A question as people check it: the answer in words, and what is said of it in small print."""

    question: Question
    state: State
    words: str
    about: str


@dataclass(frozen=True, slots=True)
class CheckedSection:
    """A section as people check it; one where nothing is answered has no rows."""

    section: Section
    progress: Progress
    owner: str
    holds: str
    rows: tuple[AnswerRow, ...]


def section_rows(
    opened: OpenAssessment, telling: tuple[Stake, ...] | None = None
) -> tuple[SectionRow, ...]:
    """Return the sections of the task list, in the order of the pack.

    Args:
        telling: where given, those sections come first whose answers tell most.
    """
    host = opened.given.host
    rows = tuple(
        SectionRow(
            section,
            opened.reading.progress(section.questions),
            opened.pack.roles[section.owner],
            _holds(opened, section),
            len(waiting_in(opened, section)),
            host.organisation.name if host and section.key in host.sections else "",
            Assignment(section.key),
        )
        for section in opened.pack.sections
    )
    if telling is None:
        return rows
    keys = [opened.pack.questions[stake.question].section for stake in telling if stake.tells]
    places = {key: place for place, key in reversed(list(enumerate(keys)))}
    return tuple(sorted(rows, key=lambda row: places.get(row.section.key, len(keys))))


def answered_by(opened: OpenAssessment, found: Sequence[Stake]) -> tuple[Stake, ...]:
    """Return those of some questions that this person may answer; all, for who answers none."""
    if not opened.may.limited or not opened.may.sections:
        return tuple(found)
    sections, questions = opened.may.sections, opened.pack.questions
    return tuple(stake for stake in found if questions[stake.question].section in sections)


def checked_sections(opened: OpenAssessment, *, gaps: bool) -> tuple[CheckedSection, ...]:
    """Return the sections to check: those with gaps, their gaps first, or all of them in order."""
    rows = (_checked(opened, section, gaps) for section in opened.pack.sections)
    return tuple(
        row
        for row in rows
        if (row.progress.asked > row.progress.answered if gaps else row.progress.asked)
    )


def answer_rows(opened: OpenAssessment, keys: Iterable[str]) -> tuple[AnswerRow, ...]:
    """Return questions as people check them, in the order given."""
    return tuple(_answer_row(opened, opened.pack.questions[key]) for key in keys)


def kept_unread(
    opened: OpenAssessment, questions: Sequence[Question], *states: State
) -> tuple[str, ...]:
    """Return the questions which are answered and not asked, so that their answers are not read."""
    answers = opened.given.answers
    return tuple(
        q.key
        for q in questions
        if opened.reading.states[q.key] in states
        and q.key in answers
        and answers[q.key].value is not None
    )


def deciding(opened: OpenAssessment, keys: Iterable[str]) -> tuple[Question, ...]:
    """Return the questions whose answers decide whether others are asked; none where facts do."""
    conditions = [opened.pack.questions[key].asked_when for key in keys]
    deciders = (key for c in conditions if c is not None for key in questions_of(c))
    return tuple(opened.pack.questions[key] for key in dict.fromkeys(deciders))


def next_section(opened: OpenAssessment, here: Section) -> Section | None:
    """Return the next section with something for this person to answer or to confirm, in order and
    then round.
    """
    sections = opened.pack.sections
    place = sections.index(here)
    onward = (*sections[place + 1 :], *sections[:place])
    return next(
        (
            section
            for section in onward
            if opened.may.answers(section.key)
            and (opened.reading.progress(section.questions).to_do or waiting_in(opened, section))
        ),
        None,
    )


def held_stage(opened: OpenAssessment, section: Section) -> str:
    """Return the first stage that an answer here can hold, to explain its badge; or nothing."""
    badges = (badge(opened.reading, q.key) for q in opened.reading.asked_in(section))
    hard = (b.words for b in badges if b is not None and b.kind is Strength.HARD)
    return next(hard, "").removeprefix("Holds ")


def _checked(opened: OpenAssessment, section: Section, gaps: bool) -> CheckedSection:
    progress = opened.reading.progress(section.questions)
    asked = opened.reading.asked_in(section)
    if gaps:
        asked = tuple(sorted(asked, key=lambda q: opened.reading.states[q.key] not in GAPS))
    untouched = progress.to_do == progress.asked
    return CheckedSection(
        section,
        progress,
        opened.pack.roles[section.owner],
        _holds(opened, section),
        () if untouched else tuple(_answer_row(opened, question) for question in asked),
    )


def _answer_row(opened: OpenAssessment, question: Question) -> AnswerRow:
    answer = opened.given.answers.get(question.key)
    state = opened.reading.states[question.key]
    value = answer.value if answer else None
    words = "Not answered" if value is None else answer_words(question, value)
    about = [_said_by(answer), _hold_of(opened, question, state), _added(answer)]
    return AnswerRow(question, state, words, ". ".join(filter(None, about)))


def _said_by(answer: Answer | None) -> str:
    if answer is None or answer.value is None:
        return ""
    day = in_short(london_day(answer.at)) if answer.at else ""
    said = ", ".join(filter(None, [answer.by, day]))
    if (confirmed := answer.confirmed_last) is not None:
        said += f", confirmed {in_short(london_day(confirmed.at))}"
    return f"{said}. Still true?" if answer.to_confirm else said


def _hold_of(opened: OpenAssessment, question: Question, state: State) -> str:
    """Say what an answer holds as it is; of a gap that holds nothing, that it only advises."""
    stage = opened.verdict.held.get(question.key)
    if stage is not None:
        return f"Holds {stage.title}"
    what = badge(opened.reading, question.key)
    soft = state in GAPS and what is not None and what.kind is Strength.SOFT
    return what.words if soft and what is not None else ""


def _added(answer: Answer | None) -> str:
    note, link = (answer.note, answer.evidence) if answer else ("", "")
    if note and link:
        return "Note, link"
    return "Note" if note else "Link" if link else ""


def _holds(opened: OpenAssessment, section: Section) -> str:
    found = opened.verdict.holding([question.key for question in section.questions])
    if found is None:
        return ""
    stage, count = found
    return f"{count_words(count, 'answer')} {'holds' if count == 1 else 'hold'} {stage.title}"
