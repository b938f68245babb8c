"""Packs as large and as deep as anybody may write are read and judged; larger ones are refused."""

import pytest

from readiness.domain.assessment import Answer, Given
from readiness.domain.cases import read_cases
from readiness.domain.condition import Truth
from readiness.domain.condition_size import DEEPEST_CONDITION
from readiness.domain.consistency import consistency
from readiness.domain.coverage import try_cases
from readiness.domain.errors import PackFaults
from readiness.domain.reader import read_pack
from readiness.domain.verdict import assess
from readiness.domain.wording import condition_words
from tests.examples import CASES, ESTATE, ON, PACK, TRUST, tiny_pack

HALF = "{question: move-plan, at_least: half}"
RULE = """\
  - key: rule-{number}
    stage: planning
    strength: soft
    needs: {needs}
    needed: So many.
    otherwise: There are fewer.
    because: It is a rule.
    do: [date-lines]
    source: judgement
"""
QUESTION = """\
  - key: asked-{number}
    ref: ASK-{short:02}.x{number}
    ask: Is it so?
    kind: yes-no
    asked_when: {when}
    area: Lines
    source: judgement
"""


def nested(depth, leaf=HALF):
    """Write a condition so many conditions deep which is as true as its leaf."""
    condition = leaf
    for level in range(depth - 1):
        one = f"[{condition}]" if level % 3 else f"[{leaf}, {condition}]"
        condition = f"{{{'any' if level % 2 else 'all'}: {one}}}"
    return condition


def estate(needs):
    """Return the files of the small pack with one more rule for each need."""
    rules = "".join(RULE.format(number=n, needs=need) for n, need in enumerate(needs))
    return tiny_pack(estate=ESTATE + rules)


def asked(*conditions):
    """Return the files of the small pack with a question asked under each condition."""
    questions = "".join(
        QUESTION.format(number=n, short=n % 100, when=when) for n, when in enumerate(conditions)
    )
    return tiny_pack(estate=ESTATE.replace("rules:\n", questions + "rules:\n"))


def faults(files):
    with pytest.raises(PackFaults) as refused:
        read_pack(files)
    return [str(fault) for fault in refused.value.faults]


def truths(pack, answers):
    """Return what becomes of every rule, by key."""
    given = Given(TRUST, ON, {key: Answer(value) for key, value in answers.items()})
    return {finding.rule.key: finding.truth for finding in assess(pack, given).findings}


@pytest.mark.parametrize("depth", [2, 50])
@pytest.mark.parametrize(("option", "truth"), [("none", Truth.NO), ("half", Truth.YES)])
def test_a_condition_fifty_deep_is_judged_as_its_leaf_is(depth, option, truth):
    pack = read_pack(estate([nested(depth)]))

    assert truths(pack, {"move-plan": option})["rule-0"] is truth
    assert "“About half” or “All”" in condition_words(pack.rule_by_key["rule-0"].needs, pack)


@pytest.mark.parametrize("opening", ["{not: ", "{all: ["])
def test_a_condition_a_thousand_deep_is_one_fault_with_its_place(opening):
    closing = "]}" if opening.endswith("[") else "}"
    found = faults(estate([opening * 1_000 + HALF + closing * 1_000]))

    assert len(found) == 1
    assert "sections/estate.yaml:72:" in found[0]
    assert "flatten this: it is nested more than 128 deep" in found[0]


@pytest.mark.parametrize("step", [-1, 1])
def test_rules_that_name_each_other_in_a_row_are_read_as_far_as_anybody_could_follow(step):
    def row(length):
        last = 0 if step < 0 else length - 1
        return [
            HALF if number == last else f"{{rule: rule-{number + step}}}"
            for number in range(length)
        ]

    short = read_pack(estate(row(DEEPEST_CONDITION // 2)))
    found = faults(estate(row(1_000)))

    assert set(truths(short, {"move-plan": "all"}).values()) == {Truth.YES, Truth.UNKNOWN}
    assert f"rules.rule-{DEEPEST_CONDITION}.needs: flatten this" in found[0]


def test_rules_that_name_others_twice_over_are_refused_before_they_grow_without_end():
    twice = [f"{{all: [{{rule: rule-{n}}}, {{rule: rule-{n}}}]}}" for n in range(39)]

    assert (
        "name fewer rules: with those it has more than 20,000 parts"
        in faults(estate([HALF, *twice]))[0]
    )


def test_questions_that_decide_each_other_in_a_row_are_followed_and_too_many_refused():
    def row(length):
        later = [f"{{question: asked-{n}, is: yes}}" for n in range(length - 1)]
        return asked("{question: sharing, is: yes}", *later)

    answers = {"sharing": "yes", **{f"asked-{n}": "yes" for n in range(60)}}
    given = Given(TRUST, ON, {key: Answer(value) for key, value in answers.items()})

    assert assess(read_pack(row(60)), given).reading.asked("asked-59") is Truth.YES
    assert "questions.asked-80: flatten this" in faults(row(300))[0]


def test_five_thousand_rules_with_conditions_fifty_deep_are_read_and_their_cases_run():
    sections = [f"part-{n}" for n in range(25)]
    files = tiny_pack(pack=PACK.replace("[lead, estate]", f"[lead, estate, {', '.join(sections)}]"))
    for place, section in enumerate(sections):
        number = f"""\
section: {section}
title: Part {place}
owner: network-manager
minutes: 1
questions:
  - {{key: count-{place}, ref: "PRT-{place:02}", ask: How many?, kind: number, unit: lines, area: A,
     source: judgement}}
rules:
"""
        rules = [RULE.format(number=200 * place + n, needs=_needs(place, n)) for n in range(200)]
        files[f"sections/{section}.yaml"] = number + "".join(rules)
    files["cases/lead.yaml"] = (
        CASES
        + """
- case: A trust with a hundred lines in its first part meets half of that part's rules
  answers: {count-0: 100}
  expect: {met: [rule-0, rule-99], includes_unmet: [rule-100, rule-199]}
"""
    )
    pack = read_pack(files)

    assert len(pack.rules) == 5_003
    trial = try_cases(pack, read_cases(pack, files))
    assert trial.partings == ()
    found = consistency(pack, ON)
    needless = {doubt.about[1] for doubt in found.doubts}
    assert {"rule-0", "rule-98", "rule-198"} <= needless
    assert "rule-199" not in needless
    assert len(found.undecided) <= 3


def _needs(place, least):
    """Compare a section's count, in every tenth rule fifty conditions deep."""
    deep = 49 if least % 10 == 0 else 0
    leaf = f"{{question: count-{place}, more_than: {least}}}"
    return "{all: [" * deep + leaf + "]}" * deep
