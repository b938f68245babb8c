"""The ways to compare a value with what is wanted."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from readiness.domain.calendar import Period, after

Value = str | int | date | frozenset[str]
"""An answer or a fact: an option or text, a whole number, a date, or a set of options or codes."""

Wanted = frozenset[str] | int | date | Period
"""What a value is compared with: options, a number, a day, or a day seen from that of judgement."""


@dataclass(frozen=True, slots=True)
class Operator:
    """One way to compare: what it is called in sentences, and how it decides."""

    words: str
    holds: Callable[[Value, Wanted, date], bool]


def _in_set(value: Value, wanted: Wanted, on: date) -> bool:
    return isinstance(wanted, frozenset) and value in wanted


def _includes(value: Value, wanted: Wanted, on: date) -> bool:
    return isinstance(value, frozenset) and isinstance(wanted, frozenset) and bool(value & wanted)


def _count(value: Value, wanted: Wanted, on: date) -> bool:
    return isinstance(value, frozenset) and isinstance(wanted, int) and len(value) >= wanted


def _number(compare: Callable[[int, int], bool]) -> Callable[[Value, Wanted, date], bool]:
    def holds(value: Value, wanted: Wanted, on: date) -> bool:
        return isinstance(value, int) and isinstance(wanted, int) and compare(value, wanted)

    return holds


def _day(compare: Callable[[date, date], bool]) -> Callable[[Value, Wanted, date], bool]:
    def holds(value: Value, wanted: Wanted, on: date) -> bool:
        limit = after(on, wanted) if isinstance(wanted, Period) else wanted
        return isinstance(value, date) and isinstance(limit, date) and compare(value, limit)

    return holds


OPERATORS: Mapping[str, Operator] = {
    "is": Operator("is", _in_set),
    "at_least": Operator("is at least", _in_set),
    "at_most": Operator("is at most", _in_set),
    "includes": Operator("includes", _includes),
    "picks_at_least": Operator("names at least", _count),
    "equals": Operator("is", _number(int.__eq__)),
    "no_less_than": Operator("is no less than", _number(int.__ge__)),
    "no_more_than": Operator("is no more than", _number(int.__le__)),
    "more_than": Operator("is more than", _number(int.__gt__)),
    "less_than": Operator("is less than", _number(int.__lt__)),
    "on_or_after": Operator("is on or after", _day(date.__ge__)),
    "on_or_before": Operator("is on or before", _day(date.__le__)),
    "sooner_than": Operator("is sooner than", _day(date.__lt__)),
    "later_than": Operator("is later than", _day(date.__gt__)),
}
"""Every operator that a pack may use. `is`, `at_least` and `at_most` speak of options, `equals` to
`less_than` of numbers, `on_or_after` and `on_or_before` of dates, `sooner_than` and `later_than` of
dates seen from the day of judgement."""


def passing(operator: str, other: Value, ranks: tuple[str, ...]) -> Wanted:
    """Return what a comparison with another answer wants: that answer, or the options it allows."""
    if not ranks:
        return frozenset({other}) if isinstance(other, str) else other
    place = ranks.index(other) if other in ranks else -1
    match operator:
        case "at_least":
            return frozenset(ranks[place:] if place >= 0 else ())
        case "at_most":
            return frozenset(ranks[: place + 1])
        case _:
            return frozenset(ranks[place : place + 1] if place >= 0 else ())
