"""Sign off what was submitted, or send it back; and decide who may."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from sqlite_utils import Database

from readiness.domain.access import Deed, Role
from readiness.domain.assessment import Assessment
from readiness.domain.calendar import london_day
from readiness.domain.errors import Conflict, NotAllowed, NotFound
from readiness.domain.organisation import Organisation, Person
from readiness.domain.pack import Question
from readiness.domain.sign_off import (
    Approval,
    Decision,
    needs_another,
    read_reason,
    statement,
)
from readiness.domain.verdict import Verdict, assess
from readiness.domain.wording import answer_words, day_words
from readiness.storage import sign_offs
from readiness.storage.assessments import assessment_by_id
from readiness.storage.database import immediate
from readiness.storage.events import note_event
from readiness.storage.grants import holders
from readiness.storage.organisations import organisation_by_code
from readiness.storage.sign_offs import Policy, ToDecide, approval_of
from readiness.usecases import permission
from readiness.usecases.assessment import (
    SubmittedAssessment,
    as_declared,
    read_submission,
)

__all__ = [
    "Policy",
    "Signing",
    "decide_policy",
    "read_approval",
    "read_next",
    "read_policy",
    "send_back",
    "sign_off",
]


@dataclass(frozen=True, slots=True)
class Difference:
    """An answer of a submission beside that of the one before, in words; empty where none."""

    question: Question
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class NextStep:
    """What is next for an assessment that was submitted, for a person who looks at it.

    `approvers` are those for whom it waits. `may_sign` says whether this person can do it, and
    `why_not` what stands against it where they hold the role and still cannot.
    """

    approval: Approval
    approvers: tuple[str, ...] = ()
    may_sign: bool = False
    same_person: bool = False
    why_not: str = ""


@dataclass(frozen=True)
class Signing:
    """A submission as whoever signs it off has to see it, beside the one before."""

    submitted: SubmittedAssessment
    before: SubmittedAssessment | None
    next: NextStep

    @property
    def number(self) -> int:
        """The number of the submission."""
        return self.submitted.submission.number

    @property
    def verdict(self) -> Verdict:
        """How it is judged."""
        return self.submitted.verdict

    @cached_property
    def verdict_before(self) -> Verdict | None:
        """How the one before was judged, on its own day and under its own rules."""
        return assess(self.before.pack, self.before.given) if self.before else None

    @property
    def statement(self) -> str:
        """What is agreed to."""
        return statement(self.submitted.given.organisation.name, self.number)

    @cached_property
    def differences(self) -> tuple[Difference, ...]:
        """The answers that are not as they were, in the order of the pack."""
        if self.before is None:
            return ()
        pairs = (
            Difference(
                question,
                _words(self.before, question.key),
                _words(self.submitted, question.key),
            )
            for question in self.submitted.pack.questions.values()
        )
        return tuple(one for one in pairs if one.was != one.now)


def read_signing(db: Database, assessment_id: int, number: int, *, person: Person) -> Signing:
    """Return a submission to be signed off, with what changed since the one before.

    Raises:
        NotFound: there is no such assessment, or no such submission of it.
        NotFound, NotAllowed: the person may not see its organisation.
    """
    submitted = read_submission(db, assessment_id, number, person=person)
    assessment = submitted.assessment
    before = as_declared(db, assessment, number - 1) if number > 1 else None
    approval = approval_of(db, assessment_id)
    there = sign_offs.submission_to_decide(db, assessment_id, number)
    if there is None or there.decided is not None or there.followed:
        return Signing(submitted, before, NextStep(approval))
    step = _next(db, assessment.organisation, approval, person=person)
    return Signing(submitted, before, step)


def read_approval(db: Database, assessment: Assessment) -> Approval:
    """Return where an assessment that the person has opened stands with its sign-off."""
    return approval_of(db, assessment.id)


def read_next(
    db: Database, assessment: Assessment, approval: Approval, *, person: Person
) -> NextStep:
    """Say what is next for an assessment that the person has opened, once it was submitted."""
    if not approval.waits or assessment.closed:
        return NextStep(approval)
    return _next(db, assessment.organisation, approval, person=person)


def sign_off(
    db: Database, assessment_id: int, number: int, *, person: Person, at: datetime
) -> None:
    """Sign off a submission: the person puts their name to the statement on its page.

    Raises:
        NotFound: there is no such submission.
        NotFound, NotAllowed: the person may not see the organisation, or not sign off for it; or
            they submitted it, and somebody else has to.
        Conflict: it was decided already, or a later submission took its place.
    """
    assessment, person = _approver(db, assessment_id, person)
    words = statement(assessment.organisation.name, number)
    with immediate(db):
        there = _undecided(db, assessment, number)
        against = _against(db, assessment.organisation, there.person, person)
        if against:
            raise NotAllowed(against)
        sign_offs.add_sign_off(db, there.row, Decision.SIGNED, words, person=person, at=at)
        _note(db, assessment.id, "signed-off", person, at, number=number, statement=words)


def send_back(
    db: Database, assessment_id: int, number: int, *, reason: str, person: Person, at: datetime
) -> None:
    """Send a submission back, with what has to change; a later submission can be signed off.

    Raises:
        InvalidAnswer: no reason is given, or it is too long.
        NotFound, NotAllowed, Conflict: as for `sign_off`, but whoever submitted it may.
    """
    assessment, person = _approver(db, assessment_id, person)
    reason = read_reason(reason)
    with immediate(db):
        there = _undecided(db, assessment, number)
        sign_offs.add_sign_off(db, there.row, Decision.SENT_BACK, reason, person=person, at=at)
        _note(db, assessment.id, "sent-back", person, at, number=number)


def read_policy(db: Database, ods_code: str, *, person: Person) -> tuple[Organisation, Policy]:
    """Return what an organisation decided about who signs off.

    Raises:
        NotFound: there is no such organisation.
        NotFound, NotAllowed: the person is neither its IT lead nor an administrator.
    """
    organisation = organisation_by_code(db, ods_code)
    _decider(db, organisation, person)
    return organisation, sign_offs.newest_policy(db, ods_code)


def decide_policy(
    db: Database,
    ods_code: str,
    another_person: bool,
    *,
    seen: int,
    person: Person,
    at: datetime,
) -> None:
    """Decide whether somebody else than who submitted has to sign off; the same again is no change.

    Args:
        seen: the version that the person was shown; 0 where nothing was decided.

    Raises:
        Conflict: somebody decided it since.
        NotFound, NotAllowed: as for `read_policy`.
    """
    organisation = organisation_by_code(db, ods_code)
    person = _decider(db, organisation, person)
    with immediate(db):
        there = sign_offs.newest_policy(db, ods_code)
        if there.another_person is another_person:
            return
        if there.version != seen:
            raise Conflict(f"{there.by} decided this after you opened this page. Look again.")
        version = there.version + 1
        sign_offs.add_policy(db, ods_code, another_person, version, person=person, at=at)
        note_event(
            db,
            "organisation",
            ods_code,
            "sign-off-policy-decided",
            person=person,
            at=at,
            another_person=another_person,
            version=version,
        )


def _decider(db: Database, organisation: Organisation, person: Person) -> Person:
    known = permission.known(db, person)
    if permission.can_administer(known):
        return known
    return permission.managing(db, known, organisation)


def _approver(db: Database, assessment_id: int, person: Person) -> tuple[Assessment, Person]:
    assessment = assessment_by_id(db, assessment_id)
    return assessment, permission.approving(db, person, assessment.organisation)


def _undecided(db: Database, assessment: Assessment, number: int) -> ToDecide:
    """Return a submission which can still be decided; inside `immediate`."""
    there = sign_offs.submission_to_decide(db, assessment.id, number)
    if there is None:
        raise NotFound("There is no such submission of this assessment.")
    if there.decided is not None:
        did = "signed this off" if there.decided.signed else "sent this back"
        day = day_words(london_day(there.decided.at))
        raise Conflict(f"{there.decided.by} {did} on {day}. Nothing more can be decided about it.")
    if there.followed:
        raise Conflict(
            f"Submission {number} is no longer the newest. Open the newest, and sign off that."
        )
    return there


def _against(db: Database, organisation: Organisation, submitter: int, person: Person) -> str:
    """Say why an approver may not sign off a submission; empty when they may."""
    if submitter != person.id or person.local:
        return ""
    approvers = _approvers(db, organisation)
    policy = sign_offs.newest_policy(db, organisation.ods_code).another_person
    if not needs_another(policy, approvers, person.id):
        return ""
    if permission.is_alone(db, person, organisation.ods_code):
        return ""
    others = [name for who, name in approvers.items() if who != person.id]
    whom = " or ".join(others) or "your IT lead to name an approver"
    return f"You submitted this, so somebody else has to sign it off. Ask {whom}."


def _approvers(db: Database, organisation: Organisation) -> dict[int, str]:
    found = holders(db, organisation.ods_code)
    return {who: name for who, name, role in found if role is Role.APPROVER}


def _next(
    db: Database, organisation: Organisation, approval: Approval, *, person: Person
) -> NextStep:
    """Say what is next for the last submission of an assessment, which waits."""
    approvers = () if person.local else tuple(_approvers(db, organisation).values())
    if not permission.can(Deed.SIGN_OFF, db, person, organisation):
        return NextStep(approval, approvers)
    against = _against(db, organisation, approval.submitter, person)
    same = approval.submitter == person.id
    return NextStep(approval, approvers, not against, same_person=same, why_not=against)


def _words(submitted: SubmittedAssessment, key: str) -> str:
    question, answer = submitted.pack.questions.get(key), submitted.given.answers.get(key)
    if question is None or answer is None or answer.value is None:
        return ""
    return answer_words(question, answer.value)


def _note(
    db: Database, assessment_id: int, what: str, person: Person, at: datetime, **detail: object
) -> None:
    note_event(db, "assessment", assessment_id, what, person=person, at=at, **detail)
