"""Published surveys: who was asked, what share said so, and how far that can be from the truth."""

from dataclasses import dataclass
from datetime import date
from math import sqrt

from readiness.domain.citation import Citation

NORMAL_95 = 1.959963984540054
"""How many standard deviations hold 95 % of a normal distribution, on both sides of its middle."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Between which shares, in per cent, the true one lies with 95 % confidence."""

    low: float
    high: float

    @property
    def ends(self) -> tuple[int, int]:
        """Its two ends in whole per cent, halves rounded up."""
        return int(self.low + 0.5), int(self.high + 0.5)


@dataclass(frozen=True, slots=True)
class Survey:
    """A survey as one source reports it: sample and year of all its figures stand here.

    `people` and `organisations` are how many answered, `called` and `places` what they are called;
    None is not published. The number is `about` where it is published as nearly so many. `written`
    is the sample as packs of an older shape wrote it.
    """

    key: str
    title: str
    year: str
    source: Citation | None
    fieldwork: str = ""
    people: int | None = None
    organisations: int | None = None
    called: str = "people"
    places: str = "organisations"
    about: bool = False
    note: str = ""
    written: str = ""

    @property
    def answered(self) -> int | None:
        """How many answered: people, or organisations where no more is published."""
        return self.organisations if self.people is None else self.people

    @property
    def counted(self) -> str:
        """How many answered, in words: 53 people, about 200 staff, 50 organisations."""
        if self.answered is None:
            return self.written
        noun = self.places if self.people is None else self.called
        return f"{'about ' if self.about else ''}{self.answered} {noun}"

    @property
    def sample(self) -> str:
        """Who answered, in words: 53 people from 50 organisations."""
        if self.people is None or self.organisations is None:
            return self.counted
        return f"{self.counted} from {self.organisations} {self.places}"


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A published figure: the share of respondents, in per cent, who gave one of the options.

    `measure` says what they do, as “Have an agreed plan”. `also` are other reports that hold the
    same figure, `wider` options that its words leave out and a reader might count. `half_width` is
    what packs of an older shape wrote of its interval.
    """

    key: str
    question: str
    options: tuple[str, ...]
    measure: str
    value: int
    survey: Survey
    note: str = ""
    also: tuple[Survey, ...] = ()
    wider: tuple[str, ...] = ()
    half_width: int | None = None
    review_by: date | None = None

    @property
    def interval(self) -> Interval:
        """The 95 % interval of its value."""
        if self.half_width is not None or not self.survey.answered:
            width = self.half_width or 0
            return Interval(max(0, self.value - width), min(100, self.value + width))
        return wilson(self.value, self.survey.answered)


@dataclass(frozen=True, slots=True)
class ContextFigure:
    """Something published that no question asks for: shown to read, and never compared."""

    key: str
    says: str
    value: int | None
    survey: Survey | None
    source: Citation | None

    @property
    def interval(self) -> Interval | None:
        """The 95 % interval of its value; None where it has none, or nobody was counted."""
        if self.value is None or self.survey is None or not self.survey.answered:
            return None
        return wilson(self.value, self.survey.answered)


@dataclass(frozen=True, slots=True)
class Unpublished:
    """A share that a survey leaves out: what is not accounted for, in per cent, and of what."""

    key: str
    question: str
    measure: str
    rest: int
    survey: Survey


def wilson(share: float, answered: int) -> Interval:
    """Return the 95 % interval of a share in per cent, from how many answered.

    The score interval of E. B. Wilson, “Probable inference, the law of succession, and statistical
    inference”, Journal of the American Statistical Association 22 (1927): it stays between 0 and
    100 and holds for few respondents and for shares near either end. It says how far chance alone
    may lead; that people chose to answer can lead further.

    Raises:
        ValueError: nobody answered, or the share is none.
    """
    if answered < 1 or not 0 <= share <= 100:
        raise ValueError("give a share from 0 to 100 of at least one respondent")
    p, z2 = share / 100, NORMAL_95**2 / answered
    middle = p + z2 / 2
    reach = NORMAL_95 * sqrt(p * (1 - p) / answered + z2 / (4 * answered))
    low, high = (middle - reach) / (1 + z2), (middle + reach) / (1 + z2)
    return Interval(100 * max(0.0, low), 100 * min(1.0, high))
