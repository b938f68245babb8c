"""Yes-or-no formulas over the actions that are done, kept small while they are put together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Done:
    """Yes when an action is done."""

    action: str


@dataclass(frozen=True, slots=True)
class Undone:
    """Yes when an action is not done."""

    action: str


@dataclass(frozen=True, slots=True)
class Every:
    """Yes when all parts are."""

    parts: frozenset["Formula"]


@dataclass(frozen=True, slots=True)
class Some:
    """Yes when any part is."""

    parts: frozenset["Formula"]


@dataclass(frozen=True, slots=True)
class Enough:
    """Yes when at least so many parts are, each counted as often as it stands there."""

    least: int
    parts: tuple["Formula", ...]


Formula = bool | Done | Undone | Every | Some | Enough
"""Only an action can stand in the negative, so a formula grows truer as its parts do."""


def every(parts: Iterable[Formula]) -> Formula:
    """Return the formula that all parts hold; yes when there are none."""
    left: set[Formula] = set()
    for part in parts:
        if part is False:
            return False
        left |= part.parts if isinstance(part, Every) else {part}
    left.discard(True)
    if _contradict(left):
        return False
    return _single(left) if len(left) < 2 else Every(frozenset(left))


def some(parts: Iterable[Formula]) -> Formula:
    """Return the formula that any part holds; no when there are none."""
    return contrary(every(contrary(part) for part in parts))


def enough(least: int, parts: Sequence[Formula]) -> Formula:
    """Return the formula that at least so many parts hold."""
    least -= sum(part is True for part in parts)
    left = tuple(part for part in parts if not isinstance(part, bool))
    if least <= 0:
        return True
    if least > len(left):
        return False
    if least == 1:
        return some(left)
    return every(left) if least == len(left) else Enough(least, left)


def contrary(formula: Formula) -> Formula:
    """Return the formula that holds exactly when this one does not."""
    match formula:
        case bool():
            return not formula
        case Done(action):
            return Undone(action)
        case Undone(action):
            return Done(action)
        case Every(parts):
            return Some(frozenset(contrary(part) for part in parts))
        case Some(parts):
            return Every(frozenset(contrary(part) for part in parts))
        case Enough(least, several):
            return enough(len(several) - least + 1, [contrary(part) for part in several])


def in_order(parts: Iterable[Formula]) -> list[Formula]:
    """Return parts in an order of their own, the same in every process: sets have none."""
    return sorted(parts, key=_written)


@lru_cache(maxsize=20_000)
def _written(formula: Formula) -> str:
    """Write a formula in the one way there is to write it."""
    match formula:
        case Done(action):
            return action
        case Undone(action):
            return f"!{action}"
        case Every(parts):
            return f"({' & '.join(sorted(map(_written, parts)))})"
        case Some(parts):
            return f"({' | '.join(sorted(map(_written, parts)))})"
        case Enough(least, several):
            return f"{least}({', '.join(map(_written, several))})"
        case _:
            return str(formula)


def _contradict(parts: Iterable[Formula]) -> bool:
    done = {part.action for part in parts if isinstance(part, Done)}
    return any(isinstance(part, Undone) and part.action in done for part in parts)


def _single(parts: set[Formula]) -> Formula:
    return next(iter(parts), True)
