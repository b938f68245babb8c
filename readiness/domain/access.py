"""Who may do what: roles, where they hold, and what each lets a person do."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What somebody is to an organisation, to a system or to this copy."""

    ADMINISTRATOR = "administrator"
    IT_LEAD = "it-lead"
    CONTRIBUTOR = "contributor"
    APPROVER = "approver"
    COMMISSIONER = "commissioner"
    REVIEWER = "reviewer"
    AUDITOR = "auditor"


ROLE_LABELS = {
    Role.ADMINISTRATOR: "Administrator",
    Role.IT_LEAD: "IT lead",
    Role.CONTRIBUTOR: "Contributor",
    Role.APPROVER: "Approver",
    Role.COMMISSIONER: "Commissioner",
    Role.REVIEWER: "Reviewer",
    Role.AUDITOR: "Auditor",
}

ROLE_WORDS = {
    Role.ADMINISTRATOR: "keeps the register, the rules and who has which role; sees no answers",
    Role.IT_LEAD: "answers, submits, and invites people of the organisation",
    Role.CONTRIBUTOR: "answers the sections given to them",
    Role.APPROVER: "signs off what was submitted, as the senior responsible owner",
    Role.COMMISSIONER: "sees what members of the system signed off last, without private notes",
    Role.REVIEWER: "says of each hard rule of a submission whether they agree",
    Role.AUDITOR: "reads the record of who did what",
}


class Deed(StrEnum):
    """Something that not everybody may do."""

    SEE = "see"
    ANSWER = "answer"
    MANAGE = "manage"
    SUBMIT = "submit"
    SIGN_OFF = "sign-off"
    INVITE = "invite"
    SEE_SUBMITTED = "see-submitted"
    REVIEW = "review"
    READ_RECORD = "read-record"
    ADMINISTER = "administer"


WITHIN = frozenset({Role.IT_LEAD, Role.CONTRIBUTOR, Role.APPROVER})
"""The roles of an organisation's own people. Whoever alone holds any of them holds them all."""

ACROSS = frozenset({Role.COMMISSIONER, Role.REVIEWER})
"""The roles that, held in a system, hold for every member of it."""

EVERYWHERE = frozenset({Role.ADMINISTRATOR, Role.AUDITOR})
"""The roles that may be held in the whole copy; only the auditor's may be held in a part of it."""

DEEDS: dict[Role, frozenset[Deed]] = {
    Role.ADMINISTRATOR: frozenset({Deed.ADMINISTER, Deed.INVITE, Deed.READ_RECORD}),
    Role.IT_LEAD: frozenset(
        {
            Deed.SEE,
            Deed.ANSWER,
            Deed.MANAGE,
            Deed.SUBMIT,
            Deed.INVITE,
            Deed.SEE_SUBMITTED,
            Deed.READ_RECORD,
        }
    ),
    Role.CONTRIBUTOR: frozenset({Deed.SEE, Deed.ANSWER, Deed.SEE_SUBMITTED}),
    Role.APPROVER: frozenset({Deed.SEE, Deed.SIGN_OFF, Deed.SEE_SUBMITTED}),
    Role.COMMISSIONER: frozenset({Deed.SEE_SUBMITTED}),
    Role.REVIEWER: frozenset({Deed.SEE_SUBMITTED, Deed.REVIEW}),
    Role.AUDITOR: frozenset({Deed.READ_RECORD}),
}


@dataclass(frozen=True, slots=True, order=True)
class Grant:
    """A role that somebody holds in an organisation or a system; empty is the whole copy."""

    role: Role
    organisation: str = ""


def fits(grant: Grant) -> bool:
    """Say whether a role can be held there at all."""
    return grant.role in EVERYWHERE if not grant.organisation else grant.role != Role.ADMINISTRATOR


def roles_in(
    grants: Iterable[Grant], organisation: str, systems: Collection[str] = ()
) -> frozenset[Role]:
    """Return the roles that somebody holds for an organisation, from wherever they hold them.

    Args:
        organisation: its code; empty asks of the whole copy.
        systems: the codes of the systems that the organisation belongs to.
    """
    return frozenset(
        grant.role
        for grant in grants
        if grant.organisation == organisation
        or not grant.organisation
        or (grant.organisation in systems and grant.role in ACROSS)
    )


def may(deed: Deed, roles: Iterable[Role], *, alone: bool = False) -> bool:
    """Say whether some roles let a person do something.

    Args:
        alone: whether nobody else holds a role within the organisation.
    """
    held = frozenset(roles)
    if alone and held & WITHIN:
        held |= WITHIN
    return any(deed in DEEDS[role] for role in held)


def who_may(deed: Deed) -> str:
    """Name the roles that let a person do something: "an IT lead or an approver"."""
    names = [ROLE_LABELS[role] for role in Role if deed in DEEDS[role]]
    cased = [name if name.startswith("IT") else name.lower() for name in names]
    return " or ".join(f"{'an' if name[0] in 'aeioI' else 'a'} {name}" for name in cased)
