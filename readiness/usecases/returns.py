"""Files that came back from members of a system: kept, looked at, then imported all together."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlite_utils import Database

from readiness.domain.came_back import KeptReturn, Upload
from readiness.domain.comparison import Group, Way
from readiness.domain.errors import Conflict, InvalidAnswer, NotAllowed
from readiness.domain.organisation import Person
from readiness.domain.returned import Returned
from readiness.domain.succession import forebears
from readiness.storage import register_places, returns
from readiness.storage.database import immediate
from readiness.storage.events import note_event
from readiness.storage.organisations import names_of
from readiness.storage.packs import keep_pack
from readiness.usecases import permission
from readiness.usecases.comparison import group_of
from readiness.usecases.pack import pack_in_use
from readiness.usecases.returns_preview import Coming, Preview, whose, work_out_preview

WAITS = timedelta(days=1)
"""How long files wait for somebody to import them."""


def importing(db: Database, system: str, *, person: Person, on: date) -> tuple[Person, Group]:
    """Return a person who may import for a system, and the system with its members.

    Raises:
        NotFound: there is no such system, or it is not for this person.
        NotAllowed: they may see it, and are no commissioner of it.
    """
    person = permission.known(db, person)
    group, _ = group_of(db, system, person=person, on=on)
    if not (permission.commissions(person, [system]) or _of_old(db, system, person, on)):
        raise NotAllowed(f"Only a commissioner of {group.name} may do this.")
    return person, group


def _of_old(db: Database, system: str, person: Person, on: date) -> bool:
    """Say whether somebody is a commissioner of a system that this one followed."""
    codes = forebears(system, register_places.all_successions(db), on)
    return permission.commissions(person, codes)


def keep_files(
    db: Database,
    system: str,
    pack_key: str,
    round_number: int | None,
    files: Sequence[tuple[str, bytes]],
    *,
    person: Person,
    at: datetime,
    on: date,
) -> int:
    """Keep files until they are imported, or for a day; return the number of the upload.

    Raises:
        NotFound, NotAllowed: as `importing`.
    """
    person, _ = importing(db, system, person=person, on=on)
    with immediate(db):
        returns.drop_uploads_before(db, at - WAITS)
        return returns.add_upload(db, system, pack_key, round_number, files, person=person, at=at)


def waiting_upload(
    db: Database, system: str, number: int, *, person: Person, on: date
) -> tuple[Upload, Group, Mapping[str, str]]:
    """Return an upload, the system, and what columns of a sheet were said to hold before.

    Raises:
        NotFound, NotAllowed: as `importing`, or it was imported or dropped.
    """
    _, group = importing(db, system, person=person, on=on)
    upload = returns.upload_of(db, system, number)
    return upload, group, returns.matched_columns(db, upload.pack_key)


def match_columns(
    db: Database,
    system: str,
    pack_key: str,
    matches: Mapping[str, str],
    *,
    person: Person,
    at: datetime,
    on: date,
) -> None:
    """Remember what the columns of a sheet hold, by heading.

    Raises:
        NotFound, NotAllowed: as `importing`.
    """
    person, _ = importing(db, system, person=person, on=on)
    with immediate(db):
        returns.add_column_matches(db, pack_key, matches, person=person, at=at)


def drop_files(db: Database, system: str, number: int, *, person: Person, on: date) -> None:
    """Forget the files of an upload; nothing of them was imported.

    Raises:
        NotFound, NotAllowed: as `importing`, or it is gone already.
    """
    importing(db, system, person=person, on=on)
    with immediate(db):
        returns.upload_of(db, system, number)
        returns.drop_upload(db, number)


def look_at(
    db: Database,
    rules: Path,
    system: str,
    readings: Sequence[Returned],
    round_number: int | None,
    *,
    person: Person,
    on: date,
) -> Preview:
    """Say what some files would bring; nothing is stored.

    Args:
        round_number: the round that they are imported for; None takes the one each file names.

    Raises:
        NotFound, NotAllowed: as `importing`.
    """
    _, group = importing(db, system, person=person, on=on)
    return work_out_preview(db, rules, group, readings, round_number, on)


def take(
    db: Database,
    rules: Path,
    system: str,
    number: int,
    readings: Sequence[Returned],
    round_number: int | None,
    *,
    seen: str,
    chosen: Collection[int],
    person: Person,
    at: datetime,
    on: date,
) -> tuple[Coming, ...]:
    """Import the chosen files of an upload, all of them or none; return what was imported.

    Args:
        seen: the digest of what was looked at.
        chosen: their places among what was looked at.

    Raises:
        Conflict: something else came back since; look again.
        InvalidAnswer: nothing was chosen, or two files of one organisation answer the same.
        NotFound, NotAllowed: as `importing`, or the upload is gone.
    """
    person, group = importing(db, system, person=person, on=on)
    with immediate(db):
        returns.upload_of(db, system, number)
        whole = work_out_preview(db, rules, group, readings, round_number, on)
        if whole.digest != seen:
            raise Conflict("Something changed since you looked. This is what would come in now.")
        picked = [readings[place] for place in sorted(chosen) if place < len(readings)]
        comings = work_out_preview(db, rules, group, picked, round_number, on).comings
        _refuse_unfit(comings)
        for one in comings:
            _store(db, rules, one, person=person, at=at)
        returns.drop_upload(db, number)
    return comings


def came_back(
    db: Database, system: str, *, person: Person, on: date
) -> tuple[Group, Mapping[str, str], tuple[KeptReturn, ...]]:
    """Return a system, the names of its members, and all that came back from them, newest first.

    Raises:
        NotFound, NotAllowed: as `importing`.
    """
    _, group = importing(db, system, person=person, on=on)
    names = names_of(db, group.codes)
    return group, names, returns.every_returned(db, group.codes, Way.RETURNED)


def _refuse_unfit(comings: Sequence[Coming]) -> None:
    if not comings or not all(one.takeable for one in comings):
        raise InvalidAnswer("Choose at least one that can be imported.")
    twice = [one.organisation.name for one in comings if one.twice and one.organisation]
    if twice:
        raise InvalidAnswer(f"Choose one of the files of {twice[0]}: they answer the same.")


def _store(db: Database, rules: Path, coming: Coming, *, person: Person, at: datetime) -> None:
    if coming.organisation is None or coming.on is None:
        raise RuntimeError("only what can be imported is stored")
    used = pack_in_use(db, rules, coming.pack[0])
    if used.files is not None:
        keep_pack(db, used.pack, used.files, at=at)
    code = coming.organisation.ods_code
    returns.add_returned(
        db,
        code,
        coming.pack,
        coming.document,
        Way.RETURNED,
        round_number=coming.round,
        by=whose(coming.returned),
        on=coming.on,
        file=coming.returned.name,
        person=person,
        at=at,
    )
    note_event(
        db,
        "organisation",
        code,
        "returned",
        person=person,
        at=at,
        file=coming.returned.name,
        pack=coming.pack[0],
        round=coming.round,
        answers=coming.answered,
    )
