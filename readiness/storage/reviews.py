"""What reviewers say of the rules of a submission: each saying is a version, added and kept."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from readiness.domain.checked import Opinion
from readiness.domain.organisation import Person
from readiness.storage.database import add, rows, time_text


@dataclass(frozen=True, slots=True)
class Review:
    """What a reviewer said last of one rule; an opinion of None is one that was taken back."""

    rule: str
    opinion: Opinion | None
    note: str
    version: int
    person: int
    by: str
    at: datetime


def reviews_of(db: Database, submissions: Iterable[int]) -> dict[int, tuple[Review, ...]]:
    """Return the newest saying of each reviewer on each rule of submissions (their rows)."""
    found: dict[int, list[Review]] = {row: [] for row in submissions}
    for submission, rule, opinion, note, version, person, by, at in rows(
        db,
        """select submission, rule, opinion, note, version, person, people.name, at
           from reviews join people on people.id = person
           where submission in (select value from json_each(?)) and version = (
               select max(version) from reviews as later
               where later.submission = reviews.submission and later.person = reviews.person
                   and later.rule = reviews.rule
           ) order by reviews.id""",
        (json.dumps(list(found)),),
    ):
        said = Opinion(opinion) if opinion else None
        when = datetime.fromisoformat(at)
        found[submission].append(Review(rule, said, note, version, person, by, when))
    return {row: tuple(reviews) for row, reviews in found.items()}


def add_review(
    db: Database,
    submission: int,
    rule: str,
    opinion: Opinion | None,
    note: str,
    version: int,
    *,
    person: Person,
    at: datetime,
) -> None:
    """Add what a reviewer says of a rule of a submission (its row), inside `immediate`."""
    add(
        db,
        "reviews",
        submission=submission,
        rule=rule,
        version=version,
        opinion=str(opinion or ""),
        note=note,
        person=person.id,
        at=time_text(at),
    )
