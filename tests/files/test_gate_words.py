"""What opens each gate, in words: the answers that pass, and what went wrong elsewhere."""

import pytest

from readiness.content import rules_folder
from readiness.domain.assessment import Answer, Given, Reading
from readiness.domain.condition import Truth, ask
from readiness.domain.errors import PackFaults
from readiness.domain.pack import Strength
from readiness.domain.reader import read_pack
from readiness.files.gate_words import gate_words, pattern_words
from readiness.storage.packs import current_pack
from tests.examples import LEAD, ON, PACK, TRUST, tiny_pack

HSCN = current_pack(rules_folder(), "hscn")


def test_every_gate_stands_in_order_with_its_hard_rules():
    gates = gate_words(HSCN)

    assert [gate.stage for gate in gates] == list(HSCN.stages[:-1])
    assert [one.rule.key for gate in gates for one in gate.hard] == [
        rule.key
        for stage in HSCN.stages
        for rule in HSCN.rules
        if rule.stage == stage.key and rule.strength is Strength.HARD
    ]


def test_the_answers_said_to_pass_are_those_that_do():
    tried = 0
    for gate in gate_words(HSCN):
        for one in gate.hard:
            if one.needs or len(one.passing) != 1:
                continue
            question = one.passing[0].question
            for option, (_, passes) in zip(question.options, one.passing[0].options, strict=True):
                answers = {question.key: Answer(option.key)}
                reading = Reading(HSCN, Given(TRUST, ON, answers))
                truth = ask(one.rule.needs, _Asked(reading)).truth
                assert (truth is Truth.YES) is passes, (one.rule.key, option.key)
                tried += 1
    assert tried > 100


class _Asked:
    """A reading in which every question is asked."""

    def __init__(self, reading):
        self.value, self.on, self.named = reading.value, reading.on, {}

    def asked(self, question):
        return Truth.YES


def test_a_need_that_is_denied_turns_what_passes_round():
    needs = "{not: {question: plan, is: none}}"
    lead = LEAD.replace("{question: plan, at_least: agreed}", needs)
    rule = gate_words(read_pack(tiny_pack(lead=lead)))[0].hard[0]

    assert rule.passing[0].options == (("None", False), ("Drafted", True), ("Agreed", True))
    assert rule.needs == "not (PLN-01 is “None”)"


PATTERNS = """\
patterns:
  - what: Somebody ordered lines before the plan was agreed.
    source: judgement
    rules: [plan-agreed]
"""


def test_what_went_wrong_elsewhere_leads_to_the_rule_that_asks_about_it():
    words = pattern_words(read_pack(tiny_pack(pack=PACK + PATTERNS)))

    assert [[rule.key for rule in one.rules] for one in words] == [["plan-agreed"]]


def test_a_pattern_without_its_rule_is_a_fault():
    with pytest.raises(PackFaults, match="name a rule of this pack"):
        read_pack(tiny_pack(pack=PACK + PATTERNS.replace("[plan-agreed]", "[none-such]")))
