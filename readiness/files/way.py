"""The shortest way on and what to answer first, as JSON for programs and as text for people."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from readiness.domain.advice import (
    STATE_WORDS,
    answer_first,
    doubt_words,
    effect_words,
    first_words,
    forbidden_words,
    forbids,
    path_dates,
    path_size,
    stage_of,
    step_reason,
    step_takes,
    tie_words,
    ties_words,
)
from readiness.domain.answer_value import plain_value
from readiness.domain.freeze import Freeze
from readiness.domain.path import MOST_TIES, Path, Paths, Step, way_on
from readiness.domain.stakes import Stake, stakes
from readiness.domain.verdict import Verdict


def way(verdict: Verdict, target: date | None, freezes: Sequence[Freeze] = ()) -> dict[str, Any]:
    """Return the path to the next stage and to the one after it, and what each answer could do.

    `path` and `then` are null where no stage is left; their `actions` are null where no actions
    lead there, and `forbidden` says which hard rules stand against it. Effort is in person-days.
    """
    found = way_on(verdict, target=target, freezes=freezes, ties=MOST_TIES)
    documents = [_paths(paths) for paths in found]
    return {
        "path": documents[0] if documents else None,
        "then": documents[1] if len(documents) > 1 else None,
        "stakes": [_stake(stake) for stake in stakes(verdict) if stake.tells],
    }


def way_text(
    verdict: Verdict, target: date | None, freezes: Sequence[Freeze] = ()
) -> Iterator[str]:
    """Write what to answer first and the shortest way on, for people to read in a terminal."""
    first = answer_first(stakes(verdict))
    if first:
        yield ""
        yield first_words(len(first))[0]
        for stake in first:
            question = verdict.pack.questions[stake.question]
            state = STATE_WORDS[verdict.reading.states[stake.question]]
            yield f"  {question.ref:<14} {question.ask} {state}. {effect_words(stake)}."
    found = way_on(verdict, target=target, freezes=freezes, ties=MOST_TIES)
    if found:
        yield ""
        yield "Shortest way to the next stage"
        yield from _to_next(found[0], verdict)
    if len(found) > 1 and found[1].best is not None:
        title = stage_of(found[1], verdict).title
        yield f"  Then to {title}: {path_size(found[1].best, 'more action')}."


def _paths(paths: Paths) -> dict[str, Any]:
    best = paths.best
    return {
        "to": paths.stage,
        "actions": None if best is None else [_step(step) for step in best.steps],
        "changes": [
            {"question": c.question, "from": plain_value(c.before), "to": plain_value(c.after)}
            for c in (best.changes if best else ())
        ],
        "effort_low": best.effort.low if best else None,
        "effort_high": best.effort.high if best else None,
        "effort_at_least": best.unknown_effort if best else None,
        "elapsed_days": best.elapsed if best else None,
        "latest_start": best.latest_start.isoformat() if best and best.latest_start else None,
        "same_cost": [list(tie.keys) for tie in paths.ties],
        "forbidden": [
            {"rule": forbidden.finding.rule.key, "alone": forbidden.alone}
            for forbidden in paths.forbidden
        ],
    }


def _step(step: Step) -> dict[str, Any]:
    effort = step.action.effort
    return {
        "key": step.action.key,
        "owner_role": step.action.owner,
        "effort_low": effort.low if effort else None,
        "effort_high": effort.high if effort else None,
        "unless_already_true": step.may_be_done,
        "may_fall_away": step.may_fall_away,
        "because": list(step.action.because),
        "needed_for": list(step.needed_for),
    }


def _stake(stake: Stake) -> dict[str, Any]:
    return {
        "question": stake.question,
        "effect": effect_words(stake),
        "evidenced_up": stake.rise,
        "at_most_down": stake.fall,
        "narrowing": round(stake.narrowing, 4),
        "decides": [
            {"stage": d.stage.key, "least": d.least, "most": d.most, "mean": round(d.mean, 4)}
            for d in stake.decided
        ],
        "moves_route": round(stake.routes, 4),
        "settles_route": stake.settles,
    }


def _to_next(paths: Paths, verdict: Verdict) -> Iterator[str]:
    best = paths.best
    if best is None:
        yield f"  {forbidden_words(paths, verdict)}"
        yield from (f"    x {forbids(forbidden, verdict)}" for forbidden in paths.forbidden)
        return
    title = stage_of(paths, verdict).title
    yield f"  To {title}: {path_size(best)}. {doubt_words(best)}".rstrip()
    yield f"  {path_dates(best)}"
    for number, step in enumerate(best.steps, start=1):
        owner = verdict.pack.roles[step.action.owner]
        yield f"  {number:>3}. {step.action.title} [{owner}]"
        yield f"       {step_takes(step)} {step_reason(step, best, verdict)}".rstrip()
    yield from _ties(paths, best)


def _ties(paths: Paths, best: Path) -> Iterator[str]:
    if paths.ties:
        yield f"  {ties_words(len(paths.ties), MOST_TIES)}."
        yield from (f"    {tie_words(tie, best)}" for tie in paths.ties)
