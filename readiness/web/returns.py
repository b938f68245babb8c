"""Files for those who will not sign in: questionnaires out, answers back after a look."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import Form, StringField

from readiness.domain.errors import Conflict, InvalidAnswer
from readiness.domain.returned_table import COLUMN_WORDS, heading_key
from readiness.domain.wording import count_words
from readiness.files.questionnaire import WORKBOOK, questionnaire_workbook
from readiness.usecases.pack import pack_in_use
from readiness.usecases.questionnaire import make_questionnaire
from readiness.usecases.returns import (
    came_back,
    drop_files,
    keep_files,
    look_at,
    match_columns,
    take,
    waiting_upload,
)
from readiness.web import current
from readiness.web.chosen_pack import packs_and_chosen
from readiness.web.file_name import plain_file_name
from readiness.web.forms import Trouble, troubles_of, whole_number
from readiness.web.returned_files import MOST_FILES, Opened, open_files

bp = Blueprint("returns", __name__, url_prefix="/systems/<system>")


class FilesForm(Form):
    """Files that came back."""

    files = StringField("Files")


@bp.get("/questionnaire.xlsx")
def questionnaire(system: str) -> ResponseReturnValue:
    """Give a questionnaire as a workbook."""
    _, pack = packs_and_chosen()
    only = request.args.get("only", "").partition("/")
    asked = make_questionnaire(
        current.db(),
        system,
        pack,
        section=request.args.get("section", only[2] if only[0] == "section" else ""),
        role=request.args.get("role", only[2] if only[0] == "role" else ""),
        look=only[0] == "look" or request.args.get("look") == "1",
        round_number=_round(),
        organisation=request.args.get("organisation", "").strip().upper(),
        person=current.person(),
        on=current.today(),
    )
    whose = asked.organisation.ods_code if asked.organisation else system
    name = f"questionnaire-{pack.key}-{whose}.xlsx"
    return Response(
        questionnaire_workbook(asked, current.today()),
        mimetype=WORKBOOK,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@bp.get("/returns")
def returns(system: str) -> ResponseReturnValue:
    """List what came back, and offer to hand out and to import."""
    return _returns_page(system, FilesForm())


@bp.post("/returns/uploads")
def upload(system: str) -> ResponseReturnValue:
    """Keep files until somebody has looked at them."""
    _, pack = packs_and_chosen()
    form, sent = FilesForm(), [one for one in request.files.getlist("files") if one.filename]
    if not 1 <= len(sent) <= MOST_FILES:
        form.files.errors = (f"Choose at least one file, and at most {MOST_FILES}.",)
        return _returns_page(system, form), 400
    number = keep_files(
        current.db(),
        system,
        pack.key,
        _round(),
        [(plain_file_name(one.filename or ""), one.read()) for one in sent],
        person=current.person(),
        at=current.now(),
        on=current.today(),
    )
    return redirect(url_for(".look", system=system, number=number), 303)


@bp.get("/returns/uploads/<int:number>")
def look(system: str, number: int) -> ResponseReturnValue:
    """Show what files would bring, before anything is stored."""
    return _look_page(system, number, _open(system, number))


@bp.post("/returns/uploads/<int:number>/columns")
def columns(system: str, number: int) -> ResponseReturnValue:
    """Remember what the columns of a sheet hold, and look again."""
    opened = _open(system, number)
    known = {*COLUMN_WORDS, *opened.pack.questions}
    said = {
        heading_key(column.heading): holds
        for place, sheet in enumerate(opened.sheets)
        for column in sheet.columns
        if (holds := request.form.get(f"holds-{place}-{column.place}")) in known
    }
    match_columns(
        current.db(),
        system,
        opened.pack.key,
        {heading: holds for heading, holds in said.items() if holds},
        person=current.person(),
        at=current.now(),
        on=current.today(),
    )
    return redirect(url_for(".look", system=system, number=number), 303)


@bp.post("/returns/uploads/<int:number>/import", endpoint="take")
def take_files(system: str, number: int) -> ResponseReturnValue:
    """Import the chosen files, all of them or none."""
    opened = _open(system, number)
    chosen = {int(one) for one in request.form.getlist("take") if one.isdecimal() and len(one) < 6}
    try:
        taken = take(
            current.db(),
            current.rules(),
            system,
            number,
            opened.readings,
            opened.upload.round,
            seen=request.form.get("seen", ""),
            chosen=chosen,
            person=current.person(),
            at=current.now(),
            on=current.today(),
        )
    except InvalidAnswer as wrong:
        return _look_page(system, number, opened, (str(wrong), chosen)), 400
    except Conflict as changed:
        return _look_page(system, number, opened, (str(changed), chosen)), 409
    flash(f"{count_words(len(taken), 'file or row', 'files or rows')} imported.")
    return redirect(url_for(".returns", system=system, pack=opened.pack.key), 303)


@bp.post("/returns/uploads/<int:number>/drop")
def drop(system: str, number: int) -> ResponseReturnValue:
    """Forget files of which nothing was imported."""
    drop_files(current.db(), system, number, person=current.person(), on=current.today())
    flash("The files were dropped. Nothing of them was imported.")
    return redirect(url_for(".returns", system=system), 303)


def _round() -> int | None:
    """Return the number of the round that the address names, if it names one."""
    return whole_number(request.args.get("round")) or None


def _open(system: str, number: int) -> Opened:
    upload, group, remembered = waiting_upload(
        current.db(), system, number, person=current.person(), on=current.today()
    )
    pack = pack_in_use(current.db(), current.rules(), upload.pack_key).pack
    return open_files(upload, pack, group, remembered)


def _returns_page(system: str, form: FilesForm) -> str:
    packs, pack = packs_and_chosen()
    group, names, found = came_back(
        current.db(), system, person=current.person(), on=current.today()
    )
    owners = {question.owner for question in pack.questions.values()}
    return render_template(
        "returns/returns.html",
        group=group,
        names=names,
        found=[one for one in found if one.pack_key == pack.key],
        packs=packs,
        pack=pack,
        roles=[(key, words) for key, words in pack.roles.items() if key in owners],
        round=_round(),
        form=form,
        troubles=troubles_of(form),
    )


def _look_page(
    system: str, number: int, opened: Opened, refused: tuple[str, set[int]] | None = None
) -> str:
    preview = look_at(
        current.db(),
        current.rules(),
        system,
        opened.readings,
        opened.upload.round,
        person=current.person(),
        on=current.today(),
    )
    chosen = {n for n, one in enumerate(preview.comings) if one.takeable and not one.twice}
    return render_template(
        "returns/look.html",
        group=opened.group,
        number=number,
        sent=opened,
        pack=opened.pack,
        preview=preview,
        chosen=refused[1] if refused else chosen,
        words=COLUMN_WORDS,
        troubles=(Trouble("coming", refused[0].rstrip("."), ""),) if refused else (),
    )
