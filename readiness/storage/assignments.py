"""Sections given to people: each giving is a version, added and never changed."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlite_utils import Database

from readiness.domain.organisation import Person
from readiness.domain.working_together import Assignment
from readiness.storage.database import add, change, rows, time_text

NEWEST = """assignments.version = (
    select max(version) from assignments as later
    where later.assessment = assignments.assessment and later.section = assignments.section
)"""
"""What holds of the newest version of an assignment."""

COLUMNS = (
    "assignments.section, assignments.person, holder.name, assignments.said, assignments.due, "
    "assignments.version, giver.name, assignments.at"
)
"""What `assignment_of` reads, in this order."""

FROM = """from assignments join people as giver on giver.id = assignments.given_by
    left join people as holder on holder.id = assignments.person"""


def assignment_of(row: Sequence[Any]) -> Assignment:
    """Make an assignment of the columns above."""
    section, to, to_name, said, due, version, by, at = row
    return Assignment(
        section,
        to,
        to_name or "",
        said,
        date.fromisoformat(due) if due else None,
        version,
        by,
        datetime.fromisoformat(at),
    )


def every_version(db: Database, assessment_id: int) -> dict[str, dict[int, Assignment]]:
    """Return every assignment that an assessment ever had, by section and version."""
    found = rows(
        db,
        f"select {COLUMNS} {FROM} where assessment = ? order by assignments.version",
        (assessment_id,),
    )
    by_section: dict[str, dict[int, Assignment]] = {}
    for row in found:
        one = assignment_of(row)
        by_section.setdefault(one.section, {})[one.version] = one
    return by_section


def add_assignment(
    db: Database, assessment_id: int, given: Assignment, *, person: Person, at: datetime
) -> None:
    """Add a version of an assignment, inside `immediate`; by and at are `person` and `at`."""
    add(
        db,
        "assignments",
        assessment=assessment_id,
        section=given.section,
        version=given.version,
        person=given.to,
        said=given.said,
        due=given.due.isoformat() if given.due else None,
        given_by=person.id,
        at=time_text(at),
    )


def carry_assignments(
    db: Database, assessment_id: int, sections: Collection[str], *, follows: int
) -> None:
    """Give the sections of the next assessment to who had them, with no day; inside `immediate`."""
    for section, versions in every_version(db, follows).items():
        if section in sections and versions[max(versions)].given:
            change(db, _CARRY, {"to": assessment_id, "from": follows, "section": section})


_CARRY = """
    insert into assignments (assessment, section, version, person, said, given_by, at)
    select :to, section, 1, person, said, given_by, at from assignments
    where assessment = :from and section = :section order by version desc limit 1
"""
