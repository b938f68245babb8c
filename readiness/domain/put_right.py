"""What if everybody put some points right: who would move, and which few points move most."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from readiness.domain.bits import union, without
from readiness.domain.comparison import Comparison, Member
from readiness.domain.condition import Truth
from readiness.domain.holding import Hold, gate_rules, holds, not_open, places, standing_at
from readiness.domain.pack import Rule

MOST_TRIED = 60
"""Of how many rules every set is tried; of more than these, those that stop most."""

_Groups = dict[tuple[int, ...], int]
"""Members as bit sets, by the places of the rules that they lack."""

_BestBySize = dict[int, tuple[int, tuple[int, ...]]]
"""How many the best set of each size moves, and its rules, by size."""


@dataclass(frozen=True, slots=True)
class Move:
    """A member that would move, and between which stages, by their places in the ladder."""

    member: Member
    now: int
    then: int


@dataclass(frozen=True, slots=True)
class Effect:
    """What would be if everybody met some rules wherever they apply.

    Of those whom one of the rules stops today and who would stay, `still_stopped` counts whom
    another rule of their gate stops as well, `still_unknown` whom only something not known keeps.
    """

    comparison: Comparison
    now: tuple[int, ...]
    then: tuple[int, ...]
    moved: int
    still_stopped: int
    still_unknown: int

    @property
    def moves(self) -> int:
        """How many would move."""
        return self.moved.bit_count()

    @property
    def counts(self) -> tuple[tuple[int, int], ...]:
        """How many stand at each stage, now and then."""
        return tuple(
            (now.bit_count(), then.bit_count())
            for now, then in zip(self.now, self.then, strict=True)
        )

    def movers(self, most: int | None = None) -> tuple[Move, ...]:
        """Return who would move, in the order of the comparison; at most so many."""
        return tuple(
            Move(self.comparison.compared[place], _stage(self.now, place), _stage(self.then, place))
            for place in places(self.moved, most)
        )


@dataclass(frozen=True, slots=True)
class BestSet:
    """The few rules that would move most if everybody met them, and how many.

    `exact` says whether every set of so few was tried.
    """

    rules: tuple[str, ...]
    moves: int
    exact: bool


def effect(comparison: Comparison, met: Collection[str]) -> Effect:
    """Return what would be if everybody met some rules, wherever they apply."""
    now, then = standing_at(comparison), standing_at(comparison, met)
    moved = union(without(here, there) for here, there in zip(now, then, strict=True))
    stopped = other_stop = 0
    for stage, here in zip(comparison.pack.stages, now, strict=True):
        for rule in gate_rules(comparison, stage.key):
            closed = here & comparison.columns[rule.key].those(Truth.NO)
            if rule.key in met:
                stopped |= closed
            else:
                other_stop |= closed
    stay = without(stopped, moved)
    return Effect(
        comparison,
        now,
        then,
        moved,
        (stay & other_stop).bit_count(),
        without(stay, other_stop).bit_count(),
    )


def best_set(comparison: Comparison, most: int = 3) -> BestSet | None:
    """Return the set of so few rules that would move most, or None where none moves anybody.

    Every set counts of the rules that stop somebody at the gate where they stand. Of sets that
    move as many the smallest is taken, and then the one whose rules stop most.
    """
    stopping = tuple(hold for hold in holds(comparison) if hold.stopped)
    tried = stopping[:MOST_TRIED]
    best: _BestBySize = {0: (0, ())}
    for here in _by_gate(comparison, tried, most):
        best = _joined(best, here, most)
    size = max(best, key=lambda size: (best[size][0], -size))
    moves, chosen = best[size]
    if not moves:
        return None
    rules = tuple(tried[-place].rule.key for place in chosen)
    return BestSet(rules, moves, exact=len(tried) == len(stopping))


def _stage(standing: Sequence[int], place: int) -> int:
    return next(stage for stage, those in enumerate(standing) if those >> place & 1)


def _joined(one: _BestBySize, other: _BestBySize, most: int) -> _BestBySize:
    """Return the best set of each size out of two gates, for a rule moves nobody at another one."""
    found: _BestBySize = {}
    for (size, (moves, those)), (more, (others, beside)) in product(one.items(), other.items()):
        if size + more <= most:
            joint = (moves + others, tuple(sorted((*those, *beside), reverse=True)))
            found[size + more] = max(joint, found.get(size + more, joint))
    return found


def _by_gate(comparison: Comparison, tried: Sequence[Hold], most: int) -> Iterable[_BestBySize]:
    """Yield for each gate the best set of each size among its rules.

    A rule is written as its place below 0, so that of equals the greater is the one that stops
    most.
    """
    number = {hold.rule.key: -place for place, hold in enumerate(tried)}
    for stage, here in zip(comparison.pack.stages, standing_at(comparison), strict=True):
        rules = gate_rules(comparison, stage.key)
        lacking = _lacking(comparison, rules, here, number, most)
        known = sorted((number[rule.key] for rule in rules if rule.key in number), reverse=True)
        best: _BestBySize = {}
        for size in range(min(most, len(known)) + 1):
            sets = combinations(known, size)
            best[size] = max((_moved_by(those, lacking), those) for those in sets)
        yield best


def _moved_by(those: tuple[int, ...], lacking: Mapping[tuple[int, ...], int]) -> int:
    """Count whose gate would open: those who lack nothing else there."""
    return sum(
        lacking.get(part, 0)
        for count in range(1, len(those) + 1)
        for part in combinations(those, count)
    )


def _lacking(
    comparison: Comparison,
    rules: Sequence[Rule],
    here: int,
    number: Mapping[str, int],
    most: int,
) -> Mapping[tuple[int, ...], int]:
    """Count who lacks which rules at a gate, where they lack few and all of them are tried."""
    groups: _Groups = {(): here}
    for rule in rules:
        groups = dict(_split(groups, not_open(comparison, rule), number.get(rule.key), most))
    return {
        tuple(sorted(lacks, reverse=True)): those.bit_count() for lacks, those in groups.items()
    }


def _split(
    groups: _Groups, closed: int, number: int | None, most: int
) -> Iterable[tuple[tuple[int, ...], int]]:
    """Part each group by whether a rule is open; who lacks too much is left out."""
    for lacks, those in groups.items():
        if apart := without(those, closed):
            yield lacks, apart
        if number is not None and len(lacks) < most and (lacking := those & closed):
            yield (*lacks, number), lacking
