import pytest

from readiness.domain.errors import PackFaults
from readiness.usecases.pack import list_packs
from tests import examples


def test_packs_are_listed_by_their_place_and_then_by_key(db, rules):
    for key, order in (("zeta", 1), ("alpha", 2)):
        pack = examples.PACK.replace("key: tiny", f"key: {key}")
        files = examples.tiny_pack(pack=pack.replace("order: 1", f"order: {order}"))
        examples.write_pack(rules, files, key)

    assert [pack.key for pack in list_packs(db, rules)] == ["tiny", "zeta", "alpha"]


def test_a_faulty_pack_is_not_passed_over_in_silence(db, rules):
    examples.write_pack(rules, {"stages.yaml": "stages: none"})

    with pytest.raises(PackFaults):
        list_packs(db, rules)
