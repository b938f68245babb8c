"""Levels, tables and profiles in sentences: how far it goes, what that rests on, what is least."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from readiness.domain.assessment import Reading
from readiness.domain.condition import (
    Group,
    OnScale,
    Outcome,
    Scale,
    Trace,
    Truth,
    ask,
    outcomes_left,
)
from readiness.domain.explanation import Awaited, awaiting
from readiness.domain.grounds import Ground, ground_lines, grounds
from readiness.domain.results import ProfileResult, ScaleResult
from readiness.domain.verdict import Verdict

DOES_NOT_APPLY = "does not apply to you"
"""What is said of something of which nothing is asked."""

PROFILE_WORDS = {
    Truth.YES: "met",
    Truth.NO: "not met",
    Truth.UNKNOWN: "not yet known",
    Truth.NOT_ASKED: DOES_NOT_APPLY,
}
"""How a profile stands, in a word or some."""

_HOLDS = {
    Truth.YES: "holds",
    Truth.NO: "does not hold",
    Truth.UNKNOWN: "not yet known",
    Truth.NOT_ASKED: DOES_NOT_APPLY,
}
_NOTHING = Awaited("", (), ())


@dataclass(frozen=True, slots=True)
class GroupWords:
    """A list of a table or what a level needs: how much of it holds, and each condition of it."""

    title: str
    standing: str
    grounds: tuple[Ground, ...]


@dataclass(frozen=True, slots=True)
class ScaleWords:
    """A scale in words: what it says, the sentence behind that, and what it rests on.

    `known` is false while several outcomes are possible; then `awaited` says what it waits for.
    """

    scale: Scale
    found: str
    says: str
    known: bool
    groups: tuple[GroupWords, ...]
    awaited: Awaited


@dataclass(frozen=True, slots=True)
class ProfileWords:
    """A profile in words: how it stands, where each least outcome stands, and why it matters.

    `otherwise` is empty unless the profile is not met.
    """

    key: str
    title: str
    truth: Truth
    standing: str
    least: tuple[Ground, ...]
    otherwise: str
    because: str
    awaited: Awaited


def explain_scale(result: ScaleResult, reading: Reading) -> ScaleWords:
    """Say what came of a level or table, and which of its conditions hold."""
    unknown = len(result.possible) > 1
    wait = _awaited(_undecided(result), reading) if unknown else _NOTHING
    return ScaleWords(
        scale=result.scale,
        found=_outcomes(result.possible),
        says=wait.sentence if unknown else _says(result),
        known=not unknown,
        groups=tuple(_group(group, reading) for group in result.scale.groups)
        if result.possible
        else (),
        awaited=wait,
    )


def explain_profile(result: ProfileResult, reading: Reading) -> ProfileWords:
    """Say whether the least outcomes of a profile are reached, and where each stands."""
    profile, truth = result.profile, result.truth
    unknown = truth is Truth.UNKNOWN
    return ProfileWords(
        key=profile.key,
        title=profile.title,
        truth=truth,
        standing=PROFILE_WORDS[truth],
        least=() if truth is Truth.NOT_ASKED else tuple(map(_least, result.least)),
        otherwise=profile.otherwise if truth is Truth.NO else "",
        because=profile.because,
        awaited=_awaited([result.trace], reading) if unknown else _NOTHING,
    )


def scales_title(verdict: Verdict) -> str:
    """Name what a pack judges how far by: levels, tables, profiles; empty for none of them."""
    kinds = {result.scale.what for result in verdict.scales}
    named = {"level": "level" in kinds, "table": "table" in kinds}
    words = [f"{kind}s" for kind, present in named.items() if present]
    return " and ".join(words).capitalize()


def scale_lines(words: ScaleWords) -> Iterator[tuple[int, str, Truth | None]]:
    """Walk what a scale rests on, from top to bottom: how deep, what is said, and its truth."""
    for group in words.groups:
        yield 0, f"{group.title}: {group.standing}", None
        for depth, ground in ground_lines(group.grounds, 1):
            yield depth, ground.words, ground.truth


def _awaited(traces: list[Trace], reading: Reading) -> Awaited:
    """Say what is awaited, after words which say already that something is not yet known."""
    wait = awaiting(traces, reading)
    rest = wait.sentence.removeprefix("Not yet known").lstrip(".: ")
    return replace(wait, sentence=rest[:1].upper() + rest[1:])


def _undecided(result: ScaleResult) -> list[Trace]:
    return [trace for _, trace in result.rows if trace.truth is Truth.UNKNOWN]


def _outcomes(possible: tuple[Outcome, ...]) -> str:
    """Write the outcomes possible: Good, Poor to Good: not yet known, or that nothing is asked."""
    if not possible:
        return DOES_NOT_APPLY
    if len(possible) == 1:
        return possible[0].title
    return f"{possible[0].title} to {possible[-1].title}: not yet known"


def _says(result: ScaleResult) -> str:
    """Give the sentence of the row that holds; those of all that may, where it does not matter."""
    held = [row.says for row, trace in result.rows if trace.truth is Truth.YES]
    says = held or [f"Either: {' Or: '.join(row.says for row, _ in result.rows)}"]
    return " ".join(dict.fromkeys(says)) if result.rows else ""


def _group(group: Group, reading: Reading) -> GroupWords:
    traces = [ask(part, reading) for part in group.parts]
    found = (_fact(ground) for trace in traces for ground in grounds(trace, reading))
    return GroupWords(group.title, _standing(traces), tuple(dict.fromkeys(found)))


def _fact(ground: Ground) -> Ground:
    """Say of a condition what would make it hold, not what is asked for: a list may be of woes."""
    words = ground.words
    if words.endswith(_ASKED_FOR):
        words = words.removesuffix(_ASKED_FOR) + " would count."
    return Ground(ground.truth, words, tuple(map(_fact, ground.parts)))


_ASKED_FOR = " is asked for."


def _standing(traces: list[Trace]) -> str:
    """Say how much of a group holds: holds, 1 of 3 holds, 1 not yet known."""
    left = [trace.truth for trace in traces if trace.truth is not Truth.NOT_ASKED]
    if len(left) < 2:
        return _HOLDS[left[0] if left else Truth.NOT_ASKED]
    holding, unknown = left.count(Truth.YES), left.count(Truth.UNKNOWN)
    words = f"{holding} of {len(left)} {'holds' if holding == 1 else 'hold'}"
    return f"{words}, {unknown} not yet known" if unknown else words


def _least(trace: Trace) -> Ground:
    """Say of one least outcome what is asked for and where it stands."""
    condition = trace.condition
    assert isinstance(condition, OnScale)
    scale = condition.scale
    lowest = next(outcome for outcome in scale.outcomes if outcome.key in condition.wanted)
    left = outcomes_left(scale, [part.truth for part in trace.parts])
    now = _outcomes(tuple(outcome for outcome in scale.outcomes if outcome.key in left))
    return Ground(
        trace.truth, f"{scale.title}: at least “{lowest.title}” is asked for. Now: {now}."
    )
