"""Levels and decision tables from a pack's text, as scales whose rows are conditions."""

from collections.abc import Iterator, Mapping
from itertools import product

from readiness.domain.comparison_reader import Wrong
from readiness.domain.condition import (
    AllOf,
    AnyOf,
    Condition,
    Group,
    Named,
    Not,
    Outcome,
    Row,
    Scale,
)
from readiness.domain.condition_reader import ConditionReader
from readiness.domain.document import Entry, Items
from readiness.domain.pack import Kind

MOST_LISTS = 6
"""The most lists that a decision table may have: each more makes three times as many cases."""

Case = Mapping[str, str]
"""For each list of a table, how many of its conditions hold: all, some or none."""


def read_levels(entry: Entry, conditions: ConditionReader) -> Scale | None:
    """Make a scale of levels: the highest is reached of which, and of all below, the needs hold.

    A level of which nothing is asked stands in nobody's way. The first level needs nothing.
    """
    if _partly_read(entry, conditions):
        return None
    wrong = conditions.comparisons.wrong
    needs: list[Named] = []
    whole = True
    for place, level in enumerate(entry["levels"]):
        if (level["needs"] is None) != (place == 0):
            wrong(level, "let every level need something, save the first, which is always reached")
            whole = False
        elif place:
            read = conditions.read(level["needs"])
            whole = whole and read is not None
            if read is not None:
                needs.append(Named("level", str(level["key"]), read))
    keys = [level["key"] for level in entry["levels"]]
    for key in {key for key in keys if keys.count(key) > 1}:
        wrong(key, f"give this level another key: “{key}” is taken")
        whole = False
    if not whole:
        return None
    rows = [
        Row(
            str(level["key"]),
            AllOf((*needs[:place], *(Not(need) for need in needs[place : place + 1]))),
            str(level["says"]),
        )
        for place, level in enumerate(entry["levels"])
    ]
    outcomes = [Outcome(str(level["key"]), str(level["title"])) for level in entry["levels"]]
    groups = tuple(Group(o.title, (n.part,)) for o, n in zip(outcomes[1:], needs, strict=True))
    decides, measure = _decides(entry, outcomes, conditions), _measure(entry, conditions)
    if decides is None or measure is None:
        return None
    return Scale(
        str(entry["key"]),
        "level",
        str(entry["title"]),
        tuple(outcomes),
        tuple(rows),
        groups,
        decides,
        measure,
    )


def _decides(entry: Entry, outcomes: list[Outcome], conditions: ConditionReader) -> str | None:
    """Return the question by which people choose among levels; None if it offers not each."""
    key = entry["decides"]
    if key is None:
        return ""
    question = conditions.comparisons.questions.get(str(key))
    offered = [option.key for option in question.options] if question else []
    missing = [outcome.key for outcome in outcomes if outcome.key not in offered]
    if question is not None and question.kind is Kind.CHOICE and not missing:
        return str(key)
    conditions.comparisons.wrong(
        key, "name a choice question that has every level as an option, under the level’s key"
    )
    return None


def _measure(entry: Entry, conditions: ConditionReader) -> str | None:
    """Return the question whose figure tells levels apart; None if it has no figure."""
    key = entry["measure"]
    if key is None:
        return ""
    question = conditions.comparisons.questions.get(str(key))
    if question is not None and question.kind is Kind.PERCENTAGE:
        return str(key)
    conditions.comparisons.wrong(key, "name a percentage question")
    return None


def read_table(entry: Entry, conditions: ConditionReader) -> Scale | None:
    """Make a scale of a decision table, whose rows must fit every case exactly once."""
    if _partly_read(entry, conditions):
        return None
    lists: dict[str, tuple[Condition, ...]] = {}
    whole = True
    for name, parts in entry["lists"].items():
        try:
            lists[str(name)] = conditions.parts(Items(parts))
        except Wrong:
            whole = False
    if not whole or not _fits(entry, lists, conditions):
        return None
    outcomes = tuple(Outcome(str(key), str(title)) for key, title in entry["outcomes"].items())
    rows = tuple(
        Row(
            str(row["outcome"]),
            AllOf(tuple(_column(lists[str(name)], how) for name, how in row["when"].items())),
            str(row["says"]),
        )
        for row in entry["rows"]
    )
    groups = tuple(
        Group(name.replace("-", " ").capitalize(), parts) for name, parts in lists.items()
    )
    return Scale(str(entry["key"]), "table", str(entry["title"]), outcomes, rows, groups)


