"""Answers as rule authors write them, in a case or for a fictional organisation."""

from readiness.domain.answer_value import read_value
from readiness.domain.assessment import Answer
from readiness.domain.document import Entry, Items, Node, Text
from readiness.domain.errors import InvalidAnswer, NotFound
from readiness.domain.pack import Kind, Pack
from readiness.domain.shapes import Faulty


def best_answers(pack: Pack) -> dict[str, Answer]:
    """Answer every question at its best: its named best, else the last of its ranked options."""
    best = {}
    for question in pack.questions.values():
        given = question.best
        if given is None and question.ordered:
            given = question.options[-1].key
        if given is not None:
            best[question.key] = Answer(read_value(question, given))
    return best


def worst_answers(pack: Pack) -> dict[str, Answer]:
    """Answer every question at its worst: the first of its ranked options, or not its best.

    A question that has no worst answer stays unanswered: a number, a date, an unranked choice.
    """
    worst = {}
    for question in pack.questions.values():
        if question.ordered:
            worst[question.key] = Answer(question.options[0].key)
        elif question.kind is Kind.YES_NO and question.best is not None:
            worst[question.key] = Answer("no" if question.best == "yes" else "yes")
    return worst


def lay_answers(pack: Pack, answers: dict[str, Answer], node: Node | None, faults: Faulty) -> None:
    """Lay answers as an author writes them over others; null takes one away."""
    for name, value in pairs(node, faults):
        _lay(pack, answers, name, value, faults)


def pairs(node: Node | None, faults: Faulty) -> list[tuple[Text, Node]]:
    """Return the keys and values of a mapping, each key with its place; nothing for nothing."""
    if node is None:
        return []
    if not isinstance(node, Entry):
        faults.note(node, "write “key: value” lines here")
        return []
    placed_pairs = []
    for name, value in node.items():
        placed = Text(name)
        placed.place = node.key_places[name]
        placed_pairs.append((placed, value))
    return placed_pairs


def _lay(pack: Pack, answers: dict[str, Answer], name: Text, node: Node, faults: Faulty) -> None:
    try:
        question = pack.question(name)
        value = None if node == "null" else read_value(question, _raw(node))
    except (NotFound, InvalidAnswer) as error:
        faults.note(name, str(error))
        return
    if value is None:
        answers.pop(question.key, None)
    else:
        answers[question.key] = Answer(value)


def _raw(node: Node) -> object:
    return [str(item) for item in node] if isinstance(node, Items) else str(node)
