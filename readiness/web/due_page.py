"""Deadlines as pages show them: those lost first, with what is left; then the rest by day."""

from collections.abc import Iterable
from dataclasses import dataclass

from readiness.domain.due_standing import DueStanding, DueStatus
from readiness.domain.due_telling import (
    STATUS_WORDS,
    due_sentence,
    first_words,
    found_words,
    hand_words,
    rung_words,
    start_words,
)
from readiness.domain.pack import Pack, Question
from readiness.domain.schedule import Schedule
from readiness.domain.wording import short_day

CLOSED = (DueStatus.MET, DueStatus.NOT_APPLICABLE)
"""Where a deadline asks for nothing any more."""

MOST_SHORT = 4
"""How many deadlines stand on a page that is about something else."""


@dataclass(frozen=True, slots=True)
class RungRow:
    """A fallback of a deadline: its title, what it needs, and whether it is of use."""

    key: str
    title: str
    needs: str
    said: str
    offered: bool


@dataclass(frozen=True)
class DueRow:
    """A deadline as a row."""

    standing: DueStanding
    pack: Pack
    offered: frozenset[str]

    @property
    def title(self) -> str:
        """What happens."""
        return self.standing.due.deadline.title

    @property
    def because(self) -> str:
        """What follows from it."""
        return self.standing.due.deadline.because

    @property
    def day(self) -> str:
        """The day, or that it is not known."""
        return "Not known" if self.standing.day is None else short_day(self.standing.day)

    @property
    def found(self) -> str:
        """How the day was found."""
        return found_words(self.standing, self.pack)

    @property
    def status(self) -> str:
        """Where it stands, in two words."""
        return STATUS_WORDS[self.standing.status]

    @property
    def first(self) -> str:
        """What must be done first."""
        return first_words(self.standing)

    @property
    def first_key(self) -> str:
        """The key of the action that must be done first; empty where there is none."""
        return self.standing.binding.key if self.standing.binding else ""

    @property
    def start_by(self) -> str:
        """By when to start."""
        return start_words(self.standing)

    @property
    def in_hand(self) -> str:
        """The working days in hand, or how late it is."""
        return hand_words(self.standing)

    @property
    def late(self) -> bool:
        """Whether it is too late to start in time."""
        return self.standing.slack is not None and self.standing.slack < 0

    @property
    def asks(self) -> tuple[Question, ...]:
        """The questions to answer: for the day, and for whether it applies."""
        return tuple(self.pack.questions[key] for key in self.standing.due.awaited)

    @property
    def sentence(self) -> str:
        """Where it stands, in a sentence."""
        return due_sentence(self.standing)

    @property
    def ladder(self) -> tuple[RungRow, ...]:
        """What is left, in the order to be tried."""
        return tuple(
            RungRow(
                rung.timed.action.key,
                rung.fallback.title,
                rung.fallback.needs,
                rung_words(rung),
                rung.fallback.key in self.offered,
            )
            for rung in self.standing.ladder
        )


def due_rows(schedule: Schedule, pack: Pack) -> tuple[DueRow, ...]:
    """Return every deadline: those lost first, then by day."""
    offered = frozenset(offer.fallback.key for offer in schedule.offers)
    return tuple(DueRow(one, pack, offered) for one in schedule.deadlines)


def still_open(rows: Iterable[DueRow]) -> tuple[DueRow, ...]:
    """Return the deadlines that may ask for something."""
    return tuple(row for row in rows if row.standing.status not in CLOSED)


def closed_words(rows: Iterable[DueRow]) -> str:
    """Name the deadlines that ask for nothing, each with why: Met: …"""
    return " ".join(row.sentence for row in rows if row.standing.status in CLOSED)
