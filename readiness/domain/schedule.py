"""When each action must start at the latest, which one binds, and whether the target date holds."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from readiness.domain.assessment import Reading
from readiness.domain.calendar import Period, TimeUnit, after, before, working_days_between
from readiness.domain.condition import Source, Subject, Truth
from readiness.domain.freeze import NOTHING_FROZEN, Freeze, Frozen, SteppedOver, frozen_days
from readiness.domain.latest_starts import (
    Limit,
    finish_after,
    first_start,
    latest_starts,
    start_before,
)
from readiness.domain.pack import Fallback
from readiness.domain.plan import Action, Days, Plan, fallback_action, total_effort

FARTHEST = timedelta(days=3650)
"""How far beyond its target a plan is looked for before we say that no date fits."""


@dataclass(frozen=True, slots=True)
class Timed:
    """An action with its days.

    `earliest_start` and `earliest_finish` follow from starting today and from prerequisites.
    `latest_start` is None without a target. `slack` counts the working days in hand, below zero
    when it is too late. `unfrozen` is the latest start that it would have without any freeze, and
    `stepped_over` the days of freezes that its own time steps over.
    """

    action: Action
    earliest_start: date
    earliest_finish: date
    latest_start: date | None
    slack: int | None
    unfrozen: date | None = None
    stepped_over: tuple[SteppedOver, ...] = ()

    @property
    def late(self) -> bool:
        """Whether its latest start has passed, or will before it can begin."""
        return self.slack is not None and self.slack < 0

    @property
    def moved(self) -> bool:
        """Whether a freeze, its own or that of what waits for it, makes it start earlier."""
        return self.unfrozen is not None and self.unfrozen != self.latest_start


@dataclass(frozen=True, slots=True)
class Load:
    """What one role carries: its actions, and the first day of the month which asks most of it.

    `busiest` is None while no effort of it is known.
    """

    owner: str
    rows: tuple[Timed, ...]
    busiest: date | None

    @property
    def effort(self) -> Days:
        """The sum of every effort that is known."""
        return total_effort(row.action for row in self.rows)

    @property
    def unknown_effort(self) -> bool:
        """Whether the effort of some action is not known."""
        return any(row.action.effort is None for row in self.rows)


@dataclass(frozen=True, slots=True)
class Offer:
    """A fallback that is offered, and the late actions which it would help; none where all do."""

    fallback: Fallback
    timed: Timed
    helps: tuple[Timed, ...]


@dataclass(frozen=True)
class Schedule:
    """A plan laid before a target date, seen from a day; what changes the live network rests in
    freezes.

    `awaited` counts the hard rules not yet known: what they ask for may still come into the plan.
    `fallbacks` are those of the pack; they are offered once the target cannot be met.
    """

    target: date | None
    on: date
    rows: tuple[Timed, ...]
    awaited: int = 0
    frozen: Frozen = NOTHING_FROZEN
    fallbacks: tuple[Fallback, ...] = ()

    @cached_property
    def binding(self) -> Timed | None:
        """The action that counts with the least slack, then by key; None without a target.

        Those count which open a gate or are waited for by one that does; only where there is none
        do all, for what soft rules advise decides no date.
        """
        timed = [row for row in self.rows if row.action.key in self._counting]
        timed = [row for row in timed if row.slack is not None]
        return min(timed, key=lambda row: (row.slack, row.action.key), default=None)

    @cached_property
    def _counting(self) -> frozenset[str]:
        """The keys of the actions by which a date stands or falls."""
        counting: set[str] = set()
        for row in reversed(self.rows):
            if row.action.unlocks or row.action.key in counting:
                counting |= {row.action.key, *row.action.after}
        return frozenset(counting or {row.action.key for row in self.rows})

    @property
    def feasible(self) -> bool | None:
        """Whether the target can still be met; None without one."""
        if self.target is None:
            return None
        return self.target >= self.on and not (self.binding and self.binding.late)

    @cached_property
    def by_key(self) -> Mapping[str, Timed]:
        """Every row by its action's key."""
        return {row.action.key: row for row in self.rows}

    @property
    def late(self) -> tuple[Timed, ...]:
        """The actions whose safe start has passed, the latest first."""
        late = [row for row in self.rows if row.late]
        return tuple(sorted(late, key=lambda row: (row.slack, row.action.key)))

    @cached_property
    def offers(self) -> tuple[Offer, ...]:
        """The fallbacks that come into the plan: none while the target can still be met."""
        if self.target is None or self.feasible is not False:
            return ()
        found = []
        for fallback in self.fallbacks:
            helps = tuple(r for r in self.late if r.action.key in fallback.actions)
            if helps or not fallback.actions:
                timed = _timed_fallback(fallback, self.target, self.on)
                found.append(Offer(fallback, timed, helps))
        return tuple(found)

    def offers_for(self, row: Timed) -> tuple[Offer, ...]:
        """Return the fallbacks that would help a late action."""
        return tuple(o for o in self.offers if not o.fallback.actions or row in o.helps)

    @property
    def moved(self) -> tuple[Timed, ...]:
        """The actions that must start earlier because of a freeze, in the order of the plan."""
        return tuple(row for row in self.rows if row.moved)

    def tightest(self, most: int = 4) -> tuple[Timed, ...]:
        """Return the actions with the least slack, the binding one first; none without a target.

        Those by which the date stands or falls; where there is none, all.
        """
        timed = [row for row in self.rows if row.action.key in self._counting]
        timed = [row for row in timed if row.slack is not None]
        return tuple(sorted(timed, key=lambda row: (row.slack, row.action.key))[:most])

    def held_by(self, row: Timed) -> Timed | None:
        """Return the dependant which decides a latest start; None where the target itself does."""
        after_it = [other for other in self.rows if row.action.key in other.action.after]
        starts = [(o.latest_start, o.action.key) for o in after_it if o.latest_start is not None]
        if not starts:
            return None
        start, key = min(starts)
        holds = start_before(row.action, start, row.action.lead, self.frozen) == row.latest_start
        return self.by_key[key] if holds else None

    @cached_property
    def loads(self) -> tuple[Load, ...]:
        """What each role carries, the most person-days first."""
        owners = dict.fromkeys(row.action.owner for row in self.rows)
        loads = [
            _load(owner, tuple(row for row in self.rows if row.action.owner == owner), self.frozen)
            for owner in owners
        ]
        return tuple(sorted(loads, key=lambda load: (-load.effort.middle, load.owner)))

    @cached_property
    def earliest_target(self) -> date | None:
        """The first day that the plan as it stands can meet; None without actions or day."""
        if not self.rows:
            return None
        actions = tuple(r.action for r in self.rows if r.action.key in self._counting)
        low, high = self.on, self.on + FARTHEST
        while low < high:
            middle = low + (high - low) // 2
            if first_start(actions, middle, self.frozen) >= self.on:
                high = middle
            else:
                low = middle + timedelta(days=1)
        return low if first_start(actions, low, self.frozen) >= self.on else None


