"""Every worked example of every pack, and the promises that each pack makes as a whole."""

from datetime import date
from itertools import pairwise

import pytest

from readiness.content import rules_folder
from readiness.domain.agreement import PlacedPack, disagreements
from readiness.domain.assessment import Answer, Given, State
from readiness.domain.case_answers import best_answers
from readiness.domain.cases import read_cases, run, unshown
from readiness.domain.condition import Truth
from readiness.domain.consistency import consistency
from readiness.domain.coverage import try_cases
from readiness.domain.organisation import Organisation, OrganisationKind, Setting
from readiness.domain.pack import Kind, Strength
from readiness.domain.pack_entries import read_places
from readiness.domain.path import shortest_path
from readiness.domain.plan import draft_plan
from readiness.domain.scenario import read_scenario
from readiness.domain.schedule import schedule, target_of
from readiness.domain.verdict import assess
from readiness.storage.packs import current_pack, folder_files, pack_keys

RULES = rules_folder()
PACKS = {key: current_pack(RULES, key) for key in pack_keys(RULES)}
CASES = [
    (key, case)
    for key, pack in PACKS.items()
    for case in read_cases(pack, folder_files(RULES, key))
]
EVERY = pytest.mark.parametrize("key", PACKS)
ON = date(2026, 11, 24)


def trust(setting=Setting.ACUTE, sites=12):
    return Organisation("ZX9", "Northmoor", OrganisationKind.TRUST, setting, sites)


def test_the_same_question_in_two_packs_is_the_same():
    placed = [PlacedPack(p, read_places(folder_files(RULES, key))) for key, p in PACKS.items()]

    assert [str(fault) for fault in disagreements(placed)] == []


def best_where_asked(pack, question):
    """Return who meets a question, with all else at its best: a trust, or else a hosted hospice."""
    best = best_answers(pack)
    asked_of_trusts = assess(pack, Given(trust(), ON, best)).reading.asked(question.key)
    if asked_of_trusts is Truth.YES or "connection-through" not in pack.questions:
        return trust(), best
    hospice = Organisation("ZX8", "Vale", OrganisationKind.HOSPICE, sites=1)
    return hospice, best | {"connection-through": Answer("host")}


def worst(pack):
    """Answer every ranked question at its worst."""
    return {q.key: Answer(q.options[0].key) for q in pack.questions.values() if q.ordered}


@pytest.mark.parametrize(("key", "case"), CASES, ids=lambda x: getattr(x, "name", x))
def test_case(key, case):
    assert [str(parting) for parting in run(PACKS[key], case)] == []


@EVERY
def test_every_rule_and_route_is_shown_at_work(key):
    assert unshown(PACKS[key], [case for of, case in CASES if of == key]) == ()


@EVERY
def test_every_option_is_given_and_every_outcome_shown_in_some_case(key):
    coverage = try_cases(PACKS[key], [case for of, case in CASES if of == key]).coverage

    assert coverage.of_options().missing == ()
    assert coverage.of_outcomes().missing == ()


STORIES = [(key, case) for key, case in CASES if case.file.endswith("cases/stories.yaml")]


TOLD = pytest.mark.parametrize(("key", "story"), STORIES, ids=lambda x: getattr(x, "name", x))


def plan_of(key, case):
    """Draft the plan of a story and lay it before its target date."""
    verdict = assess(PACKS[key], case.given)
    return schedule(draft_plan(verdict), target_of(verdict.reading), case.given.on)


@EVERY
def test_there_are_five_whole_stories(key):
    assert sum(of == key for of, _ in STORIES) == 5


@TOLD
def test_each_story_answers_all_that_is_asked_and_nothing_else(key, story):
    reading = assess(PACKS[key], story.given).reading

    assert reading.in_state(State.TO_DO) == reading.in_state(State.MAY_APPLY) == ()
    assert set(reading.in_state(State.NOT_ASKED)) & set(story.said) == set()


@TOLD
def test_each_story_says_stage_route_first_actions_and_their_days(key, story):
    laid = plan_of(key, story)
    first = story.expect["first_actions"]
    dated = {*first, laid.binding.action.key} if laid.target and laid.binding else set()

    assert {"claimed", "evidenced", "at_most", "route"} <= set(story.expect)
    assert len(first) == min(5, len(laid.rows))
    assert dated <= set(story.expect.get("starts", ()))


