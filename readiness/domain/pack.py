"""What a rule pack says, as frozen values; it knows nothing of files or of anybody's answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType

from readiness.domain.citation import Citation as Citation
from readiness.domain.condition import (
    AllOf,
    Condition,
    Implies,
    Named,
    OnScale,
    Scale,
    Subject,
    questions_of,
)
from readiness.domain.contract import ContractQuestions
from readiness.domain.due_date import Deadline
from readiness.domain.errors import NotFound
from readiness.domain.glossary import Explained, Glossary, explained, terms_in
from readiness.domain.question import ABOUT_CONTRACT as ABOUT_CONTRACT
from readiness.domain.question import DONT_KNOW as DONT_KNOW
from readiness.domain.question import Kind as Kind
from readiness.domain.question import Option as Option
from readiness.domain.question import Question as Question
from readiness.domain.survey import Benchmark as Benchmark
from readiness.domain.survey import ContextFigure as ContextFigure
from readiness.domain.survey import Survey as Survey
from readiness.domain.survey import Unpublished as Unpublished
from readiness.domain.things_to_do import Achievement as Achievement
from readiness.domain.things_to_do import ActionTemplate as ActionTemplate
from readiness.domain.things_to_do import Effort as Effort
from readiness.domain.things_to_do import Fallback as Fallback
from readiness.domain.things_to_do import FindOut as FindOut
from readiness.domain.things_to_do import Hosting as Hosting
from readiness.domain.vehicle import Vehicles

HOST, HOST_ANSWER = "host", "host-answer"
"""What a condition is named that a host settled: a rule of its own, or a comparison with one of its
answers."""

OTHER_AREA = "Other"
"""The area of a rule that reads no question."""


class Strength(StrEnum):
    """A hard rule closes the gate out of its stage while it is unmet; a soft one advises."""

    HARD = "hard"
    SOFT = "soft"


@dataclass(frozen=True, slots=True)
class Threshold:
    """A figure with a name, which conditions share, and when to look whether it still holds.

    In packs that were kept before thresholds said `review_by` it is None.
    """

    key: str
    value: int
    what: str
    source: Citation | None = None
    review_by: date | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A page of the assessment: questions which the same person can answer in one sitting."""

    key: str
    title: str
    owner: str
    minutes: int
    have_open: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """What must hold before a stage is left (hard) or is advised (soft), and what to do if not."""

    key: str
    stage: str
    strength: Strength
    needs: Condition
    otherwise: str
    because: str
    do: tuple[str, ...]
    needed: str = ""
    applies_when: Condition | None = None
    board: str = ""
    source: Citation | None = None
    section: str = ""

    @property
    def from_host(self) -> bool:
        """Whether an organisation's host has answered for what it needs."""
        return isinstance(self.needs, Named) and self.needs.what == HOST

    @property
    def condition(self) -> Condition:
        """The whole rule as one condition: where it applies, its needs hold."""
        if self.applies_when is None:
            return self.needs
        return Implies(self.applies_when, self.needs)

    @property
    def questions(self) -> tuple[str, ...]:
        """The questions its needs read: the ones to change when it is unmet."""
        return questions_of(self.needs)


@dataclass(frozen=True, slots=True)
class Stage:
    """A step of the ladder; its gate leads out of it, towards the next."""

    key: str
    title: str
    meaning: str
    evidence: str = ""
    blockers: str = ""


@dataclass(frozen=True, slots=True)
class NamedCondition:
    """A condition to which others refer by its key; `means` says it in a clause, without a stop."""

    key: str
    means: str
    when: Condition


@dataclass(frozen=True, slots=True)
class Profile:
    """The least outcomes on scales that are asked of some kinds of organisation."""

    key: str
    title: str
    least: tuple[OnScale, ...]
    otherwise: str
    because: str
    applies_when: Condition | None = None
    source: Citation | None = None

    @property
    def condition(self) -> Condition:
        """The whole profile as one condition: where it applies, every least outcome is reached."""
        least = AllOf(self.least)
        return least if self.applies_when is None else Implies(self.applies_when, least)


@dataclass(frozen=True, slots=True)
class Reason:
    """What speaks for or against routes, in signed whole points by route."""

    key: str
    when: Condition
    because: str
    whether: str
    points: Mapping[str, int]
    source: Citation | None = None


