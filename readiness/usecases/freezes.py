"""Say when an organisation’s network is frozen: add a freeze, change it, take it away."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlite_utils import Database

from readiness.domain.answer_value import read_text, read_value
from readiness.domain.errors import Conflict, InvalidAnswer, NotFound
from readiness.domain.freeze import LONGEST_WHAT, Freeze, check_freeze
from readiness.domain.organisation import Person
from readiness.domain.pack import Pack
from readiness.storage.database import immediate
from readiness.storage.events import note_event
from readiness.storage.freezes import add_freeze, latest_freezes
from readiness.usecases import permission
from readiness.usecases.assessment import OpenAssessment, SubmittedAssessment
from readiness.usecases.change import read_or_note

MOST_FREEZES = 30
"""The most freezes that an organisation keeps at a time."""

_NO_DAY = date(2000, 1, 1)


class UnfitFreeze(InvalidAnswer):
    """What was said of a freeze does not fit: `wrong` says so by first, last and what."""

    def __init__(self, wrong: Mapping[str, Sequence[str]]) -> None:
        self.wrong = {field: tuple(sentences) for field, sentences in wrong.items() if sentences}
        super().__init__("\n".join(line for lines in self.wrong.values() for line in lines))


class FreezeSavedSince(Conflict):
    """Somebody else saved or removed the freeze first: `theirs`."""

    def __init__(self, theirs: Freeze) -> None:
        self.theirs = theirs
        deed = "removed" if theirs.removed else "changed"
        super().__init__(
            f"{theirs.by or 'Somebody'} {deed} this freeze after you opened the page. "
            "Look at what they said, then save again."
        )


def read_freezes(
    db: Database, opened: OpenAssessment | SubmittedAssessment, *, person: Person
) -> tuple[Freeze, ...]:
    """Return the freezes of an organisation under a pack as they stand, the first one first.

    Raises:
        NotFound, NotAllowed: the person may not see this organisation, or not do this for it.
    """
    permission.require(person, opened.assessment.organisation)
    standing = [freeze for freeze in _every(db, opened) if not freeze.removed]
    return tuple(sorted(standing, key=lambda freeze: (freeze.first, freeze.last, freeze.number)))


def save_freeze(
    db: Database,
    opened: OpenAssessment,
    number: int,
    *,
    first: str,
    last: str,
    what: str,
    seen: int,
    person: Person,
    at: datetime,
) -> Freeze:
    """Add a freeze, where its number is 0, or change one; to say the same again changes nothing.

    It belongs to the organisation and the pack, and so outlives the assessment. One that was
    removed stands again when it is saved.

    Args:
        first: a day as typed, as is `last`.
        seen: the version that the person was looking at; 0 for a new one.

    Raises:
        NotFound: there is no freeze of that number.
        UnfitFreeze: with one sentence for each thing that does not fit.
        FreezeSavedSince: somebody saved or removed it since.
        NotFound, NotAllowed: the person may not see this organisation, or not do this for it.
    """
    person = permission.managing(db, person, opened.assessment.organisation)
    mine = _read(opened.pack, first, last, what)
    with immediate(db):
        every = _every(db, opened)
        if number == 0:
            for freeze in every:
                if _says(freeze) == _says(mine):
                    return freeze
            if sum(not freeze.removed for freeze in every) >= MOST_FREEZES:
                raise UnfitFreeze({"what": [f"Remove a freeze first: {MOST_FREEZES} are kept."]})
            newest = Freeze(mine.first, mine.last, "", number=len(every) + 1)
        else:
            newest = _newest(every, number)
        return _keep(db, opened, newest, replace(mine, number=newest.number), seen, person, at)


def remove_freeze(
    db: Database, opened: OpenAssessment, number: int, *, seen: int, person: Person, at: datetime
) -> None:
    """Take a freeze away; what was said of it is kept. One that is gone already stays so.

    Raises:
        NotFound: there is no freeze of that number.
        FreezeSavedSince: somebody changed it since.
        NotFound, NotAllowed: the person may not see this organisation, or not do this for it.
    """
    person = permission.managing(db, person, opened.assessment.organisation)
    with immediate(db):
        newest = _newest(_every(db, opened), number)
        _keep(db, opened, newest, replace(newest, removed=True), seen, person, at)


def _keep(
    db: Database,
    opened: OpenAssessment,
    newest: Freeze,
    mine: Freeze,
    seen: int,
    person: Person,
    at: datetime,
) -> Freeze:
    """Add a version with its event, unless it says what the newest says; inside `immediate`."""
    if _says(mine) == _says(newest):
        return newest
    if newest.version != seen:
        raise FreezeSavedSince(newest)
    organisation, pack_key = opened.assessment.organisation.ods_code, opened.assessment.pack_key
    mine = replace(mine, version=newest.version + 1, by=person.name, at=at)
    add_freeze(db, organisation, pack_key, mine, person=person, at=at)
    note_event(
        db,
        "freeze",
        f"{organisation}/{pack_key}/{mine.number}",
        "removed" if mine.removed else "saved",
        person=person,
        at=at,
        version=mine.version,
    )
    return mine


def _says(freeze: Freeze) -> tuple[object, ...]:
    return freeze.first, freeze.last, freeze.what, freeze.removed


def _every(db: Database, opened: OpenAssessment | SubmittedAssessment) -> tuple[Freeze, ...]:
    assessment = opened.assessment
    return latest_freezes(db, assessment.organisation.ods_code, assessment.pack_key)


def _newest(every: Sequence[Freeze], number: int) -> Freeze:
    for freeze in every:
        if freeze.number == number:
            return freeze
    raise NotFound("There is no such freeze. Somebody may have looked at another organisation’s.")


def _read(pack: Pack, first: str, last: str, what: str) -> Freeze:
    wrong: dict[str, list[str]] = {name: [] for name in ("first", "last", "what")}
    begin = read_or_note(wrong["first"], _NO_DAY, lambda: _day(pack, first, "first"))
    end = read_or_note(wrong["last"], _NO_DAY, lambda: _day(pack, last, "last"))
    named = read_or_note(wrong["what"], "-", lambda: read_text(what, LONGEST_WHAT, "name"))
    if not wrong["first"] and not wrong["last"]:
        read_or_note(wrong["last"], None, lambda: check_freeze(begin, end))
    if not named:
        wrong["what"].append("Say what it is, such as Winter pressure freeze.")
    if any(wrong.values()):
        raise UnfitFreeze(wrong)
    return Freeze(begin, end, " ".join(named.split()))


def _day(pack: Pack, typed: str, which: str) -> date:
    """Read a day as the pack's question for the target date reads it."""
    try:
        day = read_value(pack.questions[pack.target], typed)
    except InvalidAnswer:
        day = None
    if not isinstance(day, date):
        raise InvalidAnswer(f"Enter the {which} day, like 14 12 2026.")
    return day
