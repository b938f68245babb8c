"""What a paper for a board says of a system: sentences, each with how many it is of.

Where nothing is known it says so, with of how many; it never fills a gap with a guess.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median_low

from readiness.domain.buying import Buying
from readiness.domain.calendar import Period, TimeUnit, after
from readiness.domain.citation import Citation
from readiness.domain.comparison import STALE_AFTER, Comparison, Member
from readiness.domain.joint_action import Offered
from readiness.domain.pack import Pack, Rule
from readiness.domain.wording import count_words, day_words, small_number, upper_first

MOST_ASKED = 5
"""How many points the board is asked to settle at the most."""


@dataclass(frozen=True, slots=True)
class Held:
    """A rule with how many it stops, how many it may, and how many move if only it opens."""

    rule: Rule
    stopped: int
    not_known: int
    alone: int


@dataclass(frozen=True, slots=True)
class IfMet:
    """What would be if everyone met some rules: how many stand at each stage, and who moves."""

    rules: tuple[Rule, ...]
    now: tuple[int, ...]
    then: tuple[int, ...]
    moves: int


def where_we_are(comparison: Comparison) -> Iterator[str]:
    """Say how many submitted, and how claimed, evidenced and checked stand to each other."""
    sent, members = len(comparison.submitters), len(comparison.members)
    yield f"{_of(sent, members, 'member')} submitted."
    if not sent:
        yield "We do not know yet how far the system is, for there is no submission to count."
        return
    more = len(comparison.claim_more)
    yield (
        f"{more} of {sent} {'claims' if more == 1 else 'claim'} a stage above the one that "
        f"{'its' if more == 1 else 'their'} answers show. Decisions should rest on what is "
        "evidenced."
    )
    unchecked = comparison.stages.unchecked
    yield f"A reviewer has looked at {sent - unchecked} of {sent}." + (
        " All others stand at the first stage under “checked”, dashed." if unchecked else ""
    )
    shares = comparison.shares
    if shares.all:
        yield (
            f"Of {shares.all} hard rules that apply in "
            f"{count_words(len(comparison.compared), 'organisation')}, {shares.met} are met, "
            f"{shares.not_met} not met and {shares.not_known} not yet known."
        )


def what_holds(comparison: Comparison, held: Sequence[Held]) -> Iterator[str]:
    """Say which rule stops most."""
    stopping = [one for one in held if one.stopped]
    of = len(comparison.compared)
    if not of:
        yield "We do not know yet what holds members up: there is no submission to count."
    elif not stopping:
        yield f"No hard rule stops any of the {of} compared{', as far as is known' * bool(held)}."
    else:
        most = [one for one in stopping if one.stopped == stopping[0].stopped]
        verb = "is" if most[0].stopped == 1 else "are"
        for one in most[:2]:
            yield f"{one.stopped} of {of} {verb} stopped by this: {one.rule.otherwise}"
        if rest := len(most[2:]):
            verb = "stops" if rest == 1 else "stop"
            yield f"{upper_first(small_number(rest))} more {verb} as many."


def what_one_move_does(comparison: Comparison, found: IfMet | None, ticked: bool) -> Iterator[str]:
    """Say what would be if everyone met the ticked rules, or the single one that moves most."""
    of = len(comparison.compared)
    if not of:
        yield "We do not know yet: there is no submission to count."
    elif found is None:
        yield f"No single point would move any of the {of} compared to a later stage."
    else:
        yield (
            "What is ticked on the page, put right by everyone:"
            if ticked
            else "The single point that would move most, put right by everyone:"
        )
        for rule in found.rules:
            yield f"{rule.otherwise} Needed: {_lower_first(rule.needed)}"
        yield f"Then {_of(found.moves, of, 'organisation')} would move to a later stage."


def what_it_costs(buying: Buying) -> Iterator[str]:
    """Say what is known of the cost of acting, and of how many."""
    if not buying.spend:
        yield "What acting costs is not known: these rules ask for no sum of money."
    for spend in buying.spend:
        each = f" {upper_first(spend.range_words)}." if spend.range_words else ""
        yield f"{spend.question.ask} {spend.words}{each}"


def what_doing_nothing_costs(buying: Buying) -> Iterator[str]:
    """Say what is known of doing nothing: no sum, but what ends, and by when."""
    n = len(buying.purchases)
    yield "A sum is not known, for these rules do not ask for it."
    if not n:
        return
    ends, on = buying.ends, buying.comparison.on
    passed = ends.within(date.min, on)
    year = ends.within(on, after(on, Period(12, TimeUnit.MONTHS))) - ends.within(on, on)
    contract = buying.pack.contract
    yield (
        f"We know {ends.base.told} of {n} {'contract ends' if contract else 'target dates'}: "
        f"{passed} {'has' if passed == 1 else 'have'} passed and {year} "
        f"{'falls' if year == 1 else 'fall'} within twelve months."
    )
    yield (
        "What must be extended then is bought at a price that nobody has told us."
        if contract
        else "Until a move is complete the old service is paid for."
    )


def what_we_ask(
    comparison: Comparison, held: Sequence[Held], buying: Buying, joint: Sequence[Offered] = ()
) -> tuple[str, ...]:
    """Return what the board is asked to decide, in order.

    Args:
        joint: the joint actions of the system; a point of an open one has its lead already.
    """
    return tuple(_asks(comparison, held, buying, [one for one in joint if one.action.open]))


def _asks(
    comparison: Comparison, held: Sequence[Held], buying: Buying, joint: Sequence[Offered]
) -> Iterator[str]:
    of = len(comparison.compared)
    for offered in joint:
        action = offered.action
        day = f" by {day_words(action.due)}" if action.due else ""
        yield (
            f"Support the joint action “{action.title}”, led by {action.lead}{day}: "
            f"{_of(len(offered.accepted), len(offered.offers), 'member')} accepted it."
        )
    led = {rule for offered in joint for rule in offered.action.rules}
    for one in [one for one in held if one.stopped and one.rule.key not in led][:MOST_ASKED]:
        board = f" Ask each member: {one.rule.board}" if one.rule.board else ""
        yield (
            f"Name a lead and a date to put this right, which stops {one.stopped} of {of}: "
            f"{one.rule.otherwise}{board}"
        )
    waiting = [one for one in comparison.members if one.begun and one.begun.waiting]
    if waiting:
        yield f"Ask for the sign-off that waits at {_names(waiting)}."
    silent = [one for one in comparison.members if not one.submitted and one not in waiting]
    if silent:
        count = _of(len(silent), len(comparison.members), "member")
        yield f"Agree on a day for those that have submitted nothing: {count}."
    for spend in buying.spend:
        if spend.base.missing:
            count = _of(spend.base.missing, spend.base.asked, "organisation")
            yield f"Ask {count} for the sum that is missing. {spend.question.ask}"


def how_fresh(comparison: Comparison) -> Iterator[str]:
    """Say how old submissions are."""
    ages = sorted(
        one.submitted.age(comparison.on) for one in comparison.submitters if one.submitted
    )
    if not ages:
        yield "Nothing has been submitted, so nothing is old."
        return
    old = sum(age > STALE_AFTER for age in ages)
    if ages[0] == ages[-1]:
        every = "The one submission is" if len(ages) == 1 else f"All {len(ages)} submissions are"
        yield f"{every} {count_words(ages[0], 'day') + ' old' if ages[0] else 'of today'}."
        return
    youngest, middle, oldest = (
        count_words(age, "day") for age in (ages[0], median_low(ages), ages[-1])
    )
    yield (
        f"Submissions are between {youngest} and {oldest} old; the middle one is {middle} old, "
        f"and {old} of {len(ages)} {_are(old)} more than {STALE_AFTER} days old."
    )


def what_is_left_out(comparison: Comparison) -> Iterator[str]:
    """Say who is in no figure."""
    none = sum(one.submitted is None for one in comparison.members)
    other = len(comparison.submitters) - len(comparison.compared)
    members = len(comparison.members)
    if none:
        yield f"{_of(none, members, 'member')} submitted nothing and {_are(none)} in no figure."
    elif members:
        yield "Every member submitted."
    if other:
        yield (
            f"{_of(other, len(comparison.submitters), 'submission')} {_are(other)} judged by other "
            "hard rules: they count among the stages and in nothing else."
        )
    estimates = sum(one.estimate is not None for one in comparison.members)
    if estimates:
        yield f"{count_words(estimates, 'estimate')} {_are(estimates)} kept and never counted."


def sources_of(pack: Pack, held: Sequence[Held]) -> tuple[str, ...]:
    """Return what the paper rests on: the rules, and where those named in it come from."""
    cited = dict.fromkeys(one.rule.source for one in held if one.rule.source)
    return (
        f"The submissions themselves, judged by the rules “{pack.title}” {pack.version}, "
        f"fingerprint {pack.short_fingerprint}.",
        *(_citation(source) for source in cited if source),
    )


def _citation(source: Citation) -> str:
    return f"{source.title}, {source.date}."


def paper_title(comparison: Comparison) -> str:
    """Return what the paper is called."""
    return f"How ready is {comparison.group.name}? Paper for the board, {day_words(comparison.on)}"


def _names(members: Sequence[Member], most: int = 8) -> str:
    names = [one.organisation.name for one in members[:most]]
    rest = len(members) - len(names)
    listed = names if not rest else [*names, f"{rest} more"]
    return listed[0] if len(listed) == 1 else f"{', '.join(listed[:-1])} and {listed[-1]}"


def _of(count: int, whole: int, noun: str) -> str:
    return f"{count} of {count_words(whole, noun)}"


def _lower_first(words: str) -> str:
    """Begin with a small letter, unless the first word is an abbreviation or a figure."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def _are(count: int) -> str:
    return "is" if count == 1 else "are"
