"""What a part of a pack holds: whether two values say the same, and what one says in words."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date

from readiness.domain.condition import Condition, Named, OnScale
from readiness.domain.due_date import AnsweredDay, EveryYear, OnDay, VehicleDay
from readiness.domain.due_words import due_day_words
from readiness.domain.pack import Achievement, Citation, Effort, Pack, Question, Route, Survey
from readiness.domain.plan import Days
from readiness.domain.wording import condition_words, day_words, days_words


@dataclass(frozen=True, slots=True)
class ScaleParts:
    """A scale with what decides, its outcomes and rows, kept apart from what it says."""

    key: str
    title: str
    outcomes: tuple[str, ...]
    rows: tuple[tuple[str, Condition], ...]
    says: tuple[str, ...]
    source: Citation | None
    decides: str = ""
    measure: str = ""


def scale_parts(pack: Pack) -> tuple[ScaleParts, ...]:
    """Return the scales of a pack, each with its source."""
    return tuple(
        ScaleParts(
            scale.key,
            scale.title,
            tuple(outcome.key for outcome in scale.outcomes),
            tuple((row.outcome, row.when) for row in scale.rows),
            (*(outcome.title for outcome in scale.outcomes), *(row.says for row in scale.rows)),
            pack.scale_sources.get(scale.key),
            scale.decides,
            scale.measure,
        )
        for scale in pack.scales
    )


def say_the_same(before: object, after: object) -> bool:
    """Say whether two values mean the same; a rule, gate, scale or survey counts by its name."""
    return before == after or _bare(before) == _bare(after)


def part_words(value: object, pack: Pack) -> str:
    """Write a value of a pack; empty for nothing. Sentences are quoted, lists are parted by “;”."""
    match value:
        case None | "" | ():
            return ""
        case OnDay() | EveryYear() | AnsweredDay() | VehicleDay():
            return due_day_words(value, pack)
        case bool():
            return "yes" if value else "no"
        case str():
            return value if _is_key(value) else f"“{value}”"
        case date():
            return day_words(value)
        case Citation(title=title, date=day):
            return f"{title}, {day}"
        case Survey(key=key) if key:
            return key
        case Effort(low, high, per):
            return f"{days_words(Days(low, high))} person-days per {per}"
        case Achievement(question, options):
            return f"{question} is {' or '.join(options)}"
        case Route():
            return f"“{value.title}: {value.summary}”"
        case (str() as outcome, when) if isinstance(when, Condition):
            return f"{outcome} when {condition_words(when, pack)}"
        case Mapping():
            return "; ".join(f"{key} {part_words(value[key], pack)}" for key in sorted(value))
        case tuple() | list():
            return "; ".join(part_words(item, pack) for item in value)
    if isinstance(value, Condition):
        return condition_words(value, pack)
    if is_dataclass(value) and type(value).__str__ is object.__str__:
        parts = (part_words(getattr(value, f.name), pack) for f in fields(value))
        return ", ".join(filter(None, parts))
    return str(value)


def question_name(question: Question) -> str:
    """Write a question as people find it: Question PLN-01 (plan)."""
    return f"Question {question.ref} ({question.key})"


def stage_title(key: str, pack: Pack) -> str:
    """Return the title of a stage by its key."""
    return next((stage.title for stage in pack.stages if stage.key == key), key)


def route_title(key: str, pack: Pack) -> str:
    """Return the title of a route by its key, or of what is said when none stands out."""
    routes = (pack.routes.undecided, *pack.routes.routes)
    return next((route.title for route in routes if route.key == key), key)


def _bare(value: object) -> object:
    if isinstance(value, Named) and value.what in ("rule", "gate"):
        return value.what, value.key
    if isinstance(value, Survey) and value.key:
        return value.key
    if isinstance(value, OnScale):
        return value.scale.key, value.wanted
    if isinstance(value, tuple):
        return tuple(_bare(item) for item in value)
    if is_dataclass(value):
        return type(value).__name__, *(_bare(getattr(value, f.name)) for f in fields(value))
    return dict(value) if isinstance(value, Mapping) else value


def _is_key(text: str) -> bool:
    return text.replace("-", "").isalnum() and text == text.lower() and " " not in text
