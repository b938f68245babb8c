"""What there is to say of each part of a pack, line by line."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from readiness.domain.cases import Case
from readiness.domain.condition import Condition, Named, OnScale, questions_of
from readiness.domain.condition_size import parts_of
from readiness.domain.document import Place
from readiness.domain.due_words import due_day_words
from readiness.domain.pack import Citation, Pack, Question, Rule, Strength
from readiness.domain.plan import Days
from readiness.domain.uses import Use, achieving, asked_for_by, conditions, uses
from readiness.domain.wording import (
    condition_words,
    count_words,
    day_words,
    number_words,
    person_days,
)

MOST_CASES = 8
"""The most cases that are listed of one kind; how many more there are is said."""

Lines = Iterator[tuple[str, str]]
"""What there is to say, line by line: what the line is about, and the line."""


@dataclass(frozen=True, slots=True)
class Known:
    """A pack with the places of its parts and its worked examples."""

    pack: Pack
    places: Mapping[tuple[str, str], Place]
    cases: Sequence[Case]


def _question(known: Known, key: str) -> Lines:
    pack = known.pack
    question = pack.questions[key]
    yield "kind", _kind(question)
    for option in question.options:
        yield "options", f"{option.key}: {option.label}"
    if question.hint:
        yield "hint", question.hint
    if question.work_out is not None:
        yield "worked out", str(question.work_out)
    if question.asked_when is not None:
        yield "asked when", condition_words(question.asked_when, pack)
    yield "owner", pack.roles.get(question.owner, question.owner)
    yield "source", _source(question.source)
    for use in uses(pack)[key]:
        yield "read by", _use_words(pack, use)
    if not uses(pack)[key]:
        yield "read by", "nothing"
    for action in achieving(pack, key):
        yield "made better by", f"{action}: {pack.action_by_key[action].title}"
    yield from _listed("answered in", [case for case in known.cases if key in case.said])


def _kind(question: Question) -> str:
    words = [question.kind.value]
    words += ["ranked worst to best"] if question.ordered else []
    words += [f"pick {question.pick}"] if question.pick else []
    words += [f"in {question.unit}"] if question.unit else []
    return ", ".join(words)


def _use_words(pack: Pack, use: Use) -> str:
    match use.what:
        case "rule":
            rule = pack.rule_by_key[use.key]
            return f"rule {use.key} ({_at_gate(pack, rule)}): {rule.otherwise}"
        case "question":
            return f"question {pack.questions[use.key].ref}: it decides whether that is asked"
        case "reason":
            reason = next(reason for reason in pack.routes.reasons if reason.key == use.key)
            return f"reason {use.key}: {reason.because}"
        case "benchmark":
            benchmark = next(b for b in pack.benchmarks if b.key == use.key)
            return f"benchmark {use.key}: {benchmark.measure}, {benchmark.value}%"
        case "deadline":
            deadline = next(one for one in pack.deadlines if one.key == use.key)
            return f"deadline {use.key}: {deadline.title}"
        case "count":
            return f"effort: it counts each {use.key}"
        case "claimed":
            return "the verdict: it holds the stage that is claimed"
        case "contract":
            return "the contracts: it holds a day or the supplier of the one assessed"
        case "target":
            return "the plan: it holds the date to work back from"
        case "wish":
            return "the routes: it holds the one that is wished for"
        case _:
            return f"{use.what} {use.key}"


def _at_gate(pack: Pack, rule: Rule) -> str:
    stage = pack.stages[pack.stage_index[rule.stage]].title
    return f"{rule.strength}, gate out of {stage}"


def _rule(known: Known, key: str) -> Lines:
    pack = known.pack
    rule = pack.rule_by_key[key]
    yield "gate", _at_gate(pack, rule)
    yield "needs", condition_words(rule.needs, pack)
    if rule.applies_when is not None:
        yield "applies when", condition_words(rule.applies_when, pack)
    for question in questions_of(rule.condition):
        yield "reads", f"{pack.questions[question].ref} {question}: {pack.questions[question].ask}"
    closes = "the gate stays closed" if rule.strength is Strength.HARD else "it advises only"
    yield "unmet", f"{rule.otherwise} {rule.because} ({closes})"
    if rule.board:
        yield "a board asks", rule.board
    for action in rule.do:
        yield "asks for", f"{action}: {pack.action_by_key[action].title}"
    yield "source", _source(rule.source)
    yield from _named_by(pack, "rule", key)
    for expectation in ("unmet", "includes_unmet", "met", "unknown", "not_applicable"):
        about = f"shown {expectation.removeprefix('includes_').replace('_', ' ')}"
        yield from _listed(about, _expecting(known, expectation, key))


def _action(known: Known, key: str) -> Lines:
    pack = known.pack
    action = pack.action_by_key[key]
    per = "" if action.effort.per == "organisation" else f" for each {action.effort.per}"
    yield "effort", f"{person_days(Days(action.effort.low, action.effort.high))}{per}"
    yield "lead time", str(action.lead_time)
    if action.start_before_target is not None:
        yield "start", f"at least {action.start_before_target} before the target date"
    if action.changes_live:
        yield "freezes", "it changes the live network, and rests in change freezes"
    yield "owner", pack.roles.get(action.owner, action.owner)
    if action.how:
        yield "how", action.how
    for achieved in action.achieves:
        question = pack.questions[achieved.question]
        option = question.option(achieved.options[0])
        yield "achieves", f"{question.ref} “{option.label if option else achieved.options[0]}”"
    for earlier in action.after:
        yield "after", f"{earlier}: {pack.action_by_key[earlier].title}"
    for rule in asked_for_by(pack, key):
        yield "asked for by", f"rule {rule.key} ({_at_gate(pack, rule)}): {rule.otherwise}"
    for deadline in pack.deadlines:
        if key in deadline.do:
            yield "due by", f"deadline {deadline.key}: {deadline.title}"
    yield "source", _source(action.source)
    expecting = [*_expecting(known, "actions", key), *_expecting(known, "includes_actions", key)]
    yield from _listed("shown in", expecting)


def _stage(known: Known, key: str) -> Lines:
    pack = known.pack
    stage = pack.stages[pack.stage_index[key]]
    yield "means", stage.meaning
    if stage.evidence:
        yield "evidence", stage.evidence
    if stage.blockers:
        yield "in the way", stage.blockers
    for strength, about in ((Strength.HARD, "to leave it"), (Strength.SOFT, "advised")):
        for rule in pack.rules:
            if rule.stage == key and rule.strength is strength:
                yield about, f"{rule.key}: {rule.needed or condition_words(rule.needs, pack)}"
    yield from _named_by(pack, "gate", key)
    for expectation in ("evidenced", "at_most", "claimed"):
        about = expectation.replace("_", " ")
        yield from _listed(about, [c for c in known.cases if c.expect.get(expectation) == key])


def _route(known: Known, key: str) -> Lines:
    pack = known.pack
    route = next(route for route in pack.routes.routes if route.key == key)
    yield "suits", route.summary
    if route.open_when is not None:
        yield "open when", condition_words(route.open_when, pack)
        yield "closed", route.closed
    for reason in pack.routes.reasons:
        points = reason.points.get(key, 0)
        if points:
            sign = "+" if points > 0 else ""
            yield "points", f"{sign}{number_words(points)} {reason.key}: {reason.because}"
    yield from _listed("recommended in", [c for c in known.cases if c.expect.get("route") == key])
    yield from _listed("points in", [c for c in known.cases if key in c.expect.get("points", ())])


def _reason(known: Known, key: str) -> Lines:
    pack = known.pack
    reason = next(reason for reason in pack.routes.reasons if reason.key == key)
    yield "when", condition_words(reason.when, pack)
    for route, points in reason.points.items():
        yield "points", f"{'+' if points > 0 else ''}{number_words(points)} for {route}"
    yield "source", _source(reason.source)
    read = set(questions_of(reason.when))
    about = [c for c in known.cases if read & set(c.said) and {"points", "route"} & set(c.expect)]
    yield from _listed("answered in", about)


def _deadline(known: Known, key: str) -> Lines:
    pack = known.pack
    deadline = next(deadline for deadline in pack.deadlines if deadline.key == key)
    yield "day", due_day_words(deadline.day, pack)
    yield "because", deadline.because
    if deadline.applies_when is not None:
        yield "applies when", condition_words(deadline.applies_when, pack)
    if deadline.met_when is not None:
        yield "met when", condition_words(deadline.met_when, pack)
    for action in deadline.do:
        yield "to be done", f"{action}: {pack.action_by_key[action].title}"
    if deadline.begin_before is not None:
        yield "start", f"at least {deadline.begin_before} before that day"
    if deadline.begun_when is not None:
        yield "begun when", condition_words(deadline.begun_when, pack)
    for fallback in deadline.fallbacks:
        yield "then", f"{fallback}: {pack.fallback_by_key[fallback].title}"
    yield "source", _source(deadline.source)
    if deadline.review_by is not None:
        yield "look again", day_words(deadline.review_by)
    for expectation in ("deadlines", "due"):
        yield from _listed(f"shown in {expectation}", _expecting(known, expectation, key))


def _scale(known: Known, key: str) -> Lines:
    pack = known.pack
    scale = next(scale for scale in pack.scales if scale.key == key)
    for outcome in scale.outcomes:
        yield "outcomes", f"{outcome.key}: {outcome.title}"
    for row in scale.rows:
        yield row.outcome, f"when {condition_words(row.when, pack) or 'nothing else'}: {row.says}"
    for use, condition in conditions(pack):
        own = use == Use(scale.what, scale.key)
        named = (part for part in _own(condition) if isinstance(part, OnScale))
        if not own and any(part.scale == scale for part in named):
            yield "read by", _use_words(pack, use)
    yield from _listed("shown in", [c for c in known.cases if key in c.expect.get("scales", ())])


def _named_by(pack: Pack, what: str, key: str) -> Lines:
    """Say which conditions name a rule or a gate; those that name it by way of another are left."""
    for use, condition in conditions(pack):
        if any(isinstance(c, Named) and (c.what, c.key) == (what, key) for c in _own(condition)):
            yield "read by", _use_words(pack, use)


def _own(condition: Condition, *, top: bool = True) -> Iterator[Condition]:
    """Walk a condition as it is written, without what is behind the names in it."""
    yield condition
    named = isinstance(condition, Named) and condition.what not in ("level", "condition", "vehicle")
    if named or (isinstance(condition, OnScale) and not top):
        return
    for part in parts_of(condition):
        yield from _own(part, top=False)


def _expecting(known: Known, expectation: str, key: str) -> list[Case]:
    return [case for case in known.cases if key in case.expect.get(expectation, ())]


def _listed(about: str, cases: Iterable[Case]) -> Lines:
    found = list(cases)
    for case in found[:MOST_CASES]:
        yield about, f"{case.place}: {case.name}"
    if len(found) > MOST_CASES:
        yield about, f"and {count_words(len(found) - MOST_CASES, 'more case')}"


def _source(source: Citation | None) -> str:
    return f"{source.title}, {source.date}" if source else "our own judgement"


SAYS: Mapping[str, Callable[[Known, str], Lines]] = {
    "question": _question,
    "rule": _rule,
    "action": _action,
    "stage": _stage,
    "route": _route,
    "reason": _reason,
    "level": _scale,
    "table": _scale,
    "deadline": _deadline,
}
"""What says the lines of each kind of thing, given its key."""
