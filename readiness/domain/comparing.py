"""One organisation’s answer beside published figures: among them or not, never a share."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from readiness.domain.assessment import Reading, State
from readiness.domain.operators import Value
from readiness.domain.pack import DONT_KNOW, Kind, Pack, Question
from readiness.domain.survey import Benchmark, ContextFigure, Interval, Survey, Unpublished
from readiness.domain.wording import answer_words

BY_ORGANISATION = (
    "Counted by organisation: how many people answered is not published with these figures."
)


@dataclass(frozen=True, slots=True)
class Compared:
    """A published figure with the question that asks the same, and what was answered here.

    `value` is None where nothing comparable was answered, don’t know included.
    """

    benchmark: Benchmark
    question: Question
    value: Value | None

    @property
    def answer(self) -> str:
        """The answer given here, in words; empty for none."""
        return "" if self.value is None else answer_words(self.question, self.value)

    @property
    def among(self) -> bool | None:
        """Whether the organisation is among those counted; None where nobody can say."""
        return self._among(self.benchmark.options)

    @property
    def own_share(self) -> int | None:
        """The share answered here, where the question asks for one."""
        share = self.question.kind is Kind.PERCENTAGE
        return self.value if share and isinstance(self.value, int) else None

    @property
    def sentence(self) -> str:
        """Both in one sentence: You have a plan: so had 38% of 50 organisations in 2017 (…)."""
        benchmark, figure = self.benchmark, figure_words(self.benchmark)
        if self.own_share is not None:
            return f"{benchmark.measure}: {figure}; you answered {self.answer}."
        if self.among is None:
            return f"{benchmark.measure}: {figure}."
        if not benchmark.survey.key:
            among = "among" if self.among else "not among"
            return f"{benchmark.measure}: {figure}; you are {among} them."
        measure = benchmark.measure[:1].lower() + benchmark.measure[1:]
        if self.among:
            return f"You {measure}: so {_did(benchmark.measure)} {figure}."
        return f"{figure} {measure}; you are not among them."

    @property
    def wider(self) -> str:
        """Whether the organisation would be counted if more of our options were; empty for none."""
        options = self.benchmark.wider
        if not options:
            return ""
        titles = (o.label for o in self.question.options if o.key in options)
        named = " or ".join(f"“{title}”" for title in titles)
        among = self._among((*self.benchmark.options, *options))
        if among is None:
            return f"The survey’s words leave out {named}; a reader might count that too."
        said = f"you are {'' if among else 'not '}among them"
        return f"Ours, counted the other way, with {named} as well: {said}."

    def _among(self, options: tuple[str, ...]) -> bool | None:
        if self.value is None or not self.question.options:
            return None
        given = self.value if isinstance(self.value, frozenset) else frozenset({str(self.value)})
        return bool(given & frozenset(options))


@dataclass(frozen=True, slots=True)
class SurveyFigures:
    """All figures of one survey, beside the answers given here."""

    survey: Survey
    compared: tuple[Compared, ...]
    context: tuple[ContextFigure, ...]
    unpublished: tuple[tuple[Unpublished, Question], ...]

    @property
    def by_organisation(self) -> str:
        """What to know where only organisations are counted; empty elsewhere."""
        counted = self.survey.people is None and self.survey.organisations is not None
        return BY_ORGANISATION if counted else ""


def compared(reading: Reading, benchmark: Benchmark) -> Compared:
    """Lay the answer to a figure's question beside it."""
    question = reading.pack.questions[benchmark.question]
    answered = reading.states[question.key] is State.ANSWERED
    value = reading.given.answers[question.key].value if answered else None
    return Compared(benchmark, question, None if value == DONT_KNOW else value)


def compared_on(reading: Reading, question: str) -> tuple[Compared, ...]:
    """Return every published figure on a question, in the order of the pack."""
    found = (b for b in reading.pack.benchmarks if b.question == question)
    return tuple(compared(reading, benchmark) for benchmark in found)


def by_survey(reading: Reading) -> tuple[SurveyFigures, ...]:
    """Return the figures of each survey, in the order of the pack; surveys are never mixed."""
    pack = reading.pack
    return tuple(
        SurveyFigures(
            survey,
            tuple(compared(reading, b) for b in pack.benchmarks if b.survey == survey),
            tuple(figure for figure in pack.context if figure.survey == survey),
            tuple(
                (gap, pack.questions[gap.question])
                for gap in pack.unpublished
                if gap.survey == survey
            ),
        )
        for survey in _surveys(pack)
    )


def figure_words(benchmark: Benchmark) -> str:
    """Write a figure with its sample, year and interval: 38% of 50 organisations in 2017 (…)."""
    survey = benchmark.survey
    asked = f"{survey.counted} in {survey.year}"
    return f"{benchmark.value}% of {asked} ({interval_words(benchmark)})"


def survey_words(survey: Survey) -> str:
    """Write where figures come from: the survey, when, its sample, and who paid for it."""
    said = [f"{survey.title}, {survey.fieldwork or survey.year}", f"Sample: {survey.sample}"]
    return " ".join(f"{part.rstrip('.')}." for part in (*said, survey.note) if part)


def note_words(benchmark: Benchmark) -> str:
    """Write what has to be known of one figure, and where else it is reported; may be empty."""
    also = (f"Also in: {other.title}" for other in benchmark.also)
    return " ".join(f"{part.rstrip('.')}." for part in (benchmark.note, *also) if part)


def interval_words(figure: Benchmark | ContextFigure) -> str:
    """Write a 95 % interval: 95% interval 26% to 52%; about, where the number asked is about."""
    interval, survey = figure.interval, figure.survey
    if interval is None:
        return ""
    about = "about " if survey is not None and survey.about else ""
    return f"95% interval {about}{ends_words(interval)}"


def ends_words(interval: Interval) -> str:
    """Write the two ends of an interval in whole per cent, halves rounded up."""
    low, high = interval.ends
    return f"{low}% to {high}%"


def _surveys(pack: Pack) -> Iterable[Survey]:
    """Return the surveys of a pack; those that packs of an older shape do not list come last."""
    return dict.fromkeys((*pack.surveys, *_unlisted(pack)))


def _unlisted(pack: Pack) -> Iterator[Survey]:
    return (benchmark.survey for benchmark in pack.benchmarks if not benchmark.survey.key)


def _did(measure: str) -> str:
    """Return how a sentence goes on after what you do: so had, so were, so did."""
    return {"Have": "had", "Are": "were"}.get(measure.split(" ", 1)[0], "did")