@dataclass(frozen=True, slots=True)
class Route:
    """A way to buy. A closed route is shown with what closes it, and never wins."""

    key: str
    title: str
    summary: str
    open_when: Condition | None = None
    closed: str = ""


@dataclass(frozen=True, slots=True)
class Routes:
    """The routes, what speaks for and against them, and what is said when none stands out.

    `least` is the fewest points that make a route worth recommending. A pack that advises on no
    purchase has none.
    """

    key: str
    least: int
    undecided: Route
    routes: tuple[Route, ...]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class DatedFact:
    """A day which matters to all who use the pack, and when to look whether it still holds."""

    day: date
    what: str
    source: Citation | None
    review_by: date


@dataclass(frozen=True, slots=True)
class HandOver:
    """The stage from which another pack, `to`, asks about the work itself, and what is said there.

    `answers` are what that assessment begins with, as they would be typed, by question.
    """

    stage: str
    to: str
    says: str
    answers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Pattern:
    """What went wrong elsewhere, and the rules that ask whether it could happen here."""

    what: str
    source: Citation | None
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Respondent:
    """A made-up organisation by which the length of the questionnaire is measured.

    Beside its own `answers` it answers everything at its best. `most` is how many questions it
    should meet at the most.
    """

    key: str
    title: str
    kind: str
    setting: str
    sites: int | None
    answers: Mapping[str, str]
    most: int


