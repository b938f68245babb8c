"""What in a pack reads each question, and which actions make an answer better."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from readiness.domain.condition import Condition, OnScale, Source, questions_of
from readiness.domain.due_date import AnsweredDay, VehicleDay
from readiness.domain.pack import Pack, Rule


@dataclass(frozen=True, slots=True)
class Use:
    """Something that reads a question, by what it is (rule, reason, count …) and its key."""

    what: str
    key: str


def uses(pack: Pack) -> Mapping[str, tuple[Use, ...]]:
    """Return what reads each question of a pack, by its key; nothing for one that nothing reads."""
    found: dict[str, dict[Use, None]] = {key: {} for key in pack.questions}
    for key, use in _uses(pack):
        if key in found:
            found[key][use] = None
    return {key: tuple(reading) for key, reading in found.items()}


def achieving(pack: Pack, question: str) -> tuple[str, ...]:
    """Return the keys of the actions that make the answer to a question better."""
    return tuple(
        action.key
        for action in pack.actions
        if any(achieved.question == question for achieved in action.achieves)
    )


def asked_for_by(pack: Pack, action: str) -> tuple[Rule, ...]:
    """Return the rules that ask for an action while they are unmet."""
    return tuple(rule for rule in pack.rules if action in rule.do)


def conditions(pack: Pack) -> Iterator[tuple[Use, Condition]]:
    """Walk every condition of a pack, each with what it belongs to."""
    for rule in pack.rules:
        yield Use("rule", rule.key), rule.condition
    for key, asked_when in pack.asked_when.items():
        yield Use("question", key), asked_when
    for route in pack.routes.routes:
        if route.open_when is not None:
            yield Use("route", route.key), route.open_when
    for reason in pack.routes.reasons:
        yield Use("reason", reason.key), reason.when
    for scale in pack.scales:
        yield Use(scale.what, scale.key), OnScale(scale, frozenset())
    for profile in pack.profiles:
        yield Use("profile", profile.key), profile.condition
    for fallback in pack.fallbacks:
        if fallback.when is not None:
            yield Use("fallback", fallback.key), fallback.when
    for deadline in pack.deadlines:
        for condition in deadline.conditions:
            yield Use("deadline", deadline.key), condition


def _uses(pack: Pack) -> Iterator[tuple[str, Use]]:
    for use, condition in conditions(pack):
        for key in questions_of(condition):
            yield key, use
    for unit, subject in pack.counts.items():
        if subject.source is Source.QUESTION:
            yield subject.key, Use("count", unit)
    for benchmark in pack.benchmarks:
        yield benchmark.question, Use("benchmark", benchmark.key)
    for key in pack.contract.keys if pack.contract else ():
        yield key, Use("contract", key)
    for deadline in pack.deadlines:
        if isinstance(deadline.day, AnsweredDay):
            yield deadline.day.question, Use("deadline", deadline.key)
        if isinstance(deadline.day, VehicleDay) and pack.vehicles:
            yield pack.vehicles.question, Use("deadline", deadline.key)
    yield pack.claimed, Use("claimed", pack.claimed)
    yield pack.target, Use("target", pack.target)
    if pack.routes.routes:
        yield pack.routes.key, Use("wish", pack.routes.key)
