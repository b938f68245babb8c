"""Answers that an organisation gave in other assessments, to questions that are asked here too."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from readiness.domain.assessment import Answer, Assessment
from readiness.domain.carry import Carried, carry_beside
from readiness.domain.errors import NotFound, Unusable
from readiness.domain.pack import Pack
from readiness.storage import answers, assessments, packs, rounds


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """An answer given in another assessment, and what it reads as here."""

    assessment: Assessment
    pack: Pack
    answer: Answer
    carried: Carried

    @property
    def title(self) -> str:
        """What that assessment is about: its contract, or else its pack."""
        return self.assessment.contract or self.pack.title

    @property
    def true_on(self) -> datetime:
        """When somebody last said that it is so."""
        return self.answer.true_on or self.assessment.started


def shared_answers(db: Database, assessment: Assessment, pack: Pack) -> dict[str, Elsewhere]:
    """Return the newest answer that the organisation gave elsewhere to each question asked here.

    Of every assessment beside this one the last round counts, whether open or closed. What is about
    a contract, the claim and the target date stay where they are; so do don't knows. Of two answers
    of the same moment the one that was given there goes before one carried there.
    """
    others = [
        one
        for one in assessments.newest_of_each(db, assessment.organisation.ods_code)
        if one.id != assessment.id
    ]
    known = [(one, under) for one in others if (under := _pack(db, one)) is not None]
    kept = answers.latest_of_each(db, {one.id: under for one, under in known}) if known else {}
    found = (
        Elsewhere(one, under, answer, carried)
        for one, under in known
        for key, answer in kept[one.id].answers.items()
        if (carried := carry_beside(under, pack, key, answer.value)) is not None
    )
    return _newest(found, pack)


def carry_shared(db: Database, number: int, pack: Pack) -> dict[int, int]:
    """Copy what was answered elsewhere into an assessment that begins, inside `immediate`.

    Each answer keeps who gave it, when, its note and whether that is private. Nothing changes
    where it came from.

    Returns:
        How many were copied, by the number of the assessment they came from.
    """
    begun = assessments.assessment_by_id(db, number)
    sources: dict[int, list[str]] = defaultdict(list)
    under: dict[int, str] = {}
    for key, one in shared_answers(db, begun, pack).items():
        sources[one.assessment.id].append(key)
        under[one.assessment.id] = one.assessment.fingerprint
    for source, keys in sources.items():
        rounds.carry_some(db, number, keys, follows=source, fingerprint=under[source])
    return {source: len(keys) for source, keys in sources.items()}


def _newest(found: Iterable[Elsewhere], pack: Pack) -> dict[str, Elsewhere]:
    by_question: Mapping[str, list[Elsewhere]] = defaultdict(list)
    for one in found:
        by_question[one.carried.was.key].append(one)
    return {key: max(by_question[key], key=_rank) for key in pack.questions if key in by_question}


def _rank(one: Elsewhere) -> tuple[datetime, bool, int]:
    return one.true_on, one.answer.carried_from is None, -one.assessment.id


def _pack(db: Database, assessment: Assessment) -> Pack | None:
    """Return the pack of an assessment; None where this version of the program cannot read it."""
    try:
        return packs.pack_by_fingerprint(db, assessment.fingerprint)
    except (NotFound, Unusable):
        return None
