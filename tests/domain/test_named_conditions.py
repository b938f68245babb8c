"""Conditions with a name, sections that say when they are asked, and actions in a folder."""

from dataclasses import replace

import pytest

from readiness.domain.assessment import Answer, Given, Reading
from readiness.domain.condition import Truth, ask
from readiness.domain.errors import PackFaults
from readiness.domain.reader import read_pack
from readiness.domain.wording import condition_words
from tests.examples import LEAD, ON, PACK, TRUST, tiny_pack


def given(on=ON, **answers):
    return Given(TRUST, on, {key: Answer(value) for key, value in answers.items()})


NAMED = """\
conditions:
  few-lines:
    means: you have few lines
    when: {question: lines, less_than: 10}
"""


def named(text=NAMED, asked="asked_when: {condition: few-lines}"):
    lead = LEAD.replace("    kind: text\n", f"    kind: text\n    {asked}\n")
    return read_pack(tiny_pack(pack=PACK + text, lead=lead))


def test_a_condition_with_a_name_means_what_it_names():
    read = named()

    assert Reading(read, given(lines=9)).asked("remarks") is Truth.YES
    assert Reading(read, given(lines=10)).asked("remarks") is Truth.NO
    assert condition_words(read.questions["remarks"].asked_when, read) == "you have few lines"
    assert read.conditions["few-lines"].means == "you have few lines"


@pytest.mark.parametrize(
    ("text", "asked", "fault"),
    [
        ("", "asked_when: {condition: few-lines}", "name a condition of pack.yaml"),
        (NAMED.replace("lines, less", "none, less"), "", "there is no “none”"),
        (
            NAMED.replace("{question: lines, less_than: 10}", "{condition: few-lines}"),
            "",
            "break the circle: few-lines → few-lines",
        ),
    ],
)
def test_a_name_that_leads_nowhere_is_a_fault(text, asked, fault):
    with pytest.raises(PackFaults, match=fault):
        named(text, asked or "asked_when: {condition: few-lines}")


def test_what_a_section_asks_for_is_added_to_what_each_of_its_questions_asks_for():
    estate = tiny_pack()["sections/estate.yaml"].replace(
        "questions:", "asked_when: {question: plan, is: agreed}\nquestions:", 1
    )
    read = read_pack(tiny_pack(estate=estate))

    drafted = Reading(read, given(plan="drafted", sharing="yes"))
    agreed = Reading(read, given(plan="agreed", sharing="yes"))
    assert drafted.asked("lines") is drafted.asked("partners") is Truth.NO
    assert agreed.asked("lines") is agreed.asked("partners") is Truth.YES
    assert Reading(read, given(plan="agreed", sharing="no")).asked("partners") is Truth.NO


def test_actions_may_lie_in_a_folder_and_mean_the_same():
    files = tiny_pack()
    actions = files.pop("actions.yaml")
    first, rest = actions.split("  - key: sign-agreement\n")
    folder = {
        "actions/a.yaml": first,
        "actions/b.yaml": f"actions:\n  - key: sign-agreement\n{rest}",
    }

    whole, parts = read_pack(tiny_pack()), read_pack(files | folder)
    assert parts.actions == whole.actions
    assert replace(parts, fingerprint="") == replace(whole, fingerprint="")


def test_an_action_named_twice_in_a_folder_is_a_fault():
    files = tiny_pack()
    twice = {"actions/a.yaml": files["actions.yaml"], "actions/b.yaml": files["actions.yaml"]}
    files.pop("actions.yaml")

    with pytest.raises(PackFaults, match=r"actions/b\.yaml:2"):
        read_pack(files | twice)


def test_what_has_a_name_is_asked_once_for_all_that_hang_on_it():
    condition = named().questions["remarks"].asked_when
    reading = Reading(named(), given(lines=9))

    assert ask(condition, reading) is ask(condition, reading)
    assert ask(condition, Reading(named(), given(lines=10))).truth is Truth.NO
