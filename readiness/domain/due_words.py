"""Deadlines in words: how a day is found, and how far off it is in few words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from readiness.domain.due_date import AnsweredDay, DueDay, EveryYear, OnDay, known_day
from readiness.domain.pack import Pack
from readiness.domain.wording import count_words, day_words

FEW_DAYS, MANY_WEEKS = 14, 26
"""Below so many days, days are counted; beyond so many weeks, months."""


@dataclass(frozen=True, slots=True)
class ComingDay:
    """A day to come that matters to everybody; `short` says what and how far off it is."""

    day: date
    what: str
    short: str = ""


def coming_days(packs: Sequence[Pack], on: date) -> tuple[ComingDay, ...]:
    """Return the dates of packs and the known days of their deadlines from a day on, in order.

    What falls on one day stands as the pack has it, its dates before its deadlines. Two packs may
    word what happens on a day differently: the first pack that names a day words it.
    """
    found: dict[date, list[ComingDay]] = {}
    for pack in packs:
        named: dict[date, dict[str, ComingDay]] = {}
        for coming in _coming(pack, on):
            named.setdefault(coming.day, {})[coming.what] = coming
        found = {day: list(all_of.values()) for day, all_of in named.items()} | found
    return tuple(one for day in sorted(found) if day >= on for one in found[day])


def _coming(pack: Pack, on: date) -> Iterator[ComingDay]:
    for fact in pack.dates:
        yield ComingDay(fact.day, fact.what)
    for deadline in pack.deadlines:
        day = known_day(deadline, on)
        if day is not None:
            short = f"{deadline.short}: {far_off_words(day, on)}" if deadline.short else ""
            yield ComingDay(day, deadline.title, short)


def due_day_words(day: DueDay, pack: Pack) -> str:
    """Say how the day of a deadline is found: every year on 31 December."""
    match day:
        case OnDay(fixed):
            return day_words(fixed)
        case EveryYear(month, number):
            return f"every year on {number} {date(2000, month, 1):%B}"
        case AnsweredDay(question, before):
            ref = pack.questions[question].ref
            return f"{before} before the day in {ref}" if before else f"the day in {ref}"
        case _:
            return "the day on which the vehicle chosen closes"


def far_off_words(day: date, on: date) -> str:
    """Write how far off a day is: 9 days, 10 weeks, 8 months."""
    days = (day - on).days
    if days < FEW_DAYS:
        return count_words(days, "day") if days else "today"
    weeks = round(days / 7)
    if weeks <= MANY_WEEKS:
        return count_words(weeks, "week")
    return count_words(round(days / 30.44), "month")
