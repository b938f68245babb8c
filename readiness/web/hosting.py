"""Hosts and guests: their agreements, what a host publishes, and what a guest adopts of it."""

import re
from collections.abc import Mapping, Sequence

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import Form, HiddenField, StringField

from readiness.domain.answer_value import read_typed_day
from readiness.domain.errors import InvalidAnswer, NotFound
from readiness.domain.hosting import Side
from readiness.domain.pack import Pack
from readiness.domain.plan import ASK_HOST
from readiness.files.host_email import host_email
from readiness.usecases.adopting import (
    AdoptedSince,
    adopt,
    hosts_of,
    offer_of,
    publish,
    publishing,
    withdraw,
)
from readiness.usecases.assessment import OpenAssessment, SubmittedAssessment
from readiness.usecases.hosting import (
    AgreedSince,
    Hosting,
    Proposal,
    UnfitAgreement,
    accept,
    decline,
    end,
    hosting_of,
    propose,
)
from readiness.usecases.pack import list_packs
from readiness.web import current
from readiness.web.forms import Sent, Texts, Trouble
from readiness.web.hosting_page import agreement_rows, gate_changes, shared_sections
from readiness.web.judged import as_submitted, open_today, plan_of

bp = Blueprint("hosting", __name__)

OF = "/organisations/<ods_code>/hosting"
PUBLISH = "/assessments/<int:assessment_id>/submissions/<int:number>/publish"
ADOPT = "/assessments/<int:assessment_id>/hosting"


class ProposalForm(Form):
    """An agreement as typed."""

    side = StringField("Which side are you?")
    other = StringField("Code of the other organisation")
    sections = Texts("Which sections does the host answer?")
    first = StringField("First day")
    last = StringField("Last day")
    paper = StringField("Where is the signed agreement kept?")

    def show(self, wrong: Mapping[str, Sequence[str]]) -> None:
        """Say at each field what does not fit."""
        for name, sentences in wrong.items():
            self[name].errors = (*self[name].errors, *sentences)

    @property
    def troubles(self) -> tuple[Trouble, ...]:
        """What needs the person, in the order of the fields."""
        return tuple(
            Trouble(field.id, words.rstrip("."), "") for field in self for words in field.errors
        )


class EndForm(Form):
    """The day on which an agreement is to end, and the version that was shown."""

    last = StringField("Last day")
    seen = HiddenField()

    def __init__(self, number: int, sent: Sent | None = None) -> None:
        super().__init__(sent, prefix=f"end-{number}-")


# Agreements


@bp.get(OF)
def agreements(ods_code: str) -> ResponseReturnValue:
    """Show the agreements of an organisation, as host and as guest."""
    return _agreements_page(_hosting(ods_code))


@bp.post(f"{OF}/<int:number>")
def answer(ods_code: str, number: int) -> ResponseReturnValue:
    """Accept, decline or end an agreement; show it again with what stands in the way."""
    found, form = _hosting(ods_code), EndForm(number, request.form)
    try:
        _answer(ods_code, number, form)
    except AgreedSince as since:
        return _agreements_page(_hosting(ods_code), meanwhile=str(since)), 409
    except UnfitAgreement as wrong:
        form.last.errors = tuple(line for lines in wrong.wrong.values() for line in lines)
        return _agreements_page(found, number, form), 400
    except InvalidAnswer as wrong:
        form.last.errors = (str(wrong),)
        return _agreements_page(found, number, form), 400
    return redirect(url_for(".agreements", ods_code=ods_code), 303)


@bp.get(f"{OF}/propose")
def proposing(ods_code: str) -> ResponseReturnValue:
    """Show an agreement to be proposed, the sections that a host usually answers ticked."""
    pack = _pack()
    assert pack.hosting is not None
    day = current.today()
    form = ProposalForm(
        data={
            "side": request.args.get("side", ""),
            "sections": list(pack.hosting.sections),
            "first": f"{day.day} {day.month} {day.year}",
        }
    )
    return _proposal_page(_hosting(ods_code), pack, form)


