"""Numbers, days, answers and conditions in words, as people write and read them."""

from datetime import date

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
    Source,
    Subject,
    Versus,
)
from readiness.domain.operators import OPERATORS, Value
from readiness.domain.organisation import KIND_LABELS, SETTING_LABELS
from readiness.domain.pack import DONT_KNOW, HOST, HOST_ANSWER, Kind, Pack, Question
from readiness.domain.plan import Days


def day_words(day: date) -> str:
    """Write a day as in a sentence: 7 December 2026."""
    return f"{day.day} {day:%B %Y}"


def possessive(name: str) -> str:
    """Write whose something is: Castlemere’s, or Wells’ where the name ends in an s."""
    return f"{name}’" if name.endswith("s") else f"{name}’s"


def short_day(day: date) -> str:
    """Write a day as in a table: 7 Dec 2026."""
    return f"{day.day} {day:%b %Y}"


def number_words(number: float) -> str:
    """Write a number with thousands apart, at most one decimal, and a true minus."""
    text = f"{number:,.1f}".removesuffix(".0")
    return text.replace("-", "−")


def days_words(days: Days | None) -> str:
    """Write an effort in person-days: a figure, a range, or that it is not known."""
    if days is None:
        return "not known"
    low, high = number_words(days.low), number_words(days.high)
    return low if low == high else f"{low} to {high}"


def person_days(days: Days | None, *, more: bool = False) -> str:
    """Write an effort with its unit: 1 person-day, 3.5 to 16 person-days, effort not known.

    Args:
        more: whether the effort of something besides is not known.
    """
    if days is None or (more and not days.high):
        return "effort not known"
    unit = "person-day" if days.low == days.high == 1 else "person-days"
    return f"{'at least ' if more else ''}{days_words(days)} {unit}"


def pounds(amount: int) -> str:
    """Write a sum of money in whole pounds: £84,000."""
    return f"£{amount:,}"


def count_words(count: int, noun: str, plural: str = "") -> str:
    """Write a count with its noun: 1 answer, 4 answers."""
    return f"{count:,} {noun if count == 1 else plural or noun + 's'}"


def small_number(count: int) -> str:
    """Write a count below ten as a word: no, one, two."""
    return _NUMBERS[count] if count < len(_NUMBERS) else f"{count:,}"


_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def upper_first(text: str) -> str:
    """Begin a text with a capital letter."""
    return text[:1].upper() + text[1:]


def answer_words(question: Question, value: Value | None) -> str:
    """Write an answer as people read it."""
    if value is None:
        return "No answer"
    if value == DONT_KNOW:
        return question.dont_know
    if isinstance(value, frozenset):
        known = [option.label for option in question.options if option.key in value]
        rest = sorted(value - {option.key for option in question.options})
        return "; ".join([*known, *rest])
    if isinstance(value, date):
        return day_words(value)
    if isinstance(value, int):
        return _number_answer(question, value)
    option = question.option(value)
    return option.label if option else value


def condition_words(condition: Condition, pack: Pack) -> str:
    """Write a condition as people read it, for the page that shows how the pack judges."""
    match condition:
        case Is(subject, operator, wanted):
            if subject.source is not Source.QUESTION:
                fact = subject_words(subject, pack)
                return f"{fact} {OPERATORS[operator].words} {_wanted_fact(wanted)}"
            question = pack.questions[subject.key]
            if isinstance(wanted, frozenset) and question.options:
                labels = [f"“{o.label}”" for o in question.options if o.key in wanted]
                verb = "includes" if operator == "includes" else "is"
                return f"{question.ref} {verb} {' or '.join(labels)}"
            return f"{question.ref} {OPERATORS[operator].words} {_wanted_value(question, wanted)}"
        case AllOf(parts):
            return _joined(parts, " and ", pack)
        case AnyOf(parts):
            return _joined(parts, " or ", pack)
        case Versus(subject, operator, other):
            verb, beside = OPERATORS[operator].words, subject_words(other, pack)
            return f"{subject_words(subject, pack)} {verb} {beside}"
        case OnScale(scale, wanted):
            titles = [f"“{o.title}”" for o in scale.outcomes if o.key in wanted]
            return f"{scale.title} is {' or '.join(titles)}"
        case Count(least, most, parts):
            return f"{count_bound(least, most)} of: {_joined(parts, '; ', pack)}"
        case Not(part):
            return f"not ({condition_words(part, pack)})"
        case Named("rule", key, _):
            return f"the rule {key} is met"
        case Named("vehicle", key, _):
            return _VEHICLE[key]
        case Named("condition", key, _):
            return pack.conditions[key].means
        case Named("level", key, part):
            return f"{key}: {condition_words(part, pack)}"
        case Named(what, key, _) if what in (HOST, HOST_ANSWER):
            of = f"its answer to {pack.questions[key].ref}" if what == HOST_ANSWER else "it"
            return f"your host has settled {of}"
        case Named(_, key, _):
            return f"the gate out of {pack.stages[pack.stage_index[key]].title} is open"
        case Implies(when, then):
            return f"if {condition_words(when, pack)}, then {condition_words(then, pack)}"


_VEHICLE = {
    "open": "the vehicle chosen is open on the day of judgement",
    "covers-scope": "the vehicle chosen covers everything in the scope",
}


def count_bound(least: int | None, most: int | None) -> str:
    """Write how many are asked for: at least 2, at most 1, exactly 3."""
    if least == most:
        return f"exactly {least}"
    return f"at least {least}" if most is None else f"at most {most}"


def subject_words(subject: Subject, pack: Pack) -> str:
    """Write what a comparison speaks about: a question's reference, or the name of a fact."""
    if subject.source is Source.QUESTION:
        return pack.questions[subject.key].ref
    return "the day of judgement" if subject.source is Source.DAY else subject.key.replace("-", " ")


def _number_answer(question: Question, value: int) -> str:
    match question.kind:
        case Kind.MONEY:
            return pounds(value)
        case Kind.PERCENTAGE:
            return f"{value}%"
        case _:
            return f"{value:,} {question.unit}".strip()


def _joined(parts: tuple[Condition, ...], word: str, pack: Pack) -> str:
    return word.join(
        f"({condition_words(part, pack)})"
        if isinstance(part, (AllOf, AnyOf, Count, Implies))
        else condition_words(part, pack)
        for part in parts
    )


def _wanted_fact(wanted: object) -> str:
    if isinstance(wanted, date):
        return day_words(wanted)
    if isinstance(wanted, frozenset):
        labels = {str(k): v for k, v in (*KIND_LABELS.items(), *SETTING_LABELS.items())}
        return " or ".join(f"“{labels.get(key, key)}”" for key in sorted(wanted))
    return str(wanted)


def _wanted_value(question: Question, wanted: object) -> str:
    if isinstance(wanted, int):
        return _number_answer(question, wanted)
    if isinstance(wanted, date):
        return day_words(wanted)
    if isinstance(wanted, frozenset):
        return " or ".join(sorted(wanted))
    return str(wanted) if str(wanted).endswith("ago") else f"{wanted} from the day of judgement"
