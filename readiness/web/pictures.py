"""The geometry of the pictures, as plain values that templates print as attributes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise
from textwrap import wrap

from readiness.domain.calendar import Period, TimeUnit, after
from readiness.domain.condition import Truth
from readiness.domain.explanation import gate_words
from readiness.domain.pack import Stage
from readiness.domain.results import RouteResult, StageResult
from readiness.domain.schedule import Schedule, Timed
from readiness.domain.verdict import Verdict
from readiness.domain.wording import number_words, short_day

STEP = 64
"""Pixels between two stages of the ladder."""

APART = 30
"""Pixels between two marks on one stage."""

EDGE = 26
"""Pixels above the ladder's first stage and below its last."""

AROUND = 22
"""Pixels that the zone reaches beyond its outermost stages."""

LONGEST_NAME = 24
"""Characters of a stage's name that fit on one line of the ladder."""

LEAST_WIDTH = 1.2
"""Per cent of the scale that a bar takes at least, so that a short task can still be seen."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What is said of a stage: claimed, at most or evidenced; without one, nothing was said."""

    key: str
    word: str
    stage: Stage | None
    meaning: str

    @property
    def where(self) -> str:
        """The stage's name, or that none was given."""
        return self.stage.title if self.stage else "Not said"


@dataclass(frozen=True, slots=True)
class Flag:
    """A mark as drawn: `y` is its middle."""

    key: str
    word: str
    y: float


@dataclass(frozen=True, slots=True)
class Rung:
    """A stage as drawn: reached (evidenced or below), possible (up to at most) or beyond."""

    stage: Stage
    y: float
    extra: float
    reach: str

    @property
    def lines(self) -> tuple[tuple[float, str], ...]:
        """The stage's name in one line or two, each with its height."""
        lines = wrap(self.stage.title, LONGEST_NAME, max_lines=2, placeholder=" …")
        top = self.y - 8 * (len(lines) - 1)
        return tuple((top + 16 * place, line) for place, line in enumerate(lines))


@dataclass(frozen=True, slots=True)
class Rail:
    """A gate as drawn, between the stage it leads out of and the next."""

    result: StageResult
    top: float
    bottom: float

    @property
    def middle(self) -> float:
        """Where its sign and words stand."""
        return (self.top + self.bottom) / 2

    @property
    def words(self) -> str:
        """How the gate stands."""
        return gate_words(self.result)


@dataclass(frozen=True, slots=True)
class Ladder:
    """The stages from the last, on top, to the first, with the marks beside them."""

    height: float
    zone: tuple[float, float] | None
    rungs: tuple[Rung, ...]
    rails: tuple[Rail, ...]
    flags: tuple[Flag, ...]
    marks: tuple[Mark, ...]

    @property
    def description(self) -> str:
        """The ladder in words: its stages from bottom to top, then its marks."""
        stages = ", ".join(rung.stage.title for rung in reversed(self.rungs))
        marks = " ".join(f"{mark.word}: {mark.where}." for mark in self.marks)
        return f"Stages from bottom to top: {stages}. {marks}"


def marks(verdict: Verdict) -> tuple[Mark, ...]:
    """Return what is said of stages, the highest first, and what is not said last.

    On one stage the order is claimed, at most, evidenced.
    """
    pack, claimed = verdict.pack, verdict.claimed
    found = [
        Mark("claimed", "Claimed", claimed, _claimed_words(verdict)),
        Mark("at-most", "At most", verdict.at_most, _AT_MOST[_gate_of(verdict, verdict.at_most)]),
        Mark("evidenced", "Evidenced", verdict.evidenced, _evidenced_words(verdict)),
    ]
    return tuple(sorted(found, key=lambda m: -pack.stage_index[m.stage.key] if m.stage else 1))


def _claimed_words(verdict: Verdict) -> str:
    asked = verdict.pack.questions[verdict.pack.claimed].ask
    if verdict.claimed is None:
        return f"You have not said where you think you are: “{asked}”"
    return f"What you answered to “{asked}”"


_AT_MOST = {
    Truth.NO: "No answer still to come can take you past it.",
    None: "No gate is known to be closed.",
}


def _evidenced_words(verdict: Verdict) -> str:
    gate = _gate_of(verdict, verdict.evidenced)
    if gate is None:
        return "Every gate is open."
    below = "" if verdict.evidenced is verdict.pack.stages[0] else "Every gate below it is open. "
    return f"{below}Its own gate is {'closed' if gate is Truth.NO else 'not yet known'}."