def schedule(
    plan: Plan, target: date | None, on: date, *, freezes: Iterable[Freeze] = ()
) -> Schedule:
    """Work back from a target date to the latest safe start of every action.

    The latest start is the earlier of the target less the pack's own margin for the task, and the
    earliest dependant's latest start less the action's own lead time. An action with neither margin
    nor dependant must be finished on the target. The days of freezes do not count for an action
    that changes the live network, and it starts on none of them.
    """
    frozen = frozen_days(freezes)
    latest = latest_starts(plan.actions, target, frozen) if target else {}
    unfrozen = latest_starts(plan.actions, target) if target and frozen.freezes else latest
    rows = []
    finishes: dict[str, date] = {}
    for action in plan.actions:
        start = max([on, *(finishes[key] for key in action.after)])
        start = frozen.free_from(start) if action.changes_live else start
        finishes[action.key] = finish_after(action, start, frozen)
        row = Timed(action, start, finishes[action.key], None, None)
        if target:
            row = _with_limit(row, latest[action.key], unfrozen[action.key].start, on, frozen)
        rows.append(row)
    awaited = sum(finding.hard for finding in plan.verdict.found(Truth.UNKNOWN))
    fallbacks = plan.verdict.pack.fallbacks
    return Schedule(target, on, tuple(rows), awaited, frozen, fallbacks)


def target_of(reading: Reading) -> date | None:
    """Return the date that an organisation works towards, where it is asked for and known."""
    if reading.asked(reading.pack.target) is not Truth.YES:
        return None
    value = reading.value(Subject(Source.QUESTION, reading.pack.target))
    return value if isinstance(value, date) else None


def _in_hand(on: date, last: date) -> int:
    """Count the working days left; one that passed over a weekend is a day late all the same."""
    days = working_days_between(on, last)
    return min(days, -1) if last < on else days


def _with_limit(row: Timed, limit: Limit, unfrozen: date, on: date, frozen: Frozen) -> Timed:
    """Give an action its latest start, and what freezes do to it."""
    over = frozen.stepped_over(limit.start, limit.end, limit.period)
    return replace(
        row,
        latest_start=limit.start,
        slack=_in_hand(on, limit.start),
        unfrozen=unfrozen,
        stepped_over=over if row.action.changes_live else (),
    )


def _timed_fallback(fallback: Fallback, target: date, on: date) -> Timed:
    """Lay a fallback before the target: it must stand by then, where its length is known."""
    action, lead = fallback_action(fallback), fallback.lead_time
    if lead is None:
        return Timed(action, on, on, None, None)
    last = before(target, lead)
    return Timed(action, on, after(on, lead), last, _in_hand(on, last), last)


def _load(owner: str, rows: tuple[Timed, ...], frozen: Frozen) -> Load:
    """Find a role's busiest month, each action's effort spread evenly over its planned days."""
    months: dict[date, float] = {}
    for row in rows:
        for month, days in _by_month(row, frozen if row.action.changes_live else NOTHING_FROZEN):
            months[month] = months.get(month, 0) + days
    most = max((round(days, 6) for days in months.values()), default=0)
    busiest = min((month for month, days in months.items() if round(days, 6) == most), default=None)
    return Load(owner, rows, busiest)


def _by_month(row: Timed, frozen: Frozen) -> Iterator[tuple[date, float]]:
    if row.action.effort is None:
        return
    finish = max(row.earliest_finish, row.earliest_start + timedelta(days=1))
    worked = (finish - row.earliest_start).days - frozen.count(row.earliest_start, finish)
    a_day = row.action.effort.middle / worked
    month = row.earliest_start.replace(day=1)
    while month < finish:
        following = after(month, Period(1, TimeUnit.MONTHS))
        begin, end = max(row.earliest_start, month), min(finish, following)
        yield month, a_day * ((end - begin).days - frozen.count(begin, end))
        month = following
