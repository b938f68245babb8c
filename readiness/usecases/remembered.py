"""Comparisons as they were put together, kept until something changes that they are made of."""

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Protocol, TypeVar

from sqlite_utils import Database

from readiness.domain.comparison import Member
from readiness.storage.compared import State, state_of

MOST_MEMBERS = 40_000
"""How many members all kept comparisons have at most: about 2 kilobytes each."""


class Compared(Protocol):
    """What is kept: anything that has members."""

    @property
    def members(self) -> tuple[Member, ...]:
        """Everybody who is in it."""
        ...


T = TypeVar("T", bound=Compared)

_KEPT: dict[tuple[str, Hashable], tuple[State, Compared]] = {}
_LOCK = Lock()


def remembered(db: Database, key: Hashable, put_together: Callable[[], T]) -> T:
    """Return a comparison as it was put together last, or anew where anything was written since.

    Nothing in it depends on who looks, which is asked before. A database in memory is read anew
    each time, for it has no name to be known by.

    Args:
        key: all that the comparison depends on beside the database: group, rules, days.
    """
    file, *state = state_of(db)
    if not file:
        return put_together()
    known = _KEPT.get((str(file), key))
    if known is not None and known[0] == tuple(state):
        return known[1]  # type: ignore[return-value]  # the same key, the same kind
    made = put_together()
    _keep((str(file), key), tuple(state), made)
    return made


def _keep(key: tuple[str, Hashable], state: State, made: Compared) -> None:
    """Keep a comparison, and drop the oldest until all of them together are few enough."""
    with _LOCK:
        _KEPT.pop(key, None)
        _KEPT[key] = state, made
        while len(_KEPT) > 1 and sum(len(c.members) for _, c in _KEPT.values()) > MOST_MEMBERS:
            del _KEPT[next(iter(_KEPT))]
