"""What many replied at once is what each of them replied alone."""

import json
from dataclasses import replace
from random import Random

import pytest

from readiness.content import rules_folder
from readiness.domain.assessment import Answer, Reading, State
from readiness.domain.pack import DONT_KNOW
from readiness.domain.reader import read_pack
from readiness.domain.record import write_given
from readiness.domain.replies import Reply, asked_alike, replies, replies_of
from readiness.domain.survey_report import surveyed
from readiness.storage.packs import current_pack
from tests import examples
from tests.respondents import respondent

PACKS = {key: current_pack(rules_folder(), key) for key in ("hscn", "renewal")}


@pytest.mark.parametrize("key", PACKS)
@pytest.mark.parametrize("seed", range(3))
def test_many_at_once_reply_what_each_replies_alone(key, seed):
    pack, random = PACKS[key], Random(seed)
    givens = [respondent(pack, random) for _ in range(60)]
    for every in (tuple(pack.questions), surveyed(pack)):
        documents = [json.loads(write_given(given, pack)) for given in givens]

        found = replies(pack, every, documents)

        assert found == tuple(replies_of(Reading(pack, given), every) for given in givens)


def test_every_way_a_question_can_stand_is_told():
    pack, random = PACKS["hscn"], Random(7)

    found = replies(
        pack,
        surveyed(pack),
        [json.loads(write_given(respondent(pack, random), pack)) for _ in range(80)],
    )

    assert {reply.state for each in found for reply in each.values()} == set(State)


def test_what_cannot_be_read_counts_as_not_answered():
    pack = PACKS["hscn"]
    given = replace(
        respondent(pack, Random(1)), answers={"claimed-stage": Answer("scoping")}, network={}
    )
    document = json.loads(write_given(given, pack))
    document["answers"]["claimed-stage"]["value"] = "somewhere"

    (found,) = replies(pack, ["claimed-stage"], [document])

    assert found == {"claimed-stage": Reply(State.TO_DO)}


def test_dont_know_is_told_from_no_answer():
    pack = PACKS["hscn"]
    given = replace(respondent(pack, Random(1)), answers={"claimed-stage": Answer(DONT_KNOW)})

    (found,) = replies(pack, ["claimed-stage"], [json.loads(write_given(given, pack))])

    assert found == {"claimed-stage": Reply(State.DONT_KNOW)}


def test_nobody_and_no_question_are_no_trouble():
    pack = PACKS["hscn"]

    assert replies(pack, surveyed(pack), []) == ()
    assert replies(pack, [], [{"on": "2026-11-24", "answers": {}}]) == ({},)


def test_a_question_with_other_options_is_asked_otherwise():
    old = read_pack(examples.edited_pack(("drafted", "begun")))
    new = read_pack(examples.tiny_pack())

    assert "plan" not in asked_alike(new.questions, old, new)
    assert "agreement" in asked_alike(new.questions, old, new)
    assert asked_alike(new.questions, new, new) == tuple(new.questions)
