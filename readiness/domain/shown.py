"""Which figures of systems, regions and England somebody may read who does not see every member.

A figure of a system is shown where five or more submitted who are in no other system. Then a sum of
figures can tell of few only where every system that is shown is taken from a total, so that what is
left of a total, and who is counted in it once though two systems count them, settles the rest.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from readiness.domain.suppression import LEAST, withheld
from readiness.domain.systems import System, Systems, by_region


@dataclass(frozen=True, slots=True)
class Shown:
    """The codes of the systems and regions whose figures are shown, and whether England’s are."""

    systems: frozenset[str]
    regions: frozenset[str]
    england: bool


@dataclass(frozen=True, slots=True)
class _Left:
    """What the rows of a region leave of its total: all of it, and what is in no other region."""

    whole: frozenset[str]
    own: frozenset[str]

    @property
    def safe(self) -> bool:
        return not self.whole or len(self.own) >= LEAST


def shown_of(
    found: Systems,
    seen: Collection[str],
    counted: Mapping[str, frozenset[str]],
    *,
    banded: bool,
) -> Shown:
    """Settle which figures are shown.

    Args:
        counted: the codes of those whom the figures of each system count, by its code.
        seen: the codes of the systems whose every member this person may see.
        banded: only the members of one band are counted.
    """
    regions = by_region(found.systems)
    known = frozenset[str]().union(*(one.members for one in found.systems if one.code in seen))
    if all(one.code in seen for one in found.systems):
        return Shown(frozenset(found.parts), frozenset(key for key, _ in regions), True)
    sets = {key: those - known for key, those in counted.items()}
    if banded:
        return _in_a_band(regions, sets, seen)
    counts = Counter(code for those in sets.values() for code in those)
    alone = {key: sum(counts[code] == 1 for code in those) for key, those in sets.items()}
    shown = frozenset(one.code for _, those in regions for one in _shown_in(those, alone, sets))
    wholes = {key: _union(sets, those) for key, those in regions}
    spread = Counter(code for whole in wholes.values() for code in whole)
    crossing = frozenset(code for code, times in spread.items() if times > 1)
    left = {key: _left(sets, those, shown, crossing) for key, those in regions}
    open_ = frozenset(key for key, one in left.items() if one.safe)
    return Shown(shown, open_, _england(left, open_, crossing))


def _in_a_band(
    regions: list[tuple[str, tuple[System, ...]]],
    sets: dict[str, frozenset[str]],
    seen: Collection[str],
) -> Shown:
    """Show what is seen anyway: one band is told of nobody else’s system, nor of a total."""
    every = {key: all(one.code in seen for one in those) for key, those in regions}
    return Shown(
        frozenset(code for code in sets if code in seen),
        frozenset(key for key, whole in every.items() if whole),
        all(every.values()),
    )


def _shown_in(
    systems: tuple[System, ...], alone: dict[str, int], sets: dict[str, frozenset[str]]
) -> list[System]:
    """Return the systems of a region whose figures are shown; where nothing is hidden, all are."""
    bases = {one.code: alone[one.code] for one in systems if sets[one.code]}
    hidden = withheld(bases)
    return [one for one in systems if one.code not in hidden]


def _left(
    sets: dict[str, frozenset[str]],
    systems: tuple[System, ...],
    shown: frozenset[str],
    crossing: frozenset[str],
) -> _Left:
    """Return whom the rows that are shown do not count exactly once, as the total does."""
    times = Counter(code for one in systems if one.code in shown for code in sets[one.code])
    whole = frozenset(code for code in _union(sets, systems) if times[code] != 1)
    return _Left(whole, whole - crossing)


def _england(left: dict[str, _Left], shown: frozenset[str], crossing: frozenset[str]) -> bool:
    """Say whether the regions that are shown leave nothing of England that tells of few."""
    rest = frozenset[str]().union(*(one.own for key, one in left.items() if key not in shown))
    if any(key not in shown for key in left):
        return len(rest) >= LEAST
    plain = crossing - frozenset[str]().union(*(one.whole for one in left.values()))
    return not crossing or len(plain) >= LEAST


def _union(sets: dict[str, frozenset[str]], systems: tuple[System, ...]) -> frozenset[str]:
    return frozenset[str]().union(*(sets[one.code] for one in systems))
