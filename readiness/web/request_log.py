"""What is logged of a request: which address, how it was answered and how long that took.

Never a query string, a form, a name or an address of a computer: only the pattern of the address.
"""

import logging
import secrets
import time
from types import TracebackType
from typing import cast

from flask import Flask, Response, g, request

from readiness.domain.errors import NotAllowed, NotFound, ReadinessError

LOG = logging.getLogger("readiness.requests")


class Application(Flask):
    """An application that gives every failure a number, told to the person and in the log alike."""

    def log_exception(
        self,
        exc_info: (
            tuple[type[BaseException], BaseException, TracebackType] | tuple[None, None, None]
        ),
    ) -> None:
        """Log a failure whole, under its number."""
        g.incident = secrets.token_hex(4)
        self.logger.error(
            "incident %s, %s %s", g.incident, request.method, _pattern(), exc_info=exc_info
        )


def log_requests(app: Flask) -> None:
    """Log each request of an app when it is answered."""
    app.before_request(_begin)
    app.after_request(_log)


def incident() -> str:
    """Return the number of this request's failure; empty where there was none."""
    return cast(str, g.get("incident", ""))


def log_refusal(refusal: ReadinessError) -> None:
    """Log that somebody, by number, asked for what they may not have or for what is not there."""
    if isinstance(refusal, NotAllowed | NotFound):
        who = g.person.id if "person" in g else "-"
        kind = type(refusal).__name__
        LOG.warning("refused %s, %s %s, person %s", kind, request.method, _pattern(), who)


def _begin() -> None:
    g.began = time.perf_counter()


def _log(response: Response) -> Response:
    took = 1000 * (time.perf_counter() - g.get("began", time.perf_counter()))
    LOG.info("%s %s %d %d ms", _method(), _pattern(), response.status_code, took)
    return response


def _method() -> str:
    return request.method if request.method.isalpha() and len(request.method) < 10 else "-"


def _pattern() -> str:
    return request.url_rule.rule if request.url_rule else "-"
