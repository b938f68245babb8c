"""A guest is judged on what its host shares: no more, no less, and never anything sensitive."""

import json
from dataclasses import replace
from datetime import date
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readiness.content import rules_folder
from readiness.domain.assessment import Answer, Given, Reading, State
from readiness.domain.condition import Truth, questions_of
from readiness.domain.errors import PackFaults
from readiness.domain.explanation import explain_finding
from readiness.domain.grounds import grounds
from readiness.domain.hosted import covered, for_guest, reading_of, share
from readiness.domain.pack import Strength
from readiness.domain.path import shortest_path
from readiness.domain.plan import draft_plan
from readiness.domain.reader import read_pack
from readiness.domain.record import read_given, write_given
from readiness.domain.replay import position_of, replay
from readiness.domain.respondents import measured
from readiness.domain.stakes import stakes
from readiness.domain.stored import stored_in
from readiness.domain.verdict import assess
from readiness.domain.what_if import suppose
from readiness.storage.packs import current_pack
from tests.examples import CLINIC, LEAD, ON, PACK, TRUST, tiny_pack
from tests.respondents import respondent

PACKS = [current_pack(rules_folder(), key) for key in ("hscn", "renewal")]
HOSTING = """\
hosting:
  sections: [estate]
  owner: network-manager
  effort: {days: 0.5}
  lead_time: 10 working days
"""
READING_THE_ESTATE = """\
  - key: dates-known
    stage: planning
    strength: soft
    needs: {question: move-plan, at_least: half}
    needed: About half, or more.
    otherwise: The plan has no dates.
    because: A plan without dates moves nobody.
    do: [date-lines]
    source: judgement
"""
seeds = st.integers(0, 2**32)
packs = st.sampled_from(PACKS)


def host_and_guest(pack, seed):
    random = Random(seed)
    host, guest = respondent(pack, random), respondent(pack, random)
    sections = [key for key in pack.hosting.sections if random.random() < 0.7]
    return host, with_host(pack, guest, host, sections)


def with_host(pack, guest, host, sections):
    shared = share(pack, host, sections, assessment=4, submission=2, adopted=date(2026, 11, 24))
    return replace(guest, host=shared)


def truths(verdict):
    return {finding.rule.key: finding.truth for finding in verdict.findings}


@given(packs, seeds)
@settings(max_examples=60)
def test_covered_rules_come_to_what_they_come_to_for_the_host(pack, seed):
    host, guest = host_and_guest(pack, seed)

    theirs, ours = truths(assess(pack, host)), assess(pack, guest)

    from_host = [finding for finding in ours.findings if finding.from_host]
    assert {f.rule.section for f in from_host} == set(guest.host.sections)
    assert all(f.truth is theirs[f.rule.key] for f in from_host)


@given(packs, seeds)
@settings(max_examples=40)
def test_without_an_adoption_nothing_is_judged_otherwise(pack, seed):
    guest = respondent(pack, Random(seed))
    nothing = with_host(pack, guest, respondent(pack, Random(seed + 1)), [])

    assert for_guest(pack, guest) is pack
    assert "host" not in json.loads(write_given(guest, pack))
    assert truths(assess(pack, nothing)) == truths(assess(pack, guest))


@given(packs, seeds)
@settings(max_examples=40)
def test_what_reads_nothing_of_the_host_stays_as_it_was(pack, seed):
    _, guest = host_and_guest(pack, seed)
    theirs = {q.key for s in covered(pack, guest.host.sections) for q in s.questions}
    alone = truths(assess(pack, replace(guest, host=None)))

    for finding in assess(pack, guest).findings:
        rule = pack.rule_by_key[finding.rule.key]
        if not finding.from_host and not _reads(pack, rule.condition, theirs):
            assert finding.truth is alone[rule.key], rule.key


def _reads(pack, condition, wanted):
    """Say whether a condition reads any of some questions, or what decides whether they apply."""
    seen, waiting = set(), list(questions_of(condition))
    while waiting:
        key = waiting.pop()
        if key not in seen:
            seen.add(key)
            asked_when = pack.questions[key].asked_when
            waiting += questions_of(asked_when) if asked_when else ()
    return bool(seen & wanted)


@given(packs, seeds)
@settings(max_examples=40)
def test_a_record_with_a_host_is_read_as_it_was_written(pack, seed):
    _, guest = host_and_guest(pack, seed)
    if not guest.host.sections:
        return

    again = read_given(write_given(guest, pack), pack, "record.json")

    assert again == guest
    assert truths(assess(pack, again)) == truths(assess(pack, guest))


@given(packs, seeds)
@settings(max_examples=40)
def test_nothing_sensitive_or_private_or_of_another_section_is_shared(pack, seed):
    host, guest = host_and_guest(pack, seed)

    for key, answer in guest.host.answers.items():
        question = pack.questions[key]
        assert not question.sensitive
        assert question.section in guest.host.sections
        assert (answer.by, answer.at) == ("", None)
        assert not (answer.note and host.answers[key].private)


@given(packs, seeds)
@settings(max_examples=25)
def test_a_guest_is_given_no_work_of_its_host_and_asks_for_it_instead(pack, seed):
    _, guest = host_and_guest(pack, seed)
    verdict = assess(pack, guest)
    due = {
        finding.rule.key
        for stage in verdict.stages[:-1]
        for finding in stage.findings
        if finding.from_host and finding.truth in (Truth.NO, Truth.UNKNOWN)
    }

    actions = draft_plan(verdict).actions

    asked = [key for action in actions if action.asks_host for key in action.because]
    assert sorted(asked) == sorted(due)
    others = {key for action in actions if not action.asks_host for key in action.because}
    assert not any(verdict.pack.rule_by_key[key].from_host for key in others)


