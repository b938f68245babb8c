"""Deadlines of a pack: days on which something happens whether or not an organisation is ready."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from readiness.domain.calendar import Period
from readiness.domain.citation import Citation
from readiness.domain.condition import Condition


@dataclass(frozen=True, slots=True)
class OnDay:
    """One day, the same for everybody."""

    day: date


@dataclass(frozen=True, slots=True)
class EveryYear:
    """A day of each year; the next one on or after the day of judgement counts."""

    month: int
    day: int

    def next_from(self, on: date) -> date:
        """Return the first such day from one on, that day included."""
        this_year = date(on.year, self.month, self.day)
        return this_year if this_year >= on else date(on.year + 1, self.month, self.day)


@dataclass(frozen=True, slots=True)
class AnsweredDay:
    """The day that answers a question, or so long before it."""

    question: str
    before: Period | None = None


class VehicleDay(StrEnum):
    """A day in the life of the vehicle that was chosen to buy through."""

    CLOSES = "closes"


DueDay = OnDay | EveryYear | AnsweredDay | VehicleDay
"""How the day of a deadline is found."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day by which some actions must be finished, and what happens on it.

    `do` are the keys of those actions, each dated back from that day instead of from the target.
    Where `met_when` holds, nothing is left to do for it. `begin_before` is the least time to start
    ahead, even where no action is known, until `begun_when` holds. `fallbacks` are tried in order
    once its safe start has passed. `short` is what the start page calls it.
    """

    key: str
    title: str
    day: DueDay
    because: str
    do: tuple[str, ...] = ()
    short: str = ""
    applies_when: Condition | None = None
    met_when: Condition | None = None
    begin_before: Period | None = None
    begun_when: Condition | None = None
    fallbacks: tuple[str, ...] = ()
    source: Citation | None = None
    review_by: date | None = None

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """What decides whether it applies, is met and has begun, as far as it says so."""
        said = (self.applies_when, self.met_when, self.begun_when)
        return tuple(condition for condition in said if condition is not None)


def known_day(deadline: Deadline, on: date) -> date | None:
    """Return the day of a deadline that is known without any answer, seen from a day; else None."""
    match deadline.day:
        case OnDay(day):
            return day
        case EveryYear():
            return deadline.day.next_from(on)
        case _:
            return None


def with_a_deadline(deadlines: Sequence[Deadline]) -> frozenset[str]:
    """Return the keys of the fallbacks that are offered for some deadline, not for the target."""
    return frozenset(key for deadline in deadlines for key in deadline.fallbacks)
