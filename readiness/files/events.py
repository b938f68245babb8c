"""The record as files: CSV for people, and a JSON object a line to check the chain with."""

import json
from collections.abc import Iterable

from readiness.domain.event import Written
from readiness.files.table import csv_table

HEADS = (
    "Event",
    "At (UTC)",
    "Person",
    "Name",
    "Organisation",
    "What was done",
    "About",
    "Subject",
    "Kind",
    "Detail",
    "Hash of the event before",
    "Hash",
)


def events_table(events: Iterable[Written]) -> bytes:
    """Write events as CSV; text that a spreadsheet would take for a formula is kept from acting."""
    return csv_table([HEADS, *(_row(one) for one in events)])


def events_lines(events: Iterable[Written]) -> bytes:
    """Write events as JSON Lines: every column as it is hashed, with both hashes."""
    return "".join(
        json.dumps(_line(one), ensure_ascii=False, separators=(",", ":")) + "\n" for one in events
    ).encode()


def _row(one: Written) -> tuple[str | int | None, ...]:
    link = one.link
    return (
        link.number,
        link.at,
        link.person,
        one.by,
        link.organisation,
        one.words,
        link.noun,
        link.subject,
        link.what,
        link.detail,
        one.before,
        one.hash,
    )


def _line(one: Written) -> dict[str, object]:
    return {
        **one.link._asdict(),
        "name": one.by,
        "words": one.words,
        "before": one.before,
        "hash": one.hash,
    }
