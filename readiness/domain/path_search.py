"""The search for the cheapest sets of actions that open every gate before a stage."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from math import floor

from readiness.domain.assessment import Reading
from readiness.domain.attainment import acting_order, changed_answers
from readiness.domain.condition import Truth, questions_of
from readiness.domain.formula import Done, Formula, Undone, contrary, some
from readiness.domain.integer_programme import cheapest
from readiness.domain.pack import ActionTemplate
from readiness.domain.plan import achieved, effort_for
from readiness.domain.prospect import Prospects
from readiness.domain.results import Finding
from readiness.domain.verdict import Verdict, assess


class PathSearch:
    """The sets of actions that open every gate before a stage, the cheapest first.

    A set holds only actions that the answers do not show done, each with its prerequisites. Every
    set returned was judged by `assess`; `mistaken` are those which the programme offered and the
    judgement refused, which is a fault of ours and not of the pack.
    """

    def __init__(self, verdict: Verdict, stage: str) -> None:
        self.verdict = verdict
        self.mistaken: list[frozenset[str]] = []
        self._gates = verdict.pack.stage_index[stage]
        open_actions = _open_actions(verdict.reading)
        self._costs = {a.key: half_days(a, verdict.reading) for a in open_actions}
        self._closed = tuple(_prerequisites_first(open_actions))
        prospects = Prospects(verdict.reading, open_actions)
        self._hard = {finding.rule.key: finding for finding in self._hard_findings()}
        self._needs = {key: _met(prospects, finding) for key, finding in self._hard.items()}
        self._outcomes: dict[frozenset[str], Verdict] = {}

    def next(self, budget: int | None = None) -> frozenset[str] | None:
        """Return the cheapest set not returned before, within a budget; None when there is none."""
        required = [*self._closed, *self._needs.values()]
        while True:
            chosen = cheapest(self._costs, required, other_than=self._outcomes, budget=budget)
            if chosen is None or self._opens(chosen):
                return chosen
            self.mistaken.append(chosen)

    def cost(self, chosen: Iterable[str]) -> int:
        """Return the middle effort of some actions in half-days, each action at least one."""
        return sum(self._costs[key] for key in chosen)

    def outcome(self, chosen: frozenset[str]) -> Verdict:
        """Return the verdict once a set that was returned is done."""
        return self._outcomes[chosen]

    def served_by(self, action: str) -> tuple[Finding, ...]:
        """Return the hard rules not yet met which ask for an action or read what it changes."""
        changed = {a.question for a in self.verdict.pack.action_by_key[action].achieves}
        return tuple(
            finding
            for finding in self._hard.values()
            if finding.truth in (Truth.NO, Truth.UNKNOWN)
            and (action in finding.rule.do or changed & set(questions_of(finding.rule.condition)))
        )

    def forbidding(self) -> tuple[Finding, ...]:
        """Return hard rules which no set meets together, though it could if any were left out.

        The rules of the nearest gates are kept where there is a choice.
        """
        left = dict(self._needs)
        for key in reversed(self._needs):
            without = {kept: need for kept, need in left.items() if kept != key}
            if cheapest(self._costs, [*self._closed, *without.values()]) is None:
                left = without
        return tuple(self._hard[key] for key in left)

    def _opens(self, chosen: frozenset[str]) -> bool:
        reading = self.verdict.reading
        given = replace(reading.given, answers=changed_answers(reading, chosen))
        outcome = self._outcomes[chosen] = assess(reading.pack, given)
        return all(result.gate is Truth.YES for result in outcome.stages[: self._gates])

    def _hard_findings(self) -> Iterator[Finding]:
        for result in self.verdict.stages[: self._gates]:
            yield from (finding for finding in result.findings if finding.hard)


def half_days(action: ActionTemplate, reading: Reading) -> int:
    """Return the middle effort of an action in whole half-days, at least one.

    An unknown count counts as one.
    """
    effort = effort_for(action, reading, unknown_count=1)
    assert effort is not None, "a count was given for what is unknown"
    return max(1, floor(effort.low + effort.high + 0.5))


def _open_actions(reading: Reading) -> tuple[ActionTemplate, ...]:
    return tuple(a for a in acting_order(reading.pack) if not achieved(a, reading))


def _prerequisites_first(actions: Sequence[ActionTemplate]) -> Iterator[Formula]:
    """Say that no action is done without its prerequisites; those not listed are done already."""
    keys = {action.key for action in actions}
    for action in actions:
        for earlier in sorted(keys.intersection(action.after)):
            yield some([Undone(action.key), Done(earlier)])


def _met(prospects: Prospects, finding: Finding) -> Formula:
    """Say when a hard rule does not hold its gate: met, or not applicable."""
    prospect = prospects.of(finding.rule.condition)
    return some([prospect.yes, contrary(prospect.asked)])
