"""How two versions of a pack differ: every change, what it can do, and the whole."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

from readiness.domain.effects import (
    ACTION,
    BENCHMARK,
    DEADLINE,
    FALLBACK,
    PACK,
    PROFILE,
    QUESTION,
    REASON,
    ROUTE,
    ROUTES,
    RULE,
    SCALE,
    SECTION,
    STAGE,
    SURVEY,
    THRESHOLD,
    Change,
    Effect,
    Noun,
)
from readiness.domain.pack import Pack
from readiness.domain.part_words import part_words, question_name, say_the_same, scale_parts
from readiness.domain.question_revision import question_changes, successor

PARTS = frozenset(
    {"key", "fingerprint", "stages", "sections", "rules", "routes", "actions", "benchmarks"}
    | {"fallbacks", "deadlines"}
    | {"scales", "scale_sources", "profiles", "thresholds", "surveys"}
)
"""The fields of a pack that are told part by part."""


@dataclass(frozen=True)
class Revision:
    """What became of a pack from one version to another; the changes that can do most come first.

    There may be none although the fingerprints differ: only spaces or comments were changed.
    """

    old: Pack
    new: Pack
    changes: tuple[Change, ...]

    @property
    def effect(self) -> Effect | None:
        """What the whole can do: the worst that any change can; None without a change."""
        return self.changes[0].effect if self.changes else None

    @property
    def may_move(self) -> bool:
        """Whether some verdict may come out otherwise."""
        return self.effect not in (None, Effect.WORDING)

    @property
    def harmful(self) -> bool:
        """Whether answers are lost or may no longer mean what was meant."""
        return self.effect in (Effect.INCOMPATIBLE, Effect.REVIEW)

    def of(self, effect: Effect) -> tuple[Change, ...]:
        """Return the changes which can do just that."""
        return tuple(change for change in self.changes if change.effect is effect)

    @cached_property
    def to_review(self) -> Mapping[str, tuple[Change, ...]]:
        """The questions of the new pack whose answers need another look, each with why."""
        found: dict[str, tuple[Change, ...]] = {}
        for change in (*self.of(Effect.INCOMPATIBLE), *self.of(Effect.REVIEW)):
            if change.what == QUESTION.what and change.key in self.new.questions:
                found[change.key] = (*found.get(change.key, ()), change)
        return found


def compare(old: Pack, new: Pack) -> Revision:
    """Compare two versions of a pack, part by part, each part found again by its key."""
    changes = tuple(_changes(old, new)) if old.fingerprint != new.fingerprint else ()
    worst_first = list(Effect)
    ordered = sorted(changes, key=lambda change: worst_first.index(change.effect))
    return Revision(old, new, tuple(ordered))


def _changes(old: Pack, new: Pack) -> Iterator[Change]:
    if old.key != new.key:
        yield Change(Effect.INCOMPATIBLE, "pack", new.key, "The pack’s key", old.key, new.key)
    yield from _stages(old, new)
    yield from _questions(old, new)
    for noun, before, after in (
        (THRESHOLD, tuple(old.thresholds.values()), tuple(new.thresholds.values())),
        (SCALE, scale_parts(old), scale_parts(new)),
        (PROFILE, old.profiles, new.profiles),
        (RULE, old.rules, new.rules),
        (ACTION, old.actions, new.actions),
        (FALLBACK, old.fallbacks, new.fallbacks),
        (DEADLINE, old.deadlines, new.deadlines),
        (ROUTE, old.routes.routes, new.routes.routes),
        (REASON, old.routes.reasons, new.routes.reasons),
        (SURVEY, old.surveys, new.surveys),
        (BENCHMARK, old.benchmarks, new.benchmarks),
        (SECTION, old.sections, new.sections),
    ):
        yield from _keyed(noun, before, after, old, new)
    yield from _fields(ROUTES, "routes", "routes", "Routes", (old.routes, new.routes), (old, new))
    yield from _fields(_pack_fields(old), "pack", new.key, "Pack", (old, new), (old, new))
    yield from _orders(old, new)


def _stages(old: Pack, new: Pack) -> Iterator[Change]:
    yield from _keyed(STAGE, old.stages, new.stages, old, new)
    before = [key for key in old.stage_index if key in new.stage_index]
    after = [key for key in new.stage_index if key in old.stage_index]
    if before != after:
        shown = "; ".join(before), "; ".join(after)
        words = "The order of the stages"
        yield Change(Effect.INCOMPATIBLE, STAGE.what, "order", words, *shown)


def _questions(old: Pack, new: Pack) -> Iterator[Change]:
    added = [question for key, question in new.questions.items() if key not in old.questions]
    for key, was in old.questions.items():
        if key in new.questions:
            yield from question_changes(was, new.questions[key], old, new)
            continue
        by_ref = next((q.key for q in added if q.ref == was.ref), None)
        renamed = by_ref or successor(was.ask, [(q.key, q.ask) for q in added])
        words = f"{question_name(was)} is gone"
        yield Change(QUESTION.removed, QUESTION.what, key, words, advice=_renamed(key, renamed))
    for question in added:
        words = f"{question_name(question)} is new: “{question.ask}”"
        yield Change(QUESTION.added, QUESTION.what, question.key, words)


def _keyed(
    noun: Noun, olds: Sequence[Any], news: Sequence[Any], old: Pack, new: Pack
) -> Iterator[Change]:
    """Tell which parts of one kind are gone, changed and new."""
    before = {part.key: part for part in olds}
    after = {part.key: part for part in news}
    added = [(key, getattr(part, noun.text)) for key, part in after.items() if key not in before]
    for key, part in before.items():
        name = f"{noun.what.capitalize()} {key}"
        if key in after:
            pair = part, after[key]
            yield from _fields(noun.fields, noun.what, key, name, pair, (old, new))
        else:
            advice = _renamed(key, successor(getattr(part, noun.text), added))
            yield Change(noun.removed, noun.what, key, f"{name} is gone", advice=advice)
    for key, text in added:
        words = f"{noun.what.capitalize()} {key} is new: “{text}”"
        yield Change(noun.added, noun.what, key, words)


def _fields(
    table: Mapping[str, tuple[str, Effect]],
    what: str,
    key: str,
    name: str,
    parts: tuple[Any, Any],
    packs: tuple[Pack, Pack],
) -> Iterator[Change]:
    """Tell which fields of a part differ, and what each can do."""
    if parts[0] == parts[1]:
        return
    for field, (words, effect) in table.items():
        values = [getattr(part, field) for part in parts]
        if not say_the_same(*values):
            apart = _apart(*values)
            shown = [part_words(v, pack) for v, pack in zip(apart, packs, strict=True)]
            if shown[0] == shown[1]:
                shown = ["as it was written", "written otherwise"]
            yield Change(effect, what, key, f"{name}, {words}", *shown)


def _apart(old: Any, new: Any) -> tuple[Any, Any]:
    """Return two values without what stands in both, where they list something by name."""
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        same = {key for key in old.keys() & new.keys() if say_the_same(old[key], new[key])}
        left = [{k: v for k, v in one.items() if k not in same} for one in (old, new)]
        return left[0], left[1]
    if isinstance(old, tuple) and isinstance(new, tuple):
        gone = tuple(one for one in old if one not in new)
        come = tuple(one for one in new if one not in old)
        return (gone, come) if gone or come else (old, new)
    return old, new


def _pack_fields(pack: Pack) -> Mapping[str, tuple[str, Effect]]:
    """Return the table of the pack’s own fields; what is not in it is taken to move verdicts."""
    rest = (f.name for f in fields(pack) if f.compare and f.name not in PARTS | set(PACK))
    return {**PACK, **{name: (name.replace("_", " "), Effect.COMPATIBLE) for name in rest}}


def _orders(old: Pack, new: Pack) -> Iterator[Change]:
    """Tell of sections and questions which stand in another order, which only people notice."""
    for what, before, after in (
        ("sections", [s.key for s in old.sections], [s.key for s in new.sections]),
        ("questions", list(old.questions), list(new.questions)),
    ):
        kept = [[key for key in one if key in before and key in after] for one in (before, after)]
        if kept[0] != kept[1]:
            yield Change(Effect.WORDING, "pack", what, f"The order of the {what} is another")


def _renamed(key: str, to: str | None) -> str:
    if to is None:
        return ""
    return f"Perhaps {key} was renamed to {to}: keep the key, for what is stored is found by it."
