"""The page of a decision: what the answers say, its figure and bounds, what would change it."""

import pytest

from tests.domain.test_decision import files
from tests.examples import write_pack


@pytest.fixture
def rules(tmp_path):
    write_pack(tmp_path / "rules", files())
    return tmp_path / "rules"


def test_it_shows_the_figure_its_bounds_and_what_would_change_it(trust):
    page = trust.say(moved="50", agreement="no", plan="agreed").get("/decisions/how")

    assert page.heading == "How to go"
    assert "Half of it is over." in page.text
    assert "At least 40% Half" in page.text
    assert "50% is 30 percentage points below 80%." in page.text
    assert "Your answers say “Half”." in page.text
    assert "Each of these would have to hold:" in page.text


def test_what_is_not_known_leads_to_its_question(trust):
    page = trust.get("/decisions/how")

    assert "It waits for" in page.text
    assert "What would change it" not in page.text
    assert any("moved" in link for link in page.links.values())


def test_the_verdict_leads_to_it(trust):
    verdict = trust.say(moved="50").get("/verdict")

    assert "What would change it: How to go" in verdict.text
    assert any(link.endswith("/decisions/how") for link in verdict.links.values())
