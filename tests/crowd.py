"""Made-up conditions of every kind, and made-up members of whom to ask them."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

from readiness.domain.calendar import Period, TimeUnit
from readiness.domain.condition import (
    AllOf,
    AnyOf,
    Count,
    Implies,
    Is,
    Named,
    Not,
    OnScale,
    Outcome,
    Row,
    Scale,
    Source,
    Subject,
    Truth,
    Versus,
    ask,
)
from readiness.domain.operators import OPERATORS
from readiness.domain.population import Gatherer

OPTIONS = ("none", "some", "all")
THINGS = ("cloud", "wifi", "voice", "mail")
FIRST_DAY = date(2027, 1, 1)
ORDERED = ("equals", "no_less_than", "no_more_than", "more_than", "less_than")
DAYS = ("on_or_after", "on_or_before", "sooner_than", "later_than")
CLASSES = ("Is", "Versus", "OnScale", "AllOf", "AnyOf", "Count", "Not", "Implies", "Named")


def question(key):
    """Return a question as a subject."""
    return Subject(Source.QUESTION, key)


def _option(random):
    return random.choice(OPTIONS)


def _picked(random):
    return frozenset(random.sample(THINGS, random.randint(0, 4)))


def _number(random):
    return random.choice((random.randint(-3, 6), random.randint(-9_000_000_000, 9_000_000_000)))


def _few(random):
    return random.randint(0, 3)


def _day(random):
    return FIRST_DAY + timedelta(days=random.randint(0, 500))


SUBJECTS = {
    **{question(key): _option for key in ("plan", "board", "colour")},
    **{question(key): _picked for key in ("drivers", "partners")},
    **{question(key): _few for key in ("lines", "sites")},
    **{question(key): _number for key in ("budget", "cost")},
    **{question(key): _day for key in ("target", "expiry")},
    Subject(Source.ORGANISATION, "kind"): _option,
    Subject(Source.ORGANISATION, "size"): _few,
    Subject(Source.NETWORK, "links"): _few,
}
"""What may be read of a member, and what it may be."""

QUESTIONS = tuple(subject for subject in SUBJECTS if subject.source is Source.QUESTION)


@dataclass(frozen=True)
class Member:
    """Somebody of whom conditions can be asked."""

    values: dict
    on: date
    asked_when: dict
    _asked: dict = field(default_factory=dict)
    named: dict = field(default_factory=dict)

    def asked(self, key):
        if key not in self._asked:
            when = self.asked_when.get(key)
            self._asked[key] = Truth.YES if when is None else ask(when, self).truth
        return self._asked[key]

    def value(self, subject):
        return self.values.get(subject)


@dataclass(frozen=True)
class Crowd:
    """Conditions, what decides whether questions are asked, and members."""

    conditions: list
    asked_when: dict
    members: list

    def population(self):
        """Gather the members, as a population."""
        gatherer = Gatherer(SUBJECTS)
        for member in self.members:
            gatherer.add(member.values, member.on)
        return gatherer.population(self.asked_when)


def make_crowd(random, conditions=3, members=6):
    """Make conditions that may name the ones before, and members who know more or less."""
    asked_when = {}
    for place, subject in enumerate(QUESTIONS[1:], 1):
        if random.random() < 0.4:
            asked_when[subject.key] = _Maker(random, [*QUESTIONS[:place]]).condition(1)
    maker = _Maker(random, list(SUBJECTS))
    for _ in range(conditions):
        maker.rules.append(maker.condition(random.randint(0, 3)))
    known = random.choice((0.5, 0.8, 1))
    return Crowd(
        maker.rules,
        asked_when,
        [Member(_values(random, known), _day(random), asked_when) for _ in range(members)],
    )


def _values(random, known):
    return {
        subject: value(random) for subject, value in SUBJECTS.items() if random.random() < known
    }


class _Maker:
    """Makes conditions over some subjects."""

    def __init__(self, random, subjects):
        self.random = random
        self.subjects = subjects
        self.rules = []

    def condition(self, depth):
        """Make a condition nested so deep at most."""
        if depth == 0:
            return self.leaf()
        make = self.random.choice(
            (AllOf, AnyOf, Count, Not, Implies, Named, OnScale, self.leaf, self.leaf)
        )
        match make.__name__:
            case "AllOf" | "AnyOf":
                return make(self.parts(depth))
            case "Count":
                return self.count(self.parts(depth))
            case "Not":
                return Not(self.condition(depth - 1))
            case "Implies":
                return Implies(self.condition(depth - 1), self.condition(depth - 1))
            case "Named":
                return self.named(depth)
            case "OnScale":
                return self.on_scale(depth)
        return make()

    def parts(self, depth):
        return tuple(self.condition(depth - 1) for _ in range(self.random.randint(1, 4)))

    def count(self, parts):
        least = self.random.choice((None, 0, 1, 2, 3, 5))
        most = self.random.choice((None, 0, 1, 2)) if least is not None else 1
        return Count(least, most, parts)

    def named(self, depth):
        what = self.random.choice(("rule", "gate", "level"))
        part = self.condition(depth - 1)
        if self.rules and self.random.random() < 0.7:
            part = self.random.choice(self.rules)
        return Named(what, "some", AllOf((Named("rule", "one", part),)) if what == "gate" else part)

    def on_scale(self, depth):
        outcomes = [Outcome(key, key.title()) for key in ("poor", "fair", "good")]
        keys = [outcome.key for outcome in outcomes]
        rows = [
            Row(self.random.choice(keys), self.condition(depth - 1), "It says so.")
            for _ in range(self.random.randint(1, 4))
        ]
        wanted = frozenset(self.random.sample(keys, self.random.randint(1, 2)))
        return OnScale(Scale("scale", "table", "A scale", tuple(outcomes), tuple(rows)), wanted)

    def leaf(self):
        subject = self.random.choice(self.subjects)
        made = SUBJECTS[subject]
        others = [s for s in self.subjects if SUBJECTS[s] is made and s != subject]
        if others and made is not _picked and self.random.random() < 0.4:
            ranks = self.random.choice((OPTIONS, ())) if made is _option else ()
            operators = ("is", "at_least", "at_most") if ranks else ("is",)
            if made is not _option:
                operators = DAYS if made is _day else ORDERED
            operator = self.random.choice(operators)
            return Versus(subject, operator, self.random.choice(others), ranks)
        return Is(subject, *self.comparison(made))

    def comparison(self, made):
        if made is _option:
            words = frozenset(self.random.sample((*OPTIONS, "other"), self.random.randint(1, 3)))
            return self.random.choice(("is", "at_least", "at_most")), words
        if made is _picked:
            if self.random.random() < 0.5:
                return "picks_at_least", self.random.randint(0, 4)
            return "includes", frozenset(self.random.sample(THINGS, self.random.randint(1, 2)))
        if made is _day:
            operator = self.random.choice(DAYS)
            if self.random.random() < 0.5:
                return operator, _day(self.random)
            amount = self.random.choice((-1, 1)) * self.random.randint(1, 14)
            return operator, Period(amount, self.random.choice(tuple(TimeUnit)))
        return self.random.choice(ORDERED), made(self.random)


def reached(trace):
    """Yield each condition, and each operator, that was asked on the way, with its truth."""
    condition = trace.condition
    yield type(condition).__name__, trace.truth
    if isinstance(condition, (Is, Versus)):
        yield condition.operator, trace.truth
    for part in trace.parts:
        yield from reached(part)


def shares(random, crowds):
    """Compare population and `ask` over made-up crowds.

    Returns:
        How often each class and operator came to each truth, and how many truths were not the same.
    """
    counted, parted = Counter(), 0
    for _ in range(crowds):
        crowd = make_crowd(random)
        population = crowd.population()
        for condition in crowd.conditions:
            column = population.judge(condition)
            for place, member in enumerate(crowd.members):
                trace = ask(condition, member)
                parted += column.truth(place) is not trace.truth
                counted.update(reached(trace))
    return counted, parted


NAMES = (*CLASSES, *OPERATORS)
"""Everything that has to be reached, in the order in which it is told."""
