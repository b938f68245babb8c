"""Register files that wait between a look at what they would change and the import of it."""

import zlib
from collections.abc import Sequence
from datetime import datetime

from sqlite_utils import Database

from readiness.domain.errors import NotFound
from readiness.domain.organisation import OrganisationKind, Person
from readiness.domain.register import WaitingFile
from readiness.storage.database import add, change, rows, time_text


def add_upload(db: Database, files: Sequence[WaitingFile], *, person: Person, at: datetime) -> int:
    """Keep files together, inside `immediate` only; return the number of the upload."""
    number = add(db, "register_uploads", person=person.id, at=time_text(at))
    for place, file in enumerate(files):
        db.execute(
            "insert into register_upload_files values (?, ?, ?, ?, ?)",
            [number, place, file.name, file.kind, zlib.compress(file.content, 1)],
        )
    return number


def upload_files(db: Database, number: int) -> tuple[WaitingFile, ...]:
    """Return the files of an upload.

    Raises:
        NotFound: it was imported or dropped, or there never was one.
    """
    found = rows(
        db,
        "select name, content, kind from register_upload_files where upload = ? order by number",
        (number,),
    )
    if not found:
        raise NotFound("This upload is not here any more. Upload the files again.")
    return tuple(
        WaitingFile(name, zlib.decompress(content), OrganisationKind(kind) if kind else None)
        for name, content, kind in found
    )


def set_kind(db: Database, number: int, place: int, kind: OrganisationKind) -> None:
    """Say what kind of organisations a file lists; inside `immediate`."""
    change(
        db,
        "update register_upload_files set kind = :kind where upload = :upload and number = :number",
        {"kind": str(kind), "upload": number, "number": place},
    )


def drop_upload(db: Database, number: int) -> None:
    """Forget the files of an upload; inside `immediate`."""
    change(db, "delete from register_uploads where id = :id", {"id": number})


def drop_uploads_before(db: Database, at: datetime) -> None:
    """Forget the files of every upload before a time; inside `immediate`."""
    change(db, "delete from register_uploads where at < :at", {"at": time_text(at)})
