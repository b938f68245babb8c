"""A verdict with its routes and actions, as JSON for programs and as text for people."""

from collections.abc import Iterable, Iterator
from typing import Any

from readiness.domain.assessment import Hosted, Reading, State
from readiness.domain.checked import Checked
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
    Truth,
    Versus,
)
from readiness.domain.contract import beside
from readiness.domain.cost_figures import NOTHING_GIVEN, Costs
from readiness.domain.costs import compare_costs
from readiness.domain.deadlines import help_words, moved_words
from readiness.domain.explanation import (
    explain_finding,
    explain_reason,
    gate_counts,
    recommendation,
    route_place,
)
from readiness.domain.grounds import ground_lines, host_words
from readiness.domain.operators import Wanted
from readiness.domain.pack import Pack, Question
from readiness.domain.plan import Plan
from readiness.domain.results import Finding, ReasonResult, RouteResult
from readiness.domain.schedule import Schedule, Timed
from readiness.domain.summary import headline, lead, plan_headline, unconfirmed
from readiness.domain.verdict import UNDECIDED, Verdict
from readiness.domain.wording import (
    condition_words,
    count_words,
    number_words,
    person_days,
    short_day,
)
from readiness.files.due_rows import due_json, due_text
from readiness.files.scales import SIGN, ground_json, profile_json, scale_json, scales_text
from readiness.files.time_and_money import (
    comparison_json,
    freeze_json,
    late_json,
    offer_json,
    stepped_json,
)
from readiness.files.way import way, way_text

_TRUTH = {Truth.NOT_ASKED: "not-applicable"}
_OPEN = {Truth.YES: True, Truth.NO: False, Truth.UNKNOWN: None}


def judgement(
    plan: Plan,
    schedule: Schedule,
    costs: Costs = NOTHING_GIVEN,
    found: Checked | None = None,
) -> dict[str, Any]:
    """Return a verdict, its routes and its plan as one JSON document.

    A route is open (true), closed (false) or not yet known to be either (null). Effort is in
    person-days, null while a count it depends on is not known; lead time in elapsed days. The
    recommended route is null under a pack that advises on none. Fallbacks are there once the target
    or a deadline cannot be met. Costs are in whole pounds; `high` is null while something in a sum
    is not known. The stage that is checked is there once a reviewer said something.
    """
    verdict = plan.verdict
    reading = verdict.reading
    return {
        "pack": {
            "key": verdict.pack.key,
            "version": verdict.pack.version,
            "fingerprint": verdict.pack.fingerprint,
        },
        **({"contract": contract} if (contract := verdict.given.contract) else {}),
        **({"host": _host(host)} if (host := verdict.given.host) else {}),
        "stage": {
            "claimed": verdict.claimed.key if verdict.claimed else None,
            "evidenced": verdict.evidenced.key,
            "at_most": verdict.at_most.key,
            **({"checked": found.stage.key} if found else {}),
        },
        "gates": [
            {
                "stage": result.stage.key,
                "truth": result.gate.value,
                "findings": [_finding(finding, verdict) for finding in result.findings],
            }
            for result in verdict.stages
            if result.gate is not None
        ],
        "routes": [_route(route, reading) for route in verdict.routes],
        "recommended_route": recommended_key(verdict) if verdict.routes else None,
        "scales": [scale_json(result, verdict) for result in verdict.scales],
        "profiles": [profile_json(result, verdict) for result in verdict.profiles],
        "actions": [_action(row) for row in schedule.rows],
        "freezes": [freeze_json(freeze) for freeze in schedule.frozen.freezes],
        "late": [late_json(row, schedule) for row in schedule.late],
        "fallbacks": [offer_json(offer) for offer in schedule.offers],
        "deadlines": [due_json(one) for one in schedule.deadlines],
        "costs": comparison_json(compare_costs(plan, schedule.target, costs), costs),
        **way(verdict, schedule.target, schedule.frozen.freezes),
        "unanswered": list(reading.in_state(State.TO_DO)),
        "dont_know": list(reading.in_state(State.DONT_KNOW)),
        "not_asked": list(reading.in_state(State.NOT_ASKED)),
        "may_apply": list(reading.in_state(State.MAY_APPLY)),
        "to_confirm": list(reading.to_confirm),
    }


def recommended_key(verdict: Verdict) -> str:
    """Return the key of the recommended route, or undecided."""
    return verdict.recommended.route.key if verdict.recommended else UNDECIDED


def question_list(pack: Pack) -> list[dict[str, Any]]:
    """Return every question of a pack as JSON carries it.

    The gate is the stage it leads out of, the earliest hard one first; null where no rule reads
    the question.
    """
    return [_question(question, pack) for question in pack.questions.values()]


def judgement_text(
    plan: Plan,
    schedule: Schedule,
    costs: Costs = NOTHING_GIVEN,
    found: Checked | None = None,
) -> str:
    """Write a verdict for people to read in a terminal."""
    return "\n".join([*_text(plan, schedule, found), *_money_text(plan, schedule, costs)]) + "\n"


