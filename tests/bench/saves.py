"""Two people saving at the same moment: is an accepted save ever lost?"""

import multiprocessing
import re

from tests.bench.served import Browserless, hidden, served

ROUNDS = 40
SECTION = "/assessments/1/sections/network-design"
OPTIONS = ("none", "outbound-only", "all", "all-reviewed")


def run():
    """Save for 40 rounds to different questions and 40 to the same one; 1 when a save is lost."""
    lost = 0
    with served() as port:
        for title, keys in {
            "two different questions": ("translation-design", "routing-design"),
            "the same question": ("translation-design", "translation-design"),
        }.items():
            accepted, gone, refused = _rounds(port, keys)
            lost += gone
            print(
                f"{title}: {ROUNDS} rounds, {accepted} saves accepted, {refused} told of the other"
            )
            print(f"  accepted saves lost: {gone}")
    print("yardstick (published peers, measured alike): 18, 23 and 28 of 40 rounds lost a save")
    return 1 if lost else 0


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
        fields |= {f"{key}-value": _options(key)[(turn + number) % 3 + 1], f"{key}-note": note}
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


def _options(key):
    return OPTIONS if key == "translation-design" else ("none", "draft", "agreed", "agreed-tested")


def _versions(port, key):
    """Return the whole history of a question as its page shows it."""
    _, page = Browserless(port).get(f"/assessments/1/questions/{key}")
    return page
