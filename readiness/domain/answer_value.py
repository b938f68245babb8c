"""What an answer may be: values read as forms, files and the command line give them."""

import re
from collections.abc import Sequence
from datetime import date

from readiness.domain.calendar import EARLIEST, LATEST
from readiness.domain.errors import InvalidAnswer
from readiness.domain.operators import Value
from readiness.domain.pack import DONT_KNOW, Kind, Question

LONGEST_TEXT = 10_000
"""The most characters that a text answer or a note may hold."""

LONGEST_LINK = 2_000
"""The most characters that a link to evidence may hold."""

MOST_PARTNERS = 200
"""The most partners that one answer may name."""


def read_value(question: Question, given: object) -> Value | None:
    """Read the value of an answer as a form, a file or the command line gives it.

    Args:
        given: text, a whole number, or a list of texts. Nothing, an empty text and an empty list
            mean that there is no answer.

    Returns:
        The option's key, a set of them, a whole number, a date, text, `dont-know`, or None.

    Raises:
        InvalidAnswer: it does not fit the question; the words say what would.
    """
    if isinstance(given, str):
        given = given.strip()
    if given is None or given in ("", [], ()):
        return None
    if given == DONT_KNOW or given == [DONT_KNOW]:
        return DONT_KNOW
    if question.kind in (Kind.CHOICES, Kind.PARTNERS):
        return _several(question, given)
    if isinstance(given, (list, tuple)):
        if len(given) > 1 and DONT_KNOW in given:
            raise InvalidAnswer(f"{_ONE[question.kind]} or choose don’t know, not both.")
        if len(given) == 1:
            given = given[0]
    if isinstance(given, bool) or not isinstance(given, (str, int, date)):
        raise InvalidAnswer(_one_value(question))
    match question.kind:
        case Kind.CHOICE | Kind.YES_NO:
            if not isinstance(given, str) or question.option(given) is None:
                raise InvalidAnswer(f"Choose one of: {_options(question)}, or don’t know.")
            return given
        case Kind.NUMBER | Kind.PERCENTAGE | Kind.MONEY:
            return _whole(question, given)
        case Kind.DATE:
            return _day(given)
        case _:
            return read_text(str(given), LONGEST_TEXT, "answer") or None


