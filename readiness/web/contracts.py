"""The contracts of an organisation: which one to assess, all of them together, and their names."""

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import Form, HiddenField, StringField

from readiness.domain.contract_name import SUCH_AS, read_contract_name
from readiness.domain.errors import Conflict, InvalidAnswer, NotFound
from readiness.domain.organisation import Organisation
from readiness.domain.pack import Pack
from readiness.files.table import csv_table
from readiness.usecases.assessment import (
    OpenAssessment,
    open_assessments,
    rename_contract,
    start_assessment,
)
from readiness.usecases.organisation import may_change
from readiness.usecases.pack import list_packs
from readiness.usecases.plan import read_plans
from readiness.usecases.search import find_organisation
from readiness.web import current
from readiness.web.contract_lines import ContractLines
from readiness.web.contracts_page import NOT_NAMED, ContractRow, ContractsPage, contracts_page
from readiness.web.forms import Trouble, troubles_of
from readiness.web.judged import open_today

bp = Blueprint("contracts", __name__)

NEW = "new"
"""What is chosen to assess a contract that has no assessment yet."""


class ChooseForm(Form):
    """Which contract is meant: the number of an open assessment, or a new one and its name."""

    contract = StringField("Which contract is it about?")
    name = StringField("What do you call it?")


class NameForm(Form):
    """What a contract is called, and what the page called it."""

    name = StringField("Name of the contract")
    was = HiddenField()


@bp.get("/organisations/<ods_code>/contract")
def choose(ods_code: str) -> ResponseReturnValue:
    """Ask which contract an assessment is about."""
    return _choose_page(_organisation(ods_code), _pack(), ChooseForm())


@bp.post("/organisations/<ods_code>/contract")
def begin(ods_code: str) -> ResponseReturnValue:
    """Start the assessment of a contract, or go on with one."""
    organisation, pack, form = _organisation(ods_code), _pack(), ChooseForm(request.form)
    there = _open_under(organisation, pack)
    if form.contract.data in {str(one.assessment.id) for one in there}:
        return _go_on(pack, int(form.contract.data))
    try:
        if there and form.contract.data != NEW:
            form.contract.errors = ("Choose a contract, or give a new one.",)
        else:
            read_contract_name(form.name.data or "")
    except InvalidAnswer as wrong:
        form.name.errors = (str(wrong),)
    if form.contract.errors or form.name.errors:
        return _choose_page(organisation, pack, form), 400
    try:
        number = start_assessment(
            current.db(), current.rules(), pack.key, ods_code,
            person=current.person(), at=current.now(), contract=form.name.data,
        )  # fmt: skip
    except InvalidAnswer as closed:
        form.name.errors = (str(closed),)
        return _choose_page(organisation, pack, form), 400
    return _go_on(pack, number)


@bp.get("/organisations/<ods_code>/contracts")
def contracts(ods_code: str) -> ResponseReturnValue:
    """Show every open contract of an organisation, by its end."""
    organisation, page = _organisation(ods_code), _contracts(ods_code)
    lines = ContractLines(page, current.today())
    return render_template(
        "contracts/contracts.html", organisation=organisation, page=page, lines=lines
    )


@bp.get("/organisations/<ods_code>/contracts.csv")
def table(ods_code: str) -> ResponseReturnValue:
    """Give the same as CSV."""
    organisation = _organisation(ods_code)
    name = f"{organisation.ods_code}-contracts-{current.today()}.csv"
    return Response(
        csv_table(_contracts(ods_code).table),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@bp.get("/assessments/<int:assessment_id>/contract")
def name(assessment_id: int) -> ResponseReturnValue:
    """Ask what the contract of an assessment is called."""
    opened = _about_contract(assessment_id)
    called = opened.assessment.contract or ""
    return _name_page(opened, NameForm(data={"name": called, "was": called}))


@bp.post("/assessments/<int:assessment_id>/contract")
def rename(assessment_id: int) -> ResponseReturnValue:
    """Call the contract of an assessment otherwise."""
    opened, form = _about_contract(assessment_id), NameForm(request.form)
    try:
        rename_contract(
            current.db(), opened, form.name.data or "",
            was=form.was.data or "", person=current.person(), at=current.now(),
        )  # fmt: skip
    except InvalidAnswer as wrong:
        form.name.errors = (str(wrong),)
        return _name_page(opened, form), 400
    except Conflict as since:
        form.was.data = opened.assessment.contract or ""
        return _name_page(opened, form, str(since)), 409
    return redirect(url_for("assessment.tasks", assessment_id=assessment_id), 303)


def _choose_page(organisation: Organisation, pack: Pack, form: ChooseForm) -> str:
    there = _open_under(organisation, pack)
    return render_template(
        "contracts/choose.html",
        organisation=organisation,
        pack=pack,
        form=form,
        such_as=SUCH_AS,
        choices=[_choice(one) for one in there],
        may_start=may_change(current.db(), organisation, person=current.person()),
        troubles=troubles_of(form),
    )


def _choice(one: OpenAssessment) -> tuple[str, str, str]:
    progress = one.reading.progress()
    about = f"Under way: {progress.answered} of {progress.asked} answered."
    return str(one.assessment.id), one.assessment.contract or NOT_NAMED, about


def _name_page(opened: OpenAssessment, form: NameForm, trouble: str = "") -> str:
    troubles = list(troubles_of(form))
    if trouble:
        troubles.append(Trouble(form.name.id, trouble.rstrip("."), ""))
    return render_template(
        "contracts/name.html", opened=opened, form=form, such_as=SUCH_AS, troubles=troubles
    )


def _contracts(ods_code: str) -> ContractsPage:
    person, on = current.person(), current.today()
    there = open_assessments(current.db(), person=person, on=on, ods_code=ods_code)
    about = [one for one in there if one.pack.contract is not None]
    views = read_plans(current.db(), about, person=person, on=on)
    return contracts_page([ContractRow(*both) for both in zip(about, views, strict=True)])


def _open_under(organisation: Organisation, pack: Pack) -> tuple[OpenAssessment, ...]:
    """Return the open assessments of an organisation under a pack, the last saved first."""
    there = open_assessments(
        current.db(), person=current.person(), on=current.today(), ods_code=organisation.ods_code
    )
    return tuple(one for one in there if one.assessment.pack_key == pack.key)


def _go_on(pack: Pack, number: int) -> ResponseReturnValue:
    look = request.args.get("first") == "look" and pack.first
    page = "look.look" if look else "assessment.tasks"
    return redirect(url_for(page, assessment_id=number), 303)


def _about_contract(assessment_id: int) -> OpenAssessment:
    opened = open_today(assessment_id)
    if opened.pack.contract is None:
        raise NotFound("This assessment is about no contract.")
    return opened


def _organisation(ods_code: str) -> Organisation:
    return find_organisation(current.db(), ods_code, person=current.person())


def _pack() -> Pack:
    """Return the pack that the address names, which is about contracts."""
    for pack in list_packs(current.db(), current.rules()):
        if pack.key == request.args.get("pack") and pack.contract is not None:
            return pack
    raise NotFound("Begin at the start page, and choose what you are planning.")
