"""What is asked, as frozen values: kinds of question, their options, and the question itself."""

from dataclasses import dataclass
from enum import StrEnum

from readiness.domain.citation import Citation
from readiness.domain.condition import Condition
from readiness.domain.work_out import WorkOut

DONT_KNOW = "dont-know"
"""What a question is answered with when the honest answer is that nobody knows."""

ABOUT_CONTRACT = "contract"
"""What a question is about whose answer belongs to one contract."""


class Kind(StrEnum):
    """Kinds of question."""

    CHOICE = "choice"
    CHOICES = "choices"
    YES_NO = "yes-no"
    NUMBER = "number"
    PERCENTAGE = "percentage"
    MONEY = "money"
    DATE = "date"
    TEXT = "text"
    PARTNERS = "partners"


@dataclass(frozen=True, slots=True)
class Option:
    """One choice; `done` is the share of the work behind it that is done, in per cent, low to high.

    One that stands `alone`, such as none, cannot be picked together with another.
    """

    key: str
    label: str
    done: tuple[int, int] | None = None
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """A question as people read it.

    `ordered` options run from worst to best. `unit` says what a number counts. `pick` is how many
    choices must be made, exactly; None is any number. `benchmark` marks a question whose wording
    reproduces a published measure, `first` one that is asked in the ten-minute look, and `context`
    one that is kept beside the answers and read by no rule. The answer to one that is `about` a
    contract belongs to that contract alone. `work_out` is the worksheet of a percentage.
    """

    key: str
    ref: str
    ask: str
    kind: Kind
    section: str
    area: str
    owner: str
    hint: str = ""
    evidence: str = ""
    options: tuple[Option, ...] = ()
    ordered: bool = False
    unit: str = ""
    minimum: int | None = None
    maximum: int | None = None
    pick: int | None = None
    asked_when: Condition | None = None
    dont_know: str = "Don’t know"
    best: object = None
    sensitive: bool = False
    benchmark: bool = False
    first: bool = False
    context: bool = False
    about: str = ""
    work_out: WorkOut | None = None
    source: Citation | None = None

    def option(self, key: str) -> Option | None:
        """Return the option of that key, or None."""
        return next((option for option in self.options if option.key == key), None)
