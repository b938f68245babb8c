"""Who looked at what of another organisation: on record, once in ten minutes."""

from datetime import datetime, timedelta

from sqlite_utils import Database

from readiness.domain.organisation import Organisation, Person
from readiness.storage.database import immediate
from readiness.storage.events import happened_since, note_event

ONE_VIEW = timedelta(minutes=10)
"""How long looking at the same page again counts as the same view."""


def note_view(
    db: Database, organisation: Organisation, what: str, person: Person, at: datetime
) -> None:
    """Note that somebody who is not of an organisation looked at a page of it."""
    code = organisation.ods_code
    with immediate(db):
        since = at - ONE_VIEW
        if not happened_since(
            db, "organisation", code, "viewed", person=person, since=since, page=what
        ):
            note_event(db, "organisation", code, "viewed", person=person, at=at, page=what)
