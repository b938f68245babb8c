"""Actions with their days, and the fallbacks that are offered once a day is lost."""

from dataclasses import dataclass
from datetime import date

from readiness.domain.calendar import after, before, working_days_between
from readiness.domain.freeze import SteppedOver
from readiness.domain.pack import Fallback
from readiness.domain.plan import Action, fallback_action


@dataclass(frozen=True, slots=True)
class Timed:
    """An action with its days.

    `earliest_start` and `earliest_finish` follow from starting today and from prerequisites.
    `latest_start` is None without a target. `slack` counts the working days in hand, below zero
    when it is too late. `unfrozen` is the latest start that it would have without any freeze, and
    `stepped_over` the days of freezes that its own time steps over.
    """

    action: Action
    earliest_start: date
    earliest_finish: date
    latest_start: date | None
    slack: int | None
    unfrozen: date | None = None
    stepped_over: tuple[SteppedOver, ...] = ()

    @property
    def late(self) -> bool:
        """Whether its latest start has passed, or will before it can begin."""
        return self.slack is not None and self.slack < 0

    @property
    def moved(self) -> bool:
        """Whether a freeze, its own or that of what waits for it, makes it start earlier."""
        return self.unfrozen is not None and self.unfrozen != self.latest_start


def in_hand(on: date, last: date) -> int:
    """Count the working days left; one that passed over a weekend is a day late all the same."""
    days = working_days_between(on, last)
    return min(days, -1) if last < on else days


def timed_fallback(fallback: Fallback, day: date, on: date) -> Timed:
    """Lay a fallback before a day: it must stand by then, where its length is known."""
    action, lead = fallback_action(fallback), fallback.lead_time
    if lead is None:
        return Timed(action, on, on, None, None)
    last = before(day, lead)
    return Timed(action, on, after(on, lead), last, in_hand(on, last), last)
