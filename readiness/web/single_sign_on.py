"""Single sign-on by OpenID Connect: code flow with PKCE, state and nonce."""

from typing import Any

from flask import Blueprint, Flask, current_app, request, session, url_for
from flask.typing import ResponseReturnValue

from readiness.domain.errors import NotFound, Unusable
from readiness.settings import SingleSignOn
from readiness.usecases.sign_in import NotSignedIn, account_numbered
from readiness.usecases.single_sign_on import person_vouched_for
from readiness.web import current
from readiness.web.onward import safe_next
from readiness.web.sign_in import go_on

bp = Blueprint("single_sign_on", __name__, url_prefix="/sign-in/single")

CLIENT = "readiness-single-sign-on"
ONWARD = "onward"
SECONDS = 10

NOT_REACHED = (
    "The single sign-on service was not reached, or its answer could not be used. "
    "Try again, or sign in with your password."
)


def connect(app: Flask, settings: SingleSignOn) -> None:
    """Let people come in whom a service vouches for.

    Raises:
        Unusable: the packages it takes are not installed.
    """
    try:
        from authlib.integrations.flask_client import OAuth
    except ImportError:
        raise Unusable(
            "The settings name a single sign-on service, and the packages for it are not installed:"
            ' pip install "authlib>=1.9,<2" requests, or take [single_sign_on] out.'
        ) from None
    app.extensions[CLIENT] = OAuth(app).register(
        "service",
        client_id=settings.client_id,
        client_secret=settings.client_secret,
        server_metadata_url=f"{settings.issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={
            "scope": "openid email profile",
            "code_challenge_method": "S256",
            "default_timeout": SECONDS,
        },
    )


@bp.get("")
def away() -> ResponseReturnValue:
    client, _ = _client()
    session[ONWARD] = safe_next(request.args.get("next", ""), url_for("start.start"))
    back = url_for("single_sign_on.back", _external=True)
    answer: ResponseReturnValue = _reached(lambda: client.authorize_redirect(back))
    return answer


@bp.get("/back")
def back() -> ResponseReturnValue:
    client, settings = _client()
    claims = _reached(lambda: client.authorize_access_token()).get("userinfo")
    if not claims or claims["iss"].rstrip("/") != settings.issuer.rstrip("/"):
        raise NotSignedIn(NOT_REACHED)
    number = person_vouched_for(
        current.db(),
        claims["iss"],
        claims["sub"],
        str(claims.get("email") or ""),
        verified=claims.get("email_verified") is True,
        name=str(claims.get("name") or ""),
        at=current.now(),
    )
    onward = safe_next(session.pop(ONWARD, ""), url_for("start.start"))
    return go_on(account_numbered(current.db(), number), onward, "single sign-on")


def _client() -> tuple[Any, SingleSignOn]:
    settings = current.settings().single_sign_on
    if settings is None or CLIENT not in current_app.extensions:
        raise NotFound("There is no single sign-on in this copy.")
    return current_app.extensions[CLIENT], settings


def _reached(ask: Any) -> Any:
    """Ask the service for something; whatever goes wrong there is told in our words and logged."""
    from authlib.common.errors import AuthlibBaseError
    from joserfc.errors import JoseError
    from requests import RequestException

    try:
        return ask()
    except (AuthlibBaseError, JoseError, RequestException, KeyError, ValueError) as error:
        current_app.logger.warning("Single sign-on failed: %s", type(error).__name__)
        raise NotSignedIn(NOT_REACHED) from error
