"""How many of several contracts end near each other, so that they could be bought together."""

from collections.abc import Iterable
from datetime import date

from readiness.domain.calendar import Period, TimeUnit, after

NEAR = Period(12, TimeUnit.MONTHS)
"""How near the ends of contracts lie that could be bought together."""


def ending_together(ends: Iterable[date]) -> int:
    """Return how many of some days at the most lie within 12 months of one another."""
    days = sorted(ends)
    return max((sum(day <= after(first, NEAR) for day in days[n:]) for n, first in enumerate(days)),
               default=0)  # fmt: skip
