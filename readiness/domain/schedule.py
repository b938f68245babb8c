"""When each action must start at the latest, which one binds, and whether the target date holds."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from readiness.domain.assessment import Reading
from readiness.domain.calendar import Period, TimeUnit, after
from readiness.domain.condition import Source, Subject, Truth
from readiness.domain.due_date import with_a_deadline
from readiness.domain.due_standing import DueStanding, due_days, due_standings, usable
from readiness.domain.freeze import NOTHING_FROZEN, Freeze, Frozen, frozen_days
from readiness.domain.latest_starts import (
    NO_DUES,
    Limit,
    finish_after,
    first_start,
    latest_starts,
    start_before,
)
from readiness.domain.pack import Fallback, Question
from readiness.domain.plan import Days, Plan, total_effort
from readiness.domain.timed import Timed as Timed
from readiness.domain.timed import in_hand, timed_fallback

FARTHEST = timedelta(days=3650)
"""How far beyond its target a plan is looked for before we say that no date fits."""


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
    """A fallback that is offered, and the late actions which it would help; none where all do.

    One that is offered for a `deadline` names it. `waiting_for` are the questions that decide
    whether it can be used.
    """

    fallback: Fallback
    timed: Timed
    helps: tuple[Timed, ...]
    deadline: DueStanding | None = None
    waiting_for: tuple[Question, ...] = ()


@dataclass(frozen=True)
class Schedule:
    """A plan laid before a target date, seen from a day; what changes the live network rests in
    freezes.

    `awaited` counts the hard rules not yet known: what they ask for may still come into the plan.
    `fallbacks` are those of the pack that may be offered once the target cannot be met, each with
    the questions it waits for. `deadlines` say where each stands. `against_target` are the rows as
    they would be without any deadline; the target stands or falls by these.
    """

    target: date | None
    on: date
    rows: tuple[Timed, ...]
    awaited: int = 0
    frozen: Frozen = NOTHING_FROZEN
    fallbacks: tuple[tuple[Fallback, tuple[Question, ...]], ...] = ()
    deadlines: tuple[DueStanding, ...] = ()
    against_target: tuple[Timed, ...] = ()

    @cached_property
    def binding(self) -> Timed | None:
        """The action that counts with the least slack, then by key; None without a target.

        Those count which open a gate or are waited for by one that does; only where there is none
        do all, for what soft rules advise decides no date.
        """
        timed = [row for row in self.against_target if row.action.key in self._counting]
        timed = [row for row in timed if row.slack is not None]
        return min(timed, key=lambda row: (row.slack, row.action.key), default=None)

    def binds(self, row: Timed) -> bool:
        """Say whether an action is the one that decides if the target can be met."""
        return self.binding is not None and row.action.key == self.binding.action.key

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
        return late_first(self.rows)

    @cached_property
    def offers(self) -> tuple[Offer, ...]:
        """The fallbacks that come into the plan: for deadlines lost, then for a lost target.

        Each once, in the order of the deadlines and of the ladder of each.
        """
        found = {offer.fallback.key: offer for offer in reversed([*self._for_deadlines()])}
        in_order = dict.fromkeys(offer.fallback.key for offer in self._for_deadlines())
        return (*(found[key] for key in in_order), *self._for_target())

    def _for_deadlines(self) -> Iterator[Offer]:
        for one in self.deadlines:
            late = tuple(r for a in one.actions if (r := self.by_key[a.key]).late)
            for rung in one.ladder:
                helps = tuple(r for r in late if r.action.key in rung.fallback.actions)
                if rung.when is not Truth.NO and (helps or not rung.fallback.actions):
                    yield Offer(rung.fallback, rung.timed, helps or late, one, rung.waiting_for)

    def _for_target(self) -> Iterator[Offer]:
        if self.target is None or self.feasible is not False:
            return
        late = late_first(self.against_target)
        for fallback, waiting_for in self.fallbacks:
            helps = tuple(r for r in late if r.action.key in fallback.actions)
            if helps or not fallback.actions:
                timed = timed_fallback(fallback, self.target, self.on)
                yield Offer(fallback, timed, helps, waiting_for=waiting_for)

    def offers_for(self, row: Timed) -> tuple[Offer, ...]:
        """Return the fallbacks that would help a late action."""
        helped = {o.fallback.key for o in self.offers if _helps(o, row)}
        return tuple(o for o in self.offers if o.fallback.key in helped)

    @property
    def moved(self) -> tuple[Timed, ...]:
        """The actions that must start earlier because of a freeze, in the order of the plan."""
        return tuple(row for row in self.rows if row.moved)

    def tightest(self, most: int = 4) -> tuple[Timed, ...]:
        """Return the actions with the least slack, the tightest first; none without a target.

        Those by which the date stands or falls, with the days they have by deadlines as well; where
        there is none, all. Without deadlines the binding one leads.
        """
        timed = [row for row in self.rows if row.action.key in self._counting]
        timed = [row for row in timed if row.slack is not None]
        return tuple(sorted(timed, key=lambda row: (row.slack, row.action.key))[:most])

    def dated_by(self, row: Timed) -> DueStanding | None:
        """Return the deadline from whose day a latest start is worked back; None for another."""
        found = [
            one
            for one in self.deadlines
            if one.day is not None and one.due.open and row.action in one.actions
        ]
        first = min(found, key=lambda one: one.day or date.max, default=None)
        if first is None or first.day is None or row not in self.rows:
            return None
        start = start_before(row.action, first.day, row.action.lead, self.frozen)
        return first if start == row.latest_start else None

    def held_by(self, row: Timed) -> Timed | None:
        """Return the dependant which decides a latest start; None where the target itself does."""
        rows = self.rows if row in self.rows else self.against_target
        after_it = [other for other in rows if row.action.key in other.action.after]
        starts = [(o.latest_start, o.action.key) for o in after_it if o.latest_start is not None]
        if not starts:
            return None
        start, key = min(starts)
        holds = start_before(row.action, start, row.action.lead, self.frozen) == row.latest_start
        return next(o for o in after_it if o.action.key == key) if holds else None

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
    that changes the live network, and it starts on none of them. What a deadline asks for is dated
    back from its day instead of from the target.
    """
    frozen = frozen_days(freezes)
    standings = due_standings(plan, on, frozen)
    dues = due_days(standings, target)
    rows = _rows(plan, target, on, frozen, dues)
    awaited = sum(finding.hard for finding in plan.verdict.found(Truth.UNKNOWN))
    return Schedule(
        target,
        on,
        rows,
        awaited,
        frozen,
        tuple(_for_the_target(plan)),
        standings,
        _rows(plan, target, on, frozen, NO_DUES) if dues else rows,
    )


