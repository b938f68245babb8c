"""Who holds which role where: people, invitations, one person."""

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import Form, StringField

from readiness import mail
from readiness.domain.access import ROLE_LABELS, ROLE_WORDS, Grant, Role
from readiness.domain.calendar import london_day
from readiness.domain.errors import Conflict, InvalidAnswer, NotFound
from readiness.domain.invitation import Invitation
from readiness.domain.wording import day_words
from readiness.usecases import people as use
from readiness.usecases.permission import can_administer
from readiness.web import current
from readiness.web.forms import Texts, troubles_of
from readiness.web.signed_in import need_accounts

bp = Blueprint("people", __name__, url_prefix="/people")


class InviteForm(Form):
    """Whom somebody invites to what."""

    email = StringField("E-mail address")
    organisation = StringField("Organisation or system")
    roles = Texts("Roles")


@bp.get("")
def people() -> ResponseReturnValue:
    where = request.args.get("organisation", "").strip().upper()
    person = current.person()
    found = use.directory(current.db(), where or None, person=person)
    return render_template(
        "people/people.html",
        people=found.people,
        invitations=found.invitations,
        names=found.names,
        labels=ROLE_LABELS,
        where=where,
        several=bool(where) or found.reach.everywhere or len(found.reach.codes) > 1,
        me=person.id,
        now=current.now(),
    )


@bp.get("/invite")
def invite() -> ResponseReturnValue:
    return _invite_page(InviteForm(request.args))


@bp.post("/invite")
def send() -> ResponseReturnValue:
    need_accounts()
    form = InviteForm(request.form)
    code = (form.organisation.data or "").strip().upper()
    try:
        invitation, token = use.invite(
            current.db(),
            form.email.data or "",
            form.roles.data or [],
            code,
            person=current.person(),
            at=current.now(),
        )
    except NotFound:
        form.organisation.errors = ("Enter a code of an organisation for which you may invite.",)
        return _invite_page(form), 400
    except InvalidAnswer as wrong:
        field = form.roles if "role" in str(wrong) else form.email
        field.errors = (str(wrong),)
        return _invite_page(form), 400
    return _invited_page(invitation, token)


@bp.post("/invitations/<int:number>/renew")
def renew(number: int) -> ResponseReturnValue:
    invitation, token = use.renew_invitation(
        current.db(), number, person=current.person(), at=current.now()
    )
    return _invited_page(invitation, token)


@bp.post("/invitations/<int:number>/withdraw")
def withdraw(number: int) -> ResponseReturnValue:
    use.withdraw_invitation(current.db(), number, person=current.person(), at=current.now())
    return redirect(url_for("people.people"), 303)


@bp.get("/<int:number>")
def one(number: int) -> ResponseReturnValue:
    return _person_page(number)


@bp.post("/<int:number>/roles")
def change_role(number: int) -> ResponseReturnValue:
    sent = request.form
    try:
        role = Role(sent.get("role", ""))
        seen = int(sent.get("seen", ""))
    except ValueError:
        raise InvalidAnswer("Go back, reload the page and try again.") from None
    grant = Grant(role, sent.get("place", ""))
    try:
        use.change_role(
            current.db(),
            number,
            grant,
            sent.get("what") == "give",
            seen=seen,
            person=current.person(),
            at=current.now(),
        )
    except Conflict as conflict:
        return _person_page(number, refusal=str(conflict)), 409
    if not _still_seen(number):
        return redirect(url_for("people.people"), 303)
    return redirect(url_for("people.one", number=number, place=grant.organisation or None), 303)


@bp.post("/<int:number>/reset")
def reset(number: int) -> ResponseReturnValue:
    account, token = use.reset_link(current.db(), number, person=current.person(), at=current.now())
    link = url_for("joining.reset", token=token, _external=True)
    told = _send(account.email, "Set a new password for HSCN Readiness", _reset_text(link))
    return render_template(
        "people/reset.html", name=account.name, number=number, link=link, told=told
    )


@bp.post("/<int:number>/second-factor-off")
def second_factor_off(number: int) -> ResponseReturnValue:
    use.drop_second_factor(current.db(), number, person=current.person(), at=current.now())
    return redirect(url_for("people.one", number=number), 303)


