"""What shapes cannot say of a pack: references, circles, the unreachable and the unachievable."""

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from datetime import date
from graphlib import CycleError, TopologicalSorter

from readiness.domain.condition import (
    Source,
    Subject,
    Trace,
    Truth,
    ask,
    questions_of,
)
from readiness.domain.condition_size import DEEPEST_CONDITION, depths_to_ask, measure
from readiness.domain.document import Place
from readiness.domain.errors import Fault
from readiness.domain.operators import Value
from readiness.domain.pack import ActionTemplate, HandOver, Hosting, Kind, Pack, Rule, Strength
from readiness.domain.truth_table import Tables
from readiness.domain.uses import conditions

Places = Mapping[tuple[str, str], Place]
Found = Iterator[tuple[tuple[str, str], str]]

MOST_FIRST = 12
"""The most questions that the ten-minute look may ask."""

ANY_DAY = date(2026, 1, 1)
"""The day of judgement on which it is tried whether answers can do something at all."""


def check(
    pack: Pack, places: Places, broken: Set[str] = frozenset(), *, whole: bool = True
) -> tuple[Fault, ...]:
    """Return everything that is wrong between the parts of a pack.

    Args:
        places: where each named thing stands, by what it is (question, rule, action …) and its key.
        broken: the keys of what had to be left out; a reference to one of them is no fault.
        whole: whether every part could be read; if not, what might follow from the missing parts
            is not held against the rest.
    """
    endless = [*_circles(pack)] or [*_depths(pack)]
    found = [*_references(pack, broken), *endless, *_questions(pack), *_undated(pack)]
    if whole:
        found += [*_actions(pack), *_hard_rules(pack)]
    if whole and not endless:
        found += _reachable(pack)
    return tuple(
        places.get(key, Place("pack.yaml", 0, 0, key[1])).fault(what) for key, what in found
    )


def _references(pack: Pack, broken: Set[str]) -> Found:
    actions = set(pack.action_by_key) | broken
    routes = {route.key for route in pack.routes.routes}
    for section in pack.sections:
        if section.owner not in pack.roles:
            yield ("section", section.key), f"add the role “{section.owner}” to pack.yaml"
    for question in pack.questions.values():
        if question.owner not in pack.roles:
            yield ("question", question.key), f"add the role “{question.owner}” to pack.yaml"
    for rule in pack.rules:
        yield from _known(actions, ("rule", rule.key), rule.do)
    for action in pack.actions:
        yield from _known(actions, ("action", action.key), action.after)
        if action.owner not in pack.roles:
            yield ("action", action.key), f"add the role “{action.owner}” to pack.yaml"
        if action.effort.per != "organisation" and action.effort.per not in pack.counts:
            yield ("action", action.key), f"add “{action.effort.per}” to counts in pack.yaml"
    for reason in pack.routes.reasons:
        for key in set(reason.points) - routes:
            yield ("reason", reason.key), f"give points to routes only: there is no “{key}”"
    yield from _fallbacks(pack, actions)
    if pack.hosting is not None:
        yield from _hosting(pack, pack.hosting, broken)
    if pack.hands_over is not None:
        yield from _hand_over(pack, pack.hands_over, broken)
    for pattern in pack.patterns:
        for key in pattern.rules:
            if key not in pack.rule_by_key and key not in broken:
                what = f"name a rule of this pack: there is no “{key}”"
                yield ("pattern", pattern.what), what
    yield from _uses(pack)


def _undated(pack: Pack) -> Found:
    """Refuse figures that say no day on which to see whether they still hold."""
    for key, threshold in pack.thresholds.items():
        if threshold.review_by is None:
            yield ("threshold", key), "add review_by: a figure that the pack states can change"


def _hand_over(pack: Pack, hands_over: HandOver, broken: Set[str]) -> Found:
    place = ("hands_over", hands_over.stage)
    if hands_over.stage not in pack.stage_index and hands_over.stage not in broken:
        yield place, f"name a stage of this pack: there is no “{hands_over.stage}”"
    if hands_over.to == pack.key:
        yield place, "hand over to another pack: this is the pack itself"


