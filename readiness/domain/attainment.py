"""What actions do to answers once they are done."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import replace

from readiness.domain.assessment import Answer, Reading
from readiness.domain.operators import Value
from readiness.domain.pack import DONT_KNOW, Achievement, ActionTemplate, Kind, Pack, Question


def changed_answers(reading: Reading, done: AbstractSet[str]) -> dict[str, Answer]:
    """Return all answers as they are once some actions are done, acting in `acting_order`.

    Of two that would change an unranked answer differently the later one stands.
    """
    answers = dict(reading.given.answers)
    for action in acting_order(reading.pack):
        for achievement in action.achieves if action.key in done else ():
            question = reading.pack.questions[achievement.question]
            before = answers.get(question.key, Answer(None))
            after = raised(question, before.value, achievement)
            if after != before.value:
                answers[question.key] = replace(before, value=after)
    return answers


def raised(question: Question, value: Value | None, achievement: Achievement) -> Value | None:
    """Return what an answer becomes once something is achieved.

    A ranked answer becomes the better of what it is and what is achieved; an unranked one stays
    where it is among the options achieved and becomes the first of them otherwise. Only a choice
    changes: what is a number, a date, a text or a set stays.
    """
    options = [option.key for option in question.options]
    if question.kind not in (Kind.CHOICE, Kind.YES_NO) or value in achievement.options:
        return value
    reached = achievement.options[0]
    if value in (None, DONT_KNOW) or not question.ordered:
        return reached
    return max(str(value), reached, key=options.index)


def acting_order(pack: Pack) -> tuple[ActionTemplate, ...]:
    """Return the actions in the order of the pack, but each after its prerequisites."""
    order: dict[str, ActionTemplate] = {}
    for action in pack.actions:
        order.update((earlier.key, earlier) for earlier in _with_earlier(action, pack, order))
    return tuple(order.values())


def _with_earlier(
    action: ActionTemplate, pack: Pack, placed: dict[str, ActionTemplate]
) -> Iterator[ActionTemplate]:
    if action.key in placed:
        return
    for key in action.after:
        yield from _with_earlier(pack.action_by_key[key], pack, placed)
    yield action
