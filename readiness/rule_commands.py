"""The rule author’s tools, as subcommands of `readiness rules`."""

import argparse
import json
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from functools import partial
from pathlib import Path

from readiness import diff_command, rule_writing
from readiness.domain.agreement import PlacedPack, disagreements
from readiness.domain.areas import areas
from readiness.domain.cases import USUAL_DAY, Case, read_cases, unshown
from readiness.domain.consistency import consistency
from readiness.domain.coverage import Trial, try_cases
from readiness.domain.errors import Faults, NotFound
from readiness.domain.pack import Pack
from readiness.domain.pack_entries import read_places
from readiness.domain.pack_reference import find_entries
from readiness.domain.pack_warnings import overdue, warnings
from readiness.domain.respondents import lengths, longest
from readiness.domain.scenario import read_scenario
from readiness.domain.wording import count_words
from readiness.files.areas import areas_text
from readiness.files.lengths import lengths_json, lengths_text
from readiness.files.trial_report import trial_json, trial_text
from readiness.rule_options import BAD_INPUT, add_pack_option, chosen_keys, chosen_pack, named_rules
from readiness.storage.packs import Files, current_pack, folder_files, pack_keys, rules_stamp

WRONG = 1
"""The exit code when a case does not hold, or with --strict when there is a warning."""

PAUSE = 0.5
"""How many seconds lie between two looks at the rules folder."""


def add_to(parser: argparse.ArgumentParser) -> None:
    """Give the parser of `readiness rules` its subcommands."""
    verbs = parser.add_subparsers(required=True, metavar="what")

    check = verbs.add_parser("check", help="read every pack, run its worked examples, and warn")
    check.add_argument("--strict", action="store_true", help="fail on warnings too")
    check.add_argument(
        "--on", type=_day, metavar="DATE", help="list facts whose day of review is before this day"
    )
    add_pack_option(check)
    check.set_defaults(run=_check_packs)

    test = verbs.add_parser("test", help="run the worked examples and say what they cover")
    test.add_argument("--only", metavar="WORDS", help="run the cases that have these words")
    test.add_argument("--watch", action="store_true", help="run again whenever a file changes")
    test.add_argument("--json", action="store_true", help="print JSON instead of text")
    add_pack_option(test)
    test.set_defaults(run=_test)

    respondents = verbs.add_parser(
        "respondents", help="say how many questions and minutes different organisations meet"
    )
    respondents.add_argument("--json", action="store_true", help="print JSON instead of text")
    add_pack_option(respondents)
    respondents.set_defaults(run=_respondents)

    counting = verbs.add_parser("areas", help="count questions, rules, actions and cases by area")
    add_pack_option(counting)
    counting.set_defaults(run=_areas)

    explain = verbs.add_parser("explain", help="say all that a pack says of one key")
    explain.add_argument("key", help="a question (or its reference), rule, action, stage, route …")
    add_pack_option(explain)
    explain.set_defaults(run=_explain)

    diff_command.add_to(verbs)

    listing = verbs.add_parser("list", help="name the packs, their versions and fingerprints")
    add_pack_option(listing)
    listing.set_defaults(run=_list)

    rule_writing.add_to(verbs)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError("write a date such as 2026-11-24") from None


def _check_packs(options: argparse.Namespace) -> int:
    codes = [_told(partial(_check, options), key) for key in chosen_keys(options)]
    return max([*codes, _check_together(named_rules(options), options.pack)])


def _check_together(rules: Path, only: str | None) -> int:
    """Say where packs of the folder ask the same question otherwise; a broken pack is left out."""
    packs = []
    for key in pack_keys(rules):
        with suppress(Faults):
            packs.append(
                PlacedPack(current_pack(rules, key), read_places(folder_files(rules, key)))
            )
    found = disagreements(packs)
    told = [f for f in found if only is None or f"{only}/" in str(f)]
    for fault in told:
        print(fault, file=sys.stderr)
    return BAD_INPUT if told else 0


def _told(run: Callable[[str], int], key: str) -> int:
    """Run something for one pack; name it beside every fault."""
    try:
        return run(key)
    except Faults as faults:
        for fault in faults.faults:
            print(f"{key}/{fault}", file=sys.stderr)
        return BAD_INPUT


