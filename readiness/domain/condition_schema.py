"""The language of conditions as JSON Schema, made from the tables that its reader goes by."""

from collections.abc import Iterable, Iterator

from readiness.domain.comparison_reader import DAY_FACTS, FACTS, FOR_KIND, LARGEST, NETWORK_FACTS
from readiness.domain.condition import Source
from readiness.domain.condition_reader import BOUNDS, ON_SCALE
from readiness.domain.operators import OPERATORS
from readiness.domain.pack import Kind
from readiness.domain.shapes import DAY, KEY, MOMENT, SENTENCE, ListOf, OneOf, Schema, Shape, Whole
from readiness.domain.vehicle_reader import ASKED_OF_VEHICLE

CONDITION: Schema = {"$ref": "#/$defs/condition"}
_CONDITIONS: Schema = {"$ref": "#/$defs/conditions"}
_NUMBER: Schema = {"$ref": "#/$defs/number"}
_FROM_TODAY = ("sooner_than", "later_than")


def condition_definitions() -> dict[str, Schema]:
    """Return what the schema of a condition is put together from, by name."""
    return {
        "condition": {
            "description": "Compares one subject by one operator, or puts conditions together.",
            "type": "object",
            "anyOf": [*_combinations(), *_of_questions(), *_of_facts(), *_of_days()],
        },
        "conditions": {"type": "array", "items": CONDITION, "minItems": 1},
        "number": {"anyOf": [Whole(-LARGEST, LARGEST).schema(), _form("threshold")]},
    }


def _combinations() -> Iterator[Schema]:
    yield _form(all=_CONDITIONS)
    yield _form(any=_CONDITIONS)
    yield _form(**{"not": CONDITION})
    for bound in BOUNDS:
        least = Whole(1 if bound == "at_least" else 0).schema()
        yield _form(**{bound: {"anyOf": [least, _form("threshold")]}, "of": _CONDITIONS})
    yield _form("rule")
    yield _form("gate")
    yield _form("condition")
    yield _form(vehicle={"enum": list(ASKED_OF_VEHICLE)})
    for what in ("level", "table"):
        for operator in ON_SCALE:
            yield _form(what, **{operator: _some(KEY) if operator == "is" else KEY.schema()})


def _of_questions() -> Iterator[Schema]:
    for operator in OPERATORS:
        yield _form(Source.QUESTION.value, **{operator: {"anyOf": [*_wanted(operator)]}})


def _wanted(operator: str) -> Iterator[Schema]:
    """Give what an operator may compare an answer with: values, or another answer or fact."""
    another = _form(Source.QUESTION.value)
    if operator in FOR_KIND[Kind.CHOICE]:
        yield from (_some(KEY) if operator == "is" else KEY.schema(), another)
    if operator in FOR_KIND[Kind.NUMBER]:
        numbers = OneOf(tuple(fact for fact, words in FACTS.items() if words is None))
        yield from (_NUMBER, another, _form(organisation=numbers.schema()))
    if operator in FOR_KIND[Kind.DATE]:
        yield from (MOMENT.schema() if operator in _FROM_TODAY else DAY.schema(), another)
    if operator in FOR_KIND[Kind.PARTNERS]:
        yield _some(SENTENCE) if operator == "includes" else _NUMBER


def _of_facts() -> Iterator[Schema]:
    network = dict.fromkeys(NETWORK_FACTS)
    for source, facts in ((Source.ORGANISATION, FACTS), (Source.NETWORK, network)):
        for fact, words in facts.items():
            named: Schema = {source.value: {"const": fact}}
            if words is not None:
                yield _form(**named, **{"is": _some(OneOf(words))})
            else:
                for operator in FOR_KIND[Kind.NUMBER]:
                    yield _form(**named, **{operator: _NUMBER})


def _of_days() -> Iterator[Schema]:
    for operator in ("on_or_after", "on_or_before"):
        judged: Schema = {Source.DAY.value: {"enum": list(DAY_FACTS)}}
        yield _form(**judged, **{operator: DAY.schema()})


def _some(item: Shape) -> Schema:
    return ListOf(item, least=1, single=True).schema()


def _form(*names: str, **values: Schema) -> Schema:
    """Describe a mapping with exactly these keys; those of which only the name is given hold one
    key of the pack."""
    properties = {**{name: KEY.schema() for name in names}, **values}
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def refers_to_conditions(schema: object) -> bool:
    """Say whether a schema speaks of conditions somewhere inside."""
    inside: Iterable[object] = ()
    if isinstance(schema, dict):
        inside = schema.values()
    elif isinstance(schema, list):
        inside = schema
    return schema == CONDITION or any(refers_to_conditions(part) for part in inside)
