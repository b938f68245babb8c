"""Populations from what organisations gave: from values, or straight from their documents."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import Any

from readiness.domain.answer_value import read_day, read_value
from readiness.domain.assessment import Given, Reading
from readiness.domain.bits import Strand
from readiness.domain.comparison_reader import FACTS
from readiness.domain.condition import Source, Subject, subjects_of
from readiness.domain.errors import InvalidAnswer
from readiness.domain.operators import Value
from readiness.domain.pack import DONT_KNOW, Kind, Pack
from readiness.domain.population import Gatherer, Population
from readiness.domain.uses import conditions

Where = tuple[str, ...]
"""A place in a document: the names that lead to it, from the outside."""

Read = Callable[[Any], Value | None]
Take = Callable[[Sequence[Any]], None]


def gather(pack: Pack, givens: Iterable[Given]) -> Population:
    """Gather what a pack reads of many organisations, one after another and in their order."""
    gatherer = Gatherer(subjects_read(pack))
    for given in givens:
        reading = Reading(pack, given)
        gatherer.add({subject: reading.value(subject) for subject in gatherer.strands}, given.on)
    return gatherer.population(pack.asked_when)


def gather_written(
    pack: Pack, rows: Iterable[Sequence[Any]], subjects: Sequence[Subject] | None = None
) -> Population:
    """Gather from documents as `write_given` writes them, under whatever version of a pack.

    What this version does not offer, or cannot read, counts as not answered. Each different way to
    write an answer is read once.

    Args:
        rows: of each document what it holds at `places_read`, in that order; None where nothing is.
        subjects: what is read, all that the pack reads unless it is named.
    """
    gatherer = Gatherer(subjects_read(pack) if subjects is None else subjects)
    takes = [_looked_up(gatherer.on, read_day)]
    for subject, strand in gatherer.strands.items():
        takes.append(_taking(pack, subject, strand))
    remaining = iter(rows)
    while batch := list(islice(remaining, _AT_ONCE)):
        for take, column in zip(takes, zip(*batch, strict=True), strict=True):
            take(column)
    return gatherer.population(pack.asked_when)


def gather_batch(
    pack: Pack, on: Iterable[date], written: Callable[[Subject], Sequence[Any]]
) -> Population:
    """Gather what some organisations wrote, column by column.

    Args:
        on: the day on which each is judged.
        written: gives, for a subject, what each of them wrote or what is known of each.
    """
    gatherer, days = Gatherer(subjects_read(pack)), [day.isoformat() for day in on]
    _looked_up(gatherer.on, read_day)(days)
    for subject, strand in gatherer.strands.items():
        said = days if subject.source is Source.DAY else written(subject)
        _taking(pack, subject, strand)(said)
    return gatherer.population(pack.asked_when)


def places_read(pack: Pack) -> tuple[Where, ...]:
    """Return where documents hold what a pack reads: the day of judgement, then each subject."""
    return places_of(subjects_read(pack))


def places_of(subjects: Iterable[Subject]) -> tuple[Where, ...]:
    """Return where documents hold the day of judgement, then each of some subjects."""
    return (("on",), *(_place(subject) for subject in subjects))


def written_at(document: Mapping[str, Any], places: Sequence[Where]) -> list[Any]:
    """Return what a document holds at each place; None where nothing is."""
    found = []
    for place in places:
        value: Any = document
        for name in place:
            if value is None:
                break
            value = value.get(name) if isinstance(value, (dict, Mapping)) else None
        found.append(value)
    return found


def subjects_read(pack: Pack) -> tuple[Subject, ...]:
    """Return everything that the conditions of a pack read, and the claim."""
    read = (subject for _, condition in conditions(pack) for subject in subjects_of(condition))
    return tuple(dict.fromkeys([Subject(Source.QUESTION, pack.claimed), *read]))


_AT_ONCE = 1_000
"""How many documents are taken in together, column by column."""


def _place(subject: Subject) -> Where:
    if subject.source is Source.QUESTION:
        return ("answers", subject.key, "value")
    return ("on",) if subject.source is Source.DAY else (subject.source.value, subject.key)


def _reader(pack: Pack, subject: Subject) -> Read:
    """Return what reads a subject as conditions see it: what nobody knows or can read is None."""
    if subject.source is Source.QUESTION:
        question = pack.questions[subject.key]

        def read_answer(written: Any) -> Value | None:
            try:
                value = read_value(question, written)
            except InvalidAnswer:
                return None
            return None if value == DONT_KNOW else value

        return read_answer
    if subject.source is Source.DAY:
        return read_day
    words = FACTS.get(subject.key)
    return lambda written: written if words is None or written in words else None


def _taking(pack: Pack, subject: Subject, strand: Strand) -> Take:
    """Return what adds to a strand what many wrote of a subject, each different way read once."""
    return (_one_by_one if _several(pack, subject) else _looked_up)(strand, _reader(pack, subject))


def _several(pack: Pack, subject: Subject) -> bool:
    """Say whether more than one thing may be picked."""
    kinds = (Kind.CHOICES, Kind.PARTNERS)
    return subject.source is Source.QUESTION and pack.questions[subject.key].kind in kinds


def _one_by_one(strand: Strand, read: Read) -> Take:
    """Take what each document holds by itself."""

    def take(written: Sequence[Any]) -> None:
        for one in written:
            strand.add(read(one))

    return take


def _looked_up(strand: Strand, read: Read) -> Take:
    """Read each different text and number once.

    Where anything else is written it is taken by itself: a list cannot be looked up, and true would
    be found where 1 was.
    """
    codes, take_slowly = _Codes(strand, read), _one_by_one(strand, read)

    def take(written: Sequence[Any]) -> None:
        if set(map(type, written)) <= _PLAIN:
            strand.codes.extend(map(codes.__getitem__, written))
        else:
            take_slowly(written)

    return take


_PLAIN = {str, int, type(None)}


class _Codes(dict[Any, int]):
    """The code of everything that was written at one place, read when it is first met."""

    def __init__(self, strand: Strand, read: Read) -> None:
        self.strand = strand
        self.read = read

    def __missing__(self, written: Any) -> int:
        code = self[written] = self.strand.code(self.read(written))
        return code
