"""All that a pack says of one key: what it is, who reads it, and which cases show it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from readiness.domain.cases import Case
from readiness.domain.document import Place
from readiness.domain.errors import NotFound
from readiness.domain.pack import Pack
from readiness.domain.reference_lines import SAYS, Known


@dataclass(frozen=True, slots=True)
class Entry:
    """Everything about one thing of a pack, ready to be read."""

    what: str
    key: str
    title: str
    place: str
    lines: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        head = [f"{self.what} {self.key}: {self.title}", f"  at {self.place}" if self.place else ""]
        said, last = [], ""
        for about, line in self.lines:
            said.append(f"  {about if about != last else '':<18} {line}".rstrip())
            last = about
        return "\n".join([*filter(None, head), *said, ""])


def find_entries(
    pack: Pack, places: Mapping[tuple[str, str], Place], cases: Sequence[Case], key: str
) -> tuple[Entry, ...]:
    """Return everything of a pack that has a key: often one thing, sometimes a rule and an action.

    Args:
        places: where each named thing stands, by what it is and its key.
        key: of a question (or its reference), rule, action, stage, route, reason, level, table or
            deadline.

    Raises:
        NotFound: nothing has that key; the words name the nearest.
    """
    known = Known(pack, places, cases)
    refs = {ref.casefold(): question for ref, question in pack.by_ref.items()}
    question = pack.questions.get(key) or refs.get(key.casefold())
    found = [_entry(known, what, question.key if question and what == "question" else key)
             for what in SAYS]  # fmt: skip
    entries = tuple(entry for entry in found if entry is not None)
    if not entries:
        raise NotFound(_nearest(pack, key))
    return entries


def _entry(known: Known, what: str, key: str) -> Entry | None:
    title = _titles(known.pack)[what].get(key)
    if title is None:
        return None
    place = known.places.get((what, key))
    where = f"{place.file}:{place.line}" if place else ""
    return Entry(what, key, title, where, tuple(SAYS[what](known, key)))


def _titles(pack: Pack) -> Mapping[str, Mapping[str, str]]:
    return {
        "question": {q.key: f"{q.ref}, {q.ask}" for q in pack.questions.values()},
        "rule": {rule.key: rule.needed or rule.otherwise for rule in pack.rules},
        "action": {action.key: action.title for action in pack.actions},
        "stage": {stage.key: stage.title for stage in pack.stages},
        "route": {route.key: route.title for route in pack.routes.routes},
        "reason": {reason.key: reason.because for reason in pack.routes.reasons},
        "level": {s.key: s.title for s in pack.scales if s.what == "level"},
        "table": {s.key: s.title for s in pack.scales if s.what == "table"},
        "deadline": {deadline.key: deadline.title for deadline in pack.deadlines},
    }


def _nearest(pack: Pack, key: str) -> str:
    every = {k for titles in _titles(pack).values() for k in titles} | set(pack.by_ref)
    folded = {known.casefold(): known for known in sorted(every)}
    near = [folded[k] for k in get_close_matches(key.casefold(), folded, n=3, cutoff=0.5)]
    hint = f" Did you mean {' or '.join(near)}?" if near else ""
    return f"There is no “{key}” in the pack {pack.key}.{hint}"
