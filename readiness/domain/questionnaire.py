"""The questions that somebody answers in a file instead of here: which, and what marks them."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from readiness.domain.errors import NotFound
from readiness.domain.organisation import Organisation
from readiness.domain.pack import Pack, Question
from readiness.domain.wording import condition_words

WHOLE, LOOK = "All questions", "The ten-minute look"
"""What a questionnaire of everything, and one of the first few questions, is called."""


@dataclass(frozen=True, slots=True)
class Part:
    """The questions of one section on a questionnaire."""

    title: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """Questions to be answered in a file and sent back.

    `what` says which they are. `organisation` is whom it was made for, None for whoever fills it
    in; `round` is the number of the round that it belongs to, and `round_name` what that is called.
    """

    pack: Pack
    what: str
    parts: tuple[Part, ...]
    organisation: Organisation | None = None
    round: int | None = None
    round_name: str = ""

    @property
    def questions(self) -> tuple[Question, ...]:
        """Every question on it, in order."""
        return tuple(question for part in self.parts for question in part.questions)


def chosen_questions(
    pack: Pack, *, section: str = "", role: str = "", look: bool = False
) -> tuple[str, tuple[Part, ...]]:
    """Return some questions of a pack by section, and what they are called together; else all.

    Raises:
        NotFound: there is no such section or role, nobody asks that role, or the pack has no look.
    """
    if section:
        found = next((one for one in pack.sections if one.key == section), None)
        return (found.title if found else "", _parts(pack, found.questions if found else ()))
    if role:
        owned = [one for one in pack.questions.values() if one.owner == role]
        return f"Questions for: {pack.roles.get(role, role)}", _parts(pack, owned)
    if look:
        return LOOK, _parts(pack, pack.first)
    return WHOLE, _parts(pack, tuple(pack.questions.values()))


def asked_when_words(pack: Pack, question: Question) -> str:
    """Say when a question is asked, if it is not asked of everybody."""
    if question.asked_when is None:
        return ""
    return f"Answer this only if {condition_words(question.asked_when, pack)}."


def meaning_of(question: Question) -> str:
    """Return a short digest of what is asked, so that an answer is read only as it was meant."""
    options = [(option.key, option.label, option.alone) for option in question.options]
    asked = (question.key, question.ask, str(question.kind), options, question.unit, question.pick)
    limits = (question.minimum, question.maximum)
    return hashlib.sha256(repr((asked, limits)).encode()).hexdigest()[:12]


def _parts(pack: Pack, questions: Sequence[Question]) -> tuple[Part, ...]:
    if not questions:
        raise NotFound("There are no such questions in this pack.")
    return tuple(
        Part(pack.section(key).title, tuple(some))
        for key, some in groupby(questions, lambda question: question.section)
    )
