"""Other answers as the terminal gives them, and what would follow in two columns or as JSON."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest
from textwrap import wrap
from typing import Any

from readiness.domain.answer_value import plain_value, read_value
from readiness.domain.contract import beside
from readiness.domain.errors import Fault, InvalidAnswer, NotFound, RecordFaults
from readiness.domain.operators import Value
from readiness.domain.pack import Kind, Pack
from readiness.domain.what_if import Difference
from readiness.domain.wording import answer_words
from readiness.files.judgement import judgement

OPTION = "--if"
"""What the terminal calls other answers, as its faults name them."""

WIDTHS = (26, 38, 38)
"""How wide the columns are, in characters: what, now, if."""


def read_other_answers(pack: Pack, texts: Iterable[str]) -> dict[str, Value]:
    """Read answers written question=value, by key or reference; several choices part by commas.

    Raises:
        RecordFaults: everything that is wrong with them, each with what to do.
    """
    values: dict[str, Value] = {}
    faults: list[Fault] = []
    for text in texts:
        name, equals, written = text.partition("=")
        try:
            key, value = _read(pack, name.strip(), written, given=bool(equals))
            if key in values:
                raise InvalidAnswer(f"Give one answer to {name.strip()}.")
            values[key] = value
        except (InvalidAnswer, NotFound) as wrong:
            faults.append(Fault(OPTION, 0, 0, text, str(wrong)))
    if faults:
        raise RecordFaults(faults)
    return values


def what_if_text(difference: Difference, values: Mapping[str, Value]) -> str:
    """Write what would follow for people to read in a terminal; what differs has a star."""
    return "\n".join(_text(difference, values)) + "\n"


def what_if_document(difference: Difference, values: Mapping[str, Value]) -> dict[str, Any]:
    """Return both judgements and the other answers as one JSON document."""
    now, then = difference.now, difference.then
    return {
        "answers": {key: plain_value(value) for key, value in values.items()},
        "now": judgement(now.plan, now.schedule),
        "if": judgement(then.plan, then.schedule),
    }


def _read(pack: Pack, name: str, written: str, *, given: bool) -> tuple[str, Value]:
    if not given:
        raise InvalidAnswer("Write a question, = and its answer, such as ABC-02=all.")
    question = pack.question(name)
    several = question.kind in (Kind.CHOICES, Kind.PARTNERS) and "," in written
    value = read_value(question, written.split(",") if several else written)
    if value is None:
        raise InvalidAnswer("Write an answer after =, or dont-know.")
    return question.key, value


def _text(difference: Difference, values: Mapping[str, Value]) -> Iterator[str]:
    pack, given = difference.now.verdict.pack, difference.now.verdict.given
    name = f"{given.organisation.name} ({given.organisation.ods_code})"
    yield f"What if, for {beside(name, given.contract)}:"
    for key, value in values.items():
        question, saved = pack.questions[key], given.answers.get(key)
        was = answer_words(question, saved.value if saved else None)
        yield f"  {question.ref} {question.ask} {was} -> {answer_words(question, value)}"
    yield ""
    yield from difference.sentences
    yield from ["", *_columns(("", "Now", "If"))]
    for title, lines in difference.groups:
        yield title
        for line in lines:
            star = "*" if line.changes else " "
            yield from _columns((f"{star} {line.what}", line.now, line.then))
    yield from _lists(difference)


def _columns(cells: Sequence[str]) -> Iterator[str]:
    """Lay cells beside each other, each wrapped within its own column."""
    wrapped = [
        wrap(cell, width - 2, subsequent_indent="" if place else "  ")
        for place, (cell, width) in enumerate(zip(cells, WIDTHS, strict=True))
    ]
    for row in zip_longest(*wrapped, fillvalue=""):
        texts = (text.ljust(width) for text, width in zip(row, WIDTHS, strict=True))
        yield "".join(texts).rstrip()


def _lists(difference: Difference) -> Iterator[str]:
    turned = [
        f"{t.was} -> {t.would_be}: {t.now.rule.needed} ({t.strength})" for t in difference.turned
    ]
    for title, lines in (
        ("Rules that turn", turned),
        ("No longer in the plan", [row.action.title for row in difference.falling_away]),
        ("New in the plan", [row.action.title for row in difference.coming_in]),
        ("Asked because of this", [f"{q.ref} {q.ask}" for q in difference.appearing]),
        ("No longer asked", [f"{q.ref} {q.ask}" for q in difference.vanishing]),
    ):
        if lines:
            yield ""
            yield title
            yield from (f"  {line}" for line in lines)
