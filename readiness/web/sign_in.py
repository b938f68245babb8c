"""Signing in and out, and getting back a form that outlasted a session."""

import json
from datetime import timedelta

from flask import Blueprint, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from wtforms import Form, HiddenField, StringField

from readiness.domain.account import Account
from readiness.domain.errors import NotFound
from readiness.usecases import sessions
from readiness.usecases.permission import NOTHING_HERE
from readiness.usecases.sign_in import NotSignedIn, begin_session, check_code, check_password
from readiness.usecases.throttle import TooSoon
from readiness.web import current
from readiness.web.forms import troubles_of
from readiness.web.onward import safe_next
from readiness.web.signed_in import let_go, limits, signed_in, take, visitor

bp = Blueprint("sign_in", __name__)

PROVED = "proved"
"""Where the signed cookie says whose password was right, while a code is asked for."""

CODE_WITHIN = timedelta(minutes=5)
TOO_SOON = 429


class SignInForm(Form):
    """What somebody gives to sign in, and where they want to go on to."""

    email = StringField("E-mail address")
    password = StringField("Password")
    next = HiddenField()
    kept = HiddenField()


class CodeForm(Form):
    """The code of the second factor."""

    code = StringField("Code")


@bp.get("/sign-in")
def page() -> ResponseReturnValue:
    if not current.settings().accounts:
        return redirect(url_for("start.start"), 303)
    return _page(SignInForm(request.args))


@bp.post("/sign-in")
def sign_in() -> ResponseReturnValue:
    form = SignInForm(request.form)
    email, password = form.email.data or "", form.password.data or ""
    try:
        account = check_password(current.db(), email, password, visitor(email), at=current.now())
    except (NotSignedIn, TooSoon) as refusal:
        form.email.errors = (str(refusal),)
        return _page(form), TOO_SOON if isinstance(refusal, TooSoon) else 400
    return go_on(account, _onward(form), "password")


@bp.get("/sign-in/code")
def code() -> ResponseReturnValue:
    if _proved() is None:
        return redirect(url_for("sign_in.page"), 303)
    return _code_page(CodeForm())


@bp.post("/sign-in/code")
def give_code() -> ResponseReturnValue:
    proved, form = _proved(), CodeForm(request.form)
    if proved is None:
        return redirect(url_for("sign_in.page"), 303)
    number, email, onward, how = proved
    try:
        check_code(current.db(), number, form.code.data or "", visitor(email), at=current.now())
    except (NotSignedIn, TooSoon) as refusal:
        form.code.errors = (str(refusal),)
        return _code_page(form), TOO_SOON if isinstance(refusal, TooSoon) else 400
    return _enter(number, email, onward, f"{how} and code")


@bp.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    sessions.sign_out(current.db(), signed_in(), at=current.now())
    let_go()
    return redirect(url_for("sign_in.page", out=1), 303)


@bp.get("/sign-in/kept")
def kept() -> ResponseReturnValue:
    """Show that a form is still there which was sent after the session had ended."""
    person, token = signed_in().person, request.args.get("kept", "")
    found = sessions.get_back(current.db(), token, person, at=current.now())
    if found is None:
        raise NotFound(NOTHING_HERE)
    address, fields = found
    sent = [(name, text) for name, texts in json.loads(fields).items() for text in texts]
    return render_template("sign_in/kept.html", address=address, sent=sent)


def go_on(account: Account, onward: str, how: str) -> ResponseReturnValue:
    """Sign in somebody who proved who they are, or ask for their second factor first."""
    if not account.totp_secret:
        return _enter(account.person, account.email, onward, how)
    session[PROVED] = [account.person, account.email, onward, how, current.now().timestamp()]
    return redirect(url_for("sign_in.code"), 303)


def _enter(number: int, email: str, onward: str, how: str) -> ResponseReturnValue:
    found = begin_session(
        current.db(),
        number,
        visitor(email),
        limits(),
        how=how,
        before=g.signed_in,
        at=current.now(),
    )
    take(found, email)
    return redirect(onward, 303)


def _proved() -> tuple[int, str, str, str] | None:
    """Return whose password was right a short while ago: number, address, where to, how."""
    try:
        number, email, onward, how, at = session[PROVED]
    except (KeyError, ValueError):
        return None
    if current.now().timestamp() - at > CODE_WITHIN.total_seconds():
        return None
    return number, email, onward, how


def _onward(form: SignInForm) -> str:
    if form.kept.data:
        return url_for("sign_in.kept", kept=form.kept.data)
    return safe_next(form.next.data or "", url_for("start.start"))


def _page(form: SignInForm) -> str:
    single = current.settings().single_sign_on
    return render_template(
        "sign_in/sign_in.html",
        form=form,
        troubles=troubles_of(form),
        single=single.label if single else "",
        onward=safe_next(form.next.data or "", ""),
        out=request.args.get("out") == "1",
        over=request.args.get("over") == "1",
        minutes=current.settings().idle_minutes,
    )


def _code_page(form: CodeForm) -> str:
    return render_template("sign_in/code.html", form=form, troubles=troubles_of(form))
