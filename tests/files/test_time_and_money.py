"""Freezes and costs in a record, in the document for programs and in the files of a plan."""

import io
import json
from datetime import date

import openpyxl
import pytest

from readiness.domain.assessment import Answer, Given, Submission
from readiness.domain.cost_figures import Costs, Quote
from readiness.domain.errors import RecordFaults
from readiness.domain.freeze import Freeze
from readiness.domain.pack import DONT_KNOW
from readiness.domain.plan import draft_plan
from readiness.domain.reader import read_pack
from readiness.domain.record import digest_of, write_given
from readiness.domain.schedule import schedule
from readiness.domain.verdict import assess
from readiness.files.beside import read_freezes_and_costs
from readiness.files.judgement import judgement, judgement_text
from readiness.files.record import read_record, write_record
from readiness.files.table import plan_table
from readiness.files.workbook import plan_workbook
from tests.domain.test_frozen_plan import FALLBACKS, LIVE
from tests.examples import AT, ON, PACK, TRUST, tiny_pack

TINY = read_pack(tiny_pack(actions=LIVE, pack=PACK + FALLBACKS))
WINTER = Freeze(date(2026, 12, 14), date(2027, 1, 8), "=Winter freeze")
COSTS = Costs({"network-manager": Quote(400, 500)}, {"present_month": Quote(3000, 3000)})
RECORD = {
    "freezes": [{"from": "2026-12-14", "to": "2027-01-08", "what": "=Winter freeze"}],
    "costs": {"day_rates": {"network-manager": [400, 500]}, "present_month": 3000},
}


def laid(target, freezes=(WINTER,)):
    answers = {"plan": "none", "agreement": "no", "budget": DONT_KNOW}
    given = Given(TRUST, ON, {key: Answer(value) for key, value in answers.items()})
    plan = draft_plan(assess(TINY, given))
    return plan, schedule(plan, target, ON, freezes=freezes)


def test_a_record_says_freezes_and_costs_beside_what_is_judged():
    assert read_freezes_and_costs(RECORD, TINY, "r") == ((WINTER,), COSTS)
    assert read_freezes_and_costs({}, TINY, "r") == ((), Costs())


@pytest.mark.parametrize(
    ("document", "where"),
    [
        ({"freezes": {}}, "freezes"),
        ({"freezes": ["winter"]}, "freezes.0"),
        ({"freezes": [{"from": "2026-12-14", "to": "soon", "what": "W"}]}, "freezes.0"),
        ({"freezes": [{"from": "2026-12-14", "to": "2026-12-13", "what": "W"}]}, "freezes.0"),
        ({"freezes": [{"from": "2026-12-14", "to": "2026-12-15", "what": ""}]}, "freezes.0"),
        ({"costs": 4}, "costs"),
        ({"costs": {"day_rates": 4}}, "costs"),
        ({"costs": {"day_rates": {"nobody": 4}}}, "costs.day_rates.nobody"),
        ({"costs": {"day_rates": {"network-manager": True}}}, "costs.day_rates.network-manager"),
        ({"costs": {"set_up": [2, 1]}}, "costs.set_up"),
        ({"costs": {"set_up": -1}}, "costs.set_up"),
        ({"costs": {"set_up": [1, 2, 3]}}, "costs.set_up"),
        ({"costs": {"dual_months": 121}}, "costs.dual_months"),
        ({"costs": {"extra": 1}}, "costs.extra"),
    ],
)
def test_what_does_not_fit_is_a_fault_at_its_place(document, where):
    with pytest.raises(RecordFaults) as refusal:
        read_freezes_and_costs(document, TINY, "r")

    assert [fault.where for fault in refusal.value.faults] == [where]


def test_a_submission_is_handed_on_with_todays_freezes_and_keeps_its_digest():
    document = write_given(Given(TRUST, ON, {"plan": Answer("none")}), TINY)
    submission = Submission(1, 1, 1, document, digest_of(document), "Priya Nair", AT)

    written = json.loads(write_record(submission, [WINTER]))

    assert written["freezes"] == RECORD["freezes"]
    assert read_record(written, TINY, "r").answers["plan"].value == "none"
    assert "freezes" not in json.loads(write_record(submission))


def test_the_document_for_programs_holds_freezes_what_is_late_and_what_is_offered():
    found = judgement(*laid(date(2027, 3, 1)), COSTS)

    assert found["freezes"] == RECORD["freezes"]
    (late,) = found["late"]
    assert late == {
        "action": "sign-agreement",
        "working_days": 78,
        "fallbacks": ["extend", "run-both"],
    }
    extend, both = found["fallbacks"]
    assert (extend["effort_low"], extend["lead_time_days"], extend["latest_start"]) == (None,) * 3
    assert (both["for"], both["latest_start"]) == (["sign-agreement"], "2027-02-01")
    sign = next(a for a in found["actions"] if a["key"] == "sign-agreement")
    assert sign["stepped_over"] == [{"freeze": "=Winter freeze", "days": 26, "unit": "days"}]
    assert found["costs"]["doing_nothing"]["low"] == 36_000
    assert found["costs"]["doing_nothing"]["high"] is None
    assert found["costs"]["given"] == {
        "day_rates": {"network-manager": [400, 500]},
        "present_month": [3000, 3000],
    }


def test_the_text_says_what_moved_what_may_help_and_what_it_costs():
    text = judgement_text(*laid(date(2027, 3, 1)), COSTS)

    assert "of =Winter freeze stepped over." in text
    assert "If the date is to hold" in text
    assert "  - Run both [Network manager]. Needs: Money for two." in text
    assert "Costs, for the 12 months after 1 March 2027" in text
    assert "Doing nothing: at least £36,000; not known: the price of an extension" in text


def test_while_the_date_holds_no_file_offers_a_fallback():
    plan, timed = laid(date(2028, 3, 1))

    assert judgement(plan, timed)["fallbacks"] == []
    assert b"If the date is to hold" not in plan_table(plan, timed, {})


def test_the_workbook_has_fallbacks_as_rows_and_a_sheet_of_costs_that_adds_up():
    plan, timed = laid(date(2027, 3, 1))
    book = openpyxl.load_workbook(io.BytesIO(plan_workbook(plan, timed, {}, COSTS)))

    heads = [cell.value for cell in book["Plan"][1]]
    rows = [dict(zip(heads, row, strict=True)) for row in book["Plan"].values][1:]
    offered = [row for row in rows if row["Gate out of"] == "If the date is to hold"]
    assert [row["Key"] for row in offered] == ["fallback/extend", "fallback/run-both"]
    assert offered[0]["Lead time"] == "not known"
    assert offered[0]["Lead time, days"] is None
    assert "Offered because 1 March 2027 cannot be met" in offered[1]["Why"]
    costs = list(book["Costs"].values)
    work = next(row for row in costs if row[0] == "Work: Network manager")
    acting = next(row for row in costs if row[0] == "Acting, all together")
    assert work[1] == acting[1]
    assert (acting[2], acting[3][:11]) == (None, "At least £2")
    assert next(row for row in costs if row[0] == "Termination charges")[1:3] == (None, None)


def test_the_table_says_what_a_freeze_moves():
    table = plan_table(*laid(date(2027, 3, 1)), {}).decode()

    assert "Freezes" in table.splitlines()[0]
    assert "calendar days earlier" in table
