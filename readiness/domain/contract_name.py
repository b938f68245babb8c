"""What people call a contract: read, compared, and put into the name of a file."""

import re

from readiness.domain.answer_value import read_text
from readiness.domain.errors import InvalidAnswer

LONGEST_CONTRACT = 120
"""The most characters of a contract’s name."""

SUCH_AS = "such as Main connection, 2019 call-off"
"""An example of a name, as a message gives it."""


def read_contract_name(text: str) -> str:
    """Read the name of a contract, in people’s own words; runs of spaces count as one.

    Raises:
        InvalidAnswer: it is empty, too long or holds what no file could carry.
    """
    name = " ".join(read_text(text, LONGEST_CONTRACT, "contract’s name").split())
    if not name:
        raise InvalidAnswer(f"Name the contract, {SUCH_AS}.")
    return name


def same_contract(one: str, other: str) -> bool:
    """Say whether two names mean one contract: capitals and runs of spaces make no difference."""
    return _folded(one) == _folded(other)


def in_file_name(contract: str | None) -> str:
    """Return what the name of a file says of its contract, a hyphen first; empty for none."""
    words = re.sub(r"[^a-z0-9]+", "-", (contract or "").lower()).strip("-")[:40].rstrip("-")
    return f"-{words}" if words else ""


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()
