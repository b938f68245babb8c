"""What *Your contracts* shows: every open contract by its end, and how they lie in time."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from readiness.domain.assessment import Reading
from readiness.domain.condition import Source, Subject, Truth
from readiness.domain.ending_together import ending_together
from readiness.domain.pack import Question
from readiness.domain.plan import Doing
from readiness.domain.schedule import Timed
from readiness.domain.wording import count_words, day_words, short_day
from readiness.usecases.assessment import OpenAssessment
from readiness.usecases.plan import PlanView
from readiness.web.filters import until_words

NOT_NAMED = "Not named yet"
OVER = (Doing.DONE, Doing.WILL_NOT_DO)
"""The states of an action about which nothing is left to do."""


@dataclass(frozen=True)
class ContractRow:
    """One open contract: its days, where it stands, and what must begin next."""

    opened: OpenAssessment
    view: PlanView

    @property
    def name(self) -> str:
        """What it is called."""
        return self.opened.assessment.contract or NOT_NAMED

    @property
    def ends(self) -> date | None:
        """The day it ends, where that is known."""
        return self._day(self.ends_question)

    @property
    def notice(self) -> date | None:
        """The last day to give notice, where that is known."""
        return self._day(self.notice_question)

    @cached_property
    def ends_question(self) -> Question:
        """The question that holds its end."""
        return self._question("ends")

    @cached_property
    def notice_question(self) -> Question:
        """The question that holds the last day to give notice."""
        return self._question("notice")

    @property
    def supplier(self) -> str:
        """Who supplies it; empty where that is not known or not asked."""
        contract = self.opened.pack.contract
        key = contract.supplier if contract else ""
        return str(_known(self.opened.reading, key) or "") if key else ""

    def asks(self, question: Question) -> bool:
        """Say whether a question applies, or may."""
        return self.opened.reading.asked(question.key) is not Truth.NO

    @cached_property
    def awaited(self) -> tuple[Question, ...]:
        """The questions that apply and whose day is not known."""
        days = ((self.notice_question, self.notice), (self.ends_question, self.ends))
        return tuple(question for question, day in days if day is None and self.asks(question))

    @property
    def gives_notice(self) -> bool:
        """Whether there is notice to give: a guest of another body gives none."""
        return self.asks(self.notice_question)

    @property
    def notice_words(self) -> str:
        """The last day to give notice, or why there is none here."""
        return said_day(self.notice) if self.notice or self.gives_notice else "does not apply"

    @property
    def notice_far(self) -> str:
        """How far off the last day to give notice is."""
        return self._far(self.notice)

    @property
    def ends_far(self) -> str:
        """How far off the end is."""
        return self._far(self.ends)

    @property
    def stage(self) -> str:
        """The stage that the answers prove."""
        return self.opened.verdict.evidenced.title

    @cached_property
    def open_actions(self) -> tuple[Timed, ...]:
        """The actions of the plan that are neither done nor left undone."""
        said = self.view.progress
        return tuple(
            row
            for row in self.view.schedule.rows
            if row.action.key not in said or said[row.action.key].state not in OVER
        )

    @property
    def next_start(self) -> Timed | None:
        """The open action whose latest start comes first: the binding one, where that is open."""
        for row in self.open_actions:
            if self.view.schedule.binds(row):
                return row
        dated = [(row.latest_start, row.action.key, row) for row in self.open_actions
                 if row.latest_start]  # fmt: skip
        return min(dated)[2] if dated else None

    @property
    def binds(self) -> bool:
        """Whether what must begin next decides if the target can be met."""
        return self.next_start is not None and self.view.schedule.binds(self.next_start)

    def _far(self, day: date | None) -> str:
        if day is None:
            return ""
        return "passed" if day < self.opened.given.on else until_words(day)

    def _day(self, question: Question) -> date | None:
        day = _known(self.opened.reading, question.key)
        return day if isinstance(day, date) else None

    def _question(self, name: str) -> Question:
        return self.opened.pack.questions[getattr(self.opened.pack.contract, name)]


@dataclass(frozen=True)
class ContractsPage:
    """The open contracts of an organisation, the one that ends first on top, unknown ends last."""

    rows: tuple[ContractRow, ...]

    @property
    def together(self) -> str:
        """Say that some end near each other; empty where no two do."""
        near = ending_together(row.ends for row in self.rows if row.ends)
        if near < 2:
            return ""
        whole = "Both" if near == len(self.rows) == 2 else f"{near} of {len(self.rows)}"
        return f"{whole} end within 12 months of one another: consider buying them together."

    @property
    def undated(self) -> tuple[ContractRow, ...]:
        """Those of which the end or the last day to give notice is not known."""
        return tuple(row for row in self.rows if row.awaited)

    @property
    def next_notice(self) -> str:
        """Say which notice is due next; empty where none is known or to come."""
        known = [(row.notice, row.name) for row in self.rows if row.notice]
        coming = [(day, name) for day, name in known if day >= self.rows[0].opened.given.on]
        if not coming:
            return ""
        day, name = min(coming)
        return f"The next last day to give notice is {day_words(day)}, for {name}."

    @property
    def counted(self) -> str:
        """How many there are."""
        return count_words(len(self.rows), "open contract")

    @property
    def table(self) -> list[list[str | int | date | None]]:
        """The same facts as rows of cells, under their headings."""
        heads: list[str | int | date | None] = [
            "Contract", "Supplier", "Last day to give notice", "End", "Stage", "Start next",
            "Latest start", "Open actions",
        ]  # fmt: skip
        return [heads, *(_cells(row) for row in self.rows)]


def contracts_page(rows: list[ContractRow]) -> ContractsPage:
    """Put contracts in the order of their ends, then of their names."""
    return ContractsPage(
        tuple(sorted(rows, key=lambda row: (row.ends is None, row.ends or date.max, row.name)))
    )


def _cells(row: ContractRow) -> list[str | int | date | None]:
    following = row.next_start
    return [
        row.name, row.supplier, row.notice, row.ends, row.stage,
        following.action.title if following else None,
        following.latest_start if following else None,
        len(row.open_actions),
    ]  # fmt: skip


def _known(reading: Reading, key: str) -> object:
    if reading.asked(key) is not Truth.YES:
        return None
    return reading.value(Subject(Source.QUESTION, key))


def said_day(day: date | None) -> str:
    """Write a day, or that nobody knows it."""
    return short_day(day) if day else "not known"
