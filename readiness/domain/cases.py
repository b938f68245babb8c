"""A pack's worked examples: read, run, and where expectation and outcome part."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from readiness.domain.assessment import Answer, Given, State
from readiness.domain.case_answers import best_answers, lay_answers, pairs, worst_answers
from readiness.domain.comparison_reader import NETWORK_FACTS
from readiness.domain.condition import Truth
from readiness.domain.document import Entry, Items, Node, Text, read_document
from readiness.domain.due import find_dues
from readiness.domain.due_standing import DueStatus
from readiness.domain.errors import InvalidAnswer, PackFaults
from readiness.domain.organisation import Organisation, read_organisation
from readiness.domain.pack import Pack, Strength
from readiness.domain.plan import draft_plan
from readiness.domain.results import ScaleResult
from readiness.domain.schedule import Schedule, schedule, target_of
from readiness.domain.shapes import (
    DAY,
    SENTENCE,
    Faulty,
    Field,
    ListOf,
    MapOf,
    OneOf,
    Raw,
    Record,
    Whole,
)
from readiness.domain.verdict import UNDECIDED, Verdict, assess

USUAL_DAY = date(2026, 11, 24)
"""The day a case is judged on when it names none."""


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence about an organisation, what is given, and what is expected to follow.

    `said` are the questions that it answers itself, without those answered at their best.
    """

    name: str
    file: str
    line: int
    given: Given
    expect: Mapping[str, Any]
    said: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        """The file and line where it stands."""
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class Parting:
    """One expectation of a case that the outcome does not meet."""

    case: Case
    what: str
    expected: Any
    found: Any

    def __str__(self) -> str:
        place = f"{self.case.place}: {self.case.name}"
        expected, found = shown_words(self.expected), shown_words(self.found)
        return f"{place}: {self.what}: expected {expected}, found {found}"


def _keys(verdict: Verdict, *truths: Truth) -> frozenset[str]:
    return frozenset(finding.rule.key for finding in verdict.found(*truths))


def _actions(verdict: Verdict) -> tuple[str, ...]:
    return tuple(action.key for action in draft_plan(verdict).actions)


def _every_rule(verdict: Verdict) -> str:
    """Say what became of every rule that applies, or that they differ."""
    words = {Truth.YES: "met", Truth.NO: "unmet", Truth.UNKNOWN: "unknown"}
    found = [word for truth, word in words.items() if verdict.found(truth)]
    return found[0] if len(found) == 1 else "mixed"


def _starts(verdict: Verdict) -> Mapping[str, str]:
    """Return by when each action must start at the latest, seen from the case's day."""
    rows = _laid(verdict).rows
    return {row.action.key: str(row.latest_start) for row in rows if row.latest_start}


def _laid(verdict: Verdict) -> Schedule:
    reading = verdict.reading
    return schedule(draft_plan(verdict), target_of(reading), reading.given.on)


def _deadlines(verdict: Verdict) -> Mapping[str, str]:
    """Return where each deadline stands."""
    return {one.due.deadline.key: one.status.value for one in _laid(verdict).deadlines}


def _due(verdict: Verdict) -> Mapping[str, str]:
    """Return the day of each deadline where it is known."""
    dues = find_dues(verdict.reading)
    return {due.deadline.key: str(due.day) for due in dues if due.day is not None}


def _offered(verdict: Verdict) -> tuple[str, ...]:
    """Return the fallbacks that come into the plan, in order."""
    return tuple(offer.fallback.key for offer in _laid(verdict).offers)


def _possible(result: ScaleResult) -> str:
    """Write the outcomes that a scale leaves possible: one key, the first and last, or none."""
    keys = [outcome.key for outcome in result.possible]
    return " to ".join(dict.fromkeys(keys[:1] + keys[-1:])) or Truth.NOT_ASKED.value


def _points(verdict: Verdict) -> Mapping[str, int]:
    return {result.route.key: result.points for result in verdict.routes}


