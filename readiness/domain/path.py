"""The least-effort path: the cheapest set of actions that opens every gate before a stage."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from readiness.domain.condition import Truth
from readiness.domain.freeze import Freeze
from readiness.domain.operators import Value
from readiness.domain.pack import DONT_KNOW
from readiness.domain.path_search import PathSearch
from readiness.domain.plan import Action, Days, Plan, lay_out
from readiness.domain.results import Finding
from readiness.domain.schedule import Schedule, schedule
from readiness.domain.verdict import Verdict

MOST_TIES = 5
"""How many other ways of the same cost are looked for, at most."""


@dataclass(frozen=True, slots=True)
class Step:
    """An action of a path, and the actions of the same path that wait for it directly.

    It `may_be_done` when every answer that it changes is unknown now. It `may_fall_away` when it
    may be done, or serves no rule that is unmet and all that waits for it may fall away.
    """

    action: Action
    needed_for: tuple[str, ...]
    may_be_done: bool
    may_fall_away: bool


@dataclass(frozen=True, slots=True)
class Change:
    """What an answer becomes along a path; before is None where there is none."""

    question: str
    before: Value | None
    after: Value


@dataclass(frozen=True)
class Path:
    """A set of actions that opens every gate before a stage, in the order of the plan.

    `cost` is the middle effort in half-days, each action at least one, an unknown count taken as
    one. `outcome` is the verdict once all of it is done.
    """

    steps: tuple[Step, ...]
    changes: tuple[Change, ...]
    cost: int
    schedule: Schedule
    outcome: Verdict

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The keys of its actions, in order."""
        return tuple(step.action.key for step in self.steps)

    @cached_property
    def effort(self) -> Days:
        """The sum of the efforts that are known; what may fall away counts low as nothing."""
        known = [(s.action.effort, s.may_fall_away) for s in self.steps if s.action.effort]
        low = sum(0 if may_fall_away else days.low for days, may_fall_away in known)
        return Days(round(low, 2), round(sum(days.high for days, _ in known), 2))

    @property
    def unknown_effort(self) -> bool:
        """Whether the effort of some action is not known, so that the sum is the least."""
        return any(step.action.effort is None for step in self.steps)

    @property
    def finish(self) -> date:
        """The first day by which all of it can be done, begun on the day of judgement."""
        return max((row.earliest_finish for row in self.schedule.rows), default=self.schedule.on)

    @property
    def elapsed(self) -> int:
        """The days that its longest chain takes."""
        return (self.finish - self.schedule.on).days

    @property
    def latest_start(self) -> date | None:
        """The day by which its first action must start; None without a target or actions."""
        starts = [row.latest_start for row in self.schedule.rows if row.latest_start is not None]
        return min(starts, default=None)


@dataclass(frozen=True, slots=True)
class Forbidden:
    """A hard rule that stands in the way; `alone` when no set of actions meets it by itself."""

    finding: Finding
    alone: bool


@dataclass(frozen=True, slots=True)
class Paths:
    """The least-effort path to a stage, others of the same cost, or what forbids every path.

    `best` has no steps when the gates are open already; it is None when nothing opens them. Then
    `forbidden` are hard rules that cannot be met together, though any of them left out they could.
    `mistaken` are sets that the programme offered and the judgement refused: always none, unless
    the two have parted.
    """

    stage: str
    best: Path | None
    ties: tuple[Path, ...] = ()
    forbidden: tuple[Forbidden, ...] = ()
    mistaken: tuple[frozenset[str], ...] = ()


def shortest_path(
    verdict: Verdict,
    stage: str,
    *,
    target: date | None = None,
    freezes: Sequence[Freeze] = (),
    ties: int = 0,
) -> Paths:
    """Find the set of actions of least middle effort that opens every gate before a stage.

    Sets are closed under prerequisites; one whose achievements the answers show already counts as
    done. Answers rise to what is achieved, and what no action changes stays as it is.

    Args:
        target: the date that latest starts are worked back from.
        freezes: when what changes the live network rests.
        ties: how many other sets of the same cost to look for, at most `MOST_TIES`.
    """
    search = PathSearch(verdict, stage)
    chosen = search.next(None)
    if chosen is None:
        standing = search.forbidding()
        forbidden = tuple(Forbidden(finding, len(standing) == 1) for finding in standing)
        return Paths(stage, None, (), forbidden, tuple(search.mistaken))
    best = _path(search, chosen, target, freezes)
    found: list[Path] = []
    while len(found) < min(ties, MOST_TIES) and (other := search.next(best.cost)) is not None:
        found.append(_path(search, other, target, freezes))
    return Paths(stage, best, tuple(found), (), tuple(search.mistaken))


def way_on(
    verdict: Verdict,
    *,
    target: date | None = None,
    freezes: Sequence[Freeze] = (),
    ties: int = 0,
) -> tuple[Paths, ...]:
    """Return the path to the next stage, and from what it leads to, the path to the one after.

    Fewer where the ladder ends or a path is forbidden; none at the last stage.
    """
    stages, place = verdict.pack.stages, verdict.pack.stage_index
    found: list[Paths] = []
    while len(found) < 2 and verdict.evidenced is not stages[-1]:
        following = stages[place[verdict.evidenced.key] + 1].key
        paths = shortest_path(
            verdict, following, target=target, freezes=freezes, ties=0 if found else ties
        )
        found.append(paths)
        if paths.best is None:
            break
        verdict = paths.best.outcome
    return tuple(found)


def _path(
    search: PathSearch, chosen: frozenset[str], target: date | None, freezes: Sequence[Freeze]
) -> Path:
    verdict = search.verdict
    serving = {key: search.served_by(key) for key in sorted(chosen)}
    plan = Plan(verdict, lay_out(serving, verdict))
    return Path(
        steps=_steps(plan, chosen),
        changes=tuple(_changes(verdict, search.outcome(chosen))),
        cost=search.cost(chosen),
        schedule=schedule(plan, target, verdict.reading.on, freezes=freezes),
        outcome=search.outcome(chosen),
    )


def _steps(plan: Plan, chosen: frozenset[str]) -> tuple[Step, ...]:
    """Make steps of actions, the last first, for what waits for a step decides what it is for."""
    verdict = plan.verdict
    unmet = {finding.rule.key for finding in verdict.found(Truth.NO)}
    steps: dict[str, Step] = {}
    for action in reversed(plan.actions):
        waiting = tuple(
            t.key for t in verdict.pack.actions if t.key in chosen and action.key in t.after
        )
        may_be_done = _all_unknown(action, verdict)
        serves = not unmet.isdisjoint(action.because)
        needless = not serves and all(steps[key].may_fall_away for key in waiting)
        steps[action.key] = Step(action, waiting, may_be_done, may_be_done or needless)
    return tuple(steps[action.key] for action in plan.actions)


def _all_unknown(action: Action, verdict: Verdict) -> bool:
    answers = verdict.given.answers
    achieved = verdict.pack.action_by_key[action.key].achieves
    said = [answers[a.question].value for a in achieved if a.question in answers]
    return all(value in (None, DONT_KNOW) for value in said)


def _changes(verdict: Verdict, outcome: Verdict) -> Iterator[Change]:
    before, after = verdict.given.answers, outcome.given.answers
    for key in verdict.pack.questions:
        if key in after and after[key].value is not None:
            was = before[key].value if key in before else None
            now = after[key].value
            if now is not None and was != now:
                yield Change(key, was, now)