@bp.post(f"{OF}/propose")
def save_proposal(ods_code: str) -> ResponseReturnValue:
    """Propose an agreement; show it again with what does not fit."""
    found, pack, form = _hosting(ods_code), _pack(), ProposalForm(request.form)
    proposal = _proposal(pack, form)
    if proposal is None:
        return _proposal_page(found, pack, form), 400
    side = Side(form.side.data)
    try:
        there = propose(
            current.db(), ods_code, side, proposal, person=current.person(), at=current.now()
        )
    except UnfitAgreement as wrong:
        form.show(wrong.wrong)
        return _proposal_page(found, pack, form), 400
    flash("The agreement holds." if there.agreed else "Proposed. The other side can now accept it.")
    return redirect(url_for(".agreements", ods_code=ods_code), 303)


def _answer(ods_code: str, number: int, form: EndForm) -> None:
    seen = int(form.seen.data) if re.fullmatch(r"\d{1,9}", form.seen.data or "") else 0
    person, at = current.person(), current.now()
    match request.form.get("do"):
        case "accept":
            accept(current.db(), ods_code, number, seen=seen, person=person, at=at)
        case "decline":
            decline(current.db(), ods_code, number, seen=seen, person=person, at=at)
        case "end":
            end(
                current.db(),
                ods_code,
                number,
                read_typed_day(form.last.data or ""),
                seen=seen,
                person=person,
                at=at,
                on=current.today(),
            )
        case _:
            raise InvalidAnswer("Choose what to do: accept, decline or end.")


def _proposal(pack: Pack, form: ProposalForm) -> Proposal | None:
    """Read what was typed; where some does not fit, say so at each field and return none."""
    if form.side.data not in (Side.HOST, Side.GUEST):
        form.side.errors = ("Choose which side you are.",)
    days = {}
    for field in (form.first, form.last):
        try:
            typed = (field.data or "").strip()
            days[field.short_name] = (
                None if not typed and field is form.last else read_typed_day(typed)
            )
        except InvalidAnswer as wrong:
            field.errors = (str(wrong),)
    first, last = days.get("first"), days.get("last")
    if form.troubles or first is None:
        return None
    sections = tuple(section.key for section in pack.sections if section.key in form.sections.data)
    return Proposal(form.other.data or "", pack, sections, first, last, form.paper.data or "")


def _agreements_page(
    found: Hosting, number: int = 0, form: EndForm | None = None, meanwhile: str = ""
) -> str:
    packs = {pack.key: pack for pack in list_packs(current.db(), current.rules())}
    rows = agreement_rows(found, packs, current.today())
    forms = {row.agreement.number: EndForm(row.agreement.number) for row in rows}
    if form is not None:
        if number not in forms:
            raise NotFound("There is no such agreement here.")
        forms[number] = form
    wrong = form.last.errors if form is not None else ()
    troubles = _as_troubles("main", meanwhile)
    troubles += [Trouble(forms[number].last.id, words.rstrip("."), "") for words in wrong]
    return render_template(
        "hosting/agreements.html",
        found=found,
        rows=rows,
        forms=forms,
        troubles=troubles,
        meanwhile=meanwhile,
        packs=[pack for pack in packs.values() if pack.hosting],
    )


def _as_troubles(control: str, words: str) -> list[Trouble]:
    return [Trouble(control, words.rstrip("."), "")] if words else []


def _proposal_page(found: Hosting, pack: Pack, form: ProposalForm) -> str:
    may, name = pack.hosting.sections if pack.hosting else (), found.organisation.name
    return render_template(
        "hosting/propose.html",
        found=found,
        pack=pack,
        form=form,
        troubles=form.troubles,
        sections=[section for section in pack.sections if section.key in may],
        sides=[
            ("guest", f"{name} is the guest", "Another organisation provides its network."),
            ("host", f"{name} is the host", "It provides the network of another organisation."),
        ],
    )


def _hosting(ods_code: str) -> Hosting:
    return hosting_of(current.db(), ods_code, person=current.person())


def _pack() -> Pack:
    """Return the pack that the address names, in which a host may answer something."""
    for pack in list_packs(current.db(), current.rules()):
        if pack.key == request.args.get("pack") and pack.hosting is not None:
            return pack
    raise NotFound("Choose what the agreement is about on the page of agreements.")


