"""What organisations share once it is signed off: the pages of commissioners and reviewers."""

import json

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from readiness.domain.errors import NotFound
from readiness.domain.shared import NOT_SHARED
from readiness.files.shared import shared_json, shared_table
from readiness.usecases.shared_view import SharedView, list_shared, read_shared
from readiness.web import current
from readiness.web.chosen_pack import packs_and_chosen
from readiness.web.gates import GATE_WORDS

bp = Blueprint("shared", __name__, url_prefix="/shared")

ABOUT = "/<ods_code>/<pack_key>"


@bp.get("")
def members() -> ResponseReturnValue:
    """List the organisations whose submissions the person may see, under one pack."""
    packs, pack = packs_and_chosen()
    return render_template(
        "shared/members.html",
        lines=list_shared(current.db(), pack.key, person=current.person()),
        packs=packs,
        chosen=pack,
        today=current.today(),
    )


@bp.get(ABOUT)
def about(ods_code: str, pack_key: str) -> ResponseReturnValue:
    """Show what one organisation shares."""
    view = _view(ods_code, pack_key)
    return render_template(
        "shared/about.html",
        view=view,
        shared=view.shared,
        pack_key=pack_key,
        gate_words=GATE_WORDS,
        today=current.today(),
        not_shared=NOT_SHARED,
    )


@bp.get(f"{ABOUT}/shared.json")
def document(ods_code: str, pack_key: str) -> ResponseReturnValue:
    """Give what one organisation shares as JSON."""
    view = _view(ods_code, pack_key)
    if view.shared is None:
        raise NotFound("Nothing is signed off yet, so there is nothing to download.")
    text = json.dumps(shared_json(view.shared), ensure_ascii=False, indent=2) + "\n"
    return _file(view, text.encode(), "json", "application/json")


@bp.get(f"{ABOUT}/shared.csv")
def table(ods_code: str, pack_key: str) -> ResponseReturnValue:
    """Give what one organisation shares as CSV."""
    view = _view(ods_code, pack_key)
    if view.shared is None:
        raise NotFound("Nothing is signed off yet, so there is nothing to download.")
    return _file(view, shared_table(view.shared), "csv", "text/csv")


def _view(ods_code: str, pack_key: str) -> SharedView:
    return read_shared(current.db(), ods_code, pack_key, person=current.person(), at=current.now())


def _file(view: SharedView, content: bytes, ending: str, kind: str) -> Response:
    assert view.shared is not None
    number = view.shared.submission
    name = f"{view.organisation.ods_code}-{view.shared.pack_key}-shared-{number}.{ending}"
    return Response(
        content,
        mimetype=kind,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
