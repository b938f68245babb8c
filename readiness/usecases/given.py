"""The limit of a contributor: they answer the sections given to them, and no others."""

from collections.abc import Iterable

from sqlite_utils import Database

from readiness.domain.assessment import Assessment
from readiness.domain.errors import NotAllowed
from readiness.domain.organisation import Person
from readiness.domain.pack import Pack
from readiness.domain.working_together import ask_whom
from readiness.storage.working_together import working_together
from readiness.usecases import permission


class NotGiven(NotAllowed):
    """Something was said in a section that was not given to whoever said it; nothing was saved."""


def require_given(
    db: Database, assessment: Assessment, pack: Pack, questions: Iterable[str], *, person: Person
) -> None:
    """Refuse a person who answers questions of sections that are not theirs; inside `immediate`.

    A question that the pack does not ask is in no section.

    Raises:
        NotGiven: saying who has the first of those sections.
        NotFound, NotAllowed: the person may not see the assessment.
    """
    asked = {pack.questions[key].section for key in questions if key in pack.questions}
    if person.local or not asked:
        return
    may = permission.opening(db, person, assessment)
    refused = [one for one in pack.sections if one.key in asked and not may.answers(one.key)]
    if refused:
        given = working_together(db, assessment.id).assignment(refused[0].key)
        raise NotGiven(f"Nothing was saved. {ask_whom(refused[0].title, given, may)}")
