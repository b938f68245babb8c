"""A person’s own account: name, password, second factor, and where they are signed in."""

from dataclasses import dataclass

import segno
from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import Form, StringField

from readiness.domain.access import ROLE_LABELS
from readiness.domain.errors import InvalidAnswer
from readiness.domain.password import SHORTEST
from readiness.usecases import account as accounts
from readiness.usecases import second_factor, sessions
from readiness.usecases.account import WrongPassword
from readiness.usecases.throttle import TooSoon
from readiness.web import current
from readiness.web.forms import troubles_of
from readiness.web.signed_in import limits, signed_in, take, visitor_signed_in

bp = Blueprint("account", __name__, url_prefix="/account")


class NameForm(Form):
    """The name that others see."""

    name = StringField("Your name")


class PasswordForm(Form):
    """The password there is, and the new one."""

    old = StringField("Your password now")
    new = StringField("New password")


class FactorForm(Form):
    """The password once more, and the first code of the app."""

    password = StringField("Your password")
    code = StringField("Six digits that the app shows now")


@bp.get("")
def account() -> ResponseReturnValue:
    return _page(NameForm(data={"name": signed_in().person.name}))


@bp.post("")
def change_name() -> ResponseReturnValue:
    form = NameForm(request.form)
    try:
        accounts.change_name(current.db(), signed_in(), form.name.data or "", at=current.now())
    except InvalidAnswer as wrong:
        form.name.errors = (str(wrong),)
        return _page(form), 400
    return redirect(url_for("account.account"), 303)


@bp.get("/password")
def password() -> ResponseReturnValue:
    return _password_page(PasswordForm())


@bp.post("/password")
def change_password() -> ResponseReturnValue:
    form = PasswordForm(request.form)
    try:
        renewed = accounts.change_password(
            current.db(),
            signed_in(),
            form.old.data or "",
            form.new.data or "",
            visitor_signed_in(),
            at=current.now(),
        )
    except (WrongPassword, TooSoon) as wrong:
        form.old.errors = (str(wrong),)
        return _password_page(form), 429 if isinstance(wrong, TooSoon) else 400
    except InvalidAnswer as wrong:
        form.new.errors = (str(wrong),)
        return _password_page(form), 400
    take(renewed)
    return redirect(url_for("account.account", done="password"), 303)


@bp.get("/second-factor")
def factor() -> ResponseReturnValue:
    return _factor_page(FactorForm())


@bp.post("/second-factor")
def turn_on() -> ResponseReturnValue:
    form = FactorForm(request.form)
    if refused := _unproved(form):
        return _factor_page(form), refused
    try:
        renewed, codes = second_factor.turn_on(
            current.db(), signed_in(), form.code.data or "", at=current.now()
        )
    except InvalidAnswer as wrong:
        form.code.errors = (str(wrong),)
        return _factor_page(form), 400
    take(renewed)
    return render_template("account/codes.html", codes=codes)


@bp.post("/second-factor/off")
def turn_off() -> ResponseReturnValue:
    form = FactorForm(request.form)
    if refused := _unproved(form):
        return _factor_page(form), refused
    take(second_factor.turn_off(current.db(), signed_in(), at=current.now()))
    return redirect(url_for("account.account", done="factor-off"), 303)


@bp.post("/sessions")
def end_sessions() -> ResponseReturnValue:
    family = request.form.get("session", "")
    sessions.sign_out_elsewhere(current.db(), signed_in(), family, at=current.now())
    return redirect(url_for("account.account", done="sessions"), 303)


def _unproved(form: FactorForm) -> int:
    """Ask for the password once more; return the status of a refusal, which the form then tells."""
    try:
        accounts.prove(
            current.db(),
            signed_in(),
            form.password.data or "",
            visitor_signed_in(),
            at=current.now(),
        )
    except (WrongPassword, TooSoon) as wrong:
        form.password.errors = (str(wrong),)
        return 429 if isinstance(wrong, TooSoon) else 400
    return 0


DONE = {
    "password": "Your password is changed. Everywhere else you are signed out.",
    "factor-off": "Your second factor is off.",
    "sessions": "You are signed out there.",
}


def _page(form: NameForm) -> str:
    me = signed_in()
    at = current.now()
    return render_template(
        "account/account.html",
        form=form,
        troubles=troubles_of(form),
        account=accounts.read_account(current.db(), me),
        roles=[(ROLE_LABELS[g.role], g.organisation) for g in me.person.grants],
        codes_left=second_factor.recovery_codes_left(current.db(), me.person.id),
        sessions=sessions.where_signed_in(current.db(), me, limits(), at=at),
        here=me.session.family,
        done=DONE.get(request.args.get("done", ""), ""),
    )


def _password_page(form: PasswordForm) -> str:
    return render_template(
        "account/password.html", form=form, troubles=troubles_of(form), shortest=SHORTEST
    )


def _factor_page(form: FactorForm) -> str:
    is_on = bool(accounts.read_account(current.db(), signed_in()).totp_secret)
    secret, address = ("", "") if is_on else second_factor.propose_secret(current.db(), signed_in())
    return render_template(
        "account/second_factor.html",
        form=form,
        troubles=troubles_of(form),
        is_on=is_on,
        secret=" ".join(secret[i : i + 4] for i in range(0, len(secret), 4)),
        picture=_qr_code(address) if address else None,
        has_to=current.settings().second_factor,
    )


@dataclass(frozen=True, slots=True)
class QRCode:
    """A text as a QR code: its width in squares with the margin, and the path of the dark ones."""

    width: int
    path: str


def _qr_code(text: str) -> QRCode:
    """Return a text as a QR code, to be drawn by the page."""
    rows = [bytes(row) for row in segno.make(text, error="m").matrix_iter(border=4)]
    dark = (
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, square in enumerate(row) if square
    )
    return QRCode(len(rows), "".join(dark))
