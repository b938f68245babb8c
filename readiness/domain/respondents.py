"""How long the questionnaire is for organisations of different kinds."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from readiness.domain.assessment import Answer, Given, Progress, Reading, read_value
from readiness.domain.case_answers import best_answers
from readiness.domain.errors import InvalidAnswer, NotFound
from readiness.domain.organisation import read_organisation
from readiness.domain.pack import Pack, Respondent, Section

ANY_DAY = date(2026, 11, 24)
"""The day on which the length is measured."""


@dataclass(frozen=True, slots=True)
class Length:
    """What a respondent meets: each section with where its questions stand, and its minutes."""

    respondent: Respondent
    sections: tuple[tuple[Section, Progress, int], ...]

    @property
    def asked(self) -> int:
        """How many questions are asked for certain."""
        return sum(progress.asked for _, progress, _ in self.sections)

    @property
    def minutes(self) -> int:
        """How long all of them take, shared out or not."""
        return sum(minutes for _, _, minutes in self.sections)

    @property
    def too_long(self) -> bool:
        """Whether more is asked than the pack allows itself."""
        return self.asked > self.respondent.most


def lengths(pack: Pack) -> tuple[Length, ...]:
    """Measure the questionnaire by every respondent of a pack, in the pack's order.

    Raises:
        InvalidAnswer: what a respondent answers, or what it is, cannot be read; it is named.
    """
    return tuple(length(pack, respondent) for respondent in pack.respondents)


def length(pack: Pack, respondent: Respondent) -> Length:
    """Measure the questionnaire by one respondent.

    Raises:
        InvalidAnswer: what it answers, or what it is, cannot be read.
    """
    try:
        reading = Reading(pack, _given(pack, respondent))
    except (InvalidAnswer, NotFound) as error:
        raise InvalidAnswer(f"Respondent {respondent.key}: {error}") from None
    sections = [(s, reading.progress(s.questions)) for s in pack.sections]
    return Length(respondent, tuple((s, p, minutes(s, p.asked)) for s, p in sections))


def minutes(section: Section, asked: int) -> int:
    """Say how long some questions of a section take: their share of its minutes, at least one."""
    if not asked:
        return 0
    return max(1, round(section.minutes * asked / len(section.questions)))


def longest(pack: Pack) -> Iterator[str]:
    """Say of each respondent who meets more questions than the pack allows itself."""
    for found in lengths(pack):
        if found.too_long:
            allowed = f"{found.respondent.most} are meant"
            yield f"respondent {found.respondent.key}: {found.asked} questions, and {allowed}"


def _given(pack: Pack, respondent: Respondent) -> Given:
    organisation = read_organisation(
        "ZX1",
        respondent.title,
        respondent.kind,
        respondent.setting or None,
        None if respondent.sites is None else str(respondent.sites),
    )
    answers = best_answers(pack)
    for key, value in respondent.answers.items():
        question = pack.question(key)
        if (read := read_value(question, value)) is not None:
            answers[question.key] = Answer(read)
    return Given(organisation, ANY_DAY, answers)
