"""The geometry of the stage ladder, as plain values that a template prints as attributes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from textwrap import wrap

from readiness.domain.checked import Checked
from readiness.domain.condition import Truth
from readiness.domain.explanation import gate_words
from readiness.domain.pack import Stage
from readiness.domain.results import StageResult
from readiness.domain.verdict import Verdict

STEP = 64
"""Pixels between two stages of the ladder."""

APART = 30
"""Pixels between two marks on one stage."""

EDGE = 26
"""Pixels above the ladder's first stage and below its last."""

AROUND = 22
"""Pixels that the zone reaches beyond its outermost stages."""

LONGEST_NAME = 24
"""Characters of a stage's name that fit on one line of the ladder."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What is said of a stage, such as claimed or evidenced; without one, nothing was said."""

    key: str
    word: str
    stage: Stage | None
    meaning: str

    @property
    def where(self) -> str:
        """The stage's name, or that none was given."""
        return self.stage.title if self.stage else "Not said"


@dataclass(frozen=True, slots=True)
class Flag:
    """A mark as drawn: `y` is its middle."""

    key: str
    word: str
    y: float


@dataclass(frozen=True, slots=True)
class Rung:
    """A stage as drawn: reached (evidenced or below), possible (up to at most) or beyond."""

    stage: Stage
    y: float
    extra: float
    reach: str

    @property
    def lines(self) -> tuple[tuple[float, str], ...]:
        """The stage's name in one line or two, each with its height."""
        lines = wrap(self.stage.title, LONGEST_NAME, max_lines=2, placeholder=" …")
        top = self.y - 8 * (len(lines) - 1)
        return tuple((top + 16 * place, line) for place, line in enumerate(lines))


@dataclass(frozen=True, slots=True)
class Rail:
    """A gate as drawn, between the stage it leads out of and the next."""

    result: StageResult
    top: float
    bottom: float

    @property
    def middle(self) -> float:
        """Where its sign and words stand."""
        return (self.top + self.bottom) / 2

    @property
    def words(self) -> str:
        """How the gate stands."""
        return gate_words(self.result)


@dataclass(frozen=True, slots=True)
class Ladder:
    """The stages from the last, on top, to the first, with the marks beside them."""

    height: float
    zone: tuple[float, float] | None
    rungs: tuple[Rung, ...]
    rails: tuple[Rail, ...]
    flags: tuple[Flag, ...]
    marks: tuple[Mark, ...]

    @property
    def description(self) -> str:
        """The ladder in words: its stages from bottom to top, then its marks."""
        stages = ", ".join(rung.stage.title for rung in reversed(self.rungs))
        marks = " ".join(f"{mark.word}: {mark.where}." for mark in self.marks)
        return f"Stages from bottom to top: {stages}. {marks}"


def marks(verdict: Verdict, checked: Checked | None = None) -> tuple[Mark, ...]:
    """Return what is said of stages, the highest first, and what is not said last.

    On one stage the order is claimed, at most, evidenced, checked.
    """
    pack, claimed = verdict.pack, verdict.claimed
    found = [
        Mark("claimed", "Claimed", claimed, _claimed_words(verdict)),
        Mark("at-most", "At most", verdict.at_most, _AT_MOST[_gate_of(verdict, verdict.at_most)]),
        Mark("evidenced", "Evidenced", verdict.evidenced, _evidenced_words(verdict)),
        *_checked_mark(checked),
    ]
    return tuple(sorted(found, key=lambda m: -pack.stage_index[m.stage.key] if m.stage else 1))


def _checked_mark(checked: Checked | None) -> tuple[Mark, ...]:
    if checked is None:
        return ()
    words = f"{checked.counts}. {checked.meaning}"
    return (Mark("checked", "Checked", checked.stage, words),)


def _claimed_words(verdict: Verdict) -> str:
    asked = verdict.pack.questions[verdict.pack.claimed].ask
    if verdict.claimed is None:
        return f"You have not said where you think you are: “{asked}”"
    return f"What you answered to “{asked}”"


_AT_MOST = {
    Truth.NO: "No answer still to come can take you past it.",
    None: "No gate is known to be closed.",
}


def _evidenced_words(verdict: Verdict) -> str:
    gate = _gate_of(verdict, verdict.evidenced)
    if gate is None:
        return "Every gate is open."
    below = "" if verdict.evidenced is verdict.pack.stages[0] else "Every gate below it is open. "
    return f"{below}Its own gate is {'closed' if gate is Truth.NO else 'not yet known'}."


def _gate_of(verdict: Verdict, stage: Stage) -> Truth | None:
    return verdict.stages[verdict.pack.stage_index[stage.key]].gate


def ladder(verdict: Verdict, checked: Checked | None = None) -> Ladder:
    """Draw the ladder of a verdict in a box 380 wide.

    Stages stand 64 apart. One with several marks takes 30 more for each mark after the first, half
    above and half below.
    """
    said = marks(verdict, checked)
    counts = {stage.key: sum(m.stage is stage for m in said) for stage in verdict.pack.stages}
    rungs, height = _rungs(verdict, counts)
    return Ladder(
        height,
        _zone(verdict, rungs),
        rungs,
        tuple(_rails(verdict, rungs)),
        tuple(flag for rung in rungs for flag in _flags(rung, said)),
        said,
    )


def _rungs(verdict: Verdict, counts: Mapping[str, int]) -> tuple[tuple[Rung, ...], float]:
    rungs = []
    y: float = EDGE
    extra: float = 0
    for stage in reversed(verdict.pack.stages):
        extra = max(0, counts[stage.key] - 1) * APART
        y += extra / 2
        rungs.append(Rung(stage, y, extra, _reach(verdict, stage)))
        y += STEP + extra / 2
    return tuple(rungs), rungs[-1].y + extra / 2 + EDGE


def _reach(verdict: Verdict, stage: Stage) -> str:
    place = verdict.pack.stage_index
    if place[stage.key] <= place[verdict.evidenced.key]:
        return "reached"
    return "possible" if place[stage.key] <= place[verdict.at_most.key] else "beyond"


def _zone(verdict: Verdict, rungs: Iterable[Rung]) -> tuple[float, float] | None:
    """Return top and height of the ground from at most down to evidenced; none when they agree."""
    if verdict.at_most is verdict.evidenced:
        return None
    by_stage = {rung.stage.key: rung for rung in rungs}
    highest, lowest = by_stage[verdict.at_most.key], by_stage[verdict.evidenced.key]
    top = highest.y - highest.extra / 2 - AROUND
    return top, lowest.y + lowest.extra / 2 + AROUND - top


def _rails(verdict: Verdict, rungs: tuple[Rung, ...]) -> Iterable[Rail]:
    for upper, lower in pairwise(rungs):
        result = verdict.stages[verdict.pack.stage_index[lower.stage.key]]
        yield Rail(result, upper.y + 9, lower.y - 9)


def _flags(rung: Rung, said: tuple[Mark, ...]) -> Iterable[Flag]:
    here = [mark for mark in said if mark.stage is rung.stage]
    for place, mark in enumerate(here):
        yield Flag(mark.key, mark.word, rung.y + (place - (len(here) - 1) / 2) * APART)
