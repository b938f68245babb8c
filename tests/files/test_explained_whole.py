"""Whole explanations of fictional organisations, kept to be read: as text and as a document."""

import json
from datetime import date

import pytest

from readiness.content import rules_folder
from readiness.domain.assessment import Given
from readiness.domain.plan import draft_plan
from readiness.domain.scenario import read_scenario
from readiness.domain.schedule import schedule
from readiness.domain.verdict import assess
from readiness.files.judgement import judgement, judgement_text
from readiness.storage.packs import current_pack, folder_files
from tests.examples import ON
from tests.golden import assert_golden

PACK = current_pack(rules_folder(), "hscn")
MEMBERS = {
    member.organisation.ods_code: member
    for member in read_scenario(PACK, folder_files(rules_folder(), "hscn")).members
}


def explained(code):
    """Judge a member of the fictional system, with its plan and dates."""
    member = MEMBERS[code]
    verdict = assess(PACK, Given(member.organisation, ON, member.answers))
    target = member.answers.get(PACK.target)
    day = target.value if target and isinstance(target.value, date) else None
    plan = draft_plan(verdict)
    return plan, schedule(plan, day, ON)


@pytest.mark.parametrize("code", MEMBERS)
def test_an_explanation_reads_as_it_was_kept(code):
    assert_golden(f"hscn-{code}.txt", judgement_text(*explained(code)))


def test_the_document_for_programs_reads_as_it_was_kept():
    found = judgement(*explained(next(iter(MEMBERS))))

    assert_golden("hscn.json", json.dumps(found, ensure_ascii=False, indent=1) + "\n")


@pytest.mark.parametrize("code", MEMBERS)
def test_no_reason_is_given_twice_in_one_explanation(code):
    text = judgement_text(*explained(code))
    gates = text[text.index("\nOut of ") : text.index("Procurement route")]
    sentences = [line.strip() for line in gates.splitlines() if line.startswith("  ")]

    assert len(sentences) > 5
    assert len(sentences) == len(set(sentences))


@pytest.mark.parametrize("code", MEMBERS)
def test_text_and_document_say_the_same_of_every_hard_rule(code):
    plan, timed = explained(code)
    text, document = judgement_text(plan, timed), judgement(plan, timed)
    hard = [
        rule
        for gate in document["gates"]
        for rule in gate["findings"]
        if rule["strength"] == "hard"
    ]

    assert hard
    for rule in hard:
        if rule["truth"] != "not-applicable":
            assert rule["found"] in text
