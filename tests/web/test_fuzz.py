"""Whatever is sent to whichever address: no failure, nothing of the inside, always our headers.

`READINESS_FUZZ=10` sends ten times as much.
"""

import os

import pytest

from readiness.domain.access import Role
from readiness.web.security import HEADERS
from tests import fuzz
from tests.web import permissions
from tests.web.permissions import COPY, OWN, Held
from tests.web.test_permissions import DOORS

pytestmark = pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning"
)
"""A request that is cut short leaves its files to be closed by whoever collects the garbage."""

TIMES = int(os.environ.get("READINESS_FUZZ", "1"))
EACH = 12 * TIMES

SENT = {"requests": 0}


KEEPER = Held(Role.ADMINISTRATOR, COPY)
ALONE, NOBODY = "one person", "nobody signed in"
WAYS = {ALONE: None, NOBODY: "", "an IT lead": Held(Role.IT_LEAD, OWN), "an administrator": KEEPER}
"""As whom the requests are sent: the one person of a copy without accounts, or who signed in."""


@pytest.fixture(scope="module", params=WAYS)
def client(request, tmp_path_factory):
    """Serve a copy with two systems, which takes whatever comes without a token."""
    instance, way = tmp_path_factory.mktemp("fuzz") / "instance", request.param
    people = permissions.fill(instance)
    tokens = {} if way == ALONE else permissions.sign_all_in(instance, people)
    app = permissions.app_on(instance, accounts=way != ALONE)
    app.config.update(TESTING=False, PROPAGATE_EXCEPTIONS=False)
    return lambda: permissions.client_of(app, tokens.get(WAYS[way]))


@pytest.mark.parametrize("endpoint", DOORS)
def test_no_request_makes_it_fail_or_tell_of_the_inside(client, endpoint):
    door, wrong = DOORS[endpoint], []
    for rule in client().application.url_map.iter_rules(endpoint):
        mine = client()
        names = fuzz.names_in(mine, door.page or door.address)
        draw = fuzz.seeded(endpoint, rule.rule)
        for sent in fuzz.requests(rule, door.address, names, draw, EACH):
            SENT["requests"] += 1
            with sent.to(mine) as response:
                wrong += [f"{what}: {sent!r:.900}" for what in _wrong(response)]

    assert wrong == [], f"{len(wrong)} of {EACH}, the first: {wrong[0]}"


def _wrong(response):
    """Say what is wrong with an answer."""
    if response.status_code >= 500:
        yield f"failed with {response.status_code}"
    text = response.get_data().decode("utf-8", "replace")
    if "Traceback (most recent" in text or 'File "/' in text:
        yield "tells of the inside"
    if response.mimetype == "text/html" and "<zq" in text:
        yield "gives back as markup what was sent"
    location = response.headers.get("Location", "/")
    if not location.startswith(("/", "http://localhost/")) or location.startswith("//"):
        yield f"leads to {location}"
    for name, value in HEADERS.items():
        if response.headers.get(name) != value:
            yield f"answers without {name}"


def test_how_many_requests_were_sent(capsys):
    with capsys.disabled():
        print(f"\n{SENT['requests']:,} strange requests were sent.")
