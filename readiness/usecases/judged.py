"""What submissions come to, for comparisons: worked out once for each, and remembered."""

import json
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from sqlite_utils import Database

from readiness.domain.assessment import Given
from readiness.domain.comparison import Way
from readiness.domain.pack import Pack
from readiness.domain.replay import given_of
from readiness.domain.stored import stored_in
from readiness.domain.tally import Tally, tallies, tally_of
from readiness.domain.verdict import assess
from readiness.storage.compared import Line, documents_of
from readiness.storage.packs import pack_by_fingerprint
from readiness.usecases.declared import require_declared

MOST_REMEMBERED = 20_000
"""How many submissions are remembered before all are forgotten: about 200 bytes each."""

_REMEMBERED: dict[tuple[str, str, Way, int], Tally] = {}
"""What submissions came to, by the fingerprint of the rules, the digest of the document, and row.

A document is never changed, so what it came to under some rules stays true.
"""


def judged(
    db: Database, lines: Collection[Line], by: Pack | None = None
) -> dict[Line, tuple[Pack, Tally]]:
    """Judge submissions by the rules each was made under, or all by those of one pack.

    Documents are read only of what this process has not judged before.

    Raises:
        Unusable: a document is no longer what was declared, or its rules cannot be read.
    """
    if len(_REMEMBERED) > MOST_REMEMBERED:
        _REMEMBERED.clear()
    found: dict[Line, tuple[Pack, Tally]] = {}
    for fingerprint in dict.fromkeys(line.fingerprint for line in lines):
        pack = by or pack_by_fingerprint(db, fingerprint)
        those = [line for line in lines if line.fingerprint == fingerprint]
        if new := [one for one in those if _key(one, pack) not in _REMEMBERED]:
            _remember(db, pack, new)
        found |= {line: (pack, _REMEMBERED[_key(line, pack)]) for line in those}
    return found


def _key(line: Line, pack: Pack) -> tuple[str, str, Way, int]:
    return pack.fingerprint, line.digest, line.way, line.row


def _remember(db: Database, pack: Pack, lines: Collection[Line]) -> None:
    """Judge all at once, but those with a host one by one; no two documents stand in memory."""
    if not lines:
        return
    plain: list[Line] = []

    def documents() -> Iterator[Mapping[str, Any]]:
        for line, text in documents_of(db, lines):
            document = declared(line, text)
            if document.get("host"):
                _REMEMBERED[_key(line, pack)] = tally_of(assess(pack, _given(text, pack)), pack)
            else:
                plain.append(line)
                yield document

    found = tallies(pack, documents())
    for line, tally in zip(plain, found, strict=True):
        _REMEMBERED[_key(line, pack)] = tally


def declared(line: Line, text: str) -> Mapping[str, Any]:
    """Return a document as it was declared.

    Raises:
        Unusable: it is no longer what was declared.
    """
    require_declared(text, line.digest, f"Submission {line.number} of {line.organisation}")
    document: Mapping[str, Any] = json.loads(text)
    return document


def _given(text: str, pack: Pack) -> Given:
    return given_of(stored_in(text), pack)
