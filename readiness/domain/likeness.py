"""Like with like: the members of each band beside one another, never ranked over all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from readiness.domain.band import Band
from readiness.domain.comparison import (
    Comparison,
    Member,
    StageCounts,
    by_band,
    carried,
)
from readiness.domain.wording import count_words

LEAST_FOR_MIDDLE = 3
"""A band has a middle where at least so many of it can be compared."""


@dataclass(frozen=True, slots=True)
class Like:
    """A member with its stages as places in the ladder of the comparison.

    A stage is None where nothing is said of it, or where that ladder does not have it.
    """

    member: Member
    claimed: int | None = None
    evidenced: int | None = None
    checked: int | None = None
    at_most: int | None = None

    @property
    def note(self) -> str:
        """What to say at the end of its row: other rules, or how far claim and evidence differ."""
        one = self.member.submitted
        if one is None:
            return ""
        if not one.comparable:
            return f"rules {one.pack.version}: not in the middle"
        if one.tally.claimed is None:
            return "claims no stage"
        apart = one.tally.claimed - one.tally.evidenced
        verb = "claims" if apart > 0 else "evidences"
        return f"{verb} {count_words(abs(apart), 'stage')} more" if apart else ""

    @property
    def far(self) -> bool:
        """Whether it claims two stages or more above what it evidences."""
        one = self.member.submitted
        return one is not None and one.comparable and one.gap > 1


@dataclass(frozen=True, slots=True)
class LikeBand:
    """A band: its members, how many submitted, its stages counted, and its middle.

    The middle is the lower median of the evidenced stages of those that can be compared, as a place
    in the ladder; None for fewer than three.
    """

    band: Band
    members: tuple[Like, ...]
    stages: StageCounts
    middle: int | None


def like_bands(comparison: Comparison) -> tuple[LikeBand, ...]:
    """Lay the members out by band, bands in their fixed order.

    In a band: evidenced from the latest stage, then claimed, then name; those that submitted
    nothing last, by name.
    """
    place = comparison.pack.stage_index
    found = []
    for band, members in by_band(comparison.members).items():
        part = replace(comparison, members=tuple(members))
        likes = sorted((_like(one, place) for one in part.members), key=_order)
        evidenced = [tally.evidenced for tally in part.tallies]
        found.append(LikeBand(band, tuple(likes), part.stages, middle(evidenced)))
    return tuple(found)


def middle(stages: Sequence[int]) -> int | None:
    """Return the lower median of some stages; None for fewer than three."""
    if len(stages) < LEAST_FOR_MIDDLE:
        return None
    return sorted(stages)[(len(stages) - 1) // 2]


def _like(member: Member, place: Mapping[str, int]) -> Like:
    one = member.submitted
    if one is None:
        return Like(member)
    return Like(
        member,
        carried(one, one.tally.claimed, place),
        carried(one, one.tally.evidenced, place),
        carried(one, one.checked, place),
        carried(one, one.tally.at_most, place),
    )


def _order(like: Like) -> tuple[bool, int, int]:
    """Return where a member stands in its band; those that tie stay by name."""
    return (like.member.submitted is None, -_height(like.evidenced), -_height(like.claimed))


def _height(stage: int | None) -> int:
    return -1 if stage is None else stage