def _hosting(pack: Pack, hosting: Hosting, broken: Set[str]) -> Found:
    """Check what a host may answer: never what only the guest can say, which is its own claim."""
    place = ("hosting", "hosting")
    if hosting.owner not in pack.roles:
        yield place, f"add the role “{hosting.owner}” to pack.yaml"
    sections = {section.key: section for section in pack.sections}
    own = {pack.claimed, pack.target, *(pack.contract.keys if pack.contract else ())}
    for key in hosting.sections:
        if key not in sections and key not in broken:
            yield place, f"name a section of this pack: there is no “{key}”"
        for question in sections[key].questions if key in sections else ():
            if question.key in own:
                yield place, f"leave out “{key}”: only the guest can answer {question.ref}"


def _fallbacks(pack: Pack, actions: Set[str]) -> Found:
    seen: set[str] = set()
    for fallback in pack.fallbacks:
        place = ("fallback", fallback.key)
        if fallback.owner not in pack.roles:
            yield place, f"add the role “{fallback.owner}” to pack.yaml"
        if fallback.key in seen:
            yield place, "give it a key that no other fallback has"
        seen.add(fallback.key)
        yield from _known(actions, place, fallback.actions)


def _uses(pack: Pack) -> Found:
    """Check the questions and facts which the pack as a whole relies on."""
    claimed = pack.questions.get(pack.claimed)
    if claimed is not None and {o.key for o in claimed.options} != set(pack.stage_index):
        yield ("question", claimed.key), "give it one option for each stage: it holds the claim"
    target = pack.questions.get(pack.target)
    if target is not None and target.kind is not Kind.DATE:
        yield ("question", target.key), "make it a date: the plan works back from it"
    preferred = pack.questions.get(pack.routes.key) if pack.routes.routes else None
    routes = {route.key for route in pack.routes.routes}
    if preferred is not None and not routes <= {option.key for option in preferred.options}:
        yield ("question", preferred.key), "give it an option for each route: it holds the wish"
    for unit, subject in pack.counts.items():
        question = pack.questions.get(subject.key)
        number = question.kind is Kind.NUMBER if question else subject.key == "sites"
        if not number:
            yield ("count", unit), f"count {unit} by a number: {subject.key} is none"
    for benchmark in pack.benchmarks:
        question = pack.questions.get(benchmark.question)
        if question is not None and not question.benchmark:
            yield ("benchmark", benchmark.key), f"mark {question.key} with benchmark: yes"
        if not benchmark.survey.key:
            what = "name its survey, and leave sample, year, half_width and source to that"
            yield ("benchmark", benchmark.key), what
        if question is not None and not question.options and benchmark.options != ("share",):
            yield ("benchmark", benchmark.key), "write options: [share] for a question without any"


def _known(actions: Set[str], place: tuple[str, str], named: Iterable[str]) -> Found:
    for key in named:
        if key not in actions:
            yield place, f"name an action of this pack: there is no “{key}”"


def _questions(pack: Pack) -> Found:
    if len(pack.first) > MOST_FIRST:
        what = f"mark at most {MOST_FIRST} questions first, for a look of ten minutes"
        yield ("question", pack.first[MOST_FIRST].key), f"{what}: {len(pack.first)} are"
    seen: dict[str, str] = {}
    for question in pack.questions.values():
        place = ("question", question.key)
        if question.ref in seen:
            yield place, f"give it another ref: {question.ref} is taken by {seen[question.ref]}"
        seen[question.ref] = question.key
        if question.key == question.ref:
            yield place, "give it a key that is not its ref"
        low, high = question.minimum, question.maximum
        if low is not None and high is not None and low > high:
            yield place, "make minimum no larger than maximum"
        if question.pick is not None and question.pick > len(question.options):
            yield place, f"offer at least {question.pick} options: so many must be picked"
        least = (0, 0)
        for option in question.options:
            done = option.done or least
            if done[0] > done[1]:
                yield place, f"write done of “{option.key}” as [low, high] in per cent"
            elif done[0] < least[0] or done[1] < least[1]:
                yield place, f"let done of “{option.key}” be no less than that of the option before"
            least = done


