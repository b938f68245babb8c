"""The parts put together for the terminal, with the rule author’s tools."""

import argparse
import ipaddress
import json
import logging
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from readiness import (
    NAME,
    __version__,
    audit_command,
    compare_command,
    people_commands,
    register_commands,
    rule_commands,
    survey_commands,
)
from readiness.domain.assessment import Given
from readiness.domain.checked import checked
from readiness.domain.errors import Faults, ReadinessError, Unusable
from readiness.domain.freeze import Freeze
from readiness.domain.pack import Pack
from readiness.domain.record import LONGEST_RECORD, parse
from readiness.domain.verdict import assess
from readiness.domain.what_if import asked_for, compare, look_ahead, suppose
from readiness.files.beside import read_freezes_and_costs, read_opinions
from readiness.files.judgement import judgement, judgement_text, question_list, question_text
from readiness.files.record import named_pack, read_record
from readiness.files.what_if import read_other_answers, what_if_document, what_if_text
from readiness.rule_options import (
    BAD_INPUT,
    add_pack_option,
    chosen_pack,
    default_pack,
    named_rules,
)
from readiness.settings import FILE as SETTINGS_FILE
from readiness.settings import Settings, read_settings
from readiness.storage.packs import current_pack

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
    add_pack_option(demo)
    _instance(demo)
    demo.set_defaults(run=_demo)

    judge = verbs.add_parser("assess", help="judge a record of answers, a JSON file")
    judge.add_argument("file", help="the record; - reads standard input")
    judge.add_argument("--json", action="store_true", help="print JSON instead of text")
    judge.add_argument(
        "--if",
        dest="other",
        nargs="+",
        action="extend",
        default=[],
        metavar="QUESTION=VALUE",
        help="what would follow from other answers, beside what follows now",
    )
    add_pack_option(judge)
    judge.set_defaults(run=_assess)

    compare_command.add_to(
        verbs.add_parser("compare", help="put many records side by side, a JSON Lines file")
    )

    questions = verbs.add_parser("questions", help="list every question of a pack")
    questions.add_argument("--json", action="store_true", help="print JSON instead of text")
    add_pack_option(questions)
    questions.set_defaults(run=_questions)

    rules = verbs.add_parser("rules", help="check rule packs and run their worked examples")
    rule_commands.add_to(rules)

    people = verbs.add_parser("people", help="who may sign in: list, invite, reset")
    people_commands.add_to(people)
    audit = verbs.add_parser("audit", help="check the record of who did what")
    audit_command.add_to(audit, _instance)
    register = verbs.add_parser("register", help="import, search and add to the register")
    register_commands.add_to(register)
    survey = verbs.add_parser("survey-report", help="redo the published surveys with many records")
    survey_commands.add_to(survey)
    return parser


def _instance(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--instance",
        type=Path,
        default=Path("instance"),
        help="folder of this copy’s database and settings (default: instance)",
    )


def _serve(options: argparse.Namespace) -> int:
    from waitress.server import create_server

    from readiness.app import create_app

    settings = read_settings(options.instance, named_rules(options))
    if not settings.accounts and not _is_loopback(options.host):
        raise Unusable(
            f"{options.host} is not an address of this computer alone. While the tool has one"
            " trusted user it serves loopback only: use 127.0.0.1, or let people sign in"
            f" (accounts = true in {options.instance / SETTINGS_FILE})."
        )
    if settings.accounts and not settings.secure and not _is_loopback(options.host):
        raise Unusable(
            f"{options.host} is not an address of this computer alone, and passwords would travel "
            "to it unencrypted. Serve 127.0.0.1 behind a proxy that encrypts, and say secure ="
            f" true in {options.instance / SETTINGS_FILE}."
        )
    app = create_app(settings)
    _log_to_standard_error()
    try:
        server = create_server(app, host=options.host, port=options.port, threads=8, **_bounds())
    except (OSError, OverflowError, ValueError):
        raise Unusable(
            f"Port {options.port} on {options.host} cannot be used: something else has it, or it is"
            " not allowed. Choose another with --port."
        ) from None
    host = f"[{options.host}]" if ":" in options.host else options.host
    print(f"{NAME} is at http://{host}:{options.port}/", flush=True)
    if settings.accounts:
        _tell_set_up(settings, f"http://{host}:{options.port}")
        if not settings.secure and not _is_loopback(options.host):
            print("Passwords can be read on their way: serve it by https, and say secure = true.")
    else:
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


