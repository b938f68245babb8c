"""How fast a newer pack is replayed over stored submissions, beside judging everybody in full."""

import tempfile
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from readiness.content import rules_folder
from readiness.domain.assessment import Answer, Given
from readiness.domain.carry import reread
from readiness.domain.pack import Strength
from readiness.domain.replay import position_of, replay
from readiness.domain.stored import stored_in
from readiness.domain.verdict import assess
from readiness.storage.database import open_database
from readiness.storage.packs import current_pack
from readiness.storage.submissions import newest_documents
from tests.bench.england import write_england

SIZE = 5_000
SAMPLE = 250
HARDENED = "bills-match-circuits"
"""The soft rule that the newer pack makes a hard one."""


def run():
    """Print what a replay takes for each submission, and its ratio; 1 when it misses a mover."""
    old = current_pack(rules_folder(), "hscn")
    rules = tuple(
        replace(rule, strength=Strength.HARD) if rule.key == HARDENED else rule
        for rule in old.rules
    )
    new = replace(old, version="newer", fingerprint="0" * 64, rules=rules)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "england.db"
        write_england(path, SIZE)
        with closing(open_database(path)) as db:
            reading, stored = _timed(lambda: [stored_in(d) for d in newest_documents(db, old.key)])
    replaying, found = _timed(lambda: replay(old, new, iter(stored)))
    full, moved = _timed(lambda: _judged(old, new, stored[:SAMPLE]))
    codes = {one.organisation.ods_code for one in stored[:SAMPLE]}
    same = moved == {mover.organisation.ods_code for mover in found.movers} & codes
    each, alone = replaying / SIZE * 1e6, full / SAMPLE * 1e6
    print(f"reading from SQLite         {reading / SIZE * 1e6:8.1f} µs each, {SIZE:,} submissions")
    print(f"replay, columns first       {each:8.1f} µs each, {len(found.movers):,} would move")
    print(f"yardstick: both judged whole{alone:8.1f} µs each, of {SAMPLE}")
    print(f"replay vs judging whole, per submission: {alone / each:.1f} times")
    print(f"the same movers in those {SAMPLE}: {'yes' if same else 'NO'}")
    return 0 if same else 1


def _judged(old, new, stored):
    """Judge everybody by both packs, and return who comes out otherwise."""
    moved = set()
    for one in stored:
        answers = {key: Answer(reread(old.questions[key], v)) for key, v in one.values.items()}
        given = Given(one.organisation, one.on, answers, one.network)
        if position_of(assess(old, given)) != position_of(assess(new, given)):
            moved.add(one.organisation.ods_code)
    return moved


def _timed(do):
    begun = time.perf_counter()
    found = do()
    return time.perf_counter() - begun, found
