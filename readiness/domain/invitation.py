"""Who may give which role where, and what somebody is invited to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from readiness.domain.access import Grant, Role, fits
from readiness.domain.errors import InvalidAnswer

OF_A_LEAD = (Role.CONTRIBUTOR, Role.APPROVER, Role.IT_LEAD, Role.REVIEWER)
"""The roles that an IT lead gives in their own organisation."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """What somebody is invited to; `organisation` is empty for the whole copy.

    `maker` is the number of whoever invites, and `made_by` their name.
    """

    id: int
    email: str
    roles: tuple[Role, ...]
    organisation: str
    made_by: str
    made_at: datetime
    until: datetime
    maker: int
    accepted: bool = False
    withdrawn: bool = False

    @property
    def grants(self) -> tuple[Grant, ...]:
        """The roles with the place where they hold."""
        return tuple(Grant(role, self.organisation) for role in self.roles)

    def open_on(self, at: datetime) -> bool:
        """Say whether it can be accepted at a time."""
        return not (self.accepted or self.withdrawn) and at < self.until


def roles_to_give(grants: Iterable[Grant], organisation: str, *, everything: bool) -> list[Role]:
    """Return the roles that somebody may give and take in a place, in the order of `Role`.

    Args:
        everything: whether they keep this copy, and so may give any role that can be held there.
    """
    if everything:
        return [role for role in Role if fits(Grant(role, organisation))]
    leads = organisation and Grant(Role.IT_LEAD, organisation) in set(grants)
    return list(OF_A_LEAD) if leads else []


def read_roles(texts: Iterable[str], offered: Iterable[Role]) -> tuple[Role, ...]:
    """Read the roles that were ticked, of those which are offered.

    Raises:
        InvalidAnswer: none was, or one that is not offered.
    """
    wanted, there = set(texts), list(offered)
    if not wanted or not wanted <= {str(role) for role in there}:
        raise InvalidAnswer("Choose at least one role of the list.")
    return tuple(role for role in there if role in wanted)
