"""The shortest way to the next stage, as values for the page of a verdict."""

from dataclasses import dataclass
from functools import cached_property

from readiness.domain.advice import (
    doubt_words,
    forbidden_words,
    forbids,
    path_dates,
    path_size,
    stage_of,
    step_asks,
    step_reason,
    step_takes,
    tie_words,
    ties_words,
)
from readiness.domain.explanation import Ask, explain_finding
from readiness.domain.path import MOST_TIES, Path, Paths, Step, way_on
from readiness.domain.plan import Action, Plan
from readiness.domain.schedule import Schedule

MOST_STEPS, FIRST_STEPS = 8, 6
"""How many steps are shown whole, and of more than those, how many before the rest is folded."""


@dataclass(frozen=True)
class StepRow:
    """A step with its owner, what it takes, why it is there, and what would show it needless."""

    step: Step
    path: Path
    plan: Plan

    @property
    def action(self) -> Action:
        """The action itself."""
        return self.step.action

    @property
    def planned(self) -> bool:
        """Whether the plan holds the action too, so that it has a page."""
        return self.action.key in self.plan.by_key

    @property
    def owner(self) -> str:
        """Whose it is, by role."""
        return self.plan.verdict.pack.roles[self.action.owner]

    @property
    def takes(self) -> str:
        """Its effort and how long it takes."""
        return step_takes(self.step)

    @property
    def reason(self) -> str:
        """Why it is there; empty where the questions to answer say so already."""
        if self.step.may_be_done and self.action.because:
            return ""
        return step_reason(self.step, self.path, self.plan.verdict)

    @property
    def asks(self) -> tuple[Ask, ...]:
        """The questions whose answers would tell whether it is done."""
        return step_asks(self.step, self.plan.verdict)


@dataclass(frozen=True, slots=True)
class ForbiddenRow:
    """A rule that forbids every path, in words, and where to change what it reads."""

    words: str
    needed: str
    asks: tuple[Ask, ...]


@dataclass(frozen=True)
class Way:
    """The least-effort path to the next stage, what costs the same, and what comes then."""

    plan: Plan
    schedule: Schedule

    @cached_property
    def found(self) -> tuple[Paths, ...]:
        """The paths to the next stage and to the one after it."""
        laid = self.schedule
        return way_on(
            self.plan.verdict, target=laid.target, freezes=laid.frozen.freezes, ties=MOST_TIES
        )

    @property
    def path(self) -> Path | None:
        """The path to the next stage; None when it is forbidden."""
        return self.found[0].best

    @property
    def heading(self) -> str:
        """Where it leads and how much it holds: To Adoption: 2 steps, 0 to 10 person-days."""
        assert self.path is not None
        title = stage_of(self.found[0], self.plan.verdict).title
        return f"To {title}: {path_size(self.path)}."

    @property
    def doubt(self) -> str:
        """How much of it may already be true."""
        return "" if self.path is None else doubt_words(self.path)

    @property
    def dates(self) -> str:
        """When it can be done, and by when to start."""
        return "" if self.path is None else path_dates(self.path)

    @cached_property
    def steps(self) -> tuple[StepRow, ...]:
        """The steps that are shown at once."""
        return self._rows if len(self._rows) <= MOST_STEPS else self._rows[:FIRST_STEPS]

    @cached_property
    def more_steps(self) -> tuple[StepRow, ...]:
        """The steps that are folded."""
        return self._rows[len(self.steps) :]

    @cached_property
    def _rows(self) -> tuple[StepRow, ...]:
        path = self.path
        return () if path is None else tuple(StepRow(s, path, self.plan) for s in path.steps)

    @property
    def ties(self) -> tuple[str, ...]:
        """How each other path of the same cost differs."""
        best = self.path
        return () if best is None else tuple(tie_words(tie, best) for tie in self.found[0].ties)

    @property
    def ties_words(self) -> str:
        """How many other paths cost the same."""
        return ties_words(len(self.ties), MOST_TIES)

    @property
    def forbidden_words(self) -> str:
        """That no actions lead to the next stage."""
        return forbidden_words(self.found[0], self.plan.verdict)

    @property
    def forbidden(self) -> tuple[ForbiddenRow, ...]:
        """The rules that forbid it."""
        reading = self.plan.verdict.reading
        rows = []
        for each in self.found[0].forbidden:
            words = explain_finding(each.finding, reading)
            rows.append(ForbiddenRow(forbids(each, self.plan.verdict), words.needed, words.asks))
        return tuple(rows)

    @property
    def then(self) -> str:
        """What comes after the next stage: Then to Implementation: 5 more actions; may be empty."""
        if len(self.found) < 2:
            return ""
        title = stage_of(self.found[1], self.plan.verdict).title
        best = self.found[1].best
        if best is None:
            return f"Then no actions lead to {title} as things stand."
        return f"Then to {title}: {path_size(best, 'more action')}."
