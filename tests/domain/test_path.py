"""The least-effort path agrees with trying every set of actions, and says what forbids it."""

import subprocess
import sys
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readiness.content import rules_folder
from readiness.domain.assessment import Answer, Given
from readiness.domain.case_answers import best_answers
from readiness.domain.condition import AllOf, Is, Source, Subject, Truth
from readiness.domain.organisation import OrganisationKind
from readiness.domain.pack import DONT_KNOW, Strength
from readiness.domain.path import MOST_TIES, shortest_path
from readiness.domain.plan import Days, draft_plan
from readiness.domain.reader import read_pack
from readiness.domain.verdict import assess
from readiness.storage.packs import current_pack, pack_keys
from tests.domain.drawn import STAGES, some_given, some_pack
from tests.examples import ACTIONS, ON, TRUST, tiny_pack

PACK = read_pack(tiny_pack())
HSCN = current_pack(rules_folder(), "hscn")
ROOT = Path(__file__).parents[2]
OTHERS = Path(__file__).parents[1] / "packs"


def verdict_of(pack=PACK, trust=TRUST, **answers):
    said = {key.replace("_", "-"): Answer(value) for key, value in answers.items()}
    return assess(pack, Given(trust, ON, said))


def path_to(stage, pack=PACK, ties=0, target=None, **answers):
    return shortest_path(verdict_of(pack, **answers), stage, ties=ties, target=target)


# By example


def test_a_trust_already_there_has_nothing_to_do():
    paths = path_to("planning", plan="agreed")

    assert paths.best.steps == ()
    assert (paths.best.effort, paths.best.latest_start, paths.best.elapsed) == (Days(0, 0), None, 0)


def test_an_unmet_rule_costs_its_action_and_what_that_waits_for():
    best = path_to("planning", plan="none").best

    assert best.keys == ("draft-plan", "agree-plan")
    assert [step.needed_for for step in best.steps] == [("agree-plan",), ()]
    assert best.steps[1].action.because == ("plan-agreed",)
    assert best.cost == 10
    assert [(c.question, c.before, c.after) for c in best.changes] == [("plan", "none", "agreed")]


def test_a_prerequisite_that_the_answers_show_done_is_left_out():
    assert path_to("planning", plan="drafted").best.keys == ("agree-plan",)


def test_finding_a_path_prints_nothing():
    """Programs read what is printed; the solver writes past Python, so a new process is asked."""
    code = "from tests.domain.test_path import path_to; path_to('complete', ties=5, plan='none')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=ROOT, check=True)

    assert (done.stdout, done.stderr) == (b"", b"")


def test_different_gaps_give_different_paths():
    assert path_to("complete", plan="agreed", agreement="no").best.keys == ("sign-agreement",)
    assert path_to("complete", plan="drafted", agreement="yes").best.keys == ("agree-plan",)


def test_the_unknown_costs_its_actions_unless_already_true():
    best = path_to("complete", plan=DONT_KNOW).best

    assert best.keys == ("draft-plan", "agree-plan", "sign-agreement")
    assert all(step.may_be_done for step in best.steps)
    assert best.effort == Days(0, 7)


def test_a_known_gap_keeps_its_low_end_beside_what_may_be_done():
    best = path_to("complete", plan="drafted").best

    assert [step.may_be_done for step in best.steps] == [False, True]
    assert best.effort == Days(1, 2)


def test_what_only_an_unknown_answer_waits_for_may_fall_away():
    actions = ACTIONS.replace("after: [draft-plan]", "after: [draft-plan, sign-agreement]")
    best = path_to("planning", read_pack(tiny_pack(actions=actions)), agreement="no").best

    signing = next(step for step in best.steps if step.action.key == "sign-agreement")
    assert (signing.may_be_done, signing.may_fall_away) == (False, True)
    assert best.effort.low == 0


def test_an_unknown_count_counts_as_one_and_the_effort_is_the_least():
    estate = tiny_pack()["sections/estate.yaml"].replace("strength: soft", "strength: hard")
    pack = read_pack(tiny_pack(estate=estate))
    best = path_to("complete", pack, plan="agreed", agreement="yes").best

    assert best.keys == ("date-lines",)
    assert best.cost == 1
    assert best.unknown_effort


