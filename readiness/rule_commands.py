"""The rule author’s tools, as subcommands of `readiness rules`."""

import argparse
import json
import sys
from pathlib import Path

from readiness.content import rules_folder
from readiness.domain.cases import read_cases, run, unshown
from readiness.domain.errors import Faults, NotFound
from readiness.domain.pack_shapes import SHAPES, json_schema
from readiness.domain.scenario import read_scenario
from readiness.storage.packs import current_pack, folder_files, pack_keys

BAD_INPUT = 2
"""The exit code when what was given cannot be used; every fault stands on stderr."""


def add_to(parser: argparse.ArgumentParser) -> None:
    """Give the parser of `readiness rules` its subcommands."""
    parser.add_argument("what", choices=["check", "list", "schema"], help="what to do")
    parser.add_argument("file", nargs="?", help="for schema: one of " + ", ".join(SHAPES))
    add_pack_option(parser)
    parser.set_defaults(run=_run)


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


def _packs_in(rules: Path) -> tuple[str, ...]:
    keys = pack_keys(rules)
    if not keys:
        raise NotFound(f"There is no rule pack in {rules}: each is a folder with a pack.yaml.")
    return keys


def named_rules(options: argparse.Namespace) -> Path:
    """Return the folder of rule packs that was named, else the program’s own."""
    folder: Path = options.rules or rules_folder()
    return folder


def _run(options: argparse.Namespace) -> int:
    rules = named_rules(options)
    if options.what == "schema":
        if options.file not in SHAPES:
            raise NotFound(f"Name one of {', '.join(SHAPES)}.")
        print(json.dumps(json_schema(options.file), indent=2))
        return 0
    keys = (options.pack,) if options.pack else _packs_in(rules)
    if options.what == "list":
        for key in keys:
            pack = current_pack(rules, key)
            print(f"{pack.key} {pack.version} {pack.short_fingerprint}: {pack.title}")
        return 0
    return max([_check(rules, key) for key in keys])


def _check(rules: Path, key: str) -> int:
    """Check one pack and run its cases; say what is wrong, or that nothing is."""
    try:
        pack, files = current_pack(rules, key), folder_files(rules, key)
        cases = read_cases(pack, files)
        read_scenario(pack, files)
    except Faults as faults:
        for fault in faults.faults:
            print(f"{key}/{fault}", file=sys.stderr)
        return BAD_INPUT
    wrong = [f"{key}/{parting}" for case in cases for parting in run(pack, case)]
    wrong += [f"{key}/cases: {missing}" for missing in unshown(pack, cases)]
    for complaint in wrong:
        print(complaint, file=sys.stderr)
    if not wrong:
        print(
            f"{key} {pack.version}: {len(pack.questions)} questions, {len(pack.rules)} rules,"
            f" {len(pack.actions)} actions; {len(cases)} cases hold."
        )
    return 1 if wrong else 0
