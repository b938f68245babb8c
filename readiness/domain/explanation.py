"""Conclusions in sentences which name questions, options and days as people read them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from readiness.domain.assessment import Reading, State
from readiness.domain.condition import (
    Condition,
    Implies,
    Is,
    Named,
    Not,
    Source,
    Trace,
    Truth,
    Versus,
    ask,
    leaf_subjects,
)
from readiness.domain.grounds import Ground, grounds, host_source, said
from readiness.domain.pack import Pack, Question, Rule, Strength
from readiness.domain.plan import Action
from readiness.domain.results import Finding, ReasonResult, RouteResult, StageResult
from readiness.domain.verdict import Verdict
from readiness.domain.wording import (
    answer_words,
    count_words,
    number_words,
    small_number,
    upper_first,
)

FACT_WORDS = {
    "kind": "the kind of organisation",
    "setting": "its setting",
    "sites": "its sites",
    "partners": "its partners",
    "critical-partners": "its critical partners",
}
"""What the facts about an organisation and its network are called in sentences."""


@dataclass(frozen=True, slots=True)
class Badge:
    """What a question's answer can do: hold a stage (hard) or advise (soft)."""

    kind: Strength
    words: str


@dataclass(frozen=True, slots=True)
class Ask:
    """Something to do about one question: change, find out or answer it."""

    verb: str
    question: str
    ref: str


