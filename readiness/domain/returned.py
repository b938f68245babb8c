"""Answers that came back in a file: what stands in it, and what can be read of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby

from readiness.domain.answer_value import LONGEST_TEXT, read_text, read_typed_day
from readiness.domain.assessment import Answer
from readiness.domain.errors import Fault, InvalidAnswer
from readiness.domain.operators import Value
from readiness.domain.pack import DONT_KNOW, Pack, Question
from readiness.domain.questionnaire import meaning_of
from readiness.domain.written_answer import read_ticked, read_written, read_yes

LONGEST_NAME = 200
"""The most characters of the name and the post of whoever filled something in."""


@dataclass(frozen=True, slots=True)
class Written:
    """What stands in a cell for a question, or for one option of it.

    `meaning` marks what was asked when the file was made; empty where the file does not say.
    """

    where: str
    question: str
    value: object
    option: str = ""
    note: str = ""
    shared: bool = False
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Returned:
    """What came back from one organisation, as it stands in a file, or in a row of one.

    `row` is 0 for a file of its own. `made_for` is the code that the file was made for, `code` the
    one that whoever filled it in gave. `asked` are the questions of the file, all of the pack’s
    where it is `whole`. `declared` is None where the file asks for no declaration.
    """

    file: str
    pack_key: str
    code: str
    by: str
    on: object
    written: tuple[Written, ...]
    row: int = 0
    post: str = ""
    declared: bool | None = None
    made_for: str = ""
    round: int | None = None
    fingerprint: str = ""
    whole: bool = False
    asked: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    where_code: str = "the file"
    where_by: str = "the file"
    where_on: str = "the file"
    where_declared: str = "the file"

    def fault(self, where: str, what: str) -> Fault:
        """Say what is wrong somewhere in it, and what to do."""
        return Fault(self.file, self.row, 0, where, what)

    @property
    def name(self) -> str:
        """What it is called on a page."""
        return f"{self.file}, row {self.row}" if self.row else self.file


@dataclass(frozen=True, slots=True)
class Answered:
    """What could be read: answers, faults, and the questions that are asked otherwise by now."""

    answers: Mapping[str, Answer]
    faults: tuple[Fault, ...] = ()
    left_out: tuple[str, ...] = field(default=())


def name_words(value: object) -> str:
    """Return a name or a post as it is kept: in one line, and not longer than names are."""
    text = "" if value is None else " ".join(str(value).split())
    return "".join(letter for letter in text if letter.isprintable())[:LONGEST_NAME]


def read_answers(returned: Returned, pack: Pack) -> Answered:
    """Read the answers of what came back under a version of its pack; every fault is named.

    A question that this version asks in other words, or not at all, is left out and told.
    """
    answers: dict[str, Answer] = {}
    faults: list[Fault] = []
    left_out: list[str] = []
    for key, cells in groupby(returned.written, lambda cell: cell.question):
        here = tuple(cells)
        question = pack.questions.get(key)
        if question is None or any(c.meaning not in ("", meaning_of(question)) for c in here):
            left_out += [key] if any(_filled(cell) for cell in here) else []
            continue
        value, wrong = _value(question, here)
        faults += [returned.fault(where, what) for where, what in wrong]
        note = _note(returned, here[0], faults)
        if value is not None or note:
            answers[key] = Answer(value, note, private=not here[0].shared, by=returned.by)
    return Answered(answers, tuple(faults), tuple(left_out))


def read_declaration(returned: Returned, on: date) -> tuple[date | None, tuple[Fault, ...]]:
    """Return the day on which somebody declared the answers, and what is wrong with who and when.

    Args:
        on: today; nothing is declared after it.
    """
    faults = []
    if not returned.by.strip():
        faults.append(returned.fault(returned.where_by, "say who filled it in"))
    if returned.declared is False:
        faults.append(returned.fault(returned.where_declared, "say Yes beside the declaration"))
    day = _day(returned.on)
    if day is None:
        faults.append(returned.fault(returned.where_on, "write a day, like 30 9 2026"))
    elif day > on:
        faults.append(
            returned.fault(returned.where_on, "write the day it was filled in, not later")
        )
    return day, tuple(faults)


def changed_questions(before: Mapping[str, Answer], after: Mapping[str, Answer]) -> tuple[str, ...]:
    """Return the questions whose answers are not the same, in the order of both."""
    keys = dict.fromkeys([*before, *after])
    return tuple(key for key in keys if _said(before.get(key)) != _said(after.get(key)))


def merged(
    before: Mapping[str, Answer], returned: Returned, answers: Mapping[str, Answer]
) -> dict[str, Answer]:
    """Add what came back to what came back before: a whole questionnaire stands for itself.

    Of a part the latest answer to each question wins, and what it leaves empty stays.
    """
    return dict(answers) if returned.whole else {**before, **answers}


def _value(
    question: Question, cells: tuple[Written, ...]
) -> tuple[Value | None, list[tuple[str, str]]]:
    ticks = [cell for cell in cells if cell.option]
    try:
        said = read_written(question, cells[0].value) if not cells[0].option else None
    except InvalidAnswer as wrong:
        return None, [(_where(cells[0], question), str(wrong))]
    if not ticks:
        return said, []
    yes, faults = [], []
    for cell in ticks:
        try:
            yes.append((cell.option, read_yes(cell.value)))
        except InvalidAnswer as wrong:
            faults.append((_where(cell, question), str(wrong)))
    if faults:
        return None, faults
    try:
        chosen = None if said == DONT_KNOW and not _any(yes) else read_ticked(question, yes)
    except InvalidAnswer as wrong:
        return None, [(_where(cells[0], question), str(wrong))]
    if said is not None and chosen is not None:
        words = f"Choose from the list or “{question.dont_know}”, not both."
        return None, [(_where(cells[0], question), words)]
    return (chosen if said is None else said), []


def _any(yes: Iterable[tuple[str, bool | None]]) -> bool:
    return any(said for _, said in yes)


def _note(returned: Returned, cell: Written, faults: list[Fault]) -> str:
    try:
        return read_text(cell.note, LONGEST_TEXT, "note")
    except InvalidAnswer as wrong:
        faults.append(returned.fault(f"{cell.where}, the note beside it", str(wrong)))
        return ""


def _where(cell: Written, question: Question) -> str:
    return f"{cell.where}, {question.ref}"


def _filled(cell: Written) -> bool:
    return cell.value is not None and str(cell.value).strip() != ""


def _day(given: object) -> date | None:
    if isinstance(given, datetime):
        return given.date()
    if isinstance(given, date):
        return given
    try:
        return read_typed_day(str(given or "").strip().split("T")[0])
    except InvalidAnswer:
        return None


def _said(answer: Answer | None) -> tuple[object, str] | None:
    return None if answer is None else (answer.value, answer.note)
