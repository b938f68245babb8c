"""Records: written always alike, read back whole, and refused with every fault."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from readiness.domain.assessment import Answer, Given, Submission
from readiness.domain.errors import RecordFaults
from readiness.domain.reader import read_pack
from readiness.domain.record import digest_of, parse, read_given, write_given
from readiness.files.record import named_pack, read_record, write_record
from tests.examples import ON, TRUST, tiny_pack

PACK = read_pack(tiny_pack())
AT = datetime(2026, 11, 24, 10, 12, tzinfo=UTC)
GIVEN = Given(
    TRUST,
    ON,
    {
        "plan": Answer("agreed", "seen", "https://example.org/minutes", False, 3, "P Nair", AT),
        "drivers": Answer(frozenset({"cost", "security"})),
        "lines": Answer(12),
        "target-date": Answer(ON),
        "moved": Answer("dont-know"),
        "remarks": Answer(None, note="taken back"),
    },
)


def record(**changes):
    document = {
        "organisation": {"ods_code": "ZX9", "name": "A", "kind": "trust"},
        "on": "2026-11-24",
        "answers": {},
    }
    return json.dumps(document | changes)


def faults(text):
    with pytest.raises(RecordFaults) as refused:
        read_given(text, PACK, "r.json")
    return str(refused.value)


def test_what_was_written_is_read_back_whole():
    assert read_given(write_given(GIVEN, PACK), PACK, "r.json") == GIVEN


def test_the_same_values_give_the_same_text():
    other = Given(TRUST, ON, dict(reversed(GIVEN.answers.items())))

    assert write_given(other, PACK) == write_given(GIVEN, PACK)


def test_a_submission_leaves_and_comes_back_and_a_changed_one_is_refused():
    text = write_given(GIVEN, PACK)
    sent = write_record(Submission(1, 7, 3, text, digest_of(text), "H Marsh", AT))

    assert read_record(parse(sent, "r.json"), PACK, "r.json") == GIVEN
    assert named_pack(parse(sent, "r.json")) == ("tiny", PACK.fingerprint)
    with pytest.raises(RecordFaults, match="changed after it was written"):
        read_record(parse(sent.replace('"agreed"', '"none"'), "r.json"), PACK, "r.json")


def test_facts_about_the_network_leave_and_come_back_with_a_submission():
    given = replace(GIVEN, network={"partners": 3})
    text = write_given(given, PACK)
    sent = write_record(Submission(1, 7, 3, text, digest_of(text), "H Marsh", AT))

    assert read_record(parse(sent, "r.json"), PACK, "r.json") == given


def test_answers_are_found_by_key_or_reference_bare_or_with_a_note():
    answers = {"PLN-01": "agreed", "lines": {"value": 3, "note": "counted"}}

    given = read_given(record(answers=answers), PACK, "r.json")

    assert given.answers["plan"].value == "agreed"
    assert (given.answers["lines"].value, given.answers["lines"].note) == (3, "counted")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("{", "r.json:1:2: the record: this is not JSON"),
        ('{"a": NaN}', "NaN is not a number that JSON knows"),
        ("[]", "write an object with organisation, on and answers"),
        ("[" * 100_000, "nested too deeply"),
        ("x" * 5_000_001, "at most 5,000,000 characters"),
        ('{"on": "2026-11-24", "on": "2026-11-25"}', "r.json: on: remove one of the two"),
        (record(on="2026-02-30"), "on: write the day of judgement"),
        (record(organisation="ZX9"), "organisation: write an object"),
        (
            record(organisation={"ods_code": "", "name": "", "kind": "shop", "sites": 0}),
            "organisation: Choose a kind of organisation from the list",
        ),
        (record(organisation={"ods_code": 3, "name": "A"}), "organisation.ods_code: write text"),
        (record(answers=[]), "answers: write an object of answers by question"),
        (record(answers={"NO-01": "x"}), "answers.NO-01: There is no question NO-01"),
        (record(answers={"plan": "maybe"}), "answers.plan: Choose one of: none, drafted, agreed"),
        (record(answers={"plan": "none", "PLN-01": "none"}), "plan is answered twice"),
        (record(answers={"plan": {"valeu": "none"}}), "answers.plan.valeu: remove this"),
        (record(answers={"lines": 1.5}), "answers.lines: Enter a whole number of lines"),
        (record(answers={"lines": {"value": 1, "note": 3}}), "answers.lines.note: write text"),
        (
            record(answers={"plan": {"value": "none", "at": "noon"}}),
            "answers.plan.at: write a time",
        ),
        (record(extra=1), "extra: remove this"),
        (record(on="9999-12-31"), "on: write a day from 1990 to 2100"),
        (record(on="20261124"), "on: write the day of judgement"),
        (record(network={"partners": True}), "network.partners: write a whole number"),
        (
            record(network={"partners": 4, "critical-partners": 9}),
            "network.critical-partners: write no more than partners",
        ),
        (
            record(organisation={"ods_code": "ZX9", "name": "A", "kind": "gp", "sites": True}),
            "organisation.sites: write a whole number",
        ),
        (record(pack="tiny"), "pack: write an object here"),
        (record(answers={"remarks": "\ud800"}), "remove the half characters"),
        ('{"on": ' + "9" * 5_000 + "}", "write a shorter number"),
        (
            record(organisation={"ods_code": "ZX9", "name": "A\x1b[31m"}),
            "organisation: Enter the organisation’s name",
        ),
        (record(answers={"plan": {"value": "none", "by": "x" * 300}}), "Shorten the name to 200"),
        (record(answers={"plan": {"value": "none", "version": True}}), "answers.plan.version"),
    ],
)
def test_a_faulty_record_is_refused_with_its_place_and_what_to_do(text, fault):
    assert fault in faults(text)


def test_every_fault_is_told_at_once():
    told = faults(record(on="x", answers={"plan": "maybe", "lines": "many", "zz": 1}))

    assert len(told.splitlines()) == 4
