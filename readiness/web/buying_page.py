"""What the page for procurement says first, and its picture of months."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from readiness.domain.buying import Buying, Dates
from readiness.domain.calendar import Period, TimeUnit, after
from readiness.domain.wording import count_words

MONTHS = 36
"""How many months the picture shows, from the present one."""

TALLEST = 8
"""How many squares stand on each other; above this in any month, all months are bars."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A month of the picture: its first day, and how many end in it."""

    first: date
    count: int


@dataclass(frozen=True, slots=True)
class Months:
    """The months of the picture, and how many ended before or end after them."""

    months: tuple[Drawn, ...]
    before: int
    beyond: int

    @property
    def most(self) -> int:
        """The most that end in one month."""
        return max((month.count for month in self.months), default=0)

    @property
    def squares(self) -> bool:
        """Whether each is a square of its own."""
        return self.most <= TALLEST

    @property
    def words(self) -> str:
        """What the picture shows, in a sentence."""
        shown = sum(month.count for month in self.months)
        if not self.most:
            return f"No day in these {MONTHS} months is known."
        busy = max(self.months, key=lambda month: month.count)
        return (
            f"{shown} in these {MONTHS} months, most of them, {busy.count}, in {busy.first:%B %Y}."
        )


def months_drawn(dates: Dates, on: date) -> Months:
    """Count the months from the present one; what lies before or beyond is counted apart."""
    start = on.replace(day=1)
    firsts = [after(start, Period(n, TimeUnit.MONTHS)) for n in range(MONTHS)]
    counts = {month.first: month.count for month in dates.months}
    return Months(
        tuple(Drawn(first, counts.get(first, 0)) for first in firsts),
        sum(count for first, count in counts.items() if first < start),
        sum(count for first, count in counts.items() if first > firsts[-1]),
    )


def dates_lede(buying: Buying) -> Iterator[str]:
    """Say how many contracts end, or targets fall, within a year."""
    ends, on = buying.ends, buying.comparison.on
    if not buying.purchases:
        yield "We do not know yet: nobody has submitted what could be counted here."
        return
    year = after(on, Period(12, TimeUnit.MONTHS))
    count = ends.within(on, year)
    contract = buying.pack.contract
    noun = count_words(ends.base.told, "contract" if contract else "target date")
    verb = ("ends" if count == 1 else "end") if contract else ("falls" if count == 1 else "fall")
    yield f"{count} of the {noun} that we know {verb} within twelve months."


def spend_lede(buying: Buying) -> Iterator[str]:
    """Say what is at stake, as far as it is known."""
    for spend in buying.spend if buying.purchases else ():
        if spend.sum is not None:
            yield f"At stake: {spend.words[:1].lower()}{spend.words[1:]}"
