"""Saving a page of questions: what was kept, and the page again where something needs people."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from flask import flash, request

from readiness.domain.answer_value import read_value
from readiness.domain.assessment import Answer
from readiness.domain.errors import NotAllowed, Unusable
from readiness.domain.pack import Question
from readiness.domain.wording import count_words
from readiness.usecases.assessment import (
    Clash,
    Closed,
    OpenAssessment,
    SectionSaved,
    answer_questions,
    history_in,
)
from readiness.usecases.change import NOTHING
from readiness.web import current
from readiness.web.clash import Disagreement
from readiness.web.forms import AnswerForm, Sent
from readiness.web.judged import open_today
from readiness.web.page_form import PageForm

OTHER_RULES = (
    "The rules of this assessment were changed after you opened this page. Nothing was saved. "
    "Everything you typed is here: look whether it still answers the questions, then save."
)
"""What is said of a page that was made by other rules than those an assessment is under now."""


STILL_HERE = "What you typed is still here, to copy."
"""What is said where a person may not save what they typed."""

STOPPED_AS: dict[type[Exception], int] = {Unusable: 503, Closed: 409, NotAllowed: 403}
"""The status of a page of which nothing could be saved, by what stood in the way."""


@dataclass(frozen=True)
class Outcome:
    """What became of a page that was sent; `now` is the assessment as it stands after the save.

    `stopped_as` is the status where nothing of the page could be saved.
    """

    sent: PageForm
    saved: SectionSaved
    now: OpenAssessment
    stopped_as: int = 503

    @property
    def all_kept(self) -> bool:
        """Whether nothing is left for the person to settle."""
        return self.saved.all_kept and not self.sent.undecided and not self.sent.stopped

    @property
    def status(self) -> int:
        """Out of service, or a conflict, or else a request that does not fit."""
        return self.stopped_as if self.sent.stopped else 409 if self.saved.clashes else 400

    def words(self, again: PageForm) -> str:
        """Say what was saved first, then how much is left: 3 answers saved, 2 need you."""
        if self.sent.stopped:
            return "Nothing was saved"
        kept, left = len(self.saved.saved), len(again.needy)
        need = "needs" if left == 1 else "need"
        if not kept:
            return f"{count_words(left, 'answer')} {need} you"
        return f"{count_words(kept, 'answer')} saved, {left} {need} you"


def receive(opened: OpenAssessment, keys: Collection[str]) -> Outcome:
    """Save the page that was sent, as far as it asks these questions."""
    return save(opened, PageForm(opened, keys, request.form), request.form.get("rules"))


def save(opened: OpenAssessment, sent: PageForm, rules: str | None) -> Outcome:
    """Save what a page says, and read the assessment again.

    Where this copy cannot save, as on a full disk, where the assessment moved to other rules since
    the page was opened, or where the person may not, what was typed is kept to be shown again.

    Args:
        rules: the fingerprint of the rules that the page was made by; None where it says nothing.
    """
    if rules not in (None, opened.pack.fingerprint):
        sent.stopped = OTHER_RULES
        return Outcome(sent, SectionSaved((), (), ()), opened, stopped_as=409)
    try:
        saved = answer_questions(
            current.db(), opened, sent.changes(), person=current.person(), at=current.now()
        )
    except (Unusable, Closed, NotAllowed) as why:
        refused = isinstance(why, NotAllowed)
        now = open_today(opened.assessment.id) if refused else opened
        sent.stop(f"{why} {STILL_HERE}" if refused else str(why), now)
        stopped_as = next(code for kind, code in STOPPED_AS.items() if isinstance(why, kind))
        return Outcome(sent, SectionSaved((), (), ()), now, stopped_as)
    return Outcome(sent, saved, open_today(opened.assessment.id))


def shown_again(outcome: Outcome, asked: Collection[str], typed: Sent) -> PageForm:
    """Return a page again: what needs the person as it was typed, the rest as it is saved.

    Args:
        asked: the questions to show besides those that need the person.
    """
    now, sent, saved = outcome.now, outcome.sent, outcome.saved
    if sent.stopped:
        if not sent.answers:
            sent = PageForm(now, asked)
            sent.stop(outcome.sent.stopped, now)
        return sent
    refused = {refusal.change.question: refusal.change for refusal in saved.refused}
    clashes = {clash.change.question: clash for clash in saved.clashes}
    clashes |= {form.key: _still_open(now, form) for form in sent.undecided}
    again = PageForm(now, {*asked, *refused, *clashes})
    for key, change in refused.items():
        again.as_typed(key, typed).blame(change)
    for key, clash in clashes.items():
        form = again.as_typed(key, typed)
        undecided = form.undecided
        form.lay_beside(_disagreement(now, form.question, clash))
        if undecided:
            form.stand.errors = ("Choose which answer should stand.",)
    return again


def stays_at(
    outcome: Outcome, before: Sequence[Question], after: Sequence[Question]
) -> Question | None:
    """Return the question at which a saved page is shown again, or None where nothing asks for it.

    That is the one which was cleared, or the first which the answers brought up; it is said how
    many they brought up.

    Args:
        before: the questions of the page that were asked; `after` those that are now.
    """
    if outcome.sent.cleared is not None:
        return outcome.sent.cleared.question
    known = {q.key for q in before} | {form.key for form in outcome.sent.answers}
    new = [q for q in after if q.key not in known]
    if new:
        verb = "applies" if len(new) == 1 else "apply"
        flash(f"{count_words(len(new), 'more question')} {verb} here now, after what you answered.")
    return new[0] if new else None


def _still_open(now: OpenAssessment, form: AnswerForm) -> Clash:
    change = form.change()
    theirs = now.given.answers.get(form.key) or NOTHING
    return Clash(change, read_value(form.question, change.value), theirs)


def _disagreement(now: OpenAssessment, question: Question, clash: Clash) -> Disagreement:
    person, change = current.person(), clash.change
    versions = history_in(current.db(), now, question.key, person=person)
    return Disagreement(
        question,
        mine=Answer(clash.value, change.note, change.evidence, change.private),
        theirs=clash.theirs,
        seen=next((a for a in versions if a.version == change.seen), NOTHING),
        me=person.name,
    )
