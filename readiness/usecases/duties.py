"""What somebody comes here for besides answering: the pages that their roles lead to."""

from collections.abc import Sequence
from dataclasses import dataclass

from readiness.domain.access import ACROSS, Deed, Role, may, roles_in
from readiness.domain.organisation import Person
from readiness.usecases import permission
from readiness.usecases.assessment import OpenAssessment
from readiness.usecases.systems import sees_systems


@dataclass(frozen=True, slots=True)
class Duties:
    """What a person’s roles let them do here.

    `to_sign` are the assessments whose last submission waits for their sign-off, `assesses` says
    whether they may begin one at all.
    """

    to_sign: tuple[OpenAssessment, ...] = ()
    assesses: bool = False
    sees_shared: bool = False
    compares: bool = False
    administers: bool = False
    reads_record: bool = False

    @property
    def any(self) -> bool:
        """Whether there is anything to lead to."""
        return bool(self.to_sign) or self.sees_shared or self.administers or self.reads_record


ALONE_HERE = Duties(assesses=True)
"""The duties of whoever uses a copy alone: every page leads on to the next anyway."""


def duties_of(opened: Sequence[OpenAssessment], *, person: Person) -> Duties:
    """Return what a person whom this copy knows has to do, given what they may see of."""
    if person.local:
        return ALONE_HERE
    held = {grant.role for grant in person.grants}
    return Duties(
        to_sign=tuple(one for one in opened if _waits(one, person)),
        assesses=may(Deed.MANAGE, held),
        sees_shared=not held.isdisjoint(ACROSS),
        compares=sees_systems(person),
        administers=permission.can_administer(person),
        reads_record=permission.can_read_record(person),
    )


def _waits(one: OpenAssessment, person: Person) -> bool:
    """Say whether the last submission of an assessment waits for a person to sign it off."""
    code = one.assessment.organisation.ods_code
    return one.approval.waits and Role.APPROVER in roles_in(person.grants, code)
