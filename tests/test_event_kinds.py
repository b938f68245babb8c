"""Every kind of event that the program notes has words for people."""

import ast
from importlib import import_module
from pathlib import Path

from readiness.domain.event import KINDS

ROOM = Path(__file__).parents[1] / "readiness"
EXPORTED = {(noun, "exported") for noun in ("assessment", "organisation", "pack", "copy")}


def texts(node):
    """Return the texts that an expression can be; None where that cannot be read from it."""
    match node:
        case ast.Constant(str() as text):
            return {text}
        case ast.IfExp():
            one, other = texts(node.body), texts(node.orelse)
            return None if one is None or other is None else one | other
    return None


def functions(tree):
    """Yield every function of a module."""
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]


def calls(tree, name):
    """Yield each call of a function by its name, with the function it stands in."""
    for function in functions(tree):
        for node in ast.walk(function):
            if (
                isinstance(node, ast.Call)
                and getattr(node.func, "id", getattr(node.func, "attr", "")) == name
            ):
                yield function, node


def one_of(tree, attribute):
    """Return the values of the family of words after which an attribute is called, if imported."""
    name = attribute.capitalize()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("readiness.domain"):
            for one in node.names:
                if (one.asname or one.name) == name:
                    return {str(word) for word in getattr(import_module(node.module), name)}
    return None


def possible(tree, function, node):
    """Return what an argument can be: a text, or what callers give for it in the same module."""
    if isinstance(node, ast.Attribute):
        return one_of(tree, node.attr)
    known = texts(node)
    if known is not None or not isinstance(node, ast.Name):
        return known
    assigned = [
        texts(one.value)
        for one in ast.walk(function)
        if isinstance(one, ast.Assign)
        and any(isinstance(t, ast.Name) and t.id == node.id for t in one.targets)
    ]
    if assigned:
        return None if None in assigned else set().union(*assigned)
    every = function.args.args + function.args.kwonlyargs
    names = [argument.arg for argument in every]
    if node.id not in names:
        return None
    given = set()
    for caller, call in calls(tree, function.name):
        by_name = {keyword.arg: keyword.value for keyword in call.keywords}
        place = names.index(node.id)
        argument = by_name.get(node.id) or (call.args[place] if place < len(call.args) else None)
        found = possible(tree, caller, argument) if argument is not None else None
        if found is None:
            return None
        given |= found
    return given or None


def noted():
    """Yield each call that notes an event: where it is, its nouns and what was done."""
    for file in sorted(ROOM.rglob("*.py")):
        tree = ast.parse(file.read_text("utf-8"))
        for function, call in calls(tree, "note_event"):
            nouns = possible(tree, function, call.args[1])
            whats = possible(tree, function, call.args[3])
            yield f"{file.name}:{call.lineno}", file.name, nouns, whats


def test_every_kind_that_is_noted_has_words():
    unreadable, unknown = [], []
    for where, file, nouns, whats in noted():
        if file == "events.py":  # what is exported: its nouns stand in web/exports.py
            assert whats == {"exported"}
            nouns = {noun for noun, _ in EXPORTED}
        if nouns is None or whats is None:
            unreadable.append(where)
            continue
        unknown += [(where, n, w) for n in nouns for w in whats if (n, w) not in KINDS]

    assert unreadable == [], "write the noun and what was done so that they can be read here"
    assert unknown == [], "add words to readiness/domain/event.py"


def test_the_nouns_of_exports_are_those_with_words():
    from readiness.web.exports import _SUBJECTS

    assert {(noun, "exported") for noun in [*_SUBJECTS.values(), "copy"]} == {
        kind for kind in KINDS if kind[1] == "exported"
    }


def test_this_test_finds_the_events_of_the_program():
    assert len(list(noted())) >= 10
