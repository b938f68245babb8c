"""Everything a pack says, in the words and the order of its page."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from readiness.domain.condition import Condition, Scale, questions_of
from readiness.domain.due_date import Deadline
from readiness.domain.due_words import due_day_words
from readiness.domain.pack import (
    ActionTemplate,
    Benchmark,
    Citation,
    ContextFigure,
    Kind,
    Pack,
    Profile,
    Question,
    Reason,
    Route,
    Rule,
    Section,
    Stage,
    Strength,
    Survey,
    Unpublished,
)
from readiness.domain.plan import Days
from readiness.domain.uses import asked_for_by
from readiness.domain.wording import condition_words, person_days


@dataclass(frozen=True, slots=True)
class QuestionWords:
    """A question, how it is answered, when it is asked, and what its answer can hold."""

    question: Question
    answered: str
    asked_when: str
    owner: str
    holds: str


@dataclass(frozen=True, slots=True)
class SectionWords:
    """A section with its questions, and who is asked."""

    section: Section
    owner: str
    questions: tuple[QuestionWords, ...]


@dataclass(frozen=True, slots=True)
class RuleWords:
    """A rule, with what passes and where it applies in words, and the questions it reads."""

    rule: Rule
    needs: str
    applies: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class StageWords:
    """A stage with the rules of its gate."""

    stage: Stage
    hard: tuple[RuleWords, ...]
    soft: tuple[RuleWords, ...]


@dataclass(frozen=True, slots=True)
class ScaleWords:
    """Levels or a decision table: each row's outcome, sentence and condition."""

    scale: Scale
    rows: tuple[tuple[str, str, str], ...]
    source: Citation | None


@dataclass(frozen=True, slots=True)
class ProfileWords:
    """The least that some organisations must reach, and which they are."""

    profile: Profile
    applies: str
    least: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RouteWords:
    """A route and when it is open; nothing when it always is."""

    route: Route
    opens: str


@dataclass(frozen=True, slots=True)
class ReasonWords:
    """What speaks for or against routes, and when; the points follow the routes' order."""

    reason: Reason
    when: str
    points: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ActionWords:
    """An action with its effort, what it achieves, what comes first and which rules ask for it."""

    action: ActionTemplate
    owner: str
    effort: str
    achieves: str
    after: str
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class BenchmarkWords:
    """A published figure, the question it belongs to, and the answers it counts."""

    benchmark: Benchmark
    question: Question
    counts: str


@dataclass(frozen=True, slots=True)
class SurveyWords:
    """A survey with its figures, what is read beside them, and what it leaves out."""

    survey: Survey
    benchmarks: tuple[BenchmarkWords, ...]
    context: tuple[ContextFigure, ...]
    unpublished: tuple[Unpublished, ...]


@dataclass(frozen=True, slots=True)
class DeadlineWords:
    """A deadline, how its day is found, where it applies, when it is met, and what it asks for."""

    deadline: Deadline
    day: str
    applies: str
    met: str
    begun: str
    actions: str
    fallbacks: str


@dataclass(frozen=True, slots=True)
class PackWords:
    """A whole pack as its page shows it."""

    pack: Pack
    stages: tuple[StageWords, ...]
    scales: tuple[ScaleWords, ...]
    profiles: tuple[ProfileWords, ...]
    routes: tuple[RouteWords, ...]
    reasons: tuple[ReasonWords, ...]
    sections: tuple[SectionWords, ...]
    actions: tuple[ActionWords, ...]
    surveys: tuple[SurveyWords, ...]
    deadlines: tuple[DeadlineWords, ...]


def pack_words(pack: Pack) -> PackWords:
    """Put a pack into words."""
    return PackWords(
        pack,
        stages=tuple(
            StageWords(
                stage, _rules(pack, stage, Strength.HARD), _rules(pack, stage, Strength.SOFT)
            )
            for stage in pack.stages
        ),
        scales=tuple(_scale(scale, pack) for scale in pack.scales),
        profiles=tuple(
            ProfileWords(
                profile,
                _when(profile.applies_when, pack),
                tuple(condition_words(least, pack) for least in profile.least),
            )
            for profile in pack.profiles
        ),
        routes=tuple(RouteWords(r, _when(r.open_when, pack)) for r in pack.routes.routes),
        reasons=tuple(_reason(reason, pack) for reason in pack.routes.reasons),
        sections=tuple(_section(section, pack) for section in pack.sections),
        actions=tuple(_action(action, pack) for action in pack.actions),
        surveys=tuple(_survey_words(pack)),
        deadlines=tuple(_deadline(deadline, pack) for deadline in pack.deadlines),
    )


