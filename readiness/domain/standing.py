"""Where many organisations stand under a pack: rules, gates, stages and routes, without reasons."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from readiness.domain.bits import Numbers, compare, everyone, same_number, total, union, without
from readiness.domain.column import Column
from readiness.domain.condition import OnScale, Source, Subject, Truth
from readiness.domain.pack import Pack, Route, gate
from readiness.domain.population import Population


@dataclass(frozen=True)
class Standing:
    """A population judged by a pack; each figure is worked out when it is first asked for.

    Members keep the places in which they were gathered. Bit sets hold a bit for each.
    """

    pack: Pack
    population: Population

    @cached_property
    def rules(self) -> Mapping[str, Column]:
        """Whether each rule is met; not asked where it does not apply."""
        return {rule.key: self.population.judge(rule.condition) for rule in self.pack.rules}

    @cached_property
    def gates(self) -> Mapping[str, Column]:
        """Whether the gate out of each stage but the last is open; never not asked."""
        return {
            stage.key: self.population.judge(gate(stage.key, self.pack.rules))
            for stage in self.pack.stages[:-1]
        }

    @cached_property
    def claimed(self) -> Mapping[str, int]:
        """Who claims to be at each stage; those who claim nothing are in none."""
        claims = self.population.said[Subject(Source.QUESTION, self.pack.claimed)]
        return {stage.key: claims.saying([stage.key]) for stage in self.pack.stages}

    @cached_property
    def evidenced(self) -> Mapping[str, int]:
        """Who has each stage as the first whose gate is not open."""
        return self._stopped_by(Truth.NO, Truth.UNKNOWN)

    @cached_property
    def at_most(self) -> Mapping[str, int]:
        """Who has each stage as the first whose gate is closed."""
        return self._stopped_by(Truth.NO)

    @cached_property
    def scales(self) -> Mapping[str, Mapping[str, Column]]:
        """Whether each outcome of each scale is the only one left; unknown where one of several."""
        return {
            scale.key: {
                outcome.key: self.population.judge(OnScale(scale, frozenset({outcome.key})))
                for outcome in scale.outcomes
            }
            for scale in self.pack.scales
        }

    @cached_property
    def profiles(self) -> Mapping[str, Column]:
        """Whether every least outcome of each profile is reached."""
        return {p.key: self.population.judge(p.condition) for p in self.pack.profiles}

    @cached_property
    def open(self) -> Mapping[str, Column]:
        """Whether each route is open: yes, no or not yet known."""
        return {route.key: self._open(route) for route in self.pack.routes.routes}

    @cached_property
    def reasons(self) -> Mapping[str, Column]:
        """Whether each reason for or against routes holds."""
        return {r.key: self.population.judge(r.when) for r in self.pack.routes.reasons}

    @cached_property
    def points(self) -> Mapping[str, Numbers]:
        """The points of each route: the sum of the reasons known to hold."""
        return {
            route.key: total(
                self._everyone,
                [
                    (self.reasons[reason.key].those(Truth.YES), reason.points[route.key])
                    for reason in self.pack.routes.reasons
                    if route.key in reason.points
                ],
            )
            for route in self.pack.routes.routes
        }

    @cached_property
    def recommended(self) -> Mapping[str, int]:
        """To whom each route is recommended; those undecided are in none."""
        return {route.key: self._stands_out(route.key) for route in self.pack.routes.routes}

    @property
    def _everyone(self) -> int:
        return everyone(self.population.size)

    def _stopped_by(self, *truths: Truth) -> dict[str, int]:
        """Find the first stage whose gate has one of these truths; the last where none has."""
        stopped, left = {}, self._everyone
        for stage, column in self.gates.items():
            stopped[stage] = left & union(column.those(truth) for truth in truths)
            left = without(left, stopped[stage])
        return {**stopped, self.pack.stages[-1].key: left}

    def _open(self, route: Route) -> Column:
        if route.open_when is None:
            return Column(self._everyone, self._everyone, 0)
        return self.population.judge(route.open_when).open_anyway

    def _stands_out(self, key: str) -> int:
        """Return for whom a route has enough points, and more than any other that is not closed."""
        closed = {other: column.those(Truth.NO) for other, column in self.open.items()}
        short = compare(self.points[key], same_number(self._everyone, self.pack.routes.least))[1]
        ahead = without(self._everyone, closed[key] | short)
        for other in self.points.keys() - {key}:
            ahead &= closed[other] | compare(self.points[other], self.points[key])[1]
        return ahead


def counts(groups: Mapping[str, int]) -> dict[str, int]:
    """Count the members of each bit set."""
    return {key: those.bit_count() for key, those in groups.items()}
