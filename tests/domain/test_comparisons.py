"""Comparisons with other answers, facts and named figures: every fault with its place."""

import pytest

from readiness.domain.condition import Source, Subject, Versus
from readiness.domain.errors import PackFaults
from readiness.domain.reader import read_pack
from tests.examples import ACTIONS, ESTATE, PACK, tiny_pack

MORE = """\
  - key: lines-wanted
    ref: SIT-11
    ask: How many lines will you need?
    kind: number
    unit: lines
    area: Lines
    source: judgement
  - key: move-done
    ref: SIT-12
    ask: How many lines have moved?
    kind: choice
    options:
      none: {label: None, done: [0, 0]}
      half: {label: About half, done: [40, 60]}
      all: {label: All, done: [100, 100]}
    area: Lines
    source: judgement
  - key: last-route
    ref: PAR-13
    ask: Which way did you buy last?
    kind: choice
    ordered: no
    options: {own: On our own, joint: Together}
    area: Partners
    source: judgement
  - key: ordered-route
    ref: PAR-14
    ask: How well did that go?
    kind: choice
    options: {own: On our own, joint: Together}
    area: Partners
    source: judgement
rules:
"""
FIGURES = """\
thresholds:
  many: {value: 12, what: How many lines are many, source: judgement, review_by: 2027-11-24}
  below: {value: -3, what: A figure below nothing, source: judgement, review_by: 2027-11-24}
"""


def read(condition, pack=PACK + FIGURES):
    """Read the small pack with one more condition, in the place of what lines-dated needs."""
    needs = "needs: {question: move-plan, at_least: half}"
    assert ESTATE.count(needs) == 1
    estate = ESTATE.replace("rules:\n", MORE).replace(needs, f"needs: {condition}")
    return read_pack(tiny_pack(estate=estate, pack=pack)).rule_by_key["lines-dated"].needs


def faults(condition, **replaced):
    with pytest.raises(PackFaults) as refused:
        read(condition, **replaced)
    return [str(fault) for fault in refused.value.faults]


def test_answers_with_the_same_options_are_compared_by_their_place():
    found = read("{question: move-done, at_least: {question: move-plan}}")

    assert isinstance(found, Versus)
    assert found.ranks == ("none", "half", "all")


def test_answers_without_a_rank_are_the_same_or_not():
    found = read("{question: route, is: {question: last-route}}")

    assert found == Versus(
        Subject(Source.QUESTION, "route"), "is", Subject(Source.QUESTION, "last-route")
    )


def test_a_named_figure_is_read_with_its_name():
    found = read("{question: lines, more_than: {threshold: many}}")

    assert (found.wanted, found.threshold) == (12, "many")


