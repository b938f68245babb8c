"""The sheet for a panel: every hard rule, room to answer, and nothing that acts by itself."""

import csv
import io

import openpyxl
import pytest

from readiness.content import rules_folder
from readiness.domain.pack import Strength
from readiness.domain.reader import read_pack
from readiness.files.keep_cut import COLUMNS, keep_cut_table, keep_cut_workbook
from readiness.storage.packs import current_pack, pack_keys
from tests.examples import LEAD, ON, tiny_pack


def table(pack):
    return list(csv.reader(io.StringIO(keep_cut_table(pack).decode("utf-8-sig"))))


def workbook(pack):
    return openpyxl.load_workbook(io.BytesIO(keep_cut_workbook(pack, ON)))


@pytest.mark.parametrize("key", pack_keys(rules_folder()))
def test_every_hard_rule_has_a_row_in_the_order_of_the_gates_and_room_to_answer(key):
    pack = current_pack(rules_folder(), key)
    head, *rows = table(pack)

    hard = {rule.key for rule in pack.rules if rule.strength is Strength.HARD}
    titles = [stage.title for stage in pack.stages]
    assert head == [heading for heading, _ in COLUMNS]
    assert {row[7] for row in rows} == hard
    assert [titles.index(row[0]) for row in rows] == sorted(titles.index(row[0]) for row in rows)
    assert all(all(row[:8]) and not any(row[8:]) for row in rows)


def test_a_row_says_the_rule_what_passes_why_and_what_is_asked():
    row = table(read_pack(tiny_pack()))[1]

    assert row[:8] == [
        "Not started",
        "The plan is not agreed.",
        "Agreed.",
        "PLN-01 is “Agreed”",
        "Nothing can be ordered without one.",
        "Our own judgement",
        "PLN-01: How far is the plan?",
        "plan-agreed",
    ]


def test_the_workbook_has_the_same_rows_a_choice_of_three_and_says_how_to_fill_it_in():
    pack = read_pack(tiny_pack())
    book = workbook(pack)
    rows = [[cell or "" for cell in row] for row in book["Rules"].iter_rows(values_only=True)]

    assert rows == table(pack)
    validation = book["Rules"].data_validations.dataValidation[0]
    assert (validation.formula1, str(validation.sqref)) == ('"Keep,Change,Cut"', "I2:I3")
    told = " ".join(row[0] for row in book["How to fill this in"].iter_rows(values_only=True))
    assert "the 2 hard rules of the pack tiny, version 2026.11" in told


def test_the_same_pack_and_day_give_the_same_bytes():
    pack = read_pack(tiny_pack())

    assert keep_cut_workbook(pack, ON) == keep_cut_workbook(pack, ON)


def test_what_looks_like_a_formula_is_text_in_both():
    lead = LEAD.replace("otherwise: The plan is not agreed.", "otherwise: =1+1")
    pack = read_pack(tiny_pack(lead=lead))

    cell = workbook(pack)["Rules"]["B2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")
    assert table(pack)[1][1] == "'=1+1"