def test_the_story_of_late_circuits_is_left_with_three_ways_when_its_date_is_lost():
    key, story = next(
        (key, story)
        for key, story in STORIES
        if story.given.organisation.setting is Setting.AMBULANCE
    )

    laid = plan_of(key, story)

    assert laid.feasible is False
    assert {offer.fallback.key for offer in laid.offers} == {
        "run-both-networks",
        "extend-contract",
        "accept-risk",
    }


TOO_MUCH = {
    "hscn": ": competed-lawfully, vehicle-open, vehicle-covers-scope",
    "renewal": ": competed-lawfully, vehicle-open, vehicle-covers-scope and 5 more",
}
"""The rules that read vehicles, days, scope and value at once: more combinations than are tried.

The five more ask how far each route has come, whose question hangs on the route and on all of that.
"""


@EVERY
def test_no_rules_contradict_or_repeat_each_other_and_every_stage_can_be_reached(key):
    found = consistency(PACKS[key], ON)

    assert found.doubts == ()
    assert [what for what in found.undecided if not what.endswith(TOO_MUCH[key])] == []


@EVERY
def test_the_best_answers_prove_the_last_stage_and_none_proves_the_first(key):
    pack = PACKS[key]

    best = assess(pack, Given(trust(), ON, best_answers(pack)))
    none = assess(pack, Given(trust(), ON, {}))

    assert best.evidenced is best.at_most is pack.stages[-1]
    assert none.evidenced is pack.stages[0]
    assert none.at_most is pack.stages[-1]


@EVERY
def test_every_hard_rule_alone_keeps_everybody_at_its_stage(key):
    pack = PACKS[key]
    for question in pack.questions.values():
        hard = [r for r in pack.rules_reading[question.key] if r.strength is Strength.HARD]
        if not hard or hard[0].stage == pack.stages[0].key:
            continue
        fails = _failing(pack, question, hard[0])
        if not fails:
            continue
        organisation, best = best_where_asked(pack, question)

        verdict = assess(pack, Given(organisation, ON, best | {question.key: Answer(fails[-1])}))

        assert verdict.evidenced.key == verdict.at_most.key == hard[0].stage, question.key


def _failing(pack, question, rule):
    """Return the options of a question that leave a rule unmet when all else is at its best."""
    failing = []
    organisation, best = best_where_asked(pack, question)
    for option in question.options:
        answers = best | {question.key: Answer(option.key)}
        verdict = assess(pack, Given(organisation, ON, answers))
        if rule.key in {finding.rule.key for finding in verdict.found(Truth.NO)}:
            failing.append(option.key)
    return failing


@EVERY
def test_carrying_out_the_whole_plan_opens_every_gate(key):
    pack = PACKS[key]
    answers = worst(pack)
    for _ in range(3):
        verdict = assess(pack, Given(trust(), ON, answers | _unranked(pack)))
        for action in draft_plan(verdict).actions:
            for achieved in pack.action_by_key[action.key].achieves:
                answers[achieved.question] = Answer(achieved.options[0])

    assert verdict.evidenced is pack.stages[-1]


def _unranked(pack):
    best = best_answers(pack)
    return {key: best[key] for key, q in pack.questions.items() if key in best and not q.ordered}


@EVERY
def test_what_opens_a_gate_never_starts_after_all_that_opens_the_next(key):
    pack = PACKS[key]
    verdict = assess(pack, Given(trust(), ON, worst(pack)))
    rows = schedule(draft_plan(verdict), date(2029, 3, 30), ON).rows
    starts = {
        stage.key: {r.action.key: r.latest_start for r in rows if stage.key in r.action.unlocks}
        for stage in pack.stages[:-1]
    }

    for here, there in pairwise(stage.key for stage in pack.stages[:-1]):
        last = max(starts[there].values())
        assert {k: day for k, day in starts[here].items() if day > last} == {}


@EVERY
def test_the_shortest_way_carries_no_work_along_that_only_soft_rules_ask_for(key):
    pack = PACKS[key]
    hard = {action for rule in pack.rules if rule.strength is Strength.HARD for action in rule.do}
    facts = {k: v for k, v in best_answers(pack).items() if not pack.questions[k].ordered}
    verdict = assess(pack, Given(trust(), ON, facts | worst(pack)))

    way = shortest_path(verdict, pack.stages[-1].key).best

    assert way
    assert set(way.keys) <= hard


