"""Groups made by hand: make one of any codes, and change who is in it."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import Form, HiddenField, StringField

from readiness.domain.errors import InvalidAnswer
from readiness.domain.organisation import Organisation
from readiness.domain.system_round import read_pasted
from readiness.usecases.group import GroupChanged, change_group, group_members, make_group
from readiness.usecases.permission import administering
from readiness.web import current
from readiness.web.forms import Trouble, troubles_of

bp = Blueprint("groups", __name__, url_prefix="/systems")


class GroupForm(Form):
    """A group made by hand, as typed."""

    name = StringField("Name of the group")
    codes = StringField("Codes of its members")
    seen = HiddenField()


@bp.get("/new")
def new() -> ResponseReturnValue:
    """Show a group to be made; codes may be in the address."""
    administering(current.db(), current.person())
    codes = "\n".join(request.args.getlist("code"))
    return _group_page(GroupForm(data={"codes": codes}))


@bp.post("/new")
def add() -> ResponseReturnValue:
    """Make a group of codes; show it again with what does not fit."""
    administering(current.db(), current.person())
    form = GroupForm(request.form)
    lines, wrong = read_pasted(form.codes.data or "")
    if not " ".join((form.name.data or "").split()):
        form.name.errors = ("Enter a name for the group.",)
    form.codes.errors = wrong
    if form.name.errors or wrong:
        return _group_page(form), 400
    codes = [line.code for line in lines]
    try:
        group = make_group(
            current.db(), form.name.data or "", codes, person=current.person(), at=current.now()
        )
    except InvalidAnswer as refusal:
        field = form.name if "name" in str(refusal) else form.codes
        field.errors = tuple(str(refusal).splitlines())
        return _group_page(form), 400
    if current.person().local:
        return redirect(url_for("systems.members", system=group.ods_code), 303)
    return redirect(url_for("people.invite", organisation=group.ods_code), 303)


@bp.get("/<system>/group")
def changing(system: str) -> ResponseReturnValue:
    """Show who is in a group, to change it."""
    group, codes = _members(system)
    form = GroupForm(data={"codes": "\n".join(codes), "seen": " ".join(codes)})
    return _group_page(form, group.name)


@bp.post("/<system>/group")
def change(system: str) -> ResponseReturnValue:
    """Change who is in a group; show it again with what does not fit or was changed meanwhile."""
    form = GroupForm(request.form)
    group, _ = _members(system)
    lines, form.codes.errors = read_pasted(form.codes.data or "")
    if form.codes.errors:
        return _group_page(form, group.name), 400
    try:
        change_group(
            current.db(),
            system,
            [line.code for line in lines],
            seen=(form.seen.data or "").split(),
            person=current.person(),
            at=current.now(),
            on=current.today(),
        )
    except GroupChanged as meanwhile:
        form.seen.data = " ".join(meanwhile.theirs)
        return _group_page(form, group.name, meanwhile), 409
    except InvalidAnswer as refusal:
        form.codes.errors = tuple(str(refusal).splitlines())
        return _group_page(form, group.name), 400
    if current.person().local:
        return redirect(url_for("systems.members", system=system), 303)
    return redirect(url_for(".changing", system=system), 303)


def _members(system: str) -> tuple[Organisation, tuple[str, ...]]:
    return group_members(current.db(), system, person=current.person(), on=current.today())


def _group_page(form: GroupForm, name: str = "", meanwhile: GroupChanged | None = None) -> str:
    told = [Trouble("codes", str(meanwhile).rstrip("."), "")] if meanwhile else []
    return render_template(
        "systems/group.html",
        form=form,
        name=name,
        theirs=meanwhile.theirs if meanwhile else (),
        troubles=[*told, *troubles_of(form)],
    )
