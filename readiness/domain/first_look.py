"""The ten-minute look: what the first few questions tell, and what is left to ask."""

from collections.abc import Sequence
from dataclasses import dataclass

from readiness.domain.assessment import Progress, Reading
from readiness.domain.condition import Truth
from readiness.domain.pack import Question
from readiness.domain.respondents import minutes
from readiness.domain.schedule import Schedule, Timed

MOST_ACTIONS = 3
"""How many actions a first look names."""


@dataclass(frozen=True, slots=True)
class Rest:
    """What is asked beyond the first questions: how many are to do or may apply, and minutes."""

    to_do: int
    may_apply: int
    minutes: int


def first_questions(reading: Reading) -> tuple[Question, ...]:
    """Return the questions of the ten-minute look that are asked, in the order of the pack."""
    return tuple(q for q in reading.pack.first if reading.asked(q.key) is Truth.YES)


def looked(reading: Reading) -> Progress:
    """Count where the questions of the ten-minute look stand, those that may apply included."""
    return reading.progress(reading.pack.first)


def begin_with(schedule: Schedule, given_up: Sequence[str] = ()) -> tuple[Timed, ...]:
    """Return the three actions to begin with.

    What waits for nothing comes first, then what has the least time in hand, then the plan's order.

    Args:
        given_up: the keys of actions that are done, or that people will not do.
    """
    rows = [row for row in schedule.rows if row.action.key not in given_up]
    rows.sort(key=lambda row: (row.action.finds_out, bool(row.action.after), row.slack or 0))
    return tuple(rows[:MOST_ACTIONS])


def rest(reading: Reading) -> Rest:
    """Say how much is left to ask after the first questions."""
    left = [q for q in reading.pack.questions.values() if not q.first]
    progress = reading.progress(left)
    found = 0
    for section in reading.pack.sections:
        here = reading.progress([q for q in section.questions if not q.first])
        found += minutes(section, here.to_do)
    return Rest(progress.to_do, progress.may_apply, found)
