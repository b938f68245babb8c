"""The rules of this copy: which versions are in use, drafts, releases, and the way back."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, Form, StringField, TextAreaField

from readiness.domain.effects import EFFECT_WORDS, Change, Effect
from readiness.domain.errors import PackFaults
from readiness.domain.move_words import move_words, moves_in_sum
from readiness.files.pack_archive import MOST_BYTES, read_archive
from readiness.usecases.pack import read_packs
from readiness.usecases.proposal import Incomplete, Proposal
from readiness.usecases.release import (
    FOLDER,
    discard_draft,
    propose_return,
    read_draft,
    release_draft,
    roll_back,
    upload_pack,
)
from readiness.web import current
from readiness.web.forms import troubles_of

bp = Blueprint("release", __name__, url_prefix="/rules")

MOST_ROWS = 100
"""The most organisations that a page names; the command line names all."""

HEADS = {
    Effect.INCOMPATIBLE: "Incompatible",
    Effect.REVIEW: "Answers need review",
    Effect.COMPATIBLE: "Compatible",
    Effect.WORDING: "Wording only",
}


class UploadForm(Form):
    """A zip of a pack’s folder."""

    pack = StringField("A .zip of the pack’s folder")


class ReleaseForm(Form):
    """Why a version is put to use, and that its consequences were looked at."""

    note = TextAreaField("Why")
    looked = BooleanField("I looked at who would move, and at the answers that would be lost")


@dataclass(frozen=True, slots=True)
class ChangeGroup:
    """The changes of one class, with its name and what it means."""

    title: str
    meaning: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class MoverRow:
    """An organisation that would move or lose answers: how, by what, and which."""

    name: str
    moves: str
    by: str
    unread: str


@dataclass(frozen=True, slots=True)
class ProposalWords:
    """A proposal as its page shows it."""

    proposal: Proposal
    groups: tuple[ChangeGroup, ...]
    sums: tuple[tuple[str, int], ...]
    rows: tuple[MoverRow, ...]
    more: int


@bp.get("")
def rules() -> ResponseReturnValue:
    return _rules_page(UploadForm())


@bp.post("/drafts")
def upload() -> ResponseReturnValue:
    form = UploadForm()
    sent = request.files.get("pack")
    if sent is None or not sent.filename:
        form.pack.errors = ("Choose the .zip of a pack.",)
        return _rules_page(form), 400
    try:
        files = read_archive(sent.read(MOST_BYTES + 1))
        number = upload_pack(current.db(), files, person=current.person(), at=current.now())
    except PackFaults as broken:
        form.pack.errors = ("Put right what is wrong with the pack, then upload it again.",)
        return _rules_page(form, [str(fault) for fault in broken.faults]), 400
    return redirect(url_for(".draft", number=number), 303)


@bp.get("/drafts/<int:number>")
def draft(number: int) -> ResponseReturnValue:
    return _draft_page(number, ReleaseForm())


@bp.post("/drafts/<int:number>/release")
def release(number: int) -> ResponseReturnValue:
    form = ReleaseForm(request.form)
    try:
        release_draft(
            current.db(),
            current.rules(),
            number,
            note=form.note.data or "",
            looked=form.looked.data,
            seen=request.form.get("seen", ""),
            person=current.person(),
            at=current.now(),
        )
    except Incomplete as missing:
        _blame(form, missing)
        return _draft_page(number, form), 400
    flash("Released. New assessments begin with this version; those under way move when they say.")
    return redirect(url_for(".rules"), 303)


@bp.post("/drafts/<int:number>/discard")
def discard(number: int) -> ResponseReturnValue:
    discard_draft(current.db(), number, person=current.person(), at=current.now())
    flash("The draft is discarded.")
    return redirect(url_for(".rules"), 303)


@bp.get("/packs/<pack_key>/back/<target>")
def back(pack_key: str, target: str) -> ResponseReturnValue:
    return _back_page(pack_key, target, ReleaseForm())


@bp.post("/packs/<pack_key>/back/<target>")
def go_back(pack_key: str, target: str) -> ResponseReturnValue:
    form = ReleaseForm(request.form)
    try:
        roll_back(
            current.db(),
            current.rules(),
            pack_key,
            target,
            note=form.note.data or "",
            looked=form.looked.data,
            seen=request.form.get("seen", ""),
            person=current.person(),
            at=current.now(),
        )
    except Incomplete as missing:
        _blame(form, missing)
        return _back_page(pack_key, target, form), 400
    flash("Rolled back. New assessments begin with that version; those under way stay as they are.")
    return redirect(url_for(".rules"), 303)


def _rules_page(form: UploadForm, faults: Sequence[str] = ()) -> str:
    return render_template(
        "release/rules.html",
        form=form,
        troubles=troubles_of(form),
        faults=faults,
        lines=read_packs(current.db(), current.rules(), person=current.person()),
    )


def _draft_page(number: int, form: ReleaseForm) -> str:
    found = read_draft(current.db(), current.rules(), number, person=current.person())
    return render_template(
        "release/draft.html",
        draft=found,
        form=form,
        troubles=troubles_of(form),
        words=_words(found.proposal),
    )


def _back_page(pack_key: str, target: str, form: ReleaseForm) -> str:
    person = current.person()
    proposal = propose_return(current.db(), current.rules(), pack_key, target, person=person)
    return render_template(
        "release/back.html",
        form=form,
        troubles=troubles_of(form),
        words=_words(proposal),
        folder=target == FOLDER,
    )


def _words(proposal: Proposal) -> ProposalWords:
    revision, found, old = proposal.revision, proposal.found, proposal.base
    if revision is None or found is None or old is None:
        return ProposalWords(proposal, (), (), (), 0)
    groups = (
        ChangeGroup(HEADS[effect], EFFECT_WORDS[effect], changes)
        for effect in Effect
        if (changes := revision.of(effect))
    )
    rows = tuple(
        MoverRow(
            f"{one.organisation.name} ({one.organisation.ods_code})",
            move_words(one, old, proposal.to),
            ", ".join(map(str, one.by)),
            ", ".join(old.questions[key].ref for key in one.unread),
        )
        for one in found.found[:MOST_ROWS]
    )
    sums = moves_in_sum(found.movers, old, proposal.to)
    return ProposalWords(proposal, tuple(groups), sums, rows, len(found.found) - len(rows))


def _blame(form: ReleaseForm, missing: Incomplete) -> None:
    for name, words in missing.wrong.items():
        form[name].errors = (words,)
