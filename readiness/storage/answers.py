"""Answers: each save of a question is a version, added and never changed."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlite_utils import Database

from readiness.domain.answer_value import plain_value, read_value
from readiness.domain.assessment import Answer, Answers, CarriedFrom, Confirmed
from readiness.domain.errors import InvalidAnswer, NotFound, Unusable
from readiness.domain.operators import Value
from readiness.domain.organisation import Person
from readiness.domain.pack import Pack
from readiness.storage.database import LARGEST_ID, add, rows, time_text
from readiness.storage.packs import pack_by_fingerprint

Origin = Literal["person", "file", "demo"]
"""How an answer came in."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The newest version of each answer that the pack asks for.

    `newest` is the number of the row added last, of whatever question; 0 when nothing was saved.
    `last` is when something was saved last and who did it; what was carried over does not count.
    """

    answers: Answers
    newest: int = 0
    last: tuple[datetime, str] | None = None


def latest(db: Database, assessment_id: int, pack: Pack) -> Kept:
    """Return the newest version of each answer; empty when nothing has been saved."""
    return latest_of_each(db, {assessment_id: pack})[assessment_id]


def latest_of_each(db: Database, packs: Mapping[int, Pack]) -> dict[int, Kept]:
    """Return the newest version of each answer of several assessments, in one query."""
    found = rows(
        db,
        f"""select {_ANSWER}, answers.question, answers.assessment, answers.id {_FROM_ANSWERS}
            where answers.assessment in (select value from json_each(?)) and {NEWEST}
            order by answers.id""",
        (json.dumps(list(packs)),),
    )
    kept: dict[int, list[Any]] = {number: [{}, 0, None] for number in packs}
    for *columns, question, assessment, number in found:
        answer = _answer(db, packs[assessment], question, columns)
        mine = kept[assessment]
        mine[1] = number
        mine[2] = mine[2] if answer.carried_from else (answer.at, answer.by)
        if question in packs[assessment].questions:
            mine[0][question] = answer
    return {number: Kept(*fields) for number, fields in kept.items()}


def versions(
    db: Database, assessment_id: int, pack: Pack, seen: Mapping[str, int]
) -> dict[str, dict[int, Answer]]:
    """Return the version seen and the newest of each question named, by question and version."""
    found = rows(
        db,
        f"""select {_ANSWER}, answers.question {_FROM_ANSWERS}
            join json_each(:seen) as seen on seen.key = answers.question
            where answers.assessment = :assessment
              and (answers.version = seen.value or {NEWEST})
            order by answers.version""",
        {"assessment": assessment_id, "seen": json.dumps(seen)},
    )
    by_question: dict[str, dict[int, Answer]] = {question: {} for question in seen}
    for *columns, question in found:
        answer = _answer(db, pack, question, columns)
        by_question[question][answer.version] = answer
    return by_question


def add_answer(
    db: Database,
    assessment_id: int,
    question: str,
    answer: Answer,
    *,
    person: Person,
    at: datetime,
    source: Origin,
) -> None:
    """Add a version of an answer, inside `immediate`; who and when are `person` and `at`."""
    add(
        db,
        "answers",
        assessment=assessment_id,
        question=question,
        version=answer.version,
        value=None if answer.value is None else _value_text(answer.value),
        note=answer.note,
        evidence=answer.evidence,
        private=int(answer.private),
        source=source,
        person=person.id,
        at=time_text(at),
    )


def history(db: Database, assessment_id: int, pack: Pack, question: str) -> tuple[Answer, ...]:
    """Return every version of an answer, oldest first."""
    found = rows(
        db,
        f"""select {_ANSWER} {_FROM_ANSWERS}
            where answers.assessment = ? and answers.question = ? order by answers.version""",
        (assessment_id, question),
    )
    return tuple(_answer(db, pack, question, row) for row in found)


def answered_since(db: Database, assessment_id: int, row: int) -> tuple[tuple[str, str], ...]:
    """Return the questions answered after a row was added, each with the name of who did it."""
    found = rows(
        db,
        """select distinct question, people.name from answers
           join people on people.id = answers.person
           where assessment = ? and answers.id > ? order by question, people.name""",
        (assessment_id, max(0, min(row, LARGEST_ID))),
    )
    return tuple((question, name) for question, name in found)


_ANSWER = (
    "answers.value, answers.note, answers.evidence, answers.private, answers.version, "
    "people.name, answers.at, carried.follows, carried.submission, before.name, "
    "carried.confirmed_at, confirmer.name, confirmed.at, "
    "(select name from contract_names as said where said.organisation = beside.organisation "
    "and said.pack_key = beside.pack_key and said.contract = ifnull(beside.contract, '') "
    "order by said.version desc limit 1), "
    "(select fingerprint from assessment_packs as put where put.assessment = beside.id "
    "order by put.id desc limit 1)"
)
_FROM_ANSWERS = """
    from answers join people on people.id = answers.person
    left join carried_answers as carried on carried.assessment = answers.assessment
        and carried.question = answers.question and carried.version = answers.version
    left join people as before on before.id = carried.confirmed_by
    left join confirmations as confirmed on confirmed.id = (
        select max(id) from confirmations where confirmations.assessment = answers.assessment
            and confirmations.question = answers.question
            and confirmations.version = answers.version
    )
    left join people as confirmer on confirmer.id = confirmed.person
    left join assessments as beside on beside.id = carried.follows and not exists (
        select 1 from rounds
        where rounds.assessment = carried.assessment and rounds.follows = carried.follows
    )
"""
NEWEST = """answers.version = (
    select max(version) from answers as later
    where later.assessment = answers.assessment and later.question = answers.question
)"""
"""What holds of the newest version of an answer."""


def _answer(db: Database, pack: Pack, question: str, row: Sequence[Any]) -> Answer:
    value, note, evidence, private, version, by, at, *rounds = row
    follows, submission, *earlier, confirmer, confirmed_at, contract, beside = rounds
    return Answer(
        value=None if value is None else _value(pack, question, json.loads(value)),
        note=note,
        evidence=evidence,
        private=bool(private),
        version=version,
        by=by,
        at=datetime.fromisoformat(at),
        carried_from=CarriedFrom(
            follows, submission, _confirmed(*earlier), _title(db, contract, beside)
        )
        if follows
        else None,
        confirmed=_confirmed(confirmer, confirmed_at),
    )


def _title(db: Database, contract: str | None, fingerprint: str | None) -> str:
    """Name the assessment beside, by its contract or else its pack; empty for an earlier round."""
    if fingerprint is None:
        return ""
    try:
        return contract or pack_by_fingerprint(db, fingerprint).title
    except (NotFound, Unusable):
        return "another assessment"


def _confirmed(by: str | None, at: str | None) -> Confirmed | None:
    return Confirmed(by, datetime.fromisoformat(at)) if by and at else None


def _value(pack: Pack, question: str, stored: object) -> Value | None:
    """Read a stored value; one that the pack no longer offers is as good as withdrawn."""
    if question not in pack.questions:
        return None
    try:
        return read_value(pack.questions[question], stored)
    except InvalidAnswer:
        return None


def _value_text(value: Value) -> str:
    return json.dumps(plain_value(value), ensure_ascii=False)
