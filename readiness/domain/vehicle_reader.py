"""Vehicles from a pack's text, and the conditions that can be asked of the one chosen."""

from collections.abc import Mapping

from readiness.domain.condition import AllOf, AnyOf, Condition, Is, Not, Source, Subject
from readiness.domain.document import Entry
from readiness.domain.pack import Kind, Question
from readiness.domain.question_reader import Sources, question_of_kind
from readiness.domain.shapes import Faulty
from readiness.domain.vehicle import Vehicle, Vehicles

OPEN, COVERS_SCOPE = "open", "covers-scope"
ASKED_OF_VEHICLE = (OPEN, COVERS_SCOPE)
"""What a condition may ask of the vehicle that was chosen."""


def read_vehicles(
    entry: Entry, questions: Mapping[str, Question], sources: Sources, faults: Faulty
) -> Vehicles | None:
    """Make vehicles of what their shape read, or note everything that is wrong with them."""
    before = len(faults)
    choice = question_of_kind(entry["question"], Kind.CHOICE, questions, faults)
    scope = question_of_kind(entry["scope"], Kind.CHOICES, questions, faults)
    if choice is None or scope is None:
        return None
    for vehicle in entry["vehicles"]:
        _fitting(vehicle, choice, scope, faults)
    read = tuple(_vehicle(vehicle, sources) for vehicle in entry["vehicles"])
    if len(faults) > before:
        return None
    return Vehicles(choice.key, scope.key, read)


def vehicle_condition(
    vehicles: Vehicles, asked: str, questions: Mapping[str, Question]
) -> Condition:
    """Return what is asked of the chosen vehicle, in terms of answers and the day of judgement."""
    choice = Subject(Source.QUESTION, vehicles.question)
    others = frozenset(o.key for o in questions[vehicles.question].options) - {
        vehicle.key for vehicle in vehicles.vehicles
    }
    other = Is(choice, "is", others)
    if asked == OPEN:
        opened = (_open(choice, v) for v in vehicles.vehicles if v.opens or v.closes)
        return AnyOf((other, *opened))
    scope = Subject(Source.QUESTION, vehicles.scope)
    parts = []
    for option in questions[vehicles.scope].options:
        covering = frozenset(v.key for v in vehicles.vehicles if option.key in v.covers)
        wanted = Not(Is(scope, "includes", frozenset({option.key})))
        parts.append(AnyOf((wanted, Is(choice, "is", others | covering))))
    return AllOf(tuple(parts))


def _open(choice: Subject, vehicle: Vehicle) -> Condition:
    judged = Subject(Source.DAY, "judged")
    parts: list[Condition] = [Is(choice, "is", frozenset({vehicle.key}))]
    if vehicle.opens:
        parts.append(Is(judged, "on_or_after", vehicle.opens))
    if vehicle.closes:
        parts.append(Is(judged, "on_or_before", vehicle.closes))
    return AllOf(tuple(parts))


def _fitting(entry: Entry, choice: Question, scope: Question, faults: Faulty) -> None:
    if choice.option(entry["key"]) is None:
        faults.note(entry["key"], f"name an option of {choice.key}: there is no “{entry['key']}”")
    for text in entry["covers"]:
        if scope.option(text) is None:
            faults.note(text, f"name an option of {scope.key}: there is no “{text}”")
    if entry["opens"] and entry["closes"] and entry["opens"] > entry["closes"]:
        faults.note(entry, "let opens be no later than closes")


def _vehicle(entry: Entry, sources: Sources) -> Vehicle:
    return Vehicle(
        key=str(entry["key"]),
        title=str(entry["title"]),
        covers=tuple(str(text) for text in entry["covers"]),
        says=str(entry["says"]),
        opens=entry["opens"],
        closes=entry["closes"],
        source=sources.find(entry["source"]),
        review_by=entry["review_by"],
    )
