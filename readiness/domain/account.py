"""Accounts of people who sign in: their address, and how long to wait after failures."""

import re
from dataclasses import dataclass
from datetime import timedelta

from readiness.domain.errors import InvalidAnswer

LONGEST_EMAIL = 254
LONGEST_NAME = 100

FREE = 5
"""How often somebody may fail in a row at one account from one place without waiting."""

FREE_OF_AN_ADDRESS = 100
"""How often all accounts together may fail within an hour from one address."""

REMEMBERED = timedelta(hours=1)
"""How long a failure counts."""

LONGEST_WAIT = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Account:
    """How somebody signs in; `password` is its hash, and empty for single sign-on alone."""

    person: int
    name: str
    email: str
    password: str = ""
    totp_secret: str = ""
    totp_pending: str = ""
    totp_step: int = 0
    closed: bool = False


def read_email(text: str) -> str:
    """Read an e-mail address, in small letters.

    Raises:
        InvalidAnswer: it is none.
    """
    email = text.strip().casefold()
    if len(email) > LONGEST_EMAIL or not re.fullmatch(r"[^\s@<>\"',;]+@[^\s@<>\"',;]+", email):
        raise InvalidAnswer("Enter an e-mail address, like sam.lee@example.nhs.uk.")
    return email


def read_name(text: str) -> str:
    """Read a person's name.

    Raises:
        InvalidAnswer: it is empty, too long or not on one line.
    """
    name = " ".join(text.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise InvalidAnswer(f"Enter a name, in at most {LONGEST_NAME} characters.")
    return name


def wait_of_account(failures: int) -> timedelta:
    """Return how long to wait after so many failures at one account from one place."""
    if failures < FREE:
        return timedelta()
    return min(timedelta(seconds=15 * 2 ** min(failures - FREE, 10)), LONGEST_WAIT)


def wait_of_address(failures: int) -> timedelta:
    """Return how long to wait after so many failures from one address, whatever the accounts."""
    return timedelta(seconds=20) if failures >= FREE_OF_AN_ADDRESS else timedelta()


def wait_words(left: timedelta) -> str:
    """Write how long somebody has to wait yet: "in 2 minutes", rounded up."""
    seconds = int(left.total_seconds()) + 1
    if seconds <= 90:
        return f"in {seconds} seconds"
    return f"in {-(-seconds // 60)} minutes"


_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Mac OS", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
)


def device_words(agent: str) -> str:
    """Say in a few words what a browser calls itself: Edge on Windows."""
    browser = next((words for mark, words in _BROWSERS if mark in agent), "A browser")
    system = next((words for mark, words in _SYSTEMS if mark in agent), "a computer")
    return f"{browser} on {system}"
