"""What opens each gate, on one page: every hard rule, what passes, why, and what a board asks."""

from collections.abc import Iterator
from dataclasses import dataclass

from readiness.domain.condition import Condition, Is, Not, Source
from readiness.domain.condition_size import parts_of
from readiness.domain.pack import Pack, Pattern, Question, Rule, Stage, Strength
from readiness.domain.wording import condition_words


@dataclass(frozen=True, slots=True)
class Passing:
    """A question that a rule reads, and each of its options with whether it passes."""

    question: Question
    options: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class HardRule:
    """A hard rule, where it applies, and which answers pass; several may, any or all of them.

    `needs` says in words what passes, where that is no matter of one question’s options.
    """

    rule: Rule
    applies: str
    needs: str
    passing: tuple[Passing, ...]
    owners: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GateWords:
    """The gate out of a stage: its hard rules, and how many soft ones advise beside them."""

    stage: Stage
    following: str
    hard: tuple[HardRule, ...]
    soft: int


@dataclass(frozen=True, slots=True)
class PatternWords:
    """What went wrong elsewhere, and the rules that ask about it."""

    pattern: Pattern
    rules: tuple[Rule, ...]


def gate_words(pack: Pack) -> tuple[GateWords, ...]:
    """Put every gate of a pack into words, the first first; the last stage has none."""
    return tuple(
        _gate(pack, stage, following.title)
        for stage, following in zip(pack.stages, pack.stages[1:], strict=False)
    )


def pattern_words(pack: Pack) -> tuple[PatternWords, ...]:
    """Return what went wrong elsewhere, each with its rules."""
    return tuple(
        PatternWords(pattern, tuple(pack.rule_by_key[key] for key in pattern.rules))
        for pattern in pack.patterns
    )


def _gate(pack: Pack, stage: Stage, following: str) -> GateWords:
    here = [rule for rule in pack.rules if rule.stage == stage.key]
    hard = tuple(_rule(pack, rule) for rule in here if rule.strength is Strength.HARD)
    return GateWords(stage, following, hard, len(here) - len(hard))


def _rule(pack: Pack, rule: Rule) -> HardRule:
    passing = tuple(_passing(pack, rule.needs))
    owners = dict.fromkeys(pack.roles[pack.questions[key].owner] for key in rule.questions)
    applies = "" if rule.applies_when is None else condition_words(rule.applies_when, pack)
    alone = len(passing) == 1 and isinstance(rule.needs, Is)
    needs = "" if alone else condition_words(rule.needs, pack)
    return HardRule(rule, applies, needs, passing, tuple(owners))


def _passing(pack: Pack, condition: Condition, *, contrary: bool = False) -> Iterator[Passing]:
    """Walk the comparisons that choose among options, each with those that pass."""
    if isinstance(condition, Is):
        if condition.subject.source is not Source.QUESTION:
            return
        question, wanted = pack.questions[condition.subject.key], condition.wanted
        if question.options and isinstance(wanted, frozenset):
            options = ((o.label, (o.key in wanted) is not contrary) for o in question.options)
            yield Passing(question, tuple(options))
        return
    for part in parts_of(condition):
        yield from _passing(pack, part, contrary=contrary is not isinstance(condition, Not))
