"""Deadlines on the calendar, the verdict and the plan, and in the files that people take along."""

import io
import json
from datetime import date

import openpyxl
import pytest

from readiness.domain.assessment import Answer, Given
from readiness.domain.plan import draft_plan
from readiness.domain.verdict import assess
from readiness.files.judgement import judgement, judgement_text
from readiness.files.workbook import plan_workbook
from tests import examples
from tests.domain.test_due_standing import DUE, OPEN, laid
from tests.examples import TRUST

SAID = {**OPEN, "lines": 3}


@pytest.fixture
def rules(tmp_path):
    """Return a rules folder whose pack has deadlines."""
    late = examples.DEADLINES.replace("day: 2027-06-30", "day: 2027-01-15")
    examples.write_pack(tmp_path / "rules", examples.deadline_pack(late))
    return tmp_path / "rules"


@pytest.fixture
def said(started, give):
    """Answer enough for some deadline to be lost and some to wait for a day."""
    for key, value in SAID.items():
        give(key, value)


def test_the_calendar_lists_what_is_lost_first_with_what_is_left(visit, said):
    text = visit("/assessments/1/calendar").text
    section = text[text.index("Deadlines Deadline") :]

    assert section.index("Old lines are switched off") < section.index("The yearly check is due")
    assert section.index("The yearly check is due") < section.index("Last day to give notice")
    assert "Old lines are switched off Start passed" in section
    assert "What is left, in this order: Bridge the lines by radio" in section
    assert "Draft the plan" in section
    assert "6 months before your answer to SIT-09" in section


def test_a_day_that_is_not_known_leads_to_its_question(visit, said):
    page = visit("/assessments/1/calendar")

    assert "Last day to give notice Day not known" in page.text
    assert any(
        "contract-end" in link for words, link in page.links.items() if "Answer SIT-09" in words
    )


def test_the_verdict_and_the_plan_name_the_deadline_that_is_lost(visit, said, give):
    give("target-date", "2028-09-30")
    verdict, plan = visit("/assessments/1/verdict").text, visit("/assessments/1/plan")

    assert "Old lines are switched off: 15 January 2027." in verdict
    assert "Old lines are switched off: 15 January 2027. Draft the plan: should have" in plan.text
    assert "Bridge the lines by radio" in plan.text
    action = visit("/assessments/1/plan/date-lines").text
    assert "Up to 15 January 2027, the day of “Old lines are switched off”" in action
    offered = visit("/assessments/1/plan/fallback/bridge-by-radio").text
    assert "“Old lines are switched off” on 15 January 2027 cannot be met in time" in offered


def test_what_is_met_asks_for_nothing_more(visit, said, give):
    give("move-plan", "all")
    text = visit("/assessments/1/calendar").text

    assert "Old lines are switched off: met." in text
    assert "Bridge the lines by radio" not in text


def test_what_is_under_way_names_its_next_deadline(visit, said, give):
    assert "Next deadline: The yearly check is due, 31 Dec 2026" in visit("/").text

    give("agreement", "yes")

    assert "Next deadline: Lines, 15 Jan 2027" in visit("/").text


@pytest.fixture
def judged():
    """Return a plan and its schedule of which one deadline is lost and one has no day."""
    given = Given(TRUST, date(2027, 6, 1), {key: Answer(value) for key, value in SAID.items()})
    plan = draft_plan(assess(DUE, given))
    return plan, laid(SAID, on=given.on)


def test_the_json_says_where_each_deadline_stands(judged):
    told = {one["key"]: one for one in json.loads(json.dumps(judgement(*judged)))["deadlines"]}

    assert told["switch-off"]["status"] == "start-passed"
    assert told["switch-off"]["safe_start"] == "2027-04-20"
    assert told["switch-off"]["binding"] == "draft-plan"
    assert [rung["key"] for rung in told["switch-off"]["fallbacks"]] == [
        "bridge-by-radio",
        "extend",
    ]
    assert told["notice"]["waiting_for"] == ["contract-end"]


def test_the_text_and_the_workbook_have_deadlines(judged):
    book = openpyxl.load_workbook(io.BytesIO(plan_workbook(*judged, {})))
    first = [cell.value for cell in book["Deadlines"][2]]

    assert "Old lines are switched off: 30 June 2027." in judgement_text(*judged)
    assert first[:2] == ["Old lines are switched off", "Start passed"]
