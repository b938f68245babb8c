"""`readiness audit verify`: whether the record of who did what is whole."""

import argparse
import re
from collections.abc import Callable
from contextlib import closing

from readiness.domain.errors import Unusable
from readiness.domain.event_chain import Checked
from readiness.domain.wording import count_words
from readiness.storage.database import open_database
from readiness.usecases.events import check_events

BROKEN = 1
"""The exit code when the record is not whole."""


def add_to(
    parser: argparse.ArgumentParser, add_instance: Callable[[argparse.ArgumentParser], None]
) -> None:
    """Give the parser of `readiness audit` its subcommand."""
    verbs = parser.add_subparsers(required=True, metavar="what")
    verify = verbs.add_parser("verify", help="check the hashes of the record of who did what")
    verify.add_argument(
        "--head",
        default="",
        metavar="HASH",
        help="a hash noted elsewhere: it must still be in the record, which nothing else can tell",
    )
    add_instance(verify)
    verify.set_defaults(run=_verify)


def _verify(options: argparse.Namespace) -> int:
    noted = options.head.strip().lower()
    if noted and not re.fullmatch("[0-9a-f]{64}", noted):
        raise Unusable("--head takes the 64 digits that this command printed as the head.")
    with closing(open_database(options.instance / "readiness.db")) as db:
        checked = check_events(db, noted)
    print("\n".join(_lines(checked, noted)))
    return BROKEN if checked.broken else 0


def _lines(checked: Checked, noted: str) -> list[str]:
    counted = count_words(checked.events, "event")
    if broken := checked.broken:
        return [
            f"The record is not whole: {broken.fault} at event {broken.number}.",
            broken.words,
            f"Up to there: {counted}, head {checked.head}",
        ]
    kept = ["The head that was noted is in it."] if noted else []
    return [f"The record is whole: {counted}.", *kept, f"Head: {checked.head}"]
