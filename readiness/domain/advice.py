"""What to answer and what to do next, in sentences."""

from readiness.domain.assessment import State
from readiness.domain.condition import Truth
from readiness.domain.explanation import Ask, explain_finding
from readiness.domain.pack import Stage
from readiness.domain.path import Forbidden, Path, Paths, Step
from readiness.domain.stakes import Stake
from readiness.domain.verdict import Verdict
from readiness.domain.wording import count_words, day_words, person_days

MOST_FIRST = 3
"""How many questions are offered to be answered first."""

STATE_WORDS = {State.TO_DO: "Not answered", State.DONT_KNOW: "You said don’t know"}
"""How a gap is told to people."""


def answer_first(stakes: tuple[Stake, ...]) -> tuple[Stake, ...]:
    """Return the questions that tell most, at most three; none that tell nothing."""
    return tuple(stake for stake in stakes if stake.tells)[:MOST_FIRST]


def first_words(count: int) -> tuple[str, str]:
    """Say which questions to answer first, and why."""
    which = {1: "this one", 2: "these two"}.get(count, "these three")
    verb = "It tells" if count == 1 else "They tell"
    return f"Answer {which} first", f"{verb} most about where you stand."


def effect_words(stake: Stake) -> str:
    """Say the most that an answer could do; empty when it tells nothing."""
    if stake.opens is not None:
        return f"Could open the gate out of {stake.opens.title}"
    if stake.closes is not None:
        return f"Could close the gate out of {stake.closes.title}"
    if stake.decided:
        nearest = stake.decided[0]
        verb = "Decides" if nearest.least == nearest.most else "Could decide"
        return f"{verb} {count_words(nearest.most, 'hard rule')} of {nearest.stage.title}"
    if stake.settles:
        return "Could settle how to buy"
    return "Could change how to buy" if stake.routes else ""


def stage_of(paths: Paths, verdict: Verdict) -> Stage:
    """Return the stage that paths lead to."""
    return verdict.pack.stages[verdict.pack.stage_index[paths.stage]]


def path_size(path: Path, noun: str = "step") -> str:
    """Say how much a path holds: 2 steps, 0 to 10 person-days."""
    effort = person_days(path.effort, more=path.unknown_effort)
    return f"{count_words(len(path.steps), noun)}, {effort}"


def doubt_words(path: Path) -> str:
    """Say how many steps may already be true, or needless for what is; empty when none."""
    doubtful = [step for step in path.steps if step.may_fall_away]
    if not doubtful:
        return ""
    which = f"{len(doubtful)} of them"
    if len(doubtful) == len(path.steps):
        which = {1: "It", 2: "Both"}.get(len(doubtful), f"All {len(doubtful)}")
    needless = "" if all(step.may_be_done for step in doubtful) else ", or not be needed"
    return f"{which} may already be true{needless}. Find out first."


def path_dates(path: Path) -> str:
    """Say when a path can be done, and by when to start it where a target date is known."""
    days = count_words(path.elapsed, "calendar day")
    on, finish = day_words(path.schedule.on), day_words(path.finish)
    done = f"Begun on {on}, it can be done by {finish}, {days} later."
    if path.latest_start is None:
        return done
    passed = path.latest_start < path.schedule.on
    return f"{done} {'It had to start' if passed else 'Start'} by {day_words(path.latest_start)}."


def step_takes(step: Step) -> str:
    """Say what a step takes: 8 person-days, 30 working days elapsed, unless already true."""
    effort = person_days(step.action.effort)
    unless = ""
    if step.may_fall_away:
        true = "already true" if step.may_be_done else "what waits for it is already true"
        unless = f", unless {true}"
    return f"{effort[:1].upper()}{effort[1:]}, {step.action.takes} elapsed{unless}."


def step_reason(step: Step, path: Path, verdict: Verdict) -> str:
    """Say why a step is on a path: what is not done, what is not known, or what waits for it."""
    findings = {finding.rule.key: finding for finding in verdict.findings}
    served = [findings[key] for key in step.action.because]
    unmet = [finding for finding in served if finding.truth is Truth.NO]
    if unmet:
        return unmet[0].rule.otherwise
    if served:
        return " ".join(_unknown(ask) for ask in step_asks(step, verdict))
    titles = {other.action.key: other.action.title for other in path.steps}
    return f"Needed before “{titles[step.needed_for[0]]}”." if step.needed_for else ""


def step_asks(step: Step, verdict: Verdict) -> tuple[Ask, ...]:
    """Return the questions to answer or find out, because their answers a step would change."""
    verbs = {State.TO_DO: "Answer", State.DONT_KNOW: "Find out"}
    achieved = verdict.pack.action_by_key[step.action.key].achieves
    states = {a.question: verdict.reading.states[a.question] for a in achieved}
    return tuple(
        Ask(verbs[state], key, verdict.pack.questions[key].ref)
        for key, state in states.items()
        if state in verbs
    )


def tie_words(tie: Path, best: Path) -> str:
    """Say how another path of the same cost differs."""
    return f"{_titles(tie, best)} instead of {_titles(best, tie)}."


def ties_words(count: int, most: int) -> str:
    """Say how many other paths cost the same: 2 other ways cost the same."""
    several = f"{'At least ' if count >= most else ''}{count_words(count, 'other way')}"
    return f"{several} {'costs' if count == 1 else 'cost'} the same"


def forbidden_words(paths: Paths, verdict: Verdict) -> str:
    """Say that no actions lead to a stage, and how the rules that forbid it do so."""
    how = "This rule forbids it" if len(paths.forbidden) == 1 else "These cannot be met together"
    return f"No actions lead to {stage_of(paths, verdict).title} as things stand. {how}."


def forbids(forbidden: Forbidden, verdict: Verdict) -> str:
    """Say what a rule finds, and why no action helps where it alone forbids a path."""
    finding = forbidden.finding
    sentence = explain_finding(finding, verdict.reading).sentence
    if finding.from_host:
        return f"{sentence} Only your host can change that."
    if not forbidden.alone:
        return sentence
    unknown = finding.truth is Truth.UNKNOWN
    return f"{sentence} No action {'answers that for you' if unknown else 'changes that'}."


def _unknown(ask: Ask) -> str:
    if ask.verb == "Answer":
        return f"{ask.ref} is not answered."
    return f"You answered don’t know to {ask.ref}."


def _titles(path: Path, other: Path) -> str:
    titles = [f"“{s.action.title}”" for s in path.steps if s.action.key not in other.keys]
    return " and ".join([", ".join(titles[:-1]), titles[-1]] if len(titles) > 1 else titles)
