"""Upload a rule pack, put it to use, discard it, or go back to an earlier version."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlite_utils import Database

from readiness.domain.cases import USUAL_DAY, read_cases, unshown
from readiness.domain.consistency import consistency
from readiness.domain.coverage import Trial, try_cases
from readiness.domain.errors import Conflict, NotFound
from readiness.domain.organisation import Person
from readiness.domain.pack import Pack
from readiness.domain.pack_entries import read_places
from readiness.domain.pack_warnings import warnings
from readiness.domain.reader import read_pack
from readiness.domain.scenario import read_scenario
from readiness.storage import releases
from readiness.storage.database import immediate
from readiness.storage.events import note_event
from readiness.storage.packs import Files, current_folder, keep_pack, pack_by_fingerprint
from readiness.storage.releases import Upload
from readiness.usecases import permission
from readiness.usecases.proposal import Proposal, propose, refuse_incomplete, refuse_overtaken

FOLDER = "folder"
"""The version to go back to that is whatever the rules folder holds."""


@dataclass(frozen=True)
class Draft:
    """An uploaded pack: how its cases fare, what its author may look at, and what it changes."""

    upload: Upload
    trial: Trial
    warnings: tuple[str, ...]
    proposal: Proposal

    @property
    def blocked(self) -> bool:
        """Whether some case does not hold, so that it cannot be released."""
        return bool(self.trial.partings)


def upload_pack(db: Database, files: Files, *, person: Person, at: datetime) -> int:
    """Store a pack as a draft, and return its number; the same files again are the same draft.

    Raises:
        PackFaults: everything that is wrong with the pack, its cases or its demo.
        NotAllowed: the person may not release rules.
    """
    person = permission.administering(db, person)
    pack = read_pack(files)
    read_cases(pack, files)
    read_scenario(pack, files)
    with immediate(db):
        there = releases.draft_of(db, pack, files)
        if there is not None:
            return there
        keep_pack(db, pack, files, at=at)
        number = releases.add_upload(db, pack, files, person=person, at=at)
        _note(db, pack.key, "uploaded", person, at, upload=number, fingerprint=pack.fingerprint)
        return number


def read_draft(db: Database, rules: Path, number: int, *, person: Person) -> Draft:
    """Return a draft, judged: its cases run, and compared with the version in use.

    Raises:
        NotFound: there is no such draft, or it was released or discarded.
        NotAllowed: the person may not release rules.
    """
    permission.administering(db, person)
    upload = releases.upload_by_number(db, number)
    if not upload.draft:
        raise NotFound("This draft was released or discarded already.")
    files = releases.uploaded_files(db, number)
    pack = pack_by_fingerprint(db, upload.fingerprint)
    cases = read_cases(pack, files)
    trial = try_cases(pack, cases)
    together = consistency(pack, USUAL_DAY, reached=trial.coverage.reached)
    told = (
        *unshown(pack, cases),
        *map(str, warnings(pack, read_places(files), trial.coverage, together)),
        *(f"not decided: {what}" for what in together.undecided),
    )
    return Draft(upload, trial, told, propose(db, rules, pack))


def release_draft(
    db: Database,
    rules: Path,
    number: int,
    *,
    note: str,
    looked: bool,
    seen: str,
    person: Person,
    at: datetime,
) -> None:
    """Put a draft to use: new assessments begin with it; nothing that is stored changes.

    Args:
        note: why, for those who ask later.
        looked: whether the person looked at everybody who would move.
        seen: the mark of the proposal that the person saw.

    Raises:
        Conflict: another version was put to use since, or a case does not hold.
        Incomplete: the note is missing or too long, or the movers were not looked at.
        NotAllowed: the person may not release rules.
    """
    person = permission.administering(db, person)
    upload = releases.upload_by_number(db, number)
    refuse_overtaken(db, rules, upload.pack_key, seen)
    if not upload.draft:
        raise Conflict("This draft was released or discarded already.")
    draft = read_draft(db, rules, number, person=person)
    if draft.blocked:
        raise Conflict("Some cases do not hold. Mend the pack or its cases, and upload it again.")
    refuse_incomplete(draft.proposal, note, looked)
    with immediate(db):
        refuse_overtaken(db, rules, upload.pack_key, seen)
        releases.add_release(
            db,
            upload.pack_key,
            upload.fingerprint,
            note.strip(),
            person=person,
            at=at,
            upload=number,
        )
        detail = {"upload": number, "fingerprint": upload.fingerprint}
        _note(db, upload.pack_key, "released", person, at, **detail)


def discard_draft(db: Database, number: int, *, person: Person, at: datetime) -> None:
    """Take a draft off the list; what was uploaded is kept, and can be uploaded again.

    Raises:
        NotFound: there is no such draft.
        Conflict: it was released or discarded already.
        NotAllowed: the person may not release rules.
    """
    person = permission.administering(db, person)
    with immediate(db):
        upload = releases.upload_by_number(db, number)
        if not upload.draft:
            raise Conflict("This draft was released or discarded already.")
        releases.discard_upload(db, number, person=person, at=at)
        _note(db, upload.pack_key, "discarded", person, at, upload=number)


def propose_return(
    db: Database, rules: Path, pack_key: str, target: str, *, person: Person
) -> Proposal:
    """Say what going back would change: to a release, by its number, or to the rules folder.

    Raises:
        NotFound: there is no such pack or release.
        PackFaults: the pack in the folder cannot be used.
        NotAllowed: the person may not release rules.
    """
    permission.administering(db, person)
    return propose(db, rules, _version(db, rules, pack_key, target))


def roll_back(
    db: Database,
    rules: Path,
    pack_key: str,
    target: str,
    *,
    note: str,
    looked: bool,
    seen: str,
    person: Person,
    at: datetime,
) -> None:
    """Put an earlier release, or the rules folder, to use; arguments as in `release_draft`.

    Raises:
        Conflict: another version was put to use since.
        Incomplete: the note is missing or too long, or the movers were not looked at.
        NotFound, PackFaults, NotAllowed: as `propose_return`.
    """
    person = permission.administering(db, person)
    refuse_overtaken(db, rules, pack_key, seen)
    proposal = propose_return(db, rules, pack_key, target, person=person)
    refuse_incomplete(proposal, note, looked)
    fingerprint = None if target == FOLDER else proposal.to.fingerprint
    with immediate(db):
        refuse_overtaken(db, rules, pack_key, seen)
        releases.add_release(db, pack_key, fingerprint, note.strip(), person=person, at=at)
        _note(db, pack_key, "rolled-back", person, at, to=target, fingerprint=fingerprint)


def _version(db: Database, rules: Path, pack_key: str, target: str) -> Pack:
    if target == FOLDER:
        return current_folder(rules, pack_key).pack
    for release in releases.releases_of(db, pack_key):
        if str(release.number) == target and release.fingerprint is not None:
            return pack_by_fingerprint(db, release.fingerprint)
    raise NotFound("There is no such release of this pack.")


def _note(
    db: Database, pack_key: str, what: str, person: Person, at: datetime, **detail: object
) -> None:
    note_event(db, "pack", pack_key, what, person=person, at=at, **detail)