FAULTS = [
    ("{question: lines, more_than: {question: budget}}",
     "needs.more_than.question: compare with a question of the same kind and options as lines"),
    ("{question: move-done, at_least: {question: plan}}",
     "needs.at_least.question: compare with a question of the same kind and options as move-done"),
    ("{question: ordered-route, is: {question: route}}",
     "is.question: compare with a question of the same kind and options as ordered-route"),
    ("{question: lines, more_than: {question: lines}}",
     "needs.more_than.question: compare with a question of the same kind and options as lines"),
    ("{question: lines, more_than: {question: lions}}",
     "needs.more_than.question: name a question of this pack: there is no “lions”"),
    ("{question: route, at_least: {question: last-route}}",
     "its options are not ranked (ordered: no), so compare it with is, not at_least"),
    ("{question: drivers, includes: {question: drivers}}",
     "needs.includes: write what was chosen, or how many: no other answer"),
    ("{question: drivers, picks_at_least: {question: lines}}",
     "needs.picks_at_least: write what was chosen, or how many: no other answer"),
    ("{question: partners, includes: {question: partners}}",
     "needs.includes: write what was chosen, or how many: no other answer"),
    ("{question: lines, more_than: {organisation: kind}}",
     "needs.more_than.organisation: compare with sites, the only number among these facts"),
    ("{question: lines, more_than: {organisation: size}}",
     "needs.more_than.organisation: compare with sites, the only number among these facts"),
    ("{question: plan, at_least: {organisation: sites}}",
     "needs.at_least: write a value, {question: …} or {threshold: …}"),
    ("{question: lines, more_than: {network: partners}}",
     "needs.more_than: write a value, {question: …} or {threshold: …}"),
    ("{question: lines, more_than: {threshold: several}}",
     "more_than.threshold: add the threshold “several” to pack.yaml, which has many, below"),
    ("{organisation: sites, more_than: {threshold: below}}",
     "more_than.threshold: use a threshold from 0 to 1,000,000: below is not one"),
    ("{at_most: {threshold: many}, of: [{question: lines, more_than: 1}]}",
     "needs.at_most.threshold: use a threshold from 0 to 1: many is not one"),
    ("{question: plan, at_least: {threshold: many}}",
     "needs.at_least: write a single word here"),
    ("{at_least: 3, of: [{question: lines, more_than: 1}, {question: lines, less_than: 9}]}",
     "needs.at_least: write a whole number from 1 to 2, not “3”"),
    ("{exactly: -1, of: [{question: lines, more_than: 1}]}",
     "needs.exactly: write a whole number from 0 to 1, not “-1”"),
    ("{question: target-date, later_than: last year}",
     "needs.later_than: write something like 9 months or 12 months ago, not “last year”"),
    ("{question: target-date, on_or_after: 12 months ago}",
     "needs.on_or_after: write something like 2026-04-01, not “12 months ago”"),
    ("{question: target-date, sooner_than: {question: lines}}",
     "sooner_than.question: compare with a question of the same kind and options as target-date"),
    ("{network: friends, equals: 1}",
     "needs.network: name one of partners, critical-partners, not “friends”"),
    ("{network: partners, at_least: 1}",
     "needs.at_least: compare partners with equals, no_less_than"),
    ("{network: partners, equals: {question: lines}}",
     "needs.equals: write a whole number or {threshold: …}"),
]  # fmt: skip


@pytest.mark.parametrize(("condition", "expected"), FAULTS, ids=[c for c, _ in FAULTS])
def test_a_fault_is_named_with_its_place_and_what_to_do(condition, expected):
    found = faults(condition)

    assert len(found) == 1, found
    assert found[0].startswith("sections/estate.yaml:")
    assert expected in found[0]


def test_a_single_word_that_is_no_key_is_a_fault_where_a_list_might_stand():
    actions = ACTIONS.replace("{question: agreement, is: yes}", "{question: agreement, is: Ye:s}")
    with pytest.raises(PackFaults) as refused:
        read_pack(tiny_pack(actions=actions))

    found = str(refused.value)
    assert "achieves.1.is: write a key of small letters, digits and hyphens, not “Ye:s”" in found


def test_a_threshold_needs_a_number_and_a_source_that_is_listed():
    wrong = FIGURES.replace("value: 12", "value: a dozen")
    unlisted = FIGURES.replace(
        "lines are many, source: judgement", "lines are many, source: hearsay"
    )
    fine = "{question: lines, more_than: 1}"

    assert "thresholds.many.value: write a whole number" in faults(fine, pack=PACK + wrong)[0]
    assert "add “hearsay” to sources in pack.yaml" in faults(fine, pack=PACK + unlisted)[0]


def test_a_threshold_needs_a_day_of_review_but_in_a_pack_that_was_kept():
    files = tiny_pack(pack=PACK + FIGURES.replace(", review_by: 2027-11-24", "", 1))

    with pytest.raises(PackFaults, match=r"thresholds\.many: add review_by"):
        read_pack(files)
    assert read_pack(files, kept=True).thresholds["many"].review_by is None
