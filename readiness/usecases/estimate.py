"""A commissioner’s own estimate of where a member stands: marked, and never counted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from sqlite_utils import Database

from readiness.domain.answer_value import read_value
from readiness.domain.assessment import Answer, Given
from readiness.domain.came_back import KeptReturn
from readiness.domain.comparison import Group, Way
from readiness.domain.errors import Conflict, InvalidAnswer, NotFound
from readiness.domain.organisation import Organisation, Person
from readiness.domain.pack import Pack, Question
from readiness.domain.record import write_given
from readiness.storage import returns
from readiness.storage.compared import lines_of
from readiness.storage.database import immediate
from readiness.storage.events import note_event
from readiness.storage.organisations import organisation_by_code
from readiness.storage.packs import keep_pack
from readiness.usecases.assessment import Change
from readiness.usecases.kept_answers import answers_in
from readiness.usecases.pack import pack_in_use
from readiness.usecases.returns import importing


class UnfitEstimate(InvalidAnswer):
    """Answers that do not fit their questions: `refused` are those changes."""

    def __init__(self, refused: Sequence[Change]) -> None:
        self.refused = tuple(refused)
        super().__init__("Some answers do not fit their questions.")


class EstimatedSince(Conflict):
    """Somebody else saved an estimate of the same member first: `theirs`."""

    def __init__(self, theirs: KeptReturn) -> None:
        self.theirs = theirs
        super().__init__(
            f"{theirs.by} saved an estimate after you opened the page. "
            "Look at what they said, then save again."
        )


@dataclass(frozen=True, slots=True)
class Estimate:
    """What is estimated of a member; `kept` is None where nothing was.

    With `submitted` the member has spoken for itself, and the estimate is shown nowhere.
    """

    group: Group
    organisation: Organisation
    pack: Pack
    kept: KeptReturn | None
    answers: Mapping[str, Answer]
    submitted: bool

    @property
    def version(self) -> int:
        """What a later save has to have seen; 0 where nothing was estimated."""
        return self.kept.row if self.kept else 0


def estimated_questions(pack: Pack) -> tuple[Question, ...]:
    """Return what is estimated: the stage claimed, then the questions of the ten-minute look."""
    keys = dict.fromkeys([pack.claimed, *(question.key for question in pack.first)])
    return tuple(pack.questions[key] for key in keys)


def read_estimate(
    db: Database, system: str, code: str, pack: Pack, *, person: Person, on: date
) -> Estimate:
    """Return what is estimated of a member of a system.

    Raises:
        NotFound: it is no member, or there is no such system, or it is not for this person.
        NotAllowed: the person may see the system, and is no commissioner of it.
    """
    _, group = importing(db, system, person=person, on=on)
    if code not in group.codes:
        raise NotFound(f"{code} is no member of {group.name} today.")
    newest = returns.newest_returned(db, [code], Way.ESTIMATE)
    kept = newest.get((code, pack.key, None))
    tomorrow = datetime.combine(on + timedelta(days=1), time(), UTC)
    submitted, _ = lines_of(db, [code], pack.key, tomorrow)
    answers = answers_in(db, kept, pack) if kept else {}
    organisation = organisation_by_code(db, code)
    return Estimate(group, organisation, pack, kept, answers, bool(submitted))


def save_estimate(
    db: Database,
    rules: Path,
    system: str,
    code: str,
    pack: Pack,
    changes: Sequence[Change],
    *,
    seen: int,
    person: Person,
    at: datetime,
    on: date,
) -> None:
    """Keep an estimate whole; one without answers takes the last one back.

    Raises:
        UnfitEstimate: answers do not fit; nothing was saved.
        EstimatedSince: somebody saved one since.
        InvalidAnswer: the member has submitted, so that nothing is estimated any more.
        NotFound, NotAllowed: as `read_estimate`.
    """
    person, _ = importing(db, system, person=person, on=on)
    answers = _read(pack, changes, person)
    used = pack_in_use(db, rules, pack.key)
    with immediate(db):
        known = read_estimate(db, system, code, pack, person=person, on=on)
        if known.submitted:
            raise InvalidAnswer(f"{known.organisation.name} has submitted: use what it says.")
        if known.kept is not None and known.kept.row != seen:
            raise EstimatedSince(known.kept)
        if used.files is not None:
            keep_pack(db, used.pack, used.files, at=at)
        returns.add_returned(
            db,
            code,
            (pack.key, pack.fingerprint),
            write_given(Given(known.organisation, on, answers), pack),
            Way.ESTIMATE,
            round_number=None,
            by=person.name,
            on=on,
            file="",
            person=person,
            at=at,
        )
        note_event(
            db, "organisation", code, "estimated", person=person, at=at, answers=len(answers)
        )


def _read(pack: Pack, changes: Sequence[Change], person: Person) -> dict[str, Answer]:
    answers, refused = {}, []
    for change in changes:
        try:
            value = read_value(pack.questions[change.question], change.value)
        except InvalidAnswer:
            refused.append(change)
            continue
        if value is not None:
            answers[change.question] = Answer(value, by=person.name)
    if refused:
        raise UnfitEstimate(refused)
    return answers
