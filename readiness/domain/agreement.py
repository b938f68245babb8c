"""Whether the packs of one rules folder ask the same where a question has the same key in two."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from readiness.domain.answer_value import read_value
from readiness.domain.document import Place
from readiness.domain.errors import Fault, InvalidAnswer
from readiness.domain.pack import Pack, Question


@dataclass(frozen=True, slots=True)
class PlacedPack:
    """A pack, and where each thing in it stands by what it is and its key."""

    pack: Pack
    places: Mapping[tuple[str, str], Place]

    def place(self, what: str, key: str) -> Place:
        """Return where a thing stands, its file named from the rules folder."""
        found = self.places.get((what, key), Place("pack.yaml", 0, 0, key))
        return replace(found, file=f"{self.pack.key}/{found.file}")


def disagreements(packs: Sequence[PlacedPack]) -> tuple[Fault, ...]:
    """Return every question of one key that two packs ask otherwise, naming both places.

    The same key is the same question: its answers are carried from one pack to another. So its
    kind, the keys of its options in their order, its unit and its reference are the same; its words
    may differ. Where each pack holds its own stage or target date is passed over: those are never
    carried. What a pack hands over must be an answer in the other one, where that has the
    question.
    """
    return tuple(
        fault
        for one, other in combinations(packs, 2)
        for fault in (
            *_questions(one, other),
            *_handed_over(one, other),
            *_handed_over(other, one),
        )
    )


def _questions(one: PlacedPack, other: PlacedPack) -> Iterator[Fault]:
    own = {key for placed in (one, other) for key in (placed.pack.claimed, placed.pack.target)}
    for key, question in one.pack.questions.items():
        if key in other.pack.questions and key not in own:
            yield from _apart(key, one, other, question, other.pack.questions[key])


def _apart(
    key: str, one: PlacedPack, other: PlacedPack, mine: Question, theirs: Question
) -> Iterator[Fault]:
    here, there = one.place("question", key), other.place("question", key)
    beside = f"{there.file}:{there.line}:{there.column}"
    for words, of_mine, of_theirs in zip(_PARTS, _parts(mine), _parts(theirs), strict=True):
        if of_mine != of_theirs:
            yield here.fault(
                f"make {words} the same as at {beside}, or give one of the two another key: "
                f"{of_mine or 'nothing'} here, {of_theirs or 'nothing'} there"
            )


_PARTS = ("the kind", "the keys of the options and their order", "the unit", "the ref")


def _parts(question: Question) -> tuple[str, str, str, str]:
    options = ", ".join(option.key for option in question.options)
    return str(question.kind), options, question.unit, question.ref


def _handed_over(one: PlacedPack, other: PlacedPack) -> Iterator[Fault]:
    """Find what a pack hands over to another that cannot be an answer there."""
    hands_over = one.pack.hands_over
    if hands_over is None or hands_over.to != other.pack.key:
        return
    for key, value in hands_over.answers.items():
        question = other.pack.questions.get(key)
        try:
            read_value(question, value) if question is not None else None
        except InvalidAnswer as wrong:
            place = one.place("hands_over", hands_over.stage)
            yield place.fault(f"hand over an answer that {key} takes in {other.pack.key}: {wrong}")
