"""What many organisations replied to some questions: an answer, don’t know, nothing, not asked."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from readiness.domain.answer_value import read_value
from readiness.domain.assessment import Reading, State
from readiness.domain.column import Column
from readiness.domain.condition import Source, Subject, Truth, subjects_of
from readiness.domain.errors import InvalidAnswer
from readiness.domain.gathering import gather_written, places_of, written_at
from readiness.domain.operators import Value
from readiness.domain.pack import DONT_KNOW, Pack, Question


@dataclass(frozen=True, slots=True)
class Reply:
    """Where a question stands for one organisation, and its answer where there is one."""

    state: State
    value: Value | None = None


Replies = Mapping[str, Reply]
"""The replies of one organisation by question; one that its rules ask otherwise is not in it."""


def replies(
    pack: Pack, keys: Sequence[str], documents: Iterable[Mapping[str, Any]]
) -> tuple[Replies, ...]:
    """Return what submissions, as `write_given` writes them, say to some questions of a pack.

    They are those of `replies_of`, worked out all at once and in their order. Whatever a host
    settled for its guest is not looked at: such submissions go through `replies_of` one by one.
    """
    subjects = _subjects(pack, keys)
    places = places_of(subjects)
    rows = [written_at(document, places) for document in documents]
    population = gather_written(pack, rows, subjects)
    whole = (1 << population.size) - 1
    found: list[Iterator[Reply]] = []
    for key in keys:
        when, place = pack.asked_when.get(key), places.index(("answers", key, "value"))
        asked = Column(whole, whole, 0) if when is None else population.judge(when)
        found.append(_column(pack.questions[key], asked, [row[place] for row in rows]))
    if not found:
        return ({},) * population.size
    return tuple(dict(zip(keys, each, strict=True)) for each in zip(*found, strict=True))


def replies_of(reading: Reading, keys: Iterable[str]) -> Replies:
    """Return what one organisation says to some questions."""
    found = {}
    for key in keys:
        state = reading.state(key)
        answered = state is State.ANSWERED
        found[key] = Reply(state, reading.given.answers[key].value if answered else None)
    return found


def asked_alike(keys: Iterable[str], old: Pack, new: Pack) -> tuple[str, ...]:
    """Return the questions of a pack that another version asks with the same options."""
    return tuple(key for key in keys if _alike(old.questions.get(key), new.questions.get(key)))


def _alike(old: Question | None, new: Question | None) -> bool:
    if old is None or new is None:
        return False
    options = [[option.key for option in one.options] for one in (old, new)]
    return old.kind is new.kind and options[0] == options[1] and old.pick == new.pick


def _subjects(pack: Pack, keys: Iterable[str]) -> tuple[Subject, ...]:
    """Return the questions, and all that decides whether they are asked."""
    found: dict[Subject, None] = {}
    waiting = [Subject(Source.QUESTION, key) for key in keys]
    while waiting:
        subject = waiting.pop()
        if subject not in found:
            found[subject] = None
            when = pack.asked_when.get(subject.key) if subject.source is Source.QUESTION else None
            waiting += subjects_of(when) if when is not None else ()
    return tuple(found)


def _column(question: Question, asked: Column, written: Sequence[Any]) -> Iterator[Reply]:
    """Go through what everybody replied to a question; each way to write it is read once."""
    kept: dict[str, Reply] = {}
    for member, raw in enumerate(written):
        match asked.truth(member):
            case Truth.YES:
                way = repr(raw)
                if way not in kept:
                    kept[way] = _read(question, raw)
                yield kept[way]
            case Truth.UNKNOWN:
                yield _MAY_APPLY
            case _:
                yield _NOT_ASKED


_MAY_APPLY, _NOT_ASKED = Reply(State.MAY_APPLY), Reply(State.NOT_ASKED)


def _read(question: Question, raw: Any) -> Reply:
    try:
        value = read_value(question, raw)
    except InvalidAnswer:
        value = None
    if value is None:
        return Reply(State.TO_DO)
    return Reply(State.DONT_KNOW) if value == DONT_KNOW else Reply(State.ANSWERED, value)
