"""Pages behind links that work once: the first start, an invitation, a new password."""

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import Form, StringField

from readiness.domain.access import ROLE_LABELS
from readiness.domain.account import Account, read_email, read_name
from readiness.domain.errors import Conflict, InvalidAnswer
from readiness.domain.invitation import Invitation
from readiness.domain.password import SHORTEST, read_password
from readiness.usecases import joining
from readiness.usecases.joining import Newcomer
from readiness.usecases.people import organisation_names
from readiness.usecases.sessions import SignedIn
from readiness.web import current
from readiness.web.forms import troubles_of
from readiness.web.signed_in import agent, limits, need_accounts, take

bp = Blueprint("joining", __name__)


class NewcomerForm(Form):
    """What somebody gives of themselves for an account."""

    name = StringField("Your name")
    email = StringField("Your e-mail address")
    password = StringField("Choose a password")

    def read(self, about: tuple[str, ...] = ()) -> Newcomer | None:
        """Read it; where something does not fit, say at each field what would, and return none."""
        name, email = self.name.data or "", self.email.data or ""
        password = self.password.data or ""
        tries = (
            (self.name, lambda: read_name(name)),
            (self.email, lambda: read_email(email)),
            (self.password, lambda: read_password(password, (name, email, *about))),
        )
        for field, read in tries:
            try:
                read()
            except InvalidAnswer as wrong:
                field.errors = (str(wrong),)
        if any(field.errors for field in self):
            return None
        return joining.read_newcomer(name, email, password, about)


class PasswordForm(Form):
    """A new password."""

    password = StringField("Choose a password")


@bp.get("/set-up/<token>")
def set_up(token: str) -> ResponseReturnValue:
    _check(token, "set-up")
    return _set_up_page(NewcomerForm())


@bp.post("/set-up/<token>")
def make_administrator(token: str) -> ResponseReturnValue:
    _check(token, "set-up")
    form = NewcomerForm(request.form)
    newcomer = form.read()
    if newcomer is None:
        return _set_up_page(form), 400
    try:
        found = joining.set_up(current.db(), token, newcomer, agent(), limits(), at=current.now())
    except Conflict as there:
        form.email.errors = (str(there),)
        return _set_up_page(form), 409
    return _enter(found, newcomer.email, url_for("people.people"))


@bp.get("/invitation/<token>")
def invitation(token: str) -> ResponseReturnValue:
    return _invitation_page(NewcomerForm(), _invitation(token), token)


@bp.post("/invitation/<token>")
def accept(token: str) -> ResponseReturnValue:
    to = _invitation(token)
    if g.signed_in:
        take(joining.accept_as(current.db(), token, g.signed_in, at=current.now()))
        return redirect(url_for("start.start"), 303)
    form = NewcomerForm(request.form)
    form.email.data = to.email
    newcomer = form.read((to.organisation,))
    if newcomer is None:
        return _invitation_page(form, to, token), 400
    try:
        found = joining.accept_as_new(
            current.db(), token, newcomer, agent(), limits(), at=current.now()
        )
    except Conflict as there:
        form.password.errors = (str(there),)
        return _invitation_page(form, to, token), 409
    return _enter(found, to.email, url_for("start.start"))


@bp.get("/reset/<token>")
def reset(token: str) -> ResponseReturnValue:
    _check(token, "reset")
    return _reset_page(PasswordForm())


@bp.post("/reset/<token>")
def set_password(token: str) -> ResponseReturnValue:
    account = _check(token, "reset")
    form = PasswordForm(request.form)
    try:
        found = joining.reset_password(
            current.db(),
            token,
            form.password.data or "",
            agent(),
            limits(),
            at=current.now(),
        )
    except InvalidAnswer as wrong:
        form.password.errors = (str(wrong),)
        return _reset_page(form), 400
    if found is None or account is None:
        return redirect(url_for("sign_in.page"), 303)
    return _enter(found, account.email, url_for("start.start"))


def _enter(found: SignedIn, email: str, onward: str) -> ResponseReturnValue:
    take(found, email)
    return redirect(onward, 303)


def _check(token: str, purpose: str) -> Account | None:
    need_accounts()
    return joining.check_link(current.db(), token, purpose, at=current.now())


def _invitation(token: str) -> Invitation:
    need_accounts()
    return joining.read_invitation(current.db(), token, at=current.now())


def _set_up_page(form: NewcomerForm) -> str:
    return render_template(
        "joining/set_up.html", form=form, troubles=troubles_of(form), shortest=SHORTEST
    )


def _invitation_page(form: NewcomerForm, to: Invitation, token: str) -> str:
    names = organisation_names(current.db(), [to.organisation])
    return render_template(
        "joining/invitation.html",
        form=form,
        troubles=troubles_of(form),
        invitation=to,
        token=token,
        where=names.get(to.organisation, to.organisation),
        roles=[ROLE_LABELS[role] for role in to.roles],
        shortest=SHORTEST,
    )


def _reset_page(form: PasswordForm) -> str:
    return render_template(
        "joining/reset.html", form=form, troubles=troubles_of(form), shortest=SHORTEST
    )
