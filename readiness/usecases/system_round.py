"""Rounds of a system: which there are, how each member stands, and how far each is."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlite_utils import Database

from readiness.domain.access import Deed, may, roles_in
from readiness.domain.band import Band, band_of, by_order
from readiness.domain.comparison import Comparison, Group
from readiness.domain.errors import NotAllowed, NotFound
from readiness.domain.organisation import Person
from readiness.domain.pack import Pack
from readiness.domain.round_progress import RoundLine
from readiness.domain.system_round import Asked, RoundState, SystemRound
from readiness.storage import system_rounds
from readiness.storage.organisations import names_of, organisations_by_code, systems_naming
from readiness.usecases import permission
from readiness.usecases.about import codes_with_history
from readiness.usecases.comparison import compare, group_of

ONLY_COMMISSIONERS = "Only a commissioner of the system may run its rounds."


@dataclass(frozen=True, slots=True)
class RoundView:
    """A round of a group, how each member stands with it, and who left it or its system.

    `left` are those taken out. `gone` are those whom the system no longer has; they are asked
    still, and `comparison` has them only where the person may see what they submit. `may_run` says
    whether this person may change it.
    """

    group: Group
    round: SystemRound
    lines: tuple[RoundLine, ...]
    left: tuple[Asked, ...]
    gone: tuple[Asked, ...]
    names: Mapping[str, str]
    comparison: Comparison
    may_run: bool


def list_rounds(
    db: Database, system: str, *, person: Person, on: date
) -> tuple[Group, tuple[SystemRound, ...], bool]:
    """Return the rounds of a system and of those it followed, and whether this person runs them.

    Raises:
        NotFound: there is no such system, or it is not for this person.
    """
    group, _ = group_of(db, system, person=person, on=on)
    codes = codes_with_history(db, system, person=person, on=on)
    runs = permission.commissions(permission.known(db, person), codes)
    return group, system_rounds.rounds_of(db, codes), runs


def askable(
    db: Database, system: str, *, person: Person, on: date
) -> tuple[Group, tuple[tuple[Band, int], ...]]:
    """Return a system to ask, and how many members it has of each band.

    Raises:
        NotFound, NotAllowed: the person may not see the system, or not run its rounds.
    """
    running(db, system, person=person, on=on)
    group, _ = group_of(db, system, person=person, on=on)
    counts = Counter(band_of(one) for one in organisations_by_code(db, group.codes))
    return group, tuple((band, counts[band]) for band in by_order(counts))


def rounds_under(db: Database, group: Group, pack: Pack) -> tuple[SystemRound, ...]:
    """Return the rounds of a group and of those it followed under a pack, but withdrawn ones.

    Args:
        group: one whose every row the person who looks may see, as `read_comparison` gives it.
    """
    codes = (group.code, *group.was)
    found = system_rounds.rounds_of(db, codes, pack.key) if group.entitled else ()
    return tuple(one for one in found if one.state is not RoundState.WITHDRAWN)


def read_round(
    db: Database, system: str, number: int, pack: Pack | None, *, person: Person, on: date
) -> SystemRound:
    """Return a round of a system that a person may see.

    Args:
        pack: the pack that it has to be about; None takes any.

    Raises:
        NotFound: there is none, of that system or pack, or it is not for this person.
    """
    codes = codes_with_history(db, system, person=person, on=on)
    if not permission.sees_every_row(permission.known(db, person), codes):
        raise NotFound(permission.NOTHING_HERE)
    there = system_rounds.round_by_number(db, number)
    if there.system not in codes or (pack and pack.key != there.pack_key):
        raise NotFound("There is no such round of this system.")
    return there


def read_view(
    db: Database,
    system: str,
    round_: SystemRound,
    pack: Pack,
    *,
    person: Person,
    on: date,
    by_these_rules: bool = False,
) -> RoundView:
    """Return how far a round is, and the comparison of those it asks.

    Raises:
        NotFound: there is no such system, or it is not for this person.
    """
    group, placed = group_of(db, system, person=person, on=on)
    person = permission.known(db, person)
    every = system_rounds.members_of_round(db, round_.number)
    asked = {code: one for code, one in every.items() if one.removed is None}
    shown = replace(group, codes=tuple(sorted(visible(db, person, group, asked))))
    found = compare(db, shown, pack, placed, on=on, by_these_rules=by_these_rules)
    return RoundView(
        group,
        round_,
        tuple(RoundLine(asked[member.code], member) for member in found.members),
        tuple(one for one in every.values() if one.removed is not None),
        tuple(one for code, one in asked.items() if code not in group.codes),
        names_of(db, sorted(every)),
        found,
        permission.commissions(person, (system, round_.system)),
    )


def running(db: Database, system: str, *, person: Person, on: date) -> Person:
    """Return a person who may run the rounds of a system, as this copy knows them.

    Raises:
        NotFound: they may not know of its rounds.
        NotAllowed: they may see them and not run them.
    """
    codes = codes_with_history(db, system, person=person, on=on)
    person = permission.known(db, person)
    if not permission.sees_every_row(person, codes):
        raise NotFound(permission.NOTHING_HERE)
    if not permission.commissions(person, codes):
        raise NotAllowed(ONLY_COMMISSIONERS)
    return person


def visible(db: Database, person: Person, group: Group, codes: Collection[str]) -> frozenset[str]:
    """Return which of some organisations a person may see what they submitted of, in one query.

    Every member of the group is among them; others only where the person has a role for them.
    """
    others = set(codes) - set(group.codes)
    if person.local or not others:
        return frozenset(codes)
    naming: dict[str, set[str]] = {code: set() for code in others}
    for code, system in systems_naming(db, others):
        naming[code].add(system)
    held = [grant for grant in person.grants if grant.organisation]
    return frozenset(set(codes) - others) | {
        code
        for code, systems in naming.items()
        if may(Deed.SEE_SUBMITTED, roles_in(held, code, systems))
    }
