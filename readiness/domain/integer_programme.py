"""The cheapest set of actions that satisfies formulas: an integer programme, solved exactly."""

from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from readiness.domain.formula import Done, Enough, Every, Formula, Some, Undone, in_order

if TYPE_CHECKING:
    from highspy import HighsLp

Terms = dict[int, int]
"""How often each column counts in a sum; columns are numbered from 0."""


def cheapest(
    costs: Mapping[str, int],
    required: Sequence[Formula],
    *,
    other_than: Collection[AbstractSet[str]] = (),
    budget: int | None = None,
) -> frozenset[str] | None:
    """Return the set of actions of least cost that satisfies every formula; None without any.

    The same question always has the same answer: one thread, no gap, no limit of time, and rows in
    one order.

    Args:
        costs: what each action costs, in whole units above zero.
        required: what must hold; its actions are among those of `costs`.
        other_than: sets which are not wanted, though they may satisfy everything.
        budget: the most that the set may cost.
    """
    if any(formula is False for formula in required):
        return None
    programme = _Programme(list(costs))
    for formula in required:
        programme.require(formula)
    for unwanted in other_than:
        programme.differ(unwanted)
    if budget is not None:
        spent = {place: -cost for place, cost in enumerate(costs.values())}
        programme.rows.append((-budget, spent))
    return programme.solve(list(costs.values()))


@dataclass
class _Programme:
    """Columns of 0 or 1, the actions first, and rows: a sum of columns is at least a number.

    A column is added for each formula inside another, and bound one way only: while it is 1, its
    formula holds. That is enough, because a formula grows truer as its parts do.
    """

    actions: Sequence[str]
    rows: list[tuple[int, Terms]] = field(default_factory=list)
    inner: dict[Formula, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.column = {key: place for place, key in enumerate(self.actions)}

    def require(self, formula: Formula) -> None:
        """Add what makes a formula hold."""
        if isinstance(formula, Every):
            for part in in_order(formula.parts):
                self.require(part)
        elif formula is not True:
            self._at_least(*_counting(formula), {})

    def differ(self, unwanted: AbstractSet[str]) -> None:
        """Leave one set of actions out."""
        terms = {place: -1 if key in unwanted else 1 for key, place in self.column.items()}
        self.rows.append((1 - len(unwanted), terms))

    def solve(self, costs: Sequence[int]) -> frozenset[str] | None:
        """Return the actions of the cheapest solution, or None."""
        if not self.actions:
            return None if any(least > 0 for least, _ in self.rows) else frozenset()
        import highspy

        class Quiet(highspy.Highs):
            """A solver that prints nothing: the banner comes with the first callback."""

            def enableCallbacks(self) -> None:
                self.silent()

        solver = Quiet()
        solver.setOptionValue("threads", 1)
        solver.setOptionValue("mip_rel_gap", 0.0)
        # HiGHS 1.16 presolves some sound models to an end that breaks a row
        solver.setOptionValue("presolve", "off")
        solver.passModel(self._model(costs))
        solver.run()
        status = solver.getModelStatus()
        ended = highspy.HighsModelStatus
        if status == ended.kInfeasible:
            return None
        if status != ended.kOptimal:
            raise RuntimeError(f"the solver ended with {solver.modelStatusToString(status)}")
        found = list(solver.getSolution().col_value)
        return frozenset(key for key, place in self.column.items() if found[place] > 0.5)

    def _at_least(self, least: int, parts: Sequence[Formula], terms: Terms) -> None:
        """Add the row that a sum of formulas, each 0 or 1, and of terms is at least a number."""
        terms = dict(terms)
        for part in parts:
            if isinstance(part, Undone):
                least -= 1
                place, sign = self.column[part.action], -1
            else:
                place, sign = self._place(part), 1
            terms[place] = terms.get(place, 0) + sign
        self.rows.append((least, terms))

    def _place(self, formula: Formula) -> int:
        """Return the column of a formula, and bind it when it is met first."""
        if isinstance(formula, Done):
            return self.column[formula.action]
        if formula not in self.inner:
            place = self.inner[formula] = len(self.actions) + len(self.inner)
            if isinstance(formula, Every):
                for part in in_order(formula.parts):
                    self._at_least(0, [part], {place: -1})
            else:
                least, parts = _counting(formula)
                self._at_least(0, parts, {place: -least})
        return self.inner[formula]

    def _model(self, costs: Sequence[int]) -> "HighsLp":
        import highspy

        count = len(self.actions) + len(self.inner)
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = count, len(self.rows)
        model.col_cost_ = [*costs, *[0] * len(self.inner)]
        model.col_lower_, model.col_upper_ = [0] * count, [1] * count
        model.integrality_ = [highspy.HighsVarType.kInteger] * count
        model.row_lower_ = [least for least, _ in self.rows]
        model.row_upper_ = [highspy.kHighsInf] * len(self.rows)
        starts = [0]
        for _, terms in self.rows:
            starts.append(starts[-1] + len(terms))
        matrix = model.a_matrix_
        matrix.format_ = highspy.MatrixFormat.kRowwise
        matrix.start_ = starts
        matrix.index_ = [place for _, terms in self.rows for place in terms]
        matrix.value_ = [factor for _, terms in self.rows for factor in terms.values()]
        return model


def _counting(formula: Formula) -> tuple[int, Sequence[Formula]]:
    """Return a formula as: at least so many of these."""
    match formula:
        case Some(parts):
            return 1, in_order(parts)
        case Enough(least, several):
            return least, several
        case _:
            return 1, [formula]
