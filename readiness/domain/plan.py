"""The action plan: each thing to do once, prerequisites first, with what asks for it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from graphlib import TopologicalSorter
from heapq import heapify, heappop, heappush

from readiness.domain.assessment import Reading, State
from readiness.domain.calendar import Period
from readiness.domain.condition import Truth
from readiness.domain.pack import ActionTemplate, Effort, Fallback, Pack, Strength
from readiness.domain.results import Finding
from readiness.domain.verdict import Verdict

FIND_OUT = "find-out/"
"""How the key of an action begins that only finds out the answer to a question."""

ASK_HOST = "ask-host/"
"""How the key of an action begins that asks the host for what a gate still needs of it."""

FALLBACK = "fallback/"
"""How the key of an action begins that is offered when the target cannot be met."""


class Doing(StrEnum):
    """How far an action has come, as people say it."""

    TO_DO = "to-do"
    DOING = "doing"
    WAITING = "waiting"
    DONE = "done"
    WILL_NOT_DO = "will-not-do"


@dataclass(frozen=True, slots=True)
class Progress:
    """What somebody said of an action; the newest version wins, and versions count from 1."""

    action: str
    owner: str = ""
    state: Doing = Doing.TO_DO
    due: date | None = None
    note: str = ""
    version: int = 0
    by: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Days:
    """Person-days for one organisation, low to high."""

    low: float
    high: float

    @property
    def middle(self) -> float:
        """What counts where a single figure is wanted."""
        return round((self.low + self.high) / 2, 2)


@dataclass(frozen=True, slots=True)
class Action:
    """A thing for one organisation to do.

    `because` holds the rules that ask for it, `questions` the answers behind them. `effort` is None
    while a count it depends on is not known. `gate` is the stage whose gate asks first for it, or
    for what waits for it; None for an answer to find out that feeds no gate. `unlocks` are the
    stages whose gate has an unmet hard rule that it serves. `after` names only actions of the same
    plan. `lead_time` is None only for a fallback of which nobody has said how long it takes.
    """

    key: str
    title: str
    owner: str
    effort: Days | None
    lead_time: Period | None
    gate: str | None
    because: tuple[str, ...]
    questions: tuple[str, ...]
    unlocks: tuple[str, ...]
    after: tuple[str, ...] = ()
    start_before_target: Period | None = None
    changes_live: bool = False
    how: str = ""

    @property
    def lead(self) -> Period:
        """How long it takes; every action but a fallback says it."""
        assert self.lead_time is not None
        return self.lead_time

    @property
    def takes(self) -> str:
        """How long it takes, in words."""
        return "not known" if self.lead_time is None else str(self.lead_time)

    @property
    def falls_back(self) -> bool:
        """Whether it is only offered because the target cannot be met."""
        return self.key.startswith(FALLBACK)

    @property
    def asks_host(self) -> bool:
        """Whether it asks the organisation's host for something."""
        return self.key.startswith(ASK_HOST)

    @property
    def finds_out(self) -> bool:
        """Whether it only finds out an answer."""
        return self.key.startswith(FIND_OUT)


@dataclass(frozen=True)
class Plan:
    """The actions of a verdict in order: by gate, prerequisites first, then by key."""

    verdict: Verdict
    actions: tuple[Action, ...]

    @cached_property
    def effort(self) -> Days:
        """The sum of every effort that is known."""
        return total_effort(self.actions)

    @property
    def unknown_effort(self) -> tuple[Action, ...]:
        """The actions whose effort is not known."""
        return tuple(action for action in self.actions if action.effort is None)

    @cached_property
    def by_key(self) -> Mapping[str, Action]:
        """Every action by key."""
        return {action.key: action for action in self.actions}


def total_effort(actions: Iterable[Action]) -> Days:
    """Add up the efforts which are known."""
    known = [action.effort for action in actions if action.effort is not None]
    return Days(round(sum(d.low for d in known), 2), round(sum(d.high for d in known), 2))


