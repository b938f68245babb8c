"""Under which rules each answer was given, and under which others it was said to hold still."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from readiness.domain.organisation import Person
from readiness.domain.pack import Pack
from readiness.storage.answers import NEWEST
from readiness.storage.database import add, rows, time_text


@dataclass(frozen=True, slots=True)
class Basis:
    """The fingerprints under which the newest version of an answer stands: the first is the one it
    was saved under, here or in the assessment it was carried from; the others are those it was
    confirmed under.
    """

    question: str
    version: int
    fingerprints: tuple[str, ...]


def bases(db: Database, assessment_id: int) -> tuple[Basis, ...]:
    """Return under which rules each answer of an assessment stands; withdrawn ones are left out."""
    found = rows(
        db,
        f"""select question, version,
                coalesce(
                    (select fingerprint from carried_answers as carried
                     where carried.assessment = answers.assessment
                       and carried.question = answers.question
                       and carried.version = answers.version),
                    (select fingerprint from assessment_packs as put
                     where put.assessment = answers.assessment and since <= answers.at
                     order by put.id desc limit 1),
                    (select fingerprint from assessment_packs as put
                     where put.assessment = answers.assessment order by put.id limit 1)
                ),
                (select group_concat(fingerprint) from confirmations
                 where confirmations.assessment = answers.assessment
                   and confirmations.question = answers.question
                   and confirmations.version = answers.version)
            from answers where assessment = ? and value is not null and {NEWEST}
            order by answers.id""",
        (assessment_id,),
    )
    return tuple(_basis(row) for row in found)


def add_confirmation(
    db: Database,
    assessment_id: int,
    question: str,
    version: int,
    pack: Pack,
    *,
    person: Person,
    at: datetime,
) -> None:
    """Note that an answer holds under a pack as well, inside `immediate`."""
    add(
        db,
        "confirmations",
        assessment=assessment_id,
        question=question,
        version=version,
        fingerprint=pack.fingerprint,
        person=person.id,
        at=time_text(at),
    )


def _basis(row: Sequence[Any]) -> Basis:
    question, version, saved_under, confirmed = row
    return Basis(question, version, (saved_under, *(confirmed.split(",") if confirmed else ())))
