"""What holds a system up, as its page shows it: rows to tick, and what ticking them would do."""

from dataclasses import dataclass
from functools import cached_property

from readiness.domain.comparison import Comparison
from readiness.domain.holding import Hold, holds
from readiness.domain.pack import Pack, Rule
from readiness.domain.put_right import BestSet, Effect, best_set, effect
from readiness.domain.shared import NOT_SHARED, reads_sensitive
from readiness.domain.wording import count_words, small_number, upper_first
from readiness.web.comparison_query import ComparisonQuery

MOST_ROWS = 12
"""How many rows are shown before *Show all*; ticked ones always are."""

MOST_NAMED = 8
"""How many of those who would move are named."""

SQUARE, WIDEST, LONGEST_PAIR = 24, 190, 150
"""Pixels for each organisation in a bar, of a whole bar, and of a bar of the effect."""


@dataclass(frozen=True)
class HoldRow:
    """A hard rule that can be ticked, with its bar at so many pixels an organisation."""

    hold: Hold
    pack: Pack
    ticked: bool
    scale: float

    @property
    def key(self) -> str:
        """What stands in the address."""
        return self.hold.rule.key

    @property
    def words(self) -> str:
        """What is wrong, in a sentence without its stop."""
        return point_words(self.hold.rule, self.pack)

    @property
    def refs(self) -> str:
        """The reference of the first question it reads; none where it is not shared."""
        questions = self.hold.rule.questions
        hidden = reads_sensitive(self.hold.rule, self.pack) or not questions
        return "" if hidden else self.pack.questions[questions[0]].ref

    @property
    def stage(self) -> str:
        """The stage that its gate leads out of."""
        return self.pack.stages[self.hold.stage].title

    @property
    def figures(self) -> tuple[int, int, int]:
        """How many it stops, of how many it is not known, and how many would move alone."""
        parts = (self.hold.stopped, self.hold.not_known, self.hold.alone)
        stopped, not_known, alone = (part.bit_count() for part in parts)
        return stopped, not_known, alone

    @property
    def bar(self) -> tuple[float, float]:
        """How long the stopped and the not yet known part of its bar are, in pixels."""
        stopped, not_known, _ = self.figures
        return round(stopped * self.scale, 1), round(not_known * self.scale, 1)

    @property
    def divisions(self) -> tuple[float, ...]:
        """Where white lines part the organisations that are stopped; nowhere in a scaled bar."""
        stopped, _, _ = self.figures
        return tuple(n * self.scale for n in range(1, stopped)) if self.scale == SQUARE else ()


@dataclass(frozen=True, slots=True)
class StagePair:
    """A stage with how many stand there now and would then, and the lengths of both bars."""

    title: str
    now: int
    then: int
    now_bar: float
    then_bar: float