def _rules(pack: Pack, stage: Stage, strength: Strength) -> tuple[RuleWords, ...]:
    return tuple(
        RuleWords(
            rule,
            condition_words(rule.needs, pack),
            _when(rule.applies_when, pack),
            tuple(pack.questions[key] for key in questions_of(rule.condition)),
        )
        for rule in pack.rules
        if rule.stage == stage.key and rule.strength is strength
    )


def _when(condition: Condition | None, pack: Pack) -> str:
    return "" if condition is None else condition_words(condition, pack)


def _scale(scale: Scale, pack: Pack) -> ScaleWords:
    rows = [
        (scale.outcome(row.outcome).title, row.says, condition_words(row.when, pack))
        for row in scale.rows
    ]
    return ScaleWords(scale, tuple(rows), pack.scale_sources.get(scale.key))


def _reason(reason: Reason, pack: Pack) -> ReasonWords:
    points = tuple(reason.points.get(route.key, 0) for route in pack.routes.routes)
    return ReasonWords(reason, condition_words(reason.when, pack), points)


def _section(section: Section, pack: Pack) -> SectionWords:
    questions = tuple(
        QuestionWords(
            question,
            _answered(question),
            _when(question.asked_when, pack),
            pack.roles[question.owner],
            _holds(question, pack),
        )
        for question in section.questions
    )
    return SectionWords(section, pack.roles[section.owner], questions)


_ANSWERED = {
    Kind.CHOICE: "One option",
    Kind.CHOICES: "Any number of options",
    Kind.YES_NO: "Yes or no",
    Kind.NUMBER: "A whole number",
    Kind.PERCENTAGE: "A percentage",
    Kind.MONEY: "Whole pounds",
    Kind.DATE: "A date",
    Kind.TEXT: "Words",
    Kind.PARTNERS: "Organisation codes",
}


def _answered(question: Question) -> str:
    words = _ANSWERED[question.kind]
    if question.ordered:
        words += ", from worst to best"
    if question.pick is not None:
        words = f"{question.pick} options"
    return f"{words} of {question.unit}" if question.unit else words


def _holds(question: Question, pack: Pack) -> str:
    """Say which gate an answer can hold, the earliest first, or that it advises only."""
    rules = pack.rules_reading[question.key]
    if not rules:
        return ""
    if rules[0].strength is Strength.SOFT:
        return "Advises only"
    return f"Holds {pack.stages[pack.stage_index[rules[0].stage]].title}"


def _action(action: ActionTemplate, pack: Pack) -> ActionWords:
    effort = person_days(Days(action.effort.low, action.effort.high))
    per = "" if action.effort.per == "organisation" else f" for each {action.effort.per}"
    return ActionWords(
        action,
        pack.roles[action.owner],
        f"{effort}{per}",
        _achieves(action, pack),
        _listed(pack.action_by_key[key].title for key in action.after),
        asked_for_by(pack, action.key),
    )


def _deadline(deadline: Deadline, pack: Pack) -> DeadlineWords:
    return DeadlineWords(
        deadline,
        due_day_words(deadline.day, pack),
        _when(deadline.applies_when, pack),
        _when(deadline.met_when, pack),
        _when(deadline.begun_when, pack),
        _listed(pack.action_by_key[key].title for key in deadline.do),
        _listed(pack.fallback_by_key[key].title for key in deadline.fallbacks),
    )


def _achieves(action: ActionTemplate, pack: Pack) -> str:
    said = []
    for achieved in action.achieves:
        question = pack.questions[achieved.question]
        option = question.option(achieved.options[0])
        said.append(f"{question.ref} “{option.label if option else achieved.options[0]}”")
    return _listed(said)


def _benchmark(benchmark: Benchmark, pack: Pack) -> BenchmarkWords:
    question = pack.questions[benchmark.question]
    labels = [option.label for option in question.options if option.key in benchmark.options]
    return BenchmarkWords(benchmark, question, " or ".join(labels) or "the share itself")


def _survey_words(pack: Pack) -> Iterator[SurveyWords]:
    """Gather the figures of each survey; those of packs of an older shape stand by themselves."""
    figures = [_benchmark(benchmark, pack) for benchmark in pack.benchmarks]
    surveys = dict.fromkeys((*pack.surveys, *(words.benchmark.survey for words in figures)))
    for survey in surveys:
        yield SurveyWords(
            survey,
            tuple(words for words in figures if words.benchmark.survey == survey),
            tuple(figure for figure in pack.context if figure.survey == survey),
            tuple(gap for gap in pack.unpublished if gap.survey == survey),
        )


def _listed(words: Iterable[str]) -> str:
    return "; ".join(words)
