"""What is no fault of a pack, but worth its author's second look."""

from collections.abc import Iterator, Mapping
from datetime import date

from readiness.domain.condition import Truth
from readiness.domain.consistency import Consistency
from readiness.domain.coverage import Coverage
from readiness.domain.document import Place
from readiness.domain.errors import Fault
from readiness.domain.pack import Pack, Strength
from readiness.domain.uses import uses

Places = Mapping[tuple[str, str], Place]
Found = Iterator[tuple[tuple[str, str], str]]


def warnings(
    pack: Pack, places: Places, coverage: Coverage, consistency: Consistency
) -> tuple[Fault, ...]:
    """Return everything worth a second look, each with its place and what to do.

    Args:
        places: where each named thing stands, by what it is and its key.
    """
    found = [
        *_unread(pack),
        *_unshown(pack, coverage),
        *((doubt.about, doubt.what) for doubt in consistency.doubts),
    ]
    return tuple(sorted(_place(places, about).fault(what) for about, what in found))


def overdue(pack: Pack, places: Places, on: date) -> tuple[Fault, ...]:
    """Return the facts of a pack whose day of review has passed on a day, the oldest first."""
    facts = [
        *(("date", f.what, f.review_by) for f in pack.dates),
        *(("threshold", key, figure.review_by) for key, figure in pack.thresholds.items()),
        *(
            ("vehicle", v.key, v.review_by)
            for v in (pack.vehicles.vehicles if pack.vehicles else ())
        ),
        *(("deadline", d.key, d.review_by) for d in pack.deadlines),
        *(("source", key, source.review_by) for key, source in pack.sources.items()),
        *(("benchmark", b.key, b.review_by) for b in pack.benchmarks),
    ]
    due = sorted((day, what, key) for what, key, day in facts if day is not None and day < on)
    return tuple(
        _place(places, (what, key)).fault(
            f"see whether it still holds, and set review_by anew: that day was {day.isoformat()}"
        )
        for day, what, key in due
    )


def _place(places: Places, about: tuple[str, str]) -> Place:
    return places.get(about, Place("pack.yaml", 0, 0, about[1]))


def _unread(pack: Pack) -> Found:
    for key, reading in uses(pack).items():
        if not reading and not pack.questions[key].context:
            yield ("question", key), "use the answer somewhere, or delete this: nothing reads it"


def _unshown(pack: Pack, coverage: Coverage) -> Found:
    """Find what no case shows; where there is no case at all, that alone."""
    if not any(coverage.rules.values()):
        yield ("pack", pack.key), "add worked examples: no case shows that it judges as meant"
        return
    yield from _untried_options(pack, coverage)
    yield from _untried_outcomes(pack, coverage)
    yield from _never_met(pack, coverage)


def _untried_options(pack: Pack, coverage: Coverage) -> Found:
    for question in pack.questions.values():
        given = coverage.options[question.key]
        missing = [option.key for option in question.options if option.key not in given]
        if missing:
            yield ("question", question.key), f"give in some case: {', '.join(missing)}"


def _untried_outcomes(pack: Pack, coverage: Coverage) -> Found:
    for scale in pack.scales:
        shown = coverage.outcomes[scale.key]
        missing = [outcome.key for outcome in scale.outcomes if outcome.key not in shown]
        if missing:
            yield (scale.what, scale.key), f"show in some case: {', '.join(missing)}"


def _never_met(pack: Pack, coverage: Coverage) -> Found:
    """Find soft rules that no case meets. A hard one never met is a fault, and any never unmet."""
    for rule in pack.rules:
        if rule.strength is Strength.SOFT and Truth.YES not in coverage.rules[rule.key]:
            yield ("rule", rule.key), "show it met in some case"
