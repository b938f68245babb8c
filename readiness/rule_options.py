"""What commands share: which folder of rule packs, which pack in it, and files of records."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from readiness.content import rules_folder
from readiness.domain.errors import NotFound, Unusable
from readiness.domain.record import LONGEST_RECORD
from readiness.storage.packs import current_pack, pack_keys

BAD_INPUT = 2
"""The exit code when what was given cannot be used; every fault stands on stderr."""


def add_pack_option(parser: argparse.ArgumentParser) -> None:
    """Let a command name the pack it works with."""
    parser.add_argument(
        "--pack", default=None, metavar="KEY", help="rule pack (default: the one that says so)"
    )


def chosen_pack(options: argparse.Namespace, rules: Path) -> str:
    """Return the key of the pack that was named, else of the default one."""
    return options.pack or default_pack(rules)


def default_pack(rules: Path) -> str:
    """Return the pack that calls itself the default, else the first in order."""
    packs = [current_pack(rules, key) for key in _packs_in(rules)]
    return min(packs, key=lambda pack: (not pack.default, pack.order)).key


def named_rules(options: argparse.Namespace) -> Path:
    """Return the folder of rule packs that was named, else the program’s own."""
    folder: Path = options.rules or rules_folder()
    return folder


def chosen_keys(options: argparse.Namespace) -> tuple[str, ...]:
    """Return the key of the pack that was named, else those of all."""
    return (options.pack,) if options.pack else _packs_in(named_rules(options))


def lines_in(file: str) -> Iterator[bytes]:
    """Go through the lines of a file of records, or of standard input, as far as they may be long.

    Raises:
        Unusable: it cannot be read.
    """
    try:
        with sys.stdin.buffer if file == "-" else Path(file).open("rb") as source:
            yield from iter(lambda: source.readline(4 * LONGEST_RECORD + 4), b"")
    except OSError as error:
        raise Unusable(f"{file}: cannot be read ({error.strerror}).") from None


def _packs_in(rules: Path) -> tuple[str, ...]:
    keys = pack_keys(rules)
    if not keys:
        raise NotFound(f"There is no rule pack in {rules}: each is a folder with a pack.yaml.")
    return keys
