"""How deep and how large a condition is, with the rules and gates that it names."""

from collections.abc import Mapping
from graphlib import TopologicalSorter

from readiness.domain.condition import (
    AllOf,
    AnyOf,
    Condition,
    Count,
    Implies,
    Is,
    Named,
    Not,
    OnScale,
    Versus,
    questions_of,
)

DEEPEST_CONDITION = 80
"""The deepest nesting of a condition: its own, that of the rules and gates it names, and that of
what decides whether its questions are asked."""

MOST_PARTS = 20_000
"""The most parts of one condition, those of the rules, gates and scales it names counted each
time they are named."""


def parts_of(condition: Condition) -> tuple[Condition, ...]:
    """Return the conditions right inside a condition."""
    match condition:
        case Is() | Versus():
            return ()
        case OnScale(scale):
            return tuple(row.when for row in scale.rows)
        case Not(part) | Named(_, _, part):
            return (part,)
        case Implies(when, then):
            return (when, then)
        case AllOf(parts) | AnyOf(parts) | Count(_, _, parts):
            return parts


def measure(condition: Condition) -> tuple[int, int]:
    """Return how deep a condition is and how many parts it has; counting ends at either limit."""
    deepest = parts = 0
    waiting = [(condition, 1)]
    while waiting and deepest <= DEEPEST_CONDITION and parts <= MOST_PARTS:
        part, depth = waiting.pop()
        deepest, parts = max(deepest, depth), parts + 1
        waiting += [(inside, depth + 1) for inside in parts_of(part)]
    return deepest, parts


def too_large(condition: Condition) -> str:
    """Say what to do about a condition that is too deep or has too many parts; nothing if not."""
    depth, parts = measure(condition)
    if depth > DEEPEST_CONDITION:
        return (
            f"flatten this: with the rules it names it is more than {DEEPEST_CONDITION}"
            " conditions deep"
        )
    if parts > MOST_PARTS:
        return f"name fewer rules: with those it has more than {MOST_PARTS:,} parts"
    return ""


def depths_to_ask(asked_when: Mapping[str, Condition]) -> dict[str, int]:
    """Return how deep it is to find out whether each question is asked; there are no circles."""
    reads = {key: questions_of(condition) for key, condition in asked_when.items()}
    depths: dict[str, int] = {}
    for key in TopologicalSorter(reads).static_order():
        own = measure(asked_when[key])[0] if key in asked_when else 0
        depths[key] = own + max((depths[other] for other in reads.get(key, ())), default=0)
    return depths
