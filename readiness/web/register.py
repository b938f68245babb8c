"""The register of organisations: what is in it, and files on their way into it."""

from collections.abc import Callable, Sequence
from datetime import datetime
from threading import Thread
from typing import TYPE_CHECKING

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import Form, StringField

from readiness.domain.errors import Conflict, InvalidAnswer
from readiness.domain.organisation import KIND_LABELS, Person, read_kind
from readiness.domain.register import Difference, Fate, Reading, WaitingFile
from readiness.files.register import differences_table, faults_table, read_register
from readiness.files.unpacked import MOST_FILES
from readiness.usecases.register import (
    add_without_code,
    preview_import,
    read_state,
    register_stamp,
)
from readiness.usecases.register_preview import Preview
from readiness.usecases.register_upload import (
    begin_import,
    drop_upload,
    keep_upload,
    read_job,
    run_import,
    say_kinds,
    waiting_files,
)
from readiness.web import current
from readiness.web.file_name import plain_file_name
from readiness.web.forms import Trouble, troubles_of

if TYPE_CHECKING:
    from sqlite_utils import Database

bp = Blueprint("register", __name__, url_prefix="/register")

MOST_ROWS = 50
"""The most rows that a table on a page shows; its file has all."""

AGAIN_SECONDS = 2
"""After how long the page of an import that is under way loads itself again."""

HEADS = {Fate.CLOSED: "Closed", Fate.CHANGED: "Changed", Fate.ADDED: "Added"}
KINDS = [(str(kind), label) for kind, label in KIND_LABELS.items()]


class UploadForm(Form):
    """Files of a register."""

    files = StringField("Files")


class BodyForm(Form):
    """A body without an ODS code, as typed."""

    name = StringField("Name")
    kind = StringField("Kind of organisation")
    postcode = StringField("Postcode, if it has one")


@bp.get("")
def register() -> ResponseReturnValue:
    return _register_page(UploadForm(), BodyForm())


@bp.post("/uploads")
def upload() -> ResponseReturnValue:
    form, sent = UploadForm(), [one for one in request.files.getlist("files") if one.filename]
    if not 1 <= len(sent) <= MOST_FILES:
        form.files.errors = (f"Choose at least one file, and at most {MOST_FILES}.",)
        return _register_page(form, BodyForm()), 400
    files = [WaitingFile(plain_file_name(one.filename or ""), one.read()) for one in sent]
    number = keep_upload(current.db(), files, person=current.person(), at=current.now())
    return redirect(url_for(".look", number=number), 303)


@bp.get("/uploads/<int:number>")
def look(number: int) -> ResponseReturnValue:
    return _look_page(number)


@bp.post("/uploads/<int:number>/kinds")
def kinds(number: int) -> ResponseReturnValue:
    said = {
        int(name.removeprefix("kind-")): kind
        for name, value in request.form.items()
        if name.startswith("kind-") and name[5:].isdecimal() and (kind := read_kind(value))
    }
    say_kinds(current.db(), number, said, person=current.person())
    return redirect(url_for(".look", number=number), 303)


@bp.get("/uploads/<int:number>/faults.csv")
def faults(number: int) -> ResponseReturnValue:
    return _table(faults_table(_preview(number).faults), f"register-{number}-faults.csv")


@bp.get("/uploads/<int:number>/changes.csv")
def changes(number: int) -> ResponseReturnValue:
    table = differences_table(_preview(number).comparison)
    return _table(table, f"register-{number}-changes.csv")


@bp.post("/uploads/<int:number>/import")
def take(number: int) -> ResponseReturnValue:
    seen, person = request.form.get("seen", ""), current.person()
    if register_stamp(current.db(), person=person) != request.form.get("stamp"):
        return _look_page(number, stale=True), 409
    try:
        job = begin_import(current.db(), number, person=person, at=current.now())
    except Conflict as under_way:
        flash(str(under_way))
        return redirect(url_for(".register"), 303)
    _start(job, number, seen, person, current.connect(), current.now)
    return redirect(url_for(".job", number=job), 303)


