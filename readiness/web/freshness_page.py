"""How fresh submissions are, as a strip of dots, and who is left out of middles and totals."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from readiness.domain.comparison import STALE_AFTER, Comparison, Member
from readiness.domain.wording import small_number

WEEK, PITCH, LEFT = 7, 11, 10
"""Days of a stack of dots; pixels from dot to dot; and where today is."""

MOST_DOTS = 12
"""In a higher stack than this, all stacks are bars."""

LAST_WEEK = 52
"""What is older than a year stands with what is a year old."""

NAMES = 12
"""More names than this in one line of what is left out are folded away."""

RANGES = (
    (30, "30 days or fewer"),
    (STALE_AFTER, f"31 to {STALE_AFTER} days"),
    (180, f"{STALE_AFTER + 1} to 180 days: stale"),
    (None, "More than 180 days: stale"),
)


@dataclass(frozen=True, slots=True)
class AgeStack:
    """Submissions of one week of age: dots by their middles, or one bar."""

    x: float
    stale: bool
    count: int
    dots: tuple[float, ...]
    bar: float


@dataclass(frozen=True, slots=True)
class AgeStrip:
    """The strip: `floor` is the line that the stacks stand on; ticks are named days."""

    width: int
    floor: int
    stacks: tuple[AgeStack, ...]
    ticks: tuple[tuple[float, str, bool], ...]
    ranges: tuple[tuple[str, int], ...]
    stale: int
    submitted: int

    @property
    def words(self) -> str:
        """How many are stale."""
        if not self.stale:
            return f"None of {self.submitted:,} is older than {STALE_AFTER} days."
        verb = "is" if self.stale == 1 else "are"
        drawn = "drawn as an open circle" if self.stale == 1 else "drawn as open circles"
        if any(stack.bar for stack in self.stacks):
            drawn = "drawn open"
        told = f"{self.stale:,} of {self.submitted:,} {verb} older than {STALE_AFTER} days"
        return f"{told}, {drawn}."


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Organisations that are in no middle and no total, for one reason.

    `again` says that judging them by these rules would bring them in.
    """

    members: tuple[Member, ...]
    why: str
    again: bool = False

    @property
    def folded(self) -> bool:
        """Whether there are too many names for one line."""
        return len(self.members) > NAMES


def age_strip(comparison: Comparison) -> AgeStrip:
    """Stack submissions by week of age."""
    ages = [one.submitted.age(comparison.on) for one in comparison.submitters if one.submitted]
    weeks = Counter(min(age // WEEK, LAST_WEEK) for age in ages)
    highest = max(weeks.values(), default=1)
    floor = 14 + PITCH * min(highest, MOST_DOTS)
    last = max([*weeks, 180 // WEEK]) + 2
    return AgeStrip(
        max(LEFT + PITCH * last, 330),
        floor,
        tuple(_stack(week, weeks[week], highest, floor) for week in sorted(weeks)),
        tuple(_ticks(last)),
        tuple(_ranges(ages)),
        sum(age > STALE_AFTER for age in ages),
        len(ages),
    )


def left_out(comparison: Comparison) -> tuple[LeftOut, ...]:
    """Return who is in no middle and no total, and why."""
    rules: dict[str, list[Member]] = {}
    for one in comparison.submitters:
        if one.submitted and not one.submitted.comparable:
            rules.setdefault(_rules_words(one), []).append(one)
    waiting = [one for one in comparison.members if not one.submitted]
    estimated = tuple(one for one in waiting if one.estimate)
    nothing = tuple(one for one in waiting if not one.estimate)
    found = [LeftOut(tuple(those), why, again=True) for why, those in rules.items()]
    if estimated:
        found.append(LeftOut(estimated, "An estimate only: it is in no count"))
    if nothing:
        found.append(LeftOut(nothing, "No submission yet"))
    return tuple(found)


def _rules_words(member: Member) -> str:
    one = member.submitted
    assert one is not None
    verb = "differs" if one.differs == 1 else "differ"
    rules = f"{small_number(one.differs)} hard rule{'' if one.differs == 1 else 's'}"
    return f"Judged by rules {one.pack.version}; {rules} {verb}."


def _stack(week: int, count: int, highest: int, floor: int) -> AgeStack:
    stale = week * WEEK > STALE_AFTER
    x = LEFT + PITCH * week + PITCH / 2
    if highest > MOST_DOTS:
        bar = round(max(PITCH * MOST_DOTS * count / highest, 2), 1)
        return AgeStack(x, stale, count, (), bar)
    dots = tuple(floor - 6 - PITCH * place for place in range(count))
    return AgeStack(x, stale, count, dots, 0)


def _ticks(last: int) -> Iterable[tuple[float, str, bool]]:
    named = ((0, "today"), (30, "30"), (STALE_AFTER, f"{STALE_AFTER} days: stale"), (180, "180"))
    for days, words in (*named, (365, "a year or more")):
        if days < last * WEEK:
            x = LEFT + PITCH * (days + (days == STALE_AFTER)) / WEEK
            yield round(x, 1), words, days == STALE_AFTER


def _ranges(ages: Sequence[int]) -> Iterable[tuple[str, int]]:
    least = 0
    for most, words in RANGES:
        yield words, sum(least <= age and (most is None or age <= most) for age in ages)
        least = (most or 0) + 1
