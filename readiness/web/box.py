"""Boxes to type in: how each kind is drawn, and what stands in it for a saved answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from readiness.domain.assessment import Answer
from readiness.domain.operators import Value
from readiness.domain.pack import DONT_KNOW, Kind, Question


@dataclass(frozen=True, slots=True)
class Box:
    """How a box to type in is drawn: its label for those who cannot see it, width and example."""

    label: str
    width: int
    example: str = ""
    digits: bool = False


BOXES = {
    Kind.NUMBER: Box("Whole number", 5, digits=True),
    Kind.PERCENTAGE: Box("Percentage", 3, digits=True),
    Kind.MONEY: Box("Whole pounds", 10, digits=True),
    Kind.DATE: Box("Date", 10, "Like 30 9 2027."),
    Kind.PARTNERS: Box("Codes", 30, "Organisation codes, like RX9 QZZ, with spaces between them."),
    Kind.TEXT: Box("Answer", 30),
}


def texts_as_saved(question: Question, answer: Answer | None) -> list[str]:
    """Return what the field for the value holds; a box with don’t know beside it holds nothing."""
    value = answer.value if answer else None
    return [] if question.kind in BOXES and value == DONT_KNOW else _texts(question, value)


def fields_as_saved(question: Question, answer: Answer | None) -> Mapping[str, object]:
    """Return what the fields of a question hold as it is saved; a box has don’t know beside it."""
    saved = answer or Answer(None, version=0)
    dont_know = question.kind in BOXES and saved.value == DONT_KNOW
    return {
        "value": texts_as_saved(question, answer),
        "dont_know": dont_know,
        "note": saved.note,
        "evidence": saved.evidence,
        "share": not saved.private,
        "seen": str(saved.version),
        "stand": "",
    }


def _texts(question: Question, value: Value | None) -> list[str]:
    """Write a saved value as somebody would type it."""
    match value:
        case None:
            return []
        case frozenset():
            several = sorted(value)
            return [" ".join(several)] if question.kind is Kind.PARTNERS else several
        case date():
            return [f"{value.day} {value.month} {value.year}"]
        case int():
            return [f"{value:,}"]
        case _:
            return [value]
