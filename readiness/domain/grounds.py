"""What a conclusion rests on: each condition which holds, fails or is not yet known, in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from readiness.domain.assessment import Hosted, Reading, State, host_reading
from readiness.domain.calendar import Period, after
from readiness.domain.condition import (
    AllOf,
    AnyOf,
    Count,
    Implies,
    Is,
    Named,
    Not,
    OnScale,
    Source,
    Subject,
    Trace,
    Truth,
    Versus,
    ask,
    outcomes_left,
)
from readiness.domain.operators import Value
from readiness.domain.organisation import KIND_LABELS, SETTING_LABELS
from readiness.domain.pack import HOST, HOST_ANSWER, Kind
from readiness.domain.vehicle import Vehicle
from readiness.domain.wording import (
    answer_words,
    count_bound,
    count_words,
    day_words,
    number_words,
    possessive,
)

FACT_TITLES = {
    "kind": "Kind of organisation",
    "setting": "Setting",
    "sites": "Number of sites",
    "partners": "Number of partners",
    "critical-partners": "Number of critical partners",
}
"""How a fact about an organisation or its network is introduced."""


@dataclass(frozen=True, slots=True)
class Ground:
    """A condition in words, with what was read; `parts` are the conditions it is made of."""

    truth: Truth
    words: str
    parts: tuple["Ground", ...] = ()


def grounds(trace: Trace, reading: Reading) -> tuple[Ground, ...]:
    """Return what a truth rests on, in the order of the condition; what is not asked is left out.

    Of a rule these are its needs, and what decides whether it applies while that is not known.
    """
    if isinstance(trace.condition, Implies):
        when, then = trace.parts
        applying = grounds(when, reading) if when.truth is Truth.UNKNOWN else ()
        return tuple(dict.fromkeys((*applying, *grounds(then, reading))))
    if isinstance(trace.condition, AllOf):
        return tuple(dict.fromkeys(g for part in trace.parts for g in grounds(part, reading)))
    ground = _ground(trace, reading)
    return () if ground is None else (ground,)


def ground_lines(found: tuple[Ground, ...], depth: int = 0) -> Iterator[tuple[int, Ground]]:
    """Walk grounds from top to bottom, each with how deep it lies."""
    for ground in found:
        yield depth, ground
        yield from ground_lines(ground.parts, depth + 1)


def said(trace: Trace, reading: Reading) -> str:
    """Say in one line what was read for a truth: the comparisons that it comes from, in words."""
    lines = dict.fromkeys(ground.words for ground in _behind(trace, reading))
    return " ".join(lines)


def _behind(trace: Trace, reading: Reading, *, contrary: bool = False) -> Iterator[Ground]:
    """Walk down to the comparisons which make a condition what it is."""
    match trace.condition:
        case Not():
            yield from _behind(trace.parts[0], reading, contrary=not contrary)
        case Named(what) if what not in ("rule", "gate", "vehicle", HOST, HOST_ANSWER):
            yield from _behind(trace.parts[0], reading, contrary=contrary)
        case AllOf() | AnyOf() | Count() | Implies():
            wanted = _deciding(trace)
            for part in trace.parts:
                if part.truth in wanted:
                    yield from _behind(part, reading)
        case _:
            ground = _ground(trace, reading, contrary=contrary)
            if ground is not None:
                yield ground


def _deciding(trace: Trace) -> tuple[Truth, ...]:
    """Return the truths of the parts that decide a truth; too many that hold decide against."""
    match trace.condition:
        case Count(least, most, _) if most is not None:
            held = sum(part.truth is Truth.YES for part in trace.parts)
            if trace.truth is Truth.YES:
                return (Truth.YES, Truth.NO) if least else (Truth.NO,)
            if trace.truth is Truth.NO and held > most:
                return (Truth.YES,)
    return (trace.truth,)


def _ground(trace: Trace, reading: Reading, *, contrary: bool = False) -> Ground | None:
    """Say one condition; `contrary` when what is asked for is that it does not hold."""
    if trace.truth is Truth.NOT_ASKED:
        return None
    truth = _CONTRARY.get(trace.truth, trace.truth) if contrary else trace.truth
    match trace.condition:
        case Is():
            return Ground(truth, _comparison(trace, reading, contrary))
        case Versus():
            return Ground(truth, _against(trace, reading, contrary))
        case OnScale():
            return Ground(truth, _scale(trace, contrary))
        case Not():
            return _ground(trace.parts[0], reading, contrary=not contrary)
        case Named("rule" | "gate"):
            return Ground(truth, _named(trace, reading))
        case Named("vehicle"):
            return Ground(truth, _vehicle(trace, reading))
        case Named(what) if what == HOST:
            return _from_host(trace, reading)
        case Named(what) if what == HOST_ANSWER:
            return Ground(truth, _host_answer(trace, reading))
        case Named():
            return _ground(trace.parts[0], reading, contrary=contrary)
        case _:
            parts = tuple(g for part in trace.parts if (g := _ground(part, reading)))
            if len(parts) == 1 and not contrary:
                return parts[0]
            return Ground(truth, _gathered(trace, contrary), parts)


_CONTRARY = {Truth.YES: Truth.NO, Truth.NO: Truth.YES}


def _gathered(trace: Trace, contrary: bool) -> str:
    """Introduce several conditions, by what is asked of them together."""
    left = [part.truth for part in trace.parts if part.truth is not Truth.NOT_ASKED]
    hold = f"{left.count(Truth.YES)} of {len(left)}"
    verb = "holds" if left.count(Truth.YES) == 1 else "hold"
    match trace.condition:
        case AnyOf():
            wanted = "none" if contrary else "at least one"
        case Count(least, most, _):
            bound = count_bound(least, most)
            wanted = f"anything but {bound}" if contrary else bound
        case Implies():
            wanted = "the second, where the first holds,"
        case _:
            wanted = "not every one" if contrary else "every one"
    return f"{hold} {verb}, where {wanted} is asked for:"


def _comparison(trace: Trace, reading: Reading, contrary: bool) -> str:
    leaf = trace.condition
    assert isinstance(leaf, Is)
    if trace.truth is Truth.UNKNOWN:
        return _unknown(leaf.subject, reading)
    holds = (trace.truth is Truth.YES) is not contrary
    read = _read(leaf.subject, trace.value, reading)
    if holds:
        return _ended(read)
    but = "anything but " if contrary else ""
    return f"{read}, where {but}{_wanted(leaf, reading)} is asked for."


def _against(trace: Trace, reading: Reading, contrary: bool) -> str:
    leaf = trace.condition
    assert isinstance(leaf, Versus)
    if trace.truth is Truth.UNKNOWN:
        unknown = [
            _unknown(subject, reading)
            for subject, value in ((leaf.subject, trace.value), (leaf.other, trace.against))
            if value is None
        ]
        return " ".join(unknown)
    one = _read(leaf.subject, trace.value, reading)
    other = _read(leaf.other, trace.against, reading)
    both = f"{one}; {other[:1].lower()}{other[1:]}"
    if (trace.truth is Truth.YES) is not contrary:
        return _ended(both)
    negated = "not " if contrary else ""
    return f"{both}, where the first is asked {negated}to be {_BESIDE[leaf.operator]} the second."


def _ended(words: str) -> str:
    """End a sentence, unless it ends with a question already."""
    return words if words.endswith("?”") else f"{words}."


_BESIDE = {
    "is": "the same as",
    "at_least": "no worse than",
    "at_most": "no better than",
    "equals": "the same as",
    "no_less_than": "no less than",
    "no_more_than": "no more than",
    "more_than": "more than",
    "less_than": "less than",
    "on_or_after": "on or after",
    "on_or_before": "on or before",
    "sooner_than": "sooner than",
    "later_than": "later than",
}


def _scale(trace: Trace, contrary: bool) -> str:
    leaf = trace.condition
    assert isinstance(leaf, OnScale)
    scale = leaf.scale
    left = outcomes_left(scale, [part.truth for part in trace.parts])
    titles = [outcome.title for outcome in scale.outcomes if outcome.key in left]
    if trace.truth is Truth.UNKNOWN:
        return f"{scale.title}: not yet known, {titles[0]} to {titles[-1]}."
    found = " to ".join(dict.fromkeys((titles[0], titles[-1])))
    if (trace.truth is Truth.YES) is not contrary:
        return f"{scale.title}: {found}."
    wanted = [f"“{outcome.title}”" for outcome in scale.outcomes if outcome.key in leaf.wanted]
    but = "anything but " if contrary else ""
    return f"{scale.title}: {found}, where {but}{' or '.join(wanted)} is asked for."


def _named(trace: Trace, reading: Reading) -> str:
    """Refer to a rule or gate, which is explained where it stands."""
    named, pack = trace.condition, reading.pack
    assert isinstance(named, Named)
    if named.what == "gate":
        title = pack.stages[pack.stage_index[named.key]].title
        return f"The gate out of {title} is {_GATE[trace.truth]}."
    rule = pack.rule_by_key[named.key]
    title = pack.stages[pack.stage_index[rule.stage]].title
    if trace.truth is Truth.NO:
        return f"What {title} asks for is not met: {rule.otherwise}"
    how = "met" if trace.truth is Truth.YES else "not yet known"
    return f"What {title} asks for is {how}: {rule.needed}"


def host_source(host: Hosted) -> str:
    """Say where a finding comes from that is the host's: From Castlemere’s submission of a day."""
    return f"From {possessive(host.organisation.name)} submission of {day_words(host.on)}"


