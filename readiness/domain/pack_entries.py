"""The files of a pack as placed entries: their shapes, and where each thing stands."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from readiness.domain.document import Entry, Place, read_document
from readiness.domain.pack_shapes import SHAPES
from readiness.domain.shapes import Faulty

ASIDE = ("cases/", "demo/")
"""The folders of a pack that judge nothing: worked examples, and a fictional system to look at."""

MAY_BE_LEFT_OUT = (
    "routes.yaml",
    "benchmarks.yaml",
    "scales.yaml",
    "vehicles.yaml",
    "deadlines.yaml",
)
"""The files that a pack may do without."""

_NAMED = {
    "question": "questions",
    "rule": "rules",
    "stage": "stages",
    "route": "routes",
    "reason": "reasons",
    "action": "actions",
    "level": "levels",
    "table": "tables",
    "profile": "profiles",
    "survey": "surveys",
    "benchmark": "benchmarks",
    "vehicle": "vehicles",
    "deadline": "deadlines",
    "figure": "context",
    "gap": "unpublished",
}


_NO_FIGURES = {
    "heading": "",
    "surveys": (),
    "benchmarks": (),
    "context": (),
    "unpublished": (),
    "board_engaged": None,
}


@dataclass(frozen=True, slots=True)
class PackEntries:
    """What stands in a pack's files; `places` finds a thing by what it is and its key.

    `routes` and `vehicles` are None for a pack that has none; `scales`, `benchmarks` and
    `deadlines` are empty for one without.
    """

    head: Entry
    stages: Entry
    routes: Entry | None
    actions: tuple[Entry, ...]
    benchmarks: Entry
    scales: Entry
    vehicles: Entry | None
    deadlines: tuple[Entry, ...]
    sections: tuple[Entry, ...]
    places: Mapping[tuple[str, str], Place]


def read_entries(files: Mapping[str, str], faults: Faulty) -> PackEntries | None:
    """Read every file of a pack, noting every fault; None when a whole file is amiss."""
    head = _file(files, "pack.yaml", faults)
    stages = _file(files, "stages.yaml", faults)
    actions = _actions(files, faults)
    routes, benchmarks, scales, vehicles, deadlines = (
        _file(files, path, faults) if path in files else None for path in MAY_BE_LEFT_OUT
    )
    sections = _sections(files, head, faults)
    for path in files:
        if path not in SHAPES and not path.startswith(("sections/", "actions/", *ASIDE)):
            faults.append(Place(path, 0, 0).fault("remove this file: no pack has one"))
    if head is None or stages is None or faults.unread:
        return None
    if routes is None and "routes.yaml" in files:
        return None
    others = [one for one in (routes, benchmarks, scales, vehicles, deadlines) if one]
    documents = [*sections, stages, *actions, *others]
    return PackEntries(
        head,
        stages,
        routes,
        tuple(action for document in actions for action in document["actions"]),
        benchmarks or Entry(_NO_FIGURES),
        scales or Entry({"levels": (), "tables": (), "profiles": ()}),
        vehicles,
        deadlines["deadlines"] if deadlines else (),
        sections,
        _places(head, sections, documents, faults),
    )


def read_places(files: Mapping[str, str]) -> Mapping[tuple[str, str], Place]:
    """Find where each named thing of a pack stands, by what it is and its key; faults are left."""
    entries = read_entries(files, Faulty())
    return entries.places if entries else {}


def fallback_key(entry: Entry) -> str:
    """Return a fallback's key; one that has none, as packs once had them, is named by its title."""
    named = re.sub(r"[^a-z0-9]+", "-", str(entry["title"]).lower())[:80]
    return str(entry["key"] or named.strip("-"))


def _file(files: Mapping[str, str], path: str, faults: Faulty) -> Entry | None:
    if path not in files:
        faults.append(Place(path, 0, 0).fault("add this file: every pack has one"))
        return None
    node, wrong = read_document(path, files[path])
    faults.extend(wrong)
    faults.unread = faults.unread or node is None
    folder, inside, _ = path.partition("/")
    shape = SHAPES[folder + inside]
    read = shape.read(node, faults) if node is not None else None
    return read if isinstance(read, Entry) else None


def _actions(files: Mapping[str, str], faults: Faulty) -> list[Entry]:
    """Read the actions of a pack: one file, or a folder of them in the order of their names."""
    paths = sorted(path for path in files if path.startswith("actions/"))
    if not paths or "actions.yaml" in files:
        paths.insert(0, "actions.yaml")
    return [entry for path in paths if (entry := _file(files, path, faults)) is not None]


def _sections(files: Mapping[str, str], head: Entry | None, faults: Faulty) -> tuple[Entry, ...]:
    """Read the sections that the pack names, in its order, and any others there are."""
    named = head["sections"] if head else ()
    for key in named:
        if f"sections/{key}.yaml" not in files:
            faults.note(key, f"add sections/{key}.yaml, or remove “{key}”")
    paths = [path for key in named if (path := f"sections/{key}.yaml") in files]
    rest = sorted(p for p in files if p.startswith("sections/") and p not in paths)
    for path in rest if head else ():
        faults.append(Place(path, 0, 0).fault("list this section in pack.yaml, under sections"))
    read = [(path, _file(files, path, faults)) for path in [*paths, *rest]]
    for path, entry in read:
        if entry is not None and path != f"sections/{entry['section']}.yaml":
            faults.note(entry["section"], "name the section as its file is named")
    return tuple(entry for _, entry in read if entry is not None)


def _places(
    head: Entry, sections: tuple[Entry, ...], documents: list[Entry], faults: Faulty
) -> dict[tuple[str, str], Place]:
    """Find where each named thing stands, and refuse a key which is taken."""
    places = {("section", str(section["section"])): section.place for section in sections}
    places |= {("date", str(fact["what"])): fact.place for fact in head["dates"]}
    places |= {("fallback", fallback_key(entry)): entry.place for entry in head["fallbacks"]}
    places |= {("pattern", str(one["what"])): one.place for one in head["patterns"]}
    places |= {("respondent", str(one["key"])): one.place for one in head["respondents"]}
    if head["hands_over"]:
        places["hands_over", str(head["hands_over"]["stage"])] = head["hands_over"].place
    for noun in ("source", "threshold", "condition"):
        places |= {(noun, str(key)): key.place for key in head[noun + "s"]}
    for noun, entries in _NAMED.items():
        for entry in (e for document in documents for e in document.get(entries, ())):
            key = entry["key"]
            if (noun, str(key)) in places:
                faults.note(key, f"give this another key: “{key}” is taken")
            places[noun, str(key)] = entry.place
    return places
