"""What the pages of a plan show, as values: rows with their lanes, groups, filters and totals."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from urllib.parse import urlencode

from readiness.domain.assessment import State
from readiness.domain.cost_figures import NOTHING_GIVEN, Costs
from readiness.domain.costs import compare_costs
from readiness.domain.deadlines import (
    due_words,
    help_words,
    in_hand_words,
    moved_words,
    offer_reasons,
    stepped_words,
)
from readiness.domain.due_telling import due_sentence
from readiness.domain.errors import NotFound
from readiness.domain.explanation import explain_action
from readiness.domain.pack import Question
from readiness.domain.plan import Doing, Plan, Progress
from readiness.domain.schedule import Load, Schedule, Timed
from readiness.domain.summary import PlanWords, plan_headline
from readiness.domain.wording import count_words, day_words, days_words, person_days, short_day
from readiness.files.plan_rows import OFFERED, STATE_WORDS
from readiness.web.lanes import Lane, TimeScale, lane, time_scale

MOST_REFS = 4
"""How many references a row names before it says how many more there are."""

MOST_LATE = 5
"""How many late actions are told before the table."""


@dataclass(frozen=True)
class Row:
    """An action of the plan with its place, days, lane and what people said of it."""

    number: int
    timed: Timed
    progress: Progress
    page: "PlanPage"

    @property
    def key(self) -> str:
        """The action's key."""
        return self.timed.action.key

    @property
    def title(self) -> str:
        """What to do."""
        return self.timed.action.title

    @property
    def role(self) -> str:
        """Who owns it, by role."""
        return self.page.plan.verdict.pack.roles[self.timed.action.owner]

    @property
    def days(self) -> str:
        """Its effort in person-days."""
        return days_words(self.timed.action.effort)

    @property
    def effort(self) -> str:
        """Its effort with its unit."""
        return person_days(self.timed.action.effort)

    @property
    def start_by(self) -> str:
        """Its latest start; empty without a target."""
        return short_day(self.timed.latest_start) if self.timed.latest_start else ""

    @property
    def in_hand(self) -> str:
        """The working days in hand, or how late it is; empty without a target."""
        return in_hand_words(self.timed)

    @property
    def late(self) -> bool:
        """Whether it is too late, and not said to be done."""
        return self.timed.late and self.state is not Doing.DONE

    @property
    def binds(self) -> bool:
        """Whether it is the action that decides if the target holds."""
        return self.page.schedule.binds(self.timed)

    @property
    def why(self) -> str:
        """What asks for it, by reference, and what it follows; what a fallback needs."""
        action, pack = self.timed.action, self.page.plan.verdict.pack
        if action.falls_back:
            return action.how
        if action.asks_host:
            return "; ".join(filter(None, ["Your host’s answers", self.after]))
        refs = [pack.questions[key].ref for key in action.questions]
        more = f" and {len(refs) - MOST_REFS} more" if len(refs) > MOST_REFS else ""
        listed = f"{', '.join(refs[:MOST_REFS])}{more}"
        asked = f"You answered don’t know to {listed}" if action.finds_out else listed
        return ". ".join(filter(None, [asked, self.after]))

    @property
    def after(self) -> str:
        """The numbers of what it follows: After 3, 4, 5; empty when nothing."""
        numbers = sorted(self.page.numbers[key] for key in self.timed.action.after)
        return f"After {', '.join(map(str, numbers))}" if numbers else ""

    @property
    def state(self) -> Doing:
        """How far it has come."""
        return self.progress.state

    @property
    def state_words(self) -> str:
        """How far it has come, with the reason where it waits or will not be done."""
        words = STATE_WORDS[self.state]
        if self.state is Doing.WAITING and self.progress.note:
            return f"Waiting for: {self.progress.note}"
        if self.state is Doing.WILL_NOT_DO and self.progress.note:
            return f"{words}: {self.progress.note}"
        return words

    @property
    def bar(self) -> str:
        """How its bar is drawn; the binding one is marked whatever its state."""
        return "binds" if self.binds else self.state.value

    @property
    def reasons(self) -> tuple[str, ...]:
        """What asks for it, in sentences."""
        if self.timed.action.falls_back:
            offer = next(o for o in self.page.schedule.offers if o.timed is self.timed)
            return offer_reasons(offer, self.page.schedule)
        return explain_action(self.timed.action, self.page.plan.verdict)

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions whose answers ask for it."""
        pack = self.page.plan.verdict.pack
        return tuple(pack.questions[key] for key in self.timed.action.questions)

    @property
    def group(self) -> str:
        """The gate that asks for it first, or that it is offered."""
        if self.timed.action.falls_back:
            return OFFERED
        return self.page.group_title(self.timed.action.gate)

    @property
    def unlocks(self) -> tuple[str, ...]:
        """The stages whose gate it serves."""
        pack = self.page.plan.verdict.pack
        return tuple(pack.stages[pack.stage_index[key]].title for key in self.timed.action.unlocks)

    @property
    def follows(self) -> tuple["Row", ...]:
        """The actions that come first."""
        return tuple(self.page.row(key) for key in self.timed.action.after)

    @property
    def followed_by(self) -> tuple["Row", ...]:
        """The actions that wait for it."""
        return tuple(row for row in self.page.every if self.key in row.timed.action.after)

    @property
    def planned(self) -> str:
        """The days it is planned for, in a sentence's words; empty where nobody knows."""
        if self.timed.action.lead_time is None:
            return ""
        return f"{day_words(self.timed.earliest_start)} to {day_words(self.timed.earliest_finish)}"

    @property
    def done_but_asked_for(self) -> bool:
        """Whether somebody said it is done while the answers still ask for it."""
        return self.state is Doing.DONE and not self.timed.action.falls_back

    @property
    def due(self) -> str:
        """The deadline up to which it is dated; empty where the target or what waits decides."""
        return due_words(self.timed, self.page.schedule)

    @property
    def stepped_over(self) -> str:
        """Which freezes it steps over."""
        return stepped_words(self.timed)

    @property
    def moved(self) -> str:
        """How a freeze moves its latest start; empty where none does."""
        return moved_words(self.timed)

    @property
    def lane(self) -> Lane:
        """Its bar and latest start on the time scale."""
        return lane(self.timed, self.page.scale)


