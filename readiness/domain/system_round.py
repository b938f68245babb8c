"""A round: a system asks a group of organisations to answer one pack by a day."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from readiness.domain.account import read_email
from readiness.domain.answer_value import read_typed_day
from readiness.domain.errors import InvalidAnswer

LONGEST_NAME = 100
MOST_LINES = 10_000
"""How many codes may be pasted at once: more than there are bodies of one kind in a region."""


class QuestionSet(StrEnum):
    """How much a round asks: all of a pack, or its ten-minute look."""

    WHOLE = "whole"
    LOOK = "look"


class RoundState(StrEnum):
    """How a round stands."""

    OPEN = "open"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class Step(StrEnum):
    """What was done about a member of a round; each is a row, and none is ever changed."""

    ASKED = "asked"
    ADDRESSED = "addressed"
    LINKED = "linked"
    OPENED = "opened"
    REMINDED = "reminded"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class SystemRound:
    """A round as it was said last, by whom and when; `closes` is the last day to answer."""

    number: int
    version: int
    system: str
    pack_key: str
    name: str
    question_set: QuestionSet
    closes: date
    state: RoundState = RoundState.OPEN
    by: str = ""
    at: datetime | None = None

    @property
    def open(self) -> bool:
        """Whether nobody has closed or withdrawn it; its day may have passed."""
        return self.state is RoundState.OPEN

    def takes_answers(self, on: date) -> bool:
        """Say whether its links lead anywhere on a day."""
        return self.open and on <= self.closes


@dataclass(frozen=True, slots=True)
class Done:
    """One row of what was done about a member of a round."""

    organisation: str
    step: Step
    address: str
    token: str
    on: date


@dataclass(frozen=True, slots=True)
class Asked:
    """How a member of a round stands with it: asked on, opened on, reminded on.

    `removed` is the day on which it was taken out; `linked` says whether its link was made.
    `token` is the digest by which its link is known.
    """

    organisation: str
    asked: date
    address: str = ""
    token: str = ""
    opened: date | None = None
    reminded: date | None = None
    removed: date | None = None

    @property
    def linked(self) -> bool:
        """Whether a link of its own was made."""
        return bool(self.token)


@dataclass(frozen=True, slots=True)
class AskedFor:
    """An open round that asks for an assessment, with the name of its system."""

    round: SystemRound
    system: str


@dataclass(frozen=True, slots=True)
class Pasted:
    """A line of what was pasted: a code, and an address or nothing."""

    code: str
    address: str = ""


def gather(rows: Iterable[Done]) -> dict[str, Asked]:
    """Return how each member stands, by code, from all that was done about it, oldest first.

    Whoever was taken out and asked again begins anew.
    """
    found: dict[str, Asked] = {}
    for row in rows:
        there = found.get(row.organisation)
        if there is None or row.step is Step.ASKED:
            there = Asked(row.organisation, row.on)
        there = replace(there, address=row.address, token=row.token)
        found[row.organisation] = _after(there, row)
    return found


def read_round_name(text: str) -> str:
    """Read the name of a round.

    Raises:
        InvalidAnswer: it is empty, too long or not on one line.
    """
    name = " ".join(text.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise InvalidAnswer(f"Enter a name of the round, in at most {LONGEST_NAME} characters.")
    return name


def read_closing_day(text: str, today: date) -> date:
    """Read the last day of a round.

    Raises:
        InvalidAnswer: it is no day, or has passed.
    """
    day = read_typed_day(text)
    if day < today:
        raise InvalidAnswer("Enter a closing date that has not passed.")
    return day


def read_pasted(text: str) -> tuple[tuple[Pasted, ...], tuple[str, ...]]:
    """Read codes with addresses, one a line: the code, then a tab, comma, semicolon or space.

    Returns:
        The lines that can be read, and a sentence for each that cannot or that repeats a code.
    """
    found: dict[str, int] = {}
    lines: list[Pasted] = []
    wrong: list[str] = []
    typed = [line.strip() for line in text.splitlines()]
    if len(typed) > MOST_LINES:
        return (), (f"Paste at most {MOST_LINES:,} lines at once.",)
    for number, line in enumerate(typed, start=1):
        if not line:
            continue
        try:
            one = _pasted(line)
        except InvalidAnswer as fault:
            wrong.append(f"Line {number}: {fault}")
            continue
        if one.code in found:
            wrong.append(f"Line {number}: {one.code} is in line {found[one.code]} already.")
            continue
        found[one.code] = number
        lines.append(one)
    return tuple(lines), tuple(wrong)


def _pasted(line: str) -> Pasted:
    for mark in ("\t", ",", ";"):
        line = line.replace(mark, " ")
    code, _, rest = line.partition(" ")
    rest = rest.strip()
    if "@" in code or len(code) > 20 or not code.isprintable():
        raise InvalidAnswer("Begin the line with the code of an organisation.")
    return Pasted(code.upper(), read_email(rest) if rest else "")


def _after(there: Asked, row: Done) -> Asked:
    match row.step:
        case Step.OPENED:
            return replace(there, opened=there.opened or row.on)
        case Step.REMINDED:
            return replace(there, reminded=row.on)
        case Step.REMOVED:
            return replace(there, removed=row.on)
        case _:
            return there