@dataclass(frozen=True, slots=True)
class Awaited:
    """What is not yet known: a sentence, the questions to answer, and facts that are missing."""

    sentence: str
    asks: tuple[Ask, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FindingWords:
    """A finding in words: what was found, why it matters, what passes, and where to change it.

    `missing` names facts about the organisation that it waits for. `grounds` say what each
    condition came to, where there is more than one.
    """

    sentence: str
    because: str
    needed: str
    asks: tuple[Ask, ...]
    missing: tuple[str, ...] = ()
    grounds: tuple[Ground, ...] = ()


@dataclass(frozen=True, slots=True)
class ReasonWords:
    """A reason for or against a route in words, and what was read for it."""

    sentence: str
    said: str


def badge(reading: Reading, question: str) -> Badge | None:
    """Say what an answer can hold, the earliest hard gate first; None when no rule reads it.

    Rules known not to apply here are left aside.
    """
    pack = reading.pack
    rules = [rule for rule in pack.rules_reading[question] if _may_apply(rule, reading)]
    if not rules:
        return None
    if rules[0].strength is Strength.SOFT:
        return Badge(Strength.SOFT, "Advises only")
    return Badge(Strength.HARD, f"Holds {pack.stages[pack.stage_index[rules[0].stage]].title}")


def _may_apply(rule: Rule, reading: Reading) -> bool:
    condition = rule.applies_when
    return condition is None or ask(condition, reading).truth in (Truth.YES, Truth.UNKNOWN)


def explain_finding(finding: Finding, reading: Reading) -> FindingWords:
    """Say what was found of a rule, and where to change what leads to it."""
    if finding.from_host:
        return _explain_from_host(finding, reading)
    pack, rule = reading.pack, finding.rule
    if finding.truth is Truth.UNKNOWN:
        wait = awaiting([finding.trace], reading)
        found = _several(finding, reading)
        return FindingWords(
            wait.sentence, rule.because, rule.needed, wait.asks, wait.missing, found
        )
    read = [pack.questions[key] for key in rule.questions if reading.asked(key) is Truth.YES]
    told = [_said(question, reading) for question in read if len(read) == 1]
    first = rule.otherwise if finding.truth is Truth.NO else rule.needed
    asks = tuple(_ask(question, reading) for question in read)
    sentence = " ".join([first, *told])
    return FindingWords(
        sentence, rule.because, rule.needed, asks, grounds=_several(finding, reading)
    )


def _explain_from_host(finding: Finding, reading: Reading) -> FindingWords:
    """Say what was found of a rule by the host's answers; there is nothing to change here."""
    rule, (ground,) = finding.rule, grounds(finding.trace, reading)
    host = reading.given.host
    assert host is not None
    said = {Truth.NO: rule.otherwise, Truth.UNKNOWN: f"Not yet known there. {rule.needed}"}
    sentence = f"{host_source(host)}: {said.get(finding.truth, rule.needed)}"
    return FindingWords(sentence.strip(), rule.because, rule.needed, (), grounds=ground.parts)


def awaiting(traces: Iterable[Trace], reading: Reading) -> Awaited:
    """Say what some truths that are not yet known wait for, and where to answer it."""
    traces = tuple(traces)
    keys = _answerable((key for trace in traces for key in trace.waiting_for), reading)
    questions = [reading.pack.questions[key] for key in keys]
    missing = tuple(
        dict.fromkeys(fact for trace in traces for fact in missing_facts(trace, reading))
    )
    asks = tuple(_ask(question, reading) for question in questions)
    return Awaited(_awaited_sentence(questions, missing, reading), asks, missing)


def explain_reason(result: ReasonResult, reading: Reading) -> ReasonWords:
    """Say what a reason comes to, and what was read for it."""
    reason, trace = result.reason, result.trace
    if result.truth is Truth.UNKNOWN:
        return ReasonWords(f"Not yet known whether {reason.whether}.", said(trace, reading))
    return ReasonWords(reason.because, said(trace, reading))


def _several(finding: Finding, reading: Reading) -> tuple[Ground, ...]:
    """Return what a finding rests on, unless it is one answer, which the sentence says already."""
    condition = finding.trace.condition
    if isinstance(condition, Is) and _one_answer(condition):
        return ()
    found = grounds(finding.trace, reading)
    return () if len(found) == 1 and _one_answer(condition) else found


def _one_answer(condition: Condition) -> bool:
    """Say whether a condition asks for one answer, or for anything but it."""
    match condition:
        case Is(subject):
            return subject.source is Source.QUESTION
        case Not(part) | Named(_, _, part) | Implies(_, part):
            return _one_answer(part)
        case _:
            return False


def missing_facts(trace: Trace, reading: Reading) -> tuple[str, ...]:
    """Return, in words, the facts about the organisation that an unknown truth waits for."""
    return tuple(FACT_WORDS[key] for key in dict.fromkeys(_missing(trace, reading)))


def _missing(trace: Trace, reading: Reading) -> Iterator[str]:
    if trace.truth is not Truth.UNKNOWN:
        return
    leaf = trace.condition
    for subject in leaf_subjects(leaf) if isinstance(leaf, (Is, Versus)) else ():
        if subject.source is not Source.QUESTION:
            if reading.value(subject) is None and subject.key in FACT_WORDS:
                yield subject.key
        elif reading.asked(subject.key) is Truth.UNKNOWN:
            condition = reading.pack.questions[subject.key].asked_when
            if condition is not None:
                yield from _missing(ask(condition, reading), reading)
    for part in trace.parts:
        yield from _missing(part, reading)


def gate_words(result: StageResult) -> str:
    """Say in a few words how a gate stands: Closed: 4 not met, 1 awaited."""
    met, unmet, awaited = (len(result.hard(t)) for t in (Truth.YES, Truth.NO, Truth.UNKNOWN))
    total = met + unmet + awaited
    match result.gate:
        case Truth.YES:
            return f"Open: {met} of {total} met"
        case Truth.NO:
            return f"Closed: {unmet} not met" + (f", {awaited} awaited" if awaited else "")
        case _:
            return f"Not yet known: {met} of {total} met, {awaited} awaited"


def gate_counts(result: StageResult) -> str:
    """Say how a gate stands in sentences: 3 of 8 hard rules met. 4 not met. 1 awaited."""
    met, unmet, awaited = (len(result.hard(t)) for t in (Truth.YES, Truth.NO, Truth.UNKNOWN))
    words = [f"{met} of {count_words(met + unmet + awaited, 'hard rule')} met."]
    words += [f"{unmet} not met."] if unmet else []
    words += [f"{awaited} awaited."] if awaited else []
    theirs = sum(finding.from_host for finding in result.hard())
    words += [f"{theirs} of these {'is' if theirs == 1 else 'are'} your host’s."] if theirs else []
    return " ".join(words)


def recommendation(verdict: Verdict) -> tuple[str, str]:
    """Say which route is recommended, and how sure that is."""
    return recommended_words(verdict), _how_sure(verdict)


def could_change(verdict: Verdict) -> tuple[Question, ...]:
    """Return the questions to answer while the recommendation is not settled, in order."""
    keys = _answerable(verdict.could_change_route, verdict.reading)
    return tuple(verdict.pack.questions[key] for key in keys)


def route_place(route: RouteResult, verdict: Verdict) -> str:
    """Say how a route stands: Second. Open. 7 points behind."""
    if route.open is Truth.NO:
        return "Closed."
    opening = "Open." if route.open is Truth.YES else "Not yet known whether it is open."
    if verdict.recommended is route:
        return f"Recommended. {opening}"
    best = verdict.first[0].points
    behind = best - route.points
    if behind == 0:
        return f"{'Equal first' if len(verdict.first) > 1 else 'First'}. {opening}"
    return f"{_ordinal(route.rank)}. {opening} {count_words(behind, 'point')} behind."


def explain_action(action: Action, verdict: Verdict) -> tuple[str, ...]:
    """Say what asks for an action: the unmet rules, or the answer to find out."""
    pack = verdict.pack
    if action.finds_out:
        question = pack.questions[action.questions[0]]
        return (f"You answered don’t know to {question.ref}.",)
    if action.asks_host:
        return tuple(pack.rule_by_key[key].otherwise for key in action.because)
    return tuple(
        f"{rule.otherwise} ({', '.join(_refs(rule.questions, pack))})"
        for rule in (pack.rule_by_key[key] for key in action.because)
    )


def nothing_answered(reading: Reading) -> bool:
    """Say whether no question that counts has an answer; don't know is one."""
    return not reading.in_state(State.ANSWERED, State.DONT_KNOW)


def recommended_words(verdict: Verdict) -> str:
    """Say which route is recommended, or between which it is undecided."""
    if verdict.recommended is not None:
        return f"{verdict.recommended.route.title}."
    least = verdict.pack.routes.least
    points = verdict.first[0].points if verdict.first else 0
    if points < least:
        return f"No route has {count_words(least, 'point')} yet."
    names = " and ".join(f"“{route.route.title}”" for route in verdict.first)
    each = count_words(points, "point")
    return f"Undecided between {names}, {each} each. {verdict.pack.routes.undecided.summary}"


def _how_sure(verdict: Verdict) -> str:
    best = verdict.recommended
    refs = [question.ref for question in could_change(verdict)]
    if best is not None and verdict.settled:
        others = [r.high for r in verdict.routes if r is not best and r.open is not Truth.NO]
        highest = max(others, default=0)
        return (
            f"Its lowest possible score, {number_words(best.low)}, is above every other route’s"
            f" highest, {number_words(highest)}. No answer still to come can change first place."
        )
    missing = [
        fact for trace in verdict.open_traces for fact in missing_facts(trace, verdict.reading)
    ]
    if missing and not verdict.settled:
        refs = [*refs, *dict.fromkeys(missing)]
    if not refs:
        return "No answer still to come can change this."
    shown = ", ".join(refs[:4])
    among = f"among them {shown}" if len(refs) > 4 else shown
    answers = "answer" if len(refs) == 1 else "answers"
    return f"{upper_first(small_number(len(refs)))} {answers} could change this: {among}."


def _answerable(questions: Iterable[str], reading: Reading) -> tuple[str, ...]:
    """Put in place of each question that may not be asked the questions which decide that."""
    found: list[str] = []
    for key in questions:
        if reading.asked(key) is Truth.YES:
            found.append(key)
        else:
            found.extend(_deciding(key, reading))
    return tuple(dict.fromkeys(found))


def _deciding(key: str, reading: Reading) -> Iterable[str]:
    condition = reading.pack.questions[key].asked_when
    if condition is None:
        return ()
    return (k for k in ask(condition, reading).waiting_for if reading.asked(k) is Truth.YES)


def _awaited_sentence(questions: list[Question], missing: tuple[str, ...], reading: Reading) -> str:
    if not questions and not missing:
        return "Not yet known: it rests on an answer that your host has not shared."
    if not questions:
        return f"Not yet known: give {' and '.join(missing)} on the page of your organisation."
    dont_know = [q for q in questions if reading.states[q.key] is State.DONT_KNOW]
    if len(questions) == 1:
        said = "You answered don’t know to" if dont_know else "You have not answered"
        return f"{said} “{questions[0].ask}”"
    refs = ", ".join(question.ref for question in questions)
    return f"Not yet known. Any of these could tell: {refs}."


def _ask(question: Question, reading: Reading) -> Ask:
    verbs = {State.TO_DO: "Answer", State.DONT_KNOW: "Find out"}
    return Ask(verbs.get(reading.states[question.key], "Change"), question.key, question.ref)


def _said(question: Question, reading: Reading) -> str:
    return f"You answered “{_value_words(question, reading)}”."


def _value_words(question: Question, reading: Reading) -> str:
    answer = reading.given.answers.get(question.key)
    return answer_words(question, answer.value if answer else None)


def _refs(questions: Iterable[str], pack: Pack) -> list[str]:
    return [pack.questions[key].ref for key in questions]


def _ordinal(rank: int) -> str:
    return ("First", "Second", "Third", "Fourth", "Fifth", "Sixth")[min(rank, 6) - 1]
