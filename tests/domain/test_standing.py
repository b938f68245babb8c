"""Where a population stands is where each of its members does; documents give what values give."""

import json
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readiness.content import rules_folder
from readiness.domain.assessment import Answer, Given
from readiness.domain.bits import compare, same_number
from readiness.domain.condition import AllOf, Truth
from readiness.domain.gathering import gather, gather_written, places_read, subjects_read
from readiness.domain.pack import DONT_KNOW, Strength
from readiness.domain.reader import read_pack
from readiness.domain.record import read_given, write_given
from readiness.domain.standing import Standing, counts
from readiness.domain.verdict import assess
from readiness.storage.packs import current_pack, pack_keys
from tests.examples import ON, TRUST, tiny_pack
from tests.respondents import respondent

SCALES = """\
levels:
  - key: planning
    title: Planning
    levels:
      - {key: none, title: None, says: Nothing is planned.}
      - {key: some, title: Some, needs: {question: plan, at_least: drafted}, says: It is drafted.}
      - {key: all, title: All, needs: {question: agreement, is: "yes"}, says: All is agreed.}
    source: judgement
profiles:
  - key: trusts
    title: What a trust must reach
    applies_when: {organisation: kind, is: trust}
    least: {planning: some}
    otherwise: It has no plan.
    because: A plan comes first.
    source: judgement
"""
TINY = read_pack({**tiny_pack(), "scales.yaml": SCALES})
RULES = rules_folder()
PACKS = {"tiny": TINY} | {key: current_pack(RULES, key) for key in pack_keys(RULES)}
EVERY = pytest.mark.parametrize("key", PACKS)


def those(bits, size):
    return [bool(bits >> place & 1) for place in range(size)]


def points(numbers, place):
    """Find a member's number by asking whether it is each of those there may be."""
    one = [n for n in range(-60, 61) if compare(numbers, same_number(1 << place, n))[2]]
    return one[0]


def assert_stands_as_each_member_does(standing, verdicts):
    pack, size = standing.pack, len(verdicts)
    for place, verdict in enumerate(verdicts):
        assert {key: column.truth(place) for key, column in standing.rules.items()} == {
            finding.rule.key: finding.truth for finding in verdict.findings
        }
        assert {key: column.truth(place) for key, column in standing.gates.items()} == {
            result.stage.key: result.gate for result in verdict.stages[:-1]
        }
        assert {key: column.truth(place) for key, column in standing.profiles.items()} == {
            result.profile.key: result.truth for result in verdict.profiles
        }
        for result in verdict.scales:
            columns = standing.scales[result.scale.key]
            truths = {key: column.truth(place) for key, column in columns.items()}
            possible = {outcome.key for outcome in result.possible}
            assert {k for k, t in truths.items() if t in (Truth.YES, Truth.UNKNOWN)} == possible
        for route in verdict.routes:
            key = route.route.key
            assert standing.open[key].truth(place) is route.open
            assert points(standing.points[key], place) == route.points
            for reason in route.reasons:
                assert standing.reasons[reason.reason.key].truth(place) is reason.truth
    for stage in pack.stages:
        assert those(standing.evidenced[stage.key], size) == [
            v.evidenced is stage for v in verdicts
        ]
        assert those(standing.at_most[stage.key], size) == [v.at_most is stage for v in verdicts]
        assert those(standing.claimed[stage.key], size) == [v.claimed is stage for v in verdicts]
    for route in pack.routes.routes:
        chosen = [bool(v.recommended and v.recommended.route is route) for v in verdicts]
        assert those(standing.recommended[route.key], size) == chosen


@EVERY
def test_a_pack_agrees_with_the_verdicts_of_several_hundred_respondents(key):
    random = Random(20261124)
    givens = [respondent(PACKS[key], random) for _ in range(400)]
    verdicts = [assess(PACKS[key], given) for given in givens]

    standing = Standing(PACKS[key], gather(PACKS[key], givens))

    assert_stands_as_each_member_does(standing, verdicts)
    assert sum(counts(standing.evidenced).values()) == 400
    assert len({v.evidenced for v in verdicts}) > 1


def test_the_respondents_reach_every_stage_route_and_truth_of_the_hscn_pack():
    pack, random = PACKS["hscn"], Random(20261124)
    standing = Standing(pack, gather(pack, [respondent(pack, random) for _ in range(2_000)]))

    assert all(counts(standing.evidenced).values())
    assert all(counts(standing.at_most).values())
    assert all(counts(standing.recommended).values())
    assert all(
        {truth for column in columns.values() for truth in Truth if column.count(truth)} == truths
        for columns, truths in (
            (standing.rules, set(Truth)),
            (standing.gates, set(Truth) - {Truth.NOT_ASKED}),
        )
    )


@settings(max_examples=150)
@given(st.integers(0, 2**32))
def test_packs_of_made_up_rules_agree_with_their_verdicts(seed):
    random = Random(seed)
    pack = shuffled(TINY, random)
    givens = [respondent(pack, random) for _ in range(8)]

    standing = Standing(pack, gather(pack, givens))

    assert_stands_as_each_member_does(standing, [assess(pack, given) for given in givens])


