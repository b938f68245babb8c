"""What of a verdict reads each question, itself or through the questions that it decides."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from readiness.domain.condition import (
    Condition,
    Is,
    Source,
    Versus,
    leaf_subjects,
    leaves,
    questions_of,
)
from readiness.domain.pack import Pack
from readiness.domain.uses import conditions


@dataclass(frozen=True, slots=True)
class Readers:
    """What reads a question, or another question whose asking hangs on it.

    `rules`, `reasons`, `routes` (for whether they are open) and `questions` (for whether they are
    asked) are keys. `comparisons` are those that read the question itself.
    """

    rules: set[str] = field(default_factory=set)
    reasons: set[str] = field(default_factory=set)
    routes: set[str] = field(default_factory=set)
    questions: set[str] = field(default_factory=set)
    comparisons: dict[Is | Versus, None] = field(default_factory=dict)


_FOUND: dict[str, Mapping[str, Readers]] = {}
"""What was found, by the fingerprint of the pack: the text alone decides it."""


def readers(pack: Pack) -> Mapping[str, Readers]:
    """Return what reads each question of a pack, by its key, and remember it for its text.

    A pack in which a host’s part is settled is not its text alone, so nothing of it is remembered.
    """
    if pack.whole is not None:
        return _readers(pack)
    if pack.fingerprint not in _FOUND:
        _FOUND[pack.fingerprint] = _readers(pack)
    return _FOUND[pack.fingerprint]


def _readers(pack: Pack) -> Mapping[str, Readers]:
    found = {key: Readers() for key in pack.questions}
    for use, condition in conditions(pack):
        if use.what not in ("rule", "reason", "route", "question"):
            continue
        for leaf in leaves(condition):
            for subject in leaf_subjects(leaf):
                if subject.source is Source.QUESTION:
                    found[subject.key].comparisons[leaf] = None
        for key in _rests_on(condition, pack):
            reader = found[key]
            match use.what:
                case "rule":
                    reader.rules.add(use.key)
                case "reason":
                    reader.reasons.add(use.key)
                case "route":
                    reader.routes.add(use.key)
                case _:
                    reader.questions.add(use.key)
    return found


def _rests_on(condition: Condition, pack: Pack) -> set[str]:
    """Return the questions that a condition reads, and those that decide whether they are asked."""
    rests: set[str] = set()
    left = list(questions_of(condition))
    while left:
        key = left.pop()
        if key not in rests:
            rests.add(key)
            asked_when = pack.questions[key].asked_when
            left.extend(() if asked_when is None else questions_of(asked_when))
    return rests
