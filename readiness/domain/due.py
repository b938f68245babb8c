"""The deadlines of a pack for one organisation: whether each applies, is met, and on which day."""

from dataclasses import dataclass
from datetime import date

from readiness.domain.assessment import Reading
from readiness.domain.calendar import before
from readiness.domain.condition import Condition, Source, Subject, Trace, Truth, ask
from readiness.domain.due_date import AnsweredDay, Deadline, VehicleDay, known_day


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline for one organisation.

    `applies` and `met` are yes, no or not yet known. `day` is None while it is not known; `asks` is
    the question whose answer would tell it, if one would. `waiting_for` are the questions that
    decide whether it applies. `begun` is whether work towards it is known to have begun.
    """

    deadline: Deadline
    applies: Truth
    met: Truth
    day: date | None
    asks: str = ""
    waiting_for: tuple[str, ...] = ()
    begun: bool = False

    @property
    def open(self) -> bool:
        """Whether something may be left to do for it: it may apply, and is not known to be met."""
        return self.applies is not Truth.NO and self.met is not Truth.YES

    @property
    def awaited(self) -> tuple[str, ...]:
        """The questions to answer: for the day where it is not known, and for what is waited on."""
        day = [self.asks] if self.asks and self.day is None else []
        return tuple(dict.fromkeys([*day, *self.waiting_for]))


def find_dues(reading: Reading) -> tuple[Due, ...]:
    """Return every deadline of the pack as the answers have it, in the pack’s order."""
    return tuple(_due(deadline, reading) for deadline in reading.pack.deadlines)


def next_due(reading: Reading) -> Due | None:
    """Return the deadline whose day comes next of those that may ask for something."""
    ahead = [d for d in find_dues(reading) if d.open and d.day is not None and d.day >= reading.on]
    return min(ahead, key=lambda due: due.day or date.max, default=None)


def _due(deadline: Deadline, reading: Reading) -> Due:
    asks = _asks(deadline, reading)
    day = known_day(deadline, reading.on) if not asks else _answered(deadline, asks, reading)
    told = _told(deadline.applies_when, reading)
    applies = Truth.YES if told is None else told.truth
    if asks and _never(deadline, asks, reading):
        applies = Truth.NO
    elif asks and reading.asked(asks) is Truth.UNKNOWN and applies is Truth.YES:
        applies = Truth.UNKNOWN
    applies = Truth.NO if applies is Truth.NOT_ASKED else applies
    met = _told(deadline.met_when, reading)
    known = met is not None and met.truth in (Truth.YES, Truth.UNKNOWN)
    return Due(
        deadline,
        applies,
        met.truth if known and met else Truth.NO,
        day,
        asks,
        told.waiting_for if told and applies is Truth.UNKNOWN else (),
        (begun := _told(deadline.begun_when, reading)) is not None and begun.truth is Truth.YES,
    )


def _told(condition: Condition | None, reading: Reading) -> Trace | None:
    return None if condition is None else ask(condition, reading)


def _asks(deadline: Deadline, reading: Reading) -> str:
    """Return the question that tells the day; nothing for a day the pack states."""
    match deadline.day:
        case AnsweredDay(question):
            return question
        case VehicleDay():
            return reading.pack.vehicles.question if reading.pack.vehicles else ""
        case _:
            return ""


def _answered(deadline: Deadline, question: str, reading: Reading) -> date | None:
    value = reading.value(Subject(Source.QUESTION, question))
    if reading.asked(question) is Truth.NO:
        return None
    if isinstance(deadline.day, AnsweredDay):
        length = deadline.day.before
        day = value if isinstance(value, date) else None
        return before(day, length) if day and length else day
    vehicle = reading.pack.vehicles.find(value) if reading.pack.vehicles else None
    return vehicle.closes if vehicle else None


def _never(deadline: Deadline, question: str, reading: Reading) -> bool:
    """Say whether there is no such day: nobody asks for it, or what was chosen never closes."""
    if reading.asked(question) is Truth.NO:
        return True
    value = reading.value(Subject(Source.QUESTION, question))
    vehicles = reading.pack.vehicles if isinstance(deadline.day, VehicleDay) else None
    return vehicles is not None and value is not None and vehicles.find(value) is None
