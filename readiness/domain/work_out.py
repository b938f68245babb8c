"""A share worked out from counts: each row has a weight, and what is left blank counts nothing."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from readiness.domain.errors import InvalidAnswer

OF, PART = "of", "part"
"""The two counts of a row: how many there are, and how many of those are meant."""


@dataclass(frozen=True, slots=True)
class WorkOutRow:
    """One kind of thing that is counted, and how many times each of it counts."""

    key: str
    label: str
    weight: int


@dataclass(frozen=True, slots=True)
class WorkOut:
    """The worksheet of a percentage: the share of `part` among `of`, weighted row by row."""

    of: str
    part: str
    rows: tuple[WorkOutRow, ...]

    def __str__(self) -> str:
        weights = ", ".join(f"{row.label} counts {_times(row.weight)}" for row in self.rows)
        return f"{self.part} among {self.of}: {weights}"

    @property
    def weights(self) -> Mapping[str, int]:
        """How many times each of a row counts, by key."""
        return {row.key: row.weight for row in self.rows}


@dataclass(frozen=True, slots=True)
class Count:
    """How many there are in a row, and how many of those are meant; never more than there are."""

    of: int
    part: int


@dataclass(frozen=True, slots=True)
class WorkedOut:
    """A weighted share in whole per cent, and the counts it comes from, by row."""

    work_out: WorkOut
    counts: Mapping[str, Count]

    @property
    def whole(self) -> int:
        """All that was counted, each as often as it weighs."""
        return sum(row.weight * self.counts[row.key].of for row in self.counted)

    @property
    def part(self) -> int:
        """What is meant of it, each as often as it weighs."""
        return sum(row.weight * self.counts[row.key].part for row in self.counted)

    @property
    def percent(self) -> int:
        """The weighted share in whole per cent, halves rounded up."""
        return (200 * self.part + self.whole) // (2 * self.whole)

    @property
    def counted(self) -> tuple[WorkOutRow, ...]:
        """The rows that were counted, in order."""
        return tuple(row for row in self.work_out.rows if row.key in self.counts)

    @property
    def blank(self) -> tuple[WorkOutRow, ...]:
        """The rows that were left blank, in order."""
        return tuple(row for row in self.work_out.rows if row.key not in self.counts)

    @property
    def note(self) -> str:
        """What is kept with the answer: Worked out: Criticality 4: 3 of 10; …"""
        rows = [
            f"{row.label}: {self.counts[row.key].part:,} of {self.counts[row.key].of:,}"
            for row in self.counted
        ]
        left = "; ".join(row.label for row in self.blank)
        blank = f" Left blank, so not counted: {left}." if left else ""
        return f"Worked out: {'; '.join(rows)}.{blank}"

    def noted(self, note: str) -> str:
        """Return a note with the counts after it, unless they are in it already."""
        return note if self.note in note else "\n\n".join(filter(None, (note, self.note)))

    @property
    def working(self) -> str:
        """How the share comes about: (4 × 3 + 1 × 2) ÷ (4 × 10 + 1 × 5) = 14 ÷ 45, …"""
        part = " + ".join(f"{row.weight:,} × {self.counts[row.key].part:,}" for row in self.counted)
        whole = " + ".join(f"{row.weight:,} × {self.counts[row.key].of:,}" for row in self.counted)
        return (
            f"({part}) ÷ ({whole}) = {self.part:,} ÷ {self.whole:,}, "
            f"which is {self.percent}% to the nearest whole per cent."
        )


def worked_out(work_out: WorkOut, counts: Mapping[str, Count]) -> WorkedOut:
    """Work a share out.

    Raises:
        InvalidAnswer: nothing is counted, so there is nothing to be a share of.
    """
    if not any(count.of for count in counts.values()):
        raise InvalidAnswer(f"Enter how many {work_out.of} there are, in one row at least.")
    return WorkedOut(work_out, counts)


def read_counts(
    work_out: WorkOut, typed: Mapping[str, str]
) -> tuple[dict[str, Count], dict[str, str]]:
    """Read what was typed: the counts by row, and what does not fit, by the name of its count.

    A row of which nothing is typed is in neither.

    Args:
        typed: texts by `count_name`.
    """
    counts: dict[str, Count] = {}
    wrong: dict[str, str] = {}
    for row in work_out.rows:
        texts = {which: typed.get(count_name(row.key, which), "").strip() for which in (OF, PART)}
        if any(texts.values()):
            _read_row(work_out, row, texts, counts, wrong)
    return counts, wrong


def count_name(row: str, which: str) -> str:
    """Return the name of one of the two counts of a row."""
    return f"{row}-{which}"


def _read_row(
    work_out: WorkOut,
    row: WorkOutRow,
    texts: Mapping[str, str],
    counts: dict[str, Count],
    wrong: dict[str, str],
) -> None:
    numbers = {which: _whole(text) for which, text in texts.items()}
    for which, what in ((OF, work_out.of), (PART, work_out.part)):
        if numbers[which] is None:
            words = f"{row.label}: enter a whole number of {what}, 0 if there are none."
            wrong[count_name(row.key, which)] = words
    of, part = numbers[OF], numbers[PART]
    if of is None or part is None:
        return
    if part > of:
        words = f"{row.label}: enter no more than the {of:,} that there are, not {part:,}."
        wrong[count_name(row.key, PART)] = words
        return
    counts[row.key] = Count(of, part)


def _whole(text: str) -> int | None:
    fits = re.fullmatch(r"[0-9]{1,6}|[0-9]{1,3},[0-9]{3}", text)
    return int(text.replace(",", "")) if fits else None


def _times(weight: int) -> str:
    return "once" if weight == 1 else f"{weight:,} times"