def _tell_set_up(settings: Settings, address: str) -> None:
    """Print the link for the first administrator, while there is none."""
    from readiness.storage.database import open_database

    with closing(open_database(settings.database)) as db:
        reached = people_commands.base_address(settings, address)
        if words := people_commands.set_up_words(db, reached):
            print(words, flush=True)


def _bounds() -> dict[str, Any]:
    """Say how much the server reads of a request, and of itself that it says nothing."""
    from readiness.web.security import LARGER

    most = max(LARGER.values()) + 1
    return {"ident": None, "max_request_header_size": 32_768, "max_request_body_size": most}


def _log_to_standard_error() -> None:
    """Log requests, refusals and failures, with the time in UTC."""
    logging.Formatter.converter = time.gmtime
    logging.basicConfig(
        level=logging.INFO, format="%(asctime)sZ %(levelname)s %(name)s %(message)s"
    )


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _demo(options: argparse.Namespace) -> int:
    from readiness.storage.database import open_database, prepare
    from readiness.usecases.demo import fill
    from readiness.usecases.organisation import local_person

    rules = named_rules(options)
    path = options.instance / "readiness.db"
    prepare(path)
    db = open_database(path)
    now = datetime.now(UTC)
    for line in fill(db, rules, chosen_pack(options, rules), person=local_person(db), at=now):
        print(line)
    return 0


def _assess(options: argparse.Namespace) -> int:
    document = parse(_text_of(options.file), options.file)
    rules = named_rules(options)
    named, fingerprint = named_pack(document)
    pack = current_pack(rules, options.pack or named or default_pack(rules))
    given = read_record(document, pack, options.file)
    freezes, costs = read_freezes_and_costs(document, pack, options.file)
    if fingerprint not in (None, pack.fingerprint):
        print(
            f"{options.file}: written under another version of the pack {pack.key};"
            f" judged by {pack.version}, {pack.short_fingerprint}.",
            file=sys.stderr,
        )
    if options.other:
        return _what_if(pack, given, freezes, options)
    outlook = look_ahead(assess(pack, given), freezes)
    found = checked(outlook.plan.verdict, read_opinions(document, pack, options.file))
    if options.json:
        print(_json(judgement(outlook.plan, outlook.schedule, costs, found)))
    else:
        print(judgement_text(outlook.plan, outlook.schedule, costs, found), end="")
    return 0


def _what_if(
    pack: Pack, given: Given, freezes: Sequence[Freeze], options: argparse.Namespace
) -> int:
    """Judge a record as it is and with other answers, and print both."""
    other = read_other_answers(pack, options.other)
    values = asked_for(pack, given, other)
    for key in other:
        if key not in values:
            ref = pack.questions[key].ref
            print(f"{ref} is not asked with these answers, and was left aside.", file=sys.stderr)
    now = look_ahead(assess(pack, given), freezes)
    then = look_ahead(assess(pack, suppose(given, values)), freezes)
    difference = compare(now, then)
    if options.json:
        print(_json(what_if_document(difference, values)))
    else:
        print(what_if_text(difference, values), end="")
    return 0


def _json(document: object) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2)


def _questions(options: argparse.Namespace) -> int:
    rules = named_rules(options)
    pack = current_pack(rules, chosen_pack(options, rules))
    if options.json:
        print(_json(question_list(pack)))
        return 0
    for section in pack.sections:
        print(f"\n{section.title}")
        for line in question_text(section.questions):
            print(f"  {line}")
    return 0


def _text_of(file: str) -> str:
    """Read a file, or standard input, as far as a record may be long and a little beyond."""
    try:
        with sys.stdin.buffer if file == "-" else Path(file).open("rb") as source:
            return source.read(4 * LONGEST_RECORD + 4).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unusable(f"{file}: save the file as UTF-8 text.") from None
    except OSError as error:
        raise Unusable(f"{file}: cannot be read ({error.strerror}).") from None