@dataclass(frozen=True)
class Pack:
    """Everything a pack says.

    `claimed` names the question whose options are stages, `target` the one that holds the date to
    work back from, and `counts` where the number of each thing that effort is counted by is found.
    `scale_sources` says where each scale comes from, by key. `board_engaged` is the question, and
    the option of it, that says that a board is engaged, None where no question does.
    The fingerprint is the SHA-256 of the pack's text without its cases, in hexadecimal. Packs are
    offered by `order`; the `default` one is meant where none is named. With `contract` every
    assessment is about one named contract. A pack as a guest meets it has settled what the host
    answered; `whole` is then the pack as everybody else meets it.
    """

    key: str
    version: str
    title: str
    planning: str
    fingerprint: str
    claimed: str
    target: str
    counts: Mapping[str, Subject]
    roles: Mapping[str, str]
    find_out: FindOut
    stages: tuple[Stage, ...]
    sections: tuple[Section, ...]
    rules: tuple[Rule, ...]
    routes: Routes
    actions: tuple[ActionTemplate, ...]
    scales: tuple[Scale, ...] = ()
    scale_sources: Mapping[str, Citation | None] = field(default_factory=dict)
    profiles: tuple[Profile, ...] = ()
    thresholds: Mapping[str, Threshold] = field(default_factory=dict)
    conditions: Mapping[str, NamedCondition] = field(default_factory=dict)
    sources: Mapping[str, Citation] = field(default_factory=dict)
    surveys: tuple[Survey, ...] = ()
    benchmarks: tuple[Benchmark, ...] = ()
    context: tuple[ContextFigure, ...] = ()
    figures_heading: str = ""
    unpublished: tuple[Unpublished, ...] = ()
    board_engaged: tuple[str, str] | None = None
    dates: tuple[DatedFact, ...] = ()
    vehicles: Vehicles | None = None
    contract: ContractQuestions | None = None
    hands_over: HandOver | None = None
    fallbacks: tuple[Fallback, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    at_hand: tuple[str, ...] = ()
    patterns: tuple[Pattern, ...] = ()
    respondents: tuple[Respondent, ...] = ()
    glossary: Glossary = ()
    order: int = 1
    default: bool = False
    hosting: Hosting | None = None
    whole: "Pack | None" = field(default=None, repr=False, compare=False)

    @property
    def unsettled(self) -> "Pack":
        """The pack as its text has it, whoever hosts the organisation that is assessed."""
        return self.whole or self

    @cached_property
    def questions(self) -> Mapping[str, Question]:
        """Every question by key, in the order of the sections."""
        return MappingProxyType({q.key: q for section in self.sections for q in section.questions})

    @cached_property
    def first(self) -> tuple[Question, ...]:
        """The questions of the ten-minute look, in order; a pack may have none."""
        return tuple(question for question in self.questions.values() if question.first)

    @property
    def publishes(self) -> bool:
        """Whether it holds published figures, to compare answers with or only to read."""
        return bool(self.surveys or self.benchmarks or self.context)

    @cached_property
    def asked_when(self) -> Mapping[str, Condition]:
        """What decides whether a question is asked, by key; the others always are."""
        return MappingProxyType(
            {q.key: q.asked_when for q in self.questions.values() if q.asked_when is not None}
        )

    @cached_property
    def by_ref(self) -> Mapping[str, Question]:
        """Every question by its reference, such as DSP-02."""
        return MappingProxyType({q.ref: q for q in self.questions.values()})

    @cached_property
    def rule_by_key(self) -> Mapping[str, Rule]:
        """Every rule by key."""
        return MappingProxyType({rule.key: rule for rule in self.rules})

    @cached_property
    def action_by_key(self) -> Mapping[str, ActionTemplate]:
        """Every action by key."""
        return MappingProxyType({action.key: action for action in self.actions})

    @cached_property
    def fallback_by_key(self) -> Mapping[str, Fallback]:
        """Every fallback by key."""
        return MappingProxyType({fallback.key: fallback for fallback in self.fallbacks})

    @cached_property
    def hard_rules(self) -> tuple[Rule, ...]:
        """The rules that close gates, in the order of the pack."""
        return tuple(rule for rule in self.rules if rule.strength is Strength.HARD)

    @cached_property
    def stage_index(self) -> Mapping[str, int]:
        """The place of every stage on the ladder, from 0."""
        return MappingProxyType({stage.key: place for place, stage in enumerate(self.stages)})

    @cached_property
    def rules_reading(self) -> Mapping[str, tuple[Rule, ...]]:
        """The rules whose needs read each question: hard before soft, then by stage."""
        reading: dict[str, list[Rule]] = {key: [] for key in self.questions}
        for rule in self.rules:
            for key in rule.questions:
                reading[key].append(rule)

        def rank(rule: Rule) -> tuple[bool, int]:
            return rule.strength is Strength.SOFT, self.stage_index[rule.stage]

        return MappingProxyType({key: tuple(sorted(r, key=rank)) for key, r in reading.items()})

    @cached_property
    def explained(self) -> Mapping[str, Explained]:
        """The hint of every question with the terms of the glossary in it, by key."""
        return MappingProxyType(
            {key: explained(q.ask, q.hint, self.glossary) for key, q in self.questions.items()}
        )

    @cached_property
    def using(self) -> Mapping[str, tuple[Question, ...]]:
        """The questions that use each term, in what is asked, its hint or its options, by word."""
        using: dict[str, list[Question]] = {term.word: [] for term in self.glossary}
        for question in self.questions.values():
            labels = (option.label for option in question.options)
            for term in terms_in("\n".join([question.ask, question.hint, *labels]), self.glossary):
                using[term.word].append(question)
        return MappingProxyType({word: tuple(questions) for word, questions in using.items()})

    @property
    def short_fingerprint(self) -> str:
        """The first eight characters of the fingerprint, enough to tell versions apart by eye."""
        return self.fingerprint[:8]

    def area_of(self, rule: Rule) -> str:
        """Return the area of a rule: that of the first question it reads."""
        return next((self.questions[key].area for key in rule.questions), OTHER_AREA)

    def section(self, key: str) -> Section:
        """Return a section by key.

        Raises:
            NotFound: the pack has no such section.
        """
        for section in self.sections:
            if section.key == key:
                return section
        raise NotFound("There is no such section in this assessment.")

    def question(self, key_or_ref: str) -> Question:
        """Return a question by its key or its reference.

        Raises:
            NotFound: the pack has no such question.
        """
        found = self.questions.get(key_or_ref) or self.by_ref.get(key_or_ref)
        if found is None:
            raise NotFound(f"There is no question {key_or_ref} in this assessment.")
        return found


def gate(stage: str, rules: tuple[Rule, ...]) -> Named:
    """Return the gate out of a stage as a condition: all of its hard rules."""
    hard = tuple(
        Named("rule", rule.key, rule.condition)
        for rule in rules
        if rule.stage == stage and rule.strength is Strength.HARD
    )
    return Named("gate", stage, AllOf(hard))
