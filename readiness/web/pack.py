"""What a pack knows, for people to read: its words, and how it judges."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from readiness.domain.errors import NotFound
from readiness.domain.glossary import by_letter
from readiness.domain.pack import Pack
from readiness.files.gate_words import gate_words, pattern_words
from readiness.files.pack_words import pack_words
from readiness.usecases.pack import list_packs
from readiness.web import current

bp = Blueprint("pack", __name__, url_prefix="/packs/<pack_key>")


@bp.get("/glossary")
def glossary(pack_key: str) -> ResponseReturnValue:
    pack = _pack(pack_key)
    return render_template("pack/glossary.html", pack=pack, letters=by_letter(pack.glossary))


@bp.get("/rules")
def rules(pack_key: str) -> ResponseReturnValue:
    pack = _pack(pack_key)
    return render_template("pack/rules.html", pack=pack, words=pack_words(pack))


@bp.get("/gates")
def gates(pack_key: str) -> ResponseReturnValue:
    pack = _pack(pack_key)
    return render_template(
        "pack/gates.html", pack=pack, gates=gate_words(pack), patterns=pattern_words(pack)
    )


def _pack(key: str) -> Pack:
    for pack in list_packs(current.db(), current.rules()):
        if pack.key == key:
            return pack
    raise NotFound("There is no rule pack of that name.")
