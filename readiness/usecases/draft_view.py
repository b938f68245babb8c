"""A draft that an organisation shares by consent, as the commissioners of its systems see it."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlite_utils import Database

from readiness.domain.calendar import london_day
from readiness.domain.comparison import Group
from readiness.domain.errors import NotFound
from readiness.domain.organisation import Person
from readiness.domain.shared import SharedDraft, share_draft
from readiness.storage.assessments import assessments_by_number
from readiness.usecases import permission
from readiness.usecases.assessment import as_they_stand
from readiness.usecases.comparison import group_of
from readiness.usecases.viewing import note_view


@dataclass(frozen=True, slots=True)
class DraftView:
    """A shared draft: in which system it is looked at, since when it is shared, when last saved."""

    group: Group
    draft: SharedDraft
    shared_on: date
    saved: datetime | None


def read_draft(
    db: Database, system: str, assessment_id: int, *, person: Person, on: date, at: datetime
) -> DraftView:
    """Return what others may see of a draft; that somebody else looked at it is on record.

    Raises:
        NotFound: there is no such draft of a member of the system, nobody shares it, it is closed,
            or it is not for this person.
        NotAllowed: the person is not known here.
    """
    person = permission.known(db, person)
    group, placed = group_of(db, system, person=person, on=on)
    found = assessments_by_number(db, [assessment_id])
    if not found or found[0].closed or found[0].organisation.ods_code not in placed:
        raise NotFound(permission.NOTHING_HERE)
    assessment, consent = found[0], found[0].consent
    if not consent.shared or consent.at is None:
        raise NotFound(permission.NOTHING_HERE)
    if not permission.may_see(person, assessment.organisation):
        note_view(db, assessment.organisation, f"draft {assessment.pack_key}", person, at)
    opened = as_they_stand(db, [assessment], on)[0]
    saved = opened.saved.at if opened.saved else None
    draft = share_draft(opened.verdict)
    return DraftView(group, draft, london_day(consent.at), saved)
