"""What one person may do in one assessment, worked out once and shown by every page of it."""

from collections.abc import Iterable
from dataclasses import dataclass

from readiness.domain.access import WITHIN, Deed, Role, may

LIMITED = frozenset({Role.CONTRIBUTOR})
"""The roles that answer no more than the sections given to them."""


@dataclass(frozen=True, slots=True)
class Abilities:
    """What a person may do: answer all sections or those given, and what else their roles let them.

    To `say` is to tell how far an action of the plan has come.
    """

    everywhere: bool = False
    sections: frozenset[str] = frozenset()
    say: bool = False
    manage: bool = False
    submit: bool = False
    sign_off: bool = False
    invite: bool = False

    @property
    def limited(self) -> bool:
        """Whether they answer, and no more than the sections given to them."""
        return self.say and not self.everywhere

    def answers(self, section: str) -> bool:
        """Say whether they may answer a section, by its key."""
        return self.everywhere or section in self.sections

    def comments(self, section: str) -> bool:
        """Say whether they may comment there: whoever answers it or signs off may."""
        return self.sign_off or self.answers(section)


READS_ONLY = Abilities()
"""What somebody may do who sees an assessment and holds no role that does more."""

EVERYTHING = Abilities(
    everywhere=True, say=True, manage=True, submit=True, sign_off=True, invite=True
)
"""What whoever runs a copy on their own computer may do."""


def abilities(roles: Iterable[Role], *, alone: bool, given: Iterable[str] = ()) -> Abilities:
    """Return what some roles within an organisation let a person do in an assessment of it.

    Args:
        alone: whether nobody else holds a role within the organisation.
        given: the sections that were given to the person.
    """
    held = frozenset(roles)
    if alone and held & WITHIN:
        held |= WITHIN
    say = may(Deed.ANSWER, held)
    return Abilities(
        everywhere=may(Deed.ANSWER, held - LIMITED),
        sections=frozenset(given) if say else frozenset(),
        say=say,
        manage=may(Deed.MANAGE, held),
        submit=may(Deed.SUBMIT, held),
        sign_off=may(Deed.SIGN_OFF, held),
        invite=may(Deed.INVITE, held),
    )
