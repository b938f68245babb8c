"""Packs as they were uploaded, and which version of each is in use: added, never changed."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from readiness.domain.errors import NotFound
from readiness.domain.organisation import Person
from readiness.domain.pack import Pack
from readiness.storage.database import LARGEST_ID, add, rows, time_text
from readiness.storage.packs import Files


@dataclass(frozen=True, slots=True)
class Upload:
    """A pack with its cases, as it was uploaded; a draft until it is released or discarded."""

    number: int
    pack_key: str
    version: str
    fingerprint: str
    by: str
    at: datetime
    draft: bool


@dataclass(frozen=True, slots=True)
class Release:
    """Somebody's decision which version of a pack is in use; a fingerprint of None is whatever the
    rules folder holds.
    """

    number: int
    pack_key: str
    version: str
    fingerprint: str | None
    note: str
    by: str
    at: datetime


def add_upload(db: Database, pack: Pack, files: Files, *, person: Person, at: datetime) -> int:
    """Add a pack that is kept with all its files, inside `immediate`; return its number."""
    return add(
        db,
        "pack_uploads",
        fingerprint=pack.fingerprint,
        files=_files_text(files),
        person=person.id,
        at=time_text(at),
    )


def draft_of(db: Database, pack: Pack, files: Files) -> int | None:
    """Return the number of the draft that holds the very same files, or None."""
    found = rows(
        db,
        f"""select pack_uploads.id {_FROM_UPLOADS}
            where pack_uploads.fingerprint = ? and pack_uploads.files = ? and {_IS_DRAFT}""",
        (pack.fingerprint, _files_text(files)),
    )
    return int(found[0][0]) if found else None


def drafts(db: Database) -> tuple[Upload, ...]:
    """Return the uploads that were neither released nor discarded, oldest first."""
    found = rows(db, f"{_UPLOADS} where {_IS_DRAFT} order by pack_uploads.id")
    return tuple(_upload(row) for row in found)


def upload_by_number(db: Database, number: int) -> Upload:
    """Return an upload.

    Raises:
        NotFound: there is none of that number.
    """
    known = 0 < number <= LARGEST_ID
    found = rows(db, f"{_UPLOADS} where pack_uploads.id = ?", (number,)) if known else []
    if not found:
        raise NotFound("There is no such draft of a pack here.")
    return _upload(found[0])


def uploaded_files(db: Database, number: int) -> Files:
    """Return the files of an upload, cases included."""
    files: Files = json.loads(
        rows(db, "select files from pack_uploads where id = ?", (number,))[0][0]
    )
    return files


def discard_upload(db: Database, number: int, *, person: Person, at: datetime) -> None:
    """Note that a draft is not wanted, inside `immediate`; what was uploaded stays."""
    add(db, "upload_discards", upload=number, person=person.id, at=time_text(at))


def add_release(
    db: Database,
    pack_key: str,
    fingerprint: str | None,
    note: str,
    *,
    person: Person,
    at: datetime,
    upload: int | None = None,
) -> int:
    """Put a version of a pack to use from now on, inside `immediate`; return its number."""
    return add(
        db,
        "releases",
        pack_key=pack_key,
        fingerprint=fingerprint,
        upload=upload,
        note=note,
        person=person.id,
        at=time_text(at),
    )


def newest_releases(db: Database) -> dict[str, Release]:
    """Return the newest release of each pack that has one, by key."""
    found = rows(db, f"{_RELEASES} order by releases.id")
    return {release.pack_key: release for release in map(_release, found)}


def releases_of(db: Database, pack_key: str) -> tuple[Release, ...]:
    """Return every release of a pack, oldest first."""
    found = rows(db, f"{_RELEASES} where releases.pack_key = ? order by releases.id", (pack_key,))
    return tuple(_release(row) for row in found)


_FROM_UPLOADS = """
    from pack_uploads join packs on packs.fingerprint = pack_uploads.fingerprint
    join people on people.id = pack_uploads.person
"""
_IS_DRAFT = """not exists (select 1 from upload_discards where upload = pack_uploads.id)
    and not exists (select 1 from releases where upload = pack_uploads.id)"""
_UPLOADS = f"""
    select pack_uploads.id, packs.key, packs.version, pack_uploads.fingerprint, people.name,
        pack_uploads.at, {_IS_DRAFT}
    {_FROM_UPLOADS}
"""
_RELEASES = """
    select releases.id, pack_key, ifnull(packs.version, ''), releases.fingerprint, note,
        people.name, releases.at
    from releases left join packs on packs.fingerprint = releases.fingerprint
    join people on people.id = releases.person
"""


def _files_text(files: Files) -> str:
    return json.dumps(dict(files), sort_keys=True, ensure_ascii=False)


def _upload(row: Sequence[Any]) -> Upload:
    number, pack_key, version, fingerprint, by, at, draft = row
    when = datetime.fromisoformat(at)
    return Upload(number, pack_key, version, fingerprint, by, when, bool(draft))


def _release(row: Sequence[Any]) -> Release:
    number, pack_key, version, fingerprint, note, by, at = row
    when = datetime.fromisoformat(at)
    return Release(number, pack_key, version, fingerprint, note, by, when)
