"""`readiness people`: who may sign in, for whoever runs the copy."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from readiness.domain.access import ROLE_LABELS, Role
from readiness.domain.errors import Unusable
from readiness.settings import FILE, Settings, read_settings

if TYPE_CHECKING:
    from sqlite_utils import Database


def add_to(parser: argparse.ArgumentParser) -> None:
    """Give a parser the verbs of people."""
    verbs = parser.add_subparsers(required=True, metavar="verb")

    listing = verbs.add_parser("list", help="name the people who sign in, with their roles")
    _common(listing)
    listing.set_defaults(run=_list)

    link = verbs.add_parser("set-up", help="print the link for the first administrator")
    _common(link, address=True)
    link.set_defaults(run=_set_up)

    invite = verbs.add_parser("invite", help="invite somebody, and print the link")
    invite.add_argument("email", help="their e-mail address")
    invite.add_argument(
        "--role", action="append", required=True, choices=[str(r) for r in Role], dest="roles"
    )
    invite.add_argument(
        "--organisation", default="", help="code of the organisation or system (default: the copy)"
    )
    _common(invite, address=True)
    invite.set_defaults(run=_invite)

    reset = verbs.add_parser("reset", help="print a link by which somebody sets a new password")
    reset.add_argument("email", help="their e-mail address")
    reset.add_argument(
        "--second-factor", action="store_true", help="turn their second factor off as well"
    )
    _common(reset, address=True)
    reset.set_defaults(run=_reset)


def set_up_words(db: "Database", address: str) -> str:
    """Return what is printed at a start that has no administrator; empty when it has one."""
    from readiness.usecases.joining import set_up_link

    token = set_up_link(db, at=datetime.now(UTC))
    if token is None:
        return ""
    return (
        "There is no administrator yet. Whoever opens this address first becomes one; it works"
        f" once, for 24 hours:\n{address}/set-up/{token}"
    )


def base_address(settings: Settings, fallback: str) -> str:
    """Return the address under which people reach a copy, as far as the settings say."""
    if not settings.hosts:
        return fallback
    return f"{'https' if settings.secure else 'http'}://{settings.hosts[0]}"


def _common(parser: argparse.ArgumentParser, *, address: bool = False) -> None:
    parser.add_argument(
        "--instance",
        type=Path,
        default=Path("instance"),
        help="folder of this copy’s database and settings (default: instance)",
    )
    if address:
        parser.add_argument("--address", default="", help="how people reach the copy: https://…")


@contextmanager
def _opened(options: argparse.Namespace) -> Iterator[tuple[Settings, "Database"]]:
    from readiness.storage.database import open_database, prepare

    settings = read_settings(options.instance, Path())
    if not settings.accounts:
        raise Unusable(
            f"In this copy nobody signs in: say accounts = true in {options.instance / FILE} first."
        )
    prepare(settings.database)
    db = open_database(settings.database)
    try:
        yield settings, db
    finally:
        db.close()


def _list(options: argparse.Namespace) -> int:
    from readiness.usecases.organisation import local_person
    from readiness.usecases.people import list_people

    with _opened(options) as (_, db):
        for known in list_people(db, person=local_person(db)):
            held = ", ".join(
                f"{ROLE_LABELS[g.role]}{f' of {g.organisation}' if g.organisation else ''}"
                for g in known.grants
            )
            email = known.account.email if known.account else "no account"
            closed = " (closed)" if known.account and known.account.closed else ""
            print(f"{known.person.name} <{email}>{closed}: {held or 'no role'}")
    return 0


def _set_up(options: argparse.Namespace) -> int:
    with _opened(options) as (settings, db):
        words = set_up_words(db, _address(options, settings))
        print(words or "There is an administrator already. See readiness people list.")
    return 0


def _invite(options: argparse.Namespace) -> int:
    from readiness.usecases.organisation import local_person
    from readiness.usecases.people import invite

    with _opened(options) as (settings, db):
        _, token = invite(
            db,
            options.email,
            options.roles,
            options.organisation,
            person=local_person(db),
            at=datetime.now(UTC),
        )
        address = _address(options, settings)
        print(f"This link works once, for 7 days:\n{address}/invitation/{token}")
    return 0


def _reset(options: argparse.Namespace) -> int:
    from readiness.usecases.organisation import local_person
    from readiness.usecases.people import drop_second_factor, number_of, reset_link

    now = datetime.now(UTC)
    with _opened(options) as (settings, db):
        me = local_person(db)
        number = number_of(db, options.email)
        _, token = reset_link(db, number, person=me, at=now)
        if options.second_factor:
            drop_second_factor(db, number, person=me, at=now)
        print(f"This link works once, for 24 hours:\n{_address(options, settings)}/reset/{token}")
    return 0


def _address(options: argparse.Namespace, settings: Settings) -> str:
    return options.address.rstrip("/") or base_address(settings, "http://127.0.0.1:8000")
