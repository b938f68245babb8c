"""The sections of the task list as one person works through them: theirs first, or some of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask import url_for

from readiness.domain.wording import count_words
from readiness.domain.working_together import Together
from readiness.usecases.assessment import OpenAssessment
from readiness.web import current
from readiness.web.assessment_page import SectionRow

MINE, NOBODY = "mine", "nobody"
"""Whose sections are shown, where not all of them are."""


@dataclass(frozen=True)
class TaskList:
    """The rows of the task list; `mine` stand first, under a heading of their own.

    `links` are the other choices of whose sections are shown: words, address, and whether it is
    this one. There are none while nobody has any section.
    """

    mine: tuple[SectionRow, ...]
    rows: tuple[SectionRow, ...]
    links: tuple[tuple[str, str, bool], ...]
    whose: str

    @property
    def heading(self) -> str:
        """How many sections stand in the list below."""
        if self.whose == NOBODY:
            return f"{count_words(len(self.rows), 'section')} with nobody"
        if self.whose == MINE:
            return "All sections"
        if self.mine and not self.rows:
            return "No other section"
        more = "other section" if self.mine else "section"
        return count_words(len(self.rows), more)


def task_list(
    opened: OpenAssessment, rows: Sequence[SectionRow], together: Together, whose: str | None
) -> TaskList:
    """Sort the sections by who has them, as far as anybody has any.

    Args:
        whose: mine or nobody; anything else is all of them, mine first.
    """
    own = together.given_to(current.person().id)
    told = [_with(row, together, mine=row.section.key in own) for row in rows]
    mine = tuple(row for row in told if row.section.key in own)
    free = tuple(row for row in told if not row.given.given)
    links = _links(opened, len(mine), len(free), whose) if together.anything_given else ()
    if links and whose == MINE:
        return TaskList(mine, (), links, MINE)
    if links and whose == NOBODY:
        return TaskList((), free, links, NOBODY)
    return TaskList(mine, tuple(row for row in told if row.section.key not in own), links, "")


def _with(row: SectionRow, together: Together, *, mine: bool) -> SectionRow:
    keys = [question.key for question in row.section.questions]
    given = together.assignment(row.section.key)
    return replace(row, given=given, mine=mine, marked=len(together.marked(keys)))


def _links(
    opened: OpenAssessment, mine: int, free: int, whose: str | None
) -> tuple[tuple[str, str, bool], ...]:
    number = opened.assessment.id
    choices = [("All", None), (f"Mine ({mine})", MINE), (f"With nobody ({free})", NOBODY)]
    known = whose if whose in (MINE, NOBODY) else None
    return tuple(
        (words, url_for("assessment.tasks", assessment_id=number, who=one), one == known)
        for words, one in choices
    )
