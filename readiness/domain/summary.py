"""A verdict and its plan in a few sentences: for the head of a page, a board, and a paper."""

from dataclasses import dataclass

from readiness.domain.assessment import Reading, State
from readiness.domain.condition import Truth
from readiness.domain.explanation import nothing_answered, recommended_words
from readiness.domain.results import StageResult
from readiness.domain.schedule import Schedule
from readiness.domain.verdict import Verdict
from readiness.domain.wording import count_words, day_words, small_number, upper_first

TIGHT = 20
"""Fewer working days in hand than this are called tight."""


@dataclass(frozen=True, slots=True)
class PlanWords:
    """Whether the target date holds. Tone: ok, tight, late, or none without a target."""

    tone: str
    sentence: str
    detail: str


def headline(verdict: Verdict) -> str:
    """Say in one sentence what the answers prove against what is claimed."""
    proved = verdict.evidenced.title
    if nothing_answered(verdict.reading):
        return "Nothing is proved yet. You may be anywhere."
    if verdict.evidenced is verdict.pack.stages[0] and verdict.stages[0].gate is Truth.UNKNOWN:
        claim = f" You say {verdict.claimed.title}." if verdict.claimed else ""
        return f"Your answers do not yet prove more than {proved}.{claim}"
    if verdict.claimed is None or verdict.gap is None:
        return f"Your answers prove {proved}. You have not said where you think you are."
    if verdict.gap == 0:
        return f"Your answers prove {proved}, as you say."
    if verdict.gap < 0:
        return f"Your answers prove more than you claim: {proved}. You say {verdict.claimed.title}."
    return f"Your answers prove {proved}. You say {verdict.claimed.title}."


def lead(verdict: Verdict) -> str:
    """Say in at most three sentences how far claim and proof part, and what stands between."""
    if nothing_answered(verdict.reading):
        return "Answer what you can. What is not answered counts as not yet known, never as no."
    sentences = []
    if verdict.gap is not None and verdict.gap > 0:
        sentences.append(f"The gap is {count_words(verdict.gap, 'stage')}.")
    first = next(s for s in verdict.stages if s.stage is verdict.evidenced)
    awaited, unmet = len(first.hard(Truth.UNKNOWN)), len(first.hard(Truth.NO))
    onward = _next_title(verdict, first)
    if awaited:
        stand = "stands" if awaited == 1 else "stand"
        sentences.append(f"{upper_first(_things(awaited))} not yet known {stand} before {onward}.")
    if unmet:
        keep = "keeps" if unmet == 1 else "keep"
        sentences.append(f"{upper_first(_things(unmet))} not yet done {keep} you here.")
    if verdict.evidenced is verdict.at_most:
        sentences.append(
            "Nothing still unknown can change this."
            if first.gate is not None
            else "Every gate is open."
        )
    return " ".join(sentences[:3])


def board_questions(verdict: Verdict, schedule: Schedule, most: int = 3) -> tuple[str, ...]:
    """Return what a board would ask first: the unmet, then the awaited, nearest gate first."""
    asked: list[str] = []
    if verdict.gap is not None and verdict.gap > 0 and verdict.claimed is not None:
        asked.append(
            f"Why do we say {verdict.claimed.title} when our answers prove"
            f" {verdict.evidenced.title}?"
        )
    if schedule.feasible is False and schedule.target is not None:
        asked.append(f"What happens on {day_words(schedule.target)}, now that it cannot be met?")
    for truth in (Truth.NO, Truth.UNKNOWN):
        asked += [f.rule.board for f in verdict.found(truth) if f.hard and f.rule.board]
    return tuple(dict.fromkeys(asked))[:most]


