"""What came back in files: on its way in, and as it is kept for ever."""

import json
import zlib
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from sqlite_utils import Database

from readiness.domain.came_back import AskingRound, KeptReturn, Upload
from readiness.domain.comparison import Way
from readiness.domain.errors import NotFound
from readiness.domain.organisation import Person
from readiness.domain.record import digest_of
from readiness.storage.database import add, change, rows, time_text


def add_upload(
    db: Database,
    system: str,
    pack_key: str,
    round_number: int | None,
    files: Sequence[tuple[str, bytes]],
    *,
    person: Person,
    at: datetime,
) -> int:
    """Keep files together, inside `immediate` only; return the number of the upload."""
    number = add(
        db,
        "return_uploads",
        system=system,
        pack_key=pack_key,
        round=round_number,
        person=person.id,
        at=time_text(at),
    )
    for place, (name, content) in enumerate(files):
        db.execute(
            "insert into return_upload_files values (?, ?, ?, ?)",
            [number, place, name, zlib.compress(content, 1)],
        )
    return number


def upload_of(db: Database, system: str, number: int) -> Upload:
    """Return an upload of a system.

    Raises:
        NotFound: it was imported or dropped, or there never was one.
    """
    found = rows(
        db,
        """select pack_key, round, name, content from return_uploads
           join return_upload_files on upload = id
           where id = ? and system = ? order by number""",
        (number, system),
    )
    if not found:
        raise NotFound("This upload is not here any more. Upload the files again.")
    files = tuple((name, zlib.decompress(content)) for _, _, name, content in found)
    return Upload(number, found[0][0], found[0][1], files)


def drop_upload(db: Database, number: int) -> None:
    """Forget the files of an upload; inside `immediate`."""
    change(db, "delete from return_uploads where id = :id", {"id": number})


def drop_uploads_before(db: Database, at: datetime) -> None:
    """Forget the files of every upload before a time; inside `immediate`."""
    change(db, "delete from return_uploads where at < :at", {"at": time_text(at)})


def add_returned(
    db: Database,
    organisation: str,
    pack: tuple[str, str],
    document: str,
    way: Way,
    *,
    round_number: int | None,
    by: str,
    on: date,
    file: str,
    person: Person,
    at: datetime,
) -> int:
    """Keep what came back or was estimated, inside `immediate` only; `pack` is key, fingerprint."""
    return add(
        db,
        "returned_documents",
        organisation=organisation,
        pack_key=pack[0],
        fingerprint=pack[1],
        document=document,
        digest=digest_of(document),
        way=str(way),
        round=round_number,
        declared_by=by,
        declared_on=on.isoformat(),
        file=file,
        person=person.id,
        at=time_text(at),
    )


def newest_returned(
    db: Database, codes: Collection[str], way: Way
) -> dict[tuple[str, str, int | None], KeptReturn]:
    """Return the newest of each organisation, pack and round, in one query; oldest first."""
    found = rows(
        db,
        f"""{_KEPT} where returned_documents.id in (
            select max(id) from returned_documents
            where way = :way and organisation in (select value from json_each(:codes))
            group by organisation, pack_key, round
        ) order by returned_documents.id""",
        {"way": str(way), "codes": json.dumps(list(codes))},
    )
    every = (_kept(*row) for row in found)
    return {(one.organisation, one.pack_key, one.round): one for one in every}


def every_returned(db: Database, codes: Collection[str], way: Way) -> tuple[KeptReturn, ...]:
    """Return all that came back from some organisations, or was estimated of them, newest first."""
    found = rows(
        db,
        f"""{_KEPT} where way = :way and organisation in (select value from json_each(:codes))
            order by returned_documents.id desc""",
        {"way": str(way), "codes": json.dumps(list(codes))},
    )
    return tuple(_kept(*row) for row in found)


def round_by_number(db: Database, number: int) -> AskingRound | None:
    """Return a round as it stands; None where there is none of that number."""
    found = rows(
        db,
        """select system, pack_key, name, question_set, closes, state,
               (select json_group_array(organisation) from round_members as member
                where round = :number and deed <> 'removed' and version = (
                    select max(version) from round_members as newer
                    where newer.round = member.round and newer.organisation = member.organisation))
           from system_rounds where number = :number order by version desc limit 1""",
        {"number": number},
    )
    if not found:
        return None
    system, pack_key, name, questions, closes, state, members = found[0]
    day, look = date.fromisoformat(closes[:10]), questions == "look"
    codes = frozenset(json.loads(members))
    return AskingRound(number, system, pack_key, name, look, day, state, codes)


def matched_columns(db: Database, pack_key: str) -> dict[str, str]:
    """Return what columns were said to hold, by heading."""
    found = rows(
        db,
        "select heading, question from column_matches where pack_key = ? order by version",
        (pack_key,),
    )
    return dict(found)


def add_column_matches(
    db: Database, pack_key: str, matches: Mapping[str, str], *, person: Person, at: datetime
) -> None:
    """Remember what columns hold, by heading, where it is news; inside `immediate` only."""
    known = rows(
        db,
        "select heading, version, question from column_matches where pack_key = ? order by version",
        (pack_key,),
    )
    newest = {heading: (version, question) for heading, version, question in known}
    for heading, question in matches.items():
        version, before = newest.get(heading, (0, None))
        if before != question:
            add(
                db,
                "column_matches",
                pack_key=pack_key,
                heading=heading,
                version=version + 1,
                question=question,
                person=person.id,
                at=time_text(at),
            )


def _kept(
    row: int,
    organisation: str,
    pack_key: str,
    fingerprint: str,
    document: str,
    round_number: int | None,
    by: str,
    on: str,
    file: str,
    imported_by: str,
    at: str,
) -> KeptReturn:
    return KeptReturn(
        row,
        organisation,
        pack_key,
        fingerprint,
        document,
        round_number,
        by,
        date.fromisoformat(on),
        file,
        imported_by,
        datetime.fromisoformat(at),
    )


_KEPT = """
    select returned_documents.id, organisation, pack_key, fingerprint, document, round,
        declared_by, declared_on, file, people.name, at
    from returned_documents join people on people.id = returned_documents.person
"""
