"""The published figures of the HSCN pack: all of them, and wording that never changes."""

import json
from pathlib import Path

import pytest

from readiness.content import rules_folder
from readiness.storage.packs import current_pack

PACK = current_pack(rules_folder(), "hscn")
PINNED = Path(__file__).parent / "golden" / "benchmark-questions.json"

ROWS = {
    1: ("integrate-within-12-months", 41),
    2: ("integrate-in-one-to-two-years", 27),
    3: ("integrate-in-two-to-five-years", 17),
    4: ("no-plans-to-integrate", 15),
    5: ("integrate-within-two-years", 68),
    6: ("more-with-less-high", 69),
    7: ("security-driver-high", 56),
    8: ("needs-driver-high", 56),
    9: ("legacy-driver-high", 46),
    10: ("pace-driver-high", 25),
    11: ("mobility-strategy-in-place", 64),
    12: ("mobile-staff-over-75", 15),
    13: ("mobile-staff-50-to-75", 19),
    14: ("mobile-staff-under-50", 56),
    15: ("mobile-use-to-grow", 84),
    16: ("mobile-use-to-fall", 0),
    17: ("mobile-security-high", 48),
    18: ("mobile-cost-high", 34),
    19: ("mobile-culture-high", 31),
    20: ("mobile-integration-high", 23),
    21: ("mobile-buy-in-high", 21),
    24: ("integrate-within-two-years", 68),
    25: ("procurement-plan-in-place", 38),
    26: ("stage-advanced", 19),
    27: ("stage-scoping", 46),
    28: ("route-collaborate", 33),
    29: ("route-own", 6),
    30: ("route-central", 19),
    31: ("benefit-collaboration", 73),
    32: ("mobility-strategy-in-place", 64),
    33: ("mobile-use-to-grow", 84),
    34: ("mobile-security-high-or-mid", 88),
    35: ("cloud-any", 40),
    36: ("suppliers-active", None),
    37: ("transition-time", None),
    38: ("n3-history", None),
    39: ("technology-could-help", 74),
    40: ("investment-attracts", 83),
    41: ("technology-stress", 49),
    42: ("staffing-a-barrier", 42),
    43: ("resistance-significant", 37),
    44: ("capacity-slows", 75),
    45: ("networks-critical", 98),
    46: ("non-spots", 58),
    47: ("switch-device", 51),
    48: ("fitting-new-technology-hard", 59),
    49: ("older-processes", 24),
    50: ("feedback-helps", 50),
    51: ("evidence-helps", 51),
    52: ("road-map-helps", 55),
    53: ("involvement-benefits", 79),
    54: ("events-before", None),
    55: ("funding-a-barrier", 73),
    56: ("pressure-limits-engagement", 50),
    57: ("infrastructure-a-barrier", 38),
    58: ("standards-confident", 54),
}
"""The rows of the notes that hold a figure or a statement; 22 and 59 are samples, 23 has none."""


def test_every_row_is_there_with_its_figure():
    there = {b.key: b.value for b in PACK.benchmarks} | {c.key: c.value for c in PACK.context}

    assert set(ROWS) | {22, 23, 59} == set(range(1, 60))
    assert {row: there.get(key, "missing") for row, (key, _) in ROWS.items()} == {
        row: value for row, (_, value) in ROWS.items()
    }
    assert there["mobile-cost-high-or-mid"] == 88


def test_no_figure_is_there_that_the_notes_do_not_hold():
    keys = {b.key for b in PACK.benchmarks} | {c.key for c in PACK.context}

    assert keys == {key for key, _ in ROWS.values()} | {"mobile-cost-high-or-mid"}


def test_the_samples_are_those_that_were_published():
    assert {survey.key: survey.sample for survey in PACK.surveys} == {
        "igov-bt-2017": "53 people from 50 organisations",
        "bt-2018": "50 organisations",
        "mind-the-gap-2023": "about 200 staff from 136 NHS organisations and systems",
        "nhs-providers-2024": "185 responses from 134 trusts",
    }


def test_the_surveys_of_a_supplier_are_marked_as_such():
    for survey in PACK.surveys:
        marked = "Self-selected" in survey.note and "sponsored by a supplier (BT)" in survey.note
        assert marked == (survey.key != "nhs-providers-2024"), survey.key


def test_a_figure_published_twice_is_one_figure_with_both_reports():
    twice = {b.key: [other.key for other in b.also] for b in PACK.benchmarks if b.also}

    assert twice == {
        "integrate-within-two-years": ["bt-2018"],
        "mobility-strategy-in-place": ["bt-2018"],
        "mobile-use-to-grow": ["bt-2018"],
    }
    said = [(b.question, b.options, b.value) for b in PACK.benchmarks]
    assert len(said) == len(set(said))


def test_high_concern_and_high_or_mid_concern_stand_under_different_surveys():
    by_key = {b.key: b for b in PACK.benchmarks}
    for what in ("security", "cost"):
        high, both = by_key[f"mobile-{what}-high"], by_key[f"mobile-{what}-high-or-mid"]
        assert high.survey != both.survey
        assert "never set the two side by side" in high.note
        assert "never set the two side by side" in both.note


def test_shares_that_are_not_published_are_what_the_others_leave_over():
    assert {gap.key: gap.rest for gap in PACK.unpublished} == {
        "stage-others": 35,
        "route-others": 42,
        "mobile-staff-unstated": 10,
    }
    for gap in PACK.unpublished:
        figures = [
            b.value
            for b in PACK.benchmarks
            if b.question == gap.question and b.survey == gap.survey
        ]
        assert sum(figures) + gap.rest == 100, gap.key


def test_a_measure_reads_on_after_you():
    """A sentence begins “You have a plan”, so a measure begins with what respondents do."""
    verbs = {
        "Are",
        "Expect",
        "Find",
        "Have",
        "Must",
        "Name",
        "Plan",
        "Prefer",
        "Say",
        "See",
        "Suffer",
    }

    assert {b.measure.split()[0] for b in PACK.benchmarks} <= set(verbs)


def pinned(question):
    """Return what must stay of a question that repeats a published measure."""
    return {
        "key": question.key,
        "ref": question.ref,
        "ask": question.ask,
        "options": [[option.key, option.label] for option in question.options],
    }


MARKED = [question for question in PACK.questions.values() if question.benchmark]


@pytest.mark.parametrize("question", MARKED, ids=[question.ref for question in MARKED])
def test_the_wording_of_a_published_measure_stays(question):
    kept = {entry["key"]: entry for entry in json.loads(PINNED.read_text(encoding="utf-8"))}

    assert question.key in kept, (
        f"{question.ref} is marked benchmark: yes and is not pinned yet. Check its wording against "
        f"the survey, then add it to tests/golden/{PINNED.name} by hand: "
        f"{json.dumps(pinned(question), ensure_ascii=False)}"
    )
    assert pinned(question) == kept[question.key], (
        f"{question.ref} repeats a published measure, and stored answers are compared with that. "
        "Never change its wording or options: put it back, and add a new question instead."
    )


def test_no_published_measure_is_dropped():
    kept = json.loads(PINNED.read_text(encoding="utf-8"))
    gone = [entry["ref"] for entry in kept if entry["key"] not in {q.key for q in MARKED}]

    assert gone == [], (
        "These repeat published measures and are gone, or no longer marked benchmark: yes. "
        "Put them back, and add a new question instead."
    )
