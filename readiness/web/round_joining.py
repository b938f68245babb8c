"""The page behind the link of a member of a round: who asks for what, and the way in."""

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from readiness.domain.errors import Conflict
from readiness.domain.pack import Pack
from readiness.domain.password import SHORTEST
from readiness.domain.system_round import QuestionSet
from readiness.usecases.assessment import start_assessment
from readiness.usecases.joining import LinkGone
from readiness.usecases.pack import list_packs
from readiness.usecases.system_round_joining import Entry, Opened, join_as, join_as_new, open_link
from readiness.web import current
from readiness.web.forms import troubles_of
from readiness.web.joining import NewcomerForm
from readiness.web.signed_in import agent, limits, need_accounts, take, visitor

bp = Blueprint("round_joining", __name__, url_prefix="/rounds/join/<token>")


@bp.get("")
def page(token: str) -> ResponseReturnValue:
    """Say who asks for what, and how to come in."""
    return _page(token, _opened(token), NewcomerForm())


@bp.post("")
def join(token: str) -> ResponseReturnValue:
    """Become the IT lead of a member that has no people, and begin."""
    need_accounts()
    opened = _opened(token)
    if opened.entry is not Entry.JOIN:
        return _page(token, opened, NewcomerForm()), 409
    if g.signed_in:
        take(join_as(current.db(), token, g.signed_in, at=current.now(), on=current.today()))
        return _begin(opened)
    form = NewcomerForm(request.form)
    if opened.asked.address:
        form.email.data = opened.asked.address
    newcomer = form.read((opened.organisation.ods_code,))
    if newcomer is None:
        return _page(token, opened, form), 400
    try:
        found = join_as_new(
            current.db(),
            token,
            newcomer,
            agent(),
            limits(),
            at=current.now(),
            on=current.today(),
        )
    except Conflict as there:
        form.email.errors = (str(there),)
        return _page(token, opened, form), 409
    take(found, newcomer.email)
    return _begin(opened)


@bp.post("/begin")
def begin(token: str) -> ResponseReturnValue:
    """Begin or continue what the round asks for."""
    return _begin(_opened(token))


def _opened(token: str) -> Opened:
    person = current.person() if g.signed_in or not current.settings().accounts else None
    return open_link(
        current.db(),
        token,
        person=person,
        visitor=visitor("") if current.settings().accounts else None,
        at=current.now(),
        on=current.today(),
        keep=request.method != "HEAD",
    )


def _begin(opened: Opened) -> ResponseReturnValue:
    """Go to where the organisation answers; a pack about contracts asks first which it is."""
    code, pack = opened.organisation.ods_code, _pack(opened)
    look = opened.round.question_set is QuestionSet.LOOK and pack.first
    onward = "look.look" if look else "assessment.tasks"
    if opened.under_way and not pack.contract:
        return redirect(url_for(onward, assessment_id=opened.under_way), 303)
    if pack.contract is not None:
        first = "look" if look else None
        return redirect(url_for("contracts.choose", ods_code=code, pack=pack.key, first=first), 303)
    number = start_assessment(
        current.db(),
        current.rules(),
        pack.key,
        code,
        person=current.person(),
        at=current.now(),
    )
    return redirect(url_for(onward, assessment_id=number), 303)


def _pack(opened: Opened) -> Pack:
    for pack in list_packs(current.db(), current.rules()):
        if pack.key == opened.round.pack_key:
            return pack
    raise LinkGone("The rules that this round asks about are not in use any more.")


def _page(token: str, opened: Opened, form: NewcomerForm) -> str:
    return render_template(
        "rounds/join.html",
        token=token,
        found=opened,
        form=form,
        troubles=troubles_of(form),
        entry=opened.entry,
        wanted=(pack := _pack(opened)),
        look=opened.round.question_set is QuestionSet.LOOK and bool(pack.first),
        shortest=SHORTEST,
    )
