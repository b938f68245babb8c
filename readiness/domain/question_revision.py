"""How two versions of a question differ, and what that does to the answers given to it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from readiness.domain.effects import QUESTION, Change, Effect
from readiness.domain.pack import Kind, Option, Pack, Question
from readiness.domain.part_words import part_words, question_name, say_the_same

READS_AS: dict[Kind, frozenset[Kind]] = {
    Kind.YES_NO: frozenset({Kind.CHOICE, Kind.CHOICES, Kind.TEXT}),
    Kind.CHOICE: frozenset({Kind.YES_NO, Kind.CHOICES, Kind.TEXT}),
    Kind.NUMBER: frozenset({Kind.MONEY, Kind.PERCENTAGE, Kind.TEXT}),
    Kind.MONEY: frozenset({Kind.NUMBER, Kind.PERCENTAGE, Kind.TEXT}),
    Kind.PERCENTAGE: frozenset({Kind.NUMBER, Kind.MONEY, Kind.TEXT}),
    Kind.DATE: frozenset({Kind.TEXT}),
}
"""The other kinds as which stored answers of a kind still read, as far as options and bounds go."""

SAME_QUESTION = 0.5
"""The least share of words in common between what was asked and what is, for it to be one wording
of one question."""

NEARLY_THE_SAME = 0.8
"""The least likeness of two texts, 0 to 1, to suppose that one is the other under a new key."""

HIGHEST = 1_000_000_000
"""The bound of a whole number that has none of its own."""

_OF_ONE_KIND = ("ordered", "unit", "pick")


def question_changes(was: Question, now: Question, old: Pack, new: Pack) -> Iterator[Change]:
    """Tell every change of a question that kept its key."""
    if was == now:
        return
    if was.kind is not now.kind:
        yield _kind(was, now)
    for field, (words, effect) in QUESTION.fields.items():
        before, after = getattr(was, field), getattr(now, field)
        if say_the_same(before, after) or (was.kind is not now.kind and field in _OF_ONE_KIND):
            continue
        judged = _judged(field, effect, was, now, old)
        shown = part_words(before, old), part_words(after, new)
        yield _change(judged, now, words, *shown)
    yield from _options(was, now)
    yield from _bounds(was, now)
    if was.sensitive != now.sensitive:
        effect = Effect.REVIEW if was.sensitive else Effect.COMPATIBLE
        words = "whether it is never shown across organisations"
        yield _change(effect, now, words, *(("yes", "no") if was.sensitive else ("no", "yes")))


def asked_otherwise(was: Question, now: Question, old: Pack, new: Pack) -> tuple[Change, ...]:
    """Tell how the same question of another pack asks for its answer in other words.

    What packs may differ in without asking anything else, such as hints, sections, references to
    other questions or when they ask, is left aside; so are letter case, stops and commas.
    """
    same = {name: getattr(was, name) for name in _BESIDE_THE_WORDING}
    if was.work_out is None or now.work_out is None:
        same["work_out"] = was.work_out
    if _shared_words(was.ask, now.ask) == 1:
        same["ask"] = was.ask
    changes = question_changes(was, replace(now, **same), old, new)
    return tuple(change for change in changes if change.effect is not Effect.COMPATIBLE)


_BESIDE_THE_WORDING = (
    "hint",
    "evidence",
    "dont_know",
    "ref",
    "section",
    "area",
    "owner",
    "source",
    "asked_when",
    "best",
    "benchmark",
    "context",
    "about",
    "first",
    "sensitive",
)


def successor(text: str, others: Sequence[tuple[str, str]]) -> str | None:
    """Return the key of the text most like another one, if any is nearly the same.

    Args:
        others: pairs of key and text.
    """
    likeness = [(SequenceMatcher(None, text, other).ratio(), key) for key, other in others]
    best = max(likeness, default=(0.0, ""))
    return best[1] if best[0] >= NEARLY_THE_SAME else None


def _judged(field: str, effect: Effect, was: Question, now: Question, old: Pack) -> Effect:
    """Raise wording to review where another question may be meant by it."""
    published = was.benchmark and now.benchmark
    if field == "ask" and (published or _shared_words(was.ask, now.ask) < SAME_QUESTION):
        return Effect.REVIEW
    if field == "ref" and now.ref in old.by_ref:
        return Effect.REVIEW
    if field == "work_out" and was.work_out and now.work_out:
        return effect if was.work_out.weights == now.work_out.weights else Effect.REVIEW
    return effect


def _kind(was: Question, now: Question) -> Change:
    effect = Effect.REVIEW if now.kind in READS_AS.get(was.kind, ()) else Effect.INCOMPATIBLE
    return _change(effect, now, "the kind", was.kind, now.kind)


def _options(was: Question, now: Question) -> Iterator[Change]:
    before = {option.key: option for option in was.options}
    after = {option.key: option for option in now.options}
    if not before or not after:
        return
    added = [key for key in after if key not in before]
    for key in before:
        if key not in after:
            yield _removed(was, before[key], now, added)
    for key in added:
        yield _added(now, key, before)
    for key in before:
        if key in after:
            yield from _option(was, now, before[key], after[key])
    kept = [[key for key in one if key in before and key in after] for one in (before, after)]
    if kept[0] != kept[1]:
        effect = Effect.REVIEW if now.ordered or was.ordered else Effect.WORDING
        yield _change(effect, now, "the order of the options", *("; ".join(k) for k in kept))


def _removed(was: Question, option: Option, now: Question, added: list[str]) -> Change:
    known = [(key, o.label) for key in added if (o := now.option(key)) is not None]
    renamed = successor(option.label, known)
    advice = (
        f"Perhaps {option.key} was renamed to {renamed}: keep the key, for answers are found by it."
        if renamed
        else ""
    )
    words = f"the option “{option.label}” ({option.key}) is gone"
    return _change(Effect.INCOMPATIBLE, was, words, advice=advice)


def _added(now: Question, key: str, before: dict[str, Option]) -> Change:
    """Judge a new option by where it stands: answers keep their meaning unless it comes between."""
    places = [option.key for option in now.options]
    old_places = [place for place, name in enumerate(places) if name in before]
    here = places.index(key)
    between = bool(old_places) and old_places[0] < here < old_places[-1]
    if now.kind is Kind.CHOICES:
        effect, where = Effect.REVIEW, "which nobody could pick before"
    elif not old_places:
        effect, where = Effect.COMPATIBLE, "where none of the earlier ones is left"
    elif now.ordered:
        effect = Effect.REVIEW if between else Effect.COMPATIBLE
        where = f"as the {'worst' if here < old_places[0] else 'best'}"
        if between:
            where = f"between {places[here - 1]} and {places[here + 1]}"
    else:
        effect, where = Effect.COMPATIBLE, "beside the others"
    option = now.options[here]
    return _change(effect, now, f"the option “{option.label}” ({key}) is new, {where}")


def _option(was: Question, now: Question, before: Option, after: Option) -> Iterator[Change]:
    name = f"option {after.key}"
    if before.label != after.label:
        taken = any(o.label == after.label and o.key != after.key for o in was.options)
        published = was.benchmark and now.benchmark
        effect = Effect.REVIEW if taken or published else Effect.WORDING
        yield _change(effect, now, f"{name}, the label", f"“{before.label}”", f"“{after.label}”")
    if before.done != after.done:
        shares = (f"{d[0]} to {d[1]}%" if d else "" for d in (before.done, after.done))
        yield _change(Effect.COMPATIBLE, now, f"{name}, the share of work done", *shares)
    if before.alone != after.alone:
        effect = Effect.REVIEW if after.alone else Effect.COMPATIBLE
        words = f"{name}, whether it stands alone"
        yield _change(effect, now, words, *(("no", "yes") if after.alone else ("yes", "no")))


def _bounds(was: Question, now: Question) -> Iterator[Change]:
    if was.kind is not now.kind:
        return
    for field, words, narrower in (
        ("minimum", "the least that is accepted", (now.minimum or 0) > (was.minimum or 0)),
        ("maximum", "the most that is accepted", _highest(now) < _highest(was)),
    ):
        before, after = getattr(was, field), getattr(now, field)
        if before != after:
            effect = Effect.REVIEW if narrower else Effect.COMPATIBLE
            shown = ("no bound" if bound is None else f"{bound:,}" for bound in (before, after))
            yield _change(effect, now, words, *shown)


def _highest(question: Question) -> int:
    return HIGHEST if question.maximum is None else question.maximum


def _shared_words(was: str, now: str) -> float:
    """Return how much of the longer of two sentences stands in the other, from 0 to 1."""
    before, after = ({word.strip("?,.") for word in text.lower().split()} for text in (was, now))
    return len(before & after) / max(len(before), len(after), 1)


def _change(
    effect: Effect, question: Question, words: str, was: str = "", now: str = "", advice: str = ""
) -> Change:
    name = f"{question_name(question)}, {words}"
    return Change(effect, QUESTION.what, question.key, name, was, now, advice)
