"""What the calendar page shows, as values: the picture, and the same days by month in a table."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby

from readiness.domain.calendar import bank_holidays
from readiness.domain.deadlines import calendar_headline, late_words, why_then
from readiness.domain.freeze import Freeze
from readiness.domain.pack import DatedFact
from readiness.domain.plan import Doing
from readiness.domain.wording import count_words, short_day
from readiness.web.due_page import DueRow, closed_words, due_rows, still_open
from readiness.web.plan_page import PlanPage, Row
from readiness.web.planner import Planner

OVERDUE = "Overdue"
"""What stands above the starts that have passed, in place of a month."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A day of the calendar: a latest start with its row, or what else is to be known of it."""

    day: date
    until: date | None
    what: str
    kind: str
    why: str = ""
    row: Row | None = None

    @property
    def when(self) -> str:
        """The day, or the first and the last."""
        first = short_day(self.day)
        return first if self.until in (None, self.day) else f"{first} to {short_day(self.until)}"

    @property
    def in_hand(self) -> str:
        """The working days in hand, or how late it is; empty for what is no start."""
        if self.row is None or self.row.timed.slack is None:
            return ""
        if self.row.timed.late:
            return late_words(self.row.timed)
        return count_words(self.row.timed.slack, "working day")


@dataclass(frozen=True, slots=True)
class Month:
    """The entries under one heading."""

    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class CalendarPage:
    """The calendar of a plan."""

    page: PlanPage

    @property
    def headline(self) -> str:
        """What is due next, or overdue, in a sentence."""
        done = (Doing.DONE, Doing.WILL_NOT_DO)
        return calendar_headline(
            self.page.schedule, {row.key for row in self.page.every if row.state in done}
        )

    @cached_property
    def planner(self) -> Planner:
        """The picture."""
        facts = [fact.day for fact in self._facts]
        return Planner(self.page.schedule, facts, [entry.day for entry in self._dues()])

    @cached_property
    def every_deadline(self) -> tuple[DueRow, ...]:
        """Every deadline of the pack, those lost first, then by day."""
        return due_rows(self.page.schedule, self.page.plan.verdict.pack)

    @property
    def deadlines(self) -> tuple[DueRow, ...]:
        """The deadlines that may ask for something."""
        return still_open(self.every_deadline)

    @property
    def closed(self) -> str:
        """The deadlines that ask for nothing, in words."""
        return closed_words(self.every_deadline)

    @cached_property
    def months(self) -> tuple[Month, ...]:
        """Everything by month, what is overdue first."""
        entries = sorted(self._entries(), key=lambda entry: (not self._overdue(entry), entry.day))
        by_month = groupby(entries, key=self._title)
        return tuple(Month(title, tuple(found)) for title, found in by_month)

    @property
    def caption(self) -> str:
        """What the table holds."""
        starts = sum(entry.row is not None for month in self.months for entry in month.entries)
        return f"{count_words(starts, 'latest start')} and other dates, by month"

    @property
    def _facts(self) -> tuple[DatedFact, ...]:
        schedule = self.page.schedule
        facts = self.page.plan.verdict.pack.dates
        return tuple(f for f in facts if schedule.on <= f.day <= (schedule.target or schedule.on))

    def _overdue(self, entry: Entry) -> bool:
        return entry.row is not None and entry.day < self.page.schedule.on

    def _title(self, entry: Entry) -> str:
        return OVERDUE if self._overdue(entry) else f"{max(entry.day, self._first):%B %Y}"

    @property
    def _first(self) -> date:
        return self.page.schedule.on.replace(day=1)

    def _entries(self) -> Iterator[Entry]:
        schedule = self.page.schedule
        target = schedule.target
        if target is None:
            return
        for row in self.page.every:
            if row.timed.latest_start is not None:
                why = why_then(row.timed, schedule)
                yield Entry(row.timed.latest_start, None, row.title, "start", why, row)
        yield from self._frozen(schedule.frozen.freezes, target)
        for fact in self._facts:
            source = f"{fact.source.title}, {fact.source.date}" if fact.source else ""
            yield Entry(fact.day, None, fact.what, "fact", source)
        yield from self._dues()
        last = min(max(target, schedule.on), self.planner.last)
        for day, name in bank_holidays(self._first, last):
            yield Entry(day, None, f"Bank holiday: {name}", "holiday", "Not a working day.")
        if target >= schedule.on:
            yield Entry(target, None, "The target date", "target")

    def _dues(self) -> Iterator[Entry]:
        """Walk the days of deadlines that are not past and that may ask for something."""
        for row in self.deadlines:
            day = row.standing.day
            if day is not None and day >= self.page.schedule.on:
                yield Entry(day, None, f"Deadline: {row.title}", "due", row.because)

    def _frozen(self, freezes: tuple[Freeze, ...], target: date) -> Iterator[Entry]:
        why = "What changes the live network rests."
        for freeze in freezes:
            if freeze.last >= self._first and freeze.first <= target:
                what = f"Change freeze: {freeze.what}"
                yield Entry(freeze.first, freeze.last, what, "freeze", why)
