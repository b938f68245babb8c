"""What a pack says of the contracts that its assessments are about."""

import pytest

from readiness.domain.contract import ContractQuestions
from readiness.domain.errors import PackFaults
from readiness.domain.pack_reference import find_entries
from readiness.domain.reader import read_pack
from readiness.domain.revision import compare
from readiness.domain.uses import uses
from tests.examples import CONTRACT, CONTRACT_QUESTIONS, PACK, contract_pack, tiny_pack


def changed(old, new):
    """Return the files of the pack about contracts with one text replaced, wherever it stands."""
    files = contract_pack()
    assert any(old in text for text in files.values()), old
    return {path: text.replace(old, new) for path, text in files.items()}


def test_a_pack_names_the_questions_about_its_contract():
    pack = read_pack(contract_pack())

    assert pack.contract == ContractQuestions("contract-end", "notice-day", "contract-supplier")
    assert [q.key for q in pack.questions.values() if q.about] == list(pack.contract.keys)


def test_the_supplier_may_be_left_out():
    pack = read_pack(changed(", supplier: contract-supplier", ""))

    assert pack.contract.keys == ("contract-end", "notice-day")


def test_a_pack_without_contracts_has_none():
    assert read_pack(tiny_pack()).contract is None


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("ends: contract-end", "ends: no-such", "contract.ends: name a question .* is date"),
        ("ends: contract-end", "ends: lines", "contract.ends: name a question .* is date"),
        ("notice: notice-day", "notice: plan", "contract.notice: name a question .* is date"),
        ("supplier: contract-supplier", "supplier: lines", "contract.supplier: .* is text"),
        ("notice: notice-day", "notice: target-date", "say about: contract at target-date"),
        ("notice: notice-day, ", "", "notice"),
        ("about: contract", "about: supplier", "write one of contract"),
        (CONTRACT_QUESTIONS, "", "remove about, or say contract in pack.yaml"),
    ],
)
def test_what_does_not_fit_is_a_fault_with_its_place(old, new, fault):
    with pytest.raises(PackFaults, match=fault):
        read_pack(changed(old, new))


def test_a_question_of_the_contract_is_read_by_it():
    pack = read_pack(contract_pack())

    assert all(uses(pack)[key] for key in pack.contract.keys)
    assert "the contracts: it holds" in str(find_entries(pack, {}, (), "notice-day")[0])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (", supplier: contract-supplier", ""),
        ("kind: text\n    area: Contract\n    about: contract", "kind: text\n    area: Contract"),
    ],
)
def test_what_is_about_a_contract_moves_no_verdict(old, new):
    before = contract_pack()
    without = {
        **before,
        "pack.yaml": before["pack.yaml"].replace(", supplier: contract-supplier", ""),
    }
    after = {path: text.replace(old, new) for path, text in without.items()}
    revision = compare(read_pack(before), read_pack(after))

    assert revision.changes
    assert not revision.may_move


def test_a_pack_may_come_to_be_about_contracts_without_moving_a_verdict():
    plain = contract_pack(pack=PACK.replace("[lead, estate]", "[contract, lead, estate]"))
    plain["sections/contract.yaml"] = CONTRACT.replace("    about: contract\n", "")
    revision = compare(read_pack(plain), read_pack(contract_pack()))

    assert {change.effect for change in revision.changes} == {"wording-only"}