def _partly_read(entry: Entry, conditions: ConditionReader) -> bool:
    """Say whether some part had to be left out, so that what is left cannot be judged."""
    beneath = f"{entry.place.where}."
    return any(
        fault.file == entry.place.file and fault.where.startswith(beneath)
        for fault in conditions.comparisons.faults
    )


def _fits(
    entry: Entry, lists: Mapping[str, tuple[Condition, ...]], conditions: ConditionReader
) -> bool:
    """Note every fault of a table's rows; say whether there was none."""
    faults = conditions.comparisons.faults
    before = len(faults)
    wrong = conditions.comparisons.wrong
    if not lists or len(lists) > MOST_LISTS:
        wrong(entry, f"give the table one to {MOST_LISTS} lists")
        return False
    if len(entry["outcomes"]) < 2:
        wrong(entry, "give the table at least two outcomes, from worst to best")
    for row in entry["rows"]:
        if row["outcome"] not in entry["outcomes"]:
            wrong(row["outcome"], f"write one of {', '.join(entry['outcomes'])}")
        if not row["when"]:
            wrong(row, "say in when how many of at least one list hold: all, some or none")
        for name in row["when"]:
            if str(name) not in lists:
                wrong(name, f"name one of the lists {', '.join(lists)}, not “{name}”")
    for key in entry["outcomes"]:
        if all(row["outcome"] != key for row in entry["rows"]):
            wrong(key, f"add a row that leads to “{key}”, or remove it")
    if len(faults) == before:
        for place, what in _gaps_and_overlaps(entry, lists):
            wrong(place, what)
    return len(faults) == before


def _gaps_and_overlaps(
    entry: Entry, lists: Mapping[str, tuple[Condition, ...]]
) -> Iterator[tuple[Entry, str]]:
    """Find the first case that no row fits, and for each row the first that an earlier one does."""
    complete = True
    overlapping: set[int] = set()
    for case in _cases(lists):
        fitting = [place for place, row in enumerate(entry["rows"]) if _holds(row, case)]
        if not fitting and complete:
            complete = False
            yield entry, f"add a row for the case {_words(case)}: none fits"
        for later in fitting[1:]:
            if later not in overlapping:
                overlapping.add(later)
                first = f"row {fitting[0] + 1} fits the case {_words(case)} too"
                yield entry["rows"][later], f"let only one row fit: {first}"


def _cases(lists: Mapping[str, tuple[Condition, ...]]) -> Iterator[Case]:
    """Walk every case; of a list with one condition, some cannot be."""
    ways = [
        ("all", "some", "none") if len(parts) > 1 else ("all", "none") for parts in lists.values()
    ]
    for case in product(*ways):
        yield dict(zip(lists, case, strict=True))


def _holds(row: Entry, case: Case) -> bool:
    return all(case[str(name)] in how for name, how in row["when"].items())


def _words(case: Case) -> str:
    return ", ".join(f"{name} {how}" for name, how in case.items())


def _column(parts: tuple[Condition, ...], how: tuple[str, ...]) -> Condition:
    """Return how many of a list hold as a condition."""
    match frozenset(how):
        case ways if ways == {"all"}:
            return AllOf(parts)
        case ways if ways == {"none"}:
            return Not(AnyOf(parts))
        case ways if ways == {"some"}:
            return AllOf((AnyOf(parts), Not(AllOf(parts))))
        case ways if ways == {"some", "all"}:
            return AnyOf(parts)
        case ways if ways == {"some", "none"}:
            return Not(AllOf(parts))
        case ways if ways == {"all", "none"}:
            return AnyOf((AllOf(parts), Not(AnyOf(parts))))
        case _:
            return AnyOf((AnyOf(parts), Not(AnyOf(parts))))
