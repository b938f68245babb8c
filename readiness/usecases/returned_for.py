"""What was returned in an organisation’s name: to be seen by its people, and taken over by them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from readiness.domain.answer_value import plain_value
from readiness.domain.assessment import Answer
from readiness.domain.came_back import KeptReturn
from readiness.domain.comparison import Way
from readiness.domain.condition import Truth
from readiness.domain.errors import NotFound
from readiness.domain.organisation import Organisation, Person
from readiness.domain.pack import Pack, Question
from readiness.domain.wording import day_words
from readiness.storage import returns
from readiness.storage.organisations import organisation_by_code
from readiness.storage.packs import pack_by_fingerprint
from readiness.usecases import permission
from readiness.usecases.assessment import OpenAssessment, answer_questions
from readiness.usecases.change import Change, SectionSaved
from readiness.usecases.kept_answers import answers_in


@dataclass(frozen=True, slots=True)
class Beside:
    """An answer that was returned, beside the one that is saved here, if there is one."""

    question: Question
    returned: Answer
    own: Answer | None

    @property
    def version(self) -> int:
        """The version of what is saved here; 0 where nothing is."""
        return self.own.version if self.own else 0


@dataclass(frozen=True, slots=True)
class Offered:
    """What was returned last for an organisation, as far as it is not answered so here already."""

    kept: KeptReturn
    lines: tuple[Beside, ...]

    @property
    def note(self) -> str:
        """What is written beside an answer that is taken over."""
        return f"Returned in {self.kept.file} on {day_words(self.kept.on)}."


def returned_for(
    db: Database, ods_code: str, *, person: Person
) -> tuple[Organisation, tuple[KeptReturn, ...]]:
    """Return an organisation, and all that was returned in its name, newest first.

    Raises:
        NotFound, NotAllowed: the person may not see this organisation.
    """
    organisation = organisation_by_code(db, ods_code)
    permission.seeing(db, person, organisation)
    return organisation, returns.every_returned(db, [ods_code], Way.RETURNED)


def answers_returned(
    db: Database, ods_code: str, row: int, *, person: Person
) -> tuple[Organisation, KeptReturn, Pack, Mapping[str, Answer]]:
    """Return one file that was returned, with its rules and its answers.

    Raises:
        NotFound: there is none of that number for it.
        NotFound, NotAllowed: the person may not see this organisation.
    """
    organisation, every = returned_for(db, ods_code, person=person)
    kept = next((one for one in every if one.row == row), None)
    if kept is None:
        raise NotFound("There is no such file for this organisation.")
    pack = pack_by_fingerprint(db, kept.fingerprint)
    return organisation, kept, pack, answers_in(db, kept, pack)


def offered_answers(db: Database, opened: OpenAssessment) -> Offered | None:
    """Return the answers that were returned last and may be taken over, None where nothing was.

    Those that are saved here already, and those to what is not asked, are left out.
    """
    if not opened.assessment.returned:
        return None
    code, pack = opened.assessment.organisation.ods_code, opened.pack.unsettled
    newest = returns.newest_returned(db, [code], Way.RETURNED).values()
    kept = [one for one in newest if one.pack_key == pack.key]
    if not kept or opened.assessment.closed is not None:
        return None
    last = max(kept, key=lambda one: one.row)
    return Offered(last, tuple(_beside(opened, answers_in(db, last, pack))))


def take_over(
    db: Database,
    opened: OpenAssessment,
    chosen: Collection[str],
    seen: Mapping[str, int],
    *,
    person: Person,
    at: datetime,
) -> SectionSaved:
    """Save the chosen answers in the name of the person, with a note that says where they are from.

    Args:
        seen: the version of each answer that the person was looking at.

    Raises:
        NotFound: nothing was returned.
        Closed, NotGiven, NotFound, NotAllowed: as `answer_questions`.
    """
    offered = offered_answers(db, opened)
    if offered is None:
        raise NotFound("Nothing was returned for this organisation.")
    changes = [
        Change(
            line.question.key,
            plain_value(line.returned.value),
            " ".join(filter(None, (line.returned.note, offered.note))),
            line.returned.evidence,
            line.returned.private,
            seen.get(line.question.key, line.version),
        )
        for line in offered.lines
        if line.question.key in chosen
    ]
    return answer_questions(db, opened, changes, person=person, at=at)


def _beside(opened: OpenAssessment, answers: Mapping[str, Answer]) -> list[Beside]:
    asked = (question for question in opened.pack.questions.values() if question.key in answers)
    lines = (Beside(q, answers[q.key], opened.given.answers.get(q.key)) for q in asked)
    return [
        line
        for line in lines
        if line.returned.value is not None
        and opened.reading.asked(line.question.key) is not Truth.NO
        and not (line.own and line.own.value == line.returned.value)
    ]
