"""`readiness compare`: many organisations side by side, from a file of records."""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from difflib import get_close_matches
from pathlib import Path

from readiness.domain.errors import NotFound, Unusable
from readiness.domain.pack import Pack
from readiness.files.compared_lines import compare_lines
from readiness.files.system_report import report_document, report_text
from readiness.rule_options import add_pack_option, chosen_pack, named_rules
from readiness.storage.packs import current_pack


def add_to(parser: argparse.ArgumentParser) -> None:
    """Give the parser of `readiness compare` its options."""
    parser.add_argument("file", help="records, a JSON object on each line; - reads standard input")
    parser.add_argument("--json", action="store_true", help="print JSON instead of text")
    parser.add_argument(
        "--met",
        nargs="+",
        action="extend",
        default=[],
        metavar="RULE",
        help="who would move if everyone met these hard rules (by key, or a question’s reference)",
    )
    add_pack_option(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Judge every record, put them side by side, and say what was found."""
    rules = named_rules(options)
    pack = current_pack(rules, chosen_pack(options, rules))
    met = named_hard_rules(pack, options.met)
    with opened(options.file) as lines:
        found = compare_lines(lines, pack, options.file)
    if options.json:
        print(json.dumps(report_document(found, met), ensure_ascii=False, indent=2))
    else:
        print(report_text(found, met), end="")
    return 0


def named_hard_rules(pack: Pack, names: Sequence[str]) -> tuple[str, ...]:
    """Return the hard rules that are named, by their key or by a question that they read.

    Raises:
        NotFound: a name is neither; the words name the nearest.
    """
    found: list[str] = []
    for name in names:
        question = pack.by_ref.get(name.upper())
        keys = [
            rule.key
            for rule in pack.hard_rules
            if rule.key == name or (question and question.key in rule.questions)
        ]
        if not keys:
            raise NotFound(_no_rule(pack, name))
        found += keys
    return tuple(dict.fromkeys(found))


def _no_rule(pack: Pack, name: str) -> str:
    near = get_close_matches(name, [rule.key for rule in pack.hard_rules], n=3, cutoff=0.5)
    hint = f" Did you mean {' or '.join(near)}?" if near else ""
    return f"There is no hard rule “{name}” in the pack {pack.key}.{hint}"


@contextmanager
def opened(file: str) -> Iterator[Iterable[bytes]]:
    """Open a file of records, or standard input, to be read line by line.

    Raises:
        Unusable: it cannot be read.
    """
    try:
        if file == "-":
            yield sys.stdin.buffer
        else:
            with Path(file).open("rb") as lines:
                yield lines
    except OSError as error:
        raise Unusable(f"{file}: cannot be read ({error.strerror}).") from None