def test_its_longest_chain_takes_days_and_works_back_from_the_target():
    target = ON.replace(year=2028)
    best = path_to("planning", target=target, plan="none").best

    assert best.elapsed == (best.finish - ON).days > 6 * 7
    assert best.latest_start == best.schedule.by_key["draft-plan"].latest_start


def test_what_no_action_changes_forbids_the_path():
    many = Is(Subject(Source.QUESTION, "lines"), "no_less_than", 3)
    signed = PACK.rule_by_key["agreement-signed"]
    rule = replace(signed, needs=AllOf((signed.needs, many)))
    pack = replace(PACK, rules=(PACK.rules[0], rule))
    paths = path_to("complete", pack)

    assert paths.best is None
    assert [f.finding.rule.key for f in paths.forbidden] == ["agreement-signed"]
    assert paths.forbidden[0].alone


@pytest.mark.parametrize("later", ["sign-agreement", "together"])
def test_of_two_actions_that_answer_an_unranked_question_apart_the_later_one_stands(later):
    signed = ACTIONS.replace(
        "agreement, is: yes}", "agreement, is: yes}, {question: route, is: own}"
    )
    text = (
        signed + TOGETHER if later == "together" else signed.replace("actions:\n", TOGETHER_FIRST)
    )
    estate = tiny_pack()["sections/estate.yaml"] + ROUTE_RULE
    paths = path_to(
        "complete", read_pack(tiny_pack(estate=estate, actions=text)), plan="agreed", agreement="no"
    )

    assert paths.mistaken == ()
    if later == "together":
        assert paths.best.keys == ("sign-agreement", "together")
        assert [change.after for change in paths.best.changes] == ["yes", "joint"]
    else:
        rules = [forbidden.finding.rule.key for forbidden in paths.forbidden]
        assert rules == ["agreement-signed", "route-chosen"]


ROUTE_RULE = """\
  - key: route-chosen
    stage: planning
    strength: hard
    needs: {question: route, is: joint}
    needed: Together.
    otherwise: You do not buy together.
    because: The offer is made to several.
    do: [together]
    source: judgement
"""
TOGETHER = """\
  - key: together
    title: Agree to buy together
    achieves: [{question: route, is: joint}]
    owner: network-manager
    effort: {days: 1}
    lead_time: 20 working days
    source: judgement
"""
TOGETHER_FIRST = f"actions:\n{TOGETHER}"


# The whole pack


def test_every_action_that_a_hard_rule_asks_for_is_on_some_path():
    """An action that soft rules alone ask for is in the plan, and never on a path by itself."""
    last = HSCN.stages[-1].key
    hard = {key for rule in HSCN.rules if rule.strength is Strength.HARD for key in rule.do}

    for action in HSCN.actions:
        verdict = _undone(action)
        paths = shortest_path(verdict, last)
        assert (action.key in paths.best.keys) is (action.key in hard), action.key
        assert action.key in draft_plan(verdict).by_key


def test_a_trust_with_nothing_answered_has_a_path_through_every_gate():
    paths = shortest_path(assess(HSCN, Given(TRUST, ON, {})), HSCN.stages[-1].key)

    assert paths.best.effort.low == 0
    assert paths.best.outcome.evidenced is HSCN.stages[-1]


def _undone(action):
    """Judge everything at its best but what an action achieves, where somebody is asked about that.

    That is a trust, a trust on another route, or a hospice whose network a trust provides.
    """
    undone = {a.question: Answer(_not_among(a)) for a in action.achieves}
    routes = [Answer(option.key) for option in HSCN.questions["preferred-route"].options]
    hosted = {"connection-through": Answer("host")}
    for organisation, answers in (
        (TRUST, {}),
        *((TRUST, {"preferred-route": route}) for route in routes),
        (replace(TRUST, kind=OrganisationKind.HOSPICE, setting=None, sites=1), hosted),
    ):
        given = Given(organisation, ON, {**best_answers(HSCN), **answers, **undone})
        verdict = assess(HSCN, given)
        if all(verdict.reading.asked(key) is Truth.YES for key in undone):
            return verdict
    raise AssertionError(f"nobody is asked what {action.key} achieves")


