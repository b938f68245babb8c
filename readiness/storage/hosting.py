"""Agreements between hosts and guests, publications and adoptions: rows added, never changed."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlite_utils import Database

from readiness.domain.errors import NotFound
from readiness.domain.hosting import Adoption, Agreement, Deed, Publication, Side
from readiness.domain.organisation import Person
from readiness.storage.database import LARGEST_ID, add, rows, time_text
from readiness.storage.organisations import COLUMNS, organisation_of


@dataclass(frozen=True, slots=True)
class Adopted:
    """What was said last of what an assessment rests on, with the host's own document.

    The publication is None, and the document empty, where it was taken back.
    """

    adoption: Adoption
    publication: Publication | None
    document: str
    fingerprint: str


def agreements_among(db: Database, codes: Iterable[str]) -> tuple[Agreement, ...]:
    """Return the agreements of some organisations, be they host or guest, the last proposed first.

    They come in one query, however many there are.
    """
    found = rows(
        db,
        f"""{_AGREEMENTS} where {_NEWEST} and (
                host in (select value from json_each(:codes))
                or guest in (select value from json_each(:codes))
            ) order by number desc""",
        {"codes": json.dumps(sorted(set(codes)))},
    )
    return tuple(_agreement(row) for row in found)


def agreement_by_number(db: Database, number: int) -> Agreement:
    """Return an agreement as it stands now.

    Raises:
        NotFound: there is none of that number.
    """
    known = 0 < number <= LARGEST_ID
    found = rows(db, f"{_AGREEMENTS} where number = ? and {_NEWEST}", (number,)) if known else []
    if not found:
        raise NotFound("There is no such agreement here.")
    return _agreement(found[0])


def next_number(db: Database) -> int:
    """Return the number that the next agreement gets."""
    return int(rows(db, "select ifnull(max(number), 0) + 1 from hosting_agreements")[0][0])


def add_agreement(db: Database, agreement: Agreement, *, person: Person, at: datetime) -> None:
    """Add a version of an agreement, inside `immediate`."""
    add(
        db,
        "hosting_agreements",
        number=agreement.number,
        version=agreement.version,
        host=agreement.host.ods_code,
        guest=agreement.guest.ods_code,
        pack_key=agreement.pack_key,
        sections=json.dumps(agreement.sections),
        first_day=agreement.first.isoformat(),
        last_day=agreement.last.isoformat() if agreement.last else None,
        deed=str(agreement.deed),
        side=str(agreement.side),
        paper=agreement.paper,
        person=person.id,
        at=time_text(at),
    )


def publications_of(db: Database, hosts: Iterable[str]) -> tuple[Publication, ...]:
    """Return what some hosts published, the newest first."""
    found = rows(
        db,
        f"""{_PUBLICATIONS} where publications.host in (select value from json_each(?))
            order by publications.id desc""",
        (json.dumps(sorted(hosts)),),
    )
    return tuple(_publication(row) for row in found)


def add_publication(
    db: Database,
    submission_id: int,
    host: str,
    pack_key: str,
    sections: Sequence[str],
    *,
    person: Person,
    at: datetime,
) -> int:
    """Add what a host publishes, inside `immediate`; return its number."""
    return add(
        db,
        "publications",
        submission=submission_id,
        host=host,
        pack_key=pack_key,
        sections=json.dumps(sections),
        person=person.id,
        at=time_text(at),
    )


def document_of(db: Database, publication: int) -> tuple[str, str]:
    """Return the document of the submission that was published, and the pack it was made under."""
    found = rows(
        db,
        """select document, fingerprint from submissions
           join publications on publications.submission = submissions.id
           where publications.id = ?""",
        (publication,),
    )
    document, fingerprint = found[0]
    return document, fingerprint


def add_adoption(
    db: Database,
    assessment: int,
    version: int,
    publication: int | None,
    agreement: int,
    *,
    on: date,
    person: Person,
    at: datetime,
) -> None:
    """Add what an assessment rests on from now on, inside `immediate`."""
    add(
        db,
        "adoptions",
        assessment=assessment,
        version=version,
        publication=publication,
        agreement=agreement,
        adopted_on=on.isoformat(),
        person=person.id,
        at=time_text(at),
    )


def adopted_by(db: Database, assessments: Iterable[int]) -> dict[int, Adopted]:
    """Return what was said last of what each of some assessments rests on, in one query."""
    found = rows(
        db,
        f"""select adoptions.assessment, adoptions.version, publication, agreement, adopted_on,
                adopters.name, adoptions.at, submissions.document, submissions.fingerprint,
                {_PUBLISHED}
            from adoptions
            join people as adopters on adopters.id = adoptions.person
            left join publications on publications.id = adoptions.publication
            {_WITH_PUBLICATION.replace("join", "left join")}
            where adoptions.assessment in (select value from json_each(?)) and version = (
                select max(version) from adoptions as later
                where later.assessment = adoptions.assessment
            )""",
        (json.dumps(list(assessments)),),
    )
    return {
        row[0]: Adopted(
            _adoption(row[:7]),
            None if row[2] is None else _publication(row[9:]),
            row[7] or "",
            row[8] or "",
        )
        for row in found
    }


_NEWEST = """version = (
    select max(version) from hosting_agreements as later
    where later.number = hosting_agreements.number
)"""
"""What holds of the version of an agreement that counts."""

_AGREEMENTS = f"""
    select number, {COLUMNS.replace("organisations.", "hosts.")},
        {COLUMNS.replace("organisations.", "guests.")}, pack_key, sections, first_day, last_day,
        deed, side, version, paper, people.name, at
    from hosting_agreements
    join organisations as hosts on hosts.ods_code = host
    join organisations as guests on guests.ods_code = guest
    join people on people.id = person
"""

_PUBLISHED = f"""publications.id, {COLUMNS}, publications.pack_key, submissions.assessment,
    submissions.number, submissions.judged_on, publications.sections, publishers.name,
    publications.at"""
"""What `_publication` reads, in this order."""

_WITH_PUBLICATION = """
    join submissions on submissions.id = publications.submission
    join organisations on organisations.ods_code = publications.host
    join people as publishers on publishers.id = publications.person
"""

_PUBLICATIONS = f"select {_PUBLISHED} from publications {_WITH_PUBLICATION}"


def _agreement(row: Sequence[Any]) -> Agreement:
    pack_key, sections, first, last, deed, side, version, paper, by, at = row[11:]
    return Agreement(
        number=row[0],
        host=organisation_of(row[1:6]),
        guest=organisation_of(row[6:11]),
        pack_key=pack_key,
        sections=tuple(json.loads(sections)),
        first=date.fromisoformat(first),
        last=date.fromisoformat(last) if last else None,
        deed=Deed(deed),
        side=Side(side),
        version=version,
        paper=paper,
        by=by,
        at=datetime.fromisoformat(at),
    )


def _publication(row: Sequence[Any]) -> Publication:
    pack_key, assessment, number, judged_on, sections, by, at = row[6:]
    return Publication(
        id=row[0],
        host=organisation_of(row[1:6]),
        pack_key=pack_key,
        assessment=assessment,
        submission=number,
        judged_on=date.fromisoformat(judged_on),
        sections=tuple(json.loads(sections)),
        by=by,
        at=datetime.fromisoformat(at),
    )


def _adoption(row: Sequence[Any]) -> Adoption:
    assessment, version, publication, agreement, on, by, at = row
    return Adoption(
        assessment,
        version,
        publication,
        agreement,
        date.fromisoformat(on),
        by,
        datetime.fromisoformat(at),
    )
