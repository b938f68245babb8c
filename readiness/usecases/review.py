"""Review a submission that was signed off: agree, disagree or cannot tell, rule by rule."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from sqlite_utils import Database

from readiness.domain.access import Grant, Role
from readiness.domain.answer_value import read_text
from readiness.domain.assessment import Answer
from readiness.domain.checked import Checked, Opinion, checked
from readiness.domain.condition import Truth
from readiness.domain.errors import InvalidAnswer, NotAllowed, NotFound
from readiness.domain.explanation import explain_finding
from readiness.domain.organisation import Person
from readiness.domain.pack import Question, Stage
from readiness.domain.results import Finding
from readiness.domain.shared import reads_sensitive
from readiness.storage.assessments import assessment_by_id
from readiness.storage.database import immediate
from readiness.storage.events import note_event
from readiness.storage.reviews import Review, add_review, reviews_of
from readiness.storage.sign_offs import ToDecide, submission_to_decide
from readiness.usecases import permission
from readiness.usecases.assessment import SubmittedAssessment, as_declared
from readiness.usecases.viewing import note_view

__all__ = ["Review", "Said", "Saved", "Subject", "UnderReview", "read_checked", "read_review"]

LONGEST_NOTE = 500
"""The most characters of a reviewer's note on one rule."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a reviewer says of a rule, as typed, and the version that they had seen of it."""

    opinion: str
    note: str
    seen: int


@dataclass(frozen=True, slots=True)
class Saved:
    """What was saved, what did not fit, and what was said meanwhile in another window, by rule."""

    saved: tuple[str, ...] = ()
    refused: Mapping[str, str] = field(default_factory=dict)
    clashes: Mapping[str, Review] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rest:
    """A question that a finding rests on, with its answer; its note is private unless shared."""

    question: Question
    answer: Answer | None

    @property
    def note(self) -> str:
        """The note beside it, where others may read it."""
        return self.answer.note if self.answer and not self.answer.private else ""


@dataclass(frozen=True, slots=True)
class Subject:
    """A hard rule that applies, with what was found and what the reviewer said of it last."""

    finding: Finding
    sentence: str
    rests: tuple[Rest, ...]
    review: Review | None

    @property
    def key(self) -> str:
        """The key of the rule."""
        return self.finding.rule.key


@dataclass(frozen=True)
class UnderReview:
    """A signed-off submission as a reviewer sees it.

    `whole` is whether the organisation itself made the person its reviewer. One of a system is not
    shown the rules that read sensitive questions: how such a rule stands would tell the answer.
    """

    submitted: SubmittedAssessment
    reviews: tuple[Review, ...]
    person: Person
    whole: bool

    @cached_property
    def gates(self) -> tuple[tuple[Stage, Truth, tuple[Subject, ...]], ...]:
        """The gates that have hard rules which apply, each with how it stands and those rules."""
        return tuple(
            (result.stage, result.gate, subjects)
            for result in self.submitted.verdict.stages
            if result.gate is not None
            and (subjects := tuple(self._subject(f) for f in result.hard() if self._shows(f)))
        )

    @property
    def withheld(self) -> int:
        """How many hard rules are not shown to this reviewer."""
        found = (finding for stage in self.submitted.verdict.stages for finding in stage.hard())
        return sum(not self._shows(finding) for finding in found)

    @property
    def subjects(self) -> tuple[Subject, ...]:
        """Every rule to say something of, in order."""
        return tuple(subject for _, _, subjects in self.gates for subject in subjects)

    @cached_property
    def checked(self) -> Checked | None:
        """What is agreed to, by all reviewers."""
        return checked(self.submitted.verdict, opinions_of(self.reviews))

    def _subject(self, finding: Finding) -> Subject:
        questions, answers = self.submitted.pack.questions, self.submitted.given.answers
        mine = (r for r in self.reviews if r.person == self.person.id)
        return Subject(
            finding,
            explain_finding(finding, self.submitted.reading).sentence,
            tuple(Rest(questions[key], answers.get(key)) for key in finding.rule.questions),
            next((r for r in mine if r.rule == finding.rule.key), None),
        )

    def _shows(self, finding: Finding) -> bool:
        return self.whole or not reads_sensitive(finding.rule, self.submitted.pack)


