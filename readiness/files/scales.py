"""Levels, tables and profiles of a verdict: for programs, for a terminal and for a workbook."""

from collections.abc import Iterator
from typing import Any

from readiness.domain.condition import Truth
from readiness.domain.decision import Decision, decision_of
from readiness.domain.grounds import Ground, ground_lines
from readiness.domain.results import ProfileResult, ScaleResult
from readiness.domain.scale_words import (
    PROFILE_WORDS,
    ProfileWords,
    ScaleWords,
    explain_profile,
    explain_scale,
    scale_lines,
    scales_title,
)
from readiness.domain.verdict import Verdict
from readiness.files.plan_rows import Cell

SIGN = {Truth.YES: "+", Truth.NO: "x", Truth.UNKNOWN: "?", Truth.NOT_ASKED: "-"}
"""The sign of a truth in a terminal."""

SCALE_COLUMNS = (
    ("What", 10),
    ("Title", 34),
    ("Found", 34),
    ("Sentence", 60),
    ("Rests on", 80),
    ("Key", 24),
)
PROFILE_COLUMNS = (
    ("Profile", 40),
    ("Truth", 22),
    ("Least outcomes", 70),
    ("Otherwise", 60),
    ("Why it matters", 60),
    ("Key", 24),
)


def scale_json(result: ScaleResult, verdict: Verdict) -> dict[str, Any]:
    """Return a level or table as JSON; `outcome` is null while several are possible, or none."""
    words = explain_scale(result, verdict.reading)
    return {
        "key": result.scale.key,
        "what": result.scale.what,
        "outcome": result.outcome.key if result.outcome else None,
        "possible": [outcome.key for outcome in result.possible],
        "found": words.found,
        "says": words.says,
        "groups": [
            {
                "title": group.title,
                "standing": group.standing,
                "grounds": [ground_json(ground) for ground in group.grounds],
            }
            for group in words.groups
        ],
        "waiting_for": [ask.question for ask in words.awaited.asks],
        **_decided(decision_of(result, verdict.reading)),
    }


def _decided(decision: Decision | None) -> dict[str, Any]:
    """Return what people decided beside a scale; nothing where nobody decides by it."""
    if decision is None:
        return {}
    return {
        "decision": {
            "question": decision.scale.decides,
            "decided": decision.decided or None,
            "agreement": decision.agreement.value,
            "measure": decision.value,
            "bounds": [{"value": m.value, "level": m.level} for m in decision.marks],
            "would_change": [
                {"outcome": other.outcome.key, "gaps": list(other.gaps)}
                for other in decision.others
            ],
        }
    }


def profile_json(result: ProfileResult, verdict: Verdict) -> dict[str, Any]:
    """Return a profile as JSON."""
    words = explain_profile(result, verdict.reading)
    truth = "not-applicable" if words.truth is Truth.NOT_ASKED else words.truth.value
    return {
        "key": words.key,
        "truth": truth,
        "least": [ground_json(ground) for ground in words.least],
        "otherwise": words.otherwise or None,
        "because": words.because,
        "waiting_for": [ask.question for ask in words.awaited.asks],
    }


def ground_json(ground: Ground) -> dict[str, Any]:
    """Return what a conclusion rests on as JSON."""
    return {
        "truth": ground.truth.value,
        "words": ground.words,
        "parts": [ground_json(part) for part in ground.parts],
    }


def scales_text(verdict: Verdict) -> Iterator[str]:
    """Write levels, tables and profiles as lines of text; none for a pack without them."""
    if verdict.scales:
        yield ""
        yield scales_title(verdict)
    for result in verdict.scales:
        yield from _scale_text(explain_scale(result, verdict.reading))
        yield from (f"      {line}" for line in _decision_lines(result, verdict))
    for profile in verdict.profiles:
        yield from _profile_text(explain_profile(profile, verdict.reading))


def scale_rows(verdict: Verdict) -> list[list[Cell]]:
    """Return a row of a workbook for every level and table."""
    words = [(result, explain_scale(result, verdict.reading)) for result in verdict.scales]
    return [
        [
            w.scale.what,
            w.scale.title,
            w.found,
            w.says,
            "\n".join([*_sheet_lines(w), *_decision_lines(result, verdict)]),
            w.scale.key,
        ]
        for result, w in words
    ]


def profile_rows(verdict: Verdict) -> list[list[Cell]]:
    """Return a row of a workbook for every profile."""
    words = [explain_profile(result, verdict.reading) for result in verdict.profiles]
    return [
        [
            w.title,
            w.standing,
            "\n".join(f"{PROFILE_WORDS[g.truth]}: {g.words}" for g in w.least),
            w.otherwise,
            w.because,
            w.key,
        ]
        for w in words
    ]


def _scale_text(words: ScaleWords) -> Iterator[str]:
    yield f"  {words.scale.title}: {words.found}. {words.says}".rstrip()
    for depth, line, truth in scale_lines(words):
        yield f"      {'  ' * depth}{SIGN[truth] + ' ' if truth else ''}{line}"


def _decision_lines(result: ScaleResult, verdict: Verdict) -> tuple[str, ...]:
    decision = decision_of(result, verdict.reading)
    return () if decision is None else decision.lines


def _profile_text(words: ProfileWords) -> Iterator[str]:
    sentences = " ".join(filter(None, (words.otherwise, words.because, words.awaited.sentence)))
    yield f"  {SIGN[words.truth]} {words.title}: {words.standing}. {sentences}"
    for _, ground in ground_lines(words.least):
        yield f"      {SIGN[ground.truth]} {ground.words}"


def _sheet_lines(words: ScaleWords) -> Iterator[str]:
    named = {Truth.YES: "holds: ", Truth.NO: "does not hold: ", Truth.UNKNOWN: "not yet known: "}
    for depth, line, truth in scale_lines(words):
        yield f"{'  ' * depth}{named[truth] if truth else ''}{line}"
