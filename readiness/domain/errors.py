"""The ways we refuse on purpose, each with words fit to show to the person who asked."""

from collections.abc import Sequence
from dataclasses import dataclass


class ReadinessError(Exception):
    """A refusal; its text says what to do next and nothing about the inside."""


class InvalidAnswer(ReadinessError):
    """What was given does not fit the question."""


class NotFound(ReadinessError):
    """There is no such thing here, or not for this person."""


class NotAllowed(ReadinessError):
    """This person may not do this."""


class Conflict(ReadinessError):
    """Somebody else changed the same thing first."""


class Unusable(ReadinessError):
    """The copy itself cannot be used as it stands: its database, its folder or its port."""


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing wrong in a document: where, and what to do.

    Lines and columns count from 1; 0 where a place inside the file cannot be named by them.
    """

    file: str
    line: int
    column: int
    where: str
    what: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        return f"{place}: {self.where}: {self.what}"


class Faults(ReadinessError):
    """Everything that is wrong with a document, at once."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(sorted(set(faults)))
        super().__init__("\n".join(str(fault) for fault in self.faults))


class PackFaults(Faults):
    """Everything that is wrong with a rule pack."""


class RecordFaults(Faults):
    """Everything that is wrong with a record of answers."""
