"""`readiness survey-report`: the published surveys redone with a file of records."""

import argparse
import json
from datetime import date

from readiness.domain.band import Band, band_of
from readiness.domain.errors import NotFound
from readiness.domain.hosted import reading_of
from readiness.domain.replies import Replies, replies_of
from readiness.domain.survey_report import report, surveyed
from readiness.files.record_lines import read_lines
from readiness.files.survey_lines import survey_json, survey_text
from readiness.rule_options import add_pack_option, chosen_pack, lines_in, named_rules
from readiness.storage.packs import current_pack


def add_to(parser: argparse.ArgumentParser) -> None:
    """Give the parser of `readiness survey-report` its options."""
    parser.add_argument("file", help="records in .jsonl, one a line; - reads standard input")
    parser.add_argument("--json", action="store_true", help="print JSON instead of text")
    parser.add_argument("--band", metavar="BAND", help=f"one band alone: {', '.join(Band)}")
    add_pack_option(parser)
    parser.set_defaults(run=_report)


def _report(options: argparse.Namespace) -> int:
    if options.band is not None and options.band not in list(Band):
        raise NotFound(f"There is no band {options.band}: name one of {', '.join(Band)}.")
    rules = named_rules(options)
    pack = current_pack(rules, chosen_pack(options, rules))
    keys = surveyed(pack)
    newest: dict[str, tuple[date, tuple[Band, Replies]]] = {}
    for given in read_lines(lines_in(options.file), pack, options.file):
        code = given.organisation.ods_code  # of several contracts the newest counts, as to compare
        if code not in newest or newest[code][0] < given.on:
            said = band_of(given.organisation), replies_of(reading_of(pack, given), keys)
            newest[code] = given.on, said
    heard = [said for _, said in newest.values()]
    found = report(pack, heard, Band(options.band) if options.band else None)
    if options.json:
        print(json.dumps(survey_json(found), ensure_ascii=False, indent=2))
    else:
        print(survey_text(found), end="")
    return 0
