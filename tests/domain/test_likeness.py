"""Like with like: bands keep their order, and a middle is one of the stages it stands for."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.domain.band import Band
from readiness.domain.likeness import like_bands, middle
from tests.comparisons import PACK, compared, member, submitted

STAGES = st.integers(0, len(PACK.stages) - 1)


@given(st.lists(STAGES, min_size=3))
def test_a_middle_has_at_least_half_at_or_below_it_and_at_least_half_at_or_above(stages):
    found = middle(stages)

    assert 2 * sum(stage <= found for stage in stages) >= len(stages)
    assert 2 * sum(stage >= found for stage in stages) >= len(stages)
    assert 2 * sum(stage < found for stage in stages) < len(stages)


@pytest.mark.parametrize(
    ("stages", "found"), [([], None), ([1, 2], None), ([0, 6, 2], 2), ([1, 2, 3, 4], 2)]
)
def test_a_middle_is_the_lower_one_and_needs_three(stages, found):
    assert middle(stages) == found


def test_bands_stand_in_their_fixed_order():
    found = like_bands(compared([member("A", "practice"), member("B", "council"), member("C")]))

    assert [one.band for one in found] == [Band.ACUTE, Band.COUNCILS, Band.PRACTICES]


def test_members_stand_by_what_they_evidence_then_claim_then_name():
    found = like_bands(
        compared(
            [
                member("D", sent=submitted(evidenced=1, claimed=1)),
                member("C", sent=submitted(evidenced=1, claimed=4)),
                member("B", sent=submitted(evidenced=3, claimed=3)),
                member("A"),
                member("E", sent=submitted(evidenced=1, claimed=1)),
            ]
        )
    )

    assert [like.member.code for like in found[0].members] == ["B", "C", "D", "E", "A"]


def test_other_rules_are_not_in_the_middle():
    old = replace(submitted(evidenced=6), differs=2)
    like = like_bands(
        compared(
            [
                member("A", sent=submitted(evidenced=1)),
                member("B", sent=submitted(evidenced=1)),
                member("C", sent=old),
            ]
        )
    )[0]

    assert like.middle is None
    assert like.members[0].note == f"rules {PACK.version}: not in the middle"


@pytest.mark.parametrize(
    ("claimed", "evidenced", "note", "far"),
    [
        (None, 2, "claims no stage", False),
        (2, 2, "", False),
        (3, 2, "claims 1 stage more", False),
        (4, 2, "claims 2 stages more", True),
        (1, 2, "evidences 1 stage more", False),
    ],
)
def test_a_row_says_how_far_claim_and_evidence_differ(claimed, evidenced, note, far):
    sent = submitted(claimed=claimed, evidenced=evidenced)

    like = like_bands(compared([member("A", sent=sent)]))[0].members[0]

    assert (like.note, like.far) == (note, far)
