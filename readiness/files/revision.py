"""How two versions of a pack differ and who would move, as text for people and as JSON."""

from collections.abc import Iterator
from typing import Any

from readiness.domain.effects import EFFECT_WORDS, Change, Effect
from readiness.domain.move_words import move_words
from readiness.domain.pack import Pack
from readiness.domain.replay import Judged, Position, Replay
from readiness.domain.revision import Revision
from readiness.domain.wording import count_words


def revision_document(revision: Revision, found: Replay | None) -> dict[str, Any]:
    """Return a revision as one JSON document; `replay` is null where nothing was judged."""
    return {
        "old": _pack(revision.old),
        "new": _pack(revision.new),
        "effect": revision.effect,
        "changes": [_change(change) for change in revision.changes],
        "replay": None if found is None else _replay(found),
    }


def revision_text(revision: Revision, found: Replay | None) -> str:
    """Write a revision for people: the whole first, then every change, then everybody who moves."""
    return "".join(f"{line}\n" for line in _lines(revision, found))


def _lines(revision: Revision, found: Replay | None) -> Iterator[str]:
    old, new = revision.old, revision.new
    versions = (f"{pack.version} ({pack.short_fingerprint})" for pack in (old, new))
    yield f"{new.title}: {' → '.join(versions)}"
    if revision.effect is None:
        same = old.fingerprint == new.fingerprint
        yield "These are the same rules." if same else "Only comments or spaces differ."
    else:
        yield f"The whole: {revision.effect}. {EFFECT_WORDS[revision.effect]}"
    for effect in Effect:
        if changes := revision.of(effect):
            yield f"\n{effect} ({len(changes)})"
            for change in changes:
                yield f"  {change.sentence}"
                if change.advice:
                    yield f"    {change.advice}"
    if found is not None:
        yield from _replay_lines(revision, found)
    elif revision.may_move:
        yield "\nName what was submitted with --on to see who would move."


def _replay_lines(revision: Revision, found: Replay) -> Iterator[str]:
    submissions = count_words(found.judged, "submission")
    movers = count_words(len(found.movers), "organisation") if found.movers else "nobody"
    yield f"\n{submissions} judged by both versions, each on its own day: {movers} would move."
    for one in found.movers:
        by = ", ".join(map(str, one.by))
        yield f"  {_name(one)}: {move_words(one, revision.old, revision.new)}. By {by}."
    if found.losers:
        yield f"\n{count_words(len(found.losers), 'submission')} with answers no longer read:"
    for one in found.losers:
        yield f"  {_name(one)}: {', '.join(one.unread)}"


def _name(one: Judged) -> str:
    return f"{one.organisation.ods_code} {one.organisation.name}"


def _pack(pack: Pack) -> dict[str, str]:
    return {"key": pack.key, "version": pack.version, "fingerprint": pack.fingerprint}


def _change(change: Change) -> dict[str, str]:
    return {
        "effect": change.effect,
        "what": change.what,
        "key": change.key,
        "sentence": change.sentence,
        "was": change.was,
        "now": change.now,
        "advice": change.advice,
    }


def _replay(found: Replay) -> dict[str, Any]:
    return {
        "judged": found.judged,
        "moves": [
            {
                "ods_code": one.organisation.ods_code,
                "name": one.organisation.name,
                "was": _position(one.was),
                "now": _position(one.now),
                "by": [{"what": cause.what, "key": cause.key} for cause in one.by],
            }
            for one in found.movers
        ],
        "unread": [
            {
                "ods_code": one.organisation.ods_code,
                "name": one.organisation.name,
                "questions": list(one.unread),
            }
            for one in found.losers
        ],
    }


def _position(position: Position) -> dict[str, str]:
    return {
        "evidenced": position.evidenced,
        "at_most": position.at_most,
        "route": position.route,
    }