def opinions_of(reviews: Collection[Review]) -> dict[str, list[Opinion]]:
    """Gather the newest opinions of reviewers by rule; those taken back are left out."""
    found: dict[str, list[Opinion]] = {}
    for review in reviews:
        if review.opinion is not None:
            found.setdefault(review.rule, []).append(review.opinion)
    return found


def read_opinions(db: Database, submitted: SubmittedAssessment) -> dict[str, list[Opinion]]:
    """Return what reviewers say of a submission that the person has opened, by rule."""
    row = submitted.submission.id
    return opinions_of(reviews_of(db, [row])[row])


def read_checked(db: Database, submitted: SubmittedAssessment) -> Checked | None:
    """Return what reviewers agreed to of a submission that the person has opened."""
    return checked(submitted.verdict, read_opinions(db, submitted))


def read_review(
    db: Database, assessment_id: int, number: int, *, person: Person, at: datetime
) -> UnderReview:
    """Return a submission to be reviewed, with what the person said of it so far.

    Raises:
        NotFound: there is no such submission, or nobody has signed it off.
        NotFound, NotAllowed: the person may not review it, or submitted or signed it themselves.
    """
    under = _under_review(db, assessment_id, number, person)
    organisation = under.submitted.assessment.organisation
    if not permission.may_see(under.person, organisation):
        note_view(db, organisation, f"submission {number} to review", under.person, at)
    return under


def review(
    db: Database,
    assessment_id: int,
    number: int,
    said: Mapping[str, Said],
    *,
    person: Person,
    at: datetime,
) -> Saved:
    """Save what a reviewer says of some rules; what is equal to what was said last is no change.

    Raises:
        NotFound, NotAllowed: as for `read_review`.
    """
    under = _under_review(db, assessment_id, number, person)
    row, person = under.submitted.submission.id, under.person
    fitting, refused = _fitting(said, [subject.key for subject in under.subjects])
    saved, clashes = [], {}
    with immediate(db):
        newest = {r.rule: r for r in reviews_of(db, [row])[row] if r.person == person.id}
        for rule, (opinion, note) in fitting.items():
            there = newest.get(rule)
            version = there.version if there else 0
            if (opinion, note) == ((there.opinion, there.note) if there else (None, "")):
                continue
            if there is not None and version != said[rule].seen:
                clashes[rule] = there
                continue
            add_review(db, row, rule, opinion, note, version + 1, person=person, at=at)
            saved.append(rule)
        if saved:
            detail = {"number": number, "rules": saved}
            note_event(db, "assessment", assessment_id, "reviewed", person=person, at=at, **detail)
    return Saved(tuple(saved), refused, clashes)


def _under_review(db: Database, assessment_id: int, number: int, person: Person) -> UnderReview:
    assessment = assessment_by_id(db, assessment_id)
    organisation = assessment.organisation
    person = permission.reviewing(db, person, organisation)
    there = submission_to_decide(db, assessment_id, number)
    if there is None or there.decided is None or not there.decided.signed:
        raise NotFound("This submission is not signed off, so there is nothing to review yet.")
    _require_independent(there, person)
    whole = person.local or Grant(Role.REVIEWER, organisation.ods_code) in person.grants
    submitted = as_declared(db, assessment, number)
    return UnderReview(submitted, reviews_of(db, [there.row])[there.row], person, whole)


def _require_independent(there: ToDecide, person: Person) -> None:
    did = {there.decider: "signed off", there.person: "submitted"}.get(person.id)
    if did:
        raise NotAllowed(f"You {did} this, so somebody else has to review it.")


def _fitting(
    said: Mapping[str, Said], rules: Sequence[str]
) -> tuple[dict[str, tuple[Opinion | None, str]], dict[str, str]]:
    """Return what fits of what was typed, and for the rest what would."""
    fitting: dict[str, tuple[Opinion | None, str]] = {}
    refused: dict[str, str] = {}
    for rule in rules:
        if rule not in said:
            continue
        typed = said[rule]
        try:
            note = read_text(typed.note, LONGEST_NOTE, "note")
            fitting[rule] = (_opinion(typed.opinion, note), note)
        except InvalidAnswer as wrong:
            refused[rule] = str(wrong)
    return fitting, refused


def _opinion(text: str, note: str) -> Opinion | None:
    if not text:
        if note:
            raise InvalidAnswer("Say whether you agree, beside the note.")
        return None
    if text not in list(Opinion):
        raise InvalidAnswer("Choose agree, disagree or cannot tell.")
    return Opinion(text)