def _circles(pack: Pack) -> Found:
    after = {action.key: action.after for action in pack.actions}
    if circle := _circle(after):
        yield ("action", circle[0]), f"break the circle: {' → '.join(circle)}"
    asked = {key: questions_of(condition) for key, condition in pack.asked_when.items()}
    if circle := _circle(asked):
        yield ("question", circle[0]), f"break the circle of asked_when: {' → '.join(circle)}"


def _circle(graph: Mapping[str, Iterable[str]]) -> list[str]:
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(reversed(error.args[1]))
    return []


def _depths(pack: Pack) -> Found:
    """Refuse what is too deep to follow once what decides whether a question is asked is counted.

    Of a row of questions too deep, each deciding the next, only those are named where it begins.
    """
    depths = depths_to_ask(pack.asked_when)
    for use, condition in conditions(pack):
        behind = max((depths.get(q, 0) for q in questions_of(condition)), default=0)
        if behind <= DEEPEST_CONDITION < behind + measure(condition)[0]:
            what = "flatten this: with what decides whether its questions are asked it is more than"
            yield (use.what, use.key), f"{what} {DEEPEST_CONDITION} conditions deep"


def _actions(pack: Pack) -> Found:
    used = {key for rule in pack.rules for key in rule.do}
    for action in pack.actions:
        place = ("action", action.key)
        if not action.achieves:
            yield place, "say what it achieves: no answer becomes better by it"
        if action.key not in used:
            yield place, "name it in some rule’s do, or delete it: nothing asks for it"
        for achievement in action.achieves:
            question = pack.questions.get(achievement.question)
            if question and question.ordered and len(achievement.options) == len(question.options):
                yield place, f"achieve more than the worst answer of {question.key}"


def _hard_rules(pack: Pack) -> Found:
    for rule in pack.rules:
        if rule.strength is Strength.HARD and not rule.do:
            yield ("rule", rule.key), "say what to do: no action can meet this hard rule"
        elif rule.strength is Strength.HARD and not _achievable(pack, rule):
            yield (
                ("rule", rule.key),
                "add to do, or to what its actions achieve: all done, it is still not met",
            )


def _achievable(pack: Pack, rule: Rule) -> bool:
    """Say whether a rule is met once all that it asks for is done, and nothing else is known."""
    actions = [pack.action_by_key[key] for key in rule.do if key in pack.action_by_key]
    return ask(rule.needs, _AllDone(_reached(actions))).truth is Truth.YES


def _reached(actions: list[ActionTemplate]) -> dict[str, str]:
    return {a.question: a.options[0] for action in actions for a in action.achieves}


@dataclass(frozen=True)
class _AllDone:
    """What may be read once some actions are done: the answers they achieve, and nothing more."""

    answers: Mapping[str, str]
    named: dict[int, Trace] = field(default_factory=dict)

    @property
    def on(self) -> date:
        return ANY_DAY

    def asked(self, question: str) -> Truth:
        return Truth.YES

    def value(self, subject: Subject) -> Value | None:
        if subject.source is Source.DAY:
            return self.on
        return self.answers.get(subject.key) if subject.source is Source.QUESTION else None


def _reachable(pack: Pack) -> Found:
    """Find questions that no answers lead to; one which takes too many tries is not held back."""
    tables = Tables(pack, ANY_DAY, [])
    for key, condition in pack.asked_when.items():
        table = tables.table(condition)
        if table and not table.combinations[Truth.YES]:
            yield ("question", key), "change asked_when: no answers make it true"
