"""What reviewers agreed to never carries further than what is proved."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from readiness.domain.checked import Opinion, checked
from readiness.domain.verdict import assess
from tests.domain.drawn import some_given, some_pack

SEEDS = st.integers(0, 10**9)
EACH = st.lists(st.sampled_from(Opinion), max_size=3)


def drawn(seed):
    """Return a verdict drawn at random."""
    random = Random(seed)
    pack = some_pack(random)
    return assess(pack, some_given(pack, random))


def place(verdict, found):
    """Return how far a stage lies along the ladder."""
    return verdict.pack.stage_index[found.stage.key]


@st.composite
def reviewed(draw):
    """Draw a verdict and what up to three reviewers say of each rule."""
    verdict = drawn(draw(SEEDS))
    return verdict, {rule.key: draw(EACH) for rule in verdict.pack.rules}


@given(reviewed())
def test_checked_is_never_past_evidenced(case):
    verdict, opinions = case
    found = checked(verdict, opinions)

    if found is not None:
        assert place(verdict, found) <= verdict.pack.stage_index[verdict.evidenced.key]


@given(SEEDS)
def test_where_all_is_agreed_it_equals_evidenced(seed):
    verdict = drawn(seed)

    found = checked(verdict, {rule.key: [Opinion.AGREE] for rule in verdict.pack.rules})

    assert found.stage is verdict.evidenced
    assert found.agreed == found.rules


@given(reviewed(), st.data())
def test_a_disagreement_never_raises_it_and_takes_its_rule_away(case, data):
    verdict, opinions = case
    rule = data.draw(st.sampled_from([rule.key for rule in verdict.pack.rules]))
    before = checked(verdict, opinions)

    after = checked(verdict, {**opinions, rule: [*opinions[rule], Opinion.DISAGREE]})

    if before is not None:
        assert place(verdict, after) <= place(verdict, before)
        assert after.agreed <= before.agreed


@given(reviewed(), st.data())
def test_whoever_cannot_tell_changes_nothing(case, data):
    verdict, opinions = case
    rule = data.draw(st.sampled_from([rule.key for rule in verdict.pack.rules]))
    before = checked(verdict, opinions)

    after = checked(verdict, {**opinions, rule: [*opinions[rule], Opinion.CANNOT_TELL]})

    assert before is None or after == before


@given(SEEDS)
def test_where_nobody_said_anything_nothing_is_checked(seed):
    assert checked(drawn(seed), {}) is None
    assert checked(drawn(seed), {"r0": []}) is None


@given(SEEDS)
def test_one_who_agrees_is_not_enough_where_another_disagrees(seed):
    verdict = drawn(seed)
    both = [Opinion.AGREE, Opinion.DISAGREE]

    found = checked(verdict, {rule.key: both for rule in verdict.pack.rules})

    first = next(stage for stage in verdict.stages if stage.hard() or stage.gate is None)
    assert found.agreed == 0
    assert place(verdict, found) <= verdict.pack.stage_index[first.stage.key]
