"""The rows of a plan as every file carries them: one column list, one meaning."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from readiness.domain.deadlines import moved_words, offer_reasons
from readiness.domain.explanation import explain_action
from readiness.domain.pack import Pack
from readiness.domain.plan import Doing, Plan, Progress
from readiness.domain.schedule import Schedule, Timed

Cell = str | int | float | date | None

STATE_WORDS = {
    Doing.TO_DO: "To do",
    Doing.DOING: "Doing",
    Doing.WAITING: "Waiting",
    Doing.DONE: "Done",
    Doing.WILL_NOT_DO: "Will not do",
}


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One action with its place, days and what people said of it."""

    number: int
    timed: Timed
    progress: Progress
    plan: Plan
    numbers: Mapping[str, int]
    why: tuple[str, ...]

    @property
    def pack(self) -> Pack:
        """The pack the plan was drafted by."""
        return self.plan.verdict.pack


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, its width in characters, and what it holds."""

    heading: str
    width: int
    cell: Callable[[PlanRow], Cell]


def plan_rows(
    plan: Plan, schedule: Schedule, progress: Mapping[str, Progress]
) -> tuple[PlanRow, ...]:
    """Return the rows of a plan, numbered from 1 in its order; fallbacks that are offered last."""
    rows = [(row, explain_action(row.action, plan.verdict)) for row in schedule.rows]
    rows += [(offer.timed, offer_reasons(offer, schedule)) for offer in schedule.offers]
    numbers = {row.action.key: number for number, (row, _) in enumerate(rows, start=1)}
    return tuple(
        PlanRow(
            numbers[row.action.key],
            row,
            progress.get(row.action.key, Progress(row.action.key)),
            plan,
            numbers,
            why,
        )
        for row, why in rows
    )


OFFERED = "If the date is to hold"
"""What stands over fallbacks that are offered, in place of a gate."""


def _gate(row: PlanRow) -> str:
    action = row.timed.action
    if action.falls_back:
        return OFFERED
    return _titles((action.gate,) if action.gate else (), row.pack)


def _titles(keys: tuple[str, ...], pack: Pack) -> str:
    return ", ".join(pack.stages[pack.stage_index[key]].title for key in keys)


COLUMNS = (
    Column("No.", 5, lambda row: row.number),
    Column("Action", 48, lambda row: row.timed.action.title),
    Column("Why", 60, lambda row: "\n".join(row.why)),
    Column("Gate out of", 22, lambda row: _gate(row)),
    Column("Unlocks", 22, lambda row: _titles(row.timed.action.unlocks, row.pack)),
    Column("Owner role", 26, lambda row: row.pack.roles[row.timed.action.owner]),
    Column("Owner", 20, lambda row: row.progress.owner),
    Column("State", 12, lambda row: STATE_WORDS[row.progress.state]),
    Column("Due", 12, lambda row: row.progress.due),
    Column("Latest start", 12, lambda row: row.timed.latest_start),
    Column("Working days in hand", 12, lambda row: row.timed.slack),
    Column("Freezes", 30, lambda row: moved_words(row.timed)),
    Column(
        "Person-days, low",
        12,
        lambda row: row.timed.action.effort.low if row.timed.action.effort else None,
    ),
    Column(
        "Person-days, high",
        12,
        lambda row: row.timed.action.effort.high if row.timed.action.effort else None,
    ),
    Column("Lead time", 18, lambda row: row.timed.action.takes),
    Column(
        "Lead time, days",
        10,
        lambda row: lead.calendar_days if (lead := row.timed.action.lead_time) else None,
    ),
    Column(
        "After No.",
        10,
        lambda row: ", ".join(str(row.numbers[key]) for key in row.timed.action.after),
    ),
    Column("How", 50, lambda row: row.timed.action.how),
    Column("Note", 40, lambda row: row.progress.note),
    Column("Key", 30, lambda row: row.timed.action.key),
)
"""What every file says of an action, in this order. `Key` is what a row is found by when it comes
back."""
