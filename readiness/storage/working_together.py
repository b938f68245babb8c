"""What people do beside answering, read for a page in one query, and who there is to work with."""

import json
from collections.abc import Collection, Iterable
from datetime import date

from sqlite_utils import Database

from readiness.domain.access import WITHIN
from readiness.domain.organisation import Person
from readiness.domain.system_round import AskedFor
from readiness.domain.working_together import Assignment, Colleague, Comment, Mark, Together
from readiness.storage import assignments, comments, marks
from readiness.storage.assignments import assignment_of
from readiness.storage.comments import comment_of
from readiness.storage.database import rows
from readiness.storage.grants import CURRENT, holders, read_grants
from readiness.storage.marks import mark_of
from readiness.storage.system_rounds import ASKING, asked_for_of


def working_together(
    db: Database, assessment_id: int, threads: Collection[str] | None = ()
) -> Together:
    """Return who has which section, the marks, and how many comments there are, in one query.

    Args:
        threads: the questions whose comments are wanted as well; None wants all of them.
    """
    given: dict[str, Assignment] = {}
    marked: dict[str, Mark] = {}
    counts: dict[str, int] = {}
    found: dict[str, list[Comment]] = {}
    asked: list[AskedFor] = []
    wanted = None if threads is None else json.dumps(list(threads))
    for what, key, row in rows(db, _TOGETHER, {"assessment": assessment_id, "wanted": wanted}):
        match what:
            case "given":
                given[key] = assignment_of(json.loads(row))
            case "marked":
                marked[key] = mark_of(json.loads(row))
            case "counted":
                counts[key] = int(row)
            case "asked":
                asked.append(asked_for_of(json.loads(row)))
            case _:
                found.setdefault(key, []).append(comment_of(json.loads(row)))
    in_turn = {key: tuple(sorted(those, key=_number)) for key, those in found.items()}
    asked.sort(key=lambda one: (one.round.closes, one.round.number))
    return Together(given, marked, counts, in_turn, tuple(asked))


def colleagues(db: Database, organisation: str) -> tuple[Colleague, ...]:
    """Return who holds a role within an organisation, by name."""
    found = ((number, name) for number, name, role in holders(db, organisation) if role in WITHIN)
    return tuple(Colleague(number, name) for number, name in dict.fromkeys(found))


def person_at_work(
    db: Database, person_id: int, assessment_id: int, organisation: str
) -> tuple[Person, bool, tuple[str, ...]] | None:
    """Return a person, whether nobody else holds a role within an organisation, and what is theirs.

    What is theirs are the sections of the assessment that were given to them. None where this copy
    knows nobody of that number.
    """
    found = rows(
        db,
        _AT_WORK,
        {
            "person": person_id,
            "assessment": assessment_id,
            "organisation": organisation,
            "within": json.dumps(sorted(WITHIN)),
        },
    )
    if not found:
        return None
    number, name, grants, alone, sections = found[0]
    return Person(number, name, read_grants(grants)), bool(alone), tuple(json.loads(sections))


def waiting_for(
    db: Database, person_id: int, assessment_ids: Iterable[int]
) -> dict[int, tuple[dict[str, date | None], tuple[str, ...]]]:
    """Return what a person has in several assessments, in one query: the sections given to them,
    each with its day if it has one, and the questions marked for them. An assessment that holds
    nothing for them is left out.
    """
    found = rows(
        db, _WAITING, {"person": person_id, "assessments": json.dumps(list(assessment_ids))}
    )
    mine: dict[int, tuple[dict[str, date | None], list[str]]] = {}
    for number, what, key, due in found:
        given, marked = mine.setdefault(number, ({}, []))
        if what == "given":
            given[key] = date.fromisoformat(due) if due else None
        else:
            marked.append(key)
    return {number: (given, tuple(marked)) for number, (given, marked) in mine.items()}


def _number(comment: Comment) -> int:
    return comment.number


_TOGETHER = f"""
    select 'given', assignments.section, json_array({assignments.COLUMNS}) {assignments.FROM}
    where assessment = :assessment and {assignments.NEWEST}
    union all
    select 'marked', marks.question, json_array({marks.COLUMNS}) {marks.FROM}
    where assessment = :assessment and {marks.NEWEST}
    union all
    select 'counted', question, count(*) from comments
    where assessment = :assessment
        and not exists (select 1 from comments_struck_out where comment = comments.id)
    group by question
    union all
    select 'said', comments.question, json_array({comments.COLUMNS}) {comments.FROM}
    where assessment = :assessment
        and (:wanted is null or comments.question in (select value from json_each(:wanted)))
    union all {ASKING}
"""

_AT_WORK = f"""
    select id, name,
        (select json_group_array(json_array(role, organisation)) from grants
         where grants.person = people.id and {CURRENT}),
        not exists (
            select 1 from grants where grants.organisation = :organisation
                and grants.person <> people.id
                and role in (select value from json_each(:within)) and {CURRENT}),
        (select json_group_array(section) from assignments
         where assessment = :assessment and assignments.person = people.id
             and {assignments.NEWEST})
    from people where id = :person
"""

_WAITING = f"""
    select assessment, 'given', section, due from assignments
    where person = :person and assessment in (select value from json_each(:assessments))
        and {assignments.NEWEST}
    union all
    select assessment, 'marked', question, null from marks
    where for_person = :person and standing = 1
        and assessment in (select value from json_each(:assessments)) and {marks.NEWEST}
"""
