"""The systems of this copy, each with its members and the region it lies in."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from readiness.domain.band import Band, by_order
from readiness.domain.comparison import Comparison, Member
from readiness.domain.regions import REGIONS


@dataclass(frozen=True, slots=True)
class System:
    """A system with the region it lies in, empty where not known, and its members’ codes.

    `codes` are its own and those it followed: a role held under any of them is held in it.
    """

    code: str
    name: str
    region: str
    members: frozenset[str]
    codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Systems:
    """Every system of this copy, and all their members as one comparison."""

    whole: Comparison
    systems: tuple[System, ...]

    @property
    def members(self) -> tuple[Member, ...]:
        """Everybody in any of them, once."""
        return self.whole.members

    @cached_property
    def parts(self) -> Mapping[str, Comparison]:
        """The comparison of each system, by code."""
        return {one.code: part_of(self.whole, one.members) for one in self.systems}

    @cached_property
    def regions(self) -> Mapping[str, Comparison]:
        """The comparison of each region, each organisation once, by code; empty is not known."""
        return {
            key: part_of(self.whole, frozenset[str]().union(*(one.members for one in those)))
            for key, those in by_region(self.systems)
        }

    @cached_property
    def bands(self) -> Mapping[str, tuple[Band, ...]]:
        """The bands of the members of each region, by code."""
        return {
            key: by_order(one.band for one in found.members) for key, found in self.regions.items()
        }

    @cached_property
    def submitters(self) -> Mapping[str, frozenset[str]]:
        """The codes of those who submitted in each system, by its code."""
        return {
            key: frozenset(one.code for one in part.submitters) for key, part in self.parts.items()
        }

    @cached_property
    def compared(self) -> Mapping[str, frozenset[str]]:
        """The codes of those whose hard rules are counted in each system, by its code."""
        return {
            key: frozenset(one.code for one in part.compared) for key, part in self.parts.items()
        }

    def in_band(self, band: Band) -> "Systems":
        """Return the same systems with the members of one band alone."""
        return Systems(self.whole.only(lambda member: member.band is band), self.systems)


def part_of(whole: Comparison, codes: Collection[str]) -> Comparison:
    """Return the comparison of those members who are among some codes, in their order."""
    return replace(whole, members=tuple(one for one in whole.members if one.code in codes))


def by_region(systems: Iterable[System]) -> list[tuple[str, tuple[System, ...]]]:
    """Return systems by region, in the order of regions and by name; those of none come last."""
    every = sorted(systems, key=lambda one: (one.name.casefold(), one.code))
    keys = [*REGIONS, ""]
    found = {key: tuple(one for one in every if one.region == key) for key in keys}
    return [(key, those) for key, those in found.items() if those]
