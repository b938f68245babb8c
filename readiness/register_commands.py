"""The register on the command line, as subcommands of `readiness register`."""

import argparse
import sys
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from sqlite_utils import Database

from readiness.domain.errors import InvalidAnswer, Unusable
from readiness.domain.organisation import KIND_LABELS, OrganisationKind, read_kind
from readiness.domain.register import Fate, Reading
from readiness.files.register import read_register
from readiness.rule_options import BAD_INPUT
from readiness.storage.database import open_database, prepare
from readiness.usecases.organisation import local_person
from readiness.usecases.register import (
    add_without_code,
    import_preview,
    preview_import,
)
from readiness.usecases.register_preview import Preview
from readiness.usecases.search import find_organisations

FAULTY = 1
"""The exit code when some rows could not be read; all others were imported."""

SHOWN = 20
"""How many differences of a kind are printed with --dry-run."""


def add_to(parser: argparse.ArgumentParser) -> None:
    """Give the parser of `readiness register` its subcommands."""
    verbs = parser.add_subparsers(required=True, metavar="what")

    take = verbs.add_parser("import", help="import ODS files as downloaded, or a simple CSV")
    take.add_argument("files", nargs="+", type=Path, metavar="FILE", help=".csv, .zip or .gz")
    take.add_argument("--kind", type=_kind, help="what a file lists, where its name does not say")
    take.add_argument("--dry-run", action="store_true", help="only say what would change")
    _instance(take)
    take.set_defaults(run=_import)

    search = verbs.add_parser("search", help="find an organisation by name, code or postcode")
    search.add_argument("words", nargs="+", metavar="WORDS")
    _instance(search)
    search.set_defaults(run=_search)

    add = verbs.add_parser("add", help="add a body that has no ODS code, under a code of this copy")
    add.add_argument("name")
    add.add_argument("--kind", type=_kind, help="what it is")
    add.add_argument("--postcode", default="")
    _instance(add)
    add.set_defaults(run=_add)


def _instance(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--instance",
        type=Path,
        default=Path("instance"),
        help="folder of this copy’s database and settings (default: instance)",
    )


def _kind(text: str) -> OrganisationKind:
    kind = read_kind(text)
    if kind is None:
        raise argparse.ArgumentTypeError(f"choose from {', '.join(OrganisationKind)}")
    return kind


def _opened(options: argparse.Namespace) -> Database:
    path = options.instance / "readiness.db"
    prepare(path)
    return open_database(path)


def _import(options: argparse.Namespace) -> int:
    started = time.monotonic()
    readings = [reading for file in options.files for reading in _read(file, options.kind)]
    with closing(_opened(options)) as db:
        person, at = local_person(db), datetime.now(UTC)
        print("Comparing with the register …", file=sys.stderr, flush=True)
        preview = preview_import(db, readings, person=person, on=at.date())
        for fault in preview.faults:
            print(fault, file=sys.stderr)
        if options.dry_run:
            _print_differences(preview)
        else:
            print("Writing what is new …", file=sys.stderr, flush=True)
            import_preview(db, preview, person=person, at=at)
    print(_summary(preview, "Would be" if options.dry_run else ""))
    print(f"{preview.rows:,} rows in {time.monotonic() - started:.1f} s.")
    if preview.faults:
        print(f"{len(preview.faults)} could not be read and cost no other: see above.")
    return FAULTY if preview.faults else 0


def _read(file: Path, kind: OrganisationKind | None) -> tuple[Reading, ...]:
    try:
        data = file.read_bytes()
    except OSError as error:
        raise Unusable(f"{file}: cannot be read ({error.strerror}).") from None
    print(f"Reading {file.name} …", file=sys.stderr, flush=True)
    return read_register(file.name, data, kind)


def _summary(preview: Preview, before: str) -> str:
    if preview.changes_nothing:
        return "Nothing changes: all of it is here already."
    words = [
        f"{len(preview.comparison.of(fate)):,} {before.lower()} {fate}".replace("  ", " ")
        for fate in Fate
    ]
    same = f"{preview.comparison.same:,} the same"
    successions = f"{len(preview.successions):,} successions"
    return f"{', '.join(words)}, {same}; {successions}."


def _print_differences(preview: Preview) -> None:
    for fate in Fate:
        found = preview.comparison.of(fate)
        for one in found[:SHOWN]:
            changes = "; ".join(f"{c.what}: {c.was or 'none'} to {c.now}" for c in one.changes)
            detail = f": {changes}" if fate is not Fate.ADDED else ""
            print(f"{fate:8} {one.now.code:8} {one.now.name}{detail}")
        if len(found) > SHOWN:
            print(f"{fate:8} and {len(found) - SHOWN:,} more")


def _search(options: argparse.Namespace) -> int:
    with closing(_opened(options)) as db:
        today = datetime.now(UTC).date()
        typed = " ".join(options.words)
        found = find_organisations(db, typed, person=local_person(db), on=today)
    for one in found:
        kind = KIND_LABELS[one.organisation.kind] if one.organisation.kind else ""
        end = "closed" if one.closed else ""
        words = [one.organisation.ods_code, one.organisation.name, one.postcode, kind, end]
        print("  ".join(word for word in words if word))
    if not found:
        print("Nothing was found. Try fewer words, or the code.", file=sys.stderr)
    return 0 if found else FAULTY


def _add(options: argparse.Namespace) -> int:
    with closing(_opened(options)) as db:
        try:
            added = add_without_code(
                db,
                options.name,
                options.kind,
                postcode=options.postcode,
                person=local_person(db),
                at=datetime.now(UTC),
            )
        except InvalidAnswer as wrong:
            print(wrong, file=sys.stderr)
            return BAD_INPUT
    print(f"{added.ods_code}  {added.name}")
    return 0
