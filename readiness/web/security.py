"""Response headers, the token that every form carries, and how the session is kept."""

import os
import re
import secrets
from contextlib import suppress
from pathlib import Path

from flask import Flask, Response, request
from flask_wtf.csrf import CSRFProtect
from werkzeug.exceptions import SecurityError

from readiness.domain.errors import Unusable

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; "
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
"""The names by which this copy answers; another name is another site pointing at this computer."""

MOST_BYTES = 2_000_000
MOST_PARTS = 2_000

LARGER = {"release.upload": 6_000_000}
"""The pages that take a file, and the most bytes that may be sent to them with all around it."""


def secure(app: Flask, instance: Path, *, secure_cookies: bool) -> None:
    """Give an app its limits, its cookies, its tokens and its headers."""
    app.config.update(
        SECRET_KEY=_secret_key(instance),
        MAX_CONTENT_LENGTH=MOST_BYTES,
        MAX_FORM_MEMORY_SIZE=MOST_BYTES,
        MAX_FORM_PARTS=MOST_PARTS,
        SESSION_COOKIE_NAME="readiness",
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SECURE=secure_cookies,
        WTF_CSRF_TIME_LIMIT=None,
    )
    app.before_request(_refuse_other_names)
    app.before_request(_let_files_be_larger)
    CSRFProtect(app)
    app.after_request(_with_headers)


def _refuse_other_names() -> None:
    """Refuse a host that is not ours; Flask's own TRUSTED_HOSTS cannot name an IPv6 address."""
    if re.sub(r":\d+$", "", request.host) not in LOOPBACK:
        raise SecurityError


def _let_files_be_larger() -> None:
    """Set the limit of a page before anything reads what was sent to it."""
    request.max_content_length = LARGER.get(request.endpoint or "", MOST_BYTES)


def _with_headers(response: Response) -> Response:
    response.headers.update(HEADERS)
    if request.endpoint != "static":
        response.headers["Cache-Control"] = "no-store"
    return response


def _secret_key(instance: Path) -> bytes:
    """Read the key that signs cookies, or make one that only this user can read."""
    path = instance / "secret.key"
    try:
        with suppress(FileExistsError):
            _write_once(path, secrets.token_bytes(32))
        key = path.read_bytes()
    except OSError as error:
        raise Unusable(f"{path} cannot be read or written: {error.strerror}.") from error
    if len(key) < 32:
        raise Unusable(f"{path} is damaged: delete it, and a new one is made at the next start.")
    return key


def _write_once(path: Path, key: bytes) -> None:
    """Write beside its place and link it in whole, so that no other process reads half a key."""
    half = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    try:
        with open(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(key)
        os.link(half, path)
    finally:
        half.unlink(missing_ok=True)
