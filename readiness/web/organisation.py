"""The organisation that an assessment is for: choose it, add it, correct what is said of it."""

from urllib.parse import urlsplit

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import Form, StringField

from readiness.domain.errors import Conflict, InvalidAnswer, NotFound
from readiness.domain.organisation import (
    KIND_LABELS,
    SETTING_LABELS,
    Organisation,
    read_organisation,
)
from readiness.domain.pack import Pack
from readiness.usecases.assessment import start_assessment
from readiness.usecases.organisation import (
    add_organisation,
    change_organisation,
    list_organisations,
)
from readiness.usecases.pack import list_packs
from readiness.web import current
from readiness.web.forms import troubles_of

bp = Blueprint("organisation", __name__, url_prefix="/organisations")

NEW = "new"
"""What is chosen to add an organisation; a code of the register is in capitals."""

FITTING = {"ods_code": "A", "name": "A", "kind": "", "setting": "", "sites": ""}
"""Facts which fit, so that each that is typed can be tried among them alone."""


class OrganisationForm(Form):
    """Facts of an organisation, as typed; and which one of those there are is meant."""

    organisation = StringField("Which organisation is it for?")
    ods_code = StringField("Organisation code")
    name = StringField("Name")
    kind = StringField("Kind of organisation")
    setting = StringField("Main setting")
    sites = StringField("Number of sites")

    def read(self) -> Organisation | None:
        """Read the facts; where some do not fit, say at each field what would, and return none."""
        facts: dict[str, str] = {name: self[name].data or "" for name in FITTING}
        for name, value in facts.items():
            try:
                read_organisation(**{**FITTING, name: value})
            except InvalidAnswer as wrong:
                self[name].errors = (str(wrong),)
        return None if self.wrong else read_organisation(**facts)

    @property
    def wrong(self) -> bool:
        """Whether some field needs the person."""
        return any(field.errors for field in self)


@bp.get("/choose")
def choose() -> ResponseReturnValue:
    return _choose_page(OrganisationForm(), _pack())


@bp.post("/choose")
def begin() -> ResponseReturnValue:
    pack, form = _pack(), OrganisationForm(request.form)
    try:
        code = _chosen(form)
    except Conflict as there_already:
        form.ods_code.errors = (str(there_already),)
        return _choose_page(form, pack), 409
    if form.wrong:
        return _choose_page(form, pack), 400
    if pack.contract is not None:
        first = request.args.get("first")
        onward = url_for("contracts.choose", ods_code=code, pack=pack.key, first=first)
        return redirect(onward, 303)
    assessment = start_assessment(
        current.db(),
        current.rules(),
        pack.key,
        code,
        person=current.person(),
        at=current.now(),
    )
    look = request.args.get("first") == "look" and pack.first
    page = "look.look" if look else "assessment.tasks"
    return redirect(url_for(page, assessment_id=assessment), 303)


@bp.get("/<ods_code>")
def edit(ods_code: str) -> ResponseReturnValue:
    organisation = _organisation(ods_code)
    return _edit_page(OrganisationForm(obj=organisation), organisation)


@bp.post("/<ods_code>")
def change(ods_code: str) -> ResponseReturnValue:
    organisation = _organisation(ods_code)
    form = OrganisationForm(request.form)
    form.ods_code.data = organisation.ods_code
    changed = form.read()
    if changed is None:
        return _edit_page(form, organisation), 400
    change_organisation(current.db(), changed, person=current.person(), at=current.now())
    return redirect(_next(), 303)


def _chosen(form: OrganisationForm) -> str:
    """Return the code of the organisation chosen or added; where neither is, say so at a field."""
    if form.organisation.data and form.organisation.data != NEW:
        return str(form.organisation.data)
    if not form.organisation.data:
        form.organisation.errors = ("Choose an organisation, or add one.",)
        return ""
    organisation = form.read()
    if organisation is None:
        return ""
    added = add_organisation(current.db(), organisation, person=current.person(), at=current.now())
    return added.ods_code


def _choose_page(form: OrganisationForm, pack: Pack) -> str:
    organisations = list_organisations(current.db(), person=current.person())
    return render_template(
        "organisation/choose.html",
        form=form,
        troubles=troubles_of(form),
        pack=pack,
        choices=[(o.ods_code, f"{o.name} ({o.ods_code})", "") for o in organisations],
        **_labels(),
    )


def _edit_page(form: OrganisationForm, organisation: Organisation) -> str:
    return render_template(
        "organisation/edit.html",
        form=form,
        troubles=troubles_of(form),
        organisation=organisation,
        back=_next(),
        **_labels(),
    )


def _labels() -> dict[str, list[tuple[str, str]]]:
    return {
        "kinds": [(str(kind), label) for kind, label in KIND_LABELS.items()],
        "settings": [(str(setting), label) for setting, label in SETTING_LABELS.items()],
    }


def _pack() -> Pack:
    """Return the pack that the address names."""
    for pack in list_packs(current.db(), current.rules()):
        if pack.key == request.args.get("pack"):
            return pack
    raise NotFound("Begin at the start page, and choose what you are planning.")


def _organisation(ods_code: str) -> Organisation:
    for organisation in list_organisations(current.db(), person=current.person()):
        if organisation.ods_code == ods_code:
            return organisation
    raise NotFound("There is no organisation of that code here.")


def _next() -> str:
    """Return the page of ours to go back to; an address of anybody else's is not followed."""
    wanted = request.args.get("next", "")
    parts = urlsplit(wanted)
    ours = wanted.startswith("/") and not wanted.startswith(("//", "/\\"))
    return wanted if ours and not parts.scheme and not parts.netloc else url_for("start.start")
