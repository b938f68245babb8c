"""Share a draft with the commissioners of one’s systems, or stop; and how far shared ones are."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from sqlite_utils import Database

from readiness.domain.comparison import Begun
from readiness.domain.errors import Conflict
from readiness.domain.organisation import Person
from readiness.storage.assessments import assessments_by_number
from readiness.storage.database import immediate
from readiness.storage.draft_consents import add_consent
from readiness.storage.events import note_event
from readiness.usecases import permission
from readiness.usecases.assessment import OpenAssessment, as_they_stand, require_open


def share_draft(
    db: Database,
    opened: OpenAssessment,
    shared: bool,
    *,
    seen: int,
    person: Person,
    at: datetime,
) -> None:
    """Share a draft with commissioners from now on, or keep it back; the same again is no change.

    Args:
        seen: the version that the person was shown; 0 where nothing was said.

    Raises:
        Conflict: somebody decided it since.
        Closed: the organisation was assessed again since.
        NotFound, NotAllowed: the person may not see this organisation, or not do this for it.
    """
    person = permission.managing(db, person, opened.assessment.organisation)
    with immediate(db):
        assessment = require_open(db, opened.assessment.id)
        number, newest = assessment.id, assessment.consent
        if newest.shared is shared:
            return
        if newest.version != seen:
            deed = "shared this draft" if newest.shared else "stopped sharing this draft"
            raise Conflict(
                f"{newest.by} {deed} after you opened this page. Look again, then decide."
            )
        add_consent(db, number, shared, newest.version + 1, person=person, at=at)
        what = "draft-shared" if shared else "draft-kept-back"
        note_event(db, "assessment", number, what, person=person, at=at, version=newest.version + 1)


def with_progress(db: Database, begun: Mapping[str, Begun], on: date) -> dict[str, Begun]:
    """Say of the drafts that are shared how many questions are answered; of the others nothing.

    Where no draft is shared it takes no query, else as many for one as for a hundred.
    """
    numbers = [one.assessment for one in begun.values() if one.shared]
    if not numbers:
        return dict(begun)
    opened = as_they_stand(db, assessments_by_number(db, numbers), on)
    progress = {one.assessment.id: one.reading.progress() for one in opened}
    return {
        code: replace(one, answered=found.answered, asked=found.asked)
        if one.shared and (found := progress.get(one.assessment))
        else one
        for code, one in begun.items()
    }
