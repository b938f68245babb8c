"""The latest start of every action of a plan, worked back from a target around frozen days."""

from dataclasses import dataclass
from datetime import date

from readiness.domain.calendar import Period, after, before
from readiness.domain.freeze import NOTHING_FROZEN, Frozen
from readiness.domain.plan import Action


@dataclass(frozen=True, slots=True)
class Limit:
    """A latest start, and the day and the length of time that it is worked back from."""

    start: date
    end: date
    period: Period


def latest_starts(
    actions: tuple[Action, ...], target: date, frozen: Frozen = NOTHING_FROZEN
) -> dict[str, Limit]:
    """Return every action's latest start; dependants stand behind what they depend on."""
    starts: dict[str, Limit] = {}
    needed_by: dict[str, list[date]] = {}
    for action in reversed(actions):
        ends = [(day, action.lead) for day in needed_by.get(action.key, ())]
        if action.start_before_target is not None:
            ends.append((target, action.start_before_target))
        limits = [
            Limit(start_before(action, end, period, frozen), end, period)
            for end, period in ends or [(target, action.lead)]
        ]
        starts[action.key] = min(limits, key=lambda limit: limit.start)
        for earlier in action.after:
            needed_by.setdefault(earlier, []).append(starts[action.key].start)
    return starts


def first_start(actions: tuple[Action, ...], target: date, frozen: Frozen) -> date:
    """Return the first day on which some action must start."""
    return min(limit.start for limit in latest_starts(actions, target, frozen).values())


def start_before(action: Action, end: date, period: Period, frozen: Frozen) -> date:
    """Return the last day on which an action may start to be over in time."""
    return frozen.before(end, period) if action.changes_live else before(end, period)


def finish_after(action: Action, start: date, frozen: Frozen) -> date:
    """Return the day on which an action is over, begun on a day."""
    return frozen.after(start, action.lead) if action.changes_live else after(start, action.lead)
