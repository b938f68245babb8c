import json

import pytest

from readiness.domain.errors import RecordFaults
from readiness.domain.reader import read_pack
from readiness.files.record_lines import read_lines
from tests import examples

PACK = read_pack(examples.tiny_pack())


def line(code="ZX9", **changed):
    record = {
        "organisation": {"ods_code": code, "name": f"Trust {code}", "kind": "trust"},
        "on": "2026-11-24",
        "answers": {"plan": "agreed"},
    }
    return (json.dumps(record | changed) + "\n").encode()


def refused(*lines):
    with pytest.raises(RecordFaults) as refusal:
        list(read_lines(lines, PACK, "england.jsonl"))
    return [str(fault) for fault in refusal.value.faults]


def test_every_line_is_a_record():
    found = list(read_lines([b"\xef\xbb\xbf" + line(), b"\n", line("ZX8")], PACK, "x.jsonl"))

    assert [given.organisation.ods_code for given in found] == ["ZX9", "ZX8"]
    assert found[0].answers["plan"].value == "agreed"


def test_an_organisation_on_two_lines_is_refused_and_both_are_named():
    assert refused(line(), line("ZX8"), line()) == [
        "england.jsonl:3:1: organisation: remove one of the two: ZX9 stands on lines 1 and 3"
    ]


def test_every_fault_of_every_line_is_named():
    faults = refused(
        b"{not json}\n",
        line(),
        line("ZX8", answers={"plan": "perhaps", "nothing": 1}),
        b"\xff\xfe\n",
        b"[]\n",
        line("ZX7", on="soon"),
        line("ZX6", digest="0" * 64),
    )

    assert [fault.split(": ")[0].rsplit(":", 1)[0] for fault in faults] == [
        f"england.jsonl:{number}" for number in (1, 3, 3, 4, 5, 6, 7)
    ]
    assert "this is not JSON" in faults[0]
    assert "Choose one of: none, drafted, agreed" in "".join(faults)
    assert "save the file as UTF-8" in faults[3]
    assert "it was changed after it was written" in faults[-1]


def test_lines_are_read_one_after_another():
    lines = (line(f"Z{number}") for number in range(10**9))

    first = next(read_lines(lines, PACK, "england.jsonl"))

    assert first.organisation.ods_code == "Z0"


def test_a_file_of_nothing_but_faults_is_not_read_for_ever():
    assert len(refused(*[b"{}\n"] * 5_000)) <= 1_003
