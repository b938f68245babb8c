"""Where organisations stand by two versions of a pack, in words."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from readiness.domain.pack import Pack
from readiness.domain.part_words import route_title, stage_title
from readiness.domain.replay import Judged, Position


@dataclass(frozen=True, slots=True)
class PositionRow:
    """One thing that a verdict says, by the rules as they are and as they would be."""

    what: str
    was: str
    now: str

    @property
    def moves(self) -> bool:
        """Whether it would be another."""
        return self.was != self.now


def position_rows(was: Position, now: Position, old: Pack, new: Pack) -> tuple[PositionRow, ...]:
    """Return stage, most possible stage and route in words, by one version and by another."""
    routes = old.routes.routes or new.routes.routes
    route = PositionRow(
        "Recommended route", route_title(was.route, old), route_title(now.route, new)
    )
    return (
        PositionRow(
            "Evidenced stage", stage_title(was.evidenced, old), stage_title(now.evidenced, new)
        ),
        PositionRow("At most", stage_title(was.at_most, old), stage_title(now.at_most, new)),
        *((route,) if routes else ()),
    )


def move_words(one: Judged, old: Pack, new: Pack) -> str:
    """Say what moves, from what to what; nothing where only answers are lost."""
    rows = position_rows(one.was, one.now, old, new)
    keys = zip(rows, _keys(one.was), _keys(one.now), strict=True)
    moved = [f"{row.what} {row.was} → {row.now}" for row, was, now in keys if was != now]
    return "; ".join(moved)


def moves_in_sum(movers: Sequence[Judged], old: Pack, new: Pack) -> tuple[tuple[str, int], ...]:
    """Count the same moves of many organisations together, the most frequent first."""
    counted = Counter(move_words(one, old, new) for one in movers)
    return tuple(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])))


def _keys(position: Position) -> tuple[str, str, str]:
    return position.evidenced, position.at_most, position.route
