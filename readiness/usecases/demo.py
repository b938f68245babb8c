"""Fill a copy with a pack's fictional system, by the same use cases as a person would."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from sqlite_utils import Database

from readiness.domain.assessment import plain_value
from readiness.domain.errors import NotFound
from readiness.domain.organisation import Membership, Organisation, Person
from readiness.domain.scenario import Member, read_scenario
from readiness.storage.packs import current_pack, folder_files
from readiness.usecases.assessment import (
    Change,
    answer_questions,
    read_assessment,
    start_assessment,
    submit,
)
from readiness.usecases.organisation import add_organisation, join_system, list_organisations


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
    for member in scenario.members:
        code = member.organisation.ods_code
        if code in known:
            yield f"{member.organisation.name}: there already, left as it is."
            continue
        if code not in joined:
            _join(db, member, scenario.system, person=person, at=at)
            joined.add(code)
        yield _assess(db, rules, pack_key, member, person=person, at=at)


def _join(
    db: Database, member: Member, system: Organisation, *, person: Person, at: datetime
) -> None:
    add_organisation(db, member.organisation, person=person, at=at)
    membership = Membership(member.organisation.ods_code, system.ods_code, member.relation)
    join_system(db, membership, person=person, at=at)


def _assess(
    db: Database, rules: Path, pack_key: str, member: Member, *, person: Person, at: datetime
) -> str:
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
        return f"{words}, not submitted."
    opened = read_assessment(db, number, person=person, on=at.date())
    submit(db, opened, seen=opened.newest, person=person, at=at, on=at.date())
    return f"{words}, submitted."
