"""What becomes of organisations that merge, split or grow: the old code leads to the new ones."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from readiness.domain.organisation import Membership


@dataclass(frozen=True, slots=True, order=True)
class Succession:
    """One organisation follows another from a day on, with all or with part of its work."""

    predecessor: str
    successor: str
    on: date
    how: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Member:
    """An organisation of a system; `via` is the old code its place is still written under.

    Where the old system was split, nobody said which part came here: then it is not `sure`.
    """

    organisation: str
    relation: str
    via: str = ""
    sure: bool = True


def followers(code: str, successions: Iterable[Succession], on: date) -> tuple[Succession, ...]:
    """Return who follows an organisation by a day, in the order of their codes; often nobody."""
    return tuple(
        sorted(
            one for one in successions if one.predecessor == code != one.successor and one.on <= on
        )
    )


def resolve(code: str, successions: Sequence[Succession], on: date) -> tuple[str, ...]:
    """Return the codes that stand for an organisation on a day: itself, or whoever follows it.

    One code: it goes on, or all of it went there. Several: it was split among them.
    """
    found: set[str] = set()
    seen: set[str] = set()
    open_ = [code]
    while open_:
        here = open_.pop()
        if here in seen:
            continue
        seen.add(here)
        then = followers(here, successions, on)
        open_ += [one.successor for one in then]
        if not then:
            found.add(here)
    return tuple(sorted(found or {code}))


def forebears(code: str, successions: Sequence[Succession], on: date) -> tuple[str, ...]:
    """Return the old codes under which the history of an organisation stands, without its own."""
    olds = {one.predecessor for one in successions if one.on <= on} - {code}
    return tuple(sorted(old for old in olds if code in _after(old, successions, on)))


def last_day(code: str, successions: Iterable[Succession]) -> date | None:
    """Return the day before others followed an organisation; none where it goes on."""
    days = [one.on for one in successions if one.predecessor == code != one.successor]
    return min(days) - timedelta(days=1) if days else None


def place_ends(membership: Membership, successions: Iterable[Succession]) -> date | None:
    """Return the last day of a place in a system: as it is said, or with the system itself."""
    ends = [day for day in (membership.until, last_day(membership.system, successions)) if day]
    return min(ends) if ends else None


def holds(membership: Membership, on: date) -> bool:
    """Say whether a place is held on a day, as it is said; open ends always hold."""
    since, until = membership.since, membership.until
    return (since is None or since <= on) and (until is None or on <= until)


def members_of(
    system: str, memberships: Sequence[Membership], successions: Sequence[Succession], on: date
) -> tuple[Member, ...]:
    """Return the members of a system on a day, with those still written under codes it followed.

    A system that others have followed by then has none. A member that is placed in the system
    itself is not named again for an old code; nor is one that is placed in another part of a
    system that was split.
    """
    if followers(system, successions, on):
        return ()
    olds = set(forebears(system, successions, on))
    direct, moved = set(), set()
    now = {(place.organisation, place.system) for place in memberships if holds(place, on)}
    for place in memberships:
        if not holds(place, on):
            continue
        if place.system == system:
            direct.add(Member(place.organisation, place.relation))
        elif place.system in olds:
            others = set(resolve(place.system, successions, on)) - {system}
            if not any((place.organisation, other) in now for other in others):
                member = Member(place.organisation, place.relation, place.system, not others)
                moved.add(member)
    here = {member.organisation for member in direct}
    found = direct | {one for one in moved if one.organisation not in here}
    return tuple(sorted(found, key=lambda one: (one.organisation, one.relation, one.via)))


def _after(code: str, successions: Sequence[Succession], on: date) -> set[str]:
    """Return every code that has followed one by a day, near or far."""
    found: set[str] = set()
    open_ = [code]
    while open_:
        new = {one.successor for one in followers(open_.pop(), successions, on)} - found
        found |= new
        open_ += new
    return found
