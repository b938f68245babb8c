"""Where each deadline stands: its safe start, what binds it, and what is left once that passed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from readiness.domain.assessment import Reading
from readiness.domain.calendar import before
from readiness.domain.condition import Truth, ask
from readiness.domain.due import Due, find_dues
from readiness.domain.freeze import Frozen
from readiness.domain.latest_starts import latest_starts
from readiness.domain.pack import Fallback, Question
from readiness.domain.plan import Action, Plan
from readiness.domain.timed import Timed, in_hand, timed_fallback


class DueStatus(StrEnum):
    """Where a deadline stands for one organisation."""

    NOT_APPLICABLE = "not-applicable"
    MET = "met"
    MAY_APPLY = "may-apply"
    DAY_NOT_KNOWN = "day-not-known"
    IN_HAND = "in-hand"
    START_PASSED = "start-passed"
    PASSED = "passed"


LOST = (DueStatus.START_PASSED, DueStatus.PASSED)
"""Where a deadline can no longer be met by starting in time."""


@dataclass(frozen=True, slots=True)
class Rung:
    """A fallback of a deadline: whether it can be used, as far as is known, and its own days."""

    fallback: Fallback
    when: Truth
    waiting_for: tuple[Question, ...]
    timed: Timed


@dataclass(frozen=True, slots=True)
class DueStanding:
    """Where a deadline stands.

    `safe_start` is the last day to begin in time; None while its day is not known or nothing is
    known to be left to do. `binding` is the action that decides it; None where the pack's own least
    time does. `slack` counts the working days in hand until the safe start, or else until the day.
    `actions` are those of its own that are still in the plan, `ladder` the fallbacks in order.
    """

    due: Due
    status: DueStatus
    safe_start: date | None
    binding: Action | None
    slack: int | None
    actions: tuple[Action, ...]
    ladder: tuple[Rung, ...]

    @property
    def lost(self) -> bool:
        """Whether its safe start, or the day itself, has passed."""
        return self.status in LOST

    @property
    def day(self) -> date | None:
        """The day itself, where it is known."""
        return self.due.day


def due_standings(plan: Plan, on: date, frozen: Frozen) -> tuple[DueStanding, ...]:
    """Say where every deadline stands: lost ones first, then by day, those not known after them."""
    reading = plan.verdict.reading
    found = [_standing(due, plan, on, frozen) for due in find_dues(reading)]
    places = {one.due.deadline.key: place for place, one in enumerate(found)}
    return tuple(
        sorted(
            found,
            key=lambda one: (not one.lost, one.day or date.max, places[one.due.deadline.key]),
        )
    )


def due_days(standings: Sequence[DueStanding], target: date | None) -> Mapping[str, date]:
    """Return the day by which each action must be finished, by key, where deadlines ask for it.

    A deadline that only may apply never gives an action more time than the target does.
    """
    days: dict[str, date] = {}
    for one in standings:
        if one.day is None or not one.due.open:
            continue
        day = min(one.day, target) if target and one.due.applies is Truth.UNKNOWN else one.day
        for action in one.actions:
            days[action.key] = min(days.get(action.key, day), day)
    return days


def _standing(due: Due, plan: Plan, on: date, frozen: Frozen) -> DueStanding:
    actions = tuple(a for key in due.deadline.do if (a := plan.by_key.get(key)) is not None)
    start, binding = _safe_start(due, actions, plan, frozen)
    status = _status(due, start, on)
    counted = start or due.day
    ladder = _ladder(due, plan.verdict.reading, on) if status in LOST else ()
    slack = in_hand(on, counted) if counted and due.open else None
    return DueStanding(due, status, start, binding, slack, actions, ladder)


def _safe_start(
    due: Due, actions: tuple[Action, ...], plan: Plan, frozen: Frozen
) -> tuple[date | None, Action | None]:
    """Return the last day to begin, and the action that decides it.

    Where the deadline is the day that people work towards, margins before the target count as well.
    """
    if due.day is None or not due.open:
        return None, None
    waits = _with_what_comes_before(actions, plan)
    target = due.day if due.asks == plan.verdict.pack.target else None
    limits = latest_starts(waits, target, frozen, {action.key: due.day for action in actions})
    starts: list[tuple[date, str]] = [(limit.start, key) for key, limit in limits.items()]
    if due.deadline.begin_before is not None and not due.begun:
        starts.append((before(due.day, due.deadline.begin_before), ""))
    if not starts:
        return None, None
    start, key = min(starts)
    return start, plan.by_key.get(key)


def _with_what_comes_before(actions: tuple[Action, ...], plan: Plan) -> tuple[Action, ...]:
    wanted = {action.key for action in actions}
    for action in reversed(plan.actions):
        if action.key in wanted:
            wanted.update(action.after)
    return tuple(action for action in plan.actions if action.key in wanted)


def _status(due: Due, start: date | None, on: date) -> DueStatus:
    if due.applies is Truth.NO:
        return DueStatus.NOT_APPLICABLE
    if due.met is Truth.YES:
        return DueStatus.MET
    if due.applies is Truth.UNKNOWN:
        return DueStatus.MAY_APPLY
    if due.day is None:
        return DueStatus.DAY_NOT_KNOWN
    if due.day < on:
        return DueStatus.PASSED
    return DueStatus.START_PASSED if start is not None and start < on else DueStatus.IN_HAND


def _ladder(due: Due, reading: Reading, on: date) -> tuple[Rung, ...]:
    assert due.day is not None
    rungs = []
    for key in due.deadline.fallbacks:
        fallback = reading.pack.fallback_by_key[key]
        when, waiting_for = usable(fallback, reading)
        rungs.append(Rung(fallback, when, waiting_for, timed_fallback(fallback, due.day, on)))
    return tuple(rungs)


def usable(fallback: Fallback, reading: Reading) -> tuple[Truth, tuple[Question, ...]]:
    """Say whether a fallback can be used, and which questions are waited for to know."""
    if fallback.when is None:
        return Truth.YES, ()
    told = ask(fallback.when, reading)
    return told.truth, tuple(reading.pack.questions[key] for key in told.waiting_for)
