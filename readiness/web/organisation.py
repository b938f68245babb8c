"""The organisation that an assessment is for: choose it, add it, correct what is said of it."""

from contextlib import suppress
from dataclasses import replace

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
    may_change,
)
from readiness.usecases.pack import list_packs
from readiness.usecases.permission import can_read_record
from readiness.usecases.register import add_without_code
from readiness.usecases.search import LONGEST, find_organisation, used_organisations
from readiness.web import current
from readiness.web.forms import troubles_of
from readiness.web.onward import safe_next
from readiness.web.search import about_found, find

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
    try:
        assessment = start_assessment(
            current.db(),
            current.rules(),
            pack.key,
            code,
            person=current.person(),
            at=current.now(),
        )
    except InvalidAnswer as closed:
        form.organisation.errors = (str(closed),)
        return _choose_page(form, pack), 400
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
    if not (form.ods_code.data or "").strip():
        return _added_without_code(form)
    organisation = form.read()
    if organisation is None:
        return ""
    added = add_organisation(current.db(), organisation, person=current.person(), at=current.now())
    return added.ods_code


def _added_without_code(form: OrganisationForm) -> str:
    """Add what has no ODS code under a code of this copy, with its setting and sites."""
    form.ods_code.data = FITTING["ods_code"]
    facts = form.read()
    form.ods_code.data = ""
    if facts is None:
        return ""
    db, person, at = current.db(), current.person(), current.now()
    added = add_without_code(db, facts.name, facts.kind, person=person, at=at)
    if facts.setting or facts.sites:
        said = replace(added, setting=facts.setting, sites=facts.sites)
        change_organisation(db, said, person=person, at=at)
    return added.ods_code


def _choose_page(form: OrganisationForm, pack: Pack) -> str:
    """Show what was used last, and what a search found, to choose from in one form."""
    typed = request.args.get("find", "")[:LONGEST]
    found = [(o.organisation, about_found(o)) for o in find(typed, own=True)]
    codes = {organisation.ods_code for organisation, _ in found}
    used = used_organisations(current.db(), person=current.person())
    listed = [*found, *((one, "") for one in used if one.ods_code not in codes)]
    if form.organisation.data not in (None, "", NEW, *(one.ods_code for one, _ in listed)):
        with suppress(NotFound):
            chosen = find_organisation(
                current.db(), form.organisation.data, person=current.person()
            )
            listed.append((chosen, ""))
    return render_template(
        "organisation/choose.html",
        form=form,
        troubles=troubles_of(form),
        pack=pack,
        typed=typed,
        found=len(found),
        kept={k: v for k, v in request.args.items() if k in ("pack", "first")},
        choices=[(o.ods_code, f"{o.name} ({o.ods_code})", about) for o, about in listed],
        **_labels(),
    )


def _edit_page(form: OrganisationForm, organisation: Organisation) -> str:
    return render_template(
        "organisation/edit.html",
        form=form,
        troubles=troubles_of(form),
        organisation=organisation,
        may_change=may_change(current.db(), organisation, person=current.person()),
        told=_told(organisation),
        back=_next(),
        reads_record=can_read_record(current.person(), organisation.ods_code),
        **_labels(),
    )


def _told(organisation: Organisation) -> list[tuple[str, object]]:
    """Return what is known of an organisation, for whoever may not change it."""
    kind, setting = organisation.kind, organisation.setting
    facts: list[tuple[str, object]] = [
        ("Kind", kind and KIND_LABELS[kind]),
        ("Setting", setting and SETTING_LABELS[setting]),
        ("Sites", organisation.sites),
    ]
    return [(words, value or "Not known") for words, value in facts]


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
    return find_organisation(current.db(), ods_code, person=current.person())


def _next() -> str:
    """Return the page of ours to go back to; an address of anybody else's is not followed."""
    return safe_next(request.args.get("next", ""), url_for("start.start"))
