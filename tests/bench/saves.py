"""Two people saving at the same moment: is an accepted save ever lost?"""

import json
import multiprocessing
import re

from tests.bench.served import Browserless, hidden, program, served

ROUNDS = 40
WHOLE_DOCUMENT = """
import json, sqlite3, tempfile
from flask import Flask, request
from waitress import serve
path = tempfile.mkdtemp() + "/one.db"
def db():
    return sqlite3.connect(path, timeout=10, isolation_level=None)
db().execute("create table document (body text)")
db().execute("insert into document values ('{}')")
app = Flask("whole")
@app.get("/")
def read():
    return db().execute("select body from document").fetchone()[0]
@app.post("/")
def save():
    body = json.loads(db().execute("select body from document").fetchone()[0])
    body[request.form["question"]] = "answered"
    db().execute("update document set body = ?", (json.dumps(body),))
    return "saved"
serve(app, host="127.0.0.1", port=PORT, threads=8)
"""
"""The yardstick: an assessment kept as one document, read and written whole, as is common."""

SECTION = "/assessments/1/sections/network-design"
OPTIONS = {
    "translation-design": ("none", "outbound-only", "all", "all-reviewed"),
    "address-register": ("none", "partial", "full", "full-reconciled"),
}


def run():
    """Save for 40 rounds to different questions and 40 to the same one; 1 when a save is lost."""
    lost = 0
    with served() as port:
        for title, keys in {
            "two different questions": ("translation-design", "address-register"),
            "the same question": ("translation-design", "translation-design"),
        }.items():
            accepted, gone, refused = _rounds(port, keys)
            lost += gone
            print(
                f"{title}: {ROUNDS} rounds, {accepted} saves accepted, {refused} told of the other"
            )
            print(f"  accepted saves lost: {gone}")
    with program(WHOLE_DOCUMENT) as port:
        print("yardstick, one document read and written whole, two different questions:")
        print(f"  accepted saves lost: {_lost_by_yardstick(port)} of {2 * ROUNDS}")
    return 1 if lost else 0


def _lost_by_yardstick(port):
    """Let two people save to different questions of one document at the same moment."""
    barrier = multiprocessing.Barrier(2)
    people = [
        multiprocessing.Process(target=_writer, args=(port, number, barrier)) for number in (0, 1)
    ]
    for person in people:
        person.start()
    for person in people:
        person.join()
    kept = json.loads(Browserless(port).get("/")[1])
    return 2 * ROUNDS - len(kept)


def _writer(port, number, barrier):
    client = Browserless(port)
    for turn in range(ROUNDS):
        barrier.wait()
        assert client.post("/", {"question": f"{number}-{turn}"})[0] == 200


def _rounds(port, keys):
    barrier = multiprocessing.Barrier(2)
    results = multiprocessing.Queue()
    people = [
        multiprocessing.Process(target=_person, args=(port, key, number, barrier, results))
        for number, key in enumerate(keys)
    ]
    for person in people:
        person.start()
    told = [results.get(timeout=300) for _ in range(2 * ROUNDS)]
    for person in people:
        person.join()
    history = {key: _versions(port, key) for key in set(keys)}
    accepted = [t for t in told if t["status"] == 303]
    gone = sum(t["note"] not in history[t["key"]] for t in accepted)
    return len(accepted), gone, sum(t["status"] == 409 for t in told)


def _person(port, key, number, barrier, results):
    """Open the section, wait for the other, save one answer with a note of its own."""
    for turn in range(ROUNDS):
        client = Browserless(port)
        _, page = client.get(SECTION)
        fields = {"csrf_token": hidden(page, "csrf_token"), "then": "stay"}
        note = f"round {turn} of person {number} on {key}"
        for name in re.findall(r'name="([a-z0-9-]+)-seen"', page):
            fields |= _as_shown(page, name)
        fields |= {f"{key}-value": OPTIONS[key][(turn + number) % 3 + 1], f"{key}-note": note}
        barrier.wait()
        status, _ = client.post(SECTION, fields)
        results.put({"status": status, "note": note, "key": key})
        barrier.wait()


def _as_shown(page, name):
    """Return a question's fields as the page shows them, as a browser would send them back."""
    fields = {f"{name}-seen": hidden(page, f"{name}-seen")}
    note = re.search(rf'<textarea[^>]*name="{name}-note"[^>]*>(.*?)</textarea>', page, re.S)
    fields[f"{name}-note"] = note[1].strip() if note else ""
    for control in re.findall(r"<input[^>]*>", page):
        value = re.search(r'value="([^"]*)"', control)
        if f'name="{name}-evidence"' in control:
            fields[f"{name}-evidence"] = value[1] if value else ""
        elif f'name="{name}-value"' in control and "checked" in control:
            fields[f"{name}-value"] = value[1]
    return fields


def _versions(port, key):
    """Return the whole history of a question as its page shows it."""
    _, page = Browserless(port).get(f"/assessments/1/questions/{key}")
    return page
