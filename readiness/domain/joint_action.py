"""Joint actions: what a system does about points that stop several members, offered to each."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from readiness.domain.organisation import Organisation

LONGEST_TITLE = 200
"""The most characters of a joint action’s title, and of the name or post of its lead."""


class State(StrEnum):
    """How far a joint action has come."""

    OPEN = "open"
    DONE = "done"
    WITHDRAWN = "withdrawn"


class Reply(StrEnum):
    """What a member said of a joint action that it was offered."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class JointAction:
    """What a system does about some hard rules of a pack, by key.

    It is led by a member, by a person or post who is named, or by both. `number` tells joint
    actions apart, and versions count the saves of each from 1; both are 0 for one never saved.
    """

    system: str
    pack_key: str
    rules: tuple[str, ...]
    title: str
    member: Organisation | None = None
    named: str = ""
    due: date | None = None
    note: str = ""
    state: State = State.OPEN
    number: int = 0
    version: int = 0
    by: str = ""
    at: datetime | None = None

    @property
    def lead(self) -> str:
        """Who leads it: Larkspur Council, head of digital."""
        return ", ".join(filter(None, [self.member.name if self.member else "", self.named]))

    @property
    def open(self) -> bool:
        """Whether it is neither done nor withdrawn."""
        return self.state is State.OPEN


@dataclass(frozen=True, slots=True)
class Offer:
    """A joint action as it was offered to a member, and what that said of it last, and why."""

    joint_action: int
    organisation: Organisation
    reply: Reply = Reply.OFFERED
    note: str = ""
    version: int = 1
    by: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Offered:
    """A joint action with every offer of it, by the name of the member."""

    action: JointAction
    offers: tuple[Offer, ...]

    def replied(self, reply: Reply) -> tuple[Offer, ...]:
        """Return the offers of which that was said last."""
        return tuple(offer for offer in self.offers if offer.reply is reply)

    @property
    def accepted(self) -> tuple[Offer, ...]:
        """Who takes part."""
        return self.replied(Reply.ACCEPTED)

    @property
    def declined(self) -> tuple[Offer, ...]:
        """Who does not, and why."""
        return self.replied(Reply.DECLINED)

    @property
    def waiting(self) -> tuple[Offer, ...]:
        """Who has not said yet."""
        return self.replied(Reply.OFFERED)


@dataclass(frozen=True, slots=True)
class Proposed:
    """A joint action as a member meets it: by which system, and what it said of it last."""

    action: JointAction
    offer: Offer
    system: str
