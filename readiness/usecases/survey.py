"""What the members of a system replied to the questions of published surveys, as a report."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlite_utils import Database

from readiness.domain.band import Band, band_of, by_order
from readiness.domain.comparison import Group
from readiness.domain.hosted import reading_of
from readiness.domain.organisation import Person
from readiness.domain.pack import Pack
from readiness.domain.replay import given_of
from readiness.domain.replies import Replies, asked_alike, replies, replies_of
from readiness.domain.stored import stored_in
from readiness.domain.survey_report import SurveyReport, report, surveyed
from readiness.storage.compared import Line, documents_of, lines_of
from readiness.storage.organisations import organisations_by_code
from readiness.storage.packs import pack_by_fingerprint
from readiness.usecases import permission
from readiness.usecases.comparison import end_of, group_of
from readiness.usecases.judged import declared

MOST_REMEMBERED = 20_000
"""The replies of how many submissions are remembered before all are forgotten."""

_REMEMBERED: dict[tuple[str, str, str], Replies] = {}
"""Replies, by the fingerprints of their rules and of those of the report, and the digest.

A document is never changed, so what it says stays what it says.
"""


@dataclass(frozen=True, slots=True)
class SystemSurvey:
    """The surveys redone for a system: its members, of which bands, and the report.

    `members` counts those that are shown, of all bands or of the one that was asked for.
    """

    group: Group
    members: int
    bands: tuple[Band, ...]
    report: SurveyReport


def read_survey(
    db: Database,
    system: str,
    pack: Pack,
    *,
    person: Person,
    on: date,
    band: Band | None = None,
) -> SystemSurvey:
    """Redo the surveys of a pack with what members signed off or returned last.

    The number of queries is constant; documents are read only of what this process has not read
    before.

    Raises:
        NotFound: there is no such system, or its members’ submissions are not for this person.
        NotAllowed: the person is not known here.
        Unusable: a document is no longer what was declared, or its rules cannot be read.
    """
    person = permission.known(db, person)
    group, _ = group_of(db, system, person=person, on=on)
    lines, _ = lines_of(db, group.codes, pack.key, end_of(on))
    heard = _replies(db, lines.values(), pack)
    bands = {one.ods_code: band_of(one) for one in organisations_by_code(db, group.codes)}
    said = [(bands[code], heard[line]) for code, line in lines.items() if code in bands]
    members = sum(band in (None, each) for each in bands.values())
    return SystemSurvey(group, members, by_order(bands.values()), report(pack, said, band))


def _replies(db: Database, lines: Collection[Line], pack: Pack) -> Mapping[Line, Replies]:
    """Return what submissions say, each read by the rules it was made under."""
    if len(_REMEMBERED) > MOST_REMEMBERED:
        _REMEMBERED.clear()
    kept = {line: _REMEMBERED.get(_key(line, pack)) for line in lines}
    found = {line: said for line, said in kept.items() if said is not None}
    new = [line for line in lines if line not in found]
    for fingerprint in dict.fromkeys(line.fingerprint for line in new):
        old = pack_by_fingerprint(db, fingerprint)
        keys = asked_alike(surveyed(pack), old, pack)
        found |= _read(db, old, keys, [line for line in new if line.fingerprint == fingerprint])
    _REMEMBERED.update({_key(line, pack): found[line] for line in new})
    return found


def _key(line: Line, pack: Pack) -> tuple[str, str, str]:
    return line.fingerprint, pack.fingerprint, line.digest


def _read(
    db: Database, pack: Pack, keys: Sequence[str], lines: Collection[Line]
) -> dict[Line, Replies]:
    """Read submissions of one version of the rules, one after another."""
    found: dict[Line, Replies] = {}
    plain: list[Line] = []

    def documents() -> Iterator[Mapping[str, Any]]:
        for line, text in documents_of(db, lines):
            document = declared(line, text)
            if document.get("host"):
                given = given_of(stored_in(text), pack)
                found[line] = replies_of(reading_of(pack, given), keys)
            else:
                plain.append(line)
                yield document

    said = replies(pack, keys, documents())
    return found | dict(zip(plain, said, strict=True))
