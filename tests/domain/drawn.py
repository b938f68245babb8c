"""A small pack drawn at random, with every kind of condition, and answers to it."""

from dataclasses import replace

from readiness.domain.assessment import Answer, Given
from readiness.domain.calendar import Period, TimeUnit
from readiness.domain.condition import (
    AllOf,
    AnyOf,
    Count,
    Is,
    Named,
    Not,
    OnScale,
    Outcome,
    Row,
    Scale,
    Source,
    Subject,
    Versus,
)
from readiness.domain.pack import (
    DONT_KNOW,
    Achievement,
    ActionTemplate,
    Effort,
    Kind,
    Option,
    Question,
    Reason,
    Route,
    Rule,
    Section,
    Stage,
    Strength,
    gate,
)
from readiness.domain.reader import read_pack
from tests.examples import ON, TRUST, tiny_pack

TINY = read_pack(tiny_pack())
STAGES = ("first", "second", "last")
LEVELS = ("a", "b", "c")


def some_pack(random):
    """Return a pack whose conditions, actions and prerequisites are drawn at random."""
    questions = [_question(f"q{n}", random, n) for n in range(6)]
    actions = tuple(_action(n, questions, random) for n in range(random.randint(4, 7)))
    rules: list[Rule] = []
    for number in range(random.randint(1, 4)):
        stage = STAGES[min(number // 2, 1)]
        named = [Named("rule", rule.key, rule.condition) for rule in rules]
        if stage != "first":
            named.append(gate("first", tuple(rules)))
        rules.append(
            Rule(
                f"r{number}",
                stage,
                Strength.HARD,
                _condition(questions, random, named),
                otherwise="It is not so.",
                because="It has to be.",
                do=(random.choice(actions).key,),
                applies_when=_condition(questions, random) if random.random() < 0.3 else None,
            )
        )
    return replace(
        TINY,
        stages=tuple(Stage(key, key.title(), "") for key in STAGES),
        sections=(Section("s", "S", "network-manager", 1, "", tuple(questions)),),
        rules=tuple(rules),
        actions=actions,
        routes=_routes(questions, random),
        claimed="q0",
        target="q0",
        counts={},
    )


def some_given(pack, random):
    """Return answers drawn at random, among them none and don't know."""
    answers = {}
    for question in pack.questions.values():
        value = random.choice([None, DONT_KNOW, *_answers(question)])
        if value is not None:
            answers[question.key] = Answer(value)
    return Given(TRUST, ON, answers)


def _answers(question):
    keys = [option.key for option in question.options]
    match question.kind:
        case Kind.CHOICES:
            return [frozenset({key}) for key in keys]
        case Kind.PARTNERS:
            return [frozenset({"ZX8"}), frozenset({"ZX7", "ZX8"})]
        case Kind.DATE:
            return [ON, ON.replace(year=ON.year + 1)]
        case Kind.TEXT:
            return ["text"]
        case _:
            return keys or [1, 2, 3]


def _routes(questions, random):
    routes = tuple(
        Route(key, key, "", _condition(questions, random) if random.random() < 0.5 else None)
        for key in ("own", "joint")
    )
    reasons = tuple(
        Reason(
            f"s{number}",
            _condition(questions, random),
            "It is so.",
            "it is so",
            {route.key: random.randint(-2, 3) for route in routes},
        )
        for number in range(3)
    )
    return replace(TINY.routes, routes=routes, reasons=reasons)


def _question(key, random, number):
    if number == 5:
        return Question(key, key, "?", Kind.NUMBER, "s", "", "network-manager")
    kind = random.choice([Kind.CHOICE, Kind.CHOICE, Kind.YES_NO]) if number else Kind.CHOICE
    levels = ("no", "yes") if kind is Kind.YES_NO else LEVELS if number else STAGES
    leaf = Is(Subject(Source.QUESTION, f"q{number - 1}"), "is", frozenset({"b", "yes", "second"}))
    return Question(
        key,
        key,
        "?",
        kind,
        "s",
        "",
        "network-manager",
        options=tuple(Option(level, level) for level in levels),
        ordered=kind is Kind.CHOICE and random.random() < 0.6,
        asked_when=leaf if number and random.random() < 0.3 else None,
    )


def _action(number, questions, random):
    achieves = []
    for question in random.sample(questions[1:5], random.randint(1, 2)):
        keys = [option.key for option in question.options]
        start = random.randrange(1, len(keys))
        reached = keys[start:] if question.ordered else random.sample(keys, 1)
        achieves.append(Achievement(question.key, tuple(reached)))
    return ActionTemplate(
        f"a{number}",
        f"Do {number}",
        tuple(achieves),
        "network-manager",
        Effort(random.choice([0.2, 0.5, 1]), random.choice([1, 1.5])),
        Period(random.randint(1, 9), TimeUnit.WEEKS),
        after=tuple(f"a{n}" for n in range(number) if random.random() < 0.2),
    )


def _condition(questions, random, named=(), depth=0):
    def parts():
        return tuple(
            _condition(questions, random, named, depth + 1) for _ in range(random.randint(1, 3))
        )

    draw = random.random() + depth * 0.25
    if draw < 0.15:
        return AllOf(parts())
    if draw < 0.3:
        return AnyOf(parts())
    if draw < 0.45:
        least, most = random.choice([(2, None), (None, 1), (1, 1), (1, 2), (2, 2)])
        return Count(least, most, parts())
    if draw < 0.55:
        return Not(parts()[0])
    if draw < 0.65 and named:
        return random.choice(named)
    if draw < 0.8:
        outcomes = tuple(Outcome(key, key) for key in ("low", "middle", "high"))
        rows = tuple(Row(random.choice(outcomes).key, part, "") for part in parts())
        wanted = random.sample([o.key for o in outcomes], random.randint(1, 2))
        return OnScale(Scale("k", "level", "K", outcomes, rows), frozenset(wanted))
    return _leaf(questions, random)


def _leaf(questions, random):
    ranked = [question.key for question in questions[1:] if question.ordered]
    if len(ranked) > 1 and random.random() < 0.2:
        one, other = (Subject(Source.QUESTION, key) for key in random.sample(ranked, 2))
        return Versus(one, random.choice(["is", "at_least", "at_most"]), other, LEVELS)
    question = random.choice(questions[1:] if random.random() < 0.2 else questions[1:5])
    subject = Subject(Source.QUESTION, question.key)
    if question.kind is Kind.NUMBER:
        return Is(subject, "more_than", random.randint(0, 3))
    keys = [option.key for option in question.options]
    return Is(subject, "is", frozenset(random.sample(keys, random.randint(1, len(keys) - 1))))