def host_words(host: Hosted) -> str:
    """Say what was adopted of a host: from which submission, when, and how many sections."""
    sections = count_words(len(host.sections), "section")
    return f"{sections} answered. {host_source(host)}, adopted on {day_words(host.adopted)}."


def _from_host(trace: Trace, reading: Reading) -> Ground:
    """Say what a rule came to for the host, and on what that rests as far as the host shares it."""
    named, host = trace.condition, reading.given.host
    assert isinstance(named, Named)
    assert host is not None
    pack = reading.pack.unsettled
    theirs = host_reading(pack, host)
    found = ask(pack.rule_by_key[named.key].condition, theirs)
    words = f"{host_source(host)}: {_FOUND[trace.truth]}."
    if found.truth is not trace.truth:
        words += " It rests on answers that they keep to themselves."
        return Ground(trace.truth, words)
    return Ground(trace.truth, words, grounds(found, theirs))


_FOUND = {Truth.YES: "met", Truth.NO: "not met", Truth.UNKNOWN: "not yet known"}


def _host_answer(trace: Trace, reading: Reading) -> str:
    """Say what the host answered to a question that is not asked of its guest."""
    named, host = trace.condition, reading.given.host
    assert isinstance(named, Named)
    assert host is not None
    theirs = host_reading(reading.pack.unsettled, host)
    subject = Subject(Source.QUESTION, named.key)
    value = theirs.value(subject)
    if value is None:
        asks = reading.pack.questions[named.key].ask
        return f"{host_source(host)}: no answer is shared to “{asks}”"
    return f"{_read(subject, value, theirs)}, in its submission of {day_words(host.on)}."