@bp.post("/uploads/<int:number>/drop")
def drop(number: int) -> ResponseReturnValue:
    drop_upload(current.db(), number, person=current.person())
    flash("The files were dropped. Nothing of them was imported.")
    return redirect(url_for(".register"), 303)


@bp.get("/imports/<int:number>")
def job(number: int) -> ResponseReturnValue:
    """Show how far an import is; the header loads the page again, which needs no script."""
    found, broken_off = read_job(current.db(), number, person=current.person(), at=current.now())
    page = render_template("register/job.html", job=found, broken_off=broken_off)
    under_way = found.state == "running" and not broken_off
    return Response(page, headers={"Refresh": str(AGAIN_SECONDS)} if under_way else None)


@bp.post("/bodies")
def add_body() -> ResponseReturnValue:
    form = BodyForm(request.form)
    try:
        added = add_without_code(
            current.db(),
            form.name.data or "",
            read_kind(form.kind.data or ""),
            postcode=form.postcode.data or "",
            person=current.person(),
            at=current.now(),
        )
    except InvalidAnswer as wrong:
        form.name.errors = (str(wrong),)
        return _register_page(UploadForm(), form), 400
    return redirect(url_for("search.about", ods_code=added.ods_code), 303)


def _read(file: WaitingFile) -> tuple[Reading, ...]:
    return read_register(file.name, file.content, file.kind)


def _preview(number: int) -> Preview:
    person = current.person()
    files = waiting_files(current.db(), number, person=person)
    readings = [reading for file in files for reading in _read(file)]
    return preview_import(current.db(), readings, person=person, on=current.today())


def _start(
    job: int,
    upload: int,
    seen: str,
    person: Person,
    connect: "Callable[[], Database]",
    clock: Callable[[], datetime],
) -> None:
    """Import in a thread of its own, with connections of its own."""

    def work() -> None:
        db, reports = connect(), connect()
        try:
            run_import(db, reports, job, upload, read=_read, seen=seen, person=person, clock=clock)
        finally:
            db.close()
            reports.close()

    Thread(target=work, name=f"register-import-{job}", daemon=True).start()


def _register_page(form: UploadForm, body: BodyForm) -> str:
    state = read_state(current.db(), person=current.person(), on=current.today())
    return render_template(
        "register/register.html",
        form=form,
        body=body,
        troubles=(*troubles_of(form), *troubles_of(body)),
        state=state,
        kinds=KINDS,
        labels=KIND_LABELS,
    )


def _look_page(number: int, *, stale: bool = False) -> str:
    person = current.person()
    files = waiting_files(current.db(), number, person=person)
    read = [(place, file, _read(file)) for place, file in enumerate(files)]
    readings = [reading for _, _, some in read for reading in some]
    preview = preview_import(current.db(), readings, person=person, on=current.today())
    stale_words = "The register has changed since you looked. This is what would change now"
    return render_template(
        "register/look.html",
        number=number,
        preview=preview,
        groups=_groups(preview),
        wanted=[(place, file) for place, file, some in read if any(r.kind_wanted for r in some)],
        most=MOST_ROWS,
        kinds=KINDS,
        labels=KIND_LABELS,
        troubles=(Trouble("changes", stale_words, ""),) if stale else (),
    )


def _groups(preview: Preview) -> Sequence[tuple[str, tuple[Difference, ...], int]]:
    """Return the differences of each fate: its heading, the first, and how many there are."""
    found = ((head, preview.comparison.of(fate)) for fate, head in HEADS.items())
    return [(head, some[:MOST_ROWS], len(some)) for head, some in found if some]


def _table(data: bytes, name: str) -> Response:
    header = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(data, mimetype="text/csv", headers=header)
