"""What register files would change: worked out without storing any of it."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlite_utils import Database

from readiness.domain.errors import Fault
from readiness.domain.register import Comparison, Entry, Fate, Reading, Said, combine, compare
from readiness.domain.succession import Succession
from readiness.storage import register, register_places

_NEW = 10**12
"""Above every number of a row, so that what is read now counts as later than what is stored."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What files would change in the register as its `stamp` has it; nothing of it is stored.

    `closed_already` counts the organisations that would be added although they are closed.
    """

    stamp: str
    readings: tuple[Reading, ...]
    comparison: Comparison
    successions: tuple[Succession, ...]
    faults: tuple[Fault, ...]
    closed_already: int
    to_store: tuple[tuple[tuple[Said, int], ...], ...]
    all_successions: tuple[Succession, ...]

    @property
    def digest(self) -> str:
        """A fingerprint of the register and the files, to import exactly what was looked at."""
        files = [(one.file, one.digest, str(one.kind)) for one in self.readings]
        return hashlib.sha256(repr((self.stamp, files)).encode()).hexdigest()

    @property
    def changes_nothing(self) -> bool:
        """Whether all of it is here already, word for word."""
        return not (any(self.to_store) or self.successions)

    @property
    def rows(self) -> int:
        """How many rows were read."""
        return sum(reading.rows for reading in self.readings)

    @property
    def kind_wanted(self) -> bool:
        """Whether a file needs somebody to say what kind it lists."""
        return any(reading.kind_wanted for reading in self.readings)

    @property
    def counts(self) -> Mapping[str, int]:
        """How much there is of everything that can become of a row."""
        fates = {str(fate): len(self.comparison.of(fate)) for fate in Fate}
        return {
            **fates,
            "same": self.comparison.same,
            "successions": len(self.successions),
            "rows": self.rows,
            "faults": len(self.faults),
        }


def work_out_preview(db: Database, readings: Sequence[Reading], on: date) -> Preview:
    """Say what files would change, one after another."""
    stamp = register.stamp(db)
    said = register.everything_said(db)
    known_names = {*register_places.names_now(db), *said}
    named = {code for one in readings for code, entry in one.entries.items() if entry.name}
    then: dict[str, dict[str, register.Kept]] = {}
    to_store, faults = [], [fault for one in readings for fault in one.faults]
    for reading in readings:
        nameless = _nameless(reading, known_names | named)
        faults += nameless.values()
        to_store.append(tuple(_news(reading, said, then, nameless)))
    before = {code: _combined(said[code]) for code in then if code in said}
    after = {
        code: before[code] if here == said.get(code) else _combined(here)
        for code, here in then.items()
    }
    comparison = compare(before, after, on)
    added = comparison.of(Fate.ADDED)
    successions = register_places.all_successions(db)
    new = dict.fromkeys(one for reading in readings for one in reading.successions)
    new = {one: None for one in new if one not in successions}
    return Preview(
        stamp,
        tuple(readings),
        comparison,
        tuple(new),
        tuple(faults),
        sum(one.now.is_closed(on) for one in added),
        tuple(to_store),
        tuple(dict.fromkeys((*successions, *new))),
    )


def _combined(kept: Mapping[str, register.Kept]) -> Entry:
    return combine(one.said for one in kept.values())


def _nameless(reading: Reading, known: set[str]) -> dict[str, Fault]:
    """Return what is wrong with codes that neither this copy nor any of the files names."""
    what = "give its name, or import a file with its name first: nobody of this code is known here"
    return {
        code: Fault(reading.file, reading.lines.get(code, 0), 0, code, what)
        for code, entry in reading.entries.items()
        if not entry.name and code not in known
    }


def _news(
    reading: Reading,
    said: Mapping[str, Mapping[str, register.Kept]],
    then: dict[str, dict[str, register.Kept]],
    leave_out: Mapping[str, Fault],
) -> Iterator[tuple[Said, int]]:
    """Yield what a file says that its source did not say before; put all it says into `then`."""
    for code, entry in reading.entries.items():
        if code in leave_out:
            continue
        if code not in then:
            then[code] = dict(said.get(code, {}))
        here = then[code]
        kept = here.get(reading.source)
        if kept is not None and kept.said.entry == entry:
            continue
        version = kept.version + 1 if kept else 1
        new = Said(
            reading.source, entry, _NEW + sum(one.said.order >= _NEW for one in here.values())
        )
        here[reading.source] = register.Kept(new, version)
        yield new, version
