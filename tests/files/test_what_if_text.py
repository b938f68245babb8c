"""Other answers read from the terminal, and two columns that say what would follow."""

from datetime import date

import pytest

from readiness.domain.assessment import Answer, Given
from readiness.domain.errors import RecordFaults
from readiness.domain.reader import read_pack
from readiness.domain.verdict import assess
from readiness.domain.what_if import compare, look_ahead, suppose
from readiness.files.what_if import (
    WIDTHS,
    read_other_answers,
    what_if_document,
    what_if_text,
)
from tests.examples import ON, TRUST, tiny_pack

PACK = read_pack(tiny_pack())
STUCK = Given(
    TRUST,
    ON,
    {
        "plan": Answer("none"),
        "agreement": Answer("no"),
        "target-date": Answer(date(2027, 9, 30)),
    },
)


def difference(values):
    then = suppose(STUCK, values)
    return compare(look_ahead(assess(PACK, STUCK)), look_ahead(assess(PACK, then)))


class TestReading:
    def test_every_kind_is_read_by_key_or_reference(self):
        texts = [
            "plan=agreed", "SIT-01=1,200", "DRV-01=cost,security", "FUN-01=£5,000",
            "STG-02=2027-01-04", "partners=zxa,zxb", "moved=dont-know", "remarks=a, b = c",
        ]  # fmt: skip

        with pytest.raises(RecordFaults, match="from 0 to 500"):
            read_other_answers(PACK, texts)
        texts[1] = "SIT-01=12"
        assert read_other_answers(PACK, texts) == {
            "plan": "agreed",
            "lines": 12,
            "drivers": frozenset({"cost", "security"}),
            "budget": 5000,
            "target-date": date(2027, 1, 4),
            "partners": frozenset({"ZXA", "ZXB"}),
            "moved": "dont-know",
            "remarks": "a, b = c",
        }

    def test_every_fault_is_told_at_once_with_what_to_do(self):
        with pytest.raises(RecordFaults) as refused:
            read_other_answers(
                PACK, ["plan=most", "plan", "lines=", "NO-1=2", "lines=4", "SIT-01=5"]
            )

        assert [fault.where for fault in refused.value.faults] == [
            "NO-1=2", "SIT-01=5", "lines=", "plan", "plan=most",
        ]  # fmt: skip
        assert "Write a question, = and its answer, such as ABC-02=all." in str(refused.value)
        assert "Write an answer after =, or dont-know." in str(refused.value)
        assert "Give one answer to SIT-01." in str(refused.value)


class TestText:
    def test_now_and_if_stand_in_columns_and_what_differs_has_a_star(self):
        values = {"plan": "agreed"}
        text = what_if_text(difference(values), values)

        assert "  PLN-01 How far is the plan? None -> Agreed" in text
        assert f"{'* Evidenced':<26}{'Not started':<38}Planning" in text
        assert f"{'  Claimed':<26}{'Not said':<38}Not said" in text
        assert "Not met -> Met: Agreed. (hard rule)" in text
        assert "No longer in the plan\n  Draft the plan\n" in text

    def test_no_column_runs_into_the_next(self):
        values = {"plan": "dont-know", "target-date": date(2026, 12, 1)}
        text = what_if_text(difference(values), values)

        table = text.split("Stage\n")[1].split("\n\n")[0].splitlines()
        rows = [line for line in table if line[:1] in "* "]
        assert all(len(line) <= sum(WIDTHS) for line in rows)
        assert all(line[edge - 2 : edge].strip() == "" for line in rows for edge in (26, 64))

    def test_nothing_changes_is_said(self):
        values = {"remarks": "Nothing to add."}

        assert "Nothing changes:" in what_if_text(difference(values), values)


def test_the_document_holds_both_judgements_and_the_other_answers():
    values = {"plan": "agreed", "drivers": frozenset({"security", "cost"})}
    document = what_if_document(difference(values), values)

    assert document["answers"] == {"plan": "agreed", "drivers": ["cost", "security"]}
    assert document["now"]["stage"]["evidenced"] == "not-started"
    assert document["if"]["stage"]["evidenced"] == "planning"
