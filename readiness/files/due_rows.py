"""Deadlines as files carry them: in JSON, as text, and as rows of a sheet."""

from collections.abc import Iterator
from typing import Any

from readiness.domain.due_standing import DueStanding, Rung
from readiness.domain.due_telling import (
    STATUS_WORDS,
    due_sentence,
    first_words,
    found_words,
    rung_words,
)
from readiness.domain.pack import Pack
from readiness.domain.schedule import Schedule
from readiness.files.plan_rows import Cell

DUE_COLUMNS = (
    ("Deadline", 48),
    ("Status", 16),
    ("Day", 12),
    ("How the day is found", 36),
    ("What must be done first", 48),
    ("Start by", 12),
    ("Working days in hand", 12),
    ("What is left, in this order", 60),
    ("Why it matters", 60),
    ("Key", 24),
)


def due_json(one: DueStanding) -> dict[str, Any]:
    """Return where a deadline stands; what is not known is null."""
    return {
        "key": one.due.deadline.key,
        "title": one.due.deadline.title,
        "status": one.status.value,
        "day": one.day.isoformat() if one.day else None,
        "safe_start": one.safe_start.isoformat() if one.safe_start else None,
        "working_days": one.slack,
        "binding": one.binding.key if one.binding else None,
        "actions": [action.key for action in one.actions],
        "waiting_for": list(one.due.awaited),
        "fallbacks": [_rung(rung) for rung in one.ladder],
    }


def due_text(schedule: Schedule) -> Iterator[str]:
    """Write every deadline for people to read in a terminal, with what is left where it is lost."""
    if schedule.deadlines:
        yield ""
        yield "Deadlines"
    for one in schedule.deadlines:
        yield f"  {due_sentence(one)}"
        for rung in one.ladder:
            yield f"    - {rung.fallback.title}. {rung_words(rung)}".rstrip()


def due_rows(schedule: Schedule, pack: Pack) -> Iterator[tuple[Cell, ...]]:
    """Return a row for each deadline, those lost first, then by day."""
    for one in schedule.deadlines:
        yield (
            one.due.deadline.title,
            STATUS_WORDS[one.status],
            one.day,
            found_words(one, pack),
            first_words(one) if one.due.open else "",
            one.safe_start,
            one.slack,
            "\n".join(f"{r.fallback.title}. {rung_words(r)}".rstrip() for r in one.ladder),
            one.due.deadline.because,
            one.due.deadline.key,
        )


def _rung(rung: Rung) -> dict[str, Any]:
    start = rung.timed.latest_start
    return {
        "key": rung.fallback.key,
        "when": rung.when.value,
        "latest_start": start.isoformat() if start else None,
        "late": rung.timed.late,
        "waiting_for": [question.key for question in rung.waiting_for],
    }