def draft_plan(verdict: Verdict, target: str | None = None) -> Plan:
    """Draft the plan that leads to a stage; the last of the pack when none is named.

    It holds the actions of the unmet rules of every gate up to the target, as far as the answers do
    not already show them done, and an action to find out for each don't know. Unanswered questions
    put nothing into it. What the host of a guest has still to do is one action for each gate: to
    ask for it.
    """
    pack = verdict.pack
    last = len(pack.stages) - 1 if target is None else pack.stage_index[target]
    asking: dict[str, list[Finding]] = {}
    for finding in verdict.found(Truth.NO):
        if pack.stage_index[finding.rule.stage] < last:
            for key in finding.rule.do:
                asking.setdefault(key, []).append(finding)
    to_do = {
        key: findings
        for key, findings in asking.items()
        if not achieved(pack.action_by_key[key], verdict.reading)
    }
    also = [*_find_out(verdict), *_ask_host(verdict, last)]
    return Plan(verdict, lay_out(to_do, verdict, also=also))


def lay_out(
    asking: Mapping[str, Sequence[Finding]], verdict: Verdict, also: Iterable[Action] = ()
) -> tuple[Action, ...]:
    """Make actions, each with the findings that ask for it, and lay them out in order.

    Args:
        asking: by the action's key; one without findings is there for those that wait for it.
        also: actions made elsewhere, to be laid among them.
    """
    pack = verdict.pack
    drafted = {
        key: _action(pack.action_by_key[key], findings, verdict.reading)
        for key, findings in asking.items()
    }
    linked = [_linked(action, drafted, pack) for action in drafted.values()]
    return _in_order([*linked, *also], pack)


def fallback_action(fallback: Fallback) -> Action:
    """Make an action of what is left when the target cannot be met."""
    effort = fallback.effort
    return Action(
        key=FALLBACK + fallback.key,
        title=fallback.title,
        owner=fallback.owner,
        effort=Days(effort.low, effort.high) if effort else None,
        lead_time=fallback.lead_time,
        gate=None,
        because=(),
        questions=(),
        unlocks=(),
        how=f"Needs: {fallback.needs}",
    )


def achieved(template: ActionTemplate, reading: Reading) -> bool:
    """Say whether the answers already show everything that the action would achieve."""
    answers = reading.given.answers
    return all(
        a.question in answers and answers[a.question].value in a.options for a in template.achieves
    )


def effort_for(
    template: ActionTemplate, reading: Reading, unknown_count: int | None = None
) -> Days | None:
    """Work out an action's effort for one organisation.

    Effort per something is multiplied by how many there are and by the share still to do, a range
    where that is unknown. An unknown count makes the effort unknown, never zero, unless a number is
    given to stand for it.
    """
    effort = template.effort
    if effort.per == "organisation":
        return Days(effort.low, effort.high)
    count = reading.value(reading.pack.counts[effort.per])
    if not isinstance(count, int):
        count = unknown_count
    if count is None:
        return None
    least, most = _share_left(template, reading)
    return Days(round(effort.low * count * least, 2), round(effort.high * count * most, 2))


def _share_left(template: ActionTemplate, reading: Reading) -> tuple[float, float]:
    """Return how much of the work is left, as shares of 1, low and high.

    The first question that the action achieves whose options say how much is done decides.
    """
    for achievement in template.achieves:
        question = reading.pack.questions[achievement.question]
        if not any(option.done for option in question.options):
            continue
        answer = reading.given.answers.get(question.key)
        option = question.option(str(answer.value)) if answer else None
        if option is None:
            return 0.0, 1.0
        low, high = option.done or (0, 0)
        return 1 - high / 100, 1 - low / 100
    return 1.0, 1.0


