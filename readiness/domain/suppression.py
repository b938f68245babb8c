"""Which figures of small groups are withheld, so that none of them can be worked out from others.

What is withheld hangs on how many answered and never on what they said.
"""

from collections.abc import Hashable, Mapping
from typing import TypeVar

Part = TypeVar("Part", bound=Hashable)

LEAST = 5
"""A figure is shown where at least so many answered."""


def withheld(bases: Mapping[Part, int]) -> frozenset[Part]:
    """Return the parts of a whole whose figures are withheld, the whole itself being shown.

    The parts are fixed, and each organisation is in one. Withheld is a part in which fewer than
    five answered; beside it the next smallest, and all that are as small, until what is left of the
    whole no longer tells what is in any of them: at least two in which somebody answered, together
    five or more, and neither one nor four for each of them. Where nobody answered in any part that
    is withheld there is nothing to hide, and no other is withheld.

    Args:
        bases: how many answered in each part.
    """
    hidden = {part for part, base in bases.items() if base < LEAST}
    while len(hidden) < len(bases) and _tell([bases[part] for part in hidden]):
        smallest = min(base for part, base in bases.items() if part not in hidden)
        hidden |= {part for part, base in bases.items() if base == smallest}
    return frozenset(hidden)


def tells_of_few(part: int, whole: int) -> bool:
    """Say whether a selection is withheld: one to four answered in it, or in all but it."""
    return 0 < part < LEAST or 0 < whole - part < LEAST


def _tell(bases: list[int]) -> bool:
    """Say whether the sum of some parts that are withheld would tell of one of them."""
    answered = [base for base in bases if base]
    if not answered:
        return False
    together, alone = sum(answered), len(answered) == 1
    bounds = (len(answered), (LEAST - 1) * len(answered))
    pinned = max(answered) < LEAST and together in bounds
    return alone or together < LEAST or pinned
