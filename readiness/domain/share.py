"""A share of organisations, and a mean of percentages: counts first, per cent rounded once."""

from dataclasses import dataclass

from readiness.domain.survey import Interval, wilson


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many that answered, don’t know included in the base."""

    count: int
    base: int

    @property
    def value(self) -> float:
        """The share in per cent, unrounded."""
        return 100 * self.count / self.base

    @property
    def per_cent(self) -> int:
        """The share in whole per cent, halves rounded up."""
        return (200 * self.count + self.base) // (2 * self.base)

    @property
    def interval(self) -> Interval:
        """Its 95 % interval."""
        return wilson(self.value, self.base)


@dataclass(frozen=True, slots=True)
class Mean:
    """The mean of percentages that some organisations gave; no interval of a share fits it."""

    total: int
    base: int

    @property
    def value(self) -> float:
        """The mean in per cent, unrounded."""
        return self.total / self.base

    @property
    def per_cent(self) -> int:
        """The mean in whole per cent, halves rounded up."""
        return (2 * self.total + self.base) // (2 * self.base)