def _vehicle(trace: Trace, reading: Reading) -> str:
    """Say of the vehicle that was chosen when it is open, or what of the scope it leaves out."""
    named, vehicles, questions = trace.condition, reading.pack.vehicles, reading.pack.questions
    assert isinstance(named, Named)
    assert vehicles is not None
    chosen = reading.value(Subject(Source.QUESTION, vehicles.question))
    vehicle = vehicles.find(chosen)
    if chosen is None:
        return _unknown(Subject(Source.QUESTION, vehicles.question), reading)
    if vehicle is None:
        return _ended(_read(Subject(Source.QUESTION, vehicles.question), chosen, reading))
    if named.key == "open":
        return f"{vehicle.title} {_opening(vehicle, reading.on)}."
    scope = reading.value(Subject(Source.QUESTION, vehicles.scope))
    if not isinstance(scope, frozenset):
        return _unknown(Subject(Source.QUESTION, vehicles.scope), reading)
    options = questions[vehicles.scope].options
    out = [o.label for o in options if o.key in scope and o.key not in vehicle.covers]
    if not out:
        return f"{vehicle.title} covers all that you want to buy."
    return f"{vehicle.title} does not cover: {'; '.join(out)}."


def _opening(vehicle: Vehicle, on: date) -> str:
    """Say from when to when a vehicle is open, seen from a day."""
    if vehicle.closes is not None and on > vehicle.closes:
        return f"closed on {day_words(vehicle.closes)}"
    if not vehicle.open_on(on):
        when = f" before {day_words(vehicle.opens)}" if vehicle.opens else ", as far as we know"
        return f"is not open{when}"
    if vehicle.closes is None:
        return "is open, and no closing day is known"
    return f"is open until {day_words(vehicle.closes)}"