def _action(template: ActionTemplate, findings: Sequence[Finding], reading: Reading) -> Action:
    place = reading.pack.stage_index
    findings = sorted(findings, key=lambda finding: place[finding.rule.stage])
    serves = (f.rule.stage for f in findings if f.rule.strength is Strength.HARD)
    return Action(
        key=template.key,
        title=template.title,
        owner=template.owner,
        effort=effort_for(template, reading),
        lead_time=template.lead_time,
        gate=findings[0].rule.stage if findings else None,
        because=tuple(finding.rule.key for finding in findings),
        questions=tuple(dict.fromkeys(q for f in findings for q in f.rule.questions)),
        unlocks=tuple(dict.fromkeys(serves)),
        start_before_target=template.start_before_target,
        changes_live=template.changes_live,
        how=template.how,
    )


def _linked(action: Action, drafted: Mapping[str, Action], pack: Pack) -> Action:
    """Point an action at the nearest prerequisites that are in the plan themselves."""
    return replace(action, after=tuple(sorted(set(_before(action.key, drafted, pack)))))


def _before(key: str, drafted: Mapping[str, Action], pack: Pack) -> Iterator[str]:
    for earlier in pack.action_by_key[key].after:
        if earlier in drafted:
            yield earlier
        else:
            yield from _before(earlier, drafted, pack)


def _find_out(verdict: Verdict) -> Iterator[Action]:
    pack = verdict.pack
    for key in verdict.reading.in_state(State.DONT_KNOW):
        question = pack.questions[key]
        aside = {finding.rule.key for finding in verdict.found(Truth.NOT_ASKED)}
        feeding = [rule for rule in pack.rules_reading[key] if rule.key not in aside]
        effort: Effort = pack.find_out.effort
        yield Action(
            key=FIND_OUT + key,
            title=f"Find out: {question.ask}",
            owner=question.owner,
            effort=Days(effort.low, effort.high),
            lead_time=pack.find_out.lead_time,
            gate=feeding[0].stage if feeding else None,
            because=tuple(rule.key for rule in feeding),
            questions=(key,),
            unlocks=(),
        )


def _ask_host(verdict: Verdict, last: int) -> Iterator[Action]:
    """Ask the host, gate by gate, for what is unmet or not yet known of what it answers."""
    hosting, host = verdict.pack.hosting, verdict.given.host
    if hosting is None or host is None:
        return
    for result in verdict.stages[:last]:
        due = [f for f in result.findings if f.from_host and f.truth in (Truth.NO, Truth.UNKNOWN)]
        if not due:
            continue
        points = "1 point" if len(due) == 1 else f"{len(due)} points"
        yield Action(
            key=ASK_HOST + result.stage.key,
            title=f"Ask {host.organisation.name} about {points} of {result.stage.title}",
            owner=hosting.owner,
            effort=Days(hosting.effort.low, hosting.effort.high),
            lead_time=hosting.lead_time,
            gate=result.stage.key,
            because=tuple(finding.rule.key for finding in due),
            questions=(),
            unlocks=(result.stage.key,) if any(f.hard for f in due) else (),
            how="A ready e-mail is on the page of this action.",
        )


def _in_order(actions: list[Action], pack: Pack) -> tuple[Action, ...]:
    """Order by gate, prerequisites first, then key; a prerequisite never stands in a later gate."""
    by_key = {action.key: action for action in actions}
    sorter = TopologicalSorter({action.key: action.after for action in actions})
    gates = {key: _gate_place(by_key[key], pack) for key in by_key}
    for key in reversed(list(sorter.static_order())):
        for earlier in by_key[key].after:
            gates[earlier] = min(gates[earlier], gates[key])
    sorter = TopologicalSorter({action.key: action.after for action in actions})
    sorter.prepare()
    waiting = [(gates[key], key) for key in sorter.get_ready()]
    heapify(waiting)
    order = []
    while waiting:
        gate, key = heappop(waiting)
        named = pack.stages[gate].key if gate < len(pack.stages) else None
        order.append(replace(by_key[key], gate=named))
        sorter.done(key)
        for ready in sorter.get_ready():
            heappush(waiting, (gates[ready], ready))
    return tuple(order)


def _gate_place(action: Action, pack: Pack) -> int:
    return len(pack.stages) if action.gate is None else pack.stage_index[action.gate]