def _not_among(achievement):
    options = HSCN.questions[achievement.question].options
    return next(o.key for o in options if o.key not in achievement.options)


# By trying every set


def every_way(verdict, stage, rules=None):
    """Return the sets of actions that open every gate before a stage, with the cost of each.

    Written again from the words of the semantics, and judged by `assess` alone.
    """
    pack, answers = verdict.pack, verdict.given.answers
    left_out = replace(pack, rules=pack.rules if rules is None else rules)
    said = {key: answer.value for key, answer in answers.items()}
    done = {
        a.key for a in pack.actions if all(said.get(x.question) in x.options for x in a.achieves)
    }
    keys = [a.key for a in pack.actions if a.key not in done]
    ways = {}
    for size in range(len(keys) + 1):
        for chosen in map(frozenset, combinations(keys, size)):
            if all(set(pack.action_by_key[key].after) <= chosen | done for key in chosen):
                after = Given(TRUST, ON, _after(pack, said, chosen))
                result = assess(left_out, after)
                gates = result.stages[: pack.stage_index[stage]]
                if all(r.gate is Truth.YES for r in gates):
                    efforts = (pack.action_by_key[key].effort for key in chosen)
                    ways[chosen] = sum(max(1, int(e.low + e.high + 0.5)) for e in efforts)
    return ways


def _after(pack, said, chosen):
    """Do the chosen actions; those drawn at random stand after their prerequisites already."""
    said = dict(said)
    for action in pack.actions:
        for achievement in action.achieves if action.key in chosen else ():
            question = pack.questions[achievement.question]
            keys = [option.key for option in question.options]
            value, reached = said.get(question.key, DONT_KNOW), achievement.options[0]
            if value == DONT_KNOW:
                better = True
            elif question.ordered:
                better = keys.index(value) < keys.index(reached)
            else:
                better = value not in achievement.options
            said[question.key] = reached if better else value
    return {key: Answer(value) for key, value in said.items()}


@settings(max_examples=300)
@given(st.integers(0, 10**9), st.sampled_from(STAGES[1:]))
def test_it_finds_what_trying_every_set_finds(seed, stage):
    random = Random(seed)
    pack = some_pack(random)
    verdict = assess(pack, some_given(pack, random))
    ways = every_way(verdict, stage)

    paths = shortest_path(verdict, stage, ties=MOST_TIES)

    assert paths.mistaken == ()
    if not ways:
        assert paths.best is None
        return
    cheapest = {chosen for chosen, cost in ways.items() if cost == min(ways.values())}
    found = [frozenset(path.keys) for path in (paths.best, *paths.ties)]
    assert set(found) <= cheapest
    assert len(found) == len(set(found)) == min(len(cheapest), 1 + MOST_TIES)
    assert {path.cost for path in (paths.best, *paths.ties)} == {min(ways.values())}


@settings(max_examples=150)
@given(st.integers(0, 10**9))
def test_the_rules_that_forbid_it_could_be_met_if_any_were_left_out(seed):
    random = Random(seed)
    pack = some_pack(random)
    verdict = assess(pack, some_given(pack, random))
    paths = shortest_path(verdict, "last")
    if paths.best is not None:
        return

    rules = tuple(forbidden.finding.rule for forbidden in paths.forbidden)
    assert not every_way(verdict, "last", rules)
    for rule in rules:
        assert every_way(verdict, "last", tuple(r for r in rules if r is not rule))


@pytest.mark.parametrize("key", pack_keys(OTHERS))
def test_paths_of_packs_with_levels_tables_and_thresholds_open_what_they_promise(key):
    pack = current_pack(OTHERS, key)
    last = pack.stages[-1].key
    for seed in range(10):
        verdict = assess(pack, some_given(pack, Random(seed)))
        paths = shortest_path(verdict, last, ties=1)

        assert paths.mistaken == ()
        assert bool(paths.forbidden) is (paths.best is None)
        if paths.best is not None:
            assert paths.best.outcome.evidenced is pack.stages[-1]