def _gate_of(verdict: Verdict, stage: Stage) -> Truth | None:
    return verdict.stages[verdict.pack.stage_index[stage.key]].gate


def ladder(verdict: Verdict) -> Ladder:
    """Draw the ladder of a verdict in a box 380 wide.

    Stages stand 64 apart. One with several marks takes 30 more for each mark after the first, half
    above and half below.
    """
    said = marks(verdict)
    counts = {stage.key: sum(m.stage is stage for m in said) for stage in verdict.pack.stages}
    rungs, height = _rungs(verdict, counts)
    return Ladder(
        height,
        _zone(verdict, rungs),
        rungs,
        tuple(_rails(verdict, rungs)),
        tuple(flag for rung in rungs for flag in _flags(rung, said)),
        said,
    )


def _rungs(verdict: Verdict, counts: Mapping[str, int]) -> tuple[tuple[Rung, ...], float]:
    rungs = []
    y: float = EDGE
    extra: float = 0
    for stage in reversed(verdict.pack.stages):
        extra = max(0, counts[stage.key] - 1) * APART
        y += extra / 2
        rungs.append(Rung(stage, y, extra, _reach(verdict, stage)))
        y += STEP + extra / 2
    return tuple(rungs), rungs[-1].y + extra / 2 + EDGE


def _reach(verdict: Verdict, stage: Stage) -> str:
    place = verdict.pack.stage_index
    if place[stage.key] <= place[verdict.evidenced.key]:
        return "reached"
    return "possible" if place[stage.key] <= place[verdict.at_most.key] else "beyond"


def _zone(verdict: Verdict, rungs: Iterable[Rung]) -> tuple[float, float] | None:
    """Return top and height of the ground from at most down to evidenced; none when they agree."""
    if verdict.at_most is verdict.evidenced:
        return None
    by_stage = {rung.stage.key: rung for rung in rungs}
    highest, lowest = by_stage[verdict.at_most.key], by_stage[verdict.evidenced.key]
    top = highest.y - highest.extra / 2 - AROUND
    return top, lowest.y + lowest.extra / 2 + AROUND - top


def _rails(verdict: Verdict, rungs: tuple[Rung, ...]) -> Iterable[Rail]:
    for upper, lower in pairwise(rungs):
        result = verdict.stages[verdict.pack.stage_index[lower.stage.key]]
        yield Rail(result, upper.y + 9, lower.y - 9)


def _flags(rung: Rung, said: tuple[Mark, ...]) -> Iterable[Flag]:
    here = [mark for mark in said if mark.stage is rung.stage]
    for place, mark in enumerate(here):
        yield Flag(mark.key, mark.word, rung.y + (place - (len(here) - 1) / 2) * APART)


@dataclass(frozen=True, slots=True)
class RouteScale:
    """One scale for all routes: points from `low` to `high`, and where points lie in per cent."""

    low: int
    high: int
    least: int

    def x(self, points: int) -> float:
        """Return where so many points lie, in per cent."""
        return round((points - self.low) / (self.high - self.low) * 100, 2)

    @property
    def words(self) -> str:
        """How to read the picture."""
        return (
            "Dot: points known today. Line: what unknown answers could make of them. "
            f"Dotted upright: {self.least}, the least we recommend on. "
            f"Scale {number_words(self.low)} to\N{NO-BREAK SPACE}{number_words(self.high)}."
        )


def route_scale(verdict: Verdict) -> RouteScale:
    """Return the scale that all routes share: two points beyond every range, 0 and the least."""
    least = verdict.pack.routes.least
    return RouteScale(
        min([0, *(route.low for route in verdict.routes)]) - 2,
        max([least, *(route.high for route in verdict.routes)]) + 2,
        least,
    )


def points_words(points: int) -> str:
    """Write points with a true minus: 7 points, −1 point."""
    return f"{number_words(points)} {'point' if abs(points) == 1 else 'points'}"


def range_words(route: RouteResult) -> str:
    """Say what the unknown could make of a route's points."""
    if route.low == route.high:
        return "cannot change"
    return f"could be {number_words(route.low)} to {number_words(route.high)}"


@dataclass(frozen=True, slots=True)
class Tick:
    """The first day of a month on the time scale; `year` is written where it is not empty."""

    day: date
    x: float
    label: str
    year: str = ""


_TICKS = ((1, 18), (3, 16), (12, 12), (60, 12), (120, 12))
"""Months between two ticks, and the most of them that fit beside each other."""


