"""Try other answers on a copy of an assessment and see what would follow; nothing is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from readiness.domain.condition import Truth
from readiness.domain.freeze import Freeze
from readiness.domain.operators import Value
from readiness.domain.organisation import Person
from readiness.domain.verdict import assess
from readiness.domain.what_if import Difference, asked_for, compare, look_ahead, suppose
from readiness.usecases import permission
from readiness.usecases.assessment import OpenAssessment
from readiness.usecases.change import Change, Refused, read_changes


@dataclass(frozen=True, slots=True)
class Scratch:
    """A copy of an assessment with some answers changed, and what parts it from what is saved.

    `values` are the answers that differ from what is saved, `idle` those among the changes which
    the copy does not ask for, and so does not read, and `refused` what does not fit its question.
    """

    opened: OpenAssessment
    values: Mapping[str, Value]
    idle: tuple[str, ...]
    refused: tuple[Refused, ...]
    difference: Difference

    def asks(self, question: str) -> bool:
        """Say whether a question is asked on the copy."""
        return self.difference.then.verdict.reading.asked(question) is Truth.YES


def try_answers(
    opened: OpenAssessment,
    changes: Sequence[Change],
    *,
    person: Person,
    freezes: Sequence[Freeze] = (),
) -> Scratch:
    """Lay changes over a copy of an assessment and compare what follows with what follows now.

    To say nothing, or what is saved already, is no change. What does not fit its question is left
    out of the copy.

    Raises:
        NotFound, NotAllowed: the person may not see this organisation, or not do this for it.
    """
    permission.require(person, opened.assessment.organisation)
    fitting, refused = read_changes(opened.pack, changes)
    saved = opened.given.answers
    other = {
        key: answer.value
        for key, (_, answer) in fitting.items()
        if answer.value is not None and (key not in saved or saved[key].value != answer.value)
    }
    read = asked_for(opened.pack, opened.given, other)
    now = look_ahead(opened.verdict, freezes)
    supposed = assess(opened.pack, suppose(opened.given, read)) if read else opened.verdict
    then = look_ahead(supposed, freezes) if read else now
    idle = tuple(key for key in other if key not in read)
    return Scratch(opened, read, idle, refused, compare(now, then))
