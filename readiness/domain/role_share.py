"""What falls to each role: its questions over all sections, how many are open, and how long."""

import math
from dataclasses import dataclass

from readiness.domain.assessment import GAPS, Reading
from readiness.domain.condition import Truth
from readiness.domain.errors import NotFound
from readiness.domain.pack import Question, Section


@dataclass(frozen=True, slots=True)
class RoleShare:
    """What falls to one role: its questions that are asked, and how many of them are open."""

    key: str
    title: str
    questions: tuple[Question, ...]
    open: int
    sections: tuple[Section, ...]
    minutes: int


def role_shares(reading: Reading) -> tuple[RoleShare, ...]:
    """Return what falls to each role that has a question asked, in the order of the pack."""
    shares = (role_share(reading, role) for role in reading.pack.roles)
    return tuple(share for share in shares if share.questions)


def role_share(reading: Reading, role: str) -> RoleShare:
    """Return what falls to a role; its minutes are its part of each section's.

    Raises:
        NotFound: the pack has no such role.
    """
    if role not in reading.pack.roles:
        raise NotFound("There is no such role in this assessment.")
    asked = tuple(q for q in owned_by(reading, role) if reading.asked(q.key) is Truth.YES)
    return RoleShare(
        role,
        reading.pack.roles[role],
        asked,
        sum(reading.states[q.key] in GAPS for q in asked),
        tuple(s for s in reading.pack.sections if any(q.section == s.key for q in asked)),
        minutes_for(reading, asked),
    )


def owned_by(reading: Reading, role: str) -> tuple[Question, ...]:
    """Return every question of a role, asked or not, in the order of the pack."""
    return tuple(q for q in reading.pack.questions.values() if q.owner == role)


def minutes_for(reading: Reading, questions: tuple[Question, ...]) -> int:
    """Return about how long questions take: their part of each section’s minutes, rounded up."""
    sections = {section.key: section for section in reading.pack.sections}
    each = (sections[q.section].minutes / len(sections[q.section].questions) for q in questions)
    return math.ceil(round(sum(each), 6))
