"""How long the questionnaire is for organisations of different kinds."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from readiness.domain.assessment import Given, Progress, Reading
from readiness.domain.case_answers import best_answers
from readiness.domain.pack import Pack, Respondent, Section
from readiness.domain.respondent_reader import answers_of, organisation_of

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


_MEASURED: dict[str, tuple[Length, ...]] = {}
"""What was measured, by the fingerprint of the pack: the text alone decides it."""


def measured(pack: Pack) -> tuple[Length, ...]:
    """Measure the questionnaire by every respondent, and remember it for the pack’s text.

    Raises:
        InvalidAnswer: as `lengths` does.
    """
    if pack.fingerprint not in _MEASURED:
        _MEASURED[pack.fingerprint] = lengths(pack.unsettled)
    return _MEASURED[pack.fingerprint]


def lengths(pack: Pack) -> tuple[Length, ...]:
    """Measure the questionnaire by every respondent of a pack, in the pack's order."""
    return tuple(length(pack, respondent) for respondent in pack.respondents)


def length(pack: Pack, respondent: Respondent) -> Length:
    """Measure the questionnaire by one respondent."""
    reading = Reading(pack, _given(pack, respondent))
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
    answers = {**best_answers(pack), **answers_of(respondent, pack.questions)}
    return Given(organisation_of(respondent), ANY_DAY, answers)
