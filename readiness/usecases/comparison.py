"""Compare the members of a system under one pack, on any day."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from sqlite_utils import Database

from readiness.domain.calendar import LONDON
from readiness.domain.checked import Opinion
from readiness.domain.comparison import (
    Begun,
    Comparison,
    Group,
    Member,
    Submitted,
    Way,
    differing_rules,
)
from readiness.domain.organisation import Person
from readiness.domain.pack import Pack
from readiness.domain.succession import Member as Placed
from readiness.domain.succession import Succession, forebears, resolve
from readiness.domain.tally import MET, NOT_MET, Tally, checked_stage
from readiness.storage import register_places
from readiness.storage.compared import Line, begun_by, lines_of
from readiness.storage.organisations import (
    organisations_by_code,
    systems_naming,
)
from readiness.storage.reviews import reviews_of
from readiness.usecases import permission
from readiness.usecases.about import places_by
from readiness.usecases.draft_consent import with_progress
from readiness.usecases.grouping import grouped, open_system, who_left
from readiness.usecases.judged import judged
from readiness.usecases.remembered import remembered

NOBODY_SAID: Mapping[str, Collection[Opinion]] = {}
"""No reviewer said anything."""


def read_comparison(
    db: Database,
    system: str,
    pack: Pack,
    *,
    person: Person,
    on: date,
    as_of: date | None = None,
    members: Collection[str] | None = None,
    by_these_rules: bool = False,
) -> Comparison:
    """Compare the members of a system by what they submitted last, in a constant number of queries.

    Args:
        pack: the rules by which the members are compared.
        on: today: it says who is a member, and how old submissions are.
        as_of: an earlier day: what had been submitted, and nothing of what is begun.
        members: the only ones to compare, as of a round; without them all.
        by_these_rules: judge what was submitted under other rules by these as well.

    Raises:
        NotFound: there is no such system, or its members’ submissions are not for this person.
        NotAllowed: the person is not known here.
    """
    person = permission.known(db, person)
    successions = register_places.all_successions(db)
    organisation = open_system(db, system, successions, person=person, on=on)
    only = None if members is None else frozenset(members)

    def put_together() -> Comparison:
        places = places_by(db, system, successions, on)
        group, placed = grouped(organisation, places, successions, on)
        if only is not None:
            group = replace(group, codes=tuple(code for code in group.codes if code in only))
        found = compare(
            db,
            group,
            pack,
            placed,
            on=on,
            as_of=as_of,
            by_these_rules=by_these_rules,
            successions=successions,
        )
        here = {system, *forebears(system, successions, on)}
        gone = [one for one in places if one.membership.system in here]
        return replace(found, left=who_left(db, pack.key, gone, placed, on, end_of(as_of or on)))

    key = ("system", system, pack.fingerprint, on, as_of, only, by_these_rules)
    return remembered(db, key, put_together)


def group_of(
    db: Database, system: str, *, person: Person, on: date
) -> tuple[Group, Mapping[str, Placed]]:
    """Return a system as a group whose every row a person may see, and how its members came here.

    Raises:
        NotFound: there is no such system, it was followed by others, or it is not for this person.
    """
    successions = register_places.all_successions(db)
    organisation = open_system(db, system, successions, person=person, on=on)
    places = places_by(db, system, successions, on)
    return grouped(organisation, places, successions, on)


def compare(
    db: Database,
    group: Group,
    pack: Pack,
    placed: Mapping[str, Placed],
    *,
    on: date,
    as_of: date | None = None,
    by_these_rules: bool = False,
    successions: tuple[Succession, ...] | None = None,
) -> Comparison:
    """Compare the members of a group that whoever looks is entitled to.

    Args:
        successions: who followed whom, where that is known already.
    """
    if successions is None:
        successions = register_places.all_successions(db)
    submitted, estimates = lines_of(db, group.codes, pack.key, end_of(as_of or on))
    lines = (*submitted.values(), *estimates.values())
    found = judged(db, lines, pack if by_these_rules else None)
    opinions = _opinions(db, submitted.values(), until=end_of(as_of) if as_of else None)
    differs = {
        one.fingerprint: differing_rules(one, pack)
        for one in {each.fingerprint: each for each, _ in found.values()}.values()
    }
    told = {
        line: as_submitted(line, *result, differs[result[0].fingerprint], _said_of(line, opinions))
        for line, result in found.items()
    }
    begun = with_progress(db, begun_by(db, group.codes, pack.key), on) if as_of is None else {}
    elsewhere = _elsewhere(db, group, successions, on)
    members = (
        Member(
            organisation,
            told[submitted[code]] if (code := organisation.ods_code) in submitted else None,
            _still_begun(begun.get(code), code in submitted),
            _still_estimated(told[estimates[code]], code in submitted)
            if code in estimates
            else None,
            placed[code].via if code in placed else "",
            placed[code].sure if code in placed else True,
            elsewhere.get(code, ()),
        )
        for organisation in organisations_by_code(db, group.codes)
    )
    return Comparison(pack, group, on, tuple(sorted(members, key=_by_name)))


def _still_estimated(estimate: Submitted, submitted: bool) -> Submitted | None:
    """Return an estimate until its member submits; one that was taken back says nothing at all."""
    says = estimate.tally.claimed is not None or set(estimate.tally.truths) & {MET, NOT_MET}
    return estimate if says and not submitted else None


def as_submitted(
    line: Line,
    pack: Pack,
    tally: Tally,
    differs: int = 0,
    opinions: Mapping[str, Collection[Opinion]] = NOBODY_SAID,
) -> Submitted:
    """Return what a line says of what was submitted, judged by a pack."""
    return Submitted(
        line.way,
        line.row,
        line.assessment,
        line.number,
        line.at,
        line.by,
        pack,
        tally,
        checked_stage(pack, tally, opinions),
        differs,
        line.digest,
    )


def _by_name(member: Member) -> tuple[str, str]:
    return member.organisation.name.casefold(), member.code


def _still_begun(begun: Begun | None, submitted: bool) -> Begun | None:
    """Return what is begun where it tells more than what was submitted does."""
    if begun is None or not submitted:
        return begun
    return begun if begun.waiting or begun.sent_back or begun.shared else None


def _said_of(
    line: Line, opinions: Mapping[int, Mapping[str, list[Opinion]]]
) -> Mapping[str, list[Opinion]]:
    """Return what reviewers say of a submission; of what came back in a file they say nothing."""
    return opinions.get(line.row, {}) if line.way is Way.SIGNED else {}


def _opinions(
    db: Database, lines: Collection[Line], until: datetime | None
) -> dict[int, dict[str, list[Opinion]]]:
    """Return what reviewers say of signed submissions, by row and rule, as far as said by then."""
    found: dict[int, dict[str, list[Opinion]]] = {}
    rows = [line.row for line in lines if line.way is Way.SIGNED]
    for row, reviews in reviews_of(db, rows).items():
        for one in reviews:
            if one.opinion is not None and (until is None or one.at <= until):
                found.setdefault(row, {}).setdefault(one.rule, []).append(one.opinion)
    return found


def _elsewhere(
    db: Database, group: Group, successions: tuple[Succession, ...], on: date
) -> dict[str, tuple[str, ...]]:
    """Return the other systems that name a member of a group today, by code."""
    named = systems_naming(db, group.codes)
    now = {system: resolve(system, successions, on) for system in {system for _, system in named}}
    found: dict[str, set[str]] = {}
    for organisation, system in named:
        if now[system] != (group.code,):
            found.setdefault(organisation, set()).update(now[system])
    return {code: tuple(sorted(systems - {group.code})) for code, systems in found.items()}


def end_of(day: date) -> datetime:
    """Return the end of a day in London, in UTC."""
    then = datetime.combine(day + timedelta(days=1), time(), LONDON) - timedelta(microseconds=1)
    return then.astimezone(UTC)