@dataclass(frozen=True)
class HoldingPage:
    """The section of a comparison that says what holds it up."""

    comparison: Comparison
    query: ComparisonQuery

    @property
    def size(self) -> int:
        """How many are compared."""
        return len(self.comparison.compared)

    @cached_property
    def every(self) -> tuple[Hold, ...]:
        """The rules that hold somebody up, and those that are ticked."""
        found = holds(self.comparison)
        return tuple(
            hold
            for hold in found
            if hold.stopped or hold.not_known or hold.rule.key in self.query.met
        )

    @cached_property
    def rows(self) -> tuple[HoldRow, ...]:
        """The rules that are shown: the first, those that are ticked, or all."""
        most = None if self.query.every_rule else MOST_ROWS
        longest = max(((one.stopped | one.not_known).bit_count() for one in self.every), default=0)
        scale = SQUARE if longest * SQUARE <= WIDEST + 2 else WIDEST / longest
        met = frozenset(self.query.met)
        return tuple(
            HoldRow(hold, self.comparison.pack, hold.rule.key in met, scale)
            for place, hold in enumerate(self.every)
            if most is None or place < most or hold.rule.key in met
        )

    @property
    def more(self) -> int:
        """How many rules are not shown."""
        return len(self.every) - len(self.rows)

    @property
    def fewer(self) -> bool:
        """Whether more are shown than at first, because somebody asked for all."""
        return self.query.every_rule and len(self.rows) > MOST_ROWS

    @property
    def empty(self) -> str:
        """What is said in place of the table; empty where there is one."""
        if self.every:
            return ""
        if not self.comparison.submitters:
            return "Nobody has submitted, so we do not know yet what holds the system up."
        if not self.size:
            return (
                "We do not know yet: what was submitted was judged by other rules, so nothing can "
                "be compared."
            )
        if self.size == 1:
            return "Nothing holds it up: the one organisation compared has opened every gate."
        return f"Nothing holds us up: all {self.size:,} compared have opened every gate."

    @property
    def base(self) -> str:
        """Of how many this speaks, and who is left out because of other rules."""
        submitted = [(one, one.submitted) for one in self.comparison.submitters]
        other = [one for one, last in submitted if last and not last.comparable]
        told = "1 is compared." if self.size == 1 else f"{self.size:,} are compared."
        if not other:
            return told
        named = other[0].organisation.name
        who = named if len(other) == 1 else count_words(len(other), "organisation")
        verb = "was" if len(other) == 1 else "were"
        return f"{told} {who} {verb} judged by other rules and {verb} left out."

    @property
    def lede(self) -> tuple[tuple[str, bool], ...]:
        """What stops most, to end the lede of the page with: pieces, and whether each is bold."""
        if not self.size:
            return ()
        most = max((hold.stopped.bit_count() for hold in self.every), default=0)
        if not most:
            return ((self._nobody, False),)
        first = [hold for hold in self.every if hold.stopped.bit_count() == most]
        words = [f"“{point_words(hold.rule, self.comparison.pack)}”" for hold in first]
        stopped = "is" if most == 1 else "are"
        if len(first) == 1:
            tail = f": {most:,} {stopped} stopped by it."
            return (("What stops the most is ", False), (words[0], True), (tail, False))
        others = len(first) - 2
        more = f" and {count_words(others, 'more point')}" if others else ""
        tail = f"{more}: {most:,} {stopped} stopped by each."
        joint = ", " if others else " and "
        return (
            ("What stops the most are ", False),
            (words[0], True),
            (joint, False),
            (words[1], True),
            (tail, False),
        )

    @property
    def _nobody(self) -> str:
        waiting = 0
        for hold in self.every:
            waiting |= hold.not_known
        count = waiting.bit_count()
        if not count:
            return "No hard rule stops anybody."
        return (
            f"No hard rule stops anybody; what is not yet known holds back {count:,} of "
            f"{self.size:,}."
        )

    @cached_property
    def effect(self) -> Effect | None:
        """What the ticked rules would do; None where none is ticked."""
        return effect(self.comparison, self.query.met) if self.query.met else None

    @property
    def heading(self) -> str:
        """The finding of the effect."""
        if self.effect is None:
            return "Tick a point to see who would move"
        ticked = len(self.query.met)
        points = "the ticked point were" if ticked == 1 else f"the {ticked} ticked points were"
        who = f"{self.effect.moves:,}" if self.effect.moves else "none"
        return f"If {points} put right, {who} of {self.size:,} would move"

    @cached_property
    def best(self) -> BestSet | None:
        """The few rules that move most together."""
        return best_set(self.comparison)

    @property
    def best_words(self) -> str:
        """What the best set is and would do."""
        if self.best is None:
            return "No three points or fewer would move anybody if they were put right."
        count, moves = len(self.best.rules), self.best.moves
        what = "This point alone moves" if count == 1 else f"These {small_number(count)} move"
        tried = "" if self.best.exact else " of the sets that were tried"
        return f"{what} most{tried}: {moves:,} of {self.size:,}, if put right everywhere."

    @property
    def best_points(self) -> tuple[str, ...]:
        """The sentences of the best set."""
        rules = self.best.rules if self.best else ()
        pack = self.comparison.pack
        return tuple(point_words(pack.rule_by_key[key], pack) for key in rules)

    @property
    def best_link(self) -> str:
        """The words of the link that ticks the best set."""
        count = len(self.best.rules) if self.best else 0
        return "Tick it" if count == 1 else f"Tick these {small_number(count)}"

    @property
    def stages(self) -> tuple[StagePair, ...]:
        """The stages now and then."""
        counts = self.effect.counts if self.effect else ()
        longest = max((max(pair) for pair in counts), default=0)
        scale = LONGEST_PAIR / longest if longest else 0
        return tuple(
            StagePair(stage.title, now, then, round(now * scale, 1), round(then * scale, 1))
            for stage, (now, then) in zip(self.comparison.pack.stages, counts, strict=True)
        )

    @property
    def movers(self) -> tuple[tuple[str, str], ...]:
        """Who would move, and from what to what."""
        titles = [stage.title for stage in self.comparison.pack.stages]
        moves = self.effect.movers(MOST_NAMED) if self.effect else ()
        return tuple(
            (move.member.organisation.name, f"{titles[move.now]} to {titles[move.then]}")
            for move in moves
        )

    @property
    def more_movers(self) -> int:
        """How many more would move than are named."""
        return max(0, self.effect.moves - MOST_NAMED) if self.effect else 0

    @property
    def kept(self) -> tuple[str, ...]:
        """Whom the ticked points stop and who would stay, and why."""
        if self.effect is None:
            return ()
        stopped, unknown = self.effect.still_stopped, self.effect.still_unknown
        told = []
        if stopped:
            verb = "is" if stopped == 1 else "are"
            told.append(
                f"{stopped:,} more {verb} stopped by a ticked point and would still be stopped by "
                "another."
            )
        if unknown:
            verb = "is" if unknown == 1 else "are"
            told.append(
                f"{unknown:,} more {verb} stopped by a ticked point and would be held back only by "
                "what is not yet known."
            )
        return tuple(told)


def holding_of(comparison: Comparison, query: ComparisonQuery) -> HoldingPage:
    """Return what the page of a system says of what holds it up."""
    return HoldingPage(comparison, query)


def point_words(rule: Rule, pack: Pack) -> str:
    """Say what is wrong where a rule is not met, without a stop; neutrally of security detail."""
    words = NOT_SHARED if reads_sensitive(rule, pack) else rule.otherwise
    return upper_first(words.removesuffix("."))
