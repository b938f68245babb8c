"""Put an open assessment under the rules now in use: look before, look again after, and undo."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path

from sqlite_utils import Database

from readiness.domain.assessment import Answers, Given
from readiness.domain.carry import Carried, Fate, carry, from_one_to_another
from readiness.domain.errors import Conflict, NotFound, PackFaults
from readiness.domain.organisation import Person
from readiness.domain.pack import Pack, Question
from readiness.domain.replay import Position, position_of
from readiness.domain.revision import Revision, compare
from readiness.domain.verdict import Verdict, assess
from readiness.storage import answers, assessments, packs
from readiness.storage.confirmations import Basis, add_confirmation, bases
from readiness.storage.database import immediate
from readiness.storage.events import note_event
from readiness.usecases import permission
from readiness.usecases.assessment import OpenAssessment, require_open
from readiness.usecases.given import require_given
from readiness.usecases.hosted import NO_TIE, ties_of
from readiness.usecases.pack import pack_in_use


@dataclass(frozen=True)
class Look:
    """An answer carried from the rules it was given under, by its version."""

    carried: Carried
    version: int


@dataclass(frozen=True)
class Preview:
    """What would become of an assessment under other rules: its answers, its stage, its route."""

    opened: OpenAssessment
    revision: Revision
    looks: tuple[Look, ...]
    after: Verdict

    @property
    def to(self) -> Pack:
        """The rules it would be under."""
        return self.revision.new

    @cached_property
    def kept(self) -> tuple[Carried, ...]:
        """The answers that mean what they meant."""
        return tuple(look.carried for look in self.looks if look.carried.fate is Fate.KEPT)

    @cached_property
    def to_review(self) -> tuple[Carried, ...]:
        """The answers that would need another look."""
        return tuple(look.carried for look in self.looks if look.carried.fate is Fate.REVIEW)

    @cached_property
    def dropped(self) -> tuple[Carried, ...]:
        """The answers that would not be read."""
        return tuple(look.carried for look in self.looks if look.carried.fate is Fate.DROPPED)

    @cached_property
    def new_questions(self) -> tuple[Question, ...]:
        """The questions that nobody was asked before."""
        old = self.revision.old.questions
        return tuple(q for key, q in self.to.questions.items() if key not in old)

    @property
    def was(self) -> Position:
        """Where it stands now."""
        return position_of(self.opened.verdict)

    @property
    def now(self) -> Position:
        """Where it would stand."""
        return position_of(self.after)


@dataclass(frozen=True, slots=True)
class RulesOfAssessment:
    """What there is to know of an assessment's rules: newer ones, former ones, and what to look at.

    `newer` is None where it is under those in use, `former` where there is no change to undo.
    """

    newer: Pack | None
    former: Pack | None
    looks: tuple[Look, ...]


def rules_of_assessment(db: Database, rules: Path, opened: OpenAssessment) -> RulesOfAssessment:
    """Return what an assessment's page tells of its rules, in few queries where nothing changed."""
    put = opened.assessment.packs
    carried = any(answer.carried_from for answer in opened.given.answers.values())
    return RulesOfAssessment(
        newer_pack(db, rules, opened),
        _former(db, put),
        answers_to_look_at(db, opened) if carried or len(put) > 1 else (),
    )


def newer_pack(db: Database, rules: Path, opened: OpenAssessment) -> Pack | None:
    """Return the pack in use, when that is not what an assessment is under and can be used."""
    try:
        now = pack_in_use(db, rules, opened.assessment.pack_key).pack
    except (NotFound, PackFaults):
        return None
    return None if now.fingerprint == opened.assessment.fingerprint else now


def preview_change(
    db: Database, rules: Path, opened: OpenAssessment, *, person: Person
) -> Preview | None:
    """Say what would become of an assessment under the rules in use; None if it is there already.

    Raises:
        NotFound: the pack is in use no longer.
        PackFaults: the pack in the folder is in use and faulty.
        NotFound, NotAllowed: the person may not see this organisation, or not do this for it.
    """
    permission.seeing(db, person, opened.assessment.organisation)
    to = pack_in_use(db, rules, opened.assessment.pack_key).pack
    if to.fingerprint == opened.assessment.fingerprint:
        return None
    read = answers.latest(db, opened.assessment.id, to).answers
    about = opened.assessment
    given = Given(about.organisation, opened.given.on, read, contract=about.contract)
    tie = ties_of(db, [about], {about.id: to}, given.on).get(about.id, NO_TIE)
    given = replace(given, host=tie.hosted)
    looks = carried_to(db, opened.assessment.id, bases(db, opened.assessment.id), to)
    return Preview(opened, compare(opened.pack.unsettled, to), looks, assess(to, given))


def change_pack(
    db: Database,
    rules: Path,
    opened: OpenAssessment,
    *,
    person: Person,
    at: datetime,
    seen: tuple[str, str] | None = None,
) -> None:
    """Put an assessment under its pack as it is in use; nothing changes if it is already.

    Answers are found again by their question's key; one that the pack no longer offers reads as
    not answered, and is kept.

    Args:
        seen: the fingerprints from and to which the person was shown the change.

    Raises:
        Conflict: it would no longer be the change that the person was shown.
        NotFound: the pack is in use no longer.
        PackFaults: the pack in the folder is in use and faulty.
        NotFound, NotAllowed: the person may not see this organisation, or not do this for it.
    """
    person = permission.managing(db, person, opened.assessment.organisation)
    now = pack_in_use(db, rules, opened.assessment.pack_key)
    with immediate(db):
        there = require_open(db, opened.assessment.id)
        if there.fingerprint == now.pack.fingerprint:
            return
        if seen not in (None, (there.fingerprint, now.pack.fingerprint)):
            raise Conflict(
                "The rules were changed after you opened this page. "
                "Look again at what would change, then move."
            )
        if now.files is not None:
            packs.keep_pack(db, now.pack, now.files, at=at)
        _put_under(db, there.id, now.pack, there.fingerprint, person, at, undo=False)


