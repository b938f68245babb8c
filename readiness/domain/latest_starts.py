"""The latest start of every action of a plan, worked back from a target around frozen days."""

from collections.abc import Mapping
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


NO_DUES: Mapping[str, date] = {}
"""No action has a day of its own to be finished by."""


def latest_starts(
    actions: tuple[Action, ...],
    target: date | None,
    frozen: Frozen = NOTHING_FROZEN,
    dues: Mapping[str, date] = NO_DUES,
) -> dict[str, Limit]:
    """Return every action's latest start; dependants stand behind what they depend on.

    Args:
        dues: the day by which an action must be finished, by its key. It takes the place of the
            target, but for what opens a gate or has a margin before the target: there whichever
            comes first counts.

    Returns:
        By action; one that nothing dates is left out.
    """
    starts: dict[str, Limit] = {}
    needed_by: dict[str, list[date]] = {}
    for action in reversed(actions):
        margin = action.start_before_target
        ends = [(day, action.lead) for day in needed_by.get(action.key, ())]
        if action.key in dues:
            ends.append((dues[action.key], action.lead))
        if target is not None and (margin is not None or action.unlocks or not ends):
            ends.append((target, margin or action.lead))
        limits = [
            Limit(start_before(action, end, period, frozen), end, period) for end, period in ends
        ]
        if not limits:
            continue
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
