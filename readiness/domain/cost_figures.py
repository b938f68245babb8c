"""What an organisation knows of its costs: figures in whole pounds, and what is left blank."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from readiness.domain.errors import InvalidAnswer

MOST_POUNDS = 1_000_000_000
MOST_MONTHS = 120

_WHOLE = r"\d{1,13}|\d{1,3}(?:,\d{3}){1,3}"
"""A whole number; commas only between thousands, so that 1,5 is not read as 15."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A figure in whole pounds, or a number of months, low to high."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Costs:
    """What an organisation knows of its costs: a rate by role, and the `FIGURES` by name.

    What is not there is not known. Versions count the saves from 1.
    """

    day_rates: Mapping[str, Quote] = field(default_factory=dict)
    figures: Mapping[str, Quote] = field(default_factory=dict)
    version: int = 0
    by: str = ""
    at: datetime | None = None


NOTHING_GIVEN = Costs()
"""Costs of which nothing is known."""

FIGURES: Mapping[str, str] = {
    "set_up": "the set-up quote",
    "new_month": "the price of the new service",
    "present_month": "the price of the present service",
    "extension_month": "the price of an extension",
    "termination": "the termination charges",
    "dual_months": "the months of dual running",
}
"""What may be known, and what it is called where it is missing.

Set-up and termination are paid once, the others a month; `dual_months` is how long both run.
"""


def read_quote(text: str, *, most: int = MOST_POUNDS, unit: str = "pounds") -> Quote | None:
    """Read a figure or a range, such as 84,000 or £84,000 to £121,000; None for nothing.

    Raises:
        InvalidAnswer: it is neither, or too large; the words say what would do.
    """
    example = "84,000, or 84,000 to 121,000" if unit == "pounds" else "3, or 3 to 6"
    if not text.strip():
        return None
    found = re.fullmatch(rf"£?({_WHOLE})(?:\s*(?:to|-|–)\s*£?({_WHOLE}))?", text.strip())
    digits = [group.replace(",", "") for group in found.groups() if group] if found else []
    if not digits:
        raise InvalidAnswer(f"Enter whole {unit}, like {example}, or leave it blank.")
    low, high = int(digits[0]), int(digits[-1])
    if high < low:
        raise InvalidAnswer("Enter the lower figure first.")
    if high > most:
        raise InvalidAnswer(f"Enter at most {most:,} {unit}.")
    return Quote(low, high)


def quote_text(quote: Quote | None) -> str:
    """Write a figure as somebody would type it."""
    if quote is None:
        return ""
    return f"{quote.low:,}" if quote.low == quote.high else f"{quote.low:,} to {quote.high:,}"


def costs_document(costs: Costs) -> dict[str, Any]:
    """Return costs as JSON carries them: [low, high] each, and nothing where one is not known."""
    rates = {role: [rate.low, rate.high] for role, rate in costs.day_rates.items()}
    return {"day_rates": rates, **{n: [q.low, q.high] for n, q in costs.figures.items()}}


def costs_from(document: Mapping[str, Any]) -> Costs:
    """Read costs from JSON as it is written above."""
    rates = {role: Quote(*pair) for role, pair in document["day_rates"].items()}
    return Costs(rates, {name: Quote(*document[name]) for name in FIGURES if name in document})
