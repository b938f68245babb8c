"""What holds a group up: the hard rules of the gate that each organisation stands at."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from readiness.domain.bits import union, without
from readiness.domain.comparison import Comparison
from readiness.domain.condition import Truth
from readiness.domain.pack import Rule


@dataclass(frozen=True, slots=True)
class Hold:
    """A hard rule with those it holds up, as bit sets over all that are compared.

    They stand at the gate that the rule is of. It is not met by those `stopped`, and not known of
    the `not_known`; `alone` would move on if this rule alone were met.
    """

    rule: Rule
    stage: int
    stopped: int
    not_known: int
    alone: int

    @property
    def rank(self) -> tuple[int, int, int]:
        """What puts it before others: how many it stops, how many it moves, how many not known."""
        parts = (self.stopped, self.alone, self.not_known)
        stopped, alone, not_known = (-part.bit_count() for part in parts)
        return stopped, alone, not_known


def holds(comparison: Comparison) -> tuple[Hold, ...]:
    """Return every hard rule with whom it holds up, those that stop most first.

    Then come those that would move most alone, then those not known of most, then the pack’s order.
    """
    standing = standing_at(comparison)
    alone = _held_by_one(comparison)
    found = (_hold(comparison, rule, standing, alone) for rule in comparison.pack.hard_rules)
    return tuple(sorted(found, key=lambda hold: hold.rank))


def standing_at(comparison: Comparison, met: Collection[str] = ()) -> tuple[int, ...]:
    """Return who stands at each stage, as bit sets in the order of the ladder.

    An organisation stands at the first stage whose gate is not open.

    Args:
        met: keys of rules that everybody is taken to meet, where they apply.
    """
    left = (1 << len(comparison.compared)) - 1
    found = []
    for stage in comparison.pack.stages[:-1]:
        closing = (
            not_open(comparison, rule)
            for rule in gate_rules(comparison, stage.key)
            if rule.key not in met
        )
        here = left & union(closing)
        found.append(here)
        left = without(left, here)
    return (*found, left)


def gate_rules(comparison: Comparison, stage: str) -> tuple[Rule, ...]:
    """Return the hard rules of the gate out of a stage, in the order of the pack."""
    return tuple(rule for rule in comparison.pack.hard_rules if rule.stage == stage)


def not_open(comparison: Comparison, rule: Rule) -> int:
    """Return those for whom a rule is not met or not yet known."""
    column = comparison.columns[rule.key]
    return without(column.everyone, column.yes)


def places(those: int, most: int | None = None) -> tuple[int, ...]:
    """Return the places of the members in a bit set, in order; at most so many of them."""
    found: list[int] = []
    while those and (most is None or len(found) < most):
        lowest = those & -those
        found.append(lowest.bit_length() - 1)
        those ^= lowest
    return tuple(found)


def _hold(
    comparison: Comparison, rule: Rule, standing: tuple[int, ...], alone: Mapping[str, int]
) -> Hold:
    stage, column = comparison.pack.stage_index[rule.stage], comparison.columns[rule.key]
    here = standing[stage]
    return Hold(
        rule,
        stage,
        here & column.those(Truth.NO),
        here & column.those(Truth.UNKNOWN),
        here & not_open(comparison, rule) & alone[rule.stage],
    )


def _held_by_one(comparison: Comparison) -> dict[str, int]:
    """Return by stage for whom exactly one rule of its gate is not open."""
    found = {}
    for stage in comparison.pack.stages:
        once = more = 0
        for rule in gate_rules(comparison, stage.key):
            closed = not_open(comparison, rule)
            more |= once & closed
            once |= closed
        found[stage.key] = without(once, more)
    return found