def _question(question: Question, pack: Pack) -> dict[str, Any]:
    rules = pack.rules_reading[question.key]
    return {
        "key": question.key,
        "ref": question.ref,
        "section": question.section,
        "area": question.area,
        "kind": question.kind.value,
        "ordered": question.ordered,
        "ask": question.ask,
        "hint": question.hint,
        "owner_role": question.owner,
        "options": [{"key": o.key, "label": o.label} for o in question.options],
        "unit": question.unit or None,
        "minimum": question.minimum,
        "maximum": question.maximum,
        "pick": question.pick,
        "gate": rules[0].stage if rules else None,
        "strength": rules[0].strength.value if rules else None,
        "asked_when": question.asked_when and condition_tree(question.asked_when),
        "asked_when_words": question.asked_when and condition_words(question.asked_when, pack),
        "benchmark": question.benchmark,
    }


def condition_tree(condition: Condition) -> dict[str, Any]:
    """Write a condition as rule authors do, with every option that passes written out."""
    match condition:
        case Is(subject, operator, wanted):
            options = operator in ("at_least", "at_most")
            return {
                subject.source.value: subject.key,
                "is" if options else operator: _wanted(wanted),
            }
        case AllOf(parts):
            return {"all": [condition_tree(part) for part in parts]}
        case AnyOf(parts):
            return {"any": [condition_tree(part) for part in parts]}
        case Versus(subject, operator, other):
            return {subject.source.value: subject.key, operator: {other.source.value: other.key}}
        case OnScale(scale, wanted):
            return {scale.what: scale.key, "is": sorted(wanted)}
        case Count(least, most, parts):
            exactly = least == most
            bound = "exactly" if exactly else "at_most" if least is None else "at_least"
            count = most if least is None else least
            return {bound: count, "of": [condition_tree(part) for part in parts]}
        case Not(part):
            return {"not": condition_tree(part)}
        case Named("condition" | "vehicle", _, part):
            return condition_tree(part)
        case Named(what, key, _):
            return {what: key}
        case Implies(when, then):
            return {"any": [{"not": condition_tree(when)}, condition_tree(then)]}


def _wanted(wanted: Wanted) -> int | str | list[str]:
    if isinstance(wanted, frozenset):
        return sorted(wanted)
    return wanted if isinstance(wanted, int) else str(wanted)


def _host(host: Hosted) -> dict[str, Any]:
    """Return from which submission of a host some findings come."""
    return {
        "ods_code": host.organisation.ods_code,
        "name": host.organisation.name,
        "submission": host.submission,
        "judged_on": host.on.isoformat(),
        "adopted_on": host.adopted.isoformat(),
        "sections": list(host.sections),
    }


def _finding(finding: Finding, verdict: Verdict) -> dict[str, Any]:
    words = explain_finding(finding, verdict.reading)
    return {
        "rule": finding.rule.key,
        **({"from_host": True} if finding.from_host else {}),
        "strength": finding.rule.strength.value,
        "truth": _TRUTH.get(finding.truth, finding.truth.value),
        "because": words.because,
        "found": words.sentence,
        "needed": words.needed,
        "grounds": [ground_json(ground) for ground in words.grounds],
        "questions": list(finding.rule.questions),
        "waiting_for": list(finding.trace.waiting_for),
    }


def _route(route: RouteResult, reading: Reading) -> dict[str, Any]:
    return {
        "key": route.route.key,
        "rank": route.rank,
        "points": route.points,
        "low": route.low,
        "high": route.high,
        "open": _OPEN[route.open],
        "closed": route.route.closed if route.open is Truth.NO else None,
        "for": [_reason(reason, reading) for reason in route.speaking_for],
        "against": [_reason(reason, reading) for reason in route.against],
        "unknown": [_reason(reason, reading) for reason in route.unknown],
    }


def _reason(result: ReasonResult, reading: Reading) -> dict[str, Any]:
    words = explain_reason(result, reading)
    return {
        "reason": result.reason.key,
        "points": result.points,
        "because": result.reason.because,
        "found": words.sentence,
        "said": words.said,
        "waiting_for": list(result.trace.waiting_for),
    }


def _action(row: Timed) -> dict[str, Any]:
    action = row.action
    effort = action.effort
    return {
        "key": action.key,
        "title": action.title,
        "owner_role": action.owner,
        "gate": action.gate,
        "effort_days": effort.middle if effort else None,
        "effort_low": effort.low if effort else None,
        "effort_high": effort.high if effort else None,
        "lead_time_days": action.lead_time.calendar_days if action.lead_time else None,
        "latest_start": row.latest_start.isoformat() if row.latest_start else None,
        "changes_live": action.changes_live,
        "stepped_over": [stepped_json(stepped) for stepped in row.stepped_over],
        "after": list(action.after),
        "because": list(action.because or action.questions),
        "unlocks": list(action.unlocks),
    }


