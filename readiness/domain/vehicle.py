"""Vehicles to buy through: frameworks and other instruments, with their days and scope."""

from dataclasses import dataclass
from datetime import date

from readiness.domain.citation import Citation


@dataclass(frozen=True, slots=True)
class Vehicle:
    """A framework or other instrument to buy through, by the option of its question.

    It is open from `opens` to `closes`, both days included; where one of them is not known it has
    no bound on that side. One that has not opened has neither. `covers` are the options of the
    scope that may be bought through it, `says` what is known of it.
    """

    key: str
    title: str
    covers: tuple[str, ...]
    says: str
    opens: date | None
    closes: date | None
    source: Citation | None
    review_by: date

    def open_on(self, day: date) -> bool:
        """Say whether something may be bought through it on a day, as far as is known."""
        if self.opens is None and self.closes is None:
            return False
        return (self.opens or day) <= day <= (self.closes or day)


@dataclass(frozen=True, slots=True)
class Vehicles:
    """What a purchase may go through: the questions that hold choice and scope, and the vehicles.

    An option of the choice which is no vehicle here is never closed, and covers everything.
    """

    question: str
    scope: str
    vehicles: tuple[Vehicle, ...]

    def find(self, key: object) -> Vehicle | None:
        """Return the vehicle of a key; None for another option."""
        return next((vehicle for vehicle in self.vehicles if vehicle.key == key), None)