def read_text(text: str, most: int, noun: str) -> str:
    """Read a text of at most so many characters, with line ends as one character each.

    Raises:
        InvalidAnswer: it is longer, or holds characters that no file could carry.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(text) > most:
        raise InvalidAnswer(f"Shorten the {noun} to {most:,} characters: it has {len(text):,}.")
    if any((ord(c) < 32 and c not in "\n\t") or 0xD800 <= ord(c) <= 0xDFFF for c in text):
        raise InvalidAnswer(f"Remove the control characters from the {noun}.")
    return text


def read_day(text: str) -> date:
    """Read a day written year-month-day, and no other way.

    Raises:
        ValueError: it is not one.
    """
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise ValueError("write a date such as 2026-11-24")
    return date.fromisoformat(text)


def read_typed_day(text: str) -> date:
    """Read a day as people type it: 30 9 2027 or 2027-09-30.

    Raises:
        InvalidAnswer: it is no real day, or out of all bounds.
    """
    try:
        return _day(text.strip())
    except InvalidAnswer:
        raise InvalidAnswer("Enter a real date, like 30 9 2027.") from None


def read_link(text: str) -> str:
    """Read a link to evidence: a web address, or the place of a file in words.

    Raises:
        InvalidAnswer: it is too long or would run a script.
    """
    link = " ".join(read_text(text, LONGEST_LINK, "link").split())
    scheme = re.match(r"([a-z][a-z0-9+.-]*):", link.lower())
    if (
        scheme
        and scheme[1] not in ("http", "https", "file", "mailto", "ftp")
        and len(scheme[1]) > 1
    ):
        raise InvalidAnswer("Enter a link that begins with https://, or say where the file is.")
    return link


def plain_value(value: Value | None) -> str | int | list[str] | None:
    """Return a value as JSON carries it: sets as sorted lists, dates as year-month-day."""
    if isinstance(value, frozenset):
        return sorted(value)
    return value.isoformat() if isinstance(value, date) else value


def _several(question: Question, given: object) -> frozenset[str]:
    texts = [given] if isinstance(given, str) else given
    if not isinstance(texts, Sequence) or not all(isinstance(text, str) for text in texts):
        raise InvalidAnswer("Give a list of choices, or don’t know.")
    chosen = frozenset(str(text).strip() for text in texts)
    if question.kind is Kind.PARTNERS:
        return _partners(chosen)
    if DONT_KNOW in chosen:
        raise InvalidAnswer("Choose from the list or choose don’t know, not both.")
    if any(question.option(text) is None for text in chosen):
        raise InvalidAnswer(f"Choose from: {_options(question)}, or don’t know.")
    alone = [option.label for option in question.options if option.alone and option.key in chosen]
    if alone and len(chosen) > 1:
        raise InvalidAnswer(f"Choose “{alone[0]}” or other choices, not both.")
    if question.pick is not None and len(chosen) != question.pick:
        raise InvalidAnswer(f"Choose {question.pick}, or don’t know.")
    return chosen


def _partners(chosen: frozenset[str]) -> frozenset[str]:
    if DONT_KNOW in chosen:
        raise InvalidAnswer("Choose partners or choose don’t know, not both.")
    codes = frozenset(code.upper() for code in chosen)
    if not all(re.fullmatch(r"[A-Z0-9-]{1,12}", code) for code in codes):
        raise InvalidAnswer("Enter organisation codes, such as RX9 or QZZ, separated by spaces.")
    if len(codes) > MOST_PARTNERS:
        raise InvalidAnswer(f"Name at most {MOST_PARTNERS} partners.")
    return codes


def _whole(question: Question, given: object) -> int:
    text = str(given).strip()
    text = text.removeprefix("£") if question.kind is Kind.MONEY else text
    text = text.removesuffix("%").rstrip() if question.kind is Kind.PERCENTAGE else text
    low, high = question.minimum, question.maximum
    if question.kind is Kind.PERCENTAGE:
        low, high = 0, 100
    low, high = 0 if low is None else low, 1_000_000_000 if high is None else high
    if isinstance(given, date) or not re.fullmatch(r"[0-9]{1,12}|[0-9]{1,3}(,[0-9]{3}){1,3}", text):
        raise InvalidAnswer(_one_value(question))
    number = int(text.replace(",", ""))
    if not low <= number <= high:
        raise InvalidAnswer(f"Enter a whole number from {low:,} to {high:,}, or choose don’t know.")
    return number


def _day(given: object) -> date:
    text = str(given)
    try:
        if found := re.fullmatch(r"([0-9]{1,2})[/. -]([0-9]{1,2})[/. -]([0-9]{4})", text):
            day = date(int(found[3]), int(found[2]), int(found[1]))
        else:
            day = read_day(text)
    except ValueError:
        raise InvalidAnswer(
            "Enter a real date, like 30 9 2027 or 2027-09-30, or choose don’t know."
        ) from None
    if not EARLIEST <= day <= LATEST:
        raise InvalidAnswer("Enter a date from 1990 to 2100, or choose don’t know.")
    return day


_ONE = {
    Kind.CHOICE: "Choose one option",
    Kind.YES_NO: "Choose one option",
    Kind.NUMBER: "Enter a whole number",
    Kind.PERCENTAGE: "Enter a percentage",
    Kind.MONEY: "Enter an amount",
    Kind.DATE: "Enter a date",
    Kind.TEXT: "Write an answer",
}


def _one_value(question: Question) -> str:
    match question.kind:
        case Kind.NUMBER:
            return f"Enter a whole number of {question.unit}, like 3, or choose don’t know."
        case Kind.PERCENTAGE:
            return "Enter a whole percentage from 0 to 100, like 45, or choose don’t know."
        case Kind.MONEY:
            return "Enter whole pounds, like 120000, or choose don’t know."
        case Kind.DATE:
            return "Enter a real date, like 30 9 2027 or 2027-09-30, or choose don’t know."
        case Kind.CHOICE | Kind.YES_NO:
            return f"Choose one of: {_options(question)}, or don’t know."
        case _:
            return "Give a single value, or don’t know."


def _options(question: Question) -> str:
    return ", ".join(option.key for option in question.options)
