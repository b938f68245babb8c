"""How questions fare with those who answer them, so that authors see which to write anew."""

from collections.abc import Sequence
from dataclasses import dataclass

from readiness.domain.assessment import Reading
from readiness.domain.condition import Truth
from readiness.domain.pack import DONT_KNOW, Pack, Question

LEAST_BASE = 5
"""A share of fewer than so many is withheld, for it would speak of single organisations."""


@dataclass(frozen=True, slots=True)
class Part:
    """So many of how many."""

    count: int
    of: int


@dataclass(frozen=True, slots=True)
class QuestionFare:
    """How one question fared over a number of submissions.

    `asked` is of all submissions; don't know and skipped (asked and left open) are of those asked;
    revised (saved over after it was first saved) of those with an answer, don't know among them. A
    part is None where it is withheld: its base is under five, or the question is sensitive.
    """

    question: Question
    asked: Part
    dont_know: Part | None
    skipped: Part | None
    revised: Part | None


def question_report(pack: Pack, readings: Sequence[Reading]) -> tuple[QuestionFare, ...]:
    """Say of each question of a pack how it fared, those that most could not answer first.

    Args:
        readings: one for each submission, read under the version of the pack it was made with. A
            question which that version lacks was not asked.

    Questions in equal need follow those more often revised, then the order of the pack; those of
    which nothing may be shown come last.
    """
    fares = [_fare(question, readings) for question in pack.questions.values()]
    return tuple(sorted(fares, key=_rank))


def _fare(question: Question, readings: Sequence[Reading]) -> QuestionFare:
    key = question.key
    asked = [r for r in readings if key in r.pack.questions and r.asked(key) is Truth.YES]
    given = [reading.given.answers.get(key) for reading in asked]
    answered = [answer for answer in given if answer is not None and answer.value is not None]
    unsure = [answer for answer in answered if answer.value == DONT_KNOW]
    again = [answer for answer in answered if answer.version > 1]

    def part(count: int, of: int) -> Part | None:
        return None if of < LEAST_BASE or question.sensitive else Part(count, of)

    return QuestionFare(
        question,
        Part(len(asked), len(readings)),
        part(len(unsure), len(asked)),
        part(len(asked) - len(answered), len(asked)),
        part(len(again), len(answered)),
    )


def _rank(fare: QuestionFare) -> tuple[bool, float, float]:
    if fare.dont_know is None or fare.skipped is None:
        return True, 0.0, 0.0
    open_share = (fare.dont_know.count + fare.skipped.count) / fare.dont_know.of
    revised = fare.revised.count / fare.revised.of if fare.revised else 0.0
    return False, -open_share, -revised
