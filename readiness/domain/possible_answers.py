"""What may still be answered to a question, as far as the conditions of a pack can tell apart."""

from collections.abc import Iterable, Iterator, Mapping

from readiness.domain.assessment import Reading
from readiness.domain.condition import Is, Source, Subject, Versus
from readiness.domain.operators import Value, passing
from readiness.domain.pack import Kind, Question
from readiness.domain.telling import telling

MIRRORED: Mapping[str, str] = {
    "equals": "equals",
    "no_less_than": "no_more_than",
    "no_more_than": "no_less_than",
    "more_than": "less_than",
    "less_than": "more_than",
    "on_or_after": "on_or_before",
    "on_or_before": "on_or_after",
    "sooner_than": "later_than",
    "later_than": "sooner_than",
}
"""What each comparison of numbers and dates is called from the other side."""


def possible_answers(
    question: Question, comparisons: Iterable[Is | Versus], reading: Reading
) -> tuple[Value, ...]:
    """Return every option of a choice; of other kinds one answer for each way to tell them apart.

    What is compared with an answer not given yet tells nothing apart.

    Args:
        comparisons: those that read the question.
    """
    if question.kind in (Kind.CHOICE, Kind.YES_NO):
        return tuple(option.key for option in question.options)
    subject = Subject(Source.QUESTION, question.key)
    limits = list(_limits(subject, comparisons, reading))
    found = telling(reading.pack, limits, reading.on).values(subject)
    if found is None:
        return tuple(frozenset({option.key}) for option in question.options)
    return found


def _limits(subject: Subject, comparisons: Iterable[Is | Versus], reading: Reading) -> Iterator[Is]:
    """Give comparisons as limits on one subject; those with another answer once it is known."""
    for leaf in comparisons:
        if isinstance(leaf, Is):
            yield leaf
            continue
        mirrored = leaf.subject != subject
        other = reading.value(leaf.subject if mirrored else leaf.other)
        if other is not None:
            operator = MIRRORED[leaf.operator] if mirrored else leaf.operator
            yield Is(subject, operator, passing(operator, other, leaf.ranks))
