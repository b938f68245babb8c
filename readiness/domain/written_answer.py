"""Answers as people write them in a cell: option labels, dates and numbers, whatever their case."""

import re
from collections.abc import Sequence
from datetime import datetime

from readiness.domain.answer_value import read_value
from readiness.domain.errors import InvalidAnswer
from readiness.domain.operators import Value
from readiness.domain.pack import DONT_KNOW, Kind, Question
from readiness.domain.wording import upper_first

_SCALES = (Kind.CHOICE, Kind.YES_NO)
_DONT_KNOWS = frozenset(
    ("don't know", "dont know", "we don't know", "do not know", "we do not know", "not known")
)


def read_written(question: Question, given: object) -> Value | None:
    """Read an answer from a cell: an option by its label or key, without regard to case and space.

    Several choices are parted by semicolons or lines, codes of organisations by spaces as well.

    Raises:
        InvalidAnswer: it does not fit; the words say what would.
    """
    if isinstance(given, bool):
        given = "Yes" if given else "No"
    elif isinstance(given, datetime):
        given = given.date()
    elif isinstance(given, float) and given.is_integer():
        given = int(given)
    if given is None or plain_words(str(given)) == "":
        return None
    if _says_dont_know(question, str(given)):
        return DONT_KNOW
    if question.kind in _SCALES:
        return read_value(question, _key(question, str(given)))
    if question.kind is Kind.CHOICES:
        return read_value(question, _keys(question, str(given)))
    if question.kind is Kind.PARTNERS:
        return read_value(question, re.findall(r"[^\s,;]+", str(given)))
    return read_value(question, str(given) if isinstance(given, float) else given)


def read_ticked(question: Question, ticked: Sequence[tuple[str, bool | None]]) -> Value | None:
    """Read a choice of several from a yes or no beside each option; None where all are empty.

    Raises:
        InvalidAnswer: all say no, or the choices do not go together.
    """
    chosen = [key for key, yes in ticked if yes]
    if not chosen and any(yes is False for _, yes in ticked):
        raise InvalidAnswer(f"Say Yes beside one of the options, or “{question.dont_know}”.")
    return read_value(question, chosen)


def read_yes(given: object) -> bool | None:
    """Read a yes or a no from a cell; None where it is empty.

    Raises:
        InvalidAnswer: it is neither.
    """
    words = plain_words("" if given is None else str(given))
    if words in ("yes", "y", "true", "x", "1"):
        return True
    if words in ("no", "n", "false", "0"):
        return False
    if words:
        raise InvalidAnswer("Say Yes or No.")
    return None


def plain_words(text: str) -> str:
    """Return words as they are compared: small letters, one space, one kind of apostrophe."""
    return " ".join(text.translate(_MARKS).split()).casefold().rstrip(".")


_MARKS = str.maketrans({"’": "'", "‘": "'", "–": "-", "—": "-", "\N{NO-BREAK SPACE}": " "})


def _says_dont_know(question: Question, text: str) -> bool:
    words = plain_words(text).rstrip(";")
    if words in (plain_words(question.dont_know), DONT_KNOW):
        return True
    labels = {plain_words(option.label) for option in question.options}
    return words in _DONT_KNOWS and words not in labels


def _key(question: Question, text: str) -> str:
    words = plain_words(text)
    for option in question.options:
        if words in (plain_words(option.label), option.key):
            return option.key
    labels = "; ".join(option.label for option in question.options)
    raise InvalidAnswer(
        f"“{text.strip()[:80]}” is not an option. Choose one of: {labels}; or "
        f"{upper_first(question.dont_know)}."
    )


def _keys(question: Question, text: str) -> list[str]:
    said = [part for part in re.split(r"[;\n]", text) if part.strip()]
    if len(said) > 1 and any(_says_dont_know(question, part) for part in said):
        raise InvalidAnswer(f"Choose from the list or “{question.dont_know}”, not both.")
    return [_key(question, part) for part in said]
