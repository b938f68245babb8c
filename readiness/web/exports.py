"""Every file that a person takes away is an event, whichever page gives it."""

from flask import Flask, Response, current_app, request
from werkzeug.http import parse_options_header

from readiness.domain.errors import ReadinessError
from readiness.usecases.events import note_export
from readiness.web import current

_SUBJECTS = {
    "assessment_id": "assessment",
    "ods_code": "organisation",
    "system": "organisation",
    "pack_key": "pack",
}
"""What a file is of, by the part of its address that says so; the first that is there counts."""


def note_exports(app: Flask) -> None:
    """Note every answer that a browser keeps as a file, before it is handed out."""
    app.after_request(_note)


def _note(response: Response) -> Response:
    kind, options = parse_options_header(response.headers.get("Content-Disposition"))
    if kind != "attachment" or response.status_code != 200 or request.method == "HEAD":
        return response
    noun, subject = _subject()
    try:
        note_export(
            current.db(),
            noun,
            subject,
            options.get("filename", request.path),
            person=current.person(),
            at=current.now(),
        )
    except ReadinessError as refusal:
        return current_app.make_response(current_app.handle_user_exception(refusal))
    return response


def _subject() -> tuple[str, str]:
    given = request.view_args or {}
    return next(
        ((noun, str(given[name])) for name, noun in _SUBJECTS.items() if name in given),
        ("copy", ""),
    )