# What a host publishes


@bp.get(PUBLISH)
def publishing_page(assessment_id: int, number: int) -> ResponseReturnValue:
    """Show what guests would see of a submission."""
    return _publish_page(as_submitted(assessment_id, number))


@bp.post(PUBLISH)
def save_publication(assessment_id: int, number: int) -> ResponseReturnValue:
    """Publish a submission to the guests of its organisation."""
    submitted = as_submitted(assessment_id, number)
    sections = request.form.getlist("sections")
    try:
        publish(
            current.db(),
            submitted,
            sections,
            person=current.person(),
            at=current.now(),
            on=current.today(),
        )
    except InvalidAnswer as wrong:
        return _publish_page(submitted, sections, str(wrong)), 400
    flash("Published. Your guests can now adopt it.")
    address = url_for(".publishing_page", assessment_id=assessment_id, number=number)
    return redirect(address, 303)


def _publish_page(
    submitted: SubmittedAssessment, sections: Sequence[str] | None = None, wrong: str = ""
) -> str:
    found = publishing(current.db(), submitted, person=current.person(), on=current.today())
    ticked = found.sections if sections is None else sections
    about = [section for section in submitted.pack.sections if section.key in found.sections]
    return render_template(
        "hosting/publish.html",
        opened=submitted,
        found=found,
        sections=about,
        ticked=ticked,
        wrong=wrong,
        troubles=_as_troubles("sections", wrong),
    )


# What a guest adopts


@bp.get(ADOPT)
def adopting(assessment_id: int) -> ResponseReturnValue:
    """Show what the host offers, or what was adopted of it."""
    return _adopt_page(open_today(assessment_id))


@bp.post(ADOPT)
def save_adoption(assessment_id: int) -> ResponseReturnValue:
    """Adopt a publication, or take an adoption back."""
    opened = open_today(assessment_id)
    sent = {
        name: int(text) if re.fullmatch(r"\d{1,9}", text := request.form.get(name, "")) else -1
        for name in ("publication", "seen")
    }
    person, at = current.person(), current.now()
    try:
        if request.form.get("do") == "withdraw":
            withdraw(current.db(), opened, seen=sent["seen"], person=person, at=at)
            flash("Taken back. Those questions are asked of you again.")
        else:
            publication, seen = sent["publication"], sent["seen"]
            adopt(current.db(), opened, publication, seen=seen, person=person, at=at)
            flash("Adopted. Only what is left is asked of you.")
    except AdoptedSince as since:
        return _adopt_page(open_today(assessment_id), str(since)), 409
    return redirect(url_for("assessment.tasks", assessment_id=assessment_id), 303)


def _adopt_page(opened: OpenAssessment, meanwhile: str = "") -> str:
    person = current.person()
    hosts = hosts_of(current.db(), opened, person=person)
    newest, pack = hosts.offered, opened.pack.unsettled
    offer = offer_of(current.db(), opened, newest.id, person=person) if newest else None
    hosted = offer.hosted if offer else opened.given.host
    return render_template(
        "hosting/adopt.html",
        opened=opened,
        hosts=hosts,
        offer=offer,
        hosted=hosted,
        troubles=_as_troubles("main", meanwhile),
        sections=shared_sections(hosted, pack) if hosted else (),
        gates=gate_changes(opened.verdict, offer.then) if offer else (),
        asked=offer.then.reading.progress().asked if offer else 0,
    )


@bp.get("/assessments/<int:assessment_id>/ask-host/<stage>.eml")
def email(assessment_id: int, stage: str) -> ResponseReturnValue:
    """Give the e-mail to a host as a file that mail programs open as a draft."""
    view = plan_of(open_today(assessment_id))
    for timed in view.schedule.rows:
        if timed.action.key == ASK_HOST + stage:
            name = f"ask-host-{stage}.eml"
            return Response(
                host_email(timed, view.plan.verdict).file(),
                mimetype="message/rfc822",
                headers={"Content-Disposition": f'attachment; filename="{name}"'},
            )
    raise NotFound("There is no such e-mail: the plan asks nothing of a host there.")
