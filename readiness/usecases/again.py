"""Assess an organisation again: its answers are carried over, and people say whether they hold."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path

from sqlite_utils import Database

from readiness.domain.assessment import Answer, Submission
from readiness.domain.carry import Carried, Fate
from readiness.domain.errors import Conflict
from readiness.domain.organisation import Person
from readiness.domain.pack import Pack
from readiness.storage import answers, assessments, packs, rounds, submissions
from readiness.storage.assignments import carry_assignments
from readiness.storage.confirmations import add_confirmation, bases
from readiness.storage.database import immediate
from readiness.storage.events import note_event
from readiness.storage.rounds import Round
from readiness.usecases import permission
from readiness.usecases.about import refuse_closed
from readiness.usecases.assessment import OpenAssessment, require_open
from readiness.usecases.contract import named
from readiness.usecases.given import require_given
from readiness.usecases.pack import pack_in_use
from readiness.usecases.pack_change import Look, answers_to_look_at, carried_to

__all__ = ["AlreadyBegun", "Confirming", "NextRound", "Round", "assess_again", "confirm_all"]


class AlreadyBegun(Conflict):
    """Somebody has begun to assess the organisation again: when, who, and where that is."""

    def __init__(self, began: Round) -> None:
        self.assessment = began.assessment
        super().__init__(
            f"{began.by} has begun to assess this organisation again. There is one assessment at a "
            "time, so that nobody answers twice: carry on there."
        )


@dataclass(frozen=True)
class NextRound:
    """What would be carried into the next assessment of an organisation, under the rules in use.

    `looks` are the answers with a value, each read under those rules; `newer` are those that were
    saved after the last submission.
    """

    opened: OpenAssessment
    to: Pack
    looks: tuple[Look, ...]
    newer: tuple[str, ...]

    @cached_property
    def carried(self) -> tuple[Carried, ...]:
        """The answers that can be read."""
        return tuple(look.carried for look in self.looks if look.carried.fate is not Fate.DROPPED)

    @cached_property
    def to_review(self) -> tuple[Carried, ...]:
        """Those of them whose questions have changed, so that they need another look."""
        return tuple(one for one in self.carried if one.fate is Fate.REVIEW)

    @cached_property
    def dropped(self) -> tuple[Carried, ...]:
        """The answers that cannot be read; they stay where they were given."""
        return tuple(look.carried for look in self.looks if look.carried.fate is Fate.DROPPED)


@dataclass(frozen=True, slots=True)
class Confirming:
    """What became of answers said to be still true, by question.

    `stale` were changed since they were shown, and `to_look_at` stand under a question that has
    changed; neither was confirmed.
    """

    confirmed: tuple[str, ...]
    stale: tuple[str, ...] = ()
    to_look_at: tuple[str, ...] = ()


def next_round(db: Database, rules: Path, opened: OpenAssessment, *, person: Person) -> NextRound:
    """Say what the next assessment of an organisation would begin with.

    Raises:
        AlreadyBegun: it has begun.
        Conflict: nothing was submitted yet.
        NotFound, PackFaults: the pack is in use no longer, or is faulty.
        NotFound, NotAllowed: the person may not see this organisation, or not do this for it.
    """
    permission.seeing(db, person, opened.assessment.organisation)
    last = _submitted(db, opened)
    to = pack_in_use(db, rules, opened.assessment.pack_key).pack
    number, versions = opened.assessment.id, _versions(last)
    looks = carried_to(db, number, bases(db, number), to)
    keys = ((look.carried.was.key, look.version) for look in looks)
    newer = tuple(key for key, version in keys if versions.get(key) != version)
    return NextRound(opened, to, looks, newer)


def assess_again(
    db: Database,
    rules: Path,
    opened: OpenAssessment,
    *,
    person: Person,
    at: datetime,
    seen: str | None = None,
) -> int:
    """Close an assessment that was submitted and begin the next; return the number of that.

    Its submissions stay as they are. Every answer is copied with who gave it and when, and who had
    a section has it again.

    Args:
        seen: the fingerprint of the rules that the person was shown.

    Raises:
        AlreadyBegun: somebody has done so already.
        InvalidAnswer: the organisation is closed.
        Conflict: nothing was submitted yet, or other rules are in use by now.
        NotFound, PackFaults: the pack is in use no longer, or is faulty.
        NotFound, NotAllowed: the person may not see this organisation, or not do this for it.
    """
    person = permission.managing(db, person, opened.assessment.organisation)
    now = pack_in_use(db, rules, opened.assessment.pack_key)
    if seen not in (None, now.pack.fingerprint):
        raise Conflict(
            "The rules were changed after you opened this page. "
            "Look again at what is carried over, then assess again."
        )
    with immediate(db):
        last = _submitted(db, opened)
        was = require_open(db, opened.assessment.id)
        refuse_closed(db, was.organisation, on=at.date())
        if now.files is not None:
            packs.keep_pack(db, now.pack, now.files, at=at)
        assessments.close_assessment(db, was.id, at=at)
        code = was.organisation.ods_code
        number = assessments.add_assessment(
            db, code, now.pack, person=person, at=at, contract_key=was.contract_key
        )
        rounds.add_round(db, number, follows=was.id, submission=last.id, person=person, at=at)
        rounds.carry_answers(
            db,
            number,
            follows=was.id,
            fingerprint=was.fingerprint,
            submission=last.number,
            submitted=_versions(last),
        )
        sections = {section.key for section in now.pack.sections}
        carry_assignments(db, number, sections, follows=was.id)
        began = {
            "follows": was.id,
            "submission": last.number,
            "fingerprint": now.pack.fingerprint,
            **named(was),
        }
        note_event(db, "assessment", was.id, "closed", person=person, at=at, followed_by=number)
        note_event(db, "assessment", number, "started", person=person, at=at, **began)
        return number


def round_of(db: Database, opened: OpenAssessment) -> Round | None:
    """Return how an assessment followed another; None where it is the first of its kind."""
    return rounds.round_of(db, opened.assessment.id)


def round_after(db: Database, opened: OpenAssessment) -> Round | None:
    """Return the assessment that followed one, or None."""
    return rounds.round_after(db, opened.assessment.id)


def without_question(db: Database, opened: OpenAssessment) -> tuple[Carried, ...]:
    """Return the answers whose questions the rules no longer ask; they are kept and not read."""
    here, number = opened.pack.fingerprint, opened.assessment.id
    elsewhere = [basis for basis in bases(db, number) if here not in basis.fingerprints]
    looks = carried_to(db, number, elsewhere, opened.pack)
    return tuple(look.carried for look in looks if look.carried.now is None)


def confirm_all(
    db: Database,
    opened: OpenAssessment,
    shown: Mapping[str, int],
    *,
    person: Person,
    at: datetime,
) -> Confirming:
    """Note that answers carried over are still true, each as it was shown: its question, version.

    What was confirmed before, was not carried or has no answer is passed over.

    Raises:
        Closed: the organisation was assessed again since.
        NotGiven: one of them is in a section that somebody else has; nothing was confirmed.
        NotFound, NotAllowed: the person may not see this organisation, or not do this for it.
    """
    person = permission.answering(db, person, opened.assessment.organisation)
    number = opened.assessment.id
    with immediate(db):
        require_open(db, number)
        kept = answers.latest(db, number, opened.pack).answers
        looks = {look.carried.was.key for look in answers_to_look_at(db, opened)}
        found = {key: kept[key] for key in shown if key in kept}
        stale = [key for key, answer in found.items() if answer.version != shown[key]]
        waiting = [key for key, answer in found.items() if answer.to_confirm and key not in stale]
        holding = [key for key in waiting if key not in looks]
        require_given(db, opened.assessment, opened.pack, holding, person=person)
        _confirm(db, opened, {key: found[key] for key in holding}, person, at)
    return Confirming(tuple(holding), tuple(stale), _those(waiting, looks))


def _confirm(
    db: Database,
    opened: OpenAssessment,
    holding: Mapping[str, Answer],
    person: Person,
    at: datetime,
) -> None:
    number = opened.assessment.id
    for key, answer in holding.items():
        add_confirmation(db, number, key, answer.version, opened.pack, person=person, at=at)
    if holding:
        versions = {key: answer.version for key, answer in holding.items()}
        note_event(db, "assessment", number, "confirmed", person=person, at=at, versions=versions)


def _submitted(db: Database, opened: OpenAssessment) -> Submission:
    """Return the last submission of an assessment that can be followed by another."""
    after = rounds.round_after(db, opened.assessment.id)
    if after is not None:
        raise AlreadyBegun(after)
    last = submissions.last_submission(db, opened.assessment.id)
    if last is None:
        raise Conflict("Submit this assessment first. Until then it can be answered as it is.")
    return last


def _versions(submission: Submission) -> dict[str, int]:
    """Return the version of each answer that a submission holds."""
    held = json.loads(submission.document)["answers"]
    return {question: answer["version"] for question, answer in held.items()}


def _those(keys: Sequence[str], among: set[str]) -> tuple[str, ...]:
    return tuple(key for key in keys if key in among)
