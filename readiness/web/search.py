"""Finding an organisation, and the page of what is known of one."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from readiness.domain.organisation import KIND_LABELS
from readiness.usecases.about import about_organisation
from readiness.usecases.register import UNKNOWN_DAY
from readiness.usecases.search import LONGEST, Found, find_organisations
from readiness.web import current
from readiness.web.about_page import about_page, kind_words

bp = Blueprint("search", __name__, url_prefix="/organisations")


@bp.get("/search")
def search() -> ResponseReturnValue:
    typed = request.args.get("find", "")[:LONGEST]
    return render_template(
        "register/search.html", typed=typed, found=find(typed), about_found=about_found
    )


@bp.get("/<ods_code>/about")
def about(ods_code: str) -> ResponseReturnValue:
    found = about_organisation(current.db(), ods_code, person=current.person(), on=current.today())
    page = about_page(found, current.today())
    return render_template("register/about.html", about=found, page=page, kind_words=kind_words)


def find(typed: str, *, own: bool = False) -> tuple[Found, ...]:
    """Return what may be meant by what was typed; nothing finds nothing."""
    if not typed.strip():
        return ()
    person, today = current.person(), current.today()
    return find_organisations(current.db(), typed, person=person, on=today, own=own)


def about_found(found: Found) -> str:
    """Say beside a name what tells it from others: kind, postcode, and whether it is closed."""
    kind = found.organisation.kind
    words = [KIND_LABELS[kind] if kind else "", found.postcode]
    if found.closed:
        known = found.closed != UNKNOWN_DAY
        words.append(f"closed {found.closed:%Y}" if known else "closed")
    return ", ".join(word for word in words if word)