_GATE = {Truth.YES: "open", Truth.NO: "closed", Truth.UNKNOWN: "not yet known"}


def _unknown(subject: Subject, reading: Reading) -> str:
    if subject.source is not Source.QUESTION:
        return f"{FACT_TITLES[subject.key]}: not known."
    asks = reading.pack.questions[subject.key].ask
    match reading.states[subject.key]:
        case State.DONT_KNOW:
            return f"{reading.who} answered don’t know to “{asks}”"
        case State.MAY_APPLY:
            who = "you" if reading.who == "You" else reading.who
            return f"Not yet known whether this applies to {who}: “{asks}”"
        case _:
            have = "have" if reading.who == "You" else "has"
            return f"{reading.who} {have} not answered “{asks}”"


def _read(subject: Subject, value: Value | None, reading: Reading) -> str:
    """Say what was read, without a full stop."""
    if subject.source is Source.DAY:
        return f"The day of judgement is {day_words(reading.on)}"
    if subject.source is not Source.QUESTION:
        labels = {str(key): label for key, label in (*KIND_LABELS.items(), *SETTING_LABELS.items())}
        words = number_words(value) if isinstance(value, int) else labels.get(str(value), value)
        return f"{FACT_TITLES[subject.key]}: {words}"
    question = reading.pack.questions[subject.key]
    answer = answer_words(question, value)
    shown = answer if isinstance(value, (int, date)) else f"“{answer}”"
    return f"{reading.who} answered {shown} to “{question.ask}”"


def _wanted(leaf: Is, reading: Reading) -> str:
    """Say what a comparison asks for."""
    match leaf.wanted:
        case frozenset():
            return _options(leaf, reading)
        case int():
            return _BOUND[leaf.operator].format(_number(leaf, leaf.wanted, reading))
        case Period():
            return _BOUND[leaf.operator].format(day_words(after(reading.on, leaf.wanted)))
        case _:
            return _BOUND[leaf.operator].format(day_words(leaf.wanted))


_BOUND = {
    "picks_at_least": "{} or more",
    "equals": "{}",
    "no_less_than": "{} or more",
    "no_more_than": "{} or less",
    "more_than": "more than {}",
    "less_than": "less than {}",
    "on_or_after": "{} or later",
    "on_or_before": "{} or earlier",
    "sooner_than": "a day before {}",
    "later_than": "a day after {}",
}


def _number(leaf: Is, number: int, reading: Reading) -> str:
    if leaf.subject.source is not Source.QUESTION or leaf.operator == "picks_at_least":
        return number_words(number)
    question = reading.pack.questions[leaf.subject.key]
    if question.kind is Kind.NUMBER:
        return number_words(number)
    return answer_words(question, number)


def _options(leaf: Is, reading: Reading) -> str:
    assert isinstance(leaf.wanted, frozenset)
    if leaf.subject.source is not Source.QUESTION:
        labels = {str(key): label for key, label in (*KIND_LABELS.items(), *SETTING_LABELS.items())}
        return " or ".join(f"“{labels.get(key, key)}”" for key in sorted(leaf.wanted))
    question = reading.pack.questions[leaf.subject.key]
    labels = {option.key: option.label for option in question.options}
    if not labels:
        return " or ".join(sorted(leaf.wanted))
    passing = [label for key, label in labels.items() if key in leaf.wanted]
    if leaf.operator == "at_least" and len(passing) > 1:
        return f"“{passing[0]}” or better"
    if leaf.operator == "at_most" and len(passing) > 1:
        return f"“{passing[-1]}” or worse"
    return " or ".join(f"“{label}”" for label in passing)
