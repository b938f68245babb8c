"""What a pack knows, for people to read: its words, and how it judges."""

from dataclasses import dataclass

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from readiness.domain.condition import questions_of
from readiness.domain.errors import NotFound
from readiness.domain.pack import Pack, Question, Rule, Strength
from readiness.domain.wording import condition_words
from readiness.usecases.pack import list_packs
from readiness.web import current

bp = Blueprint("pack", __name__, url_prefix="/packs/<pack_key>")


@dataclass(frozen=True, slots=True)
class RuleWords:
    """A rule, with what passes and where it applies in words, and the questions it reads."""

    rule: Rule
    needs: str
    applies: str
    questions: tuple[Question, ...]


@bp.get("/glossary")
def glossary(pack_key: str) -> ResponseReturnValue:
    return render_template("pack/glossary.html", pack=_pack(pack_key))


@bp.get("/rules")
def rules(pack_key: str) -> ResponseReturnValue:
    pack = _pack(pack_key)
    return render_template(
        "pack/rules.html",
        pack=pack,
        hard={stage.key: _rules_of(pack, stage.key, Strength.HARD) for stage in pack.stages},
        soft={stage.key: _rules_of(pack, stage.key, Strength.SOFT) for stage in pack.stages},
        opens={
            route.key: condition_words(route.open_when, pack)
            for route in pack.routes.routes
            if route.open_when is not None
        },
        reasons=[(r, condition_words(r.when, pack)) for r in pack.routes.reasons],
    )


def _rules_of(pack: Pack, stage: str, strength: Strength) -> list[RuleWords]:
    return [
        RuleWords(
            rule,
            condition_words(rule.needs, pack),
            "" if rule.applies_when is None else condition_words(rule.applies_when, pack),
            tuple(pack.questions[key] for key in questions_of(rule.condition)),
        )
        for rule in pack.rules
        if rule.stage == stage and rule.strength is strength
    ]


def _pack(key: str) -> Pack:
    for pack in list_packs(current.rules()):
        if pack.key == key:
            return pack
    raise NotFound("There is no rule pack of that name.")
