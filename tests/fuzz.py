"""Requests as nobody should send them, drawn from a seed: ids, queries, forms, files, headers."""

import io
import random
import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from tests.page import Page

MARK = "<zq\"'&>"
"""What no page may give back as it was sent."""

STRANGE = [
    "",
    " ",
    "0",
    "-1",
    "1e9",
    "9" * 19,
    "9" * 400,
    str(2**63),
    "٣",
    "²",
    "1_0",
    "NaN",
    "null",
    "true",
    "[]",
    "{}",
    "a" * 5_000,
    "\x00",
    "a\x00b",
    "\ufeff",
    "\u202e",
    "\ud800",
    "é",
    "😀" * 300,
    "../../etc/passwd",
    "..\\..\\windows",
    "' or 1=1 --",
    "{{ 7 * 7 }}",
    "%s%n{0}",
    "=cmd|' /C calc'!A0",
    "\r\nSet-Cookie: x=1",
    "//evil.example",
    "/\\evil.example",
    "https://evil.example",
    "javascript:alert(1)",
    "2026-02-30",
    "31 12 9999",
    "0001-01-01",
    "dont-know",
    "yes",
    MARK,
    MARK * 40,
]

ODD = ["HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "ZQ"]
METHODS = ["GET"] * 10 + ["POST"] * 10 + ODD

HEADERS = [
    ("Cookie", "readiness=" + "A" * 2_000),
    ("Cookie", "readiness=eyJhIjoxfQ.x.y; readiness-session=\x01"),
    ("Accept-Language", "zq;q=nan,*"),
    ("Accept-Encoding", "br;q=x"),
    ("Range", "bytes=0-0,5-,-1"),
    ("If-None-Match", '"' * 99),
    ("If-Modified-Since", "Thu, 99 Foo 0000"),
    ("Referer", "https://evil.example/?" + MARK),
    ("X-Forwarded-For", "::ffff:1.2.3.4, zq"),
    ("X-Forwarded-Host", "evil.example"),
    ("X-Forwarded-Proto", "gopher"),
    ("X-HTTP-Method-Override", "DELETE"),
    ("Host", "evil.example"),
    ("Host", "localhost:99999999"),
    ("Host", "[::1"),
    ("Host", "localhost\x7f"),
    ("Authorization", "Basic !!!"),
    ("Origin", "null"),
    ("User-Agent", MARK),
]

TYPES = [
    "application/json",
    "application/x-www-form-urlencoded; charset=zq",
    "multipart/form-data",
    "multipart/form-data; boundary=" + "x" * 300,
    "multipart/form-data; boundary=zq",
    "text/plain",
    "zq",
    "",
]

BODIES = [
    b"",
    b"%",
    b"a=%ff%fe&b=%00",
    b"&" * 3_000,
    b'{"a": [[[[[[',
    b'--zq\r\nContent-Disposition: form-data; name="upload"; filename="a.zip"\r\n\r\nPK\x03\x04',
    b"--zq\r\nContent-Disposition: form-data\r\n\r\nx\r\n--zq--",
    b"--zq--",
    b"\xff\xfe" * 500,
]


@dataclass(frozen=True)
class Sent:
    """One request: how, where to, and what goes with it."""

    method: str
    path: str
    query: str = ""
    headers: tuple = ()
    body: dict = field(default_factory=dict)

    def to(self, client):
        """Send it."""
        return client.open(
            self.path,
            method=self.method,
            query_string=self.query,
            headers=list(self.headers),
            buffered=True,
            **self.body,
        )


def requests(rule, address, names, draw, count):
    """Yield requests to a route: half of them nearly right, for these reach further in."""
    for _ in range(count):
        path = address.partition("?")[0] if draw.random() < 0.6 else _path(rule, draw)
        likely = sorted(rule.methods & {"GET", "POST"})[0]
        method = likely if draw.random() < 0.7 else draw.choice(METHODS)
        headers = tuple(draw.sample(HEADERS, draw.choice([0, 0, 0, 1, 3])))
        yield Sent(method, path, _query(address, draw), headers, _body(names, draw))


def names_in(client, address):
    """Return every name that a browser would send from the forms of a page, each with its value."""
    response = client.get(address)
    if response.mimetype != "text/html" or response.status_code != 200:
        return {}
    controls = Page(response, client).every("input", "select", "textarea", "button")
    return {c.get("name"): c.get("value") for c in controls if c.get("name")}


_OTHERS = {"person", "kind", "since", "until", "organisation", "zq"} | {
    f"{question}-{part}"
    for question in ("claimed-stage", "target-date", "connection-agreement")
    for part in ("value", "dont-know", "seen", "note")
}


def query_names():
    """Return every name that the program reads of a query string."""
    room = Path(__file__).parents[1] / "readiness" / "web"
    text = "".join(file.read_text("utf-8") for file in room.glob("*.py"))
    found = re.findall(
        r"""(?:request\.args|arguments)(?:\.get\(|\.getlist\(|\[)["']([\w-]+)""", text
    )
    return sorted({*found, *_OTHERS})


QUERY = query_names()


def _strange(draw):
    return draw.choice(STRANGE)


def _path(rule, draw):
    def part(found):
        kind, name = found[1], found[2]
        return (
            str(draw.choice([0, 1, 2, 3, 10**6, 2**63 - 1, 2**63, 10**30]))
            if kind
            else (
                _quoted(draw.choice([*STRANGE, "hscn", "ZX9", "1", "claimed-stage", name])) or "-"
            )
        )

    return re.sub(r"<(\w+:)?(\w+)>", part, rule.rule)


def _quoted(text):
    return quote(text.encode("utf-8", "surrogatepass")[:900], safe="")


def _query(address, draw):
    told = address.partition("?")[2] if draw.random() < 0.7 else ""
    extra = [
        f"{draw.choice(QUERY)}={_quoted(_strange(draw))}" for _ in range(draw.choice([0, 1, 1, 4]))
    ]
    odd = draw.choice(["", "", "", "&&=&", "%ff=%fe", "a[]=1&a[]=2", "?" * 50])
    return "&".join(filter(None, [told, *extra, odd]))


def _body(names, draw):
    way = draw.random()
    if way < 0.15:
        return {"data": draw.choice(BODIES), "content_type": draw.choice(TYPES)}
    data = {
        name: _told(value, draw)
        for name, value in names.items()
        if draw.random() < 0.85 and name != "csrf_token"
    }
    for _ in range(draw.choice([0, 1, 3])):
        data[_written(_strange(draw)) or "zq"] = _written(_strange(draw))
    if way < 0.3:
        file = draw.choice(BODIES) * draw.choice([1, 50])
        data[draw.choice([*names, "upload", "file"])] = (
            io.BytesIO(file),
            _written(_strange(draw)) or "f",
        )
    return {"data": data}


def _told(value, draw):
    if draw.random() < 0.6:
        return value
    found = [_written(_strange(draw)) for _ in range(draw.choice([1, 1, 1, 2, 30]))]
    return found if len(found) > 1 else found[0]


def _written(text):
    return text.encode("utf-8", "replace").decode()


def seeded(*names):
    """Return what draws, the same at every run for the same names."""
    return random.Random("/".join(names))
