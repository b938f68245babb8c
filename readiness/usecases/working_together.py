"""What several people do beside answering an assessment: read for a page, and for whoever comes."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlite_utils import Database

from readiness.domain.organisation import Person
from readiness.domain.pack import Question, Section
from readiness.domain.working_together import Colleague, Together
from readiness.storage import working_together as storage
from readiness.usecases import permission
from readiness.usecases.assessment import OpenAssessment


@dataclass(frozen=True, slots=True)
class Waiting:
    """What an open assessment holds for one person: their sections, and what is marked for them.

    Of their sections those with something to do are named, each with the day it was asked for by.
    """

    opened: OpenAssessment
    sections: tuple[tuple[Section, date | None], ...]
    marked: tuple[Question, ...]


def read_together(
    db: Database,
    opened: OpenAssessment,
    *,
    person: Person,
    threads: Collection[str] | None = (),
) -> Together:
    """Return who has which section of an assessment, its marks and its comments, in one query.

    Args:
        threads: the questions whose comments are read and not only counted; None is all of them.

    Raises:
        NotFound: the person may not see this organisation.
    """
    permission.require(person, opened.assessment.organisation)
    return storage.working_together(db, opened.assessment.id, threads)


def read_colleagues(
    db: Database, opened: OpenAssessment, *, person: Person
) -> tuple[Colleague, ...]:
    """Return who holds a role within the organisation of an assessment, by name.

    Raises:
        NotFound: the person may not see this organisation.
    """
    permission.require(person, opened.assessment.organisation)
    return storage.colleagues(db, opened.assessment.organisation.ods_code)


def waiting_for(
    db: Database, opened: Sequence[OpenAssessment], *, person: Person
) -> tuple[Waiting, ...]:
    """Return what open assessments hold for a person, in their order; those with nothing are left
    out, and so is everything where one person uses a copy.
    """
    if person.local or not opened:
        return ()
    found = storage.waiting_for(db, person.id, [one.assessment.id for one in opened])
    mine = (_waiting(one, *found.get(one.assessment.id, ({}, ()))) for one in opened)
    return tuple(one for one in mine if one.sections or one.marked)


def _waiting(
    opened: OpenAssessment, given: Mapping[str, date | None], marked: Collection[str]
) -> Waiting:
    progress = opened.reading.progress
    to_do = {s.key for s in opened.pack.sections if s.key in given and progress(s.questions).to_do}
    return Waiting(
        opened,
        tuple((one, given[one.key]) for one in opened.pack.sections if one.key in to_do),
        tuple(question for key, question in opened.pack.questions.items() if key in marked),
    )
