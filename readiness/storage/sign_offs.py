"""What was decided about submissions, and what an organisation asks for: added, never changed."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlite_utils import Database

from readiness.domain.organisation import Person
from readiness.domain.sign_off import Approval, Decision, SignOff
from readiness.storage.database import add, rows, time_text
from readiness.storage.submissions import SubmissionLine


@dataclass(frozen=True, slots=True)
class Policy:
    """Whether somebody else than who submitted has to sign off, as an organisation decided it.

    `another_person` is None, and `version` 0, where nothing was decided.
    """

    another_person: bool | None = None
    version: int = 0
    by: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ToDecide:
    """A submission as whoever decides about it has to know it.

    `row`, `person` and `decider` are the numbers of its row, of who submitted it and of who decided
    about it; `followed` says whether a later submission took its place, here or after the
    organisation was assessed again.
    """

    row: int
    person: int
    decider: int | None
    followed: bool
    decided: SignOff | None


@dataclass(frozen=True, slots=True)
class Submitted:
    """The submissions of an assessment, oldest first, and where it stands with its sign-off."""

    lines: tuple[SubmissionLine, ...] = ()
    approval: Approval = field(default_factory=Approval)


def approval_of(db: Database, assessment_id: int) -> Approval:
    """Return where an assessment stands with its sign-off."""
    return submitted_of(db, [assessment_id])[assessment_id].approval


def submitted_of(db: Database, assessment_ids: Iterable[int]) -> dict[int, Submitted]:
    """Return what was submitted and decided of several assessments, in one query."""
    found: dict[int, Submitted] = {number: Submitted() for number in assessment_ids}
    for assessment, *row in rows(db, _SUBMISSIONS, (json.dumps(list(found)),)):
        found[assessment] = _with_next(found[assessment], *row)
    return found


def _with_next(
    before: Submitted,
    number: int,
    declared: str,
    submitter: int,
    by: str,
    judged_on: str,
    changed: str | None,
    *decision: Any,
) -> Submitted:
    at, decided = datetime.fromisoformat(declared), _sign_off(number, *decision)
    line = SubmissionLine(number, at, by, date.fromisoformat(judged_on))
    approval = Approval(
        number,
        submitter,
        at,
        (*before.approval.decisions, decided) if decided else before.approval.decisions,
        tuple(json.loads(changed)) if changed else (),
    )
    return Submitted((*before.lines, line), approval)


def submission_to_decide(db: Database, assessment_id: int, number: int) -> ToDecide | None:
    """Return what whoever decides about a submission has to know; None where there is none."""
    found = rows(
        db,
        f"""select submissions.id, submissions.person, sign_offs.person, {_FOLLOWED}, {_DECISION}
            {_FROM}
            where submissions.assessment = ? and number = ?""",
        (assessment_id, number),
    )
    if not found:
        return None
    row, person, decider, followed, *decision = found[0]
    return ToDecide(row, person, decider, bool(followed), _sign_off(number, *decision))


def add_sign_off(
    db: Database, submission: int, decision: Decision, words: str, *, person: Person, at: datetime
) -> None:
    """Add what somebody decided about a submission (its row), inside `immediate`."""
    add(
        db,
        "sign_offs",
        submission=submission,
        decision=str(decision),
        words=words,
        newest=_newest_in(db, submission),
        person=person.id,
        at=time_text(at),
    )


def _newest_in(db: Database, submission: int) -> int:
    """Return the row of the answer saved last that is part of a submission; 0 where none is."""
    found = rows(
        db,
        """select ifnull(max(answers.id), 0) from submissions, json_each(document, '$.answers')
           join answers on answers.assessment = submissions.assessment
               and answers.question = json_each.key
               and answers.version = json_extract(json_each.value, '$.version')
           where submissions.id = ?""",
        (submission,),
    )
    return int(found[0][0])


@dataclass(frozen=True, slots=True)
class Signed:
    """A submission that was signed off, with its document and the numbers of its rows."""

    organisation: str
    row: int
    assessment: int
    fingerprint: str
    document: str
    digest: str
    declared: datetime
    sign_off: SignOff


def newest_signed(db: Database, ods_codes: Iterable[str], pack_key: str) -> tuple[Signed, ...]:
    """Return the last submission that each organisation signed off under a pack, in one query."""
    found = rows(
        db,
        f"""select assessments.organisation, submissions.id, assessments.id,
                submissions.fingerprint, submissions.document, submissions.digest,
                submissions.declared_at, submissions.number, {_DECISION}
            {_FROM} join assessments on assessments.id = submissions.assessment
            where submissions.id in (
                select max(submissions.id) from sign_offs
                join submissions on submissions.id = sign_offs.submission
                join assessments on assessments.id = submissions.assessment
                where sign_offs.decision = 'signed' and assessments.pack_key = ?
                    and assessments.organisation in (select value from json_each(?))
                group by assessments.organisation
            ) order by assessments.organisation""",
        (pack_key, json.dumps(list(ods_codes))),
    )
    return tuple(_signed(*row) for row in found)


def _signed(
    organisation: str,
    row: int,
    assessment: int,
    fingerprint: str,
    document: str,
    digest: str,
    declared: str,
    number: int,
    *decision: Any,
) -> Signed:
    sign_off = _sign_off(number, *decision)
    assert sign_off is not None
    at = datetime.fromisoformat(declared)
    return Signed(organisation, row, assessment, fingerprint, document, digest, at, sign_off)


def was_sent_back(db: Database, submission: int) -> bool:
    """Say whether a submission (its row) was sent back."""
    given = (submission, str(Decision.SENT_BACK))
    return bool(rows(db, "select 1 from sign_offs where submission = ? and decision = ?", given))


def newest_policy(db: Database, ods_code: str) -> Policy:
    """Return what an organisation decided last."""
    found = rows(
        db,
        """select another_person, version, people.name, at
           from sign_off_policies join people on people.id = person
           where organisation = ? order by version desc limit 1""",
        (ods_code,),
    )
    if not found:
        return Policy()
    another, version, by, at = found[0]
    return Policy(bool(another), version, by, datetime.fromisoformat(at))


def add_policy(
    db: Database, ods_code: str, another_person: bool, version: int, *, person: Person, at: datetime
) -> None:
    """Add the next version of what an organisation decides, inside `immediate`."""
    add(
        db,
        "sign_off_policies",
        organisation=ods_code,
        version=version,
        another_person=int(another_person),
        person=person.id,
        at=time_text(at),
    )


def _sign_off(
    number: int, decision: str | None, words: str, by: str, at: str, same_person: int
) -> SignOff | None:
    if decision is None:
        return None
    return SignOff(
        number, Decision(decision), by, datetime.fromisoformat(at), words, bool(same_person)
    )


_DECISION = (
    "sign_offs.decision, sign_offs.words, signer.name, sign_offs.at, "
    "sign_offs.person = submissions.person"
)
_FROM = """
    from submissions left join sign_offs on sign_offs.submission = submissions.id
    left join people as signer on signer.id = sign_offs.person
"""
_LATER = """exists (
    select 1 from submissions as later
    where later.assessment = submissions.assessment and later.number > submissions.number
)"""
_FOLLOWED = f"""({_LATER} or exists (
    select 1 from rounds where rounds.follows = submissions.assessment
        and exists (select 1 from submissions as later where later.assessment = rounds.assessment)
))"""
_CHANGED = """(
    select json_group_array(distinct question) from answers
    where answers.assessment = submissions.assessment and answers.id > sign_offs.newest
)"""
"""The questions answered since a submission: those of a later row than the newest one in it."""

_SUBMISSIONS = f"""
    select submissions.assessment, submissions.number, submissions.declared_at,
        submissions.person, submitter.name, submissions.judged_on,
        case when sign_offs.decision = 'signed' and not {_LATER} then {_CHANGED} end, {_DECISION}
    {_FROM} join people as submitter on submitter.id = submissions.person
    where submissions.assessment in (select value from json_each(?))
    order by submissions.assessment, submissions.number
"""
