"""Conclusions in sentences: every truth keeps its own words."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.domain.assessment import Answer, Given
from readiness.domain.condition import Truth
from readiness.domain.explanation import (
    badge,
    explain_action,
    explain_finding,
    gate_counts,
    gate_words,
    recommendation,
    route_place,
)
from readiness.domain.pack import DONT_KNOW
from readiness.domain.plan import Days, draft_plan
from readiness.domain.reader import read_pack
from readiness.domain.schedule import schedule
from readiness.domain.summary import board_questions, headline, lead, paragraph, plan_headline
from readiness.domain.verdict import assess
from readiness.domain.wording import answer_words, condition_words, count_words, days_words
from tests.examples import LEAD, ON, ROUTES, TRUST, tiny_pack

PACK = read_pack(tiny_pack())


def judge(pack=PACK, **answers):
    said = {key.replace("_", "-"): Answer(value) for key, value in answers.items()}
    return assess(pack, Given(TRUST, ON, said))


def timed(verdict, target):
    return schedule(draft_plan(verdict), target, ON)


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({}, "Nothing is proved yet. You may be anywhere."),
        (
            {"plan": "agreed"},
            "Your answers prove Planning. You have not said where you think you are.",
        ),
        (
            {"plan": "none", "claimed_stage": "complete"},
            "Your answers prove Not started. You say Complete.",
        ),
        (
            {"plan": "agreed", "claimed_stage": "planning"},
            "Your answers prove Planning, as you say.",
        ),
        (
            {"plan": "agreed", "claimed_stage": "not-started"},
            "Your answers prove more than you claim: Planning. You say Not started.",
        ),
    ],
)
def test_the_finding_is_one_sentence(answers, words):
    assert headline(judge(**answers)) == words


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        (
            {"plan": "none", "claimed_stage": "complete"},
            "The gap is 2 stages. One thing not yet done keeps you here."
            " Nothing still unknown can change this.",
        ),
        ({"plan": "agreed"}, "One thing not yet known stands before Complete."),
        ({"plan": "agreed", "agreement": "yes"}, "Every gate is open."),
    ],
)
def test_the_lead_says_the_gap_and_what_stands_between(answers, words):
    assert lead(judge(**answers)) == words


def test_an_unmet_rule_is_told_with_the_answer_that_causes_it():
    verdict = judge(plan="drafted")
    words = explain_finding(verdict.found(Truth.NO)[0], verdict.reading)

    assert words.sentence == "The plan is not agreed. You answered “Drafted”."
    assert words.needed == "Agreed."
    assert [(ask.verb, ask.ref) for ask in words.asks] == [("Change", "PLN-01")]


def test_an_unknown_rule_says_whether_nobody_answered_or_nobody_knows():
    said = judge(plan=DONT_KNOW)
    unsaid = judge()
    known = explain_finding(said.stages[0].findings[0], said.reading)
    open_ = explain_finding(unsaid.stages[0].findings[0], unsaid.reading)

    assert known.sentence == "You answered don’t know to “How far is the plan?”"
    assert known.asks[0].verb == "Find out"
    assert open_.sentence == "You have not answered “How far is the plan?”"
    assert open_.asks[0].verb == "Answer"


def test_a_rule_that_compares_two_answers_or_asks_for_a_fact_says_what_was_read():
    def grounds_of(needs):
        lead = LEAD.replace("needs: {question: agreement, is: yes}", f"needs: {needs}")
        pack = read_pack(tiny_pack(lead=lead), kept=True)
        verdict = assess(pack, Given(TRUST, ON, {"lines": Answer(20), "moved": Answer(4)}))
        finding = next(f for f in verdict.findings if f.rule.key == "agreement-signed")
        return [g.words for g in explain_finding(finding, verdict.reading).grounds]

    versus = grounds_of("{question: lines, no_more_than: {organisation: sites}}")
    fact = grounds_of("{organisation: sites, more_than: 50}")

    assert len(versus) == len(fact) == 1
    assert "20 lines" in versus[0]
    assert "12" in versus[0]
    assert fact == ["Number of sites: 12, where more than 50 is asked for."]


def test_gates_are_counted_in_few_words():
    closed, open_, unknown = judge(plan="none"), judge(plan="agreed"), judge()

    assert gate_words(closed.stages[0]) == "Closed: 1 not met"
    assert gate_words(open_.stages[0]) == "Open: 1 of 1 met"
    assert gate_words(unknown.stages[0]) == "Not yet known: 0 of 1 met, 1 awaited"
    assert gate_counts(closed.stages[0]) == "0 of 1 hard rule met. 1 not met."


FORBIDDEN = (" no ", "not met", "fail", "Closed", "cannot")


def test_no_sentence_about_the_unknown_says_no():
    verdict = judge()
    told = [headline(verdict), lead(verdict), *recommendation(verdict)]
    told += [gate_counts(stage) for stage in verdict.stages if stage.gate]
    told += [explain_finding(f, verdict.reading).sentence for f in verdict.findings]

    for sentence in told:
        for word in FORBIDDEN:
            assert word not in sentence, sentence


@pytest.mark.parametrize(
    ("question", "value", "words"),
    [
        ("plan", "agreed", "Agreed"),
        ("drivers", frozenset({"cost", "security"}), "Security; Cost"),
        ("lines", 1200, "1,200 lines"),
        ("moved", 45, "45%"),
        ("budget", 120_000, "£120,000"),
        ("target-date", date(2027, 9, 30), "30 September 2027"),
        ("partners", frozenset({"ZX8", "ZX7"}), "ZX7; ZX8"),
        ("remarks", "As it is", "As it is"),
        ("plan", DONT_KNOW, "Don’t know"),
        ("plan", None, "No answer"),
    ],
)
def test_an_answer_is_written_as_people_read_it(question, value, words):
    assert answer_words(PACK.questions[question], value) == words


def test_a_badge_names_the_stage_that_an_answer_can_hold():
    reading = judge().reading

    assert badge(reading, "agreement").words == "Holds Planning"
    assert badge(reading, "move-plan").words == "Advises only"
    assert badge(reading, "remarks") is None


def test_a_rule_that_does_not_apply_gives_no_badge_and_no_reason_to_find_out():
    lead = LEAD.replace(
        "needs: {question: agreement, is: yes}",
        "applies_when: {organisation: setting, is: ambulance}\n"
        "    needs: {question: agreement, is: yes}",
    )
    verdict = judge(read_pack(tiny_pack(lead=lead)), agreement=DONT_KNOW)

    assert badge(verdict.reading, "agreement") is None
    action = draft_plan(verdict).by_key["find-out/agreement"]
    assert (action.because, action.gate) == ((), None)


def test_a_truth_that_waits_for_a_fact_says_which_and_never_says_no():
    lead = LEAD.replace(
        "needs: {question: agreement, is: yes}",
        "applies_when: {organisation: sites, more_than: 3}\n"
        "    needs: {question: agreement, is: yes}",
    )
    pack = read_pack(tiny_pack(lead=lead))
    given = Given(replace(TRUST, sites=None), ON, {"agreement": Answer("no")})
    verdict = assess(pack, given)
    words = explain_finding(verdict.stages[1].findings[0], verdict.reading)

    assert words.sentence == "Not yet known: give its sites on the page of your organisation."
    assert words.missing == ("its sites",)
    assert words.asks == ()


def test_a_recommendation_says_how_sure_it_is():
    sure = judge(sharing="yes", lines=5, partners=frozenset({"A", "B"}))
    open_ = judge(sharing="yes", partners=frozenset({"A", "B"}))
    none = judge(sharing="yes")

    assert recommendation(sure) == (
        "Together.",
        "Its lowest possible score, 3, is above every other route’s highest, 2."
        " No answer still to come can change first place.",
    )
    assert recommendation(open_)[1].startswith("Its lowest possible score, 3")
    assert recommendation(none) == (
        "No route has 2 points yet.",
        "Two answers could change this: PAR-02, SIT-01.",
    )


def test_a_tie_names_the_tied_and_a_closed_route_its_place():
    routes = ROUTES.replace("points: {joint: 3}", "points: {joint: 2}")
    tie = judge(
        read_pack(tiny_pack(routes=routes)), sharing="yes", lines=5, partners=frozenset({"A", "B"})
    )
    closed = judge(sharing="no", lines=5)

    assert recommendation(tie)[0] == (
        "Undecided between “Together” and “On your own”, 2 points each."
        " Nothing speaks clearly for one way."
    )
    assert route_place(closed.routes[1], closed) == "Closed."
    assert route_place(closed.routes[0], closed) == "Recommended. Open."


@pytest.mark.parametrize(
    ("target", "tone", "words"),
    [
        (None, "none", "No target date, so no latest starts. Give one."),
        (date(2028, 9, 29), "ok", "29 September 2028 can be met, as far as is known, with 342"),
        (date(2027, 6, 1), "tight", "1 June 2027 can still be met, as far as is known, with 5"),
        (date(2027, 3, 1), "late", "1 March 2027 cannot be met as things stand."),
    ],
)
def test_the_plan_says_whether_its_date_holds(target, tone, words):
    told = plan_headline(timed(judge(agreement="no"), target))

    assert told.tone == tone
    assert words in told.sentence


def test_a_date_is_promised_only_when_every_hard_rule_is_known():
    known = timed(judge(plan="agreed", agreement="no"), date(2027, 6, 1))
    nothing = timed(judge(), date(2027, 6, 1))
    only_to_find_out = timed(judge(plan=DONT_KNOW), date(2027, 6, 1))
    passed = timed(judge(plan="agreed", agreement="yes"), date(2026, 1, 1))

    assert (
        plan_headline(known).sentence
        == "1 June 2027 can still be met, with 5 working days in hand."
    )
    for words in (plan_headline(nothing), plan_headline(only_to_find_out)):
        assert words.tone == "none"
        assert words.sentence == (
            "Not yet known whether 1 June 2027 can be met: 2 hard rules await answers."
        )
    assert plan_headline(passed).sentence == "1 January 2026 has passed."


def test_a_date_that_cannot_be_met_names_what_binds_and_the_first_that_can():
    told = plan_headline(timed(judge(agreement="no"), date(2027, 3, 1)))

    assert told.detail == (
        "“Sign the agreement” binds: it had to start by 31 August 2026, 61 working days ago."
        " The earliest date this plan can meet is 25 May 2027."
    )


def test_a_board_asks_about_the_claim_the_date_and_what_is_unmet_at_most_three():
    verdict = judge(plan="none", claimed_stage="complete")
    asked = board_questions(verdict, timed(verdict, date(2026, 12, 1)))

    assert asked[0] == "Why do we say Complete when our answers prove Not started?"
    assert asked[1] == "What happens on 1 December 2026, now that it cannot be met?"
    assert len(asked) <= 3


def test_the_paragraph_to_copy_names_the_pack_and_its_fingerprint():
    verdict = judge(plan="none", claimed_stage="complete")
    text = paragraph(verdict, timed(verdict, date(2027, 9, 30)))

    assert text.startswith("On 24 November 2026 Aldermoor NHS Trust (ZX9) evidences Not started")
    assert text.endswith(f"(A small move 2026.11, {PACK.fingerprint[:8]})")


def test_an_action_says_which_unmet_rule_or_dont_know_asks_for_it():
    verdict = judge(plan="none", budget=DONT_KNOW)
    plan = draft_plan(verdict)

    assert explain_action(plan.by_key["agree-plan"], verdict) == (
        "The plan is not agreed. (PLN-01)",
    )
    assert explain_action(plan.by_key["find-out/budget"], verdict) == (
        "You answered don’t know to FUN-01.",
    )


def test_counts_and_days_are_written_as_people_say_them():
    assert count_words(1, "answer") == "1 answer"
    assert count_words(1200, "answer") == "1,200 answers"
    assert days_words(None) == "not known"
    assert days_words(Days(3.5, 16)) == "3.5 to 16"
    assert days_words(Days(1, 1)) == "1"


def test_every_condition_of_the_pack_can_be_written_in_words():
    for rule in PACK.rules:
        assert rule.questions[0]
        assert PACK.questions[rule.questions[0]].ref in condition_words(rule.condition, PACK)


@given(st.dictionaries(st.sampled_from(["plan", "agreement", "sharing"]), st.just(DONT_KNOW)))
def test_dont_know_everywhere_reads_as_unknown_everywhere(answers):
    verdict = judge(**answers)

    assert verdict.at_most is PACK.stages[-1]
    assert not verdict.found(Truth.NO)
