"""What the files say of the contract that was assessed."""

import io
import json

import pytest
from openpyxl import load_workbook

from readiness.cli import main
from readiness.domain.assessment import Given, Reading
from readiness.domain.errors import RecordFaults
from readiness.domain.plan import draft_plan
from readiness.domain.question_sheet import question_sheet
from readiness.domain.reader import read_pack
from readiness.domain.record import write_given
from readiness.domain.schedule import schedule
from readiness.domain.summary import paragraph
from readiness.domain.verdict import assess
from readiness.files.judgement import judgement, judgement_text
from readiness.files.record_lines import read_lines
from readiness.files.workbook import plan_workbook
from tests.examples import ON, TRUST, contract_pack, write_pack

PACK = read_pack(contract_pack())
HSCN = "HSCN connection, 2019 call-off"


def judged(contract=HSCN):
    verdict = assess(PACK, Given(TRUST, ON, {}, contract=contract))
    plan = draft_plan(verdict)
    return verdict, plan, schedule(plan, None, ON)


def test_text_and_paragraph_say_which_contract():
    verdict, plan, laid = judged()

    assert judgement_text(plan, laid).startswith(f"{TRUST.name} (ZX9): {HSCN}, judged on")
    assert f"for its contract “{HSCN}”, evidences" in paragraph(verdict, laid)


def test_json_carries_the_contract_only_where_there_is_one():
    assert judgement(*judged()[1:])["contract"] == HSCN
    assert "contract" not in judgement(*judged(None)[1:])


def test_the_workbook_names_the_contract_in_its_title_rows():
    _, plan, laid = judged()
    book = load_workbook(io.BytesIO(plan_workbook(plan, laid, {})))
    cells = {str(cell.value) for sheet in book for row in sheet.rows for cell in row}

    assert HSCN in cells
    assert book.properties.title.startswith(f"Action plan of {TRUST.name}: {HSCN}")


def test_a_question_sheet_says_which_contract():
    reading = Reading(PACK, Given(TRUST, ON, {}, contract=HSCN))

    assert question_sheet(reading, "finance-partner", day_of=lambda at: at.date()).about == (
        f"{TRUST.name} (ZX9): {HSCN}"
    )


def test_the_command_judges_a_record_of_a_contract(tmp_path, capsys):
    write_pack(tmp_path / "rules", contract_pack())
    record = tmp_path / "record.json"
    record.write_text(write_given(Given(TRUST, ON, {}, contract=HSCN), PACK), encoding="utf-8")

    assert main(["--rules", str(tmp_path / "rules"), "assess", str(record), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["contract"] == HSCN


def test_a_contract_that_is_no_name_is_a_fault(tmp_path, capsys):
    write_pack(tmp_path / "rules", contract_pack())
    record = json.loads(write_given(Given(TRUST, ON, {}), PACK)) | {"contract": 7}
    (tmp_path / "record.json").write_text(json.dumps(record), encoding="utf-8")
    file = str(tmp_path / "record.json")

    assert main(["--rules", str(tmp_path / "rules"), "assess", file]) == 2
    assert "contract: Name the contract, such as" in capsys.readouterr().err


def test_two_contracts_of_one_organisation_may_stand_in_one_file_and_one_not_twice():
    one, other = (
        write_given(Given(TRUST, ON, {}, contract=name), PACK).encode() for name in (HSCN, "Wi-Fi")
    )

    assert len(list(read_lines([one, other], PACK, "a.jsonl"))) == 2
    with pytest.raises(RecordFaults, match="ZX9 stands on lines 1 and 2"):
        list(read_lines([one, one], PACK, "a.jsonl"))
