"""The calendar page, and its picture."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.domain.freeze import Freeze, frozen_days
from readiness.domain.schedule import Schedule
from readiness.web.planner import A_DAY, LEFT, MOST_MONTHS, Planner
from tests import examples
from tests.web.trust import section

ON = examples.ON
DATES = """\
dates:
  - {date: 2027-01-31, what: Phone lines are switched off, source: judgement, review_by: 2027-01-15}
  - {date: 2028-01-31, what: Something later, source: judgement, review_by: 2028-01-15}
"""


@pytest.fixture
def rules(tmp_path):
    """Return a rules folder whose pack knows of two dates."""
    pack = examples.tiny_pack(pack=examples.PACK + DATES)
    examples.write_pack(tmp_path / "rules", pack)
    return tmp_path / "rules"


@pytest.fixture
def planned(trust):
    return trust.say(target_date="2027-09-30", plan="none", agreement="no")


def test_it_says_first_what_is_due(planned):
    page = planned.get("/calendar")

    assert "Nothing is due until 1 April 2027." in page.text
    assert page.text.index("Nothing is due") < page.text.index("The same days, by month")


def test_the_table_says_of_each_start_what_who_how_long_and_why(planned):
    rows = section(planned.get("/calendar"), "by-month")

    assert (
        "April 2027 Start by 1 Apr 2027 Sign the agreement Binds Network manager In hand:"
        " 87 working days Starts 26 weeks before the target." in rows
    )
    assert "Takes 20 working days. “Have the board agree the plan” waits for it." in rows


def test_bank_holidays_dates_to_know_and_the_target_stand_in_their_months(planned):
    rows = section(planned.get("/calendar"), "by-month")

    assert "25 Dec 2026 Bank holiday: Christmas Day Not a working day." in rows
    assert "31 Jan 2027 Phone lines are switched off" in rows
    assert "Something later" not in rows
    assert "30 Sep 2027 The target date" in rows
    assert "’s Day" in rows


def test_overdue_starts_stand_first_and_say_how_late(planned):
    planned.say(target_date="2027-01-29")
    page = planned.get("/calendar")

    assert "2 starts are overdue; the first was due on 31 July 2026." in page.text
    rows = section(page, "by-month")
    assert rows.index("Overdue") < rows.index("December 2026")
    assert "81 working days late" in rows
    assert "1 latest start lies outside these months; the table has all." in page.text


def test_what_is_said_to_be_done_is_not_due(planned):
    said = {"owner": "", "state": "done", "due": "", "note": "", "seen": "0"}
    planned.get("/plan/sign-agreement").send("Save", **said)

    assert "Nothing is due until 22 July 2027." in planned.get("/calendar").text


def test_the_picture_says_in_words_what_it_shows(planned):
    page = planned.get("/calendar")

    assert page.one("title", id="planner-title").text == (
        "Calendar from November 2026 to September 2027"
    )
    said = page.one("desc", id="planner-desc").text
    assert said.startswith("Latest starts: 1 April 2027 (binds), 22 July 2027, 19 August 2027.")
    assert said.endswith("Today: 24 November 2026. Target: 30 September 2027.")


def test_a_freeze_is_hatched_and_stands_in_the_table(planned):
    fields = {"what": "Winter freeze", "first": "14 12 2026", "last": "8 1 2027"}
    page = planned.get("/freezes")
    page.send("Add this freeze", **{f"freeze-0-{name}": text for name, text in fields.items()})

    page = planned.get("/calendar")

    assert page.response.text.count('height="26" fill="url(#frozen)"') == 2
    assert "14 Dec 2026 to 8 Jan 2027 Change freeze: Winter freeze" in section(page, "by-month")
    assert "Frozen: 14 December 2026 to 8 January 2027, Winter freeze." in (
        page.one("desc", id="planner-desc").text
    )


def test_without_a_target_it_asks_for_one(trust):
    page = trust.say(plan="none").get("/calendar")

    assert "No target date, so no latest starts. Give one." in page.text
    assert "Give a target date (STG-02)" in page.links
    assert "app-planner" not in page.response.text


def test_verdict_and_plan_lead_to_it(planned):
    address = f"/assessments/{planned.id}/calendar"

    assert planned.get("/plan").links["Calendar"] == address
    assert planned.get("/verdict").links["See every date in the calendar"] == address


def drawn(target, on=ON, freezes=()):
    return Planner(Schedule(target, on, (), 0, frozen_days(freezes)))


def test_every_month_from_this_one_to_the_target_has_a_line():
    planner = drawn(date(2027, 3, 31))

    assert [line.name for line in planner.months] == ["Nov", "Dec", "Jan", "Feb", "Mar"]
    assert [head.year for head in planner.heads] == [2026, 2027]
    assert planner.months[3].width == round(28 * A_DAY, 2)
    assert planner.height == planner.months[-1].y + 28


def test_a_target_far_off_is_cut_off_and_one_past_draws_this_month():
    assert len(drawn(date(2035, 1, 1)).months) == MOST_MONTHS
    assert drawn(date(2035, 1, 1)).cut_off
    assert [line.first for line in drawn(date(2026, 1, 1)).months] == [date(2026, 11, 1)]


@given(
    st.dates(date(2026, 1, 1), date(2029, 1, 1)),
    st.integers(0, 900),
    st.dates(date(2026, 1, 1), date(2029, 1, 1)),
    st.integers(0, 300),
)
def test_nothing_is_drawn_outside_its_month(on, ahead, first, length):
    freeze = Freeze(first, first + timedelta(days=length), "F")
    planner = drawn(on + timedelta(days=ahead), on, [freeze])
    lines = {line.y: line for line in planner.months}

    for band in (*planner.weekends, *planner.frozen):
        assert band.x >= LEFT
        assert band.x + band.width <= LEFT + lines[band.y].width + 0.05
    for mark in (*planner.marks, *planner.holidays):
        assert LEFT < mark.x < LEFT + lines[mark.y].width


def test_every_weekend_day_is_shaded_once():
    planner = drawn(date(2027, 5, 31), on=date(2027, 5, 1))

    assert sum(round(band.width / A_DAY) for band in planner.weekends) == 10


def test_marks_are_told_apart_by_their_shapes(planned):
    shapes = re.findall(r'<svg width="14"[^>]*>(.*?)</svg>', planned.get("/calendar").response.text)

    paths = [re.sub(r'(fill|stroke)="#\w+"', "", shape) for shape in shapes]
    assert len(paths) == 6
    assert len(set(paths)) == 6
