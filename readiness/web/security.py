"""Response headers, the names a copy answers to, the token of every form, how a session is kept."""

import re

from flask import Flask, Response, request
from flask_wtf.csrf import CSRFProtect
from werkzeug.exceptions import SecurityError
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter, Map

from readiness.settings import Settings
from readiness.web import current
from readiness.web.secret_key import secret_keys

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; "
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}

STRICT_TRANSPORT = {"Strict-Transport-Security": "max-age=31536000; includeSubDomains"}
"""Said where the copy is served by HTTPS alone: for a year, ask in no other way."""

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
"""The names by which every copy answers; beside them, those that its settings name."""

MOST_BYTES = 2_000_000
MOST_PARTS = 2_000

LARGER = {
    "release.upload": 6_000_000,
    "register.upload": 40_000_000,
    "returns.upload": 40_000_000,
}
"""The pages that take a file, and the most bytes that may be sent to them with all around it."""


class Number(IntegerConverter):
    """A number in an address: none is larger than the database can hold."""

    def __init__(self, map: Map) -> None:
        super().__init__(map, max=2**63 - 1)


def secure(app: Flask, settings: Settings) -> None:
    """Give an app its limits, its cookies, its tokens, its names and its headers."""
    app.url_map.converters["int"] = Number
    key, earlier = secret_keys(settings.instance.resolve())
    app.config.update(
        SECRET_KEY=key,
        SECRET_KEY_FALLBACKS=earlier,
        MAX_CONTENT_LENGTH=MOST_BYTES,
        MAX_FORM_MEMORY_SIZE=MOST_BYTES,
        MAX_FORM_PARTS=MOST_PARTS,
        SESSION_COOKIE_NAME="__Host-readiness" if settings.secure else "readiness",
        SESSION_COOKIE_PATH="/",
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SECURE=settings.secure,
        WTF_CSRF_TIME_LIMIT=None,
    )
    if settings.proxies:
        count = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, count, count, x_host=0)  # type: ignore[method-assign]
    app.before_request(_refuse_other_names)
    app.before_request(_let_files_be_larger)
    CSRFProtect(app)
    app.after_request(_with_headers)


def _refuse_other_names() -> None:
    """Refuse a host that is not ours; Flask's own TRUSTED_HOSTS cannot name an IPv6 address."""
    name = re.sub(r":\d+$", "", request.host).lower()
    if name not in LOOPBACK and name not in map(str.lower, current.settings().hosts):
        raise SecurityError


def _let_files_be_larger() -> None:
    """Set the limit of a page before anything reads what was sent to it."""
    request.max_content_length = LARGER.get(request.endpoint or "", MOST_BYTES)


def _with_headers(response: Response) -> Response:
    response.headers.update(HEADERS)
    if current.settings().secure:
        response.headers.update(STRICT_TRANSPORT)
    if request.endpoint != "static":
        response.headers["Cache-Control"] = "no-store"
    return response
