"""A version of a pack that may be put to use: what it would change, and who would move."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from sqlite_utils import Database

from readiness.domain.errors import Conflict, InvalidAnswer, NotFound, PackFaults
from readiness.domain.pack import Pack
from readiness.domain.replay import Replay, replay
from readiness.domain.revision import Revision, compare
from readiness.domain.stored import stored_in
from readiness.domain.wording import day_words
from readiness.storage import releases
from readiness.storage.submissions import newest_documents, newest_number
from readiness.usecases.pack import InUse, pack_in_use

LONGEST_NOTE = 1_000
"""The most characters of a note on a release."""


class Incomplete(InvalidAnswer):
    """A release that cannot be made as it stands: what is wrong, by field."""

    def __init__(self, wrong: Mapping[str, str]) -> None:
        self.wrong = dict(wrong)
        super().__init__("\n".join(wrong.values()))


@dataclass(frozen=True)
class Proposal:
    """A version to put to use, beside the one that is: what changes, and who would move.

    `mark` tells whether the version in use is still the one it was compared with.
    """

    to: Pack
    base: Pack | None
    revision: Revision | None
    found: Replay | None
    mark: str

    @property
    def must_look(self) -> bool:
        """Whether somebody must say that they looked at who would move."""
        return self.found is not None and bool(self.found.found)


def propose(db: Database, rules: Path, to: Pack) -> Proposal:
    """Compare a version with the one in use, and judge what was submitted by both."""
    now = _in_use(db, rules, to.key)
    if now is None:
        return Proposal(to, None, None, None, _mark(db, rules, to.key))
    revision = compare(now.pack, to)
    return Proposal(to, now.pack, revision, _replayed(db, revision), _mark(db, rules, to.key))


def refuse_overtaken(db: Database, rules: Path, pack_key: str, seen: str) -> None:
    """Refuse to go on when another version was put to use since somebody looked.

    Raises:
        Conflict: with what happened.
    """
    if _mark(db, rules, pack_key) == seen:
        return
    newest = releases.newest_releases(db).get(pack_key)
    happened = "The pack in the rules folder was changed."
    if newest is not None and not seen.startswith(f"{newest.number}-"):
        what = f"version {newest.version}" if newest.fingerprint else "the rules folder"
        day = day_words(newest.at.date())
        happened = f"{newest.by} put {what} to use on {day}: {newest.note}"
    raise Conflict(f"{happened}\nLook again at what would change before you go on.")


def refuse_incomplete(proposal: Proposal, note: str, looked: bool) -> None:
    """Refuse a release without a reason, or whose consequences nobody looked at.

    Raises:
        Incomplete: the note is missing or too long, or the movers were not looked at.
    """
    wrong = {}
    if not note.strip():
        wrong["note"] = "Say why, for those who ask later."
    elif len(note) > LONGEST_NOTE:
        wrong["note"] = f"Shorten the note to {LONGEST_NOTE:,} characters."
    if proposal.must_look and not looked:
        wrong["looked"] = "Look at who would move, and confirm that you did."
    if wrong:
        raise Incomplete(wrong)


def _in_use(db: Database, rules: Path, pack_key: str) -> InUse | None:
    """Return the version in use; None where there is none, or the one in the folder is faulty."""
    try:
        return pack_in_use(db, rules, pack_key)
    except (NotFound, PackFaults):
        return None


def _mark(db: Database, rules: Path, pack_key: str) -> str:
    newest = releases.newest_releases(db).get(pack_key)
    now = _in_use(db, rules, pack_key)
    return f"{newest.number if newest else 0}-{now.pack.fingerprint if now else ''}"


_REPLAYED: dict[tuple[str, str, int], Replay] = {}
_LOCK = Lock()
_MOST_REPLAYS = 8


def _replayed(db: Database, revision: Revision) -> Replay:
    """Judge what was submitted by both versions, unless that was done since the last submission."""
    old, new = revision.old, revision.new
    key = (old.fingerprint, new.fingerprint, newest_number(db))
    if (known := _REPLAYED.get(key)) is not None:
        return known
    found = replay(old, new, map(stored_in, newest_documents(db, old.key)))
    with _LOCK:
        _REPLAYED[key] = found
        while len(_REPLAYED) > _MOST_REPLAYS:
            del _REPLAYED[next(iter(_REPLAYED))]
    return found
