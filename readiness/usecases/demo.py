"""Fill a copy with a pack's fictional system, by the same use cases as a person would."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from sqlite_utils import Database

from readiness.domain.access import Grant, Role
from readiness.domain.answer_value import plain_value
from readiness.domain.checked import Opinion
from readiness.domain.errors import NotFound
from readiness.domain.hosting import Side
from readiness.domain.organisation import Membership, Organisation, Person
from readiness.domain.put_right import best_set
from readiness.domain.scenario import Member, read_scenario
from readiness.domain.wording import count_words
from readiness.storage.database import immediate
from readiness.storage.events import note_event
from readiness.storage.grants import set_grant
from readiness.storage.packs import current_pack, folder_files
from readiness.storage.people import add_person
from readiness.usecases.adopting import adopt, publish
from readiness.usecases.assessment import (
    Change,
    answer_questions,
    read_assessment,
    read_submission,
    start_assessment,
    submit,
)
from readiness.usecases.comparison import read_comparison
from readiness.usecases.draft_consent import share_draft
from readiness.usecases.hosting import Proposal, propose
from readiness.usecases.joint_actions import (
    Draft,
    proposed_title,
    read_joint_actions,
    start_joint_action,
    stopped_by,
)
from readiness.usecases.organisation import add_organisation, join_system, list_organisations
from readiness.usecases.review import Said, read_review, review
from readiness.usecases.sign_off import sign_off


def fill(
    db: Database, rules: Path, pack_key: str, *, person: Person, at: datetime
) -> Iterator[str]:
    """Add the fictional system of a pack, and say of each member what was done.

    What is there already is left as it is.

    Raises:
        NotFound: the pack has no fictional system.
    """
    scenario = read_scenario(current_pack(rules, pack_key), folder_files(rules, pack_key))
    if scenario is None:
        raise NotFound(f"The pack {pack_key} has no fictional system to show.")
    known = {organisation.ods_code for organisation in list_organisations(db, person=person)}
    if scenario.system.ods_code not in known:
        add_organisation(db, scenario.system, person=person, at=at)
    joined: set[str] = set()
    submitted = 0
    sharing = False
    reviewer = None
    numbers: dict[str, int] = {}
    for member in scenario.members:
        code = member.organisation.ods_code
        if code in known:
            yield f"{member.organisation.name}: there already, left as it is."
            continue
        if code not in joined:
            _join(db, member, scenario.system, person=person, at=at)
            joined.add(code)
        submitted += member.submit
        to_check = member.submit and submitted % 2 == 0
        if to_check and reviewer is None:
            reviewer = _reviewer(db, at=at)
        checks = reviewer if to_check else None
        numbers[code], words = _assess(
            db, rules, pack_key, member, person=person, reviewer=checks, at=at
        )
        if not (member.submit or sharing):
            opened = read_assessment(db, numbers[code], person=person, on=at.date())
            share_draft(db, opened, sharing := True, seen=0, person=person, at=at)
            words = f"{words} Its draft is shared."
        yield words
    for member in scenario.members:
        if member.host in numbers and member.organisation.ods_code in numbers:
            guest = numbers[member.organisation.ods_code]
            yield _host(db, pack_key, rules, numbers[member.host], guest, person=person, at=at)
    if words := _join_forces(db, rules, pack_key, scenario.system, person=person, at=at):
        yield words


def _host(
    db: Database, pack_key: str, rules: Path, host: int, guest: int, *, person: Person, at: datetime
) -> str:
    """Let one member answer for another: agree, publish its submission, adopt that."""
    on, pack = at.date(), current_pack(rules, pack_key)
    submitted = read_submission(db, host, 1, person=person)
    opened = read_assessment(db, guest, person=person, on=on)
    names = submitted.assessment.organisation, opened.assessment.organisation
    sections = pack.hosting.sections if pack.hosting else ()
    proposal = Proposal(names[1].ods_code, pack, sections, on, None)
    propose(db, names[0].ods_code, Side.HOST, proposal, person=person, at=at)
    number = publish(db, submitted, sections, person=person, at=at, on=on)
    adopt(
        db, read_assessment(db, guest, person=person, on=on), number, seen=0, person=person, at=at
    )
    return f"{names[0].name} answers {len(sections)} sections for {names[1].name}."


def _join(
    db: Database, member: Member, system: Organisation, *, person: Person, at: datetime
) -> None:
    add_organisation(db, member.organisation, person=person, at=at)
    membership = Membership(member.organisation.ods_code, system.ods_code, member.relation)
    join_system(db, membership, person=person, at=at)


def _assess(
    db: Database,
    rules: Path,
    pack_key: str,
    member: Member,
    *,
    person: Person,
    reviewer: Person | None,
    at: datetime,
) -> tuple[int, str]:
    code = member.organisation.ods_code
    number = start_assessment(
        db, rules, pack_key, code, person=person, at=at, contract=member.contract
    )
    opened = read_assessment(db, number, person=person, on=at.date())
    changes = [
        Change(
            key,
            plain_value(answer.value),
            answer.note,
            answer.evidence,
            answer.private,
            opened.given.answers[key].version if key in opened.given.answers else 0,
        )
        for key, answer in member.answers.items()
    ]
    saved = answer_questions(db, opened, changes, person=person, at=at, source="demo")
    words = f"{member.organisation.name}: {len(saved.saved)} answers"
    if not member.submit:
        return number, f"{words}, not submitted."
    opened = read_assessment(db, number, person=person, on=at.date())
    sent = submit(db, opened, seen=opened.newest, person=person, at=at, on=at.date())
    sign_off(db, number, sent.number, person=person, at=at)
    if reviewer is None:
        return number, f"{words}, submitted and signed off."
    _name_reviewer(db, reviewer, code, person=person, at=at)
    under = read_review(db, number, sent.number, person=reviewer, at=at)
    said = {subject.key: Said(str(Opinion.AGREE), "", 0) for subject in under.subjects}
    review(db, number, sent.number, said, person=reviewer, at=at)
    return number, f"{words}, submitted, signed off and checked."


def _reviewer(db: Database, *, at: datetime) -> Person:
    """Add a fictional reviewer, for nobody reviews what they submitted."""
    with immediate(db):
        return add_person(db, "Ruth Adeyemi (fictional)", at=at)


def _name_reviewer(
    db: Database, reviewer: Person, code: str, *, person: Person, at: datetime
) -> None:
    with immediate(db):
        set_grant(db, reviewer.id, Grant(Role.REVIEWER, code), True, by=person, at=at)
        given = {"role": str(Role.REVIEWER), "organisation": code}
        note_event(db, "person", reviewer.id, "role-given", person=person, at=at, **given)


def _join_forces(
    db: Database, rules: Path, pack_key: str, system: Organisation, *, person: Person, at: datetime
) -> str:
    """Let the system make its first joint action, of the points that would move most."""
    pack, on = current_pack(rules, pack_key), at.date()
    comparison = read_comparison(db, system.ods_code, pack, person=person, on=on)
    best = best_set(comparison)
    _, there = read_joint_actions(db, system.ods_code, person=person, on=on)
    if any(one.action.pack_key == pack_key for one in there):
        return f"{system.name}: its joint action is there already, left as it is."
    if best is None:
        return ""
    title = proposed_title(best.rules, pack)
    draft = Draft(title, "", f"Head of digital, {system.name}", "", "")
    made = start_joint_action(db, comparison, best.rules, draft, person=person, at=at)
    stopped = count_words(len(stopped_by(comparison, best.rules)), "member")
    return f"{system.name} offers a joint action to {stopped}: {made.title}."
