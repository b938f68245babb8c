"""The rows of a question of a survey: its published figures, among its options or alone."""

from collections.abc import Sequence

from readiness.domain.pack import Question
from readiness.domain.survey import Benchmark

Row = tuple[str, tuple[str, ...], Benchmark | None]
"""What a row is called, the options it counts, and the published figure where there is one."""


def rows_of(question: Question, published: Sequence[Benchmark]) -> list[Row]:
    """Return the rows of a question: its one figure, or its figures among all of its options.

    Options that nobody published stand at their place in the question; a figure stands at that of
    its first option, and one that others add up to comes last.
    """
    if len(published) == 1:
        return [(published[0].measure, published[0].options, published[0])]
    order = {option.key: place for place, option in enumerate(question.options)}
    told = {key for one in published for key in one.options}
    rows: list[Row] = [(_label(question, one), one.options, one) for one in published]
    rows += [(o.label, (o.key,), None) for o in question.options if o.key not in told]
    return sorted(rows, key=lambda row: (_adds_up(row[1], published), order.get(row[1][0], 0)))


def _adds_up(options: tuple[str, ...], published: Sequence[Benchmark]) -> bool:
    """Say whether options are all that some figure counts, and more."""
    return any(set(other.options) < set(options) for other in published)


def _label(question: Question, benchmark: Benchmark) -> str:
    """Write the options of a figure: Adoption, implementation or roll-out."""
    labels = [o.label for o in question.options if o.key in benchmark.options]
    if not labels:
        return benchmark.measure
    first, *rest = labels
    later = [label if label[:2].isupper() else label[:1].lower() + label[1:] for label in rest]
    return " or ".join(part for part in (", ".join([first, *later[:-1]]), *later[-1:]) if part)
