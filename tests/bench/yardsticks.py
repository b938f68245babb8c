"""The conditions of a pack in the languages of other evaluators, translated by code.

Those know two truths. So respondents who answered everything are asked, and what is translated is
whether a condition is yes; a part about a question that is not asked drops out in the translation.
"""

import json
from dataclasses import dataclass
from datetime import date

import cel
import json_logic
import rule_engine
import zen

from readiness.domain.condition import (
    OPEN_ANYWAY,
    AllOf,
    AnyOf,
    Count,
    Implies,
    Is,
    Named,
    Not,
    Source,
    Versus,
    leaf_subjects,
)

SIGNS = {
    "equals": "==",
    "no_less_than": ">=",
    "no_more_than": "<=",
    "more_than": ">",
    "less_than": "<",
    "on_or_after": ">=",
    "on_or_before": "<=",
    "sooner_than": "<",
    "later_than": ">",
}


class Unexpressed(Exception):
    """There is no plain way to say this in those languages."""


def name(subject):
    """Return what a subject is called as a variable."""
    return f"{subject.source.value}_{subject.key}".replace("-", "_")


def plain(value):
    """Return a value as all of them can compare it: a day as its number, several as a list."""
    if isinstance(value, frozenset):
        return sorted(value)
    return value.toordinal() if isinstance(value, date) else value


@dataclass(frozen=True)
class Logic:
    """A condition of two truths: whether it is yes, and whether it has dropped out."""

    yes: object
    out: object


class Translator:
    """Makes nested tuples of conditions: in, compare, and, or, not, count; or true or false."""

    def __init__(self, asked_when):
        self.asked_when = asked_when

    def yes(self, condition):
        """Say when a condition is yes."""
        return self._logic(condition).yes

    def _logic(self, condition):
        match condition:
            case Is() | Versus():
                return self._leaf(condition)
            case Not(part):
                inner = self._logic(part)
                return Logic(_and(_not(inner.out), _not(inner.yes)), inner.out)
            case Named(what, _, part):
                inner = self._logic(part)
                return Logic(_or(inner.yes, inner.out), False) if what in OPEN_ANYWAY else inner
            case Implies(when, then):
                first, second = self._logic(when), self._logic(then)
                return Logic(_and(first.yes, second.yes), _or(_not(first.yes), second.out))
            case AllOf(parts) | AnyOf(parts) | Count(_, _, parts):
                logic = [self._logic(part) for part in parts]
                out = _and(*(part.out for part in logic))
                return Logic(_and(_not(out), self._gathered(condition, logic)), out)
        raise Unexpressed

    def _gathered(self, condition, parts):
        match condition:
            case AllOf():
                return _and(*(_or(part.yes, part.out) for part in parts))
            case AnyOf():
                return _or(*(part.yes for part in parts))
        sums = tuple(part.yes for part in parts)
        every = _and(*(_or(part.yes, part.out) for part in parts))
        least, most = condition.least, condition.most
        return _and(
            True if least is None else _or(("count", sums, ">=", least), every),
            True if most is None else ("count", sums, "<=", most),
        )

    def _leaf(self, leaf):
        keys = [s.key for s in leaf_subjects(leaf) if s.source is Source.QUESTION]
        asked = _and(*(self.yes(self.asked_when[key]) for key in keys if key in self.asked_when))
        return Logic(_and(asked, _compared(leaf)), _not(asked))


def _compared(leaf):
    here = name(leaf.subject)
    if leaf.operator in SIGNS:
        other = name(leaf.other) if isinstance(leaf, Versus) else plain(leaf.wanted)
        if isinstance(other, (str, int)):
            return ("compare", here, SIGNS[leaf.operator], other)
    elif isinstance(leaf, Is) and leaf.operator in ("is", "at_least", "at_most"):
        return ("in", here, tuple(sorted(leaf.wanted)))
    raise Unexpressed


def _and(*parts):
    left = [part for part in parts if part is not True]
    return False if False in left else _joined("and", left, True)


def _or(*parts):
    left = [part for part in parts if part is not False]
    return True if True in left else _joined("or", left, False)


def _joined(word, parts, nothing):
    return (word, *parts) if len(parts) > 1 else parts[0] if parts else nothing


def _not(part):
    return not part if isinstance(part, bool) else ("not", part)


def text(logic, *, both, either, contrary):
    """Write translated logic as an expression; the languages differ in three words."""

    def write(part):
        match part:
            case bool():
                return "true" if part else "false"
            case ("in", here, words):
                return f"({here} in {json.dumps(words)})"
            case ("compare", here, sign, other):
                return f"({here} {sign} {other})"
            case ("and", *parts):
                return f"({f' {both} '.join(map(write, parts))})"
            case ("or", *parts):
                return f"({f' {either} '.join(map(write, parts))})"
            case ("not", inner):
                return f"({contrary}({write(inner)}))"
            case ("count", parts, sign, number):
                counted = " + ".join(f"({write(one)} ? 1 : 0)" for one in parts)
                return f"(({counted}) {sign} {number})"

    return write(logic)


def tree(logic):
    """Write translated logic as JsonLogic."""
    match logic:
        case bool():
            return logic
        case ("in", here, words):
            return {"in": [{"var": here}, list(words)]}
        case ("compare", here, sign, other):
            other = {"var": other} if isinstance(other, str) else other
            return {sign: [{"var": here}, other]}
        case ("and" | "or" as word, *parts):
            return {word: [tree(part) for part in parts]}
        case ("not", inner):
            return {"!": [tree(inner)]}
        case ("count", parts, sign, number):
            return {sign: [{"+": [{"if": [tree(one), 1, 0]} for one in parts]}, number]}


def yardsticks(logics):
    """Prepare every other evaluator for some logic.

    Returns:
        By name: what makes its input of a mapping, untimed, and what then gives all truths at once.
        All conditions are one compiled list, for that was the fastest of the documented ways.
    """
    words = {"both": "and", "either": "or", "contrary": "not"}
    listed = f"[{', '.join(text(logic, **words) for logic in logics)}]"
    signs = {"both": "&&", "either": "||", "contrary": "!"}
    listed_cel = f"[{', '.join(text(logic, **signs) for logic in logics)}]"
    in_zen = zen.compile_expression(listed)
    in_cel = cel.compile(listed_cel)
    in_rule_engine = rule_engine.Rule(listed)
    in_json_logic = [tree(logic) for logic in logics]
    return {
        "zen-engine": (dict, in_zen.evaluate),
        "common-expression-language": (cel.Context, in_cel.execute),
        "json-logic-qubit": (dict, lambda given: json_logic.jsonLogic(in_json_logic, given)),
        "rule-engine": (dict, in_rule_engine.evaluate),
    }
