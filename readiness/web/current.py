"""What this request may reach: the database, the person, the rules and the clock."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from flask import Flask, current_app, g

from readiness.domain.organisation import Person
from readiness.usecases.organisation import local_person

if TYPE_CHECKING:
    from sqlite_utils import Database

LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True, slots=True)
class Copy:
    """What `app.py` lends to the pages of this copy."""

    rules: Path
    connect: Callable[[], "Database"]


def lend(app: Flask, copy: Copy) -> None:
    """Let the pages of an app reach a copy; each request opens its own connection, when needed."""
    app.extensions["readiness"] = copy
    app.teardown_appcontext(_close)


def db() -> "Database":
    """Return this request's connection to the database."""
    if "db" not in g:
        g.db = _copy().connect()
    database: Database = g.db
    return database


def person() -> Person:
    """Return the person who asks: so far, the one local user."""
    if "person" not in g:
        g.person = local_person(db())
    someone: Person = g.person
    return someone


def rules() -> Path:
    """Return the folder of rule packs."""
    return _copy().rules


def now() -> datetime:
    """Return the time, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Return the day it is in London."""
    return now().astimezone(LONDON).date()


def _copy() -> Copy:
    copy: Copy = current_app.extensions["readiness"]
    return copy


def _close(_error: BaseException | None) -> None:
    if (database := g.pop("db", None)) is not None:
        database.close()
