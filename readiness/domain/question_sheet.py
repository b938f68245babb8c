"""The questions that one role answers, to be handed out on paper and typed back in one sitting."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from readiness.domain.assessment import GAPS, Answer, Reading
from readiness.domain.condition import Truth
from readiness.domain.contract import beside
from readiness.domain.organisation import Organisation
from readiness.domain.pack import DONT_KNOW, Kind, Question
from readiness.domain.role_share import minutes_for, owned_by, role_share
from readiness.domain.wording import answer_words, count_words, short_day

LONGEST_WRITTEN = 160
"""The most characters of a written answer that a sheet repeats."""

DayOf = Callable[[datetime], date]


@dataclass(frozen=True, slots=True)
class Tick:
    """A box to tick, and whether the saved answer ticks it."""

    label: str
    ticked: bool


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A question on paper: how to answer it, what to tick, and who answered it already.

    `blank` names what is to be written; `written` is what is saved there. An answer that the pack
    calls sensitive is never on paper.
    """

    question: Question
    how: str
    ticks: tuple[Tick, ...]
    blank: str
    written: str
    said: str


@dataclass(frozen=True, slots=True)
class SheetPart:
    """The questions of one section on a sheet."""

    title: str
    lines: tuple[SheetLine, ...]


@dataclass(frozen=True, slots=True)
class QuestionSheet:
    """A sheet for one role as of a day; `later` are questions that may still be asked."""

    organisation: Organisation
    role: str
    planning: str
    pack: str
    on: date
    minutes: int
    parts: tuple[SheetPart, ...]
    later: tuple[Question, ...]
    only_open: bool = False
    contract: str | None = None

    @property
    def about(self) -> str:
        """Whom the questions are for, and of which contract where there is one."""
        return beside(f"{self.organisation.name} ({self.organisation.ods_code})", self.contract)

    @property
    def title(self) -> str:
        """What the sheet is called."""
        return f"Question sheet: {self.role}"

    @property
    def count(self) -> int:
        """How many questions are on it."""
        return sum(len(part.lines) for part in self.parts)

    @property
    def purpose(self) -> str:
        """What it is for, how long it takes and how to fill it in."""
        asked = count_words(self.count, "open question" if self.only_open else "question")
        return (
            f"{asked} about “{self.planning}”, about {count_words(self.minutes, 'minute')}. "
            "Where answers have an order, they run from worst to best. "
            "Don’t know is an answer, and never read as no. "
            "Say what is true today, then hand the sheet back: somebody types it in."
        )

    @property
    def later_words(self) -> str:
        """The questions that other answers may bring up, in one line."""
        return "; ".join(f"{question.ref} {question.ask}" for question in self.later)


def question_sheet(
    reading: Reading, role: str, *, day_of: DayOf, only_open: bool = False
) -> QuestionSheet:
    """Return the sheet of a role.

    Args:
        day_of: the day that a time falls on where people read it.
        only_open: leave out what is answered; don't know is not an answer to rest on.

    Raises:
        NotFound: the pack has no such role.
    """
    share, pack = role_share(reading, role), reading.pack
    shown = tuple(q for q in share.questions if not only_open or reading.states[q.key] in GAPS)
    parts = (
        SheetPart(pack.section(key).title, tuple(_line(reading, q, day_of) for q in questions))
        for key, questions in groupby(shown, lambda q: q.section)
    )
    return QuestionSheet(
        organisation=reading.given.organisation,
        role=share.title,
        planning=pack.title,
        pack=f"{pack.title} {pack.version}, fingerprint {pack.short_fingerprint}",
        on=reading.on,
        minutes=minutes_for(reading, shown),
        parts=tuple(parts),
        later=tuple(q for q in owned_by(reading, role) if reading.asked(q.key) is Truth.UNKNOWN),
        only_open=only_open,
        contract=reading.given.contract,
    )


def _line(reading: Reading, question: Question, day_of: DayOf) -> SheetLine:
    answer = reading.given.answers.get(question.key)
    value = answer.value if answer and not question.sensitive else None
    blank = _BLANKS.get(question.kind, "")
    chosen = value if isinstance(value, frozenset) else {value}
    ticks = [Tick(option.label, option.key in chosen) for option in question.options]
    written = answer_words(question, value) if blank and value not in (None, DONT_KNOW) else ""
    if len(written) > LONGEST_WRITTEN:
        written = f"{written[:LONGEST_WRITTEN].rstrip()} …"
    return SheetLine(
        question,
        _how(question),
        (*ticks, Tick(question.dont_know, value == DONT_KNOW)),
        f"{blank} of {question.unit}" if question.kind is Kind.NUMBER else blank,
        written,
        _said(question, answer, day_of),
    )


_BLANKS = {
    Kind.NUMBER: "Whole number",
    Kind.PERCENTAGE: "Per cent",
    Kind.MONEY: "Whole pounds",
    Kind.DATE: "Date",
    Kind.TEXT: "Answer",
    Kind.PARTNERS: "Organisation codes",
}


def _how(question: Question) -> str:
    if question.kind is Kind.CHOICES:
        return f"Tick {question.pick}" if question.pick else "Tick all that apply"
    return "Write it, or tick" if question.kind in _BLANKS else "Tick one"


def _said(question: Question, answer: Answer | None, day_of: DayOf) -> str:
    if answer is None or answer.value is None:
        return ""
    when = f" {short_day(day_of(answer.at))}" if answer.at else ""
    whose = f" by {answer.by}" if answer.by else ""
    rest = "not shown on paper" if question.sensitive else "check it"
    return f"Answered{when}{whose}: {rest}"
