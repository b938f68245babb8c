"""What is said beside one question: its comments, its mark, and the forms to say more."""

import re
from collections.abc import Iterable, Sequence

from flask import url_for
from wtforms import Form, HiddenField, StringField, TextAreaField

from readiness.domain.pack import Question
from readiness.domain.wording import count_words
from readiness.domain.working_together import (
    Colleague,
    Comment,
    Mark,
    Together,
    ask_whom,
    may_clear,
)
from readiness.usecases.assessment import OpenAssessment
from readiness.usecases.mark import MarkedSince, UnfitMark
from readiness.usecases.working_together import read_colleagues, read_together
from readiness.web import current
from readiness.web.forms import Sent, Trouble, troubles_of


class CommentForm(Form):
    """Something to say of a question."""

    comment = TextAreaField("Your comment")


class MarkForm(Form):
    """Why a question needs another look, and for whom; `marked` is the version that was shown."""

    why = StringField("Why does it need another look?")
    to = StringField("For whom?")
    marked = HiddenField()

    @property
    def seen(self) -> int:
        """The version of the mark that the person was looking at."""
        return int(self.marked.data) if re.fullmatch(r"\d{1,9}", self.marked.data or "") else 0


class Thread:
    """What is said beside one question, as one person sees it.

    `theirs` is a mark that was made or cleared since the person opened the page.
    """

    def __init__(
        self,
        opened: OpenAssessment,
        question: Question,
        together: Together,
        people: Sequence[Colleague] = (),
    ) -> None:
        self.opened, self.question, self.people = opened, question, people
        self.comments = together.threads.get(question.key, ())
        self.count = together.counts.get(question.key, 0)
        self.mark = together.mark(question.key)
        self.given = together.assignment(question.section)
        self.comment, self.making = CommentForm(), MarkForm()
        self.making.marked.data = str(self.mark.version)
        self.theirs: Mark | None = None
        self.refusal = ""

    @property
    def words(self) -> str:
        """How many comments there are, and whether the question is marked."""
        counted = count_words(self.count, "comment") if self.count or self.comments else ""
        marked = "needs another look" if self.mark.standing else ""
        words = ", ".join(filter(None, [marked, counted]))
        return words[:1].upper() + words[1:]

    @property
    def ask_whom(self) -> str:
        """Why the person does not answer the question, and whom to ask."""
        here = self.opened.pack.section(self.question.section)
        return ask_whom(here.title, self.given, self.opened.may)

    @property
    def answered_since(self) -> bool:
        """Whether the question was answered again after it was marked."""
        return self.mark.answered_since(self.opened.given.answers.get(self.question.key))

    @property
    def may_comment(self) -> bool:
        """Whether the person may say something here."""
        return self.open and self.opened.may.comments(self.question.section)

    @property
    def may_clear(self) -> bool:
        """Whether the person may clear the mark."""
        me, may = current.person().id, self.opened.may
        return self.open and may_clear(self.mark, self.question.section, me, may)

    @property
    def open(self) -> bool:
        """Whether anything may still be said."""
        return self.opened.assessment.closed is None

    def may_strike(self, comment: Comment) -> bool:
        """Say whether the person may strike a comment out."""
        return self.open and comment.may_strike(current.person().id, self.opened.may)

    @property
    def choices(self) -> list[tuple[str, str]]:
        """The people whom a mark may be for."""
        return [(str(one.id), one.name) for one in self.people]

    def address(self, endpoint: str) -> str:
        """Return where a form of this question is sent."""
        number = self.opened.assessment.id
        return url_for(f"comments.{endpoint}", assessment_id=number, question_key=self.question.key)

    def commented(self, sent: Sent, *words: str) -> None:
        """Show a comment again as it was typed, with what would fit."""
        self.comment = CommentForm(sent)
        self.comment.comment.errors = words

    def marking(self, sent: Sent, wrong: UnfitMark) -> None:
        """Show a mark again as it was typed, with what would fit."""
        self.making = MarkForm(sent)
        for name in ("why", "to"):
            self.making[name].errors = tuple(wrong.wrong[name])

    def marked_since(self, sent: Sent, clash: MarkedSince) -> None:
        """Show a mark again as typed beside what somebody did since; to save is to decide."""
        self.making, self.theirs = MarkForm(sent), clash.theirs
        self.making.marked.data = str(clash.theirs.version)
        self.making.why.errors = (str(clash),)

    @property
    def troubles(self) -> tuple[Trouble, ...]:
        """What needs the person here."""
        refused = (Trouble("comments", self.refusal, ""),) if self.refusal else ()
        return (*refused, *troubles_of(self.comment), *troubles_of(self.making))


def thread_of(opened: OpenAssessment, asked: Question) -> Thread:
    """Return what is said beside a question, with the people whom a mark may be for."""
    db, person = current.db(), current.person()
    together = read_together(db, opened, person=person, threads=[asked.key])
    people = () if person.local else read_colleagues(db, opened, person=person)
    return Thread(opened, asked, together, people)


def threads(
    opened: OpenAssessment, questions: Iterable[Question], together: Together
) -> dict[str, Thread]:
    """Return what is said beside some questions, by key."""
    return {question.key: Thread(opened, question, together) for question in questions}
