"""When each action must start at the latest, which one binds, and whether the target date holds."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from readiness.domain.assessment import Reading
from readiness.domain.calendar import Period, TimeUnit, after, before, working_days_between
from readiness.domain.condition import Source, Subject, Truth
from readiness.domain.plan import Action, Days, Plan, total_effort

FARTHEST = timedelta(days=3650)
"""How far beyond its target a plan is looked for before we say that no date fits."""


@dataclass(frozen=True, slots=True)
class Timed:
    """An action with its days.

    `earliest_start` and `earliest_finish` follow from starting today and from prerequisites.
    `latest_start` is None without a target. `slack` counts the working days in hand, below zero
    when it is too late.
    """

    action: Action
    earliest_start: date
    earliest_finish: date
    latest_start: date | None
    slack: int | None

    @property
    def late(self) -> bool:
        """Whether its latest start has passed, or will before it can begin."""
        return self.slack is not None and self.slack < 0


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


@dataclass(frozen=True)
class Schedule:
    """A plan laid before a target date, seen from a day.

    `awaited` counts the hard rules not yet known: what they ask for may still come into the plan.
    """

    target: date | None
    on: date
    rows: tuple[Timed, ...]
    awaited: int = 0

    @cached_property
    def binding(self) -> Timed | None:
        """The action with the least slack, then by key; None without a target or actions."""
        timed = [row for row in self.rows if row.slack is not None]
        return min(timed, key=lambda row: (row.slack, row.action.key), default=None)

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

    def tightest(self, most: int = 4) -> tuple[Timed, ...]:
        """Return the actions with the least slack, the binding one first; none without a target."""
        timed = [row for row in self.rows if row.slack is not None]
        return tuple(sorted(timed, key=lambda row: (row.slack, row.action.key))[:most])

    def held_by(self, row: Timed) -> Timed | None:
        """Return the dependant which decides a latest start; None where the target itself does."""
        after_it = [other for other in self.rows if row.action.key in other.action.after]
        starts = [(o.latest_start, o.action.key) for o in after_it if o.latest_start is not None]
        if not starts:
            return None
        start, key = min(starts)
        holds = before(start, row.action.lead_time) == row.latest_start
        return self.by_key[key] if holds else None

    @cached_property
    def loads(self) -> tuple[Load, ...]:
        """What each role carries, the most person-days first."""
        owners = dict.fromkeys(row.action.owner for row in self.rows)
        loads = [
            _load(owner, tuple(row for row in self.rows if row.action.owner == owner))
            for owner in owners
        ]
        return tuple(sorted(loads, key=lambda load: (-load.effort.middle, load.owner)))

    @cached_property
    def earliest_target(self) -> date | None:
        """The first day that the plan as it stands can meet; None without actions or day."""
        if not self.rows:
            return None
        actions = tuple(row.action for row in self.rows)
        low, high = self.on, self.on + FARTHEST
        while low < high:
            middle = low + (high - low) // 2
            starts = _latest_starts(actions, middle)
            if min(starts.values()) >= self.on:
                high = middle
            else:
                low = middle + timedelta(days=1)
        return low if min(_latest_starts(actions, low).values()) >= self.on else None


def schedule(plan: Plan, target: date | None, on: date) -> Schedule:
    """Work back from a target date to the latest safe start of every action.

    The latest start is the earlier of the target less the pack's own margin for the task, and the
    earliest dependant's latest start less the action's own lead time. An action with neither margin
    nor dependant must be finished on the target.
    """
    latest = {} if target is None else _latest_starts(plan.actions, target)
    rows = []
    finishes: dict[str, date] = {}
    for action in plan.actions:
        start = max([on, *(finishes[key] for key in action.after)])
        finishes[action.key] = after(start, action.lead_time)
        last = latest.get(action.key)
        slack = None if last is None else _in_hand(on, last)
        rows.append(Timed(action, start, finishes[action.key], last, slack))
    awaited = sum(finding.hard for finding in plan.verdict.found(Truth.UNKNOWN))
    return Schedule(target, on, tuple(rows), awaited)


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


def _latest_starts(actions: tuple[Action, ...], target: date) -> dict[str, date]:
    """Return every action's latest start; dependants stand behind what they depend on."""
    starts: dict[str, date] = {}
    needed_by: dict[str, list[date]] = {}
    for action in reversed(actions):
        limits = [before(day, action.lead_time) for day in needed_by.get(action.key, ())]
        if action.start_before_target is not None:
            limits.append(before(target, action.start_before_target))
        starts[action.key] = min(limits, default=before(target, action.lead_time))
        for earlier in action.after:
            needed_by.setdefault(earlier, []).append(starts[action.key])
    return starts


def _load(owner: str, rows: tuple[Timed, ...]) -> Load:
    """Find a role's busiest month, each action's effort spread evenly over its planned days."""
    months: dict[date, float] = {}
    for row in rows:
        for month, days in _by_month(row):
            months[month] = months.get(month, 0) + days
    most = max((round(days, 6) for days in months.values()), default=0)
    busiest = min((month for month, days in months.items() if round(days, 6) == most), default=None)
    return Load(owner, rows, busiest)


def _by_month(row: Timed) -> Iterator[tuple[date, float]]:
    if row.action.effort is None:
        return
    finish = max(row.earliest_finish, row.earliest_start + timedelta(days=1))
    a_day = row.action.effort.middle / (finish - row.earliest_start).days
    month = row.earliest_start.replace(day=1)
    while month < finish:
        following = after(month, Period(1, TimeUnit.MONTHS))
        days = (min(finish, following) - max(row.earliest_start, month)).days
        yield month, a_day * days
        month = following
