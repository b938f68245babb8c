"""How long the page of a system takes for 40, 440 and 6,558 organisations, beside a bare page."""

import resource
import statistics
import tempfile
import time
from pathlib import Path
from unittest.mock import patch

from readiness.app import create_app
from readiness.content import rules_folder
from readiness.settings import Settings
from readiness.storage import database
from tests.bench.crowds import SIZES, fill_crowds
from tests.bench.served import BARE, Browserless, program, serving

ROUNDS = 30
MOST_QUERIES = 9
TARGETS = {"ZXA": 60, "ZXB": 150, "ZXC": 1000, "England": 1000}
"""The most milliseconds that a page may take, with what was judged kept."""

TICKED = "?met=procurement-planned&met=connection-agreement-signed"
FILES = ("comparison.xlsx", "comparison.csv", "board-paper.docx")


def run():
    """Print what each page costs; 1 when one is too slow or makes too many queries."""
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        real = fill_crowds(Path(folder) / "readiness.db")
        what = "codes of the register of England" if real else "made-up codes"
        print(f"filled in {time.perf_counter() - began:.0f} s, {what}")
        pages = {code: f"/systems/{code}/comparison" for code in SIZES}
        pages |= {"England": "/england/comparison", "a region": "/regions/Y59/comparison"}
        if not real:
            del pages["a region"]
        queries = _queries(Path(folder), pages)
        with serving(folder) as (port, process), program(BARE) as bare:
            times = _measure(port, bare, process, pages)
    return _told(times, queries)


def _told(times, queries):
    """Say what is over its target."""
    slow = [name for name, most in TARGETS.items() if times.get(name, 0) > most]
    many = [name for name, (_, warm) in queries.items() if warm > MOST_QUERIES]
    for name, (cold, warm) in queries.items():
        print(f"queries of {name}: {warm}, and {cold} when everything is read anew")
    print(f"slower than meant: {', '.join(slow) or 'none'}")
    print(f"over {MOST_QUERIES} queries: {', '.join(many) or 'none'}")
    return int(bool(slow or many))


def _measure(port, bare, process, pages):
    """Fetch each page for the first time, then again and again; return its median."""
    client, yardstick = Browserless(port), Browserless(bare)
    empty, found = _memory(process), {}
    print(f"memory at the start: {empty:.0f} MB")
    for name, address in pages.items():
        first, size = _fetch(client, address)
        times, plain = [], []
        for _ in range(ROUNDS):
            times.append(_fetch(client, address)[0])
            plain.append(_fetch(yardstick, "/")[0])
        found[name] = statistics.median(times)
        ratio = found[name] / statistics.median(plain)
        print(
            f"{name:<9} {found[name]:7.1f} ms, {ratio:5.1f} times a bare page; first {first:,.0f}"
            f" ms; {size:,} bytes; memory {_memory(process):.0f} MB"
        )
        if name in SIZES:
            _more(client, name, address)
    return found


def _more(client, name, address):
    """Print how long a tick in what if takes, and each file that there is."""
    ticked = statistics.median(_fetch(client, address + TICKED)[0] for _ in range(ROUNDS))
    print(f"    two rules ticked: {ticked:.1f} ms")
    for file in FILES:
        took, size = _fetch(client, f"/systems/{name}/{file}", other=True)
        if size:
            print(f"    {file}: {took:.0f} ms, {size:,} bytes")


def _fetch(client, address, *, other=False):
    """Return the milliseconds and bytes of an answer; no bytes where there is no such file."""
    began = time.perf_counter()
    client.connection.request("GET", address, headers={"Cookie": client.cookie})
    response = client.connection.getresponse()
    body = response.read()
    took = 1000 * (time.perf_counter() - began)
    assert response.status == 200 or other, (address, response.status)
    return took, len(body) if response.status == 200 else 0


def _queries(folder, pages):
    """Count the statements of a first request to each page, and of one after it."""
    app = create_app(Settings(instance=folder, rules=rules_folder()))
    client = app.test_client()
    client.get("/")
    return {
        name: (_statements(client, address), _statements(client, address))
        for name, address in pages.items()
    }


def _statements(client, address):
    seen = []

    def watched(path):
        db = database.open_database(path)
        db.conn.set_trace_callback(seen.append)
        return db

    with patch("readiness.app.open_database", watched):
        assert client.get(address).status_code == 200, address
    # what the search index asks of its own tables is traced as a comment
    return sum(not statement.startswith(("PRAGMA", "--")) for statement in seen)


def _memory(process):
    """Return the most memory that a server has had so far, in megabytes."""
    status = Path(f"/proc/{process.pid}/status")
    if status.exists():
        return int(status.read_text().split("VmHWM:")[1].split()[0]) / 1024
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
