"""Register files to entries: the official reports as they are downloaded, and simple tables."""

import csv
import hashlib
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from readiness.domain.errors import Fault
from readiness.domain.organisation import OrganisationKind
from readiness.domain.register import Comparison, Entry, Reading
from readiness.domain.succession import Succession
from readiness.files.register_columns import (
    NOT_ORGANISATIONS,
    REPORTS,
    WIDTH,
    is_heading,
    kind_of_columns,
    named,
    source_of,
)
from readiness.files.register_fields import Unfit, read_name
from readiness.files.register_rows import official_entry, simple_entry, succession_of, together
from readiness.files.table import csv_table
from readiness.files.unpacked import unpacked

MOST_ROWS = 400_000
"""The most rows that are read of one file."""

MOST_FAULTS = 2_000
"""The most faults that are told of one file."""

Row = list[str]


def read_register(
    name: str, data: bytes, kind: OrganisationKind | None = None
) -> tuple[Reading, ...]:
    """Read every table in a file, each row by itself: one that is bad costs no other.

    Args:
        kind: what is listed, where neither the name nor the table itself says so.
    """
    tables, faults = unpacked(name, data)
    if faults or not tables:
        empty = Fault(name, 0, 0, "the file", "choose one with a .csv in it: there is none")
        return (Reading(name, source_of(name), _digest(data), faults=faults or (empty,)),)
    return tuple(_read_table(file, table, kind) for file, table in tables)


def faults_table(faults: Sequence[Fault]) -> bytes:
    """Write what could not be read as CSV, for whoever puts it right."""
    rows = [[fault.file, fault.line or "", fault.where, fault.what] for fault in faults]
    return csv_table([["File", "Line", "Where", "What to do"], *rows])


def differences_table(comparison: Comparison) -> bytes:
    """Write everything that an import would change as CSV, a row for each fact."""
    rows = [
        [one.now.code, one.now.name, str(one.fate), change.what, change.was, change.now]
        for one in comparison.differences
        for change in one.changes
    ]
    return csv_table([["Code", "Name", "What becomes of it", "Fact", "Was", "Will be"], *rows])


def _read_table(file: str, data: bytes, kind: OrganisationKind | None) -> Reading:
    source = source_of(file)
    reading = Reading(file, source, _digest(data), kind)
    if source in NOT_ORGANISATIONS:
        what = f"leave it out: this report lists {NOT_ORGANISATIONS[source]}, not organisations"
        return replace(reading, faults=(Fault(file, 0, 0, "the file", what),))
    if b"\0" in data[:4096]:
        what = "save it as CSV: it is not a text file"
        return replace(reading, faults=(Fault(file, 0, 0, "the file", what),))
    table = _Table(file, source, kind)
    try:
        table.read(_numbered(_text(data)))
    except csv.Error as error:
        table.fault(table.line + 1, "the file", f"save it as CSV again: {error}")
    return table.reading(reading)


