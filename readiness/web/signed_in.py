"""Who is signed in: known by a cookie at every request, and asked for where that is needed."""

import json
from datetime import timedelta

from flask import Flask, Response, current_app, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from itsdangerous import BadSignature, URLSafeTimedSerializer

from readiness.domain.errors import NotAllowed, NotFound
from readiness.usecases import sessions
from readiness.usecases.hashing import digest, new_token
from readiness.usecases.people import may_invite_anywhere
from readiness.usecases.sessions import Limits, SignedIn
from readiness.usecases.throttle import Visitor
from readiness.web import current

OPEN = frozenset(
    {
        "static",
        "start.accessibility",
        "sign_in.page",
        "sign_in.sign_in",
        "sign_in.code",
        "sign_in.give_code",
        "single_sign_on.away",
        "single_sign_on.back",
        "joining.set_up",
        "joining.make_administrator",
        "joining.invitation",
        "joining.accept",
        "joining.reset",
        "joining.set_password",
        "round_joining.page",
        "round_joining.join",
    }
)
"""The pages for people who are not signed in. Every other asks them to sign in first."""

FACTOR = frozenset({"account.factor", "account.turn_on", "sign_in.sign_out"})
"""The pages of somebody who has to turn a second factor on before they see any other."""

DEVICE_LASTS = timedelta(days=180)
MOST_DEVICES = 5
"""For how many people one browser is known; the one who signed in longest ago goes first."""

NEVER_KEPT = frozenset({"password", "old", "new", "code"})
"""Fields of forms that are not kept, for these hold secrets."""

LONGEST_KEPT = 500_000
"""How many characters of a form are kept that was sent after a session had ended."""


def watch(app: Flask) -> None:
    """Know at every request of an app who is signed in, before its token is checked."""
    app.before_request(_recognise)
    app.context_processor(_words)


def guard(app: Flask) -> None:
    """Ask people to sign in, and give them their cookie."""
    app.before_request(_ask_to_sign_in)
    app.after_request(_with_cookies)


def signed_in() -> SignedIn:
    """Return who is signed in.

    Raises:
        NotFound: nobody signs in to this copy.
        NotAllowed: nobody is signed in.
    """
    need_accounts()
    found: SignedIn | None = g.get("signed_in")
    if found is None:
        raise NotAllowed("Sign in first.")
    return found


def need_accounts() -> None:
    """Refuse a page that only a copy with accounts has.

    Raises:
        NotFound: nobody signs in to this copy.
    """
    if not current.settings().accounts:
        raise NotFound(
            "In this copy nobody signs in, so it has no such page. Whoever runs it may say "
            "accounts = true in its settings."
        )


def take(found: SignedIn, email: str = "") -> None:
    """Act for somebody from now on; after a proof their browser is known for a while.

    Args:
        email: given where this is a new sign-in, which begins with nothing of what was before.
    """
    if email:
        session.clear()
        g.new_devices = {**_devices(), digest(email): new_token()}
    g.signed_in, g.person = found, found.person
    if session.get("csrf_token") != found.session.csrf:
        session["csrf_token"] = found.session.csrf
        g.pop("csrf_token", None)


def let_go() -> None:
    """Act for nobody from now on."""
    session.clear()
    g.signed_in, g.signed_out = None, True


def limits() -> Limits:
    """Return how long sessions last in this copy."""
    settings = current.settings()
    return Limits(
        timedelta(minutes=settings.idle_minutes), timedelta(minutes=settings.session_minutes)
    )


def visitor(email: str) -> Visitor:
    """Return from where somebody asks who gives an address, and whether they are known here."""
    device = _devices().get(digest(email.strip().casefold()), "")
    return Visitor(request.remote_addr or "", agent(), device)


def visitor_signed_in() -> Visitor:
    """Return from where somebody asks who is signed in: their session is a place of its own."""
    return Visitor(request.remote_addr or "", agent(), signed_in().session.family)


def agent() -> str:
    """Return what the browser calls itself."""
    return request.headers.get("User-Agent", "")[:300]


def _recognise() -> None:
    g.signed_in = None
    if not current.settings().accounts or request.endpoint == "static":
        return
    token = request.cookies.get(_cookie(), "")
    found = token and sessions.recognise(current.db(), token, limits(), at=current.now())
    if found:
        take(found)


def _ask_to_sign_in() -> ResponseReturnValue | None:
    if g.signed_in and request.endpoint is not None and _has_to_prove_twice():
        return redirect(url_for("account.factor"), 303)
    if (
        not current.settings().accounts
        or g.signed_in
        or request.endpoint is None
        or request.endpoint in OPEN
    ):
        return None
    if request.method != "POST":
        wanted = request.full_path.rstrip("?")
        return redirect(url_for("sign_in.page", next=None if wanted == "/" else wanted), 303)
    return redirect(url_for("sign_in.page", kept=_kept() or None, over=1), 303)


def _has_to_prove_twice() -> bool:
    asked = current.settings().second_factor and not g.signed_in.session.proved_twice
    return asked and request.endpoint not in OPEN | FACTOR


def _kept() -> str:
    """Keep the form that was sent, where the session it was for is still known."""
    fields = {name: request.form.getlist(name) for name in request.form if name != "csrf_token"}
    text = json.dumps(fields)
    token = request.cookies.get(_cookie(), "")
    secret = not NEVER_KEPT.isdisjoint(fields)
    if not token or secret or len(text) > LONGEST_KEPT or any(request.files):
        return ""
    address = request.full_path.rstrip("?")
    return sessions.keep(current.db(), token, address, text, limits(), at=current.now())


def _with_cookies(response: Response) -> Response:
    found: SignedIn | None = g.get("signed_in")
    secure = current.settings().secure
    if found and found.token:
        response.set_cookie(
            _cookie(), found.token, secure=secure, httponly=True, samesite="Lax", path="/"
        )
    elif g.get("signed_out"):
        response.delete_cookie(_cookie(), secure=secure, httponly=True, samesite="Lax", path="/")
    if devices := g.get("new_devices"):
        kept = dict(list(devices.items())[-MOST_DEVICES:])
        response.set_cookie(
            _device_cookie(),
            _signer().dumps(kept),
            max_age=DEVICE_LASTS,
            secure=secure,
            httponly=True,
            samesite="Lax",
            path="/",
        )
    return response


def _cookie() -> str:
    return "__Host-readiness-session" if current.settings().secure else "readiness-session"


def _device_cookie() -> str:
    return "__Host-readiness-devices" if current.settings().secure else "readiness-devices"


def _devices() -> dict[str, str]:
    """Return by what name this browser is known for whom."""
    try:
        told = _signer().loads(
            request.cookies.get(_device_cookie(), ""), max_age=int(DEVICE_LASTS.total_seconds())
        )
    except BadSignature:
        return {}
    return dict(told)


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="known devices")


def _words() -> dict[str, object]:
    """Tell every page who is signed in."""
    found: SignedIn | None = g.get("signed_in")
    return {
        "accounts": current.settings().accounts,
        "signed_in": found,
        "may_invite": bool(found and may_invite_anywhere(found.person)),
    }
