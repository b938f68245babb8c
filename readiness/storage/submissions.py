"""Submissions: one document each, added and never changed."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlite_utils import Database

from readiness.domain.assessment import Assessment, Submission
from readiness.domain.errors import NotFound
from readiness.domain.organisation import Person
from readiness.storage.database import LARGEST_ID, add, rows, stream, time_text


@dataclass(frozen=True, slots=True)
class SubmissionLine:
    """A submission without its document: when, by whom, and the day it is judged on."""

    number: int
    at: datetime
    declared_by: str
    judged_on: date


@dataclass(frozen=True, slots=True)
class Declared:
    """A submission with its document, the day it is judged on and the pack it was made under."""

    submission: Submission
    judged_on: date
    fingerprint: str


def add_submission(
    db: Database,
    assessment: Assessment,
    document: str,
    digest: str,
    *,
    judged_on: date,
    person: Person,
    at: datetime,
) -> Submission:
    """Add an assessment's next submission, inside `immediate`; return it with its number."""
    last = last_submission(db, assessment.id)
    number = last.number + 1 if last else 1
    row = add(
        db,
        "submissions",
        assessment=assessment.id,
        number=number,
        fingerprint=assessment.fingerprint,
        document=document,
        digest=digest,
        person=person.id,
        declared_at=time_text(at),
        judged_on=judged_on.isoformat(),
    )
    return Submission(row, assessment.id, number, document, digest, person.name, at)


def last_submission(db: Database, assessment_id: int) -> Submission | None:
    """Return the submission of an assessment that was declared last, or None."""
    found = rows(
        db,
        f"{_SUBMISSIONS} where assessment = ? order by number desc limit 1",
        (assessment_id,),
    )
    return _declared(found[0]).submission if found else None


def newest_submissions(
    db: Database, pack_key: str, places: Sequence[tuple[str, ...]]
) -> Iterator[tuple[str, list[Any]]]:
    """Go through the newest submission of each organisation under a pack, in one query.

    SQLite takes out of a document what is asked for, so that the rest is never made into values.

    Args:
        places: the names that lead to each value, from the outside of the document.

    Returns:
        The organisation’s code and the values, None where there is none, in the order in which
        assessments were started. Only one document at a time is in memory.
    """
    parts = [
        places[start : start + _MOST_AT_ONCE] for start in range(0, len(places), _MOST_AT_ONCE)
    ]
    found = stream(
        db,
        f"""select assessments.organisation, {", ".join(map(_extracted, parts))}
            from assessments join submissions on submissions.assessment = assessments.id
            where assessments.pack_key = ? and {_NEWEST}
            order by assessments.id""",
        (*(path for part in parts for path in map(_path, part)), pack_key),
    )
    for organisation, *texts in found:
        yield organisation, [value for text in texts for value in json.loads(text)[1:]]


def submission_by_number(db: Database, assessment_id: int, number: int) -> Declared:
    """Return a submission of an assessment by its number.

    Raises:
        NotFound: it has none of that number.
    """
    known = 0 < number <= LARGEST_ID
    given = (assessment_id, number)
    found = rows(db, f"{_SUBMISSIONS} where assessment = ? and number = ?", given) if known else []
    if not found:
        raise NotFound("There is no such submission of this assessment.")
    return _declared(found[0])


def newest_documents(db: Database, pack_key: str) -> Iterator[str]:
    """Yield the document of the newest submission of each organisation under a pack, by code."""
    found = stream(
        db,
        f"""select document from submissions
            join assessments on assessments.id = submissions.assessment
            where assessments.pack_key = ? and {_NEWEST}
            order by assessments.organisation, assessments.id""",
        (pack_key,),
    )
    return (document for (document,) in found)


def newest_number(db: Database) -> int:
    """Return the number of the row of whatever submission was added last; 0 when there is none."""
    return int(rows(db, "select ifnull(max(id), 0) from submissions")[0][0])


_MOST_AT_ONCE = 100
"""How many values are taken out of a document at once; SQLite allows a few more."""


_NEWEST = """number = (
    select max(number) from submissions as later where later.assessment = assessments.id
) and not exists (
    select 1 from rounds where rounds.follows = assessments.id
        and exists (select 1 from submissions as later where later.assessment = rounds.assessment)
)"""
"""What holds of the newest submission of an organisation: none later, here or in a next round."""


def _extracted(places: Sequence[tuple[str, ...]]) -> str:
    """Write what gives a list of values; one that is nowhere is first, for one alone is no list."""
    return f"json_extract(document, '$.\"\"', {', '.join('?' * len(places))})"


def _path(place: tuple[str, ...]) -> str:
    return "".join(["$", *(f'."{name}"' for name in place)])


_SUBMISSIONS = """
    select submissions.id, assessment, number, document, digest, people.name, declared_at,
        judged_on, fingerprint
    from submissions join people on people.id = submissions.person
"""


def _declared(row: Sequence[Any]) -> Declared:
    number, assessment, count, document, digest, by, at, judged_on, fingerprint = row
    submission = Submission(
        number, assessment, count, document, digest, by, datetime.fromisoformat(at)
    )
    return Declared(submission, date.fromisoformat(judged_on), fingerprint)
