"""Agreements between a host and a guest, and what was published and adopted under them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from readiness.domain.errors import InvalidAnswer
from readiness.domain.organisation import Organisation

WARNED_DAYS = 90
"""How many days before an agreement ends its guest is warned."""


class Side(StrEnum):
    """For whom somebody speaks of an agreement; both where one person answers for the two."""

    HOST = "host"
    GUEST = "guest"
    BOTH = "both"


class Deed(StrEnum):
    """What somebody did about an agreement."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    ENDED = "ended"


class Standing(StrEnum):
    """How an agreement stands on a day."""

    PROPOSED = "proposed"
    DECLINED = "declined"
    TO_COME = "to-come"
    HOLDS = "holds"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Agreement:
    """That a host answers some sections of a pack for a guest, from a day to a day.

    Each deed adds a version that says it whole, counted from 1. `last` is None while no end is
    agreed. `paper` is where a signed agreement is kept that an administrator recorded.
    """

    number: int
    host: Organisation
    guest: Organisation
    pack_key: str
    sections: tuple[str, ...]
    first: date
    last: date | None
    deed: Deed
    side: Side
    version: int = 1
    paper: str = ""
    by: str = ""
    at: datetime | None = None

    @property
    def agreed(self) -> bool:
        """Whether both sides said yes."""
        said_yes = self.deed in (Deed.ACCEPTED, Deed.ENDED)
        return said_yes or (self.deed is Deed.PROPOSED and self.side is Side.BOTH)

    @property
    def waits_for(self) -> Side | None:
        """The side that has still to accept it; None when nobody has."""
        if self.agreed or self.deed is Deed.DECLINED:
            return None
        return Side.GUEST if self.side is Side.HOST else Side.HOST

    def standing(self, on: date) -> Standing:
        """Say how it stands on a day."""
        if not self.agreed:
            return Standing.DECLINED if self.deed is Deed.DECLINED else Standing.PROPOSED
        if self.last is not None and on > self.last:
            return Standing.OVER
        return Standing.TO_COME if on < self.first else Standing.HOLDS

    def holds(self, on: date) -> bool:
        """Whether it holds on a day."""
        return self.standing(on) is Standing.HOLDS

    def days_left(self, on: date) -> int | None:
        """How many days are left, where it holds and ends so soon that its guest is warned."""
        if self.last is None or not self.holds(on):
            return None
        left = (self.last - on).days
        return left if left <= WARNED_DAYS else None


@dataclass(frozen=True, slots=True)
class Publication:
    """That a host lets its guests adopt one of its submissions, as far as these sections go."""

    id: int
    host: Organisation
    pack_key: str
    assessment: int
    submission: int
    judged_on: date
    sections: tuple[str, ...]
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Adoption:
    """What a guest's assessment rests on of its host; a publication of None was withdrawn.

    Versions count what was said for an assessment from 1.
    """

    assessment: int
    version: int
    publication: int | None
    agreement: int
    on: date
    by: str
    at: datetime


def begun_and_ended(first: date, last: date | None) -> None:
    """Refuse an agreement that ends before it begins.

    Raises:
        InvalidAnswer: it does.
    """
    if last is not None and last < first:
        raise InvalidAnswer("Enter a last day that is not before the first.")


def ended(agreement: Agreement, last: date, side: Side, on: date) -> Agreement:
    """Return an agreement as it stands once somebody ends it on a day; the past stays as it was.

    Raises:
        InvalidAnswer: it never held, is over, or would end in the past or later than agreed.
    """
    if not agreement.agreed or agreement.standing(on) is Standing.OVER:
        raise InvalidAnswer("This agreement does not hold, so there is nothing to end.")
    if last < on - timedelta(days=1):
        raise InvalidAnswer("Enter a last day that is not in the past.")
    if agreement.last is not None and last > agreement.last:
        raise InvalidAnswer("Enter an earlier day: to make it longer, propose another agreement.")
    return replace(agreement, last=last, deed=Deed.ENDED, side=side)


def overlapping(one: Agreement, others: Iterable[Agreement]) -> Agreement | None:
    """Return an agreement of the same guest and pack that holds on some of the same days."""
    for other in others:
        same = (other.guest.ods_code, other.pack_key) == (one.guest.ods_code, one.pack_key)
        apart = (other.last is not None and other.last < one.first) or (
            one.last is not None and one.last < other.first
        )
        if same and other.agreed and other.number != one.number and not apart:
            return other
    return None
