"""The parts put together for the web; the only module of the web that knows storage."""

from contextlib import closing
from pathlib import Path

from flask import Flask
from jinja2 import FileSystemBytecodeCache, StrictUndefined

from readiness.content import templates_folder
from readiness.domain.errors import Unusable
from readiness.settings import FILE as SETTINGS_FILE
from readiness.settings import Settings
from readiness.storage.accounts import has_accounts
from readiness.storage.database import open_database, prepare
from readiness.web import (
    account,
    again,
    assessment,
    assignments,
    benchmarks,
    buying,
    calendar,
    comments,
    comparison,
    comparison_files,
    contracts,
    costs,
    current,
    decision,
    drafts,
    estimates,
    events,
    exports,
    filters,
    freezes,
    groups,
    hand_over,
    hosting,
    joining,
    joint_actions,
    joint_offers,
    look,
    organisation,
    pack,
    pack_change,
    people,
    plan,
    problems,
    regions,
    register,
    release,
    request_log,
    returned,
    returns,
    review,
    ringing,
    round_forms,
    round_joining,
    round_members,
    rounds,
    search,
    security,
    shared,
    sheets,
    sign_in,
    sign_off,
    signed_in,
    single_sign_on,
    start,
    survey,
    systems,
    verdict,
    what_if,
    work_out,
)


def create_app(settings: Settings) -> Flask:
    """Make the web application of a copy, with its database ready for use.

    Raises:
        Unusable: the instance folder or the database cannot be used; the words say why.
    """
    cache = _ready(settings.instance.resolve() / "templates")
    prepare(settings.database)
    if not settings.accounts:
        _refuse_accounts(settings)
    app = request_log.Application(
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
    signed_in.watch(app)
    security.secure(app, settings)
    signed_in.guard(app)
    if settings.accounts and settings.single_sign_on:
        single_sign_on.connect(app, settings.single_sign_on)
    request_log.log_requests(app)
    current.lend(app, current.Copy(settings, lambda: open_database(settings.database)))
    problems.handle_problems(app)
    exports.note_exports(app)
    filters.add_filters(app)
    pages = (
        start,
        organisation,
        assessment,
        assignments,
        comments,
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
        hosting,
        what_if,
        benchmarks,
        pack,
        pack_change,
        release,
        returns,
        returned,
        estimates,
        sign_in,
        single_sign_on,
        joining,
        account,
        people,
        sign_off,
        review,
        shared,
        comparison,
        regions,
        joint_actions,
        joint_offers,
        ringing,
        drafts,
        survey,
        systems,
        groups,
        rounds,
        round_forms,
        round_members,
        round_joining,
        comparison_files,
        buying,
        events,
        register,
        search,
    )
    for page in pages:
        app.register_blueprint(page.bp)
    return app


def _refuse_accounts(settings: Settings) -> None:
    """Refuse to let everybody in who reaches this computer where people have accounts."""
    with closing(open_database(settings.database)) as db:
        if has_accounts(db):
            raise Unusable(
                "People have accounts in this copy, and its settings do not ask them to sign in, so"
                " that everybody who reaches this computer would be everybody. Say accounts = true"
                f" in {settings.instance / SETTINGS_FILE}."
            )


def _ready(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Unusable(f"The folder {folder} cannot be made: {error.strerror}.") from error
    return folder
