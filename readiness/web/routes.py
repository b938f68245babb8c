"""The routes of a verdict in words and on their scale, as values for its pages."""

from dataclasses import dataclass
from functools import cached_property

from readiness.domain.assessment import Reading
from readiness.domain.condition import Truth, questions_of
from readiness.domain.explanation import explain_reason, route_place
from readiness.domain.pack import Question
from readiness.domain.results import ReasonResult, RouteResult
from readiness.domain.verdict import Verdict
from readiness.web.route_scale import RouteScale, points_words, range_words


@dataclass(frozen=True)
class ReasonRow:
    """A reason in words: its points with their sign, the sentence, and the answers it waits for."""

    result: ReasonResult
    reading: Reading

    @property
    def points(self) -> str:
        """What it gives or takes: +2 or −1."""
        sign = "+" if self.result.points > 0 else "−"
        return f"{sign}{abs(self.result.points)}"

    @property
    def words(self) -> str:
        """The reason; while it is not known, what is not known."""
        return explain_reason(self.result, self.reading).sentence

    @property
    def said(self) -> str:
        """What was read for it, while it is known."""
        return explain_reason(self.result, self.reading).said

    @property
    def asks(self) -> tuple[Question, ...]:
        """The questions that it waits for."""
        return tuple(self.reading.pack.questions[key] for key in self.result.trace.waiting_for)


@dataclass(frozen=True)
class Route:
    """A route in words, and where its points lie on the scale of all routes."""

    result: RouteResult
    verdict: Verdict
    scale: RouteScale

    @property
    def place(self) -> str:
        """How it stands among the others."""
        return route_place(self.result, self.verdict)

    @property
    def points(self) -> str:
        """Its points as known today."""
        return points_words(self.result.points)

    @property
    def range(self) -> str:
        """What the unknown could make of them."""
        return range_words(self.result)

    @property
    def closed(self) -> bool:
        """Whether it is known to be closed."""
        return self.result.open is Truth.NO

    @property
    def unknown_opening(self) -> bool:
        """Whether it is not yet known to be open."""
        return self.result.open is Truth.UNKNOWN

    @cached_property
    def opening_questions(self) -> tuple[Question, ...]:
        """The questions that decide whether it is open."""
        opening = self.result.opening
        keys = () if opening is None else questions_of(opening.condition)
        return tuple(self.verdict.pack.questions[key] for key in keys)

    @cached_property
    def speaking_for(self) -> tuple[ReasonRow, ...]:
        """The reasons for it."""
        return self._rows(self.result.speaking_for)

    @cached_property
    def against(self) -> tuple[ReasonRow, ...]:
        """The reasons against it."""
        return self._rows(self.result.against)

    @cached_property
    def unknown(self) -> tuple[ReasonRow, ...]:
        """The reasons not yet known."""
        return self._rows(self.result.unknown)

    def _rows(self, results: tuple[ReasonResult, ...]) -> tuple[ReasonRow, ...]:
        return tuple(ReasonRow(result, self.verdict.reading) for result in results)
