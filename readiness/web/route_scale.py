"""The scale that routes are drawn on, as plain values that a template prints as attributes."""

from dataclasses import dataclass

from readiness.domain.results import RouteResult
from readiness.domain.verdict import Verdict
from readiness.domain.wording import number_words


@dataclass(frozen=True, slots=True)
class RouteScale:
    """One scale for all routes: points from `low` to `high`, and where points lie in per cent."""

    low: int
    high: int
    least: int

    def x(self, points: int) -> float:
        """Return where so many points lie, in per cent."""
        return round((points - self.low) / (self.high - self.low) * 100, 2)

    @property
    def words(self) -> str:
        """How to read the picture."""
        return (
            "Dot: points known today. Line: what unknown answers could make of them. "
            f"Dotted upright: {self.least}, the least we recommend on. "
            f"Scale {number_words(self.low)} to\N{NO-BREAK SPACE}{number_words(self.high)}."
        )


def route_scale(verdict: Verdict) -> RouteScale:
    """Return the scale that all routes share: two points beyond every range, 0 and the least."""
    least = verdict.pack.routes.least
    return RouteScale(
        min([0, *(route.low for route in verdict.routes)]) - 2,
        max([least, *(route.high for route in verdict.routes)]) + 2,
        least,
    )


def points_words(points: int) -> str:
    """Write points with a true minus: 7 points, −1 point."""
    return f"{number_words(points)} {'point' if abs(points) == 1 else 'points'}"


def range_words(route: RouteResult) -> str:
    """Say what the unknown could make of a route's points."""
    if route.low == route.high:
        return "cannot change"
    return f"could be {number_words(route.low)} to {number_words(route.high)}"