def paragraph(verdict: Verdict, schedule: Schedule) -> str:
    """Write the verdict as one paragraph to copy into a paper; it names pack and fingerprint."""
    given, pack = verdict.given, verdict.pack
    organisation = given.organisation
    about = f", for its contract “{given.contract}”," if given.contract else ""
    claim = f" and claims {verdict.claimed.title}" if verdict.claimed else ""
    sentences = [
        f"On {day_words(given.on)} {organisation.name} ({organisation.ods_code}){about} evidences"
        f" {verdict.evidenced.title}{claim}; at most it is at {verdict.at_most.title}."
    ]
    first = next(s for s in verdict.stages if s.stage is verdict.evidenced)
    unmet = first.hard(Truth.NO)
    sentences += [finding.rule.otherwise for finding in unmet[:3]]
    awaited = len(verdict.reading.in_state(State.TO_DO, State.DONT_KNOW))
    if awaited:
        sentences.append(f"{count_words(awaited, 'answer')} {_is(awaited)} awaited.")
    if resting := unconfirmed(verdict.reading):
        sentences.append(resting)
    if verdict.routes:
        sentences.append(upper_first(recommended_words(verdict)))
    dated = schedule.target is not None
    sentences.append(plan_headline(schedule).sentence if dated else "No target date is set.")
    return f"{' '.join(sentences)} ({pack.title} {pack.version}, {pack.short_fingerprint})"


def unconfirmed(reading: Reading) -> str:
    """Say how many answers were carried over and not yet confirmed; empty where none was."""
    count = len(reading.to_confirm)
    if not count:
        return ""
    carried = f"{count_words(count, 'answer')} {_is(count)} carried from an earlier assessment"
    return f"{carried} and not yet confirmed."


def plan_headline(schedule: Schedule) -> PlanWords:
    """Say whether the target date holds, and what binds."""
    if schedule.target is None:
        return PlanWords("none", "No target date, so no latest starts. Give one.", "")
    day = day_words(schedule.target)
    rules = count_words(schedule.awaited, "hard rule")
    waiting = f"{rules} {'awaits' if schedule.awaited == 1 else 'await'} answers"
    if schedule.target < schedule.on:
        return PlanWords("late", f"{day} has passed.", "Give a date that is still to come.")
    binding = schedule.binding
    if schedule.awaited and all(row.action.finds_out for row in schedule.rows):
        return PlanWords("none", f"Not yet known whether {day} can be met: {waiting}.", "")
    if binding is None:
        return PlanWords("ok", f"The plan holds nothing to do before {day}.", "")
    slack = binding.slack or 0
    assert binding.latest_start is not None
    must = f"“{binding.action.title}” binds: it must start by {day_words(binding.latest_start)}."
    if schedule.feasible is False:
        detail = (
            f"“{binding.action.title}” binds: it had to start by"
            f" {day_words(binding.latest_start)},"
            f" {count_words(max(-slack, 0), 'working day')} ago."
        )
        if schedule.earliest_target is not None:
            detail += (
                f" The earliest date this plan can meet is {day_words(schedule.earliest_target)}."
            )
        return PlanWords("late", f"{day} cannot be met as things stand.", detail)
    hand = f"with {count_words(slack, 'working day')} in hand."
    hosted = any(row.action.asks_host for row in schedule.rows)
    if schedule.awaited or hosted:
        hand = f"as far as is known, {hand}"
    if schedule.awaited:
        must = f"{must} {waiting}, so the plan may grow."
    if hosted:
        must = f"{must} What your host has still to do is not in these dates: only asking is."
    if slack < TIGHT:
        return PlanWords("tight", f"{day} can still be met, {hand}", must)
    return PlanWords(
        "ok", f"{day} can be met{',' if schedule.awaited or hosted else ''} {hand}", must
    )


def _next_title(verdict: Verdict, result: StageResult) -> str:
    place = verdict.pack.stage_index[result.stage.key]
    return verdict.pack.stages[min(place + 1, len(verdict.pack.stages) - 1)].title


def _things(count: int) -> str:
    return f"{small_number(count)} {'thing' if count == 1 else 'things'}"


def _is(count: int) -> str:
    return "is" if count == 1 else "are"