@bp.post("/<int:number>/account")
def close(number: int) -> ResponseReturnValue:
    closed = request.form.get("what") == "close"
    try:
        use.close_account(current.db(), number, closed, person=current.person(), at=current.now())
    except Conflict as conflict:
        return _person_page(number, refusal=str(conflict)), 409
    return redirect(url_for("people.one", number=number), 303)


def _still_seen(number: int) -> bool:
    try:
        use.read_person(current.db(), number, person=current.person())
    except NotFound:
        return False
    return True


def _invite_page(form: InviteForm) -> str:
    need_accounts()
    reach = use.reach(current.db(), person=current.person())
    names = use.organisation_names(current.db(), reach.codes)
    choices = [(code, f"{names.get(code, code)} ({code})") for code in sorted(reach.codes)]
    return render_template(
        "people/invite.html",
        form=form,
        troubles=troubles_of(form),
        everywhere=reach.everywhere,
        choices=choices,
        roles=[(str(r), ROLE_LABELS[r], ROLE_WORDS[r]) for r in use.roles_within(reach)],
        chosen=form.roles.data or [],
    )


def _invited_page(invitation: Invitation, token: str) -> str:
    """Show the link of an invitation once, with a message that is ready to be sent."""
    link = url_for("joining.invitation", token=token, _external=True)
    names = use.organisation_names(current.db(), [invitation.organisation])
    where = names.get(invitation.organisation, invitation.organisation)
    text = _invitation_text(invitation, where, link)
    told = _send(invitation.email, "You are invited to HSCN Readiness", text)
    return render_template(
        "people/invited.html", invitation=invitation, link=link, text=text, told=told
    )


def _person_page(number: int, refusal: str = "") -> str:
    person = current.person()
    known = use.read_person(current.db(), number, person=person)
    reach = use.reach(current.db(), person=person)
    wanted = (request.values.get("place") or "").strip().upper()
    codes = {g.organisation for g in known.grants} | ({""} if reach.everywhere else set())
    codes = {code for code in codes | {wanted} if code in reach}
    names = use.organisation_names(current.db(), codes | reach.codes)
    there = sorted(code for code in codes if not code or code in names)
    groups = [
        (code, names.get(code, ""), use.roles_of(current.db(), known, code, person=person))
        for code in there
    ]
    return render_template(
        "people/person.html",
        known=known,
        groups=groups,
        labels=ROLE_LABELS,
        role_words=ROLE_WORDS,
        refusal=refusal,
        unknown=wanted if wanted and wanted not in names else "",
        everywhere=reach.everywhere,
        others=[(code, names.get(code, code)) for code in sorted(reach.codes - set(there))],
        may_reset=bool(known.account) and use.may_reset(current.db(), person, number),
        may_close=can_administer(person) and known.account is not None,
    )


def _send(to: str, subject: str, text: str) -> str:
    """Send a message where e-mail is set up; return what to say of it, empty when it is not."""
    settings = current.settings().mail
    if settings is None:
        return ""
    try:
        mail.send(settings, to, subject, text)
    except mail.NotSent as failure:
        current_app.logger.warning("An e-mail was not sent: %s", failure)
        return "The e-mail could not be sent: hand the link over yourself."
    return f"An e-mail with the link was handed over for {to}."


def _invitation_text(invitation: Invitation, where: str, link: str) -> str:
    roles = ", ".join(ROLE_LABELS[role] for role in invitation.roles)
    place = f" for {where}" if where else ""
    until = day_words(london_day(invitation.until))
    return (
        f"{invitation.made_by} invites you to HSCN Readiness{place}, as: {roles}.\n\n"
        f"Open this link to come in. It works once, until {until}:\n{link}\n\n"
        "If you did not expect this, do nothing.\n\nHSCN Readiness\n"
    )


def _reset_text(link: str) -> str:
    return (
        "Somebody who looks after accounts at HSCN Readiness has made a link for a new password of "
        f"yours.\n\nOpen it to set one. It works once, for 24 hours:\n{link}\n\n"
        "If you did not ask for it, tell them.\n\nHSCN Readiness\n"
    )
