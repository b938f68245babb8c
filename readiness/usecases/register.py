"""The register: look at what files would change, import exactly that, add bodies without a code."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlite_utils import Database

from readiness.domain.errors import Conflict, InvalidAnswer
from readiness.domain.organisation import Membership, Organisation, OrganisationKind, Person
from readiness.domain.register import (
    INACTIVE,
    Entry,
    Reading,
    Said,
    combine,
    places_after,
)
from readiness.domain.succession import Succession, last_day
from readiness.storage import register, register_places
from readiness.storage.database import immediate
from readiness.storage.events import note_event
from readiness.storage.organisation_keys import Keys, index_organisations
from readiness.storage.organisations import organisation_by_code
from readiness.usecases import permission
from readiness.usecases.register_preview import Preview, work_out_preview

MOST_IMPORTS = 20
"""How many imports the page of the register lists."""

LOCAL = "local"
"""The source of what people of this copy say of bodies that have no code."""

UNKNOWN_DAY = date.min
"""The last day of an organisation that is closed, nobody said since when."""

Tell = Callable[[str, int, int], None]
"""Is told what is being done, and how many steps of how many are done."""


@dataclass(frozen=True, slots=True)
class RegisterState:
    """What is in the register: how many of each kind, and what was imported last."""

    kinds: tuple[tuple[OrganisationKind | None, int, int], ...]
    imports: tuple[register.Imported, ...]


def read_state(db: Database, *, person: Person, on: date) -> RegisterState:
    """Say what is in the register.

    Raises:
        NotAllowed: the person is no administrator.
    """
    permission.administering(db, person)
    return RegisterState(register.counts_by_kind(db, on), register.imports(db, MOST_IMPORTS))


def preview_import(
    db: Database, readings: Sequence[Reading], *, person: Person, on: date
) -> Preview:
    """Say what files would change in the register, one after another; nothing is stored.

    Raises:
        NotAllowed: the person is no administrator.
    """
    permission.administering(db, person)
    return work_out_preview(db, readings, on)


def import_register(
    db: Database,
    readings: Sequence[Reading],
    *,
    seen: str,
    person: Person,
    at: datetime,
    tell: Tell = lambda words, done, total: None,
) -> Preview:
    """Import files, just as the preview with the digest `seen` showed; see `import_preview`.

    Raises:
        NotAllowed: the person is no administrator.
        Conflict: something else was imported since, so that it would do other things than shown.
    """
    person = permission.administering(db, person)
    tell("Comparing with the register", 0, 2)
    preview = work_out_preview(db, readings, at.date())
    if preview.digest != seen:
        raise Conflict(_CHANGED)
    tell("Writing what is new", 1, 2)
    return import_preview(db, preview, person=person, at=at)


def import_preview(db: Database, preview: Preview, *, person: Person, at: datetime) -> Preview:
    """Import what a preview shows; all of it or nothing.

    A setting, a number of sites and a corrected name stay as people gave them. Files of which all
    is here already change nothing, not even the record.

    Raises:
        NotAllowed: the person is no administrator.
        Conflict: something else was imported since, so that it would do other things than shown.
    """
    person = permission.administering(db, person)
    if preview.changes_nothing:
        return preview
    with immediate(db):
        if register.stamp(db) != preview.stamp:
            raise Conflict(_CHANGED)
        for reading, entries in zip(preview.readings, preview.to_store, strict=True):
            number = register.note_import(db, reading, person=person, at=at)
            register.store_entries(db, number, entries)
            register_places.store_successions(
                db, number, [one for one in reading.successions if one in preview.successions]
            )
        _keep_in_step(db, preview, at)
        note_event(
            db,
            "register",
            "",
            "imported",
            person=person,
            at=at,
            files=[{"file": one.file, "digest": one.digest} for one in preview.readings],
            **preview.counts,
        )
    return preview


_CHANGED = (
    "The register has changed since you looked, and nothing was imported. "
    "Look at what would change now, then import."
)


def register_stamp(db: Database, *, person: Person) -> str:
    """Return what changes with every import, to tell whether a preview still holds.

    Raises:
        NotAllowed: the person is no administrator.
    """
    permission.administering(db, person)
    return register.stamp(db)


def add_without_code(
    db: Database,
    name: str,
    kind: OrganisationKind | None,
    *,
    person: Person,
    at: datetime,
    postcode: str = "",
) -> Organisation:
    """Add a body that has no ODS code, under a code of this copy such as L-0001.

    Raises:
        NotAllowed: the person is no administrator.
        InvalidAnswer: it has no name.
    """
    person = permission.administering(db, person)
    name = " ".join(name.split())
    if not name or len(name) > 200:
        raise InvalidAnswer("Enter the organisation’s name, in at most 200 characters on one line.")
    with immediate(db):
        code = f"L-{register_places.newest_local_number(db) + 1:04}"
        entry = Entry(code, name, kind, postcode=" ".join(postcode.upper().split())[:10])
        number = register.note_import(db, Reading("", LOCAL, "", rows=1), person=person, at=at)
        register.store_entries(db, number, [(Said(LOCAL, entry), 1)])
        register_places.store_organisations(db, [(None, entry)], at=at)
        index_organisations(db, {code: name}, {code: Keys(entry.postcode, None)})
        note_event(db, "organisation", code, "added", person=person, at=at, name=name, source=LOCAL)
    return organisation_by_code(db, code)


def _keep_in_step(db: Database, preview: Preview, at: datetime) -> None:
    """Bring organisations, their places in systems and the search up to what is said by now."""
    differences, successions = preview.comparison.differences, preview.all_successions
    register_places.store_organisations(db, ((one.was, one.now) for one in differences), at=at)
    begun: list[Membership] = []
    ended: list[Membership] = []
    for one in differences:
        was = one.was.memberships if one.was else ()
        if was != one.now.memberships:
            new, gone = places_after(was, one.now.memberships, successions, at.date())
            begun += new
            ended += gone
    register_places.end_places(db, ended)
    register_places.begin_places(db, begun, at=at)
    names = register_places.names_now(db)
    entries = {one.now.code: one.now for one in differences}
    for code in {one.predecessor for one in preview.successions} - set(entries):
        if code in names:
            said = register.said_of(db, code)
            entries[code] = combine(one for one, _ in said) if said else Entry(code)
    index_organisations(
        db,
        {code: names[code] for code in entries},
        {code: Keys(one.postcode, closing_day(one, successions)) for code, one in entries.items()},
    )


def closing_day(entry: Entry, successions: Sequence[Succession]) -> date | None:
    """Return the last day of an organisation: as the register says, or before others followed."""
    days = [day for day in (entry.closed, last_day(entry.code, successions)) if day]
    if not days and entry.status == INACTIVE:
        return UNKNOWN_DAY
    return min(days, default=None)
