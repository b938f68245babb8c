"""No word of a pack stands in the code or the templates, for the engine serves any subject."""

import ast
import re
from pathlib import Path

import pytest

from readiness.content import rules_folder, templates_folder
from readiness.storage.packs import current_pack, pack_keys

RULES, TEMPLATES = rules_folder(), templates_folder()
CODE = Path(__file__).parents[1] / "readiness"
PACKS = [current_pack(RULES, key) for key in pack_keys(RULES)]

ALLOWED = {
    "independent-provider",  # a kind of organisation, which the engine knows with its role codes
    "gp-practice",  # likewise
    "in-progress",  # how far a section is answered
    "not-started",  # likewise
}
"""Keys of a pack that the code has a word of its own for."""

PRODUCT = "HSCN Readiness"
ABBREVIATION = re.compile(r"[A-Z][A-Za-z]*[A-Z0-9-][A-Za-z0-9-]*")


def keys_of(pack):
    """Return the keys that only a pack would use: those of two words, and long ones."""
    keys = {
        *pack.questions,
        *pack.rule_by_key,
        *pack.action_by_key,
        *pack.fallback_by_key,
        *pack.stage_index,
        *pack.roles,
        *pack.conditions,
        *(section.key for section in pack.sections),
        *(route.key for route in pack.routes.routes),
        *(reason.key for reason in pack.routes.reasons),
        *(scale.key for scale in pack.scales),
        *(respondent.key for respondent in pack.respondents),
        *(option.key for question in pack.questions.values() for option in question.options),
    }
    return {key for key in keys if re.fullmatch(r"[a-z]+(-[a-z0-9]+)+", key)} - ALLOWED


def terms_of(pack):
    """Return the references of a pack and the abbreviations of its glossary."""
    terms = {question.ref for question in pack.questions.values()}
    return terms | {t.word for t in pack.glossary if ABBREVIATION.fullmatch(t.word)}


def literals(text):
    """Return the texts that a module holds, but for those that document it."""
    tree = ast.parse(text)
    documenting = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in documenting
    ]


def found_in(texts, keys, terms):
    """Return the keys that stand in texts on their own, and the terms that stand in them."""
    said = [text.replace(PRODUCT, "") for text in texts]
    words = {word for text in said for word in re.findall(r"[A-Za-z0-9][A-Za-z0-9.-]*", text)}
    return sorted({word for word in words if word.rstrip(".") in keys | terms})


def all_keys():
    return set().union(*(keys_of(pack) for pack in PACKS))


def all_terms():
    return set().union(*(terms_of(pack) for pack in PACKS))


@pytest.mark.parametrize("path", sorted(CODE.rglob("*.py")), ids=lambda p: p.stem)
def test_no_code_knows_a_pack(path):
    assert found_in(literals(path.read_text("utf-8")), all_keys(), all_terms()) == []


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda p: p.stem)
def test_no_template_knows_a_pack(path):
    assert found_in([path.read_text("utf-8")], all_keys(), all_terms()) == []


def test_there_is_much_to_look_for():
    assert len(PACKS) >= 2
    assert len(all_keys()) > 500
    assert {"DSP-02", "PSTN", "DNS"} <= all_terms()


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ('STAGE = "claimed-stage"', ["claimed-stage"]),
        ('WORDS = f"Answer DSP-02. {it}"', ["DSP-02."]),
        ('WORDS = "The PSTN ends."', ["PSTN"]),
        ('def stage():\n    """Return claimed-stage of DSP-02."""\n    return 1', []),
        ('NAME = "HSCN Readiness"', []),
        ('NAME = "HSCN"', ["HSCN"]),
    ],
)
def test_a_word_of_a_pack_is_found_where_it_stands(code, found):
    assert found_in(literals(code), all_keys(), all_terms()) == found
