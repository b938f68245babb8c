"""The shortest way on, as a document for programs and as text, says the same as the domain."""

from readiness.domain.assessment import Answer, Given
from readiness.domain.plan import draft_plan
from readiness.domain.reader import read_pack
from readiness.domain.schedule import schedule
from readiness.domain.verdict import assess
from readiness.files.judgement import judgement, judgement_text
from readiness.files.way import way, way_text
from tests.examples import ON, TRUST, tiny_pack

PACK = read_pack(tiny_pack())


def verdict_of(**answers):
    return assess(PACK, Given(TRUST, ON, {key: Answer(value) for key, value in answers.items()}))


def test_a_program_reads_the_steps_the_changes_and_what_comes_then():
    document = way(verdict_of(plan="drafted"), None)

    path = document["path"]
    assert path["to"] == "planning"
    assert path["actions"] == [
        {
            "key": "agree-plan",
            "owner_role": "network-manager",
            "effort_low": 1,
            "effort_high": 1,
            "unless_already_true": False,
            "may_fall_away": False,
            "because": ["plan-agreed"],
            "needed_for": [],
        }
    ]
    assert path["changes"] == [{"question": "plan", "from": "drafted", "to": "agreed"}]
    assert (path["effort_low"], path["effort_at_least"], path["elapsed_days"]) == (1, False, 42)
    assert document["then"]["actions"][0]["unless_already_true"] is True


def test_a_program_reads_what_each_answer_could_do():
    found = way(verdict_of(plan="agreed"), None)["stakes"]

    assert found[0]["question"] == "agreement"
    assert found[0]["effect"] == "Could open the gate out of Planning"
    assert found[0]["decides"] == [{"stage": "planning", "least": 1, "most": 1, "mean": 1}]


def test_nothing_is_left_to_tell_once_every_gate_is_open():
    verdict = verdict_of(plan="agreed", agreement="yes", lines=8, sharing="no")

    assert way(verdict, None) == {"path": None, "then": None, "stakes": []}
    assert list(way_text(verdict, None)) == []


def test_the_judgement_carries_it_in_both_forms():
    plan = draft_plan(verdict_of(plan="drafted"))
    timed = schedule(plan, None, ON)

    assert judgement(plan, timed)["path"]["to"] == "planning"
    text = judgement_text(plan, timed)
    assert "To Planning: 1 step, 1 person-day." in text
    assert " first\n  PLN-02 " in text