@dataclass(frozen=True)
class Group:
    """The actions of one gate, those done apart."""

    title: str
    rows: tuple[Row, ...]

    @property
    def open(self) -> tuple[Row, ...]:
        """The actions which are not done."""
        return tuple(row for row in self.rows if row.state is not Doing.DONE)

    @property
    def done(self) -> tuple[Row, ...]:
        """The actions which are done."""
        return tuple(row for row in self.rows if row.state is Doing.DONE)


@dataclass(frozen=True)
class Carrier:
    """What one role carries."""

    load: Load
    role: str
    numbers: tuple[int, ...]

    @property
    def days(self) -> str:
        """Its person-days, at least what is known."""
        if not self.load.unknown_effort:
            return days_words(self.load.effort)
        return f"at least {days_words(self.load.effort)}" if self.load.effort.high else "not known"

    @property
    def busiest(self) -> str:
        """The month that asks most of it."""
        return f"{self.load.busiest:%B %Y}" if self.load.busiest else "not known"


@dataclass(frozen=True)
class PlanPage:
    """A plan laid before its target, with what people said; `owner` and `late` narrow the rows."""

    plan: Plan
    schedule: Schedule
    progress: Mapping[str, Progress]
    costs: Costs = NOTHING_GIVEN
    owner: str = ""
    late: bool = False

    @cached_property
    def words(self) -> PlanWords:
        """Whether the target date holds."""
        return plan_headline(self.schedule)

    @cached_property
    def scale(self) -> TimeScale:
        """The time that every lane shows; narrowing the rows does not change it."""
        return time_scale(self.schedule)

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """The number of every action, those of fallbacks after the others."""
        rows = [*self.schedule.rows, *(offer.timed for offer in self.schedule.offers)]
        return {row.action.key: place for place, row in enumerate(rows, start=1)}

    @cached_property
    def every(self) -> tuple[Row, ...]:
        """Every action of the plan."""
        return tuple(self._row(timed) for timed in self.schedule.rows)

    @cached_property
    def fallbacks(self) -> tuple[Row, ...]:
        """What is offered when the target cannot be met."""
        return tuple(self._row(offer.timed) for offer in self.schedule.offers)

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The actions that were asked for, and the fallbacks that are offered."""
        return tuple(
            row
            for row in (*self.every, *self.fallbacks)
            if self.owner in ("", row.timed.action.owner) and (row.late or not self.late)
        )

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The actions asked for, by gate."""
        by_gate = groupby(self.rows, key=lambda row: row.group)
        return tuple(Group(title, tuple(rows)) for title, rows in by_gate)

    @property
    def sign(self) -> str:
        """Which sign stands before the finding; none where all is well or nothing is known."""
        return {"tight": "warning", "late": "no"}.get(self.words.tone, "")

    @property
    def empty(self) -> str:
        """What is said of a plan without actions."""
        if self.everything_open:
            return "Nothing left to do for this target."
        return "Nothing is planned yet."

    @property
    def choices(self) -> tuple[tuple[str, str, bool], ...]:
        """What may be shown: the words, the query, and whether it is shown now."""
        every = (*self.every, *self.fallbacks)
        late = sum(row.late for row in every)
        choices = [
            (f"All {len(every)}", "", not self.owner and not self.late),
            (f"Late ({late})", "?late=1", self.late and not self.owner),
        ]
        if self.owner:
            query = urlencode({"owner": self.owner} | ({"late": "1"} if self.late else {}))
            choices.append(
                (f"{self.chosen_owner or self.owner} ({len(self.rows)})", f"?{query}", True)
            )
        return tuple(choices)

    @property
    def caption(self) -> str:
        """What the table holds, for those who cannot see it."""
        return f"{count_words(len(self.rows), 'action')} by gate, with when each is planned"

    @property
    def size(self) -> str:
        """The number of actions: 14 actions."""
        return count_words(len(self.every), "action")

    @property
    def days(self) -> str:
        """The total effort, at least what is known."""
        return person_days(self.plan.effort, more=bool(self.plan.unknown_effort))

    @property
    def counts(self) -> str:
        """How many actions stand where: 1 doing, 12 to do, none late."""
        found = [row.state for row in self.every]
        order = (Doing.DOING, Doing.WAITING, Doing.TO_DO, Doing.DONE, Doing.WILL_NOT_DO)
        parts = [
            f"{found.count(state)} {STATE_WORDS[state].lower()}"
            for state in order
            if state in found
        ]
        if self.schedule.target is not None:
            parts.append(f"{self.late_count or 'none'} late")
        return f"{', '.join(parts)}."

    @property
    def late_count(self) -> int:
        """How many actions are too late."""
        return sum(row.late for row in self.every)

    @property
    def chosen_owner(self) -> str:
        """The role whose actions are shown; empty for all."""
        return self.plan.verdict.pack.roles.get(self.owner, "")

    @property
    def too_late(self) -> bool:
        """Whether the target cannot be met."""
        return self.schedule.feasible is False

    @property
    def helps(self) -> tuple[str, ...]:
        """Which actions are late, by how much, and what may help each, the latest first."""
        return tuple(help_words(row, self.schedule) for row in self.schedule.late[:MOST_LATE])

    @property
    def more_late(self) -> str:
        """How many more actions are late; empty where all are told."""
        more = len(self.schedule.late) - MOST_LATE
        return f"{count_words(more, 'more action')} late." if more > 0 else ""

    @property
    def lost(self) -> tuple[str, ...]:
        """Each deadline whose safe start has passed, in a sentence."""
        return tuple(due_sentence(one) for one in self.schedule.deadlines if one.lost)

    @property
    def moved(self) -> tuple[Row, ...]:
        """The actions which a freeze makes start earlier."""
        return tuple(row for row in self.every if row.moved)

    @property
    def moved_words(self) -> str:
        """How many latest starts a freeze moves."""
        starts = count_words(len(self.moved), "latest start")
        verb = "is" if len(self.moved) == 1 else "are"
        return f"{starts} {verb} earlier because of change freezes"

    @property
    def money(self) -> str:
        """What acting and doing nothing cost; empty while no figure is given."""
        comparison = compare_costs(self.plan, self.schedule.target, self.costs)
        return "" if self.costs.version == 0 else comparison.sentence

    @property
    def target(self) -> Question:
        """The question for the target date."""
        return self.plan.verdict.pack.questions[self.plan.verdict.pack.target]

    @property
    def everything_open(self) -> bool:
        """Whether every gate is open."""
        return self.plan.verdict.evidenced is self.plan.verdict.pack.stages[-1]

    @property
    def unanswered(self) -> str:
        """What the plan holds nothing for: 40 questions are not answered; empty when none."""
        count = len(self.plan.verdict.reading.in_state(State.TO_DO))
        verb = "is" if count == 1 else "are"
        return f"{count_words(count, 'question')} {verb} not answered." if count else ""

    @cached_property
    def carriers(self) -> tuple[Carrier, ...]:
        """What each role carries, the most person-days first."""
        return tuple(
            Carrier(
                load,
                self.plan.verdict.pack.roles[load.owner],
                tuple(self.numbers[row.action.key] for row in load.rows),
            )
            for load in self.schedule.loads
        )

    def narrowed(self, *, owner: str, late: bool) -> "PlanPage":
        """Return the page with only the rows of an owner, or only the late ones."""
        return replace(self, owner=owner, late=late)

    def row(self, key: str) -> Row:
        """Return the row of an action.

        Raises:
            NotFound: the plan does not hold it.
        """
        if key not in self.numbers:
            raise NotFound(
                "This action is not in the plan: the answers show it done, or nothing asks for it."
            )
        return (*self.every, *self.fallbacks)[self.numbers[key] - 1]

    def _row(self, timed: Timed) -> Row:
        key = timed.action.key
        return Row(self.numbers[key], timed, self.progress.get(key, Progress(key)), self)

    def group_title(self, gate: str | None) -> str:
        """Return the heading of the actions that a gate asks for first."""
        if gate is None:
            return "Answers to find out that open no gate"
        pack = self.plan.verdict.pack
        return f"Opens the gate out of {pack.stages[pack.stage_index[gate]].title}"