OUTCOMES: Mapping[str, Callable[[Verdict], Any]] = {
    "claimed": lambda verdict: verdict.claimed.key if verdict.claimed else "none",
    "evidenced": lambda verdict: verdict.evidenced.key,
    "at_most": lambda verdict: verdict.at_most.key,
    "unmet": lambda verdict: _keys(verdict, Truth.NO),
    "unknown": lambda verdict: _keys(verdict, Truth.UNKNOWN),
    "not_applicable": lambda verdict: _keys(verdict, Truth.NOT_ASKED),
    "every_rule": _every_rule,
    "includes_unmet": lambda verdict: _keys(verdict, Truth.NO),
    "met": lambda verdict: _keys(verdict, Truth.YES),
    "route": lambda verdict: verdict.recommended.route.key if verdict.recommended else UNDECIDED,
    "points": _points,
    "scales": lambda verdict: {r.scale.key: _possible(r) for r in verdict.scales},
    "profiles": lambda verdict: {r.profile.key: r.truth.value for r in verdict.profiles},
    "actions": _actions,
    "first_actions": _actions,
    "starts": _starts,
    "deadlines": _deadlines,
    "due": _due,
    "offered": _offered,
    "includes_actions": lambda verdict: frozenset(_actions(verdict)),
    "not_asked": lambda verdict: frozenset(verdict.reading.in_state(State.NOT_ASKED)),
}
"""What a case may expect. `includes_unmet`, `includes_actions`, `met` and `not_asked` name some of
the outcome, `points`, `scales`, `profiles`, `starts`, `deadlines` and `due` some of theirs,
`first_actions` the first so many in order; every other expectation names the whole. `every_rule` is
met, unmet or unknown where all that apply are, and mixed otherwise. A scale is expected as an
outcome, as `worst to best` while not yet known, or `not-asked`."""

_BY_KEY = ("points", "scales", "profiles", "starts", "deadlines", "due")
_SOME_OF = ("includes_unmet", "includes_actions", "met", "not_asked")
_FROM: Mapping[str, Callable[[Pack], dict[str, Answer]]] = {
    "nothing": lambda pack: {},
    "all-best": best_answers,
    "all-worst": worst_answers,
}
_CASE = Record(
    {
        "case": Field(SENTENCE),
        "from": Field(OneOf(tuple(_FROM)), "nothing"),
        "organisation": Field(Raw({"type": "object"}), None),
        "network": Field(MapOf(Whole(0, 1_000_000)), {}),
        "on": Field(DAY, USUAL_DAY),
        "answers": Field(Raw({"type": "object"}), None),
        "expect": Field(
            Raw(
                {
                    "type": "object",
                    "properties": {outcome: {} for outcome in OUTCOMES},
                    "additionalProperties": False,
                }
            )
        ),
    }
)
CASES = ListOf(_CASE)
"""The shape of a file of worked examples."""


def read_cases(pack: Pack, files: Mapping[str, str]) -> tuple[Case, ...]:
    """Read the worked examples in a pack's `cases` folder.

    Raises:
        PackFaults: everything that is wrong with them.
    """
    faults = Faulty()
    cases: list[Case] = []
    for path in sorted(path for path in files if path.startswith("cases/")):
        node, wrong = read_document(path, files[path])
        faults.extend(wrong)
        if node is not None and not isinstance(node, Items):
            faults.note(node, "write a list of cases, each beginning with “- case:”")
        for item in node if isinstance(node, Items) else ():
            entry = _CASE.read(item, faults)
            if isinstance(entry, Entry):
                cases.extend(_case(pack, path, entry, faults))
    if faults:
        raise PackFaults(faults)
    return tuple(cases)


def run(pack: Pack, case: Case) -> tuple[Parting, ...]:
    """Judge a case and return where it parts from what it expects; nothing when it holds."""
    return partings(case, assess(pack, case.given))


def partings(case: Case, verdict: Verdict) -> tuple[Parting, ...]:
    """Return where a case parts from what became of it."""
    found_apart = []
    for what, expected in case.expect.items():
        found = OUTCOMES[what](verdict)
        if what in _BY_KEY:
            found = {key: found.get(key) for key in expected}
        if what == "first_actions":
            found = found[: len(expected)]
        if what in _SOME_OF:
            if not expected <= found:
                found_apart.append(Parting(case, what, expected, expected & found))
        elif found != expected:
            found_apart.append(Parting(case, what, expected, found))
    return tuple(found_apart)


def unshown(pack: Pack, cases: Sequence[Case]) -> tuple[str, ...]:
    """Say which rules and routes no case shows at work, one sentence for each.

    Every rule must be shown unmet, every hard rule met as well, every route recommended.
    """
    unmet: set[str] = set()
    met: set[str] = set()
    recommended: set[str] = set()
    for case in cases:
        expect = case.expect
        unmet |= set(expect.get("unmet", ())) | set(expect.get("includes_unmet", ()))
        met |= set(expect.get("met", ()))
        recommended.add(expect.get("route", ""))
    hard = [rule.key for rule in pack.rules if rule.strength is Strength.HARD]
    routes = [route.key for route in pack.routes.routes]
    return (
        *(
            f"add a case in which the rule {r.key} is unmet"
            for r in pack.rules
            if r.key not in unmet
        ),
        *(f"add a case in which the hard rule {key} is met" for key in hard if key not in met),
        *(
            f"add a case which recommends the route {key}"
            for key in routes
            if key not in recommended
        ),
    )


