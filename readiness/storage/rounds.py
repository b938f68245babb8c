"""Assessments that follow others, and the answers carried into them so that nobody types twice."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from sqlite_utils import Database

from readiness.domain.organisation import Person
from readiness.storage.answers import NEWEST
from readiness.storage.confirmations import bases
from readiness.storage.database import add, change, rows, time_text


@dataclass(frozen=True, slots=True)
class Round:
    """An assessment that followed another, after which submission of it, when and by whom."""

    assessment: int
    follows: int
    submission: int
    at: datetime
    by: str


def round_of(db: Database, assessment_id: int) -> Round | None:
    """Return how an assessment followed another; None where it is the first of its kind."""
    found = rows(db, f"{_ROUNDS} where rounds.assessment = ?", (assessment_id,))
    return _round(*found[0]) if found else None


def round_after(db: Database, assessment_id: int) -> Round | None:
    """Return the assessment that followed one, or None."""
    found = rows(db, f"{_ROUNDS} where rounds.follows = ?", (assessment_id,))
    return _round(*found[0]) if found else None


def add_round(
    db: Database,
    assessment_id: int,
    *,
    follows: int,
    submission: int,
    person: Person,
    at: datetime,
) -> None:
    """Note that an assessment follows another after a submission (its row), inside `immediate`."""
    add(
        db,
        "rounds",
        assessment=assessment_id,
        follows=follows,
        submission=submission,
        person=person.id,
        at=time_text(at),
    )


def carry_answers(
    db: Database,
    assessment_id: int,
    *,
    follows: int,
    fingerprint: str,
    submission: int,
    submitted: Mapping[str, int],
) -> None:
    """Copy the newest answers of one assessment into the next as they are, inside `immediate`.

    Each keeps who gave it and when, and its value as it was typed, so that it can be read under any
    rules. One that was cleared is copied for its note, if it has one.

    Args:
        fingerprint: the rules that the first one is under.
        submission: the number of its last submission.
        submitted: the version of each answer that is part of that.
    """
    newest = [question for question, *_ in _newest(db, follows)]
    carry_some(
        db,
        assessment_id,
        newest,
        follows=follows,
        fingerprint=fingerprint,
        submission=submission,
        submitted=submitted,
    )


def carry_some(
    db: Database,
    assessment_id: int,
    questions: Collection[str],
    *,
    follows: int,
    fingerprint: str,
    submission: int | None = None,
    submitted: Mapping[str, int] = MappingProxyType({}),
) -> None:
    """Copy the newest answers to some questions into an assessment without any, as they are.

    See `carry_answers`, which copies all of them.
    """
    stands = {basis.question: basis.fingerprints for basis in bases(db, follows)}
    for question, version, confirmed_by, confirmed_at in _newest(db, follows):
        if question not in questions:
            continue
        change(
            db,
            _COPY,
            {"to": assessment_id, "from": follows, "question": question, "version": version},
        )
        under = stands.get(question, (fingerprint,))
        add(
            db,
            "carried_answers",
            assessment=assessment_id,
            question=question,
            version=1,
            follows=follows,
            from_version=version,
            submission=submission if submitted.get(question) == version else None,
            fingerprint=fingerprint if fingerprint in under else under[0],
            confirmed_by=confirmed_by,
            confirmed_at=confirmed_at,
        )


def _newest(db: Database, assessment_id: int) -> list[tuple[str, int, int | None, str | None]]:
    """Return the answers to carry, each with who confirmed it last and when."""
    found = rows(
        db,
        f"""select answers.question, answers.version,
                ifnull(here.person, carried.confirmed_by), ifnull(here.at, carried.confirmed_at)
            from answers
            left join carried_answers as carried on carried.assessment = answers.assessment
                and carried.question = answers.question and carried.version = answers.version
            left join confirmations as here on here.id = (
                select max(id) from confirmations as said
                where said.assessment = answers.assessment
                    and said.question = answers.question and said.version = answers.version
            )
            where answers.assessment = ? and {NEWEST}
                and (answers.value is not null or answers.note <> '' or answers.evidence <> '')
            order by answers.id""",
        (assessment_id,),
    )
    return [(question, version, person, at) for question, version, person, at in found]


_COPY = """
    insert into answers
        (assessment, question, version, value, note, evidence, private, source, person, at)
    select :to, question, 1, value, note, evidence, private, source, person, at
    from answers where assessment = :from and question = :question and version = :version
"""

_ROUNDS = """
    select rounds.assessment, rounds.follows, submissions.number, rounds.at, people.name
    from rounds join submissions on submissions.id = rounds.submission
    join people on people.id = rounds.person
"""


def _round(assessment: int, follows: int, submission: int, at: str, by: str) -> Round:
    return Round(assessment, follows, submission, datetime.fromisoformat(at), by)
