"""What this request may reach: the database, the person, the rules and the clock."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask, current_app, g

from readiness.domain.calendar import london_day
from readiness.domain.errors import NotAllowed
from readiness.domain.organisation import Person
from readiness.settings import Settings
from readiness.usecases.organisation import local_person
from readiness.usecases.permission import can_administer, can_read_record

if TYPE_CHECKING:
    from sqlite_utils import Database


@dataclass(frozen=True, slots=True)
class Copy:
    """What `app.py` lends to the pages of this copy."""

    settings: Settings
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


def connect() -> "Callable[[], Database]":
    """Return what opens a connection of its own, for work that outlives this request."""
    return _copy().connect


def person() -> Person:
    """Return the person who asks: who signed in, or the one user of a copy without accounts.

    Raises:
        NotAllowed: nobody has signed in to a copy with accounts.
    """
    if "person" not in g:
        if settings().accounts:
            raise NotAllowed("Sign in first.")
        g.person = local_person(db())
    someone: Person = g.person
    return someone


def may_read_record() -> bool:
    """Say whether the person who asks may read the whole record; nobody may before signing in."""
    return can_read_record(g.person) if "person" in g else not settings().accounts


def may_administer() -> bool:
    """Say whether the person who asks keeps this copy; nobody does before signing in."""
    return can_administer(g.person) if "person" in g else not settings().accounts


def settings() -> Settings:
    """Return the settings of this copy."""
    return _copy().settings


def rules() -> Path:
    """Return the folder of rule packs."""
    return settings().rules


def now() -> datetime:
    """Return the time, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Return the day it is in London."""
    return london_day(now())


def _copy() -> Copy:
    copy: Copy = current_app.extensions["readiness"]
    return copy


def _close(_error: BaseException | None) -> None:
    if (database := g.pop("db", None)) is not None:
        database.close()
