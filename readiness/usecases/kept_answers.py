"""Answers that came back in a file, read from their document under the rules of today."""

import json
from collections.abc import Iterator

from sqlite_utils import Database

from readiness.domain.assessment import Answer
from readiness.domain.came_back import KeptReturn
from readiness.domain.carry import Fate, carry, from_one_to_another, reread
from readiness.domain.operators import Value
from readiness.domain.pack import Pack
from readiness.storage.packs import pack_by_fingerprint


def answers_in(db: Database, kept: KeptReturn, pack: Pack) -> dict[str, Answer]:
    """Return the answers of what came back, as far as they mean the same under these rules."""
    fields = json.loads(kept.document)["answers"]
    return {
        key: Answer(
            value,
            fields[key].get("note") or "",
            fields[key].get("evidence") or "",
            private=fields[key].get("private", True),
            by=fields[key].get("by") or "",
        )
        for key, value in _values(
            db, kept, pack, {key: one["value"] for key, one in fields.items()}
        )
    }


def _values(
    db: Database, kept: KeptReturn, pack: Pack, said: dict[str, object]
) -> Iterator[tuple[str, Value | None]]:
    if kept.fingerprint == pack.fingerprint:
        yield from ((key, reread(pack.questions[key], value)) for key, value in said.items())
        return
    old = pack_by_fingerprint(db, kept.fingerprint)
    revision = from_one_to_another(old, pack)
    for key, stored in said.items():
        value = reread(old.questions.get(key), stored)
        carried = carry(revision, key, value) if value is not None else None
        if carried is not None and carried.fate is Fate.KEPT:
            yield key, carried.read