def late_first(rows: Iterable[Timed]) -> tuple[Timed, ...]:
    """Return the actions that are late, the latest first."""
    late = [row for row in rows if row.late]
    return tuple(sorted(late, key=lambda row: (row.slack, row.action.key)))


def _rows(
    plan: Plan, target: date | None, on: date, frozen: Frozen, dues: Mapping[str, date]
) -> tuple[Timed, ...]:
    latest = latest_starts(plan.actions, target, frozen, dues)
    unfrozen = latest_starts(plan.actions, target, dues=dues) if frozen.freezes else latest
    rows = []
    finishes: dict[str, date] = {}
    for action in plan.actions:
        start = max([on, *(finishes[key] for key in action.after)])
        start = frozen.free_from(start) if action.changes_live else start
        finishes[action.key] = finish_after(action, start, frozen)
        row = Timed(action, start, finishes[action.key], None, None)
        if action.key in latest:
            row = _with_limit(row, latest[action.key], unfrozen[action.key].start, on, frozen)
        rows.append(row)
    return tuple(rows)


def _for_the_target(plan: Plan) -> Iterator[tuple[Fallback, tuple[Question, ...]]]:
    """Walk the fallbacks that no deadline names and that are not known to be of no use."""
    pack = plan.verdict.pack
    for fallback in pack.fallbacks:
        if fallback.key not in with_a_deadline(pack.deadlines):
            when, waiting_for = usable(fallback, plan.verdict.reading)
            if when is not Truth.NO:
                yield fallback, waiting_for


def _helps(offer: Offer, row: Timed) -> bool:
    keys = {helped.action.key for helped in offer.helps}
    if offer.deadline is None and not offer.fallback.actions:
        return True
    return row.action.key in keys


def target_of(reading: Reading) -> date | None:
    """Return the date that an organisation works towards, where it is asked for and known."""
    if reading.asked(reading.pack.target) is not Truth.YES:
        return None
    value = reading.value(Subject(Source.QUESTION, reading.pack.target))
    return value if isinstance(value, date) else None


def _with_limit(row: Timed, limit: Limit, unfrozen: date, on: date, frozen: Frozen) -> Timed:
    """Give an action its latest start, and what freezes do to it."""
    over = frozen.stepped_over(limit.start, limit.end, limit.period)
    return replace(
        row,
        latest_start=limit.start,
        slack=in_hand(on, limit.start),
        unfrozen=unfrozen,
        stepped_over=over if row.action.changes_live else (),
    )


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