@given(packs, seeds)
@settings(max_examples=25)
def test_covered_questions_are_asked_of_nobody_and_every_finding_can_be_told(pack, seed):
    _, guest = host_and_guest(pack, seed)
    verdict = assess(pack, guest)
    theirs = [q.key for s in covered(pack, guest.host.sections) for q in s.questions]

    told = [explain_finding(f, verdict.reading) for f in verdict.findings if f.truth != "not-asked"]

    assert all(verdict.reading.state(key) is State.NOT_ASKED for key in theirs)
    assert not set(theirs) & {ask.question for words in told for ask in words.asks}
    assert not set(theirs) & {stake.question for stake in stakes(verdict)}


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.key)
def test_what_was_worked_out_for_a_guest_is_not_told_to_anybody_else(pack):
    host, guest = (respondent(pack, Random(seed)) for seed in (1, 2))
    other = Given(TRUST, ON, {})
    after_a_guest = replace(pack, fingerprint=f"{pack.key} after a guest")
    alone = replace(pack, fingerprint=f"{pack.key} alone")
    guest = with_host(after_a_guest, guest, host, pack.hosting.sections)

    stakes(assess(after_a_guest, guest))
    measured(for_guest(after_a_guest, guest))

    assert stakes(assess(after_a_guest, other)) == stakes(assess(alone, other))
    assert measured(after_a_guest) == measured(alone)


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.key)
def test_what_a_host_has_not_done_stands_in_the_way_of_a_path_and_cannot_be_supposed(pack):
    guest = respondent(pack, Random(8), whole=True)
    verdict = next(
        judged
        for seed in range(100)
        if _unmet(
            judged := assess(
                pack,
                with_host(pack, guest, respondent(pack, Random(seed)), pack.hosting.sections),
            )
        )
    )
    theirs = next(q for q in pack.section(pack.hosting.sections[0]).questions if q.options)

    paths = shortest_path(verdict, pack.stages[-1].key)
    supposed = suppose(verdict.given, {theirs.key: theirs.options[-1].key})

    assert paths.best is None
    forbidding = [one.finding for one in paths.forbidden if one.finding.from_host]
    assert all(finding.truth in (Truth.NO, Truth.UNKNOWN) for finding in forbidding)
    assert forbidding
    assert truths(assess(verdict.pack, supposed)) == truths(verdict)


def _unmet(verdict):
    """Return the hard rules of the host that are not met."""
    return [f.rule.key for f in verdict.findings if f.from_host and f.hard and f.truth == "no"]


@pytest.mark.parametrize(
    ("said", "truth", "words"),
    [
        ("all", Truth.YES, "Aldermoor NHS Trust answered “All” to"),
        ("none", Truth.NO, "Aldermoor NHS Trust answered “None” to"),
        ("dont-know", Truth.UNKNOWN, "no answer is shared"),
    ],
)
def test_a_rule_of_the_guest_reads_the_answer_of_the_host(said, truth, words):
    pack = read_pack(tiny_pack(pack=PACK + HOSTING, lead=LEAD + READING_THE_ESTATE))
    host = Given(TRUST, ON, {"move-plan": Answer(said)})
    guest = with_host(pack, Given(CLINIC, ON, {"move-plan": Answer("half")}), host, ["estate"])

    verdict = assess(pack, guest)

    finding = next(f for f in verdict.findings if f.rule.key == "dates-known")
    assert finding.truth is truth
    assert words in grounds(finding.trace, verdict.reading)[0].words
    assert explain_finding(finding, verdict.reading).asks == ()


def test_a_host_that_is_a_guest_itself_passes_on_what_it_adopted():
    pack = PACKS[1]
    first = respondent(pack, Random(1), whole=True)
    middle = with_host(pack, respondent(pack, Random(2)), first, pack.hosting.sections)
    last = with_host(pack, respondent(pack, Random(3)), middle, pack.hosting.sections)

    ends = truths(assess(pack, middle))

    assert all(
        finding.truth is ends[finding.rule.key]
        for finding in assess(pack, last).findings
        if finding.from_host
    )


def test_a_pack_that_lets_a_host_answer_nothing_is_judged_as_ever():
    pack = read_pack(tiny_pack())
    guest = with_host(pack, Given(CLINIC, ON, {}), Given(TRUST, ON, {}), ["estate"])

    assert isinstance(reading_of(pack, guest), Reading)
    assert reading_of(pack, guest).pack is pack


@given(packs, seeds)
@settings(max_examples=20)
def test_a_guest_is_judged_alike_when_rules_are_tried_on_what_was_submitted(pack, seed):
    _, guest = host_and_guest(pack, seed)
    stored = stored_in(write_given(guest, pack))
    softer = replace(pack, fingerprint="other", rules=tuple(map(_softened, pack.rules)))

    moved = replay(pack, softer, [stored])

    positions = [position_of(assess(judged, guest)) for judged in (pack, softer)]
    told = moved.found[0] if moved.found else None
    if positions[0] == positions[1]:
        assert told is None
    else:
        assert [told.was, told.now] == positions


def _softened(rule):
    return replace(rule, strength=Strength.SOFT) if rule.stage in ("scoping", "procuring") else rule


@pytest.mark.parametrize(
    ("written", "wrong"),
    [
        ("[estate, lead]", "leave out “lead”: only the guest can answer STG-01"),
        ("[estates]", "name a section of this pack: there is no “estates”"),
    ],
)
def test_a_pack_may_not_let_a_host_say_what_only_its_guest_can(written, wrong):
    files = tiny_pack(pack=PACK + HOSTING.replace("[estate]", written))

    with pytest.raises(PackFaults) as refused:
        read_pack(files)

    assert wrong in str(refused.value)
