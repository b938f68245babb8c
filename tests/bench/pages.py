"""How long a page takes beside a bare Flask page, and how many queries it makes."""

import statistics
import tempfile
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import patch

from readiness.app import create_app
from readiness.content import rules_folder
from readiness.settings import Settings
from readiness.storage import database
from readiness.usecases.demo import fill
from readiness.usecases.organisation import local_person
from tests.bench.served import BARE, Browserless, program, served

ROUNDS = 60
MOST_QUERIES = 8
PACKS = ("hscn", "renewal")
"""The fictional systems that are filled in: 12 and 13 open assessments."""

PAGES = {
    "start": "/",
    "search": "/organisations/search?find=northmor",
    "choose": "/organisations/choose?pack=hscn&find=northmor",
    "about a system": "/organisations/ZXQ/about",
    "task list": "/assessments/{n}",
    "section": "/assessments/{n}/sections/{section}",
    "check": "/assessments/{n}/check",
    "verdict": "/assessments/{n}/verdict",
    "route": "/assessments/{n}/route",
    "plan": "/assessments/{n}/plan",
    "calendar": "/assessments/{n}/calendar",
    "freezes": "/assessments/{n}/freezes",
    "costs": "/assessments/{n}/costs",
    "what if": "/assessments/{n}/what-if"
    "?connection-agreement-value=all&connection-agreement-seen=1",
    "contracts": "/organisations/ZY1/contracts",
    "tasks of a contract": "/assessments/15",
    "verdict of a contract": "/assessments/16/verdict",
    "deadlines": "/assessments/14/calendar",
    "decision": "/assessments/15/decisions/direction",
    "submitted verdict": "/assessments/2/submissions/1",
    "sign off": "/assessments/2/submissions/1/sign-off",
    "shared": "/shared",
    "shared by one": "/shared/ZXA/hscn",
    "worksheet": "/assessments/15/questions/flows-needing-hscn/work-out",
}


def run():
    """Print median, ratio and queries for each page; 1 when one makes too many queries."""
    urls = {name: url.format(n=1, section="network-design") for name, url in PAGES.items()}
    queries = _queries(urls)
    with served(PACKS) as port, program(BARE) as yardstick_port:
        targets = {"": (yardstick_port, "/")} | {name: (port, url) for name, url in urls.items()}
        times = _times(targets)
    yardstick = statistics.median(times[""])
    print(f"bare Flask page: {yardstick:.2f} ms (median of {ROUNDS}, rounds interleaved)")
    for name in urls:
        median = statistics.median(times[name])
        ratio = median / yardstick
        print(f"{name:<22} {median:6.2f} ms  {ratio:5.1f} times bare  {queries[name]} queries")
    over = [name for name, count in queries.items() if count > MOST_QUERIES]
    print(f"pages over {MOST_QUERIES} queries: {', '.join(over) or 'none'}")
    return 1 if over else 0


def _queries(urls):
    """Count the statements of one warm request to each page, the connection's settings aside."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings(instance=Path(folder), rules=rules_folder()))
        with closing(database.open_database(Path(folder) / "readiness.db")) as db:
            for pack in PACKS:
                person, at = local_person(db), datetime.now(UTC)
                list(fill(db, rules_folder(), pack, person=person, at=at))
        return {name: _statements(app, url) for name, url in urls.items()}


def _statements(app, url):
    seen = []
    client = app.test_client()
    assert client.get(url).status_code == 200, url

    def watched(path):
        db = database.open_database(path)
        db.conn.set_trace_callback(seen.append)
        return db

    with patch("readiness.app.open_database", watched):
        assert client.get(url).status_code == 200
    # what the search index asks of its own tables is traced as a comment
    return sum(not statement.startswith(("PRAGMA", "--")) for statement in seen)


def _times(targets):
    """Fetch every page in turn, again and again; return the milliseconds of each."""
    clients = {name: Browserless(port) for name, (port, _) in targets.items()}
    times = {name: [] for name in targets}
    for turn in range(ROUNDS + 5):
        for name, (_, url) in targets.items():
            start = time.perf_counter()
            status, _ = clients[name].get(url)
            assert status == 200, (name, status)
            if turn >= 5:
                times[name].append((time.perf_counter() - start) * 1000)
    return times
