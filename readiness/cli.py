"""The parts put together for the terminal, with the rule author’s tools."""

import argparse
import ipaddress
import json
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from readiness import NAME, __version__
from readiness.content import rules_folder
from readiness.domain.cases import read_cases, run, unshown
from readiness.domain.errors import Faults, NotFound, ReadinessError, Unusable
from readiness.domain.pack_shapes import SHAPES, json_schema
from readiness.domain.plan import draft_plan
from readiness.domain.record import LONGEST_RECORD, parse
from readiness.domain.scenario import read_scenario
from readiness.domain.schedule import schedule
from readiness.domain.verdict import assess
from readiness.files.judgement import judgement, judgement_text, question_list, question_text
from readiness.files.record import named_pack, read_record
from readiness.storage.packs import current_pack, folder_files, pack_keys

BAD_INPUT = 2
"""The exit code when what was given cannot be used; every fault stands on stderr."""

STOPPED = 130
"""The exit code after Ctrl-C."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    parser = _parser()
    options = parser.parse_args(arguments)
    try:
        return int(options.run(options))
    except Faults as faults:
        for fault in faults.faults:
            print(fault, file=sys.stderr)
        return BAD_INPUT
    except ReadinessError as refusal:
        print(refusal, file=sys.stderr)
        return BAD_INPUT
    except BrokenPipeError:
        return 0
    except OSError as error:
        print(f"This could not be written: {error.strerror}.", file=sys.stderr)
        return BAD_INPUT
    except KeyboardInterrupt:
        return STOPPED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="readiness", description="Find out where a network move stands, and what to do next."
    )
    parser.add_argument("--version", action="version", version=f"readiness {__version__}")
    parser.add_argument(
        "--rules", type=Path, default=None, help="folder of rule packs (default: its own)"
    )
    verbs = parser.add_subparsers(required=True, metavar="command")

    serve = verbs.add_parser("serve", help="start the tool for the browser on this computer")
    serve.add_argument("--host", default="127.0.0.1", help="loopback address (default 127.0.0.1)")
    serve.add_argument("--port", type=int, default=8000, help="port (default 8000)")
    _instance(serve)
    serve.set_defaults(run=_serve)

    demo = verbs.add_parser("demo", help="fill an instance with a fictional system")
    _pack(demo)
    _instance(demo)
    demo.set_defaults(run=_demo)

    judge = verbs.add_parser("assess", help="judge a record of answers, a JSON file")
    judge.add_argument("file", help="the record; - reads standard input")
    judge.add_argument("--json", action="store_true", help="print JSON instead of text")
    _pack(judge)
    judge.set_defaults(run=_assess)

    questions = verbs.add_parser("questions", help="list every question of a pack")
    questions.add_argument("--json", action="store_true", help="print JSON instead of text")
    _pack(questions)
    questions.set_defaults(run=_questions)

    rules = verbs.add_parser("rules", help="check rule packs and run their worked examples")
    rules.add_argument("what", choices=["check", "list", "schema"], help="what to do")
    rules.add_argument("file", nargs="?", help="for schema: one of " + ", ".join(SHAPES))
    _pack(rules)
    rules.set_defaults(run=_rules)
    return parser


def _pack(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--pack", default=None, metavar="KEY", help="rule pack (default: the one that says so)"
    )


def _instance(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--instance",
        type=Path,
        default=Path("instance"),
        help="folder of this copy’s database and settings (default: instance)",
    )


def _serve(options: argparse.Namespace) -> int:
    from waitress.server import create_server

    from readiness.app import Settings, create_app

    if not _is_loopback(options.host):
        raise Unusable(
            f"{options.host} is not an address of this computer alone. While the tool has one"
            " trusted user it serves loopback only: use 127.0.0.1."
        )
    app = create_app(Settings(instance=options.instance, rules=_rules_folder(options)))
    try:
        server = create_server(app, host=options.host, port=options.port, threads=8)
    except (OSError, OverflowError, ValueError):
        raise Unusable(
            f"Port {options.port} on {options.host} cannot be used: something else has it, or it is"
            " not allowed. Choose another with --port."
        ) from None
    host = f"[{options.host}]" if ":" in options.host else options.host
    print(f"{NAME} is at http://{host}:{options.port}/", flush=True)
    print("It has one trusted user: whoever can reach this computer’s loopback.", flush=True)
    print("Ctrl-C ends it.", flush=True)
    try:
        server.run()
    except KeyboardInterrupt:
        pass
    finally:
        server.close()
    print("\nEnded. Everything that was saved is kept.", flush=True)
    return 0


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _demo(options: argparse.Namespace) -> int:
    from readiness.storage.database import open_database, prepare
    from readiness.usecases.demo import fill
    from readiness.usecases.organisation import local_person

    rules = _rules_folder(options)
    path = options.instance / "readiness.db"
    prepare(path)
    db = open_database(path)
    now = datetime.now(UTC)
    for line in fill(db, rules, _chosen(options, rules), person=local_person(db), at=now):
        print(line)
    return 0


def _assess(options: argparse.Namespace) -> int:
    document = parse(_text_of(options.file), options.file)
    rules = _rules_folder(options)
    named, fingerprint = named_pack(document)
    pack = current_pack(rules, options.pack or named or _default_pack(rules))
    given = read_record(document, pack, options.file)
    if fingerprint not in (None, pack.fingerprint):
        print(
            f"{options.file}: written under another version of the pack {pack.key};"
            f" judged by {pack.version}, {pack.short_fingerprint}.",
            file=sys.stderr,
        )
    plan = draft_plan(assess(pack, given))
    target = given.answers.get(pack.target)
    day = target.value if target and isinstance(target.value, date) else None
    timed = schedule(plan, day, given.on)
    if options.json:
        print(json.dumps(judgement(plan, timed), ensure_ascii=False, indent=2))
    else:
        print(judgement_text(plan, timed), end="")
    return 0


def _questions(options: argparse.Namespace) -> int:
    rules = _rules_folder(options)
    pack = current_pack(rules, _chosen(options, rules))
    if options.json:
        print(json.dumps(question_list(pack), ensure_ascii=False, indent=2))
        return 0
    for section in pack.sections:
        print(f"\n{section.title}")
        for line in question_text(section.questions):
            print(f"  {line}")
    return 0


def _rules(options: argparse.Namespace) -> int:
    rules = _rules_folder(options)
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


def _chosen(options: argparse.Namespace, rules: Path) -> str:
    return options.pack or _default_pack(rules)


def _default_pack(rules: Path) -> str:
    """Return the pack that calls itself the default, else the first in order."""
    packs = [current_pack(rules, key) for key in _packs_in(rules)]
    return min(packs, key=lambda pack: (not pack.default, pack.order)).key


def _packs_in(rules: Path) -> tuple[str, ...]:
    keys = pack_keys(rules)
    if not keys:
        raise NotFound(f"There is no rule pack in {rules}: each is a folder with a pack.yaml.")
    return keys


def _rules_folder(options: argparse.Namespace) -> Path:
    folder: Path = options.rules or rules_folder()
    return folder


def _text_of(file: str) -> str:
    """Read a file, or standard input, as far as a record may be long and a little beyond."""
    try:
        with sys.stdin.buffer if file == "-" else Path(file).open("rb") as source:
            return source.read(4 * LONGEST_RECORD + 4).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unusable(f"{file}: save the file as UTF-8 text.") from None
    except OSError as error:
        raise Unusable(f"{file}: cannot be read ({error.strerror}).") from None
