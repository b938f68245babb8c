"""What holds a group up, and what would move it: the same as one organisation at a time."""

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readiness.content import rules_folder
from readiness.domain import put_right
from readiness.domain.comparison import Comparison, Group, Member, Submitted, Way
from readiness.domain.holding import holds, places, standing_at
from readiness.domain.organisation import Organisation
from readiness.domain.put_right import BestSet, best_set, effect
from readiness.domain.tally import Tally
from readiness.storage.packs import current_pack
from tests.examples import ON

WHOLE = current_pack(rules_folder(), "hscn")
CHOSEN = [rule for stage in WHOLE.stages for rule in WHOLE.hard_rules if rule.stage == stage.key]
FEW = replace(WHOLE, rules=tuple(rule for n, rule in enumerate(CHOSEN) if n % 4 == 0))
KEYS = [rule.key for rule in FEW.hard_rules]
TRUTHS = st.text("mmmmnu-", min_size=len(KEYS), max_size=len(KEYS))


def compared(*truths, pack=FEW):
    """Return a comparison of organisations of whose hard rules these are the truths."""
    members = (
        Member(
            Organisation(f"ZX{n:03}", f"Fernhollow {n}"),
            Submitted(Way.SIGNED, n, n, 1, ON, "Ada", pack, tally(found, pack)),
        )
        for n, found in enumerate(truths)
    )
    return Comparison(pack, Group("ZXY", "Wexmoor", ()), ON, tuple(members))


def tally(truths, pack=FEW):
    return Tally(None, stands(truths, pack=pack), 0, truths)


def lacks(truths, stage, pack=FEW):
    """Return the rules of a gate that are not open, one at a time."""
    return {
        rule.key
        for rule, truth in zip(pack.hard_rules, truths, strict=True)
        if rule.stage == stage.key and truth in "nu"
    }


def stands(truths, met=(), pack=FEW):
    """Return the first stage whose gate is not open, as the verdict has it."""
    for place, stage in enumerate(pack.stages):
        if lacks(truths, stage, pack) - set(met):
            return place
    return len(pack.stages) - 1


def moving(everyone, met):
    return [n for n, truths in enumerate(everyone) if stands(truths, met) > stands(truths)]


@given(st.lists(TRUTHS, max_size=12))
def test_each_rule_holds_up_whom_it_holds_up_one_by_one(everyone):
    found = {hold.rule.key: hold for hold in holds(compared(*everyone))}

    for number, rule in enumerate(FEW.hard_rules):
        here = [n for n, t in enumerate(everyone) if FEW.stages[stands(t)].key == rule.stage]
        hold = found[rule.key]
        assert places(hold.stopped) == tuple(n for n in here if everyone[n][number] == "n")
        assert places(hold.not_known) == tuple(n for n in here if everyone[n][number] == "u")
        assert places(hold.alone) == tuple(moving(everyone, [rule.key]))


@given(st.lists(TRUTHS, max_size=12), st.sets(st.sampled_from(KEYS)))
def test_the_effect_is_that_of_each_organisation_alone(everyone, met):
    found = effect(compared(*everyone), met)

    moved = moving(everyone, met)
    assert [(move.now, move.then) for move in found.movers()] == [
        (stands(everyone[n]), stands(everyone[n], met)) for n in moved
    ]
    assert found.moves == len(moved)
    for place in range(len(FEW.stages)):
        now = sum(stands(truths) == place for truths in everyone)
        then = sum(stands(truths, met) == place for truths in everyone)
        assert found.counts[place] == (now, then)
    kept = [truths for n, truths in enumerate(everyone) if n not in moved]
    stays = [(stopping(t) - met, t) for t in kept if stopping(t) & met]
    assert found.still_stopped == sum(bool(others) for others, _ in stays)
    assert found.still_unknown == sum(not others for others, _ in stays)


def stopping(truths):
    """Return the rules that are not met at the gate where an organisation stands."""
    stage = FEW.stages[stands(truths)].key
    return {
        rule.key
        for rule, truth in zip(FEW.hard_rules, truths, strict=True)
        if rule.stage == stage and truth == "n"
    }


@settings(max_examples=40)
@given(st.lists(TRUTHS, max_size=8))
def test_the_best_set_is_the_first_of_those_that_move_most(everyone):
    comparison = compared(*everyone)
    found = best_set(comparison)

    stop = [hold.rule.key for hold in holds(comparison) if hold.stopped]
    sets = [those for size in (1, 2, 3) for those in combinations(stop, size)]
    first = max(sets, key=lambda those: len(moving(everyone, those)), default=())
    most = len(moving(everyone, first))
    assert found == (BestSet(first, most, exact=True) if most else None)


@given(st.lists(TRUTHS, max_size=12))
def test_everybody_stands_where_their_own_verdict_says(everyone):
    comparison = compared(*everyone)

    for place, those in enumerate(standing_at(comparison)):
        evidenced = [n for n, one in enumerate(comparison.tallies) if one.evidenced == place]
        assert list(places(those)) == evidenced


def test_rules_that_stop_most_come_first_then_those_that_move_most_then_the_order_of_the_pack():
    here = [n for n, rule in enumerate(FEW.hard_rules) if rule.stage == "implementation"]
    first, second = here[:2]
    fine = ["m"] * len(KEYS)

    def but(**wrong):
        return "".join(wrong.get(f"r{n}", letter) for n, letter in enumerate(fine))

    both = but(**{f"r{first}": "n", f"r{second}": "n"})
    alone = but(**{f"r{second}": "n"})
    unknown = but(**{f"r{first}": "u"})

    assert order(both) == [first, second]
    assert order(both, alone) == [second, first]
    assert order(both, unknown) == [first, second]


def order(*truths):
    found = holds(compared(*truths))
    return [KEYS.index(hold.rule.key) for hold in found if hold.stopped]


@pytest.mark.parametrize("truths", [[], ["m" * len(KEYS)], ["-" * len(KEYS)] * 3])
def test_where_nobody_is_held_up_no_set_is_best(truths):
    comparison = compared(*truths)

    assert best_set(comparison) is None
    assert not any(hold.stopped or hold.not_known for hold in holds(comparison))


def test_where_not_every_set_was_tried_it_says_so(monkeypatch):
    monkeypatch.setattr(put_right, "MOST_TRIED", 1)
    wrong = ["".join("n" if n == place else "m" for n in range(len(KEYS))) for place in (1, 2)]

    found = best_set(compared(*wrong))

    assert (len(found.rules), found.moves, found.exact) == (1, 1, False)