def _text(plan: Plan, schedule: Schedule, found: Checked | None) -> Iterator[str]:
    verdict = plan.verdict
    organisation = verdict.given.organisation
    about = beside(f"{organisation.name} ({organisation.ods_code})", verdict.given.contract)
    yield f"{about}, judged on {short_day(verdict.given.on)}"
    yield f"{verdict.pack.title} {verdict.pack.version}, {verdict.pack.short_fingerprint}"
    yield ""
    yield headline(verdict)
    yield lead(verdict)
    if host := verdict.given.host:
        yield host_words(host)
    if resting := unconfirmed(verdict.reading):
        yield resting
    yield ""
    yield f"Claimed    {verdict.claimed.title if verdict.claimed else 'not said'}"
    yield f"Evidenced  {verdict.evidenced.title}"
    yield f"At most    {verdict.at_most.title}"
    if found:
        yield f"Checked    {found.stage.title}. {found.counts}. {found.meaning}"
    yield from way_text(verdict, schedule.target, schedule.frozen.freezes)
    yield from _gates(verdict)
    yield from scales_text(verdict)
    yield from _route_text(verdict)
    yield ""
    words = plan_headline(schedule)
    actions = count_words(len(plan.actions), "action")
    yield f"Action plan: {actions}, {person_days(plan.effort, more=bool(plan.unknown_effort))}"
    yield f"  {words.sentence} {words.detail}".rstrip()
    for number, row in enumerate(schedule.rows, start=1):
        start = f", start by {short_day(row.latest_start)}" if row.latest_start else ""
        owner = verdict.pack.roles[row.action.owner]
        days = person_days(row.action.effort)
        yield f"  {number:>3}. {row.action.title} [{owner}, {days}{start}]"
        if row.moved:
            yield f"       {moved_words(row)}"
    yield from due_text(schedule)
    yield from _fallback_text(schedule, verdict.pack)


def _fallback_text(schedule: Schedule, pack: Pack) -> Iterator[str]:
    """Write what is late and what is left, where the target cannot be met."""
    if schedule.offers:
        yield ""
        yield "If the date is to hold"
        yield from (f"  {help_words(row, schedule)}" for row in schedule.late)
    for offer in schedule.offers:
        owner = pack.roles[offer.fallback.owner]
        yield f"  - {offer.fallback.title} [{owner}]. Needs: {offer.fallback.needs}"


def _money_text(plan: Plan, schedule: Schedule, costs: Costs) -> Iterator[str]:
    """Write what acting and doing nothing cost, where the record gives any figure."""
    if costs == NOTHING_GIVEN:
        return
    comparison = compare_costs(plan, schedule.target, costs)
    yield ""
    yield f"Costs, for {comparison.period}"
    for title, lines, whole in (
        ("Acting", comparison.acting, comparison.acting_total),
        ("Doing nothing", comparison.nothing, comparison.nothing_total),
    ):
        yield f"  {title}: {whole.whole_words}"
        yield from (f"      {line.what}: {line.amount.words}. {line.reason}" for line in lines)


def _gates(verdict: Verdict) -> Iterator[str]:
    """Write every gate with its hard rules: what closes it, what it waits for, what holds."""
    for result in verdict.stages:
        if result.gate is None:
            continue
        yield ""
        yield f"Out of {result.stage.title}: {gate_counts(result)}"
        for truth in (Truth.NO, Truth.UNKNOWN, Truth.YES):
            for finding in result.hard(truth):
                yield from _finding_text(finding, verdict)


def _finding_text(finding: Finding, verdict: Verdict) -> Iterator[str]:
    words = explain_finding(finding, verdict.reading)
    refs = f"[{', '.join(ask.ref for ask in words.asks)}]" if words.asks else ""
    if finding.truth is Truth.YES:
        yield f"  + {words.sentence} {refs}".rstrip()
    else:
        yield f"  {SIGN[finding.truth]} {words.sentence} Needed: {words.needed} {refs}".rstrip()
    for depth, ground in ground_lines(words.grounds):
        yield f"      {'  ' * depth}{SIGN[ground.truth]} {ground.words}"


def _route_text(verdict: Verdict) -> Iterator[str]:
    """Write the recommendation, then every route with what speaks for and against it.

    A pack that advises on no route has none of this.
    """
    if not verdict.routes:
        return
    yield ""
    yield "Procurement route"
    for sentence in recommendation(verdict):
        yield f"  {sentence}"
    for route in verdict.routes:
        low, high = number_words(route.low), number_words(route.high)
        points = f"{number_words(route.points)} ({low} to {high})"
        yield f"  {route.route.title}: {points}. {route_place(route, verdict)}"
        if route.open is Truth.NO:
            yield f"      x {route.route.closed}"
        for result in (*route.speaking_for, *route.against, *route.unknown):
            words = explain_reason(result, verdict.reading)
            read = f" {words.said}" if result.truth is Truth.YES else ""
            yield f"      {result.points:+d} {words.sentence}{read}"


def question_text(questions: Iterable[Question]) -> Iterator[str]:
    """Write questions for people: reference, key, wording, options from worst to best."""
    for question in questions:
        yield f"{question.ref:<14} {question.key}: {question.ask}"
        for option in question.options:
            yield f"{'':<16}{option.key}: {option.label}"
