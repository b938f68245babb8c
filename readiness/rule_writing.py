"""What the rule author’s commands write: a pack’s page, the panel’s sheet, schemas, a report."""

import argparse
import json
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

from readiness.domain.assessment import Reading
from readiness.domain.errors import NotFound, Unusable
from readiness.domain.hosted import reading_of
from readiness.domain.pack import Pack
from readiness.domain.pack_schema import DESCRIBED, json_schema, schema_file
from readiness.domain.question_report import question_report
from readiness.files.keep_cut import keep_cut_table, keep_cut_workbook
from readiness.files.pack_page import pack_page
from readiness.files.question_table import fare_json, fare_text
from readiness.files.record_lines import read_lines
from readiness.rule_options import add_pack_option, chosen_pack, named_rules
from readiness.storage.database import open_database
from readiness.storage.packs import current_pack
from readiness.usecases.question_report import submitted_readings


def add_to(verbs: Any) -> None:
    """Add the subcommands that write something."""
    docs = verbs.add_parser("docs", help="write a pack as one readable page of HTML")
    docs.add_argument("--output", type=Path, metavar="FILE", help="write it here (default: print)")
    add_pack_option(docs)
    docs.set_defaults(run=_docs)

    sheet = verbs.add_parser("sheet", help="write the hard rules for a panel to keep or cut")
    sheet.add_argument("--output", type=Path, required=True, metavar="FILE", help=".xlsx or .csv")
    add_pack_option(sheet)
    sheet.set_defaults(run=_sheet)

    schema = verbs.add_parser("schema", help="describe a pack’s files for an editor")
    schema.add_argument("file", nargs="?", help="one of " + ", ".join(DESCRIBED))
    schema.add_argument(
        "--all", type=Path, metavar="FOLDER", help="write the schema of every file into a folder"
    )
    schema.set_defaults(run=_schema)

    report = verbs.add_parser("report", help="say how the questions fared with those who answered")
    report.add_argument(
        "--on",
        type=Path,
        required=True,
        metavar="FILE",
        help="a copy’s readiness.db, or a .jsonl file with a record on each line",
    )
    report.add_argument("--json", action="store_true", help="print JSON instead of text")
    add_pack_option(report)
    report.set_defaults(run=_report)


def _docs(options: argparse.Namespace) -> int:
    rules = named_rules(options)
    page = pack_page(current_pack(rules, chosen_pack(options, rules)))
    if options.output is None:
        print(page, end="")
    else:
        options.output.write_text(page, encoding="utf-8")
        print(f"{options.output} is written.")
    return 0


def _sheet(options: argparse.Namespace) -> int:
    rules = named_rules(options)
    pack = current_pack(rules, chosen_pack(options, rules))
    match options.output.suffix.lower():
        case ".xlsx":
            written = keep_cut_workbook(pack, date.today())
        case ".csv":
            written = keep_cut_table(pack)
        case _:
            raise Unusable(f"{options.output}: end the name with .xlsx or .csv.")
    options.output.write_bytes(written)
    print(f"{options.output} is written.")
    return 0


def _schema(options: argparse.Namespace) -> int:
    if options.all is not None:
        if options.file is not None:
            raise Unusable("Name one file, or a folder with --all for every file, not both.")
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


def _report(options: argparse.Namespace) -> int:
    rules = named_rules(options)
    pack = current_pack(rules, chosen_pack(options, rules))
    readings = _readings(options.on, pack)
    fares = question_report(pack, readings)
    if options.json:
        told = fare_json(pack, fares, len(readings))
        print(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        print(fare_text(pack, fares, len(readings)), end="")
    return 0


def _readings(file: Path, pack: Pack) -> tuple[Reading, ...]:
    if file.suffix.lower() != ".jsonl":
        with closing(open_database(file)) as db:
            return submitted_readings(db, pack.key)
    try:
        with file.open("rb") as lines:
            return tuple(reading_of(pack, given) for given in read_lines(lines, pack, file.name))
    except OSError as error:
        raise Unusable(f"{file}: cannot be read ({error.strerror}).") from None
