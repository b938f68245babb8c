"""A risk register to start from: one row for each hard rule that stops somebody, 5 × 5.

Likelihood and impact follow stated bounds, so that two systems begin alike. They are ours, and a
board is meant to change them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from readiness.domain.buying import Buying
from readiness.domain.calendar import Period, TimeUnit, after
from readiness.domain.comparison import Comparison
from readiness.domain.condition import Truth
from readiness.domain.pack import Pack, Rule
from readiness.domain.wording import count_words, day_words

LIKELY_FROM = (10, 25, 50, 75)
"""Per cent of those to whom a rule applies: from each of these stopped, one point more than 1."""

SOON, YEAR, FAR = (Period(months, TimeUnit.MONTHS) for months in (6, 12, 24))
"""How near the first date of those stopped is: two points, one, none, and beyond one fewer."""

HOW = (
    "Likelihood is 1, and one more from 10%, 25%, 50% and 75% of those to whom the rule applies "
    "being stopped by it. Impact is 3 for a gate in the first half of the ladder, behind which "
    "everything waits, and 2 for a later one; then 2 more where the first date of those stopped "
    "is past or within six months, 1 more within twelve months or where no date is known, and 1 "
    "less beyond twenty-four. Score is one times the other. These are ours to start from: the "
    "board should change them."
)
"""How likelihood and impact come about, as readers are told."""


@dataclass(frozen=True, slots=True)
class Risk:
    """A row of the register: what may happen, why, how likely and how bad, and what to do.

    `stopped` of the `asked` are stopped by the rule, and of the `unknown` it is not known; the
    first end or target date of those stopped is `date`.
    """

    rule: Rule
    sentence: str
    cause: str
    stopped: int
    asked: int
    unknown: int
    date: date | None
    likelihood: int
    impact: int
    why: str
    owner: str
    mitigation: tuple[str, ...]

    @property
    def score(self) -> int:
        """Likelihood times impact."""
        return self.likelihood * self.impact


def risks(buying: Buying, stopping: Iterable[tuple[Rule, int]]) -> tuple[Risk, ...]:
    """Return a row for each rule that stops somebody: highest score first, then the most stopped.

    Args:
        stopping: each rule, and whom it stops at the gate where they stand, as bits in the order
            of those compared.
    """
    found = [_risk(buying, rule, those) for rule, those in stopping if those]
    order = {rule.key: place for place, rule in enumerate(buying.pack.hard_rules)}
    return tuple(sorted(found, key=lambda r: (-r.score, -r.stopped, order[r.rule.key])))


def likelihood(stopped: int, asked: int) -> int:
    """Return 1 to 5 by the share of those asked that are stopped."""
    return 1 + sum(stopped * 100 >= bound * asked for bound in LIKELY_FROM)


def impact(stage: int, stages: int, first: date | None, on: date) -> int:
    """Return 1 to 5 by the place of the gate in the ladder and the first date of those stopped."""
    base = 3 if stage < stages // 2 else 2
    if first is None or after(on, SOON) < first <= after(on, YEAR):
        return base + 1
    if first <= after(on, SOON):
        return base + 2
    return base if first <= after(on, FAR) else base - 1


def _risk(buying: Buying, rule: Rule, those: int) -> Risk:
    comparison, pack = buying.comparison, buying.pack
    stage = pack.stage_index[rule.stage]
    column = comparison.columns[rule.key]
    asked = len(comparison.compared) - column.count(Truth.NOT_ASKED)
    first, stopped = buying.earliest(those), those.bit_count()
    actions = [pack.action_by_key[key] for key in rule.do]
    return Risk(
        rule,
        _sentence(comparison, stage, stopped, asked),
        rule.otherwise,
        stopped,
        asked,
        column.count(Truth.UNKNOWN),
        first,
        likelihood(stopped, asked),
        impact(stage, len(pack.stages), first, comparison.on),
        f"{stopped} of {asked} stopped; {_when(buying, first)}",
        _owner(pack, rule),
        tuple(action.title for action in actions),
    )


def _sentence(comparison: Comparison, stage: int, stopped: int, asked: int) -> str:
    title = comparison.pack.stages[stage].title
    many = count_words(asked, "organisation")
    return f"{stopped} of {many} may still be at {title} when their date comes."


def _when(buying: Buying, first: date | None) -> str:
    noun = "contract end" if buying.pack.contract else "target date"
    return f"first {noun} {day_words(first)}" if first else f"no {noun} known"


def _owner(pack: Pack, rule: Rule) -> str:
    """Return the role that owns the first action of a rule, else that of its section."""
    owners = [pack.action_by_key[key].owner for key in rule.do]
    sections = [section.owner for section in pack.sections if section.key == rule.section]
    return next((pack.roles[key] for key in [*owners, *sections]), "")
