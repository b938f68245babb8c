"""How long the questionnaire is for different organisations, as text and for programs."""

from collections.abc import Iterator, Sequence
from typing import Any

from readiness.domain.respondents import Length


def lengths_text(pack_key: str, measured: Sequence[Length]) -> str:
    """Write a table for people: sections down, respondents across, questions and minutes."""
    if not measured:
        return f"{pack_key}: no respondents to measure by\n"
    return "\n".join([*_legend(pack_key, measured), *_rows(measured), ""])


def lengths_json(measured: Sequence[Length]) -> list[dict[str, Any]]:
    """Return the same for programs."""
    return [
        {
            "respondent": length.respondent.key,
            "title": length.respondent.title,
            "asked": length.asked,
            "most": length.respondent.most,
            "minutes": length.minutes,
            "sections": [
                {"section": section.key, "asked": progress.asked, "minutes": minutes}
                for section, progress, minutes in length.sections
            ],
        }
        for length in measured
    ]


def _legend(pack_key: str, measured: Sequence[Length]) -> Iterator[str]:
    yield f"{pack_key}: questions asked, and minutes, of"
    for number, length in enumerate(measured, 1):
        yield f"  {number} {length.respondent.title} (at most {length.respondent.most} meant)"


def _rows(measured: Sequence[Length]) -> Iterator[str]:
    yield _row("", [f"{number}" for number in range(1, len(measured) + 1)])
    for place, (section, _, _) in enumerate(measured[0].sections):
        cells = [length.sections[place] for length in measured]
        yield _row(section.title, [_cell(p.asked, minutes) for _, p, minutes in cells])
    yield _row("In all", [_cell(length.asked, length.minutes) for length in measured])


def _cell(asked: int, minutes: int) -> str:
    return f"{asked} / {minutes} min" if asked else "-"


def _row(title: str, cells: Sequence[str]) -> str:
    return f"{title:44}" + "".join(f"{cell:>14}" for cell in cells)
