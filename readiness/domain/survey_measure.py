"""A question of a published survey asked again: its figures, each beside the published one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from readiness.domain.assessment import State
from readiness.domain.band import Band
from readiness.domain.by_band import withheld_bands
from readiness.domain.comparing import note_words
from readiness.domain.pack import Kind, Pack, Question
from readiness.domain.replies import Replies, Reply
from readiness.domain.share import Mean, Share
from readiness.domain.survey import Benchmark, Interval, Survey
from readiness.domain.survey_rows import rows_of
from readiness.domain.wording import count_words

Heard = Sequence[tuple[Band, Replies]]
"""What each of those that submitted replied, with its band."""

BASE = (State.ANSWERED, State.DONT_KNOW)
"""What counts in the base of a share."""


@dataclass(frozen=True, slots=True)
class Told:
    """How many were asked a question, and what became of it; `base` is what its figures count.

    `answered` includes those that do not know. Of some it is not known whether they are asked, and
    some answered a version of the rules that asks otherwise.
    """

    base: int
    answered: int
    dont_know: int
    not_answered: int
    perhaps_asked: int
    asked_otherwise: int

    @property
    def words(self) -> str:
        """How many answered: 17 answered, 2 of them don’t know; 1 of 18 did not answer."""
        asked = self.answered + self.not_answered
        unsure = f", {self.dont_know} of them don’t know" if self.dont_know else ""
        parts = [f"{self.answered} answered{unsure}"]
        parts += [f"{self.not_answered} of {asked} did not answer"] if asked else []
        if self.perhaps_asked:
            parts.append(f"for {self.perhaps_asked} more we do not know yet whether it applies")
        if self.asked_otherwise:
            parts.append(f"{self.asked_otherwise} left out, whose rules ask otherwise")
        return "; ".join(parts)


@dataclass(frozen=True, slots=True)
class Figure:
    """One row: an answer or several, what we count of it, and what is published of it.

    `ours` is None where it is withheld or nobody answered, `published` where nobody published it.
    """

    label: str
    options: tuple[str, ...]
    ours: Share | Mean | None
    published: Benchmark | None

    @property
    def measure(self) -> str:
        """What is counted, as it was published; else the answer."""
        return self.published.measure if self.published else self.label

    @property
    def interval(self) -> Interval | None:
        """The interval of ours; None for a mean, and where there is none."""
        return self.ours.interval if isinstance(self.ours, Share) else None

    @property
    def clear(self) -> bool | None:
        """Whether ours stands clear of the published one: the two intervals do not overlap.

        None where there are not two intervals.
        """
        mine, survey = self.interval, self.published.survey if self.published else None
        if mine is None or self.published is None or not (survey and survey.answered):
            return None
        other = self.published.interval
        return mine.high < other.low or other.high < mine.low


@dataclass(frozen=True, slots=True)
class Measure:
    """A question as one survey asked it, with all its figures.

    `told` is None where figures are withheld; where nobody answered its base is 0.
    """

    survey: Survey
    question: Question
    told: Told | None
    figures: tuple[Figure, ...]
    notes: tuple[str, ...]

    @property
    def withheld(self) -> bool:
        """Whether its figures are withheld."""
        return self.told is None


def measure_of(
    pack: Pack, published: Sequence[Benchmark], heard: Heard, band: Band | None
) -> Measure:
    """Count the question of some published figures of one survey, for all bands or for one.

    It is withheld by how many answered in each band.
    """
    question = pack.questions[published[0].question]
    counting = (State.ANSWERED,) if question.kind is Kind.PERCENTAGE else BASE
    given = [(each, replies.get(question.key)) for each, replies in heard]
    bases = {each: 0 for each, _ in given}
    for each, reply in given:
        bases[each] += reply is not None and reply.state in counting
    hidden = band in withheld_bands(bases)
    shown = [reply for each, reply in given if band in (None, each)]
    answers = [] if hidden else [one for one in shown if one and one.state in counting]
    figures = tuple(
        Figure(label, options, _ours(question, options, answers), benchmark)
        for label, options, benchmark in rows_of(question, published)
    )
    notes = tuple(_notes(pack, question, published, answers))
    told = None if hidden else _told(shown, len(answers))
    return Measure(published[0].survey, question, told, figures, notes)


def _told(replies: Sequence[Reply | None], base: int) -> Told:
    states = [None if reply is None else reply.state for reply in replies]
    unsure = states.count(State.DONT_KNOW)
    return Told(
        base,
        states.count(State.ANSWERED) + unsure,
        unsure,
        states.count(State.TO_DO),
        states.count(State.MAY_APPLY),
        states.count(None),
    )


def _ours(
    question: Question, options: tuple[str, ...], answers: Sequence[Reply]
) -> Share | Mean | None:
    if not answers:
        return None
    if question.kind is Kind.PERCENTAGE:
        return Mean(sum(one.value for one in answers if isinstance(one.value, int)), len(answers))
    return Share(sum(_among(one, options) for one in answers), len(answers))


def _among(reply: Reply, options: tuple[str, ...]) -> bool:
    """Say whether an answer is among some options, or picks one of them."""
    if isinstance(reply.value, frozenset):
        return bool(reply.value & frozenset(options))
    return reply.value in options


def _notes(
    pack: Pack, question: Question, published: Sequence[Benchmark], answers: Sequence[Reply]
) -> Iterator[str]:
    """Write what the figures leave out, and what has to be known of each."""
    for gap in pack.unpublished:
        if gap.question == question.key and gap.survey == published[0].survey:
            yield f"It left {gap.rest}% unaccounted for."
    yield from dict.fromkeys(note for one in published if (note := note_words(one)))
    yield from (_wider(question, one, answers) for one in published if one.wider and answers)
    if question.kind is Kind.PERCENTAGE and answers:
        gave = count_words(len(answers), "organisation")
        yield f"Ours is the mean of what {gave} gave, which no interval of a share fits."


def _wider(question: Question, figure: Benchmark, answers: Sequence[Reply]) -> str:
    """Write what ours would be with the options that the words of a survey leave out."""
    labels = " and ".join(f"“{o.label}”" for o in question.options if o.key in figure.wider)
    options = (*figure.options, *figure.wider)
    ours = Share(sum(_among(one, options) for one in answers), len(answers))
    return (
        f"The survey’s words leave out {labels}; counted with it, ours is {ours.count} of "
        f"{ours.base}, {ours.per_cent}%."
    )
