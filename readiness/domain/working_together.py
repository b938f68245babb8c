"""Several people at one assessment: who has which section, comments, and marks on questions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from readiness.domain.abilities import Abilities
from readiness.domain.answer_value import read_text
from readiness.domain.assessment import Answer
from readiness.domain.errors import InvalidAnswer
from readiness.domain.system_round import AskedFor

LONGEST_SAID = 100
"""The most characters of a name or a team that a section is given to."""

LONGEST_COMMENT = 2_000
LONGEST_WHY = 300
MOST_COMMENTS = 200
"""The most comments that one question of an assessment takes."""


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who holds a role within an organisation, by number and name."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Assignment:
    """To whom a section is given: a colleague, a name or team in words, both, or nobody.

    `version` is 0 where it never was given.
    """

    section: str
    to: int | None = None
    to_name: str = ""
    said: str = ""
    due: date | None = None
    version: int = 0
    by: str = ""
    at: datetime | None = None

    @property
    def given(self) -> bool:
        """Whether anybody has the section."""
        return bool(self.to or self.said)

    @property
    def who(self) -> str:
        """Name who has the section, such as Priya Shah (Estates); empty for nobody."""
        return (
            f"{self.to_name} ({self.said})" if self.to and self.said else self.to_name + self.said
        )

    @property
    def says(self) -> tuple[object, ...]:
        """What two assignments of a section are compared by."""
        return self.to, self.said, self.due


@dataclass(frozen=True, slots=True)
class Mark:
    """That a question needs another look: why, for whom if for anybody, and who says so.

    `on` is the version of the answer that was marked. One that is not `standing` was cleared.
    """

    question: str
    why: str = ""
    to: int | None = None
    to_name: str = ""
    on: int = 0
    standing: bool = False
    version: int = 0
    by_id: int = 0
    by: str = ""
    at: datetime | None = None

    def answered_since(self, answer: Answer | None) -> bool:
        """Say whether the question was answered again after it was marked."""
        return answer is not None and answer.version > self.on


@dataclass(frozen=True, slots=True)
class Comment:
    """What somebody says beside an answer; once struck out it is read no more."""

    number: int
    question: str
    text: str
    by_id: int
    by: str
    at: datetime
    struck_by: str = ""
    struck_at: datetime | None = None

    def may_strike(self, person: int, may: Abilities) -> bool:
        """Say whether a person may strike it out: its writer, or who runs the assessment."""
        return not self.struck_by and (may.manage or person == self.by_id)


@dataclass(frozen=True, slots=True)
class Together:
    """What people do beside answering an assessment: by section, and by question.

    `counts` are the comments that were not struck out; `threads` hold the questions asked for.
    `asked` are the open rounds of systems that ask for the assessment, the next to close first.
    """

    assignments: Mapping[str, Assignment] = field(default_factory=dict)
    marks: Mapping[str, Mark] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    threads: Mapping[str, tuple[Comment, ...]] = field(default_factory=dict)
    asked: tuple[AskedFor, ...] = ()

    def assignment(self, section: str) -> Assignment:
        """Return to whom a section is given."""
        return self.assignments.get(section, Assignment(section))

    def mark(self, question: str) -> Mark:
        """Return the newest mark of a question, standing or not."""
        return self.marks.get(question, Mark(question))

    def marked(self, questions: Iterable[str]) -> tuple[str, ...]:
        """Return those of some questions that are marked, in their order."""
        return tuple(key for key in questions if self.mark(key).standing)

    def given_to(self, person: int) -> frozenset[str]:
        """Return the sections that a person has."""
        return frozenset(key for key, one in self.assignments.items() if one.to == person)

    @property
    def anything_given(self) -> bool:
        """Whether anybody has any section."""
        return any(one.given for one in self.assignments.values())


def may_clear(mark: Mark, section: str, person: int, may: Abilities) -> bool:
    """Say whether a person may clear a mark: whoever answers the section, or who made the mark."""
    return mark.standing and (may.answers(section) or person == mark.by_id)


def ask_whom(title: str, assignment: Assignment, may: Abilities) -> str:
    """Say why a person does not answer a section, and whom to ask instead."""
    if not may.say:
        return f"You read “{title}”. An IT lead or a contributor answers it."
    if not assignment.given:
        return f"Nobody has “{title}” yet. Ask your IT lead to give you the section."
    return (
        f"The questions of “{title}” are with {assignment.who}. "
        "Ask them, or ask your IT lead to give you the section."
    )


def read_said(text: str) -> str:
    """Read the name or the team that a section is given to, on one line.

    Raises:
        InvalidAnswer: it is too long, or holds characters that no file could carry.
    """
    return " ".join(read_text(text, LONGEST_SAID, "name").split())


def read_comment(text: str) -> str:
    """Read a comment.

    Raises:
        InvalidAnswer: there is none, or it is too long.
    """
    comment = read_text(text, LONGEST_COMMENT, "comment")
    if not comment:
        raise InvalidAnswer("Write a comment first.")
    return comment


def read_why(text: str) -> str:
    """Read why a question needs another look, on one line.

    Raises:
        InvalidAnswer: nothing is said, or too much.
    """
    why = " ".join(read_text(text, LONGEST_WHY, "reason").split())
    if not why:
        raise InvalidAnswer("Say why it needs another look.")
    return why
