"""The parts put together for the web; the only module of the web that knows storage."""

from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from jinja2 import FileSystemBytecodeCache, StrictUndefined

from readiness.content import templates_folder
from readiness.domain.errors import Unusable
from readiness.storage.database import open_database, prepare
from readiness.web import (
    again,
    assessment,
    benchmarks,
    calendar,
    contracts,
    costs,
    current,
    decision,
    filters,
    freezes,
    hand_over,
    look,
    organisation,
    pack,
    pack_change,
    plan,
    problems,
    release,
    security,
    sheets,
    start,
    verdict,
    what_if,
    work_out,
)


@dataclass(frozen=True, slots=True)
class Settings:
    """Where a copy keeps what it is told and finds its rules, and how it is served."""

    instance: Path
    rules: Path
    secure_cookies: bool = False
    testing: bool = False

    @property
    def database(self) -> Path:
        """The file of the database."""
        return self.instance / "readiness.db"


def create_app(settings: Settings) -> Flask:
    """Make the web application of a copy, with its database ready for use.

    Raises:
        Unusable: the instance folder or the database cannot be used; the words say why.
    """
    cache = _ready(settings.instance.resolve() / "templates")
    prepare(settings.database)
    app = Flask(
        "readiness",
        static_folder=str(Path(__file__).parent / "web" / "static"),
        template_folder=str(templates_folder()),
        instance_path=str(settings.instance.resolve()),
    )
    app.config["TESTING"] = settings.testing
    app.jinja_options = {
        "bytecode_cache": FileSystemBytecodeCache(str(cache)),
        "undefined": StrictUndefined,
    }
    security.secure(app, settings.instance.resolve(), secure_cookies=settings.secure_cookies)
    current.lend(app, current.Copy(settings.rules, lambda: open_database(settings.database)))
    problems.handle_problems(app)
    filters.add_filters(app)
    pages = (
        start,
        organisation,
        assessment,
        work_out,
        again,
        look,
        sheets,
        verdict,
        decision,
        plan,
        calendar,
        freezes,
        costs,
        contracts,
        hand_over,
        what_if,
        benchmarks,
        pack,
        pack_change,
        release,
    )
    for page in pages:
        app.register_blueprint(page.bp)
    return app


def _ready(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Unusable(f"The folder {folder} cannot be made: {error.strerror}.") from error
    return folder
