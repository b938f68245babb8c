"""Each refusal's status and page. Nobody else knows status codes."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Flask, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, SecurityError

from readiness.domain.errors import (
    Conflict,
    Faults,
    InvalidAnswer,
    NotAllowed,
    NotFound,
    PackFaults,
    ReadinessError,
    Unusable,
)
from readiness.usecases.joining import LinkGone
from readiness.usecases.permission import NOTHING_HERE
from readiness.usecases.throttle import TooSoon
from readiness.web import current
from readiness.web.request_log import incident, log_refusal

STATUS: dict[type[ReadinessError], int] = {
    InvalidAnswer: 400,
    NotAllowed: 403,
    NotFound: 404,
    Conflict: 409,
    PackFaults: 503,
    Unusable: 503,
    LinkGone: 410,
    TooSoon: 429,
}
"""The status of each class of refusal; any other is 400."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What the problem page says: a heading, sentences, and the faults of a document."""

    title: str
    sentences: Sequence[str] = ()
    faults: Sequence[str] = ()


TITLES = {
    400: "This could not be used",
    403: "You may not do this",
    404: "There is no such page",
    405: "This page cannot be used in that way",
    409: "Somebody else changed this first",
    410: "This link does not work any more",
    413: "That is too much at once",
    429: "That was too often",
    500: "Something went wrong on our side",
    503: "This copy cannot be used as it stands",
}

SENTENCES = {
    400: ["What your browser sent cannot be understood. Go back, reload the page and try again."],
    404: ["Check the address, or go to the start page."],
    405: ["Go back, reload the page and try again."],
    413: [
        "The form holds more than 2 megabytes. Go back: what you typed is still there. "
        "Shorten the longest notes and save again."
    ],
    500: ["Nothing half done was saved. Go back and try again; the log says what happened."],
}

TOO_LARGE_A_FILE = Problem(
    "That is too much at once",
    ["A pack has at most 5 megabytes. Go back, leave out what is no part of it, and zip it again."],
)

NO_TOKEN = Problem(
    "This page was open for too long",
    ["Go back and reload the page. What you typed is still in the form: save it again."],
)


def handle_problems(app: Flask) -> None:
    """Turn every refusal and every error of an app into the problem page."""
    app.register_error_handler(CSRFError, lambda _: (_page(NO_TOKEN), 400))
    app.register_error_handler(SecurityError, _wrong_host)
    app.register_error_handler(ReadinessError, _refused)
    app.register_error_handler(HTTPException, _failed)


def _refused(refusal: ReadinessError) -> ResponseReturnValue:
    log_refusal(refusal)
    if isinstance(refusal, NotFound) and current.settings().accounts:
        return _page(Problem(TITLES[404], [NOTHING_HERE])), 404
    status = next((code for kind, code in STATUS.items() if isinstance(refusal, kind)), 400)
    lines = str(refusal).splitlines()
    if isinstance(refusal, Faults):
        wrong = ["The document has faults. Put them right and reload this page."]
        return _page(Problem(TITLES[status], wrong, faults=lines)), status
    return _page(Problem(TITLES[status], lines)), status


def _failed(error: HTTPException) -> ResponseReturnValue:
    """Show an error of HTTP; Flask has logged one of ours whole before it comes here."""
    status = error.code or 500
    if status < 400:
        return error.get_response()
    if status == 413 and request.endpoint == "release.upload":
        return _page(TOO_LARGE_A_FILE), status
    title = TITLES.get(status, error.name)
    sentences = [*SENTENCES.get(status, ())]
    if number := incident():
        sentences.append(f"Tell whoever runs this copy that it was incident {number}.")
    return _page(Problem(title, sentences)), status, _kept(error)


def _wrong_host(_error: SecurityError) -> ResponseReturnValue:
    """Answer in plain text: without a host that we trust, no address on a page can be made."""
    names = "the one you were given" if current.settings().hosts else "localhost or 127.0.0.1"
    words = f"This copy does not answer to that name. Use {names} in the address.\n"
    return words, 400, {"Content-Type": "text/plain; charset=utf-8"}


def _kept(error: HTTPException) -> list[tuple[str, str]]:
    """Keep the headers which say how to ask rightly, such as Allow."""
    return [(name, value) for name, value in error.get_headers() if name not in _OF_THE_BODY]


_OF_THE_BODY = ("Content-Type", "Content-Length")


def _page(problem: Problem) -> str:
    return render_template("problem.html", problem=problem)