def shown_words(value: Any) -> str:
    """Write an expectation or an outcome in few words."""
    if isinstance(value, frozenset):
        return ", ".join(sorted(value)) or "nothing"
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {said}" for key, said in value.items())
    return ", ".join(value) or "nothing" if isinstance(value, tuple) else str(value)


def _case(pack: Pack, path: str, entry: Entry, faults: Faulty) -> list[Case]:
    before = len(faults)
    answers = _FROM[entry["from"]](pack)
    lay_answers(pack, answers, entry["answers"], faults)
    organisation = _organisation(entry["organisation"], faults)
    expect = {
        str(name): _expected(pack, name, node, faults)
        for name, node in pairs(entry["expect"], faults)
    }
    if len(faults) > before or organisation is None:
        return []
    network = {str(key): number for key, number in entry["network"].items()}
    for key in entry["network"]:
        if key not in NETWORK_FACTS:
            faults.note(key, f"name one of {', '.join(NETWORK_FACTS)}")
            return []
    given = Given(organisation, entry["on"], answers, network)
    said = tuple(pack.question(name).key for name, _ in pairs(entry["answers"], faults))
    return [Case(str(entry["case"]), path, entry.place.line, given, expect, said)]


def _organisation(node: Node | None, faults: Faulty) -> Organisation | None:
    fields = {"kind": "trust", "setting": "acute", "sites": "12"}
    if node is not None:
        fields = {str(name): str(value) for name, value in pairs(node, faults)}
    for name in set(fields) - {"kind", "setting", "sites"}:
        if node is not None:
            faults.note(node, f"remove “{name}”: write kind, setting and sites")
    try:
        return read_organisation(
            "ZZ9", "Example", fields.get("kind"), fields.get("setting"), fields.get("sites")
        )
    except InvalidAnswer as error:
        if node is not None:
            faults.note(node, str(error))
        return None


def _expected(pack: Pack, name: Text, node: Node, faults: Faulty) -> Any:
    if name not in OUTCOMES:
        faults.note(name, f"expect one of {', '.join(OUTCOMES)}")
        return None
    if name == "points":
        return {str(route): _points_of(value, faults) for route, value in pairs(node, faults)}
    if name in ("scales", "profiles"):
        profiles = [profile.key for profile in pack.profiles]
        expected = pairs(node, faults)
        names = profiles if name == "profiles" else list(pack.scale_sources)
        _one_of([key for key, _ in expected], names, faults)
        return {str(key): str(value) for key, value in expected}
    if name in ("claimed", "evidenced", "at_most", "route"):
        known = [*pack.stage_index, *(r.key for r in pack.routes.routes), UNDECIDED, "none"]
        return str(_one_of([node], known, faults)[0])
    if name == "every_rule":
        return str(_one_of([node], ("met", "unmet", "unknown", "mixed"), faults)[0])
    if name in ("deadlines", "due"):
        expected = pairs(node, faults)
        _one_of([key for key, _ in expected], [d.key for d in pack.deadlines], faults)
        if name == "deadlines":
            _one_of([status for _, status in expected], tuple(DueStatus), faults)
        return {str(key): str(said) for key, said in expected}
    if name == "starts":
        expected = pairs(node, faults)
        _one_of([key for key, _ in expected], _action_keys(pack), faults)
        return {str(key): str(day) for key, day in expected}
    if not isinstance(node, Items):
        faults.note(node, "write a list here")
        return frozenset()
    if name in ("actions", "includes_actions", "first_actions"):
        known = _action_keys(pack)
    elif name == "offered":
        known = list(pack.fallback_by_key)
    else:
        known = list(pack.questions if name == "not_asked" else pack.rule_by_key)
    listed = _one_of(node, known, faults)
    in_order = name in ("actions", "first_actions", "offered")
    return tuple(listed) if in_order else frozenset(listed)


def _action_keys(pack: Pack) -> list[str]:
    return [*pack.action_by_key, *(f"find-out/{key}" for key in pack.questions)]


def _one_of(nodes: Sequence[Node], known: Sequence[str], faults: Faulty) -> list[str]:
    for node in nodes:
        if not isinstance(node, Text) or node not in known:
            faults.note(node, "name something of this pack: there is no such key")
    return [str(node) for node in nodes]


def _points_of(node: Node, faults: Faulty) -> int:
    if isinstance(node, Text) and node.lstrip("-").isdecimal():
        return int(node)
    faults.note(node, "write whole points, such as 3 or -1")
    return 0
