"""The rule author’s tools, as subcommands of `readiness rules`."""

import argparse
import json
import sys
from pathlib import Path

from readiness.content import rules_folder
from readiness.domain.cases import read_cases, run, unshown
from readiness.domain.errors import Faults, NotFound
from readiness.domain.pack_schema import DESCRIBED, json_schema, schema_file
from readiness.domain.scenario import read_scenario
from readiness.storage.packs import current_pack, folder_files, pack_keys

BAD_INPUT = 2
"""The exit code when what was given cannot be used; every fault stands on stderr."""


def add_to(parser: argparse.ArgumentParser) -> None:
    """Give the parser of `readiness rules` its subcommands."""
    verbs = parser.add_subparsers(required=True, metavar="what")

    check = verbs.add_parser("check", help="read every pack and run its worked examples")
    add_pack_option(check)
    check.set_defaults(run=_check_packs)

    listing = verbs.add_parser("list", help="name the packs, their versions and fingerprints")
    add_pack_option(listing)
    listing.set_defaults(run=_list)

    schema = verbs.add_parser("schema", help="describe a pack’s files for an editor")
    schema.add_argument("file", nargs="?", help="one of " + ", ".join(DESCRIBED))
    schema.add_argument(
        "--all", type=Path, metavar="FOLDER", help="write the schema of every file into a folder"
    )
    schema.set_defaults(run=_schema)


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


def _check_packs(options: argparse.Namespace) -> int:
    rules = named_rules(options)
    return max([_check(rules, key) for key in _keys(options)])


def _keys(options: argparse.Namespace) -> tuple[str, ...]:
    """Return the key of the pack that was named, else those of all."""
    return (options.pack,) if options.pack else _packs_in(named_rules(options))


def _list(options: argparse.Namespace) -> int:
    for key in _keys(options):
        pack = current_pack(named_rules(options), key)
        print(f"{pack.key} {pack.version} {pack.short_fingerprint}: {pack.title}")
    return 0


def _schema(options: argparse.Namespace) -> int:
    if options.all is not None:
        options.all.mkdir(parents=True, exist_ok=True)
        for name in DESCRIBED:
            file = options.all / schema_file(name)
            file.write_text(_schema_text(name), encoding="utf-8")
            print(f"{name}: # yaml-language-server: $schema={file.resolve().as_uri()}")
        return 0
    if options.file not in DESCRIBED:
        raise NotFound(f"Name one of {', '.join(DESCRIBED)}, or a folder with --all.")
    print(_schema_text(options.file), end="")
    return 0


def _schema_text(name: str) -> str:
    return json.dumps(json_schema(name), indent=2, ensure_ascii=False) + "\n"


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
