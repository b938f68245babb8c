"""Contracts in time as values of a picture: a line from the last day to give notice to the end."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from readiness.domain.calendar import Period, TimeUnit, after
from readiness.web.contracts_page import ContractRow, ContractsPage, said_day

WIDTH, NAMES, HEAD, ROW = 620, 210, 26, 22
"""The picture’s width, where its names end, and the height of its head and of a contract."""

MONTHS = 36
"""How many months are drawn, from this one on."""

LONGEST = 28
"""The most characters of a name in the picture; the table has it whole."""


@dataclass(frozen=True, slots=True)
class Line:
    """One contract: where its line begins and ends, which of the two are drawn, and words.

    `start` and `end` are None where nothing is drawn there; `words` stand at `words_x`.
    """

    name: str
    y: int
    start: float | None
    end: float | None
    cap: bool
    dot: bool
    words: str
    words_x: float
    before: bool = False


@dataclass(frozen=True)
class ContractLines:
    """Three years from this month on, with a line for each contract."""

    page: ContractsPage
    today: date

    @property
    def width(self) -> int:
        """The width of the whole."""
        return WIDTH

    @property
    def height(self) -> int:
        """The height of the whole."""
        return HEAD + ROW * len(self.page.rows)

    @property
    def first(self) -> date:
        """The first day drawn."""
        return self.today.replace(day=1)

    @cached_property
    def last(self) -> date:
        """The day after the last one drawn."""
        return after(self.first, Period(MONTHS, TimeUnit.MONTHS))

    def x(self, day: date) -> float:
        """Return where a day lies."""
        share = (day - self.first).days / (self.last - self.first).days
        return round(NAMES + share * (WIDTH - NAMES), 1)

    @cached_property
    def quarters(self) -> tuple[tuple[float, str], ...]:
        """Where each quarter begins, with the year where it is the first of that year."""
        months = (after(self.first, Period(n, TimeUnit.MONTHS)) for n in range(MONTHS))
        return tuple((self.x(day), str(day.year) if day.month == 1 else "")
                     for day in months if day.month % 3 == 1)  # fmt: skip

    @property
    def first_year(self) -> str:
        """The year at the left edge, where there is room to write it."""
        return str(self.first.year) if self.first.month <= 9 else ""

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """A line for each contract, in the order of the page."""
        return tuple(self._line(row, place) for place, row in enumerate(self.page.rows))

    @property
    def description(self) -> str:
        """The picture in words."""
        return " ".join(
            f"{row.name}: last day to give notice {row.notice_words}, end {said_day(row.ends)}."
            for row in self.page.rows
        )

    def _line(self, row: ContractRow, place: int) -> Line:
        name = row.name if len(row.name) <= LONGEST else f"{row.name[: LONGEST - 1].rstrip()}…"
        y = HEAD + place * ROW + ROW // 2
        ends, notice = row.ends, row.notice
        if ends is None:
            cap = self._shows(notice)
            x = self.x(notice) if cap and notice else None
            words_x = round((x or self.x(self.today)) + 8, 1)
            return Line(name, y, x, None, cap, False, "end date not known", words_x, words_x > 500)
        if ends < self.first:
            words = f"ended {said_day(ends)}"
            return Line(name, y, None, None, False, False, words, self.x(self.today) + 8)
        start = self.x(max(notice, self.first)) if notice and notice < self.last else None
        if ends >= self.last:
            words = f"ends {said_day(ends)}"
            until = float(WIDTH - 120) if start is not None and start < WIDTH - 120 else None
            begin = start if until else None
            cap = begin is not None and self._shows(notice)
            return Line(name, y, begin, until, cap, False, words, WIDTH - 4, True)
        cap, end = self._shows(notice), self.x(ends)
        words = "" if notice or not row.gives_notice else "notice not known"
        before = end > WIDTH - 130
        return Line(name, y, start, end, cap, True, words, end - 10 if before else end + 10, before)

    def _shows(self, day: date | None) -> bool:
        return day is not None and self.first <= day < self.last