def _check(options: argparse.Namespace, key: str) -> int:
    """Check one pack and run its cases; say what is wrong and what is doubtful."""
    pack, files, cases = _read(named_rules(options), key)
    read_scenario(pack, files)
    trial = try_cases(pack, cases)
    wrong = [f"{key}/{parting}" for parting in trial.partings]
    wrong += [f"{key}/cases: {missing}" for missing in unshown(pack, cases)]
    for complaint in wrong:
        print(complaint, file=sys.stderr)
    doubts = _doubts(pack, files, trial, options.on)
    for doubt in doubts:
        print(f"warning: {key}/{doubt}")
    if not wrong:
        print(
            f"{key} {pack.version}: {len(pack.questions)} questions, {len(pack.rules)} rules,"
            f" {len(pack.actions)} actions; {len(cases)} cases hold."
            + (f" {count_words(len(doubts), 'warning')}." if doubts else "")
        )
    return WRONG if wrong or (options.strict and doubts) else 0


def _read(rules: Path, key: str) -> tuple[Pack, Files, tuple[Case, ...]]:
    pack, files = current_pack(rules, key), folder_files(rules, key)
    return pack, files, read_cases(pack, files)


def _doubts(pack: Pack, files: Files, trial: Trial, on: date | None) -> list[str]:
    places = read_places(files)
    together = consistency(pack, on or USUAL_DAY, reached=trial.coverage.reached)
    found = [str(fault) for fault in warnings(pack, places, trial.coverage, together)]
    found += [f"rules: not decided: {what}" for what in together.undecided]
    found += longest(pack)
    return found + [str(fault) for fault in (overdue(pack, places, on) if on else ())]


def _test(options: argparse.Namespace) -> int:
    if not options.watch:
        return _test_packs(options)
    seen = None
    try:
        while True:
            now = rules_stamp(named_rules(options))
            if now != seen:
                seen = now
                _again(options)
            time.sleep(PAUSE)
    except KeyboardInterrupt:
        print("\nEnded.")
        return 0


def _again(options: argparse.Namespace) -> None:
    """Run the cases once more; what is refused for now is told, and may be put right."""
    try:
        _test_packs(options)
    except NotFound as refusal:
        print(refusal, file=sys.stderr)
    print("Waiting for a change; Ctrl-C ends it.", flush=True)


def _test_packs(options: argparse.Namespace) -> int:
    trials: list[Trial] = []
    code = max([_told(partial(_try, options, trials), key) for key in chosen_keys(options)])
    if options.only and not trials and not code:
        raise NotFound(f"No case has the words “{options.only}” in its name or file.")
    if options.json:
        print(json.dumps([trial_json(trial) for trial in trials], ensure_ascii=False, indent=2))
    return code


def _try(options: argparse.Namespace, trials: list[Trial], key: str) -> int:
    """Run the cases of one pack and add the trial to the others."""
    pack, _, cases = _read(named_rules(options), key)
    words = (options.only or "").casefold()
    chosen = [case for case in cases if words in f"{case.file}: {case.name}".casefold()]
    if words and not chosen:
        return 0
    trial = try_cases(pack, chosen)
    trials.append(trial)
    if not options.json:
        for parting in trial.partings:
            print(f"{key}/{parting}", file=sys.stderr)
        print(trial_text(trial, missing=not words), end="")
    return WRONG if trial.partings else 0


def _respondents(options: argparse.Namespace) -> int:
    found = [
        (key, lengths(current_pack(named_rules(options), key))) for key in chosen_keys(options)
    ]
    if options.json:
        document = {key: lengths_json(measured) for key, measured in found}
        print(json.dumps(document, ensure_ascii=False, indent=2))
        return 0
    for key, measured in found:
        print(lengths_text(key, measured), end="")
    return 0


def _areas(options: argparse.Namespace) -> int:
    return max([_told(partial(_count_areas, options), key) for key in chosen_keys(options)])


def _count_areas(options: argparse.Namespace, key: str) -> int:
    pack, _, cases = _read(named_rules(options), key)
    print(areas_text(pack, areas(pack, cases), len(cases)), end="")
    return 0


def _explain(options: argparse.Namespace) -> int:
    rules = named_rules(options)
    key = chosen_pack(options, rules)
    pack, files, cases = _read(rules, key)
    for entry in find_entries(pack, read_places(files), cases, options.key):
        print(entry)
    return 0


def _list(options: argparse.Namespace) -> int:
    for key in chosen_keys(options):
        pack = current_pack(named_rules(options), key)
        print(f"{pack.key} {pack.version} {pack.short_fingerprint}: {pack.title}")
    return 0
