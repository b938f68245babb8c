"""What a pack holds in each area: questions, rules, actions, and the cases that try them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from readiness.domain.cases import Case
from readiness.domain.pack import Pack, Strength


@dataclass(frozen=True, slots=True)
class Area:
    """What belongs to one area, counted.

    A rule belongs to the area of the first question that it reads, an action to that of the first
    question that it makes better. A case counts in every area of which it answers a question
    itself, so cases do not add up.
    """

    title: str
    questions: int
    hard: int
    soft: int
    actions: int
    cases: int


def areas(pack: Pack, cases: Sequence[Case]) -> tuple[Area, ...]:
    """Count what stands in each area, in the order in which the pack comes to them."""
    area_of = {question.key: question.area for question in pack.questions.values()}
    rules = [(pack.area_of(rule), rule.strength) for rule in pack.rules]
    actions = [area_of[action.achieves[0].question] for action in pack.actions]
    tried = [{area_of[key] for key in case.said} for case in cases]
    return tuple(
        Area(
            title,
            questions=_count(title, area_of.values()),
            hard=rules.count((title, Strength.HARD)),
            soft=rules.count((title, Strength.SOFT)),
            actions=_count(title, actions),
            cases=sum(title in one for one in tried),
        )
        for title in dict.fromkeys(area_of.values())
    )


def _count(title: str, found: Iterable[str]) -> int:
    return sum(area == title for area in found)