def former_pack(db: Database, assessment_id: int) -> Pack | None:
    """Return the pack that undoing the last change goes back to; None where nothing was changed."""
    return _former(db, assessments.packs_in_turn(db, assessment_id))


def undo_change(
    db: Database, opened: OpenAssessment, *, seen: str, person: Person, at: datetime
) -> None:
    """Put an assessment back under the pack it was under before; its answers are as they were.

    Args:
        seen: the fingerprint of the rules that the person wants to leave.

    Raises:
        Conflict: it is under other rules by now, or was never under any others.
        NotFound, NotAllowed: the person may not see this organisation, or not do this for it.
    """
    person = permission.managing(db, person, opened.assessment.organisation)
    with immediate(db):
        there = require_open(db, opened.assessment.id)
        former = former_pack(db, there.id)
        if there.fingerprint != seen or former is None:
            raise Conflict("The rules were changed meanwhile. Look again before you undo.")
        _put_under(db, there.id, former, there.fingerprint, person, at, undo=True)


def answers_to_look_at(db: Database, opened: OpenAssessment) -> tuple[Look, ...]:
    """Return the answers given under other rules that need another look, in the pack's order.

    Each stays until its question is saved again, or it is confirmed. An answer that the rules no
    longer offer is among them; one whose question is gone is not.
    """
    order = list(opened.pack.questions)
    here, number = opened.pack.fingerprint, opened.assessment.id
    elsewhere = [basis for basis in bases(db, number) if here not in basis.fingerprints]
    found = [
        look
        for look in carried_to(db, number, elsewhere, opened.pack)
        if look.carried.fate is not Fate.KEPT and look.carried.now is not None
    ]
    return tuple(sorted(found, key=lambda look: order.index(look.carried.was.key)))


def confirm_answer(
    db: Database,
    opened: OpenAssessment,
    question: str,
    *,
    version: int,
    person: Person,
    at: datetime,
) -> None:
    """Note that an answer given under other rules holds under these as well.

    Args:
        version: the version of the answer that the person looked at.

    Raises:
        NotFound: there is no answer to this question to look at.
        Conflict: it was saved since, or it cannot be read and must be answered again.
        NotGiven: it is in a section that somebody else has.
        NotFound, NotAllowed: the person may not see this organisation, or not do this for it.
    """
    person = permission.answering(db, person, opened.assessment.organisation)
    number = opened.assessment.id
    with immediate(db):
        there = require_open(db, number)
        require_given(db, there, opened.pack, [question], person=person)
        looks = {look.carried.was.key: look for look in answers_to_look_at(db, opened)}
        look = looks.get(opened.pack.question(question).key)
        if there.fingerprint != opened.assessment.fingerprint or look is None:
            raise NotFound("This answer needs no other look: it was saved or confirmed meanwhile.")
        if look.version != version or look.carried.fate is Fate.DROPPED:
            raise Conflict("This answer was changed meanwhile, or must be given again.")
        key = look.carried.was.key
        add_confirmation(db, number, key, version, opened.pack, person=person, at=at)
        note_event(
            db, "assessment", number, "confirmed", person=person, at=at, versions={key: version}
        )


def carried_to(
    db: Database, assessment_id: int, found: Sequence[Basis], to: Pack
) -> tuple[Look, ...]:
    """Carry answers from the rules they stand under to others."""
    under = {name: packs.pack_by_fingerprint(db, name) for b in found for name in b.fingerprints}
    revisions = {name: from_one_to_another(pack, to) for name, pack in under.items()}
    given = {
        name: answers.latest(db, assessment_id, under[name]).answers
        for name in {basis.fingerprints[0] for basis in found}
    }
    carried = (_look(basis, revisions, given[basis.fingerprints[0]]) for basis in found)
    return tuple(look for look in carried if look is not None)


def _look(basis: Basis, revisions: dict[str, Revision], given: Answers) -> Look | None:
    """Carry an answer from whichever of the rules it stands under keeps it best."""
    answer = given.get(basis.question)
    if answer is None or answer.value is None:
        return None
    each = [
        carry(revisions[name], basis.question, answer.value)
        for name in basis.fingerprints
        if basis.question in revisions[name].old.questions
    ]
    kept = (carried for carried in each if carried.fate is Fate.KEPT)
    return Look(next(kept, each[0]), basis.version)


def _former(db: Database, put: tuple[str, ...]) -> Pack | None:
    turns = _turns(put)
    return packs.pack_by_fingerprint(db, turns[-2]) if len(turns) > 1 else None


def _turns(fingerprints: tuple[str, ...]) -> list[str]:
    """Return the packs of an assessment without the steps that were taken back."""
    turns: list[str] = []
    for fingerprint in fingerprints:
        if turns[-2:-1] == [fingerprint]:
            turns.pop()
        else:
            turns.append(fingerprint)
    return turns


def _put_under(
    db: Database,
    number: int,
    pack: Pack,
    was: str,
    person: Person,
    at: datetime,
    *,
    undo: bool,
) -> None:
    assessments.use_pack(db, number, pack, person=person, at=at)
    detail = {"was": was, "now": pack.fingerprint, "undo": undo}
    note_event(db, "assessment", number, "pack-changed", person=person, at=at, **detail)
