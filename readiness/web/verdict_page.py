"""What the pages of a verdict show, as values: gates, routes, dates and how others answered."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from readiness.domain.assessment import Reading, State
from readiness.domain.condition import Truth, questions_of
from readiness.domain.explanation import (
    Ask,
    FindingWords,
    answer_words,
    board_questions,
    count_words,
    day_words,
    explain_finding,
    gate_counts,
    headline,
    lead,
    nothing_answered,
    paragraph,
    recommendation,
    route_place,
    short_day,
)
from readiness.domain.pack import Benchmark, Question
from readiness.domain.plan import Plan, total_effort
from readiness.domain.schedule import Schedule, Timed
from readiness.domain.verdict import (
    UNDECIDED,
    Finding,
    ReasonResult,
    RouteResult,
    StageResult,
    Verdict,
)
from readiness.web.pictures import (
    Ladder,
    RouteScale,
    ladder,
    points_words,
    range_words,
    route_scale,
)
from readiness.web.plan_page import person_days

GATE_WORDS = {Truth.YES: "open", Truth.NO: "closed", Truth.UNKNOWN: "not yet known"}
"""How a gate stands, in a word or three."""

MOST_DATES = 4
"""How many dates that cannot slip are shown."""


@dataclass(frozen=True)
class Held:
    """A finding in words, with the sign of its truth."""

    finding: Finding
    words: FindingWords

    @property
    def truth(self) -> str:
        """Which sign to draw."""
        return self.finding.truth.value


@dataclass(frozen=True)
class Gate:
    """A gate and what holds it. `card` is whether it is shown unfolded."""

    result: StageResult
    truth: Truth
    reading: Reading
    card: bool

    @property
    def title(self) -> str:
        """The gate by its stage, and how it stands."""
        return f"Out of {self.result.stage.title}: {GATE_WORDS[self.truth]}"

    @property
    def counts(self) -> str:
        """How many of its hard rules stand how."""
        return gate_counts(self.result)

    @cached_property
    def holding(self) -> tuple[Held, ...]:
        """The hard rules which are unmet, then those which are not yet known."""
        return self._held(*self.result.hard(Truth.NO), *self.result.hard(Truth.UNKNOWN))

    @cached_property
    def met(self) -> tuple[Held, ...]:
        """The hard rules which are met."""
        return self._held(*self.result.hard(Truth.YES))

    @cached_property
    def advising(self) -> tuple[Held, ...]:
        """The soft rules which are unmet or not yet known."""
        return self._held(*self.result.soft(Truth.NO), *self.result.soft(Truth.UNKNOWN))

    @property
    def rest(self) -> str:
        """What lies folded: 3 met, 2 soft rules advise; empty when nothing does."""
        advise = count_words(len(self.advising), "soft rule")
        parts = [f"{len(self.met)} met"] if self.met else []
        if self.advising:
            parts.append(f"{advise} {'advises' if len(self.advising) == 1 else 'advise'}")
        return ", ".join(parts)

    def _held(self, *findings: Finding) -> tuple[Held, ...]:
        return tuple(Held(f, explain_finding(f, self.reading)) for f in findings)


@dataclass(frozen=True, slots=True)
class LadderRow:
    """A stage of the ladder as a row: what is said of it, its gate, and its hard rules by truth."""

    stage: str
    marks: str
    gate: str
    met: str
    unmet: str
    awaited: str


@dataclass(frozen=True)
class Opening:
    """What opens the gate out of the evidenced stage, as far as the plan knows."""

    plan: Plan
    schedule: Schedule

    @cached_property
    def rows(self) -> tuple[Timed, ...]:
        """The actions that its hard rules ask for, prerequisites first."""
        actions = self.plan.opening(self.plan.verdict.evidenced.key)
        return tuple(self.schedule.by_key[action.key] for action in actions)

    @property
    def steps(self) -> tuple[tuple[Timed, str, str], ...]:
        """Each action with its owner's role, and what it takes and by when in a sentence."""
        roles = self.plan.verdict.pack.roles
        return tuple((row, roles[row.action.owner], _takes(row)) for row in self.rows)

    @cached_property
    def answers(self) -> tuple[Ask, ...]:
        """The questions of its hard rules which are not answered, each once."""
        verdict = self.plan.verdict
        gate = next(s for s in verdict.stages if s.stage is verdict.evidenced)
        asks = (
            ask
            for finding in gate.hard(Truth.UNKNOWN)
            for ask in explain_finding(finding, verdict.reading).asks
            if verdict.reading.states[ask.question] is State.TO_DO
        )
        return tuple(dict.fromkeys(asks))

    @property
    def not_answered(self) -> str:
        """How many questions of the gate the plan holds nothing for; empty when none."""
        count = len(self.answers)
        if not count:
            return ""
        verb, them = ("is", "it") if count == 1 else ("are", "them")
        questions = count_words(count, "question")
        return (
            f"{questions} of this gate {verb} not answered; the plan holds nothing for {them} yet:"
        )

    @property
    def total(self) -> str:
        """How much there is to do: 2 actions, 0.5 to 8 person-days."""
        actions = [row.action for row in self.rows]
        more = any(action.effort is None for action in actions)
        effort = person_days(total_effort(actions), more=more)
        return f"{count_words(len(actions), 'action')}, {effort}"

    @property
    def whole(self) -> str:
        """How much the whole plan holds."""
        return plan_size(self.plan)


def _takes(row: Timed) -> str:
    effort = person_days(row.action.effort)
    takes = f"{effort[:1].upper()}{effort[1:]}, {row.action.lead_time} elapsed."
    if row.latest_start is None:
        return takes
    return f"{takes} {'Had to start' if row.late else 'Start'} by {day_words(row.latest_start)}."