def _text(data: bytes) -> str:
    """Decode a table: UTF-8 with or without its mark, or the Windows code page of old exports."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@dataclass(slots=True)
class _Table:
    """One reading of one table; it collects entries and faults."""

    file: str
    source: str
    kind: OrganisationKind | None
    line: int = 0
    rows: int = 0
    entries: dict[str, Entry] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    successions: dict[tuple[str, str, date], Succession] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    kind_wanted: bool = False

    def read(self, numbered: Iterator[tuple[int, Row]]) -> None:
        """Read every row by itself, once the first one has told what kind of table this is."""
        start, first = next(((n, row) for n, row in numbered if any(row)), (0, []))
        columns = named(first)
        official = len(first) == WIDTH or (self.source in REPORTS and not columns)
        if not first:
            self.fault(0, "the file", "choose another: it is empty")
        elif official and self.source not in REPORTS and self.kind is None:
            self.kind_wanted = True
            self.fault(0, "the file", "say what kind of organisations it lists: its name does not")
        elif official:
            if not is_heading(first):
                self._row(start, first, self._official)
            self._rest(numbered, self._official)
        elif columns:
            self._simple(numbered, columns, first)
        else:
            self.fault(start, "the header", _NO_HEADER)

    def reading(self, empty: Reading) -> Reading:
        """Return all that was read."""
        return replace(
            empty,
            source=self.source,
            rows=self.rows,
            entries=self.entries,
            lines=self.lines,
            successions=tuple(self.successions.values()),
            faults=tuple(self._told()),
            kind_wanted=self.kind_wanted,
        )

    def _told(self) -> Iterator[Fault]:
        """Yield the faults, and after the most that are told how many more there are."""
        yield from self.faults[:MOST_FAULTS]
        if (more := len(self.faults) - MOST_FAULTS) > 0:
            what = f"put these right first: {more:,} more lines cannot be read"
            yield Fault(self.file, 0, 0, "the file", what)

    def fault(self, line: int, where: str, what: str) -> None:
        """Note what is wrong with a line, or with the file where the line is 0."""
        self.faults.append(Fault(self.file, line, 0, where, what))

    def _simple(
        self, numbered: Iterator[tuple[int, Row]], columns: Mapping[str, int], header: Row
    ) -> None:
        self.kind = kind_of_columns(header) or self.kind
        if self.source in REPORTS:
            self.source += "-table"  # ours, though it is called like an official report
        keep = self._succession if "predecessor" in columns else self._organisation

        def read(line: int, row: Row) -> None:
            if len(row) > len(header):
                raise Unfit("the row", f"put commas inside a cell in quotes: {len(row)} cells")
            cells = [cell.strip() for cell in row] + [""] * (len(header) - len(row))
            keep(line, {name: cells[at] for name, at in columns.items()})

        self._rest(numbered, read)

    def _rest(self, numbered: Iterator[tuple[int, Row]], read: Callable[[int, Row], None]) -> None:
        for line, row in numbered:
            if self.rows == MOST_ROWS:
                return self.fault(line, "the file", f"import it in parts of {MOST_ROWS:,} rows")
            self._row(line, row, read)

    def _row(self, line: int, row: Row, read: Callable[[int, Row], None]) -> None:
        self.line = line
        if not any(row):
            return
        self.rows += 1
        try:
            read(line, row)
        except Unfit as unfit:
            self.fault(line, *unfit.args)

    def _official(self, line: int, row: Row) -> None:
        entry = official_entry(row, self.source, self.kind)
        if entry.code in self.entries:
            there = self.lines[entry.code]
            raise Unfit("code", f"keep one: {entry.code} stands on line {there} as well")
        self._keep(line, entry)

    def _organisation(self, line: int, cells: Mapping[str, str]) -> None:
        entry = simple_entry(cells, self.kind)
        if (there := self.entries.get(entry.code)) is not None:
            entry = together(there, entry, self.lines[entry.code])
        self._keep(line, entry)

    def _succession(self, line: int, cells: Mapping[str, str]) -> None:
        one = succession_of(cells)
        key = one.predecessor, one.successor, one.on
        if key in self.successions:
            raise Unfit("the row", "keep one: the same succession stands above")
        old, new = (read_name(cells.get(n, "")) for n in ("predecessor_name", "successor_name"))
        self.successions[key] = one
        for code, name in ((one.predecessor, old), (one.successor, new)):
            if name and code not in self.entries:
                self._keep(line, Entry(code, name, self.kind))

    def _keep(self, line: int, entry: Entry) -> None:
        self.entries[entry.code] = entry
        self.lines.setdefault(entry.code, line)


_NO_HEADER = (
    "begin with a line that names the columns, code and name at least; or take an official report"
    f" of {WIDTH} fields"
)


def _numbered(text: str) -> Iterator[tuple[int, Row]]:
    """Yield the rows of a table with the line on which each ends."""
    reader = csv.reader(io.StringIO(text, newline=""))
    for row in reader:
        yield reader.line_num, row
