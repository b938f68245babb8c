"""Who has which section of an assessment: all of them on one page, with one save."""

import re

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import Form, HiddenField, StringField

from readiness.domain.assessment import Progress
from readiness.domain.errors import Conflict
from readiness.domain.pack import Section
from readiness.domain.wording import count_words
from readiness.domain.working_together import Assignment, Colleague, Together
from readiness.usecases.assessment import OpenAssessment
from readiness.usecases.assignment import (
    AssignedSince,
    Giving,
    UnfitAssignments,
    assign_sections,
)
from readiness.usecases.working_together import read_colleagues, read_together
from readiness.web import current
from readiness.web.forms import Sent, Trouble
from readiness.web.judged import open_today

bp = Blueprint("assignments", __name__, url_prefix="/assessments/<int:assessment_id>/who")


class GivingForm(Form):
    """To whom one section is given, under names which begin with its key."""

    to = StringField("Who")
    said = StringField("Name or team")
    due = StringField("By when")
    seen = HiddenField()

    def __init__(
        self, section: Section, progress: Progress, given: Assignment, sent: Sent | None
    ) -> None:
        self.section, self.progress, self.given = section, progress, given
        self.theirs: Assignment | None = None
        super().__init__(sent, prefix=f"{section.key}-", data=as_saved(given))
        for field in (self.to, self.said, self.due):
            field.errors = ()

    @property
    def giving(self) -> Giving:
        """What is said of the section, as typed."""
        seen = int(self.seen.data) if re.fullmatch(r"\d{1,9}", self.seen.data or "") else 0
        to, said, due = (field.data or "" for field in (self.to, self.said, self.due))
        return Giving(self.section.key, to, said, due, seen)

    @property
    def troubles(self) -> tuple[Trouble, ...]:
        """What needs the person here."""
        return tuple(
            Trouble(field.id, f"{self.section.title}: {words.rstrip('.')}", "")
            for field in (self.to, self.said, self.due)
            for words in field.errors
        )


def as_saved(given: Assignment) -> dict[str, str]:
    """Return the fields of a section as they are saved."""
    due = f"{given.due.day} {given.due.month} {given.due.year}" if given.due else ""
    to = str(given.to) if given.to else ""
    return {"to": to, "said": given.said, "due": due, "seen": str(given.version)}


class GivingPage:
    """Every section with a form of its own, and the people to choose from."""

    def __init__(
        self,
        opened: OpenAssessment,
        together: Together,
        people: tuple[Colleague, ...],
        sent: Sent | None = None,
    ) -> None:
        self.forms = tuple(
            GivingForm(
                section,
                opened.reading.progress(section.questions),
                together.assignment(section.key),
                sent,
            )
            for section in opened.pack.sections
            if sent is None or f"{section.key}-seen" in sent
        )
        self.people = [(str(one.id), one.name) for one in people]
        self.clash: Conflict | None = None

    def choices(self, form: GivingForm) -> list[tuple[str, str]]:
        """The people whom a section may be given to; who has it may keep it without a role."""
        given = form.given
        if given.to is None or str(given.to) in dict(self.people):
            return self.people
        return [*self.people, (str(given.to), f"{given.to_name} (holds no role here now)")]

    def show(self, wrong: UnfitAssignments) -> None:
        """Say at each field what does not fit."""
        for form in self.forms:
            for name, sentences in wrong.wrong.get(form.section.key, {}).items():
                form[name].errors = tuple(sentences)

    def lay_beside(self, clash: AssignedSince) -> None:
        """Keep what was typed, to be saved over what others chose since."""
        self.clash = clash
        for form in self.forms:
            if (theirs := clash.theirs.get(form.section.key)) is not None:
                form.theirs, form.seen.data = theirs, str(theirs.version)

    @property
    def troubles(self) -> tuple[Trouble, ...]:
        """What needs the person, in the order of the page."""
        each = tuple(trouble for form in self.forms for trouble in form.troubles)
        first = next((form.said.id for form in self.forms if form.theirs), "main")
        return (Trouble(first, str(self.clash), ""), *each) if self.clash else each


@bp.get("")
def who(assessment_id: int) -> ResponseReturnValue:
    """Show who has which section; whoever runs the assessment may change it here."""
    opened = open_today(assessment_id)
    return _page(opened, _giving(opened))


@bp.post("")
def save(assessment_id: int) -> ResponseReturnValue:
    """Give the sections as the page says, or show it again with what stands in the way."""
    opened = open_today(assessment_id)
    page = _giving(opened, request.form)
    wanted = [form.giving for form in page.forms]
    try:
        saved = assign_sections(
            current.db(), opened, wanted, person=current.person(), at=current.now()
        )
    except UnfitAssignments as wrong:
        page.show(wrong)
        return _page(opened, page), 400
    except AssignedSince as since:
        page.lay_beside(since)
        return _page(opened, page), 409
    flash(_words(len(saved)))
    return redirect(url_for("assessment.tasks", assessment_id=assessment_id), 303)


def _giving(opened: OpenAssessment, sent: Sent | None = None) -> GivingPage:
    together = read_together(current.db(), opened, person=current.person())
    people = read_colleagues(current.db(), opened, person=current.person())
    return GivingPage(opened, together, people, sent)


def _page(opened: OpenAssessment, page: GivingPage) -> str:
    return render_template("together/who.html", opened=opened, page=page)


def _words(changed: int) -> str:
    if not changed:
        return "Nobody else has a section than before."
    return f"{count_words(changed, 'section')} changed hands."
