"""Packs of one folder: the same key is the same question, and what is handed over is an answer."""

import pytest

from readiness.domain.agreement import PlacedPack, disagreements
from readiness.domain.errors import PackFaults
from readiness.domain.pack import HandOver
from readiness.domain.pack_entries import read_places
from readiness.domain.reader import read_pack
from tests.examples import PACK, edited_pack, tiny_pack

HANDS_OVER = """\
hands_over:
  stage: %s
  to: %s
  says: The rest is asked elsewhere.
  answers: {plan: %s}
"""


def placed(files):
    return PlacedPack(read_pack(files), read_places(files))


def other(*edits):
    """Return the small pack under another key, with some texts replaced."""
    return placed(edited_pack(("key: tiny\n", "key: small\n"), *edits))


def told(*edits):
    found = disagreements([placed(tiny_pack()), other(*edits)])
    return [str(fault) for fault in found]


def test_two_packs_with_the_same_questions_agree():
    assert told() == []


def test_the_words_of_a_question_may_differ():
    assert told(("Agreed", "Agreed by all")) == []


@pytest.mark.parametrize(
    ("edit", "part"),
    [
        (("unit: lines", "unit: circuits"), "the unit"),
        (("kind: percentage", "kind: money"), "the kind"),
        (("      half: {label", "      most: {label"), "the keys of the options and their order"),
        (("ref: PLN-01", "ref: PLN-77"), "the ref"),
    ],
)
def test_a_difference_is_a_fault_that_names_both_places(edit, part):
    (fault,) = told(edit, ("at_least: half", "at_least: all"))

    assert fault.startswith("tiny/sections/")
    assert f"make {part} the same as at small/sections/" in fault


def test_each_pack_has_a_stage_and_a_target_of_its_own():
    assert told(("ref: STG-01", "ref: STG-77")) == []


def handing(stage="complete", to="small", value="agreed"):
    return tiny_pack(pack=PACK + HANDS_OVER % (stage, to, value))


def test_a_pack_says_at_which_stage_another_takes_over():
    pack = read_pack(handing())

    assert pack.hands_over == HandOver(
        "complete", "small", "The rest is asked elsewhere.", {"plan": "agreed"}
    )


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        ({"stage": "nowhere"}, "name a stage of this pack: there is no “nowhere”"),
        ({"to": "tiny"}, "hand over to another pack: this is the pack itself"),
    ],
)
def test_a_pack_hands_over_at_a_stage_of_its_own_to_another(wrong, fault):
    with pytest.raises(PackFaults) as told:
        read_pack(handing(**wrong))

    assert fault in str(told.value)
    assert "pack.yaml:" in str(told.value)


def test_what_is_handed_over_must_be_an_answer_there():
    found = disagreements([placed(handing(value="nonsense")), other()])

    assert "hand over an answer that plan takes in small" in str(found[0])


def test_what_the_other_pack_does_not_ask_is_no_fault():
    assert disagreements([placed(handing(to="elsewhere", value="nonsense")), other()]) == ()
