"""Many records of answers in one file: a JSON object on each line, read one after another."""

from collections.abc import Iterable, Iterator

from readiness.domain.assessment import Given
from readiness.domain.errors import Fault, RecordFaults
from readiness.domain.pack import Pack
from readiness.domain.record import LONGEST_RECORD, parse
from readiness.files.record import read_record

MOST_FAULTS = 1_000
"""After so many faults no more are looked for."""


def read_lines(lines: Iterable[bytes], pack: Pack, file: str) -> Iterator[Given]:
    """Yield the record of every line that can be read; empty lines are passed over.

    Raises:
        RecordFaults: once all lines are read, everything that is wrong with any of them, each with
            its line. An organisation that stands on two lines, both without a contract or of one,
            is a fault, for it would count twice.
    """
    faults: list[Fault] = []
    seen: dict[tuple[str, str], int] = {}
    for number, line in enumerate(lines, start=1):
        given = _record(line, number, pack, file, faults) if line.strip() else None
        if given is not None:
            code = given.organisation.ods_code
            one = code, (given.contract or "").casefold()
            if one in seen:
                what = f"remove one of the two: {code} stands on lines {seen[one]} and {number}"
                faults.append(Fault(file, number, 1, "organisation", what))
            seen.setdefault(one, number)
            if not faults:
                yield given
        if len(faults) >= MOST_FAULTS:
            break
    if faults:
        raise RecordFaults(faults)


def _record(line: bytes, number: int, pack: Pack, file: str, faults: list[Fault]) -> Given | None:
    try:
        if len(line) > 4 * LONGEST_RECORD:
            raise RecordFaults([Fault(file, 0, 0, "the record", "shorten it: it is too long")])
        return read_record(parse(line.decode("utf-8-sig").strip(), file), pack, file)
    except UnicodeDecodeError:
        faults.append(Fault(file, number, 1, "the record", "save the file as UTF-8 text"))
    except RecordFaults as wrong:
        faults += [Fault(file, number, max(f.column, 1), f.where, f.what) for f in wrong.faults]
    return None
