"""How questions fared, as JSON for programs and as text for rule authors."""

from collections.abc import Iterator, Sequence
from typing import Any

from readiness.domain.pack import Pack
from readiness.domain.question_report import LEAST_BASE, Part, QuestionFare
from readiness.domain.wording import count_words


def fare_json(pack: Pack, fares: Sequence[QuestionFare], submissions: int) -> dict[str, Any]:
    """Return how questions fared as one JSON document; a share that is withheld is null."""
    return {
        "pack": {"key": pack.key, "version": pack.version, "fingerprint": pack.fingerprint},
        "submissions": submissions,
        "least_base": LEAST_BASE,
        "questions": [
            {
                "ref": fare.question.ref,
                "key": fare.question.key,
                "asked": _part(fare.asked),
                "dont_know": _part(fare.dont_know),
                "skipped": _part(fare.skipped),
                "revised": _part(fare.revised),
            }
            for fare in fares
        ],
    }


def fare_text(pack: Pack, fares: Sequence[QuestionFare], submissions: int) -> str:
    """Write how questions fared for people: a line each, always so many of how many."""
    return "\n".join([*_lines(pack, fares, submissions), ""])


def _lines(pack: Pack, fares: Sequence[QuestionFare], submissions: int) -> Iterator[str]:
    yield f"{pack.key} {pack.version}: {count_words(submissions, 'submission')}."
    yield f"{'':<26} {'asked':<12} {'don’t know':<12} {'skipped':<12} revised"
    for fare in fares:
        parts = [fare.asked, fare.dont_know, fare.skipped, fare.revised]
        cells = " ".join(f"{_words(part):<12}" for part in parts)
        yield f"{fare.question.ref:<26} {cells} {fare.question.ask}".rstrip()
    yield f"A dash stands for a share of fewer than {LEAST_BASE}, or of a sensitive question."


def _words(part: Part | None) -> str:
    return "–" if part is None else f"{part.count} of {part.of}"


def _part(part: Part | None) -> dict[str, int] | None:
    return None if part is None else {"count": part.count, "of": part.of}
