"""Whether an organisation shares a draft with its commissioners: each saying is a version."""

from datetime import datetime

from sqlite_utils import Database

from readiness.domain.organisation import Person
from readiness.storage.database import add, time_text


def add_consent(
    db: Database, assessment_id: int, shared: bool, version: int, *, person: Person, at: datetime
) -> None:
    """Add whether a draft is shared from now on, inside `immediate`."""
    add(
        db,
        "draft_consents",
        assessment=assessment_id,
        version=version,
        shared=int(shared),
        person=person.id,
        at=time_text(at),
    )
