"""Slowing down whoever guesses, without locking out whoever is guessed at.

Failures count for one account from one place, so that a stranger’s make nobody else wait. A browser
in which somebody signed in before is a place of its own, wherever it is.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlite_utils import Database

from readiness.domain.account import REMEMBERED, wait_of_account, wait_of_address, wait_words
from readiness.domain.errors import ReadinessError
from readiness.storage.database import immediate
from readiness.storage.sessions import add_failure, failures_at, forget_failures
from readiness.usecases.hashing import digest


class TooSoon(ReadinessError):
    """Somebody failed too often to try again already; the words say when they may."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """From where somebody asks: address, what the browser calls itself, and whether we know it.

    `device` names a browser in which the person of the account signed in before, else it is empty.
    """

    address: str
    agent: str = ""
    device: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """An attempt that counts as a failure until it is forgiven."""

    place: str
    numbers: tuple[int, ...]


def take_turn(db: Database, account: str, visitor: Visitor, *, at: datetime) -> Turn:
    """Count an attempt before it is judged, so that many at once are no way around the limit.

    Raises:
        TooSoon: this one has to wait; it does not count.
    """
    place = digest(f"{account}\n{visitor.device or visitor.address}")
    address = digest(f"address\n{visitor.address}")
    with immediate(db):
        left = _left(db, place, wait_of_account, at)
        if not visitor.device:
            left = max(left, _left(db, address, wait_of_address, at))
        if left > timedelta():
            raise TooSoon(
                f"There were too many attempts. Try again {wait_words(left)}; "
                "what you type until then does not count."
            )
        numbers = [add_failure(db, one, at=at) for one in (place, address)]
    return Turn(place, tuple(numbers))


def forgive(db: Database, turn: Turn) -> None:
    """Forget the failures at a place after a success, and this attempt; inside `immediate`."""
    forget_failures(db, turn.place, turn.numbers)


def _left(db: Database, place: str, wait: Callable[[int], timedelta], at: datetime) -> timedelta:
    """Return how long attempts at a place have to wait yet."""
    failures, last = failures_at(db, place, since=at - REMEMBERED)
    return last + wait(failures) - at if last else timedelta()
