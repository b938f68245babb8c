"""What moved between two days: who, by which rule, who is new, who came and went."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from readiness.domain.comparison import Comparison, Group, Member, Submitted, Way
from readiness.domain.movement import Movement, month_ends, month_of, start_of_last_month
from readiness.domain.organisation import Organisation
from readiness.domain.reader import read_pack
from readiness.domain.tally import Tally
from tests.examples import ON, edited_pack, tiny_pack

TINY = read_pack(tiny_pack())
"""Two hard rules: plan-agreed leads out of the first stage, agreement-signed out of the second."""

OTHER = read_pack(edited_pack(("at_least: agreed", "at_least: drafted")))
THEN = ON - timedelta(days=60)


def submitted(truths, row=1, pack=TINY, differs=0):
    place = next((place for place, letter in enumerate(truths) if letter not in "m-"), len(truths))
    tally = Tally(None, place, place, truths)
    return Submitted(Way.SIGNED, row, row, 1, THEN, "Ruth Adeyemi", pack, tally, None, differs)


def comparison(on, **members):
    those = tuple(Member(Organisation(code, code), one) for code, one in members.items())
    return Comparison(TINY, Group("ZXS", "Fenwick", tuple(members)), on, those)


def test_who_came_further_is_named_with_the_rule_that_opened_the_gate():
    moved = Movement(
        comparison(THEN, Z1=submitted("nn"), Z2=submitted("mn")),
        comparison(ON, Z1=submitted("mn", row=2), Z2=submitted("mn")),
    )

    (one,) = moved.moved
    assert (one.member.code, one.stage_was, one.stage_now, one.up) == ("Z1", 0, 1, True)
    assert [(turn.rule.key, turn.was, turn.now) for turn in one.turns] == [
        ("plan-agreed", "n", "m")
    ]


def test_who_came_down_is_named_with_the_rule_that_closed_the_gate_it_stands_at():
    moved = Movement(
        comparison(THEN, Z1=submitted("mm")), comparison(ON, Z1=submitted("un", row=2))
    )

    (one,) = moved.moved
    assert (one.stage_was, one.stage_now, one.up) == (2, 0, False)
    assert [(turn.rule.key, turn.was, turn.now) for turn in one.turns] == [
        ("plan-agreed", "m", "u")
    ]


def test_a_rule_that_no_longer_applies_opens_a_gate_as_well():
    moved = Movement(
        comparison(THEN, Z1=submitted("mu")), comparison(ON, Z1=submitted("m-", row=2))
    )

    assert [(turn.rule.key, turn.now) for turn in moved.moved[0].turns] == [
        ("agreement-signed", "-")
    ]


def test_who_submitted_since_joined_or_left_is_said_and_has_not_moved():
    moved = Movement(
        comparison(THEN, Z1=None, Z2=submitted("nn"), Z3=submitted("mm")),
        comparison(ON, Z1=submitted("mm"), Z2=submitted("nu", row=2), Z4=submitted("mm")),
    )

    assert moved.moved == ()
    assert [one.code for one in moved.anew] == ["Z1"]
    assert [one.code for one in moved.joined] == ["Z4"]
    assert [one.code for one in moved.left] == ["Z3"]
    assert moved.again == 1


def test_submissions_judged_by_other_rules_then_are_told_apart():
    then = replace(submitted("nn"), pack=OTHER, differs=1)
    moved = Movement(comparison(THEN, Z1=then), comparison(ON, Z1=submitted("mn", row=2)))

    assert moved.other_rules == 1
    assert moved.moved[0].other_rules


@given(st.lists(st.sampled_from(["mm", "mn", "nn", "un", "-m", "m-"]), max_size=9))
def test_a_month_counts_everybody_that_had_submitted_once(truths):
    those = [submitted(one, row) for row, one in enumerate(truths)]
    stands = comparison(ON, **{f"Z{row}": one for row, one in enumerate(those)})

    month = month_of(TINY, ON, 12, those)

    assert month.evidenced == stands.stages.evidenced
    assert sum(month.evidenced) == month.submitted == len(truths)


@given(st.dates(date(2025, 1, 1), date(2027, 12, 31)), st.integers(0, 900))
def test_months_end_today_and_begin_no_more_than_a_year_before(today, days):
    first = today - timedelta(days=days)

    ends = month_ends(first, today)

    assert ends[-1] == today
    assert list(ends) == sorted(set(ends))
    assert len(ends) <= 12
    assert all((end + timedelta(days=1)).day == 1 and end >= first for end in ends[:-1])


def test_last_month_begins_on_its_first_day_over_new_year_as_well():
    assert start_of_last_month(date(2026, 11, 24)) == date(2026, 10, 1)
    assert start_of_last_month(date(2027, 1, 31)) == date(2026, 12, 1)
