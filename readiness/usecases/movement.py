"""An earlier day of a comparison beside today, and how it stood at the end of each month."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from sqlite_utils import Database

from readiness.domain.calendar import london_day
from readiness.domain.comparison import Comparison, Way
from readiness.domain.movement import Month, month_ends, month_of
from readiness.domain.organisation import Person
from readiness.storage.compared import every_line, newest_by
from readiness.usecases.about import members_of_system
from readiness.usecases.comparison import as_submitted, compare, end_of
from readiness.usecases.judged import judged


def read_before(
    db: Database,
    now: Comparison,
    day: date,
    *,
    person: Person,
    members: Collection[str] | None = None,
    by_these_rules: bool = False,
) -> Comparison:
    """Return the comparison of the same system as of an earlier day, with its members of then.

    Whoever asks is entitled to the comparison of today.

    Args:
        members: the only ones to compare, as for the comparison of today.
    """
    placed = {
        one.organisation: one
        for one in members_of_system(db, now.group.code, person=person, on=day)
        if members is None or one.organisation in members
    }
    group = replace(now.group, codes=tuple(placed))
    return compare(db, group, now.pack, placed, on=day, as_of=day, by_these_rules=by_these_rules)


def read_months(
    db: Database, now: Comparison, *, by_these_rules: bool = False
) -> tuple[Month, ...]:
    """Count the members of today by evidenced stage at the end of each month, and today.

    It takes one query for all months, and reads what this process has not judged before. It
    begins with the month of the first submission; without any there is no month.
    """
    codes = [one.code for one in now.members]
    every = every_line(db, codes, now.pack.key, end_of(now.on))
    lines = [line for line in every if line.way is not Way.ESTIMATE]
    if not lines:
        return ()
    ends = month_ends(london_day(min(line.since for line in lines)), now.on)
    newest = {day: tuple(newest_by(lines, end_of(day))[0].values()) for day in ends}
    counted = {line for those in newest.values() for line in those}
    found = judged(db, counted, now.pack if by_these_rules else None)
    known = {line: as_submitted(line, *result) for line, result in found.items()}
    return tuple(
        month_of(now.pack, day, len(codes), [known[line] for line in those])
        for day, those in newest.items()
    )