@dataclass(frozen=True)
class TimeScale:
    """The time that every lane of a plan shows: `first` to the day before `end`."""

    first: date
    end: date
    today: date
    target: date | None

    def x(self, day: date) -> float:
        """Return where a day lies, in per cent; below 0 or above 100 it is out of scale."""
        return round((day - self.first).days / (self.end - self.first).days * 100, 2)

    @property
    def today_x(self) -> float:
        """Where today lies."""
        return self.x(self.today)

    @property
    def target_x(self) -> float | None:
        """Where the target lies; None without one and when it is past."""
        x = None if self.target is None else self.x(self.target)
        return None if x is None or x < 0 else x

    @cached_property
    def step(self) -> int:
        """Months between two ticks: 1 up to 18 months, then quarters, years and more."""
        months = (self.end.year - self.first.year) * 12 + self.end.month - self.first.month
        return next((step for step, most in _TICKS if months <= step * most), _TICKS[-1][0])

    @cached_property
    def ticks(self) -> tuple[Tick, ...]:
        """The months, quarters or years of the scale, in order."""
        days = [day for day in _months(self.first, self.end) if _on_step(day, self.step)]
        return tuple(self._tick(day, place, days) for place, day in enumerate(days))

    @cached_property
    def labels(self) -> tuple[Tick, ...]:
        """The few ticks that are written under a lane which stands alone.

        Every third, to the right of today and clear of the target and of the right edge; the first
        of each year is written with it.
        """
        every = 3 if len(self.ticks) > 4 else 1
        clear = [tick for tick in self.ticks[every::every] if self._is_clear(tick.x)]
        seen: set[int] = set()
        labels = []
        for tick in clear:
            words = f"{tick.day:%b}" if tick.day.year in seen else f"{tick.day:%b %Y}"
            labels.append(Tick(tick.day, tick.x, words))
            seen.add(tick.day.year)
        return tuple(labels)

    def _is_clear(self, x: float) -> bool:
        near_target = self.target_x is not None and 0 <= self.target_x - x < 14
        return self.today_x < x < 86 and not near_target

    def _tick(self, day: date, place: int, days: list[date]) -> Tick:
        x = self.x(day)
        if self.step >= 12:
            return Tick(day, x, str(day.year))
        following = days[place + 1] if place + 1 < len(days) else self.end
        crowded = following.month == 1 and self.x(following) - x < 8
        named = day.month == 1 or (place == 0 and not crowded)
        label = f"{day:%b}" if self.step > 1 else f"{day:%b}"[0]
        return Tick(day, x, label, str(day.year) if named else "")


def _months(first: date, end: date) -> Iterable[date]:
    while first < end:
        yield first
        first = _next_month(first)


def _on_step(day: date, step: int) -> bool:
    return (day.year * 12 + day.month - 1) % step == 0


def _next_month(day: date) -> date:
    return after(day.replace(day=1), Period(1, TimeUnit.MONTHS))


def time_scale(schedule: Schedule) -> TimeScale:
    """Return the time that a plan's lanes show.

    It runs from the first of this month to the first of the month after the target or the last bar,
    whichever is later.
    """
    last = max(
        [schedule.on, schedule.target or schedule.on, *(r.earliest_finish for r in schedule.rows)]
    )
    return TimeScale(schedule.on.replace(day=1), _next_month(last), schedule.on, schedule.target)


@dataclass(frozen=True, slots=True)
class Lane:
    """One action on the time scale: its bar, and where it must start at the latest.

    `edge` is before or after where the latest start is out of scale, else empty.
    """

    x: float
    width: float
    latest: float | None
    edge: str
    words: str


def lane(row: Timed, scale: TimeScale) -> Lane:
    """Draw an action's planned days and its latest start."""
    start, finish = scale.x(row.earliest_start), scale.x(row.earliest_finish)
    width = max(LEAST_WIDTH, round(finish - start, 2))
    latest = None if row.latest_start is None else scale.x(row.latest_start)
    return Lane(
        x=min(start, round(100 - width, 2)),
        width=width,
        latest=None if latest is None else min(max(latest, 0), 100),
        edge="" if latest is None or 0 <= latest <= 100 else "before" if latest < 0 else "after",
        words=_lane_words(row),
    )


def _lane_words(row: Timed) -> str:
    planned = f"Planned {short_day(row.earliest_start)} to {short_day(row.earliest_finish)}."
    if row.latest_start is None:
        return planned
    return f"{planned} Start by {short_day(row.latest_start)}."
