"""What members of a group submitted, returned or began under a pack: for many in few queries."""

import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from sqlite_utils import Database

from readiness.domain.calendar import london_day
from readiness.domain.comparison import Begun, Submitted, Way
from readiness.storage.database import rows, stream, time_text

Kept = TypeVar("Kept", "Line", Submitted)
"""What names a document by its way and its row."""


@dataclass(frozen=True, slots=True)
class Line:
    """A submission that may be compared, without its document; `row` is its number in its table.

    It counts `since` it was signed off or imported; `at` is the day on which it was declared.
    """

    organisation: str
    way: Way
    row: int
    assessment: int | None
    number: int
    fingerprint: str
    digest: str
    at: date
    by: str
    since: datetime


def lines_of(
    db: Database, ods_codes: Collection[str], pack_key: str, until: datetime
) -> tuple[dict[str, Line], dict[str, Line]]:
    """Return the newest submission of each organisation as it counted at a time, in one query.

    What was signed off counts from its sign-off, what came back in a file from its import. Of the
    same day, what was signed off stands before what came back.

    Returns:
        The newest submission and the newest estimate of each, by code; often there is none.
    """
    return newest_by(every_line(db, ods_codes, pack_key, until), until)


def every_line(
    db: Database, ods_codes: Collection[str], pack_key: str, until: datetime
) -> tuple[Line, ...]:
    """Return every submission and estimate of organisations that counted by a time, in one query.

    Those of one organisation stand together.
    """
    found = rows(
        db,
        _LINES,
        {"codes": json.dumps(list(ods_codes)), "pack": pack_key, "until": time_text(until)},
    )
    return tuple(_line(*row) for row in found)


def newest_by(lines: Iterable[Line], until: datetime) -> tuple[dict[str, Line], dict[str, Line]]:
    """Choose the newest submission and the newest estimate of each that counted by a time."""
    submitted: dict[str, Line] = {}
    estimates: dict[str, Line] = {}
    for line in lines:
        kept = estimates if line.way is Way.ESTIMATE else submitted
        newest = kept.get(line.organisation)
        if line.since <= until and (newest is None or newest.at <= line.at):
            kept[line.organisation] = line
    return submitted, estimates


def _line(
    organisation: str,
    way: str,
    row: int,
    assessment: int | None,
    number: int,
    fingerprint: str,
    digest: str,
    at: str,
    by: str,
    since: str,
) -> Line:
    day = date.fromisoformat(at) if len(at) == 10 else london_day(datetime.fromisoformat(at))
    counts = datetime.fromisoformat(since)
    return Line(
        organisation, Way(way), row, assessment, number, fingerprint, digest, day, by, counts
    )


def submitted_by(db: Database, ods_codes: Collection[str], pack_key: str) -> frozenset[str]:
    """Return who of some organisations has signed off or returned answers under a pack."""
    found = rows(
        db,
        """select assessments.organisation from sign_offs
            join submissions on submissions.id = sign_offs.submission
            join assessments on assessments.id = submissions.assessment
            where sign_offs.decision = 'signed' and pack_key = :pack
                and assessments.organisation in (select value from json_each(:codes))
            union select organisation from returned_documents
            where way = 'returned' and pack_key = :pack
                and organisation in (select value from json_each(:codes))""",
        {"codes": json.dumps(sorted(ods_codes)), "pack": pack_key},
    )
    return frozenset(organisation for (organisation,) in found)


def documents_of(db: Database, lines: Collection[Kept]) -> Iterator[tuple[Kept, str]]:
    """Go through the documents of some submissions, one at a time; signed ones first."""
    for table, returned in (("submissions", False), ("returned_documents", True)):
        here = {line.row: line for line in lines if (line.way is not Way.SIGNED) is returned}
        if here:
            found = stream(
                db,
                f"select id, document from {table} where id in (select value from json_each(?))",
                (json.dumps(list(here)),),
            )
            for row, document in found:
                yield here[row], document


def begun_by(db: Database, ods_codes: Collection[str], pack_key: str) -> dict[str, Begun]:
    """Return what organisations have open under a pack, by code, in one query.

    Of several open assessments the one started last stands for them.
    """
    found = rows(db, _BEGUN, {"codes": json.dumps(list(ods_codes)), "pack": pack_key})
    return {organisation: _begun(*row) for organisation, *row in found}


State = tuple[str | int | None, ...]
"""What changes when anything is written that a comparison is made of."""


def state_of(db: Database) -> State:
    """Return the file of a database and the newest rows that comparisons read, in one query.

    Every write notes an event, and the hash of the newest stands for all before it. Looking,
    taking files away and signing in change no comparison.
    """
    return tuple(rows(db, _STATE)[0])


def _begun(
    assessment: int,
    started: str,
    saved: str | None,
    declared: str | None,
    decision: str | None,
    decided: str | None,
    shared: str | None,
) -> Begun:
    return Begun(
        assessment,
        _day(started) or date.min,
        _day(saved),
        waiting=_day(declared) if decision is None else None,
        sent_back=_day(decided) if decision == "sent-back" else None,
        shared=_day(shared),
    )


def _day(text: Any) -> date | None:
    return london_day(datetime.fromisoformat(text)) if text else None


_LINES = """
    select assessments.organisation, 'signed', submissions.id, assessments.id, submissions.number,
        submissions.fingerprint, submissions.digest, submissions.declared_at, signer.name,
        sign_offs.at
    from sign_offs join submissions on submissions.id = sign_offs.submission
    join assessments on assessments.id = submissions.assessment
    join people as signer on signer.id = sign_offs.person
    where sign_offs.decision = 'signed' and sign_offs.at <= :until
        and assessments.pack_key = :pack
        and assessments.organisation in (select value from json_each(:codes))
    union all
    select organisation, way, id, null, 0, fingerprint, digest, declared_on, declared_by, at
    from returned_documents
    where pack_key = :pack and at <= :until
        and organisation in (select value from json_each(:codes))
    order by 1, 2, 3
"""

_READ = (
    "organisations",
    "memberships",
    "successions",
    "register_entries",
    "assessments",
    "answers",
    "submissions",
    "sign_offs",
    "reviews",
    "returned_documents",
    "draft_consents",
)
"""The tables that comparisons read, where rows are added and not changed."""

_STATE = f"""
    select (select file from pragma_database_list where name = 'main'),
        (select hash from events where what not in ('viewed', 'exported', 'signed-in', 'signed-out')
            order by id desc limit 1),
        (select count(until) from memberships),
        (select count(closed_at) from assessments),
        {", ".join(f"(select max(rowid) from {table})" for table in _READ)}
"""

_BEGUN = """
    select assessments.organisation, assessments.id, assessments.started_at,
        case when sign_offs.decision = 'signed' and consent.shared is not 1 then null else
            (select max(at) from answers where answers.assessment = assessments.id) end,
        last.declared_at, sign_offs.decision, sign_offs.at,
        case when consent.shared = 1 then consent.at end
    from assessments
    left join submissions as last on last.id = (
        select max(id) from submissions where submissions.assessment = assessments.id
    )
    left join sign_offs on sign_offs.submission = last.id
    left join draft_consents as consent on consent.id = (
        select max(id) from draft_consents where draft_consents.assessment = assessments.id
    )
    where assessments.pack_key = :pack and assessments.closed_at is null
        and assessments.organisation in (select value from json_each(:codes))
    order by assessments.id
"""
