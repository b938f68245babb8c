"""What came back from members of a system: files on their way in, and what is kept of them."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Upload:
    """Files that wait until somebody has looked at them, by name."""

    number: int
    pack_key: str
    round: int | None
    files: tuple[tuple[str, bytes], ...]


@dataclass(frozen=True, slots=True)
class KeptReturn:
    """What came back from an organisation or was estimated of it, as one document for ever."""

    row: int
    organisation: str
    pack_key: str
    fingerprint: str
    document: str
    round: int | None
    by: str
    on: date
    file: str
    imported_by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class AskingRound:
    """A round as it stands, as far as what comes back has to fit it."""

    number: int
    system: str
    pack_key: str
    name: str
    look: bool
    closes: date
    state: str
    members: frozenset[str]
