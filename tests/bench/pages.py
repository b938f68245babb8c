"""How long a page takes beside a bare Flask page, and how many queries it makes."""

import statistics
import tempfile
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import patch

from flask import Flask
from waitress.server import create_server

from readiness.app import Settings, create_app
from readiness.content import rules_folder
from readiness.storage import database
from readiness.usecases.demo import fill
from readiness.usecases.organisation import local_person
from tests.bench.served import Browserless

ROUNDS = 60
MOST_QUERIES = 6
PAGES = {
    "start": "/",
    "task list": "/assessments/{n}",
    "section": "/assessments/{n}/sections/{section}",
    "check": "/assessments/{n}/check",
    "verdict": "/assessments/{n}/verdict",
    "route": "/assessments/{n}/route",
    "plan": "/assessments/{n}/plan",
}


def run():
    """Print median, ratio and queries for each page; 1 when one makes too many queries."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "readiness.db"
        database.prepare(path)
        db = database.open_database(path)
        list(fill(db, rules_folder(), "hscn", person=local_person(db), at=datetime.now(UTC)))
        db.close()
        app = create_app(Settings(instance=Path(folder), rules=rules_folder()))
        pages = {name: url.format(n=1, section="network-design") for name, url in PAGES.items()}
        queries = {name: _queries(app, url) for name, url in pages.items()}
        bare = Flask("bare")
        bare.add_url_rule(
            "/", view_func=lambda: "<!doctype html><title>Hello</title><h1>Hello</h1>"
        )
        times = _times({"": (bare, "/")} | {name: (app, url) for name, url in pages.items()})
    yardstick = statistics.median(times[""])
    print(f"bare Flask page: {yardstick:.2f} ms (median of {ROUNDS}, rounds interleaved)")
    for name in pages:
        median = statistics.median(times[name])
        ratio = median / yardstick
        print(f"{name:<10} {median:6.2f} ms  {ratio:5.1f} times bare  {queries[name]} queries")
    over = [name for name, count in queries.items() if count > MOST_QUERIES and name != "start"]
    print(f"pages over {MOST_QUERIES} queries: {', '.join(over) or 'none'}")
    return 1 if over else 0


def _queries(app, url):
    """Count the statements of one warm request, settings of the connection left aside."""
    seen = []
    client = app.test_client()
    assert client.get(url).status_code == 200, url

    def watched(path):
        db = database.open_database(path)
        db.conn.set_trace_callback(seen.append)
        return db

    with patch("readiness.app.open_database", watched):
        assert client.get(url).status_code == 200
    return sum(not statement.startswith("PRAGMA") for statement in seen)


def _times(targets):
    servers = {}
    for app, _ in targets.values():
        if id(app) not in servers:
            server = create_server(app, host="127.0.0.1", port=0, threads=4)
            threading.Thread(target=server.run, daemon=True).start()
            servers[id(app)] = server
    clients = {
        name: Browserless(servers[id(app)].effective_port) for name, (app, _) in targets.items()
    }
    times = {name: [] for name in targets}
    for turn in range(ROUNDS + 5):
        for name, (_, url) in targets.items():
            start = time.perf_counter()
            status, _ = clients[name].get(url)
            assert status == 200, (name, status)
            if turn >= 5:
                times[name].append((time.perf_counter() - start) * 1000)
    return times