@EVERY
def test_the_fictional_system_shows_every_stage_a_tie_and_what_is_not_known(key):
    pack = PACKS[key]
    scenario = read_scenario(pack, folder_files(RULES, key))
    verdicts = [assess(pack, Given(m.organisation, ON, m.answers)) for m in scenario.members]

    assert len(verdicts) >= 12
    assert {verdict.evidenced.key for verdict in verdicts} == set(pack.stage_index)
    assert any(len(v.first) > 1 and v.first[0].points >= pack.routes.least for v in verdicts)
    assert any(verdict.reading.in_state(State.DONT_KNOW) for verdict in verdicts)
    assert len({m.organisation.kind for m in scenario.members}) >= 6


def test_the_eight_efforts_for_each_site_add_up_to_4_4_days():
    pack = PACKS["hscn"]
    eight = ("CIR-01", "RES-03", "RES-05", "WIF-01", "SIT-01", "SIT-02", "SIT-04", "GOV-03")
    questions = {pack.by_ref[ref].key for ref in eight}
    answers = worst(pack) | {"claimed-stage": Answer("implementation")}
    verdict = assess(pack, Given(trust(Setting.COMMUNITY, sites=130), ON, answers))
    per_site = [
        action
        for action in draft_plan(verdict).actions
        if pack.action_by_key[action.key].effort.per == "site"
        and pack.action_by_key[action.key].achieves[0].question in questions
    ]

    assert len(per_site) == 8
    assert sum(pack.action_by_key[action.key].effort.low for action in per_site) == pytest.approx(
        4.4
    )
    assert sum(action.effort.high for action in per_site) == pytest.approx(572)


BOLD = """
CIR-01 CIR-03 RES-01 RES-02 IPA-01 IPA-02 IPA-03 DNS-01 FWR-01 FWR-03 FWR-04 SPN-03 IDM-02 TEL-01
TEL-05 OVL-01 TPS-01 TPS-02 INB-01 INB-02 RAM-01 MON-02 DSP-01 DSP-02 CUT-01 CUT-02 CUT-04 CEA-03
CEA-04 SIT-01 PRO-01 PRO-02 FUN-02 LED-01 SUP-02 CLI-02 INT-03 ORD-01 MIG-01 MIG-02 PRO-04
"""
PUBLISHED = """
STG-01 PRO-01 PRO-02 FUN-01 CAP-01 CUL-01 CUL-04 CLI-01 STX-01 STX-02 STX-03 STX-04 MOB-01 MOB-02
MOB-03 MOB-04.security MOB-04.cost MOB-04.culture MOB-04.integration MOB-04.buy-in CLS-01 INT-01
DRV-01.more-with-less DRV-01.security DRV-01.needs DRV-01.legacy DRV-01.pace BEN-01 DMA-01 DMA-03
"""


def test_every_bold_question_of_the_domain_is_hard_and_every_published_measure_is_asked():
    pack = PACKS["hscn"]
    for ref in BOLD.split():
        rules = pack.rules_reading[pack.by_ref[ref].key]
        assert rules[0].strength is Strength.HARD, ref
    for ref in PUBLISHED.split():
        assert pack.by_ref[ref].benchmark, ref


BEST_ONLY = {"CIR-01", "CIR-03", "FUN-02", "SIT-01", "TEL-05", "CEA-03", "MIG-02"}


def test_hard_rules_are_met_by_the_two_best_options_or_by_the_best_alone():
    pack = PACKS["hscn"]
    for question in pack.questions.values():
        rules = [r for r in pack.rules_reading[question.key] if r.strength is Strength.HARD]
        rules = [r for r in rules if r.stage != "not-started"]
        if not rules or question.kind is not Kind.CHOICE or not question.ordered:
            continue
        failing = set(_failing(pack, question, rules[0]))
        passing = [option.key for option in question.options if option.key not in failing]
        best = 1 if question.ref in BEST_ONLY else 2

        assert passing == [option.key for option in question.options][-best:], question.ref
