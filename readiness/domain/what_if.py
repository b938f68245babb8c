"""What would follow if some answers were different: two outlooks, side by side; nothing is kept."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from readiness.domain.assessment import Answer, Given, Reading
from readiness.domain.condition import Truth
from readiness.domain.explanation import gate_words
from readiness.domain.freeze import Freeze
from readiness.domain.operators import Value
from readiness.domain.pack import Pack, Question
from readiness.domain.plan import Plan, draft_plan
from readiness.domain.results import Finding, RouteResult, ScaleResult
from readiness.domain.schedule import Schedule, Timed, schedule, target_of
from readiness.domain.summary import plan_headline
from readiness.domain.verdict import Verdict
from readiness.domain.wording import count_words, day_words, number_words, person_days

FOUND = {
    Truth.YES: "Met",
    Truth.NO: "Not met",
    Truth.UNKNOWN: "Not yet known",
    Truth.NOT_ASKED: "Does not apply",
}
"""What is found of a rule, in a word or three."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """Where an organisation stands and what it has to do: a plan with its verdict and its days."""

    plan: Plan
    schedule: Schedule

    @property
    def verdict(self) -> Verdict:
        """Where it stands."""
        return self.plan.verdict


@dataclass(frozen=True, slots=True)
class Line:
    """One thing in words: what it is, how it is now, and how it would be."""

    what: str
    now: str
    then: str

    @property
    def changes(self) -> bool:
        """Whether the two differ."""
        return self.now != self.then


@dataclass(frozen=True, slots=True)
class Turned:
    """A finding whose truth would be another: as it is now, and as it would be."""

    now: Finding
    then: Finding

    @property
    def was(self) -> str:
        """What is found now, in a word or three."""
        return FOUND[self.now.truth]

    @property
    def would_be(self) -> str:
        """What would be found."""
        return FOUND[self.then.truth]

    @property
    def strength(self) -> str:
        """Whether it can close its gate: hard rule, or advises only."""
        return "hard rule" if self.now.hard else "advises only"


@dataclass(frozen=True, slots=True)
class Moved:
    """An action that stays in the plan with another latest start or effort: now, and then."""

    now: Timed
    then: Timed


@dataclass(frozen=True)
class Difference:
    """Two outlooks of one organisation under one pack, and what parts them."""

    now: Outlook
    then: Outlook

    @cached_property
    def groups(self) -> tuple[tuple[str, tuple[Line, ...]], ...]:
        """What is compared, line by line, under headings; a heading without lines is left out."""
        groups = (
            ("Stage", self._stage),
            ("Gates", self._gates),
            ("Levels and profiles", self._scales),
            ("Procurement route", self._routes),
            ("Plan and dates", self._plan),
        )
        found = ((title, tuple(lines())) for title, lines in groups)
        return tuple((title, lines) for title, lines in found if lines)

    @cached_property
    def turned(self) -> tuple[Turned, ...]:
        """The findings whose truth would be another, in the order of the stages."""
        pairs = zip(self.now.verdict.findings, self.then.verdict.findings, strict=True)
        return tuple(Turned(now, then) for now, then in pairs if now.truth is not then.truth)

    @cached_property
    def falling_away(self) -> tuple[Timed, ...]:
        """The actions that the plan would no longer hold."""
        return _only_in(self.now.schedule, self.then.schedule)

    @cached_property
    def coming_in(self) -> tuple[Timed, ...]:
        """The actions that would come into the plan."""
        return _only_in(self.then.schedule, self.now.schedule)

    @cached_property
    def moved(self) -> tuple[Moved, ...]:
        """The actions that would stay, with another latest start or effort."""
        there = self.then.schedule.by_key
        both = (
            Moved(r, there[r.action.key]) for r in self.now.schedule.rows if r.action.key in there
        )
        return tuple(pair for pair in both if _dated(pair.now) != _dated(pair.then))

    @cached_property
    def appearing(self) -> tuple[Question, ...]:
        """The questions that would be asked and are not, in the order of the pack."""
        return _asked_only(self.then.verdict, self.now.verdict)

    @cached_property
    def vanishing(self) -> tuple[Question, ...]:
        """The questions that would no longer be asked."""
        return _asked_only(self.now.verdict, self.then.verdict)

    @property
    def nothing(self) -> bool:
        """Whether nothing at all would change."""
        actions = self.falling_away or self.coming_in or self.moved
        lines = any(line.changes for _, lines in self.groups for line in lines)
        return not (lines or self.turned or actions or self.appearing or self.vanishing)

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """What would change, in at most four sentences: stages, route, whether the date holds."""
        if self.nothing:
            return ("Nothing changes: stage, gates, route, plan and dates stay as they are.",)
        return tuple(self._sentences())

    def _stage(self) -> Iterator[Line]:
        now, then = self.now.verdict, self.then.verdict
        yield Line("Evidenced", now.evidenced.title, then.evidenced.title)
        yield Line("At most", now.at_most.title, then.at_most.title)
        yield Line("Claimed", _claimed(now), _claimed(then))

    def _gates(self) -> Iterator[Line]:
        for now, then in zip(self.now.verdict.stages, self.then.verdict.stages, strict=True):
            if now.gate is not None:
                yield Line(f"Out of {now.stage.title}", gate_words(now), gate_words(then))

    def _scales(self) -> Iterator[Line]:
        now, then = self.now.verdict, self.then.verdict
        for was, would_be in zip(now.scales, then.scales, strict=True):
            yield Line(was.scale.title, _outcome(was), _outcome(would_be))
        for here, there in zip(now.profiles, then.profiles, strict=True):
            yield Line(here.profile.title, FOUND[here.truth], FOUND[there.truth])

    def _routes(self) -> Iterator[Line]:
        now, then = self.now.verdict, self.then.verdict
        if not now.routes:
            return
        yield Line("Recommended", _recommended(now), _recommended(then))
        there = {result.route.key: result for result in then.routes}
        for result in now.routes:
            line = Line(result.route.title, _standing(result), _standing(there[result.route.key]))
            if line.changes:
                yield line

    def _plan(self) -> Iterator[Line]:
        now, then = _plan_words(self.now), _plan_words(self.then)
        for what in now:
            yield Line(what, now[what], then[what])

    def _sentences(self) -> Iterator[str]:
        now, then = self.now.verdict, self.then.verdict
        if now.evidenced is then.evidenced:
            yield f"Your answers would still prove no more than {then.evidenced.title}."
        else:
            yield f"Your answers would prove {then.evidenced.title}, not {now.evidenced.title}."
        if now.at_most is not then.at_most:
            yield f"At most it could be {then.at_most.title}, not {now.at_most.title}."
        was, would_be = _recommended_title(now), _recommended_title(then)
        if now.routes and was != would_be:
            yield f"The route would be “{would_be}”, not “{was}”."
        if self.now.schedule.feasible is not self.then.schedule.feasible:
            yield f"Then: {plan_headline(self.then.schedule).sentence}"


def look_ahead(
    verdict: Verdict, freezes: Sequence[Freeze] = (), *, on: date | None = None
) -> Outlook:
    """Draft the plan of a verdict and lay it before the target date that was given.

    Args:
        on: the day it is seen from; without it the day of judgement.
    """
    plan, target = draft_plan(verdict), target_of(verdict.reading)
    return Outlook(plan, schedule(plan, target, on or verdict.given.on, freezes=freezes))


def suppose(given: Given, values: Mapping[str, Value]) -> Given:
    """Return a copy of what is given in which some questions have other answers."""
    nothing = Answer(None, version=0)
    supposed = {
        key: replace(given.answers.get(key, nothing), value=value) for key, value in values.items()
    }
    return replace(given, answers={**given.answers, **supposed})


def asked_for(pack: Pack, given: Given, values: Mapping[str, Value]) -> dict[str, Value]:
    """Return those of some other answers whose questions are asked once all of them are given."""
    copy = Reading(pack, suppose(given, values))
    return {key: value for key, value in values.items() if copy.asked(key) is Truth.YES}


def compare(now: Outlook, then: Outlook) -> Difference:
    """Lay two outlooks side by side.

    Raises:
        ValueError: they were not judged by the same pack.
    """
    if now.verdict.pack.fingerprint != then.verdict.pack.fingerprint:
        raise ValueError("outlooks of different packs cannot be compared")
    return Difference(now, then)


def _only_in(these: Schedule, those: Schedule) -> tuple[Timed, ...]:
    return tuple(row for row in these.rows if row.action.key not in those.by_key)


def _dated(row: Timed) -> tuple[object, ...]:
    return row.latest_start, row.action.effort


def _asked_only(this: Verdict, that: Verdict) -> tuple[Question, ...]:
    def asked(verdict: Verdict, key: str) -> bool:
        return verdict.reading.asked(key) is Truth.YES

    questions = this.pack.questions.items()
    return tuple(q for key, q in questions if asked(this, key) and not asked(that, key))


def _claimed(verdict: Verdict) -> str:
    return verdict.claimed.title if verdict.claimed else "Not said"


def _outcome(result: ScaleResult) -> str:
    titles = [outcome.title for outcome in result.possible]
    if len(titles) > 1:
        return f"Not yet known: {', '.join(titles[:-1])} or {titles[-1]}"
    return titles[0] if titles else FOUND[Truth.NOT_ASKED]


def _recommended(verdict: Verdict) -> str:
    best = verdict.recommended
    return f"{best.route.title}, {_points(best)}" if best else _recommended_title(verdict)


def _recommended_title(verdict: Verdict) -> str:
    best = verdict.recommended
    return best.route.title if best else verdict.pack.routes.undecided.title


def _standing(result: RouteResult) -> str:
    if result.open is Truth.NO:
        return "Closed"
    words = _points(result)
    if result.low != result.high:
        words += f", could be {number_words(result.low)} to {number_words(result.high)}"
    return words if result.open is Truth.YES else f"{words}; not yet known whether it is open"


def _points(result: RouteResult) -> str:
    return f"{number_words(result.points)} {'point' if abs(result.points) == 1 else 'points'}"


def _plan_words(outlook: Outlook) -> dict[str, str]:
    plan, laid = outlook.plan, outlook.schedule
    binding = laid.binding
    start = binding.latest_start if binding else None
    return {
        "Actions": count_words(len(plan.actions), "action"),
        "Effort": person_days(plan.effort, more=bool(plan.unknown_effort)),
        "Target date": day_words(laid.target) if laid.target else "Not given",
        "Whether it holds": plan_headline(laid).sentence,
        "Binding task": binding.action.title if binding else "None",
        "Its latest start": day_words(start) if start else "No date follows",
    }
