"""Whether rules contradict or repeat each other, and whether every stage can be reached."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from readiness.domain.condition import Subject, Truth
from readiness.domain.operators import Value
from readiness.domain.pack import Pack, Rule, Strength
from readiness.domain.truth_table import Table, Tables

MOST_PAIRS = 100_000
"""The most pairs of rules which read a common question that are compared."""

MOST_STEPS = 200_000
"""The most steps of the search for answers that open a row of gates."""

MOST_CLASHES = 5
"""The most rules that one is said to contradict."""

_NEEDLESS = "delete this rule, or ask for more"
APPLIES = (Truth.YES, Truth.NO)
PASSES = (Truth.YES, Truth.NOT_ASKED)


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something to look at again: what it is about, by what that is and its key, and what to do."""

    about: tuple[str, str]
    what: str


@dataclass(frozen=True, slots=True)
class Consistency:
    """What was found of a pack's rules together, and what could not be decided."""

    doubts: tuple[Doubt, ...]
    undecided: tuple[str, ...]


def consistency(pack: Pack, on: date, *, reached: int = 0) -> Consistency:
    """Hold the rules of a pack against each other.

    Every answer that the comparisons tell apart is tried, on one day of judgement. What would take
    too many tries is listed as not decided, and never passes for sound.

    Args:
        reached: the place on the ladder of the highest stage that somebody is known to reach.
    """
    tables = Tables(pack, on, [rule.condition for rule in pack.rules])
    known = {rule.key: tables.table(rule.condition) for rule in pack.rules}
    decided = {key: table for key, table in known.items() if table is not None}
    undecided = _too_many([key for key, table in known.items() if table is None])
    pairs = _pairs(pack.rules, decided)
    doubts = [
        *_alone(pack.rules, decided),
        *_first(d for one, other in pairs[:MOST_PAIRS] for d in _pair(one, other, decided)),
        *_same(pack.rules, decided),
    ]
    if len(pairs) > MOST_PAIRS:
        undecided.append(
            f"whether rules contradict or repeat each other beyond the first {MOST_PAIRS:,} pairs"
        )
    for doubt, question in _stages(pack, decided, reached):
        if doubt:
            doubts.append(doubt)
        if question:
            undecided.append(question)
    return Consistency(tuple(doubts), tuple(undecided))


def _too_many(rules: Sequence[str]) -> list[str]:
    if not rules:
        return []
    named = f"{', '.join(rules[:3])}{f' and {len(rules) - 3:,} more' if len(rules) > 3 else ''}"
    return [f"whether these contradict or repeat another rule, for they read too much: {named}"]


def _first(doubts: Iterable[Doubt]) -> Iterator[Doubt]:
    """Keep the first doubts about a rule: one that it is needless, and a few of clashes."""
    seen: Counter[tuple[tuple[str, str], bool]] = Counter()
    for doubt in doubts:
        needless = doubt.what.startswith(_NEEDLESS)
        seen[doubt.about, needless] += 1
        if seen[doubt.about, needless] <= (1 if needless else MOST_CLASHES):
            yield doubt


def _pairs(rules: Sequence[Rule], tables: Mapping[str, Table]) -> list[tuple[Rule, Rule]]:
    """Return the pairs of rules which read something in common, one more than can be compared."""
    reading: dict[Subject, list[int]] = {}
    pairs: dict[tuple[int, int], None] = {}
    for place, rule in enumerate(rules):
        for subject in tables[rule.key].subjects if rule.key in tables else ():
            for earlier in reading.setdefault(subject, []):
                pairs[earlier, place] = None
                if len(pairs) > MOST_PAIRS:
                    return [(rules[one], rules[other]) for one, other in pairs]
            reading[subject].append(place)
    return [(rules[one], rules[other]) for one, other in pairs]


def _alone(rules: Sequence[Rule], tables: Mapping[str, Table]) -> Iterator[Doubt]:
    for rule in rules:
        table = tables.get(rule.key)
        if table is None:
            continue
        if not table.combinations[Truth.YES] and not table.combinations[Truth.NO]:
            yield Doubt(("rule", rule.key), "change applies_when: it never applies")
        elif not table.combinations[Truth.YES]:
            yield Doubt(("rule", rule.key), "change needs: no answers meet it")
        elif not table.combinations[Truth.NO]:
            yield Doubt(("rule", rule.key), "change needs: every answer meets it")


