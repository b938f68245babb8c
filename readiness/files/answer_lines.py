"""Many records of answers in one file, a record to a line."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from readiness.domain.assessment import Given
from readiness.domain.errors import Fault, RecordFaults
from readiness.domain.pack import Pack
from readiness.domain.record import parse
from readiness.files.record import named_pack, read_record

MOST_FAULTS = 100
"""Reading ends after so many faults."""


def read_lines(lines: Iterable[str], pack: Pack, file: str) -> tuple[Given, ...]:
    """Read a JSON Lines file: the record of one organisation on each line; empty lines are passed.

    Raises:
        RecordFaults: everything that is wrong with it, each with its line; also an organisation
            that stands on two lines, and a record of another pack.
    """
    faults: list[Fault] = []
    found: list[Given] = []
    first: dict[str, int] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip() or len(faults) >= MOST_FAULTS:
            continue
        try:
            given = _record(line.strip(), pack, file)
        except RecordFaults as wrong:
            faults.extend(replace(f, line=number, column=f.column or 1) for f in wrong.faults)
            continue
        code = given.organisation.ods_code
        faults.extend(_twice(file, code, first.setdefault(code, number), number))
        found.append(given)
    if faults:
        raise RecordFaults(faults)
    return tuple(found)


def _record(line: str, pack: Pack, file: str) -> Given:
    document = parse(line, file)
    key, _ = named_pack(document)
    if key not in (None, pack.key):
        what = f"remove this line, or name the pack {key} with --pack"
        raise RecordFaults([Fault(file, 0, 0, "pack", what)])
    return read_record(document, pack, file)


def _twice(file: str, code: str, first: int, number: int) -> Iterator[Fault]:
    if first != number:
        what = f"keep one of the two: the organisation stands on line {first} too"
        yield Fault(file, number, 1, f"organisation {code}", what)
