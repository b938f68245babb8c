"""A comparison made of records in one file, each judged on its own day by one pack."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from readiness.domain.answer_value import plain_value
from readiness.domain.assessment import Given
from readiness.domain.comparison import Comparison, Group, Member, Submitted, Way
from readiness.domain.organisation import Organisation
from readiness.domain.pack import Pack
from readiness.domain.record import organisation_fields
from readiness.domain.tally import Tally, tallies, tally_of
from readiness.domain.verdict import assess
from readiness.files.record_lines import read_lines


@dataclass(frozen=True, slots=True)
class Line:
    """A record without its answers; `tally` only where it had to be judged by itself."""

    organisation: Organisation
    on: date
    contract: str | None
    tally: Tally | None


@dataclass(frozen=True, slots=True)
class Compared:
    """The comparison, and of organisations with several contracts those that are left aside."""

    comparison: Comparison
    aside: tuple[Line, ...]


def compare_lines(lines: Iterable[bytes], pack: Pack, file: str) -> Compared:
    """Compare the organisations of a file of records; of several contracts the newest counts.

    Raises:
        RecordFaults: everything that is wrong with any line, each with its number.
    """
    found: list[Line] = []
    together = iter(tallies(pack, _documents(read_lines(lines, pack, file), pack, found)))
    newest: dict[str, tuple[Line, Tally]] = {}
    aside = []
    for line in found:
        judged = line, line.tally or next(together)
        code = line.organisation.ods_code
        other = newest.get(code)
        if other is None or other[0].on < line.on:
            newest[code] = judged
        if other is not None:
            aside.append(other[0] if newest[code] is judged else line)
    members = sorted(
        (_member(line, tally, pack) for line, tally in newest.values()),
        key=lambda one: (one.organisation.name.casefold(), one.code),
    )
    on = max((line.on for line in found), default=date.min)
    group = Group("", file, tuple(one.code for one in members))
    return Compared(Comparison(pack, group, on, tuple(members)), tuple(aside))


def _documents(
    givens: Iterable[Given], pack: Pack, found: list[Line]
) -> Iterator[Mapping[str, Any]]:
    """Yield what a tally reads of each record, and note the record; one with a host is judged."""
    for given in givens:
        tally = tally_of(assess(pack, given), pack) if given.host else None
        found.append(Line(given.organisation, given.on, given.contract, tally))
        if tally is None:
            answers = {key: {"value": plain_value(a.value)} for key, a in given.answers.items()}
            yield {
                "on": given.on.isoformat(),
                "organisation": organisation_fields(given.organisation),
                "network": given.network,
                "answers": answers,
            }


def _member(line: Line, tally: Tally, pack: Pack) -> Member:
    sent = Submitted(Way.RETURNED, 0, None, 0, line.on, "", pack, tally)
    return Member(line.organisation, sent)
