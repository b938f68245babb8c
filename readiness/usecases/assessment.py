"""Start an assessment, read it, answer it, submit it, and read what was submitted."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from pathlib import Path

from sqlite_utils import Database

from readiness.domain.abilities import READS_ONLY, Abilities
from readiness.domain.assessment import (
    Answer,
    Answers,
    Assessment,
    Given,
    Hosted,
    Reading,
    Submission,
)
from readiness.domain.errors import Conflict, NotFound
from readiness.domain.hosted import reading_of
from readiness.domain.organisation import Person
from readiness.domain.pack import Pack
from readiness.domain.record import digest_of, read_given, write_given
from readiness.domain.sign_off import Approval
from readiness.domain.verdict import Verdict, assess
from readiness.storage import answers, assessments, packs, sign_offs, submissions
from readiness.storage.answers import Origin
from readiness.storage.database import immediate
from readiness.storage.events import note_event
from readiness.storage.organisations import organisation_by_code
from readiness.storage.submissions import SubmissionLine
from readiness.usecases import permission
from readiness.usecases.about import refuse_closed
from readiness.usecases.change import (
    Change,
    Clash,
    Refused,
    SectionSaved,
    read_changes,
    settle,
)
from readiness.usecases.contract import call_otherwise, contract_wanted, find_or_name, named
from readiness.usecases.declared import require_declared
from readiness.usecases.given import require_given
from readiness.usecases.hosted import NO_TIE, Tie, ties_of
from readiness.usecases.pack import pack_in_use
from readiness.usecases.shared import carry_shared

__all__ = [
    "Change",
    "Changed",
    "Clash",
    "Closed",
    "OpenAssessment",
    "Refused",
    "Saved",
    "SectionSaved",
    "SubmissionLine",
    "SubmittedAssessment",
    "answer_questions",
    "as_they_stand",
    "history",
    "history_in",
    "open_assessments",
    "read_assessment",
    "read_submission",
    "rename_contract",
    "require_open",
    "start_assessment",
    "submit",
]


@dataclass(frozen=True, slots=True)
class Saved:
    """The last save of an assessment: when, and whose."""

    at: datetime
    by: str


@dataclass(frozen=True)
class _Judged:
    """An assessment at one moment, with what a verdict reads of it.

    `may` is what the person may do in it for whom it was read by itself; one of a list is only
    read.
    """

    assessment: Assessment
    reading: Reading
    may: Abilities = field(default=READS_ONLY, kw_only=True, compare=False)

    @property
    def pack(self) -> Pack:
        """The pack it is judged by."""
        return self.reading.pack

    @property
    def given(self) -> Given:
        """What it is judged on."""
        return self.reading.given

    @cached_property
    def verdict(self) -> Verdict:
        """Where it stands, worked out when first asked for."""
        return assess(self.pack, self.given)


@dataclass(frozen=True)
class OpenAssessment(_Judged):
    """An assessment as it stands, seen from a day.

    `newest` is the number of the answer saved last, of whatever question; 0 when there is none.
    `approval` says where it stands with its sign-off, `tie` what is agreed with a host, and
    adopted of it.
    """

    saved: Saved | None
    submissions: tuple[SubmissionLine, ...]
    approval: Approval
    newest: int
    tie: Tie = NO_TIE


@dataclass(frozen=True)
class SubmittedAssessment(_Judged):
    """A submission, read from its own document and judged on its own day."""

    submission: Submission


class Closed(Conflict):
    """The organisation was assessed again since, so this assessment only stands to be read."""

    def __init__(self) -> None:
        super().__init__(
            "This assessment is closed: the organisation was assessed again. Nothing was saved. "
            "Open the newer assessment, and answer there."
        )


class Changed(Conflict):
    """Answers were saved after somebody had checked them: by whom, and to which questions."""

    def __init__(self, pack: Pack, since: Sequence[tuple[str, str]]) -> None:
        self.by = tuple(dict.fromkeys(name for _, name in since))
        self.questions = tuple(dict.fromkeys(q for q, _ in since if q in pack.questions))
        refs = ", ".join(pack.questions[key].ref for key in self.questions)
        super().__init__(
            f"{' and '.join(self.by) or 'Somebody'} changed {refs or 'the answers'} "
            "after you opened this page. Check the answers again, then submit."
        )


def start_assessment(
    db: Database,
    rules: Path,
    pack_key: str,
    ods_code: str,
    *,
    person: Person,
    at: datetime,
    contract: str | None = None,
) -> int:
    """Start an organisation's assessment under the version of a pack in use; return its number.

    Where one is open already, that one is returned and nothing changes. A new one begins with the
    answers that the organisation gave elsewhere to the same questions, each to be confirmed.

    Args:
        contract: what the contract is called that a pack with contracts asks for; another pack
            leaves it aside.

    Raises:
        InvalidAnswer: the pack asks for a contract, and none is named or its name does not fit;
            or the organisation is closed.
        NotFound: there is no such organisation or pack.
        NotFound, NotAllowed: the person may not see the organisation, or not do this for it.
        PackFaults: the pack in the folder is in use and faulty.
    """
    organisation = organisation_by_code(db, ods_code)
    person = permission.managing(db, person, organisation)
    now = pack_in_use(db, rules, pack_key)
    pack = now.pack
    contract, code = contract_wanted(pack, contract), organisation.ods_code
    with immediate(db):
        key = contract and find_or_name(db, code, pack_key, contract, person=person, at=at)
        there = assessments.open_assessment_of(db, code, pack_key, key or "")
        if there is not None:
            return there
        refuse_closed(db, organisation, on=at.date())
        if now.files is not None:
            packs.keep_pack(db, pack, now.files, at=at)
        number = assessments.add_assessment(
            db, ods_code, pack, person=person, at=at, contract_key=key or ""
        )
        began: dict[str, object] = {**named(assessments.assessment_by_id(db, number))}
        if carried := carry_shared(db, number, pack):
            began["carried"] = carried
        _note(db, number, "started", person, at, fingerprint=pack.fingerprint, **began)
        return number


def rename_contract(
    db: Database, opened: OpenAssessment, name: str, *, was: str, person: Person, at: datetime
) -> None:
    """Call the contract of an open assessment otherwise; to say the same name changes nothing.

    Args:
        was: the name that the person was shown; empty where nobody had named it.

    Raises:
        NotFound: the pack is about no contract.
        InvalidAnswer: the name does not fit, or another contract of the organisation has it.
        Conflict: somebody else named it since.
        Closed: the organisation was assessed again since.
        NotFound, NotAllowed: the person may not see this organisation, or not do this for it.
    """
    person = permission.managing(db, person, opened.assessment.organisation)
    if opened.pack.contract is None:
        raise NotFound("This assessment is about no contract.")
    with immediate(db):
        assessment = require_open(db, opened.assessment.id)
        if call_otherwise(db, assessment, name, was, person=person, at=at):
            now = assessments.assessment_by_id(db, assessment.id)
            _note(db, assessment.id, "renamed", person, at, **named(now), was=assessment.contract)


def open_assessments(
    db: Database, *, person: Person, on: date, ods_code: str | None = None
) -> tuple[OpenAssessment, ...]:
    """Return the open assessments that a person may see, the last saved first.

    Args:
        ods_code: where given, those of that organisation alone.

    Raises:
        NotAllowed: the person is not known here.
    """
    person = permission.known(db, person)
    found = assessments.open_assessments(db, ods_code)
    mine = [one for one in found if permission.may_see(person, one.organisation)]
    return tuple(sorted(as_they_stand(db, mine, on), key=_last_touched, reverse=True))


def read_assessment(
    db: Database, assessment_id: int, *, person: Person, on: date
) -> OpenAssessment:
    """Return an assessment as it stands, seen from a day.

    Raises:
        NotFound: there is no such assessment.
        NotFound, NotAllowed: the person may not see its organisation, or not do this for it.
    """
    assessment = assessments.assessment_by_id(db, assessment_id)
    may = permission.opening(db, person, assessment)
    return replace(as_they_stand(db, [assessment], on)[0], may=may)


def answer_questions(
    db: Database,
    opened: OpenAssessment,
    changes: Sequence[Change],
    *,
    person: Person,
    at: datetime,
    source: Origin = "person",
) -> SectionSaved:
    """Save what people changed; say what was saved, what was refused, and what clashes.

    A change equal to what its writer saw is not a write, whatever has come since, nor is one equal
    to the newest. Of the others, those which fit, and whose question nobody has saved since, are
    saved together. To clear an answer saves a withdrawn version; its note stays if it is given.
    The first change after a submission was signed off is on record as reopening it.

    Raises:
        Closed: the organisation was assessed again since.
        NotGiven: something was changed in a section that somebody else has; nothing was saved.
        NotFound, NotAllowed: the person may not see this organisation, or not do this for it.
    """
    number = opened.assessment.id
    person = permission.answering(db, person, opened.assessment.organisation)
    fitting, refused = read_changes(opened.pack, changes)
    seen = {question: change.seen for question, (change, _) in fitting.items()}
    with immediate(db):
        require_open(db, number)
        versions = answers.versions(db, number, opened.pack, seen)
        to_save, clashes = settle(fitting, versions)
        before = sign_offs.approval_of(db, number) if to_save else Approval()
        stuck = [one.change.question for one in refused] + [c.change.question for c in clashes]
        require_given(db, opened.assessment, opened.pack, [*to_save, *stuck], person=person)
        for question, answer in to_save.items():
            answers.add_answer(db, number, question, answer, person=person, at=at, source=source)
        if to_save:
            saved = {question: answer.version for question, answer in to_save.items()}
            _note(db, number, "answered", person, at, versions=saved, source=source)
        if before.decided is not None and before.decided.signed and not before.reopened:
            _note(db, number, "reopened", person, at, number=before.newest)
    return SectionSaved(tuple(to_save), refused, clashes)


def history(
    db: Database, assessment_id: int, question: str, *, person: Person
) -> tuple[Answer, ...]:
    """Return every version of an answer, oldest first.

    Raises:
        NotFound: there is no such assessment, or no such question in its pack.
        NotFound, NotAllowed: the person may not see its organisation, or not do this for it.
    """
    assessment = assessments.assessment_by_id(db, assessment_id)
    permission.seeing(db, person, assessment.organisation)
    pack = packs.pack_by_fingerprint(db, assessment.fingerprint)
    return answers.history(db, assessment_id, pack, pack.question(question).key)


def history_in(
    db: Database, opened: OpenAssessment, question: str, *, person: Person
) -> tuple[Answer, ...]:
    """Return every version of an answer of an assessment that was opened, oldest first.

    Raises:
        NotFound: there is no such question in its pack, or the person may not see it.
    """
    permission.require(person, opened.assessment.organisation)
    key = opened.pack.question(question).key
    return answers.history(db, opened.assessment.id, opened.pack, key)


def submit(
    db: Database,
    opened: OpenAssessment,
    *,
    seen: int,
    person: Person,
    at: datetime,
    on: date,
) -> Submission:
    """Declare an assessment true as it stands, to be judged on a day.

    Everything a verdict reads is kept as one document. To declare again what was declared last, on
    the same day, gives back that submission, unless it was sent back.

    Args:
        seen: `newest` of the assessment that the person checked.

    Raises:
        Changed: answers were saved since.
        Closed: the organisation was assessed again since.
        Conflict: the assessment was put under other rules since it was opened.
        NotFound, NotAllowed: the person may not see this organisation, or not do this for it.
    """
    person = permission.submitting(db, person, opened.assessment.organisation)
    with immediate(db):
        assessment = require_open(db, opened.assessment.id)
        if assessment.fingerprint != opened.assessment.fingerprint:
            raise Conflict(
                "The rules were changed meanwhile. Check the answers again, then submit."
            )
        kept = answers.latest(db, assessment.id, opened.pack)
        if kept.newest != seen:
            raise Changed(opened.pack, answers.answered_since(db, assessment.id, seen))
        ties = ties_of(db, [assessment], {assessment.id: opened.pack.unsettled}, on)
        if ties.get(assessment.id, NO_TIE).hosted != opened.given.host:
            raise Conflict(
                "What you adopted from your host changed meanwhile. Check the verdict, then submit."
            )
        given = _given(assessment, on, kept.answers, opened.given.host)
        document = write_given(given, opened.pack)
        last = submissions.last_submission(db, assessment.id)
        same = last is not None and last.document == document
        if last is not None and same and not sign_offs.was_sent_back(db, last.id):
            return last
        digest = digest_of(document)
        submission = submissions.add_submission(
            db, assessment, document, digest, judged_on=on, person=person, at=at
        )
        _note(
            db,
            assessment.id,
            "submitted",
            person,
            at,
            number=submission.number,
            digest=digest,
            **named(assessment),
        )
        return submission


def read_submission(
    db: Database, assessment_id: int, number: int, *, person: Person
) -> SubmittedAssessment:
    """Return a submission under the pack and on the day it was declared for.

    Raises:
        NotFound: there is no such assessment, or no such submission of it.
        NotFound, NotAllowed: the person may not see its organisation, or not do this for it.
        Unusable: its document is no longer what was declared.
    """
    assessment = assessments.assessment_by_id(db, assessment_id)
    may = permission.opening(db, person, assessment)
    return as_declared(db, assessment, number, may)


def as_declared(
    db: Database, assessment: Assessment, number: int, may: Abilities = READS_ONLY
) -> SubmittedAssessment:
    """Return a submission of an assessment, for a person of whom it is known that they may see it.

    Raises:
        NotFound: there is no such submission of it.
        Unusable: its document is no longer what was declared.
    """
    declared = submissions.submission_by_number(db, assessment.id, number)
    submission = declared.submission
    require_declared(submission.document, submission.digest, f"Submission {number}")
    pack = packs.pack_by_fingerprint(db, declared.fingerprint)
    given = read_given(submission.document, pack, f"submission {number}")
    return SubmittedAssessment(
        replace(
            assessment,
            organisation=given.organisation,
            fingerprint=declared.fingerprint,
            contract=given.contract,
        ),
        reading_of(pack, given),
        submission,
        may=may,
    )


def require_open(db: Database, assessment_id: int) -> Assessment:
    """Return an assessment as it is, if it can be answered; inside `immediate`.

    Raises:
        Closed: the organisation was assessed again since.
    """
    assessment = assessments.assessment_by_id(db, assessment_id)
    if assessment.closed is not None:
        raise Closed
    return assessment


def as_they_stand(db: Database, found: Sequence[Assessment], on: date) -> list[OpenAssessment]:
    """Read what belongs to assessments in as many queries for one as for a hundred.

    Whoever asks has made sure that what comes of it is for the person.
    """
    under = {one.id: packs.pack_by_fingerprint(db, one.fingerprint) for one in found}
    kept = answers.latest_of_each(db, under)
    ties = ties_of(db, found, under, on)
    sent = sign_offs.submitted_of(db, under)
    return [
        OpenAssessment(
            assessment=one,
            reading=reading_of(
                under[one.id],
                _given(one, on, kept[one.id].answers, ties.get(one.id, NO_TIE).hosted),
            ),
            saved=Saved(*last) if (last := kept[one.id].last) else None,
            submissions=sent[one.id].lines,
            approval=sent[one.id].approval,
            newest=kept[one.id].newest,
            tie=ties.get(one.id, NO_TIE),
        )
        for one in found
    ]


def _given(assessment: Assessment, on: date, answers: Answers, host: Hosted | None) -> Given:
    return Given(assessment.organisation, on, answers, contract=assessment.contract, host=host)


def _last_touched(opened: OpenAssessment) -> tuple[datetime, int]:
    return opened.saved.at if opened.saved else opened.assessment.started, opened.assessment.id


def _note(
    db: Database, assessment_id: int, what: str, person: Person, at: datetime, **detail: object
) -> None:
    note_event(db, "assessment", assessment_id, what, person=person, at=at, **detail)
