"""Made-up organisations with plausible answers to any pack, alike for the same seed."""

from datetime import UTC, date, datetime, timedelta

from readiness.domain.assessment import Answer, Given
from readiness.domain.organisation import Organisation, OrganisationKind, Setting
from readiness.domain.pack import DONT_KNOW, Kind

AT = datetime(2026, 11, 24, 10, 12, tzinfo=UTC)
NOTES = (
    "",
    "",
    "",
    "Agreed at the “digital” board.",
    'See \\\\server\\plans, "answers": {"value":1}',
)


def respondent(pack, random, *, whole=False):
    """Make an organisation that is more or less far, and knows more or less of it.

    Args:
        whole: every question is answered, by one who knows everything.
    """
    far = random.choice((0.3, 0.6, 0.85, 0.97, 0.995))
    known = 1 if whole else random.choice((0.7, 0.95, 1, 1))
    answers = {}
    for question in pack.questions.values():
        if random.random() >= known:
            if random.random() < 0.5:
                answers[question.key] = Answer(DONT_KNOW, at=AT, by="H Marsh")
            continue
        value = _value(question, random, far)
        note = random.choice(NOTES)
        answers[question.key] = Answer(value, note, version=random.randint(1, 3), at=AT, by="T Roe")
    on = date(2026, 1, 5) + timedelta(days=random.randint(0, 360))
    return Given(_organisation(random, whole), on, answers, _network(random, whole))


def _organisation(random, whole):
    number = random.randint(10_000, 99_999)
    unknown = 0 if whole else 0.1
    return Organisation(
        f"Z{number}",
        f"Fernhollow {number}",
        None if random.random() < unknown else random.choice(list(OrganisationKind)),
        None if random.random() < unknown else random.choice(list(Setting)),
        None if random.random() < unknown else random.choice((1, 3, 12, 60, 400)),
    )


def _network(random, whole):
    if not whole and random.random() < 0.3:
        return {}
    partners = random.randint(0, 12)
    return {"partners": partners, "critical-partners": random.randint(0, partners)}


def _value(question, random, far):
    options = [option.key for option in question.options]
    match question.kind:
        case Kind.CHOICE | Kind.YES_NO:
            if not question.ordered:
                return random.choice(options)
            steps = sum(random.random() < far for _ in range(3))
            return options[-1] if steps == 3 else options[min(steps, len(options) - 1)]
        case Kind.CHOICES:
            together = [option.key for option in question.options if not option.alone]
            most = min(len(together), question.pick or 4)
            return frozenset(random.sample(together, question.pick or random.randint(1, most)))
        case Kind.PERCENTAGE:
            return random.randint(0, 100)
        case Kind.NUMBER:
            low = question.minimum or 0
            return random.randint(low, min(low + 12, question.maximum or 1_000))
        case Kind.MONEY:
            return random.randint(question.minimum or 0, min(question.maximum or 900_000, 900_000))
        case Kind.DATE:
            return date(2026, 6, 1) + timedelta(days=random.randint(0, 900))
        case Kind.PARTNERS:
            return frozenset(f"Q{random.randint(1, 40)}" for _ in range(random.randint(1, 5)))
        case _:
            return "Nothing to add."
