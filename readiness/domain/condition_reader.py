"""Conditions from a pack's text: references and operators resolved, every fault with its place."""

from collections.abc import Callable
from dataclasses import dataclass

from readiness.domain.comparison_reader import ComparisonReader, Wrong, listed, ranked
from readiness.domain.condition import (
    AllOf,
    AnyOf,
    Condition,
    Count,
    Named,
    Not,
    OnScale,
    Scale,
    Source,
)
from readiness.domain.condition_size import DEEPEST_CONDITION
from readiness.domain.document import Entry, Items, Node, Text

BOUNDS = ("at_least", "at_most", "exactly")
"""How many of a list of conditions may be asked for."""

ON_SCALE = ("is", "at_least", "at_most")
"""How the outcome of a table or the level reached may be compared."""

NAMED = ("rule", "gate", "condition", "vehicle")
"""What a condition may name in place of a comparison."""

_SUBJECTS = f"{', '.join(Source)}, all, any, not, of"
_FORMS = f"{_SUBJECTS}, {', '.join(NAMED)}, level or table"


@dataclass
class ConditionReader:
    """Reads conditions against the questions of a pack and whatever it can name.

    `named` gives what is behind the name of a rule, gate, condition or vehicle, `scale` a scale;
    None when there is nothing or it is faulty.
    """

    comparisons: ComparisonReader
    named: Callable[[str, Text], Condition | None]
    scale: Callable[[str, Text], Scale | None]
    depth: int = 0

    def read(self, node: Node) -> Condition | None:
        """Read a condition, or note everything wrong with it and give back None."""
        self.depth += 1
        try:
            return self._read(node)
        except Wrong:
            return None
        finally:
            self.depth -= 1

    def _read(self, node: Node) -> Condition:
        wrong = self.comparisons.wrong
        if not isinstance(node, Entry) or not node:
            raise wrong(node, "write a condition such as {question: …, at_least: …}")
        if self.depth > DEEPEST_CONDITION:
            raise wrong(node, f"flatten this: it is more than {DEEPEST_CONDITION} deep")
        names = set(node)
        if names in ({"all"}, {"any"}):
            key = names.pop()
            parts = self.parts(node[key])
            return AllOf(parts) if key == "all" else AnyOf(parts)
        if names == {"not"}:
            return Not(self.parts(Items([node["not"]]))[0])
        if "of" in names and len(names) == 2 and (bound := (names - {"of"}).pop()) in BOUNDS:
            return self._count(node, bound)
        if len(names) == 1 and (what := next(iter(names))) in NAMED:
            return self._named(node, what)
        for source in Source:
            if source.value in names:
                return self.comparisons.read(node, source)
        for what in ("level", "table"):
            if what in names:
                return self._on_scale(node, what)
        raise wrong(node, f"write {_FORMS}, not {listed(names)}")

    def parts(self, node: Node) -> tuple[Condition, ...]:
        """Read a list of conditions.

        Raises:
            Wrong: one of them cannot be understood; every fault has been noted.
        """
        if not isinstance(node, Items) or not node:
            raise self.comparisons.wrong(node, "list at least one condition here")
        read = [self.read(part) for part in node]
        if None in read:
            raise Wrong
        return tuple(part for part in read if part is not None)

    def _count(self, node: Entry, bound: str) -> Count:
        parts = self.parts(node["of"])
        lowest = 1 if bound == "at_least" else 0
        count = self.comparisons.whole(node[bound], lowest, len(parts))
        return Count(
            least=count if bound != "at_most" else None,
            most=count if bound != "at_least" else None,
            parts=parts,
        )

    def _named(self, node: Entry, what: str) -> Condition:
        key = self.comparisons.text(node[what])
        part = self.named(what, key)
        if part is None:
            raise Wrong
        return Named(what, str(key), part)

    def _on_scale(self, node: Entry, what: str) -> Condition:
        key = self.comparisons.text(node[what])
        operators = [name for name in node if name != what]
        if len(operators) != 1 or operators[0] not in ON_SCALE:
            raise self.comparisons.wrong(
                node, f"compare with exactly one of {listed(ON_SCALE)}, not {listed(operators)}"
            )
        scale = self.scale(what, key)
        if scale is None:
            raise Wrong
        outcomes = tuple(outcome.key for outcome in scale.outcomes)
        operator, wanted = operators[0], node[operators[0]]
        if operator == "is":
            return OnScale(scale, self.comparisons.options(wanted, outcomes))
        return OnScale(scale, ranked(operator, self.comparisons.option(wanted, outcomes), outcomes))
