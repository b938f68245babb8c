"""Systems side by side: each member counted where it should be, and nothing of few given away.

The attacker knows who submitted in each system, sees some systems whole, and reads every figure
that is shown. Each submission carries a power of two, so that a total says who is in it.
"""

from dataclasses import replace
from datetime import date
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from readiness.domain.band import Band
from readiness.domain.comparison import Comparison, Group, Member, Submitted, Way
from readiness.domain.organisation import Organisation, OrganisationKind, Setting
from readiness.domain.reader import read_pack
from readiness.domain.regional import table_of
from readiness.domain.suppression import LEAST
from readiness.domain.systems import System, Systems
from readiness.domain.tally import Tally
from tests.examples import tiny_pack

PACK = read_pack(tiny_pack())
ON = date(2026, 11, 24)


def member(code, submitted=True, kind=OrganisationKind.TRUST, setting=None):
    tally = Tally(None, 0, 0, "m" * len(PACK.hard_rules))
    signed = Submitted(Way.SIGNED, 1, 1, 1, ON, "A", PACK, tally) if submitted else None
    return Member(Organisation(code, code, kind, setting), signed)


def systems(**placed):
    """Make systems of members: `a="Y56:1 2 3"` is a system a in London with three."""
    found, codes = [], set()
    for code, told in placed.items():
        region, _, members = told.rpartition(":")
        found.append(System(code, code, region, frozenset(members.split()), (code,)))
        codes |= found[-1].members
    members = tuple(member(code) for code in sorted(codes))
    return Systems(Comparison(PACK, Group("", "England", ()), ON, members), tuple(found))


def shown(table):
    """Return the members of every row whose figures are shown, and how many rows there are."""
    rows = [table.total, *(region.total for region in table.regions)]
    rows += [row for region in table.regions for row in region.systems]
    return [
        frozenset(one.code for one in row.comparison.submitters)
        for row in rows
        if row.comparison is not None
    ]


def test_a_member_of_two_systems_is_in_each_row_and_once_in_the_total():
    table = table_of(systems(a="Y56:1 2 3", b="Y56:3 4", c="Y58:5"), {"a", "b", "c"})

    london, south_west = table.regions
    assert [row.submitted for row in london.systems] == [3, 2]
    assert (london.total.submitted, south_west.total.submitted) == (4, 1)
    assert (table.total.submitted, table.twice) == (5, 1)


def test_regions_come_in_a_fixed_order_and_the_unknown_one_last():
    table = table_of(systems(a=":1", b="Y63:2", c="Y56:3"), {"a", "b", "c"})

    assert [region.total.name for region in table.regions] == [
        "London",
        "North East and Yorkshire",
        "Region not known",
    ]


def test_whoever_sees_every_system_is_told_everything():
    table = table_of(systems(a="Y56:1", b="Y56:2"), {"a", "b"})

    assert not table.withheld


def test_a_system_of_few_is_withheld_and_so_is_the_next_smallest():
    few, more, most = "1 2", "a b c d e f", "g h i j k l m n"
    table = table_of(systems(a=f"Y56:{few}", b=f"Y56:{more}", c=f"Y56:{most}"), set())

    assert [row.comparison is None for row in table.regions[0].systems] == [True, True, False]
    assert table.regions[0].total.comparison is not None
    assert table.regions[0].systems[0].submitted == 2


def test_the_rules_of_few_are_withheld_where_most_submitted_under_other_rules():
    found = systems(a="Y56:1 2 3 4 5 6", b="Y56:7 8 9 10 11 12")
    old = [replace(one, submitted=replace(one.submitted, differs=1)) for one in found.members]
    whole = replace(found.whole, members=(found.members[0], *old[1:]))

    table = table_of(replace(found, whole=whole), {"none"})

    first, second = table.regions[0].systems
    assert first.comparison
    assert not any(row.rules for row in (first, table.regions[0].total, table.total))
    assert second.rules, "nobody’s rules are counted there"
    assert table.withheld


def test_a_total_is_withheld_where_a_single_system_of_few_is_left_of_it():
    table = table_of(systems(a="Y56:1 2", b="Y56:3 4 5 6 7"), {"b"})

    london = table.regions[0]
    assert [row.comparison is None for row in (*london.systems, london.total)] == [
        True,
        False,
        True,
    ]


def test_a_total_is_withheld_where_it_tells_of_one_who_stands_in_two_rows():
    table = table_of(systems(a="Y56:1 2 3 4 5 x", b="Y56:6 7 8 9 0 x"), set())

    assert table.regions[0].total.comparison is None


def test_of_a_system_of_somebody_else_no_band_is_shown():
    found = systems(a="Y56:1 2 3 4 5 6", b="Y56:7 8 9 10 11 12")

    table = table_of(found, {"a"}, Band.ACUTE)

    mine, theirs = table.regions[0].systems
    assert (mine.comparison is not None, theirs.submitted, theirs.comparison) == (True, 6, None)
    assert table.total.comparison is None


def test_a_band_counts_its_members_alone():
    trust, council = member("1", setting=Setting.ACUTE), member("2", kind=OrganisationKind.HOSPICE)
    whole = Comparison(PACK, Group("", "England", ()), ON, (trust, council))
    found = Systems(whole, (System("a", "a", "Y56", frozenset("12"), ("a",)),))

    table = table_of(found, {"a"}, Band.HOSPICES)

    assert (table.total.members, table.total.submitted) == (1, 1)


REGIONS = st.sampled_from(["Y56", "Y58", ""])


@st.composite
def crowds(draw):
    """Draw systems that share few members or none, some of them with few of their own."""
    found, free = [], iter(range(99))
    for _ in range(draw(st.integers(1, 4))):
        own = {str(next(free)) for _ in range(draw(st.sampled_from([0, 1, 2, 4, 5, 6, 9])))}
        shared = draw(st.sets(st.sampled_from(["a", "b", "c", "d", "e", "f", "g"]), max_size=7))
        found.append((draw(REGIONS), own | shared))
    return found


@given(crowds(), st.sets(st.integers(0, 3), max_size=2))
@settings(max_examples=300)
def test_no_sum_or_difference_of_figures_that_are_shown_tells_of_few(drawn, mine):
    found = systems(
        **{f"s{n}": f"{region}:{' '.join(those)}" for n, (region, those) in enumerate(drawn)}
    )
    seen = {f"s{n}" for n in mine if n < len(drawn)}
    known = frozenset().union(*(one.members for one in found.systems if one.code in seen))

    figures = {figure - known for figure in shown(table_of(found, seen))} - {frozenset()}

    for weights in product((-1, 0, 1), repeat=len(figures)):
        left = {}
        for weight, figure in zip(weights, figures, strict=True):
            for code in figure:
                left[code] = left.get(code, 0) + weight
        counted = [code for code, times in left.items() if times]
        assert not 0 < len(counted) < LEAST, (weights, figures)


@given(crowds())
def test_every_row_of_a_region_stands_on_its_page_as_on_that_of_england(drawn):
    found = systems(
        **{f"s{n}": f"{region}:{' '.join(those)}" for n, (region, those) in enumerate(drawn)}
    )

    for region in table_of(found, {"s0"}).regions:
        if key := region.total.code:
            assert table_of(found, {"s0"}, region=key).regions == (region,)
