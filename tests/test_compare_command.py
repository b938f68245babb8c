"""`readiness compare` as an analyst uses it: many records in, counts with of how many out."""

import json

import pytest

from readiness.cli import main
from readiness.domain.record import write_given
from tests.compared import comparison_of, givens_of, pack_of


@pytest.fixture
def file(tmp_path):
    """Write records of so many organisations into a file, with other lines after them."""

    def file(size, *more, key="hscn"):
        pack = pack_of(key)
        lines = [write_given(given, pack) for given in givens_of(pack, size)]
        path = tmp_path / "records.jsonl"
        path.write_text("\n".join([*lines, *more]) + "\n", "utf-8")
        return str(path)

    return file


@pytest.fixture
def told(capsys):
    def told(*arguments):
        code = main(["compare", *arguments])
        out, err = capsys.readouterr()
        return code, out, err

    return told


def test_it_counts_as_judging_one_by_one_does(file, told):
    comparison = comparison_of(pack_of(), givens_of(pack_of(), 25))

    code, out, err = told(file(25), "--json")
    found = json.loads(out)

    assert (code, err) == (0, "")
    assert found["n"] == 25
    assert [row["evidenced"] for row in found["stages"]] == list(comparison.stages.evidenced)
    assert [row["claimed"] for row in found["stages"]] == list(comparison.stages.claimed)
    assert sum(row["at_most"] for row in found["stages"]) == 25
    assert found["rules"]["of"] == comparison.shares.all
    assert {len(area["organisations"]) for area in found["areas"]} == {25}
    assert "if_met" not in found


def test_what_if_names_who_moves(file, told):
    keys = [rule.key for rule in pack_of().hard_rules]

    _, out, _ = told(file(8), "--json", "--met", *keys)
    found = json.loads(out)["if_met"]

    assert found["stages"][-1]["then"] == 8
    assert found["move"] == len(found["moves"])


def test_a_rule_may_be_named_by_a_question_that_it_reads(file, told):
    ref = pack_of().questions[pack_of().hard_rules[0].questions[0]].ref

    code, out, _ = told(file(3), "--met", ref)

    assert code == 0
    assert "If everyone met" in out


def test_the_text_says_of_how_many(file, told):
    code, out, _ = told(file(12))

    assert code == 0
    assert out.startswith("12 organisations by ")
    assert "of 12 (stopped, not yet known" in out


def test_refused_lines_are_told_with_their_number_and_nothing_is_printed(file, told):
    code, out, err = told(file(3, '{"answers": 1}', "not JSON"), "--json")

    assert (code, out) == (2, "")
    assert ":4:1:" in err
    assert ":5:" in err


def test_a_rule_that_there_is_not_is_refused_with_the_nearest(file, told):
    key = pack_of().hard_rules[0].key

    code, out, err = told(file(1), "--met", key[:-1])

    assert (code, out) == (2, "")
    assert key in err


def test_an_empty_file_is_not_known_rather_than_nothing(file, told):
    code, out, _ = told(file(0))

    assert code == 0
    assert "We do not know yet" in out


def test_an_organisation_with_two_contracts_counts_once_and_the_other_is_told(file, told):
    pack = pack_of("renewal")
    record = json.loads(write_given(givens_of(pack, 1)[0], pack))
    lines = [
        json.dumps({**record, "contract": name, "on": day})
        for name, day in (("Voice", "2026-03-02"), ("Data", "2026-09-01"))
    ]

    code, out, err = told(file(0, *lines, key="renewal"), "--pack", "renewal", "--json")
    found = json.loads(out)

    assert (code, err) == (0, "")
    assert found["n"] == 1
    assert [line["contract"] for line in found["left_out"]] == ["Voice"]


def test_a_file_that_is_not_there_is_said(told):
    assert told("/nowhere/records.jsonl")[0] == 2
