"""What people change on a page of questions, and what becomes of each change; no database here."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from readiness.domain.answer_value import LONGEST_TEXT, read_link, read_text, read_value
from readiness.domain.assessment import Answer
from readiness.domain.errors import InvalidAnswer
from readiness.domain.operators import Value
from readiness.domain.pack import Pack

NOTHING = Answer(None, version=0)
"""What somebody saw, and what there is, where nothing was ever saved."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a person says to one question, as typed: text or a list of texts.

    `seen` is the version they were looking at, 0 when nothing had been saved. To `withdraw` is to
    say nothing, whatever the value.
    """

    question: str
    value: object
    note: str = ""
    evidence: str = ""
    private: bool = True
    seen: int = 0
    withdraw: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """A change that does not fit its question, and what would fit: one sentence to a line."""

    change: Change
    why: str


@dataclass(frozen=True, slots=True)
class Clash:
    """A change to an answer which was saved since its writer saw it: mine, as read, and theirs.

    Given again with `seen` at their version, mine is saved.
    """

    change: Change
    value: Value | None
    theirs: Answer


@dataclass(frozen=True, slots=True)
class SectionSaved:
    """What became of some changes: the questions saved, what was refused, and what clashes."""

    saved: tuple[str, ...]
    refused: tuple[Refused, ...]
    clashes: tuple[Clash, ...]

    @property
    def all_kept(self) -> bool:
        """Whether nothing is left for the person to settle."""
        return not self.refused and not self.clashes


T = TypeVar("T")

Fitting = Mapping[str, tuple[Change, Answer]]
"""The changes that fit their questions, as typed and as read, by question."""

Versions = Mapping[str, Mapping[int, Answer]]
"""The version seen and the newest of each question, by version."""


def read_changes(pack: Pack, changes: Sequence[Change]) -> tuple[Fitting, tuple[Refused, ...]]:
    """Read changes: those that fit their questions, and those that do not with what would fit."""
    fitting: dict[str, tuple[Change, Answer]] = {}
    refused: list[Refused] = []
    for change in changes:
        try:
            if change.question in fitting:
                raise InvalidAnswer("This question is answered twice here. Give one answer.")
            fitting[change.question] = change, _read(pack, change)
        except InvalidAnswer as wrong:
            refused.append(Refused(change, str(wrong)))
    return fitting, tuple(refused)


def settle(fitting: Fitting, versions: Versions) -> tuple[dict[str, Answer], tuple[Clash, ...]]:
    """Tell the changes to save, each with its version, from those that clash.

    One equal to the version its writer saw, or to the newest, is neither.
    """
    to_save: dict[str, Answer] = {}
    clashes: list[Clash] = []
    for question, (change, mine) in fitting.items():
        there = versions[question]
        newest = there[max(there)] if there else NOTHING
        seen = there.get(change.seen) if change.seen else NOTHING
        if _says(mine) == _says(newest) or (seen and _says(mine) == _says(seen)):
            continue
        if newest.version == change.seen:
            to_save[question] = replace(mine, version=newest.version + 1)
        else:
            clashes.append(Clash(change, mine.value, newest))
    return to_save, tuple(clashes)


def read_or_note(wrong: list[str], otherwise: T, read: Callable[[], T]) -> T:
    """Return what can be read; where it does not fit, note why and return something else."""
    try:
        return read()
    except InvalidAnswer as error:
        wrong.append(str(error))
        return otherwise


def _read(pack: Pack, change: Change) -> Answer:
    question = pack.questions.get(change.question)
    if question is None:
        raise InvalidAnswer(f"There is no question {change.question} in this assessment.")
    given = None if change.withdraw else change.value
    wrong: list[str] = []
    answer = Answer(
        value=read_or_note(wrong, None, lambda: read_value(question, given)),
        note=read_or_note(wrong, "", lambda: read_text(change.note, LONGEST_TEXT, "note")),
        evidence=read_or_note(wrong, "", lambda: read_link(change.evidence)),
        private=change.private,
    )
    if wrong:
        raise InvalidAnswer("\n".join(wrong))
    return answer


def _says(answer: Answer) -> tuple[object, ...]:
    """Return what an answer says; that nothing is private says nothing."""
    said = (answer.value, answer.note, answer.evidence)
    return (*said, answer.private) if said != (None, "", "") else said