def _pair(one: Rule, other: Rule, tables: Mapping[str, Table]) -> Iterator[Doubt]:
    first, second = tables[one.key], tables[other.key]
    if one.condition == other.condition or not (_varies(first) and _varies(second)):
        return
    shared = [subject for subject in first.subjects if subject in second.subjects]

    def together(here: Sequence[Truth], there: Sequence[Truth]) -> bool:
        return not first.onto(shared, *here).isdisjoint(second.onto(shared, *there))

    hard = one.strength is other.strength is Strength.HARD
    if hard and together(APPLIES, APPLIES) and not together([Truth.YES], [Truth.YES]):
        what = f"change this rule or {one.key}: no answers meet both"
        yield Doubt(("rule", other.key), what)
    if one.stage == other.stage:
        if _outdoes(one, other) and not together(PASSES, [Truth.NO]):
            yield Doubt(("rule", other.key), _never_alone(one))
        elif _outdoes(other, one) and not together([Truth.NO], PASSES):
            yield Doubt(("rule", one.key), _never_alone(other))


def _varies(table: Table) -> bool:
    return bool(table.combinations[Truth.YES] and table.combinations[Truth.NO])


def _outdoes(rule: Rule, other: Rule) -> bool:
    """Say whether one rule can make another needless; a soft one never makes a hard one so."""
    return rule.strength is Strength.HARD or other.strength is Strength.SOFT


def _never_alone(rule: Rule) -> str:
    return f"{_NEEDLESS}: whenever it is unmet {rule.key}, of the same gate, is unmet too"


def _same(rules: Sequence[Rule], tables: Mapping[str, Table]) -> Iterator[Doubt]:
    """Find rules with the same condition, whatever their gates."""
    first: dict[object, Rule] = {}
    for rule in rules:
        earlier = first.setdefault(rule.condition, rule)
        if earlier is not rule:
            yield Doubt(("rule", rule.key), f"delete this rule: {earlier.key} asks for the same")


def _stages(
    pack: Pack, tables: Mapping[str, Table], reached: int
) -> Iterator[tuple[Doubt | None, str]]:
    """Search for answers that open every gate before a stage, from the first one not known to be.

    Only the first stage that cannot be reached is named: none after it can.
    """
    for place in range(reached + 1, len(pack.stages)):
        stage = pack.stages[place]
        hard = [
            rule
            for rule in pack.rules
            if rule.strength is Strength.HARD and pack.stage_index[rule.stage] < place
        ]
        missing = [rule.key for rule in hard if rule.key not in tables]
        decided = True
        for group in _groups([rule for rule in hard if rule.key in tables], tables):
            found = _open_together([tables[rule.key] for rule in group])
            if found is False:
                names = ", ".join(rule.key for rule in group[:5])
                more = f" and {len(group) - 5} more" if len(group) > 5 else ""
                what = f"change a rule: no answers open every gate before it ({names}{more})"
                yield Doubt(("stage", stage.key), what), ""
                return
            decided = decided and bool(found)
        if missing or not decided:
            yield None, f"whether the stage {stage.key} can be reached: there is too much to try"
            return


def _groups(rules: Sequence[Rule], tables: Mapping[str, Table]) -> list[list[Rule]]:
    """Put together the rules that read something in common, directly or by way of others."""
    leader: dict[Subject, Subject] = {}

    def find(subject: Subject) -> Subject:
        while leader.setdefault(subject, subject) != subject:
            leader[subject] = subject = leader[leader[subject]]
        return subject

    for rule in rules:
        subjects = tables[rule.key].subjects
        for one, other in pairwise(subjects):
            leader[find(one)] = find(other)
    groups: dict[Subject | None, list[Rule]] = {}
    for rule in rules:
        subjects = tables[rule.key].subjects
        groups.setdefault(find(subjects[0]) if subjects else None, []).append(rule)
    return list(groups.values())


def _open_together(tables: Sequence[Table]) -> bool | None:
    """Say whether some answers leave none of these rules unmet; None when the search is too long.

    Rules with the fewest ways to pass come first.
    """
    ways = sorted(
        (
            (table.subjects, [c for truth in PASSES for c in table.combinations[truth]])
            for table in tables
        ),
        key=lambda way: len(way[1]),
    )
    waiting: list[tuple[int, dict[Subject, Value]]] = [(0, {})]
    steps = 0
    while waiting and steps < MOST_STEPS:
        place, answers = waiting.pop()
        if place == len(ways):
            return True
        subjects, passing = ways[place]
        for combination in passing:
            said = dict(zip(subjects, combination, strict=True))
            steps += 1
            if all(answers.get(subject, value) == value for subject, value in said.items()):
                waiting.append((place + 1, {**answers, **said}))
    return None if waiting else False
