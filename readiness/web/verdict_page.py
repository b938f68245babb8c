"""What the pages of a verdict show, as one value: the finding, gates, routes, dates and words."""

from dataclasses import dataclass
from functools import cached_property

from readiness.domain.assessment import Reading
from readiness.domain.checked import Checked
from readiness.domain.comparing import Compared, compared
from readiness.domain.condition import Truth
from readiness.domain.deadlines import why_then
from readiness.domain.explanation import could_change, nothing_answered, recommendation
from readiness.domain.pack import Question
from readiness.domain.plan import Plan
from readiness.domain.results import StageResult
from readiness.domain.schedule import Schedule, Timed
from readiness.domain.stakes import stakes
from readiness.domain.summary import board_questions, headline, lead, paragraph
from readiness.domain.verdict import UNDECIDED, Verdict
from readiness.domain.wording import count_words, day_words, short_day
from readiness.web.due_page import MOST_SHORT, DueRow, due_rows, still_open
from readiness.web.first import First, first
from readiness.web.gates import GATE_WORDS, Gate, LadderRow
from readiness.web.ladder import Ladder, ladder
from readiness.web.route_scale import RouteScale, route_scale
from readiness.web.routes import Route
from readiness.web.scales_page import ScalesPage
from readiness.web.way import Way

MOST_DATES = 4
"""How many dates that cannot slip are shown."""


@dataclass(frozen=True)
class DateRow:
    """A date that cannot slip."""

    timed: Timed
    schedule: Schedule

    @property
    def start_by(self) -> str:
        """Its latest start."""
        assert self.timed.latest_start is not None
        return short_day(self.timed.latest_start)

    @property
    def binds(self) -> bool:
        """Whether it is the one that decides."""
        return self.schedule.binds(self.timed)

    @property
    def why(self) -> str:
        """Why then: what it takes, and what waits for it."""
        return why_then(self.timed, self.schedule)

    @property
    def in_hand(self) -> str:
        """The working days in hand, or how late it is."""
        days = count_words(abs(self.timed.slack or 0), "working day")
        return f"{days} late" if self.timed.late else days


@dataclass(frozen=True)
class VerdictPage:
    """A verdict with its plan, in the order in which people ask."""

    plan: Plan
    schedule: Schedule
    checked: Checked | None = None

    @property
    def verdict(self) -> Verdict:
        """The verdict itself."""
        return self.plan.verdict

    @property
    def reading(self) -> Reading:
        """What it was judged on."""
        return self.verdict.reading

    @property
    def nothing_answered(self) -> bool:
        """Whether nothing has been answered yet."""
        return nothing_answered(self.reading)

    @property
    def headline(self) -> str:
        """The finding in a sentence."""
        return headline(self.verdict)

    @property
    def lead(self) -> str:
        """How far claim and proof part."""
        return lead(self.verdict)

    @cached_property
    def ladder(self) -> Ladder:
        """The picture of the stages."""
        return ladder(self.verdict, self.checked)

    @property
    def ladder_rows(self) -> tuple[LadderRow, ...]:
        """The ladder as a table, from the last stage to the first."""
        return tuple(self._ladder_row(result) for result in reversed(self.verdict.stages))

    def _ladder_row(self, result: StageResult) -> LadderRow:
        here = [mark.word for mark in self.ladder.marks if mark.stage is result.stage]
        truths = (Truth.YES, Truth.NO, Truth.UNKNOWN)
        counts = [str(len(result.hard(truth))) if result.gate else "" for truth in truths]
        gate = GATE_WORDS[result.gate].capitalize() if result.gate else "None: it is the last"
        return LadderRow(result.stage.title, ", ".join(here), gate, *counts)

    @cached_property
    def way(self) -> Way | None:
        """The shortest way to the next stage; None when every gate is open."""
        last = self.verdict.evidenced is self.verdict.pack.stages[-1]
        return None if last else Way(self.plan, self.schedule)

    @cached_property
    def first(self) -> First | None:
        """The questions that tell most."""
        return first(stakes(self.verdict), self.verdict)

    @cached_property
    def gates(self) -> tuple[Gate, ...]:
        """Every gate from the first; the first not open and the first closed are unfolded."""
        cards = (self.verdict.evidenced, self.verdict.at_most)
        return tuple(
            Gate(result, result.gate, self.reading, result.stage in cards)
            for result in self.verdict.stages
            if result.gate is not None
        )

    @cached_property
    def far(self) -> ScalesPage:
        """How far each level and table goes, and what must be reached."""
        return ScalesPage(self.verdict)

    @property
    def recommendation(self) -> tuple[str, str]:
        """Which route, and how sure that is."""
        return recommendation(self.verdict)

    @cached_property
    def scale(self) -> RouteScale:
        """The scale of the routes' pictures."""
        return route_scale(self.verdict)

    @cached_property
    def routes(self) -> tuple[Route, ...]:
        """Every route, in order."""
        return tuple(Route(result, self.verdict, self.scale) for result in self.verdict.routes)

    @property
    def could_change(self) -> tuple[Question, ...]:
        """The questions whose answers could change the recommendation."""
        return could_change(self.verdict)

    @property
    def turns(self) -> tuple[tuple[str, tuple[tuple[str, bool], ...]], ...]:
        """For each other result, the reasons that alone lead to it, and whether each holds now."""
        titles = {result.route.key: result.route.title for result in self.verdict.routes}
        others = dict.fromkeys(turn.instead for turn in self.verdict.turns)
        return tuple(
            (
                titles.get(other, UNDECIDED),
                tuple(
                    (t.reason.because, t.holds) for t in self.verdict.turns if t.instead == other
                ),
            )
            for other in others
        )

    @cached_property
    def dates(self) -> tuple[DateRow, ...]:
        """The dates that cannot slip, the tightest first."""
        return tuple(DateRow(row, self.schedule) for row in self.schedule.tightest(MOST_DATES))

    @cached_property
    def deadlines(self) -> tuple[DueRow, ...]:
        """The deadlines that may ask for something, those lost first."""
        return still_open(due_rows(self.schedule, self.verdict.pack))[:MOST_SHORT]

    @property
    def target(self) -> Question:
        """The question for the target date."""
        return self.verdict.pack.questions[self.verdict.pack.target]

    @property
    def working_back(self) -> str:
        """From which day the dates are counted, and the first of them."""
        assert self.schedule.target is not None
        target = day_words(self.schedule.target)
        first = next((row.latest_start for row in self.schedule.tightest(1)), None)
        if first is None:
            return f"Working back from {target}. The plan holds no action yet, so no date follows."
        if self.schedule.feasible is False:
            return f"Working back from {target}, which cannot be met as things stand."
        return f"Working back from {target}. Nothing has to start before {day_words(first)}."

    @property
    def board_questions(self) -> tuple[str, ...]:
        """What a board would ask."""
        return board_questions(self.verdict, self.schedule)

    @property
    def paragraph(self) -> str:
        """The verdict in a paragraph to copy."""
        return paragraph(self.verdict, self.schedule)

    @cached_property
    def others(self) -> tuple[Compared, ...]:
        """Published figures on the questions that are answered here."""
        each = (compared(self.reading, benchmark) for benchmark in self.verdict.pack.benchmarks)
        return tuple(one for one in each if one.value is not None)
