"""The page on which a reviewer agrees or disagrees, rule by rule."""

from collections.abc import Iterator

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict
from wtforms import Form, HiddenField, StringField, TextAreaField

from readiness.domain.checked import OPINION_LABELS
from readiness.domain.condition import Truth
from readiness.domain.wording import answer_words, count_words
from readiness.usecases.review import (
    Rest,
    Review,
    Said,
    Saved,
    Subject,
    UnderReview,
    read_review,
    review,
)
from readiness.web import current
from readiness.web.forms import Trouble, whole_number
from readiness.web.gates import GATE_WORDS

bp = Blueprint("review", __name__)

PAGE = "/assessments/<int:assessment_id>/submissions/<int:number>/review"
CHOICES = tuple((str(opinion), label, "") for opinion, label in OPINION_LABELS.items())
FOUND = {Truth.YES: "Met", Truth.NO: "Not met", Truth.UNKNOWN: "Not yet known"}


class OpinionForm(Form):
    """What is said of one rule, as typed, and the version that was seen."""

    opinion = StringField("Do you agree with what was found?")
    note = TextAreaField("Note")
    seen = HiddenField()


class RuleForm:
    """One rule with its form: as it was said last, or as it was sent."""

    def __init__(self, subject: Subject, sent: MultiDict[str, str] | None = None) -> None:
        self.subject, self.clash = subject, None
        there, prefix = subject.review, f"{subject.key}-"
        self.form = OpinionForm(
            sent,
            prefix=prefix,
            data={
                "opinion": str(there.opinion or "") if there else "",
                "note": there.note if there else "",
            },
        )
        refs = ", ".join(rest.question.ref for rest in subject.rests)
        self.form.opinion.label.text = f"Do you agree with what was found? {refs}".rstrip()
        self.form.note.label.text = f"Note, {refs}".rstrip(", ")
        if sent is None:
            self.form.seen.data = str(there.version if there else 0)

    @property
    def said(self) -> Said:
        """What was sent."""
        version = whole_number(self.form.seen.data, -1)
        return Said(self.form.opinion.data or "", self.form.note.data or "", version)

    def refuse(self, words: str) -> None:
        """Say at the field what would fit."""
        field = self.form.note if "note to" in words or "from the note" in words else None
        (field or self.form.opinion).errors = (words,)

    def lay_beside(self, there: Review) -> None:
        """Say what was saved meanwhile; to save again puts what is typed in its place."""
        said = OPINION_LABELS[there.opinion] if there.opinion else "nothing"
        note = f" “{there.note}”" if there.note else ""
        self.form.opinion.errors = (
            f"Saved meanwhile in another window: {said}.{note} Save again to replace it.",
        )
        self.form.seen.data = str(there.version)

    @property
    def troubles(self) -> Iterator[Trouble]:
        """What needs the reviewer here."""
        for field in (self.form.opinion, self.form.note):
            for words in field.errors:
                yield Trouble(field.id, words.rstrip("."), "")


@bp.get(PAGE)
def look(assessment_id: int, number: int) -> ResponseReturnValue:
    """Show each hard rule that applies, with what it rests on and what was said of it."""
    under = _under(assessment_id, number)
    return _page(under, [RuleForm(subject) for subject in under.subjects])


@bp.post(PAGE)
def save(assessment_id: int, number: int) -> ResponseReturnValue:
    """Save what is said so far; what does not fit comes back as typed."""
    under = _under(assessment_id, number)
    forms = [
        RuleForm(subject, request.form)
        for subject in under.subjects
        if f"{subject.key}-seen" in request.form
    ]
    saved = review(
        current.db(),
        assessment_id,
        number,
        {form.subject.key: form.said for form in forms},
        person=current.person(),
        at=current.now(),
    )
    if not saved.refused and not saved.clashes:
        flash(f"Saved: {count_words(len(saved.saved), 'rule')}.")
        return redirect(url_for(".look", assessment_id=assessment_id, number=number), 303)
    return _again(_under(assessment_id, number), saved), 409 if saved.clashes else 400


def _again(under: UnderReview, saved: Saved) -> str:
    """Show the page with what was saved as saved, and the rest as typed."""
    forms = []
    for subject in under.subjects:
        typed = subject.key in saved.refused or subject.key in saved.clashes
        form = RuleForm(subject, request.form if typed else None)
        if subject.key in saved.refused:
            form.refuse(saved.refused[subject.key])
        if subject.key in saved.clashes:
            form.lay_beside(saved.clashes[subject.key])
        forms.append(form)
    return _page(under, forms)


def _page(under: UnderReview, forms: list[RuleForm]) -> str:
    by_rule = {form.subject.key: form for form in forms}
    return render_template(
        "review/review.html",
        under=under,
        gates=[
            (f"Out of {stage.title}: {GATE_WORDS[truth]}", truth, [by_rule[s.key] for s in found])
            for stage, truth, found in under.gates
        ],
        troubles=[trouble for form in forms for trouble in form.troubles],
        choices=CHOICES,
        found=FOUND,
        said=said,
    )


def said(rest: Rest) -> str:
    """Say what was answered."""
    if rest.answer is None or rest.answer.value is None:
        return "Not answered"
    return answer_words(rest.question, rest.answer.value)


def _under(assessment_id: int, number: int) -> UnderReview:
    return read_review(
        current.db(), assessment_id, number, person=current.person(), at=current.now()
    )
