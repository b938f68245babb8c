"""What to answer and what to do next is said in words that fit one, two and many."""

from dataclasses import replace
from datetime import date

import pytest

from readiness.domain.advice import (
    answer_first,
    doubt_words,
    effect_words,
    first_words,
    forbidden_words,
    forbids,
    path_dates,
    path_size,
    step_asks,
    step_reason,
    step_takes,
    tie_words,
    ties_words,
)
from readiness.domain.assessment import Answer, Given
from readiness.domain.condition import AllOf, Is, Source, Subject
from readiness.domain.pack import DONT_KNOW
from readiness.domain.path import shortest_path, way_on
from readiness.domain.reader import read_pack
from readiness.domain.stakes import stakes
from readiness.domain.verdict import assess
from tests.examples import ACTIONS, ON, TRUST, tiny_pack

PACK = read_pack(tiny_pack())


def verdict_of(pack=PACK, **answers):
    said = {key.replace("_", "-"): Answer(value) for key, value in answers.items()}
    return assess(pack, Given(TRUST, ON, said))


def told(verdict):
    return {stake.question: effect_words(stake) for stake in stakes(verdict)}


# What to answer first


def test_an_effect_names_the_gate_that_an_answer_opens_closes_or_decides():
    assert told(verdict_of())["plan"] == "Could open the gate out of Not started"
    assert told(verdict_of())["agreement"] == "Could close the gate out of Planning"
    assert told(verdict_of(plan="none"))["agreement"] == "Decides 1 hard rule of Planning"
    assert told(verdict_of(sharing="no"))["lines"] == "Could settle how to buy"
    assert told(verdict_of())["remarks"] == ""


def test_at_most_three_that_tell_something_come_first():
    found = answer_first(stakes(verdict_of()))

    assert [stake.question for stake in found][:2] == ["plan", "agreement"]
    assert len(found) == 3
    assert (
        answer_first(stakes(verdict_of(plan="agreed", agreement="yes", lines=4, sharing="no")))
        == ()
    )


@pytest.mark.parametrize(
    ("count", "words"), [(1, "this one"), (2, "these two"), (3, "these three")]
)
def test_the_heading_counts_what_it_offers(count, words):
    assert first_words(count)[0] == f"Answer {words} first"


# The path


def test_a_path_is_told_with_its_steps_effort_doubt_and_dates():
    verdict = verdict_of(plan="none")
    path = shortest_path(verdict, "complete", target=date(2027, 9, 30)).best

    assert path_size(path) == "3 steps, 4 to 7 person-days"
    assert doubt_words(path) == "1 of them may already be true. Find out first."
    assert path_dates(path) == (
        "Begun on 24 November 2026, it can be done by 2 February 2027, 70 calendar days later."
        " Start by 1 April 2027."
    )


def test_a_start_that_has_passed_is_said_to_have_passed():
    path = shortest_path(verdict_of(plan="none"), "planning", target=date(2026, 12, 1)).best

    assert "It had to start by" in path_dates(path)


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"plan": "drafted", "agreement": "no"}, ""),
        ({"plan": "agreed"}, "It may already be true. Find out first."),
        ({"plan": "drafted"}, "1 of them may already be true. Find out first."),
        ({}, "All 3 may already be true. Find out first."),
    ],
)
def test_a_doubt_counts_the_steps_that_may_be_true(answers, words):
    assert doubt_words(shortest_path(verdict_of(**answers), "complete").best) == words


def test_a_step_is_told_with_what_it_takes_and_why():
    verdict = verdict_of(plan="none", agreement=DONT_KNOW)
    path = shortest_path(verdict, "complete").best
    draft, agree, sign = path.steps

    assert step_takes(draft) == "3 to 5 person-days, 20 working days elapsed."
    assert step_takes(sign) == "1 person-day, 20 working days elapsed, unless already true."
    assert step_reason(agree, path, verdict) == "The plan is not agreed."
    assert step_reason(sign, path, verdict) == "You answered don’t know to PLN-02."
    assert [(ask.verb, ask.ref) for ask in step_asks(sign, verdict)] == [("Find out", "PLN-02")]
    assert step_asks(draft, verdict) == ()


def test_a_step_for_the_sake_of_another_says_so():
    actions = ACTIONS.replace("after: [draft-plan]", "after: [draft-plan, sign-agreement]")
    verdict = verdict_of(read_pack(tiny_pack(actions=actions)), agreement="no")
    path = shortest_path(verdict, "planning").best
    signing = next(step for step in path.steps if step.action.key == "sign-agreement")

    assert step_reason(signing, path, verdict) == "Needed before “Have the board agree the plan”."
    assert step_takes(signing).endswith("unless what waits for it is already true.")
    assert doubt_words(path).startswith("All 3 may already be true, or not be needed.")


def test_a_tie_says_what_takes_the_place_of_what():
    signing = ACTIONS[ACTIONS.index("  - key: sign") : ACTIONS.index("  - key: date-lines")]
    other = signing.replace("key: sign-agreement", "key: have-it-signed").replace(
        "Sign the agreement", "Have your host sign the agreement"
    )
    lead = tiny_pack()["sections/lead.yaml"].replace(
        "do: [sign-agreement]", "do: [sign-agreement, have-it-signed]"
    )
    pack = read_pack(tiny_pack(lead=lead, actions=ACTIONS + other))
    paths = shortest_path(verdict_of(pack, plan="agreed", agreement="no"), "complete", ties=5)

    names = {"“Sign the agreement”", "“Have your host sign the agreement”"}
    assert len(paths.ties) == 1
    first, second = tie_words(paths.ties[0], paths.best).removesuffix(".").split(" instead of ")
    assert {first, second} == names
    assert ties_words(1, 5) == "1 other way costs the same"
    assert ties_words(2, 5) == "2 other ways cost the same"
    assert ties_words(5, 5) == "At least 5 other ways cost the same"


def forbidden(**answers):
    many = Is(Subject(Source.QUESTION, "lines"), "no_less_than", 3)
    signed = PACK.rule_by_key["agreement-signed"]
    rule = replace(signed, needs=AllOf((signed.needs, many)))
    verdict = verdict_of(replace(PACK, rules=(PACK.rules[0], rule)), plan="agreed", **answers)
    return way_on(verdict)[0], verdict


def test_what_forbids_a_path_says_why_no_action_helps():
    paths, verdict = forbidden(agreement="no", lines=1)

    assert forbidden_words(paths, verdict) == (
        "No actions lead to Complete as things stand. This rule forbids it."
    )
    assert forbids(paths.forbidden[0], verdict).endswith("No action changes that.")


def test_what_nobody_has_answered_is_not_called_a_no():
    paths, verdict = forbidden(agreement="yes")

    assert forbids(paths.forbidden[0], verdict).endswith("No action answers that for you.")


# Both stages ahead


def test_the_way_on_leads_to_the_next_stage_and_from_there_to_the_one_after():
    first, second = way_on(verdict_of(plan="drafted", agreement="no"))

    assert (first.stage, first.best.keys) == ("planning", ("agree-plan",))
    assert (second.stage, second.best.keys) == ("complete", ("sign-agreement",))


def test_the_way_on_ends_with_the_ladder_or_where_it_is_forbidden():
    assert way_on(verdict_of(plan="agreed", agreement="yes")) == ()
    assert len(way_on(verdict_of(plan="agreed"))) == 1
    assert len(way_on(forbidden(lines=1)[1])) == 1
