"""What a pack's worked examples show of it: rules, options and outcomes, and which do not hold."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from readiness.domain.cases import Case, Parting, partings
from readiness.domain.condition import Truth
from readiness.domain.pack import DONT_KNOW, Pack, Rule
from readiness.domain.verdict import Verdict, assess

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Share:
    """So many of all: what is shown, of what there is, and the rest by name."""

    shown: int
    of: int
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Coverage:
    """What became of the parts of a pack in some case or other, by key.

    An option counts as given where its question was asked; an outcome as shown where it was the
    only one left. `reached` is the place on the ladder of the highest stage that was evidenced.
    """

    pack: Pack
    rules: Mapping[str, frozenset[Truth]]
    options: Mapping[str, frozenset[str]]
    outcomes: Mapping[str, frozenset[str]]
    reached: int

    def of_rules(self, truth: Truth) -> Share:
        """Count the rules that came out so; not applicable only where a rule may be."""
        rules = [r for r in self.pack.rules if truth is not Truth.NOT_ASKED or self._may_drop(r)]
        missing = tuple(r.key for r in rules if truth not in self.rules[r.key])
        return Share(len(rules) - len(missing), len(rules), missing)

    def of_options(self) -> Share:
        """Count the options that were given; a missing one is called question: option."""
        every = [(q.key, o.key) for q in self.pack.questions.values() for o in q.options]
        missing = [(q, option) for q, option in every if option not in self.options[q]]
        return Share(
            len(every) - len(missing), len(every), tuple(f"{q}: {option}" for q, option in missing)
        )

    def of_outcomes(self) -> Share:
        """Count the outcomes of levels and tables that were shown; named as options are."""
        every = [(scale.key, o.key) for scale in self.pack.scales for o in scale.outcomes]
        missing = [(scale, key) for scale, key in every if key not in self.outcomes[scale]]
        return Share(
            len(every) - len(missing), len(every), tuple(f"{s}: {key}" for s, key in missing)
        )

    def _may_drop(self, rule: Rule) -> bool:
        questions = (self.pack.questions[key] for key in rule.questions)
        return rule.applies_when is not None or any(q.asked_when is not None for q in questions)


@dataclass(frozen=True, slots=True)
class Trial:
    """A run of worked examples: where they part from what they expect, and what they show."""

    cases: int
    partings: tuple[Parting, ...]
    coverage: Coverage

    @property
    def failed(self) -> int:
        """How many cases do not hold."""
        return len({(parting.case.file, parting.case.line) for parting in self.partings})


def try_cases(pack: Pack, cases: Iterable[Case]) -> Trial:
    """Judge every case once; see how each turned out, and what they show together."""
    rules: dict[str, set[Truth]] = {rule.key: set() for rule in pack.rules}
    options: dict[str, set[str]] = {key: set() for key in pack.questions}
    outcomes: dict[str, set[str]] = {scale.key: set() for scale in pack.scales}
    parted: list[Parting] = []
    count = reached = 0
    for case in cases:
        verdict = assess(pack, case.given)
        parted += partings(case, verdict)
        count, reached = count + 1, max(reached, pack.stage_index[verdict.evidenced.key])
        for finding in verdict.findings:
            rules[finding.rule.key].add(finding.truth)
        for result in verdict.scales:
            outcomes[result.scale.key] |= {result.outcome.key} if result.outcome else set()
        _note_options(verdict, options)
    return Trial(
        count,
        tuple(parted),
        Coverage(pack, _frozen(rules), _frozen(options), _frozen(outcomes), reached),
    )


def _note_options(verdict: Verdict, options: Mapping[str, set[str]]) -> None:
    for key, answer in verdict.given.answers.items():
        if verdict.reading.asked(key) is not Truth.YES or answer.value in (None, DONT_KNOW):
            continue
        if isinstance(answer.value, frozenset):
            options[key] |= answer.value
        elif isinstance(answer.value, str):
            options[key].add(answer.value)


def _frozen(found: Mapping[str, set[T]]) -> dict[str, frozenset[T]]:
    return {key: frozenset(shown) for key, shown in found.items()}
