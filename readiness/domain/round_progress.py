"""How far a round is: who was asked, opened the link, began, submitted and signed off."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from readiness.domain.comparison import Member
from readiness.domain.system_round import Asked, SystemRound


@dataclass(frozen=True, slots=True)
class RoundLine:
    """A member of a round: how it stands with the round, and what it has done since it was asked.

    What was signed off before the round asked counts for the system, and not for the round.
    """

    asked: Asked
    member: Member

    @property
    def signed(self) -> date | None:
        """The day on which what it submitted for the round was declared; None where it was not."""
        submitted = self.member.submitted
        return submitted.at if submitted and submitted.at >= self.asked.asked else None

    @property
    def before(self) -> date | None:
        """The day of a submission from before the round, where there is none for it."""
        submitted = self.member.submitted
        return submitted.at if submitted and not self.signed else None

    @property
    def waiting(self) -> date | None:
        """Since when a submission waits for its sign-off."""
        return self.member.begun.waiting if self.member.begun else None

    @property
    def submitted(self) -> bool:
        """Whether it submitted for the round, signed off or not."""
        return bool(self.signed or self.waiting)

    @property
    def begun(self) -> bool:
        """Whether it has an assessment open, or submitted for the round."""
        return bool(self.member.begun or self.submitted)

    @property
    def opened(self) -> bool:
        """Whether its link was opened; who has begun did not need it."""
        return bool(self.asked.opened or self.begun)


@dataclass(frozen=True, slots=True)
class RoundCounts:
    """How many of those asked have come how far; each includes those further on."""

    asked: int
    opened: int
    begun: int
    submitted: int
    signed: int


def counts_of(lines: Iterable[RoundLine]) -> RoundCounts:
    """Count how far the members of a round are."""
    every = tuple(lines)
    return RoundCounts(
        len(every),
        sum(line.opened for line in every),
        sum(line.begun for line in every),
        sum(line.submitted for line in every),
        sum(line.signed is not None for line in every),
    )


def awaited(lines: Iterable[RoundLine]) -> tuple[RoundLine, ...]:
    """Return those of whom nothing is signed off for the round yet, in their order."""
    return tuple(line for line in lines if line.signed is None)


def overdue(round_: SystemRound, on: date) -> bool:
    """Say whether whoever has not answered is late: its last day has passed."""
    return on > round_.closes