def shuffled(pack, random):
    """Return a pack whose rules need, and whose questions are asked on, other conditions of it."""
    conditions = [rule.condition for rule in pack.rules]
    conditions += [reason.when for reason in pack.routes.reasons]
    conditions += [row.when for scale in pack.scales for row in scale.rows]
    rules = tuple(
        replace(
            random.choice(pack.rules),
            key=f"rule-{number}",
            needs=AllOf(tuple(random.sample(conditions, random.randint(0, 3)))),
            applies_when=random.choice((None, random.choice(conditions))),
            strength=random.choice(list(Strength)),
        )
        for number in range(6)
    )
    sections = []
    for section in pack.sections:
        # questions of the second section may depend on those of the first, so there is no circle
        first = [r.condition for r in pack.rules if set(r.questions) <= {"plan", "agreement"}]
        choice = (None, random.choice(first)) if sections else (None,)
        sections.append(
            replace(
                section,
                questions=tuple(
                    replace(question, asked_when=question.asked_when or random.choice(choice))
                    for question in section.questions
                ),
            )
        )
    return replace(pack, rules=rules, sections=tuple(sections))


# Documents


def parsed(pack, givens):
    return [json.loads(write_given(given, pack)) for given in givens]


def gather_documents(pack, documents):
    return gather_written(pack, ([_at(d, place) for place in places_read(pack)] for d in documents))


def _at(document, place):
    for name in place:
        document = document.get(name) if isinstance(document, dict) else None
    return document


def same(one, other):
    assert one.size == other.size
    assert one.said == other.said
    assert one.on == other.on


@EVERY
@settings(max_examples=40)
@given(seed=st.integers(0, 2**32))
def test_documents_give_what_the_values_written_in_them_give(key, seed):
    pack, random = PACKS[key], Random(seed)
    givens = [respondent(pack, random) for _ in range(12)]
    texts = [write_given(given, pack) for given in givens]

    population = gather_documents(pack, map(json.loads, texts))

    same(population, gather(pack, [read_given(text, pack, "r.json") for text in texts]))
    same(population, gather(pack, givens))


@pytest.mark.parametrize(
    ("question", "written"),
    [
        ("plan", "an-option-of-last-year"),
        ("plan", ["none", "agreed"]),
        ("plan", True),
        ("plan", {"value": "agreed"}),
        ("plan", DONT_KNOW),
        ("plan", None),
        ("plan", ""),
        ("lines", True),
        ("lines", 501),
        ("lines", "many"),
        ("lines", 1.5),
        ("lines", -1),
        ("target-date", "2027-02-30"),
        ("target-date", 20270930),
        ("partners", ["not a code!"]),
        ("partners", [1]),
    ],
)
def test_what_a_pack_does_not_offer_or_cannot_read_counts_as_not_answered(question, written):
    document = json.loads(write_given(Given(TRUST, ON, {question: Answer("agreed")}), TINY))
    document["answers"][question]["value"] = written
    document["answers"]["a-question-of-last-year"] = {"value": "yes"}
    document["pack"]["fingerprint"] = "another"
    fine = parsed(TINY, [Given(TRUST, ON, {"lines": Answer(1), "plan": Answer("agreed")})])

    population = gather_documents(TINY, [*fine, document, *fine])

    values = [{"lines": Answer(1), "plan": Answer("agreed")}, {}]
    one, none = (Given(TRUST, ON, answers) for answers in values)
    same(population, gather(TINY, [one, none, one]))


def test_one_partner_written_without_a_list_is_picked():
    given = Given(TRUST, ON, {"partners": Answer(frozenset({"RX9"}))})
    document = parsed(TINY, [given])[0]
    document["answers"]["partners"]["value"] = "rx9"

    same(gather_documents(TINY, [document, document]), gather(TINY, [given, given]))


def test_what_only_later_versions_know_of_an_organisation_counts_as_not_known():
    document = parsed(TINY, [Given(TRUST, ON, {})])[0]
    document["organisation"] |= {"kind": "moon-base", "colour": "blue"}

    kinds = gather_documents(TINY, [document])

    same(kinds, gather(TINY, [Given(replace(TRUST, kind=None), ON, {})]))


def test_a_pack_reads_no_more_than_its_conditions_do_and_the_claim():
    keys = {subject.key for subject in subjects_read(TINY)}

    assert keys == {
        *("claimed-stage", "plan", "agreement", "move-plan", "sharing", "partners", "lines", "kind")
    }


def test_a_pack_without_routes_has_a_standing():
    pack = replace(TINY, routes=replace(TINY.routes, routes=(), reasons=()))

    standing = Standing(pack, gather(pack, [Given(TRUST, ON, {})]))

    assert (standing.recommended, standing.points, standing.open) == ({}, {}, {})
    assert counts(standing.evidenced) == {"not-started": 1, "planning": 0, "complete": 0}
