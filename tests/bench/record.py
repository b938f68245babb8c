"""How long it takes to check a record of 100,000 events, beside reading and hashing them alone."""

import hashlib
import tempfile
import time
import tracemalloc
from contextlib import closing
from pathlib import Path

from readiness.storage.database import immediate, open_database, prepare
from readiness.storage.events import every_link, note_event
from readiness.usecases.events import check_events
from readiness.usecases.organisation import local_person
from tests import examples

EVENTS = 100_000


def run():
    """Write the events, check them, and print each figure."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "readiness.db"
        prepare(path)
        with closing(open_database(path)) as db:
            write(db)
            read = timed(lambda: sum(1 for _ in every_link(db)))
            hashed = timed(lambda: whole(db))
            checked = timed(lambda: check_events(db))
            tracemalloc.start()
            check_events(db)
            most = tracemalloc.get_traced_memory()[1]
    print(f"check {EVENTS:,} events: {checked:.2f} s, {most / 1000:,.0f} kB at most")
    print(f"yardsticks: read them alone {read:.2f} s, read and hash as one text {hashed:.2f} s")


def write(db):
    """Note that many corrections of an organisation in one transaction."""
    me = local_person(db)
    with immediate(db):
        for n in range(EVENTS):
            note_event(db, "organisation", "ZX9", "changed", person=me, at=examples.AT, sites=n)


def whole(db):
    """Hash all events as one text, as a tool for files would."""
    digest = hashlib.sha256()
    for link, _ in every_link(db):
        digest.update(repr(tuple(link)).encode())
    return digest.hexdigest()


def timed(deed):
    """Return how many seconds a deed takes."""
    began = time.perf_counter()
    deed()
    return time.perf_counter() - began