def plan_size(plan: Plan) -> str:
    """Say how much a plan holds: 14 actions, 107 to 152 person-days."""
    effort = person_days(plan.effort, more=bool(plan.unknown_effort))
    return f"{count_words(len(plan.actions), 'action')}, {effort}"


@dataclass(frozen=True)
class ReasonRow:
    """A reason in words: its points with their sign, the sentence, and the answers it waits for."""

    result: ReasonResult
    reading: Reading

    @property
    def points(self) -> str:
        """What it gives or takes: +2 or −1."""
        sign = "+" if self.result.points > 0 else "−"
        return f"{sign}{abs(self.result.points)}"

    @property
    def words(self) -> str:
        """The reason; while it is not known, what is not known."""
        reason = self.result.reason
        if self.result.truth is Truth.UNKNOWN:
            return f"Not yet known whether {reason.whether}"
        return reason.because

    @property
    def asks(self) -> tuple[Question, ...]:
        """The questions that it waits for."""
        return tuple(self.reading.pack.questions[key] for key in self.result.trace.waiting_for)


@dataclass(frozen=True)
class Route:
    """A route in words, and where its points lie on the scale of all routes."""

    result: RouteResult
    verdict: Verdict
    scale: RouteScale

    @property
    def place(self) -> str:
        """How it stands among the others."""
        return route_place(self.result, self.verdict)

    @property
    def points(self) -> str:
        """Its points as known today."""
        return points_words(self.result.points)

    @property
    def range(self) -> str:
        """What the unknown could make of them."""
        return range_words(self.result)

    @property
    def closed(self) -> bool:
        """Whether it is known to be closed."""
        return self.result.open is Truth.NO

    @property
    def unknown_opening(self) -> bool:
        """Whether it is not yet known to be open."""
        return self.result.open is Truth.UNKNOWN

    @cached_property
    def opening_questions(self) -> tuple[Question, ...]:
        """The questions that decide whether it is open."""
        opening = self.result.opening
        keys = () if opening is None else questions_of(opening.condition)
        return tuple(self.verdict.pack.questions[key] for key in keys)

    @cached_property
    def speaking_for(self) -> tuple[ReasonRow, ...]:
        """The reasons for it."""
        return self._rows(self.result.speaking_for)

    @cached_property
    def against(self) -> tuple[ReasonRow, ...]:
        """The reasons against it."""
        return self._rows(self.result.against)

    @cached_property
    def unknown(self) -> tuple[ReasonRow, ...]:
        """The reasons not yet known."""
        return self._rows(self.result.unknown)

    def _rows(self, results: tuple[ReasonResult, ...]) -> tuple[ReasonRow, ...]:
        return tuple(ReasonRow(result, self.verdict.reading) for result in results)


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
        return self.timed is self.schedule.binding

    @property
    def why(self) -> str:
        """Why then: what it takes, and what waits for it."""
        action = self.timed.action
        held_by = self.schedule.held_by(self.timed)
        if held_by is not None:
            return f"Takes {action.lead_time}. “{held_by.action.title}” waits for it."
        if action.start_before_target is not None:
            return f"Starts {action.start_before_target} before the target."
        return f"Takes {action.lead_time}, up to the target."

    @property
    def in_hand(self) -> str:
        """The working days in hand, or how late it is."""
        days = count_words(abs(self.timed.slack or 0), "working day")
        return f"{days} late" if self.timed.late else days


@dataclass(frozen=True)
class Other:
    """How others answered one question, beside the answer given here."""

    benchmark: Benchmark
    question: Question
    answer: str


@dataclass(frozen=True)
class VerdictPage:
    """A verdict with its plan, in the order in which people ask."""

    plan: Plan
    schedule: Schedule

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
        return ladder(self.verdict)

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
    def opening(self) -> Opening | None:
        """What opens the next gate; None when every gate is open."""
        last = self.verdict.evidenced is self.verdict.pack.stages[-1]
        return None if last else Opening(self.plan, self.schedule)

    @property
    def next_stage(self) -> str:
        """Where the gate out of the evidenced stage leads."""
        place = self.verdict.pack.stage_index[self.verdict.evidenced.key]
        return self.verdict.pack.stages[place + 1].title

    @cached_property
    def gates(self) -> tuple[Gate, ...]:
        """Every gate from the first; the first not open and the first closed are unfolded."""
        cards = (self.verdict.evidenced, self.verdict.at_most)
        return tuple(
            Gate(result, result.gate, self.reading, result.stage in cards)
            for result in self.verdict.stages
            if result.gate is not None
        )

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
        return tuple(self.verdict.pack.questions[key] for key in self.verdict.could_change_route)

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
        """The dates that cannot slip, the binding one first."""
        return tuple(DateRow(row, self.schedule) for row in self.schedule.tightest(MOST_DATES))

    @property
    def target(self) -> Question:
        """The question for the target date."""
        return self.verdict.pack.questions[self.verdict.pack.target]

    @property
    def working_back(self) -> str:
        """From which day the dates are counted, and the first of them."""
        assert self.schedule.target is not None
        target = day_words(self.schedule.target)
        first = self.schedule.binding.latest_start if self.schedule.binding else None
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
    def others(self) -> tuple[Other, ...]:
        """Published figures on the questions that are answered here."""
        return tuple(self._others())

    def _others(self) -> Iterator[Other]:
        for benchmark in self.verdict.pack.benchmarks:
            if self.reading.states[benchmark.question] is State.ANSWERED:
                question = self.verdict.pack.questions[benchmark.question]
                answer = self.reading.given.answers[benchmark.question]
                yield Other(benchmark, question, answer_words(question, answer.value))
