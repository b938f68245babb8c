"""A plan laid around change freezes, and what is offered when its date cannot hold."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.domain.assessment import Answer, Given
from readiness.domain.calendar import TimeUnit
from readiness.domain.deadlines import (
    calendar_headline,
    help_words,
    in_hand_words,
    moved_words,
    offer_reasons,
    why_then,
)
from readiness.domain.freeze import Freeze, SteppedOver
from readiness.domain.plan import draft_plan
from readiness.domain.reader import read_pack
from readiness.domain.schedule import schedule
from readiness.domain.verdict import assess
from tests.examples import ACTIONS, ON, PACK, TRUST, tiny_pack
from tests.freezes import freezes

LIVE = ACTIONS.replace(
    "lead_time: 6 weeks\n", "lead_time: 6 weeks\n    changes_live: yes\n"
).replace(
    "start_before_target: 26 weeks\n", "start_before_target: 26 weeks\n    changes_live: yes\n"
)
FALLBACKS = """\
fallbacks:
  - {key: extend, title: Extend the contract, owner: finance-partner, needs: A price.}
  - key: run-both
    title: Run both
    owner: network-manager
    needs: Money for two.
    effort: {days: [2, 4]}
    lead_time: 20 working days
    for: [sign-agreement]
"""
TINY = read_pack(tiny_pack(actions=LIVE, pack=PACK + FALLBACKS))
TARGET = date(2027, 9, 30)
SUMMER = Freeze(date(2027, 9, 1), date(2027, 9, 14), "Records go-live")
DAYS = st.dates(date(2026, 11, 1), date(2027, 12, 31))
FREEZES = freezes(DAYS)


def laid(target=TARGET, freezes=(), on=ON, pack=TINY, **answers):
    said = {"plan": "none", "agreement": "no", **answers}
    given_ = Given(TRUST, on, {key.replace("_", "-"): Answer(v) for key, v in said.items()})
    return schedule(draft_plan(assess(pack, given_)), target, on, freezes=freezes)


@given(DAYS, FREEZES)
def test_no_start_of_what_changes_the_live_network_is_frozen(target, freezes):
    timed = laid(target, freezes)

    for row in timed.rows:
        if row.action.changes_live:
            assert not timed.frozen.holds(row.latest_start)
            assert not timed.frozen.holds(row.earliest_start)


@given(DAYS, FREEZES, st.integers(1, 30))
def test_a_longer_freeze_never_makes_a_latest_start_later(target, freezes, longer):
    grown = [Freeze(f.first, f.last + timedelta(days=longer), f.what) for f in freezes]
    before, then = laid(target, freezes), laid(target, grown)

    for row in then.rows:
        assert row.latest_start <= before.by_key[row.action.key].latest_start


@given(FREEZES)
def test_the_earliest_target_is_met_around_freezes_and_the_day_before_is_not(freezes):
    first = laid(None, freezes).earliest_target

    assert laid(first, freezes).feasible is True
    assert laid(first - timedelta(days=1), freezes).feasible is False


@given(DAYS, FREEZES)
def test_an_action_that_starts_as_late_as_it_may_is_over_when_it_is_waited_for(target, freezes):
    timed = laid(target, freezes)
    for row in timed.rows:
        for key in row.action.after:
            earlier = timed.by_key[key]
            rests = earlier.action.changes_live
            over = earlier.latest_start
            over = (
                timed.frozen.after(over, earlier.action.lead)
                if rests
                else over + timedelta(days=earlier.action.lead.calendar_days)
            )
            assert over <= row.latest_start + timedelta(days=4)


def test_a_freeze_moves_what_rests_in_it_and_what_comes_before():
    timed = laid(freezes=[SUMMER])

    agree, draft = timed.by_key["agree-plan"], timed.by_key["draft-plan"]
    assert agree.latest_start == TARGET - timedelta(weeks=8)
    assert agree.stepped_over == (SteppedOver("Records go-live", 14, TimeUnit.DAYS),)
    assert draft.stepped_over == ()
    assert [row.action.key for row in timed.moved] == ["draft-plan", "agree-plan", "sign-agreement"]


def test_what_does_not_change_the_live_network_works_through_a_freeze():
    frozen = [Freeze(date(2026, 11, 1), date(2026, 12, 31), "All of December")]

    timed = laid(None, frozen)

    assert timed.by_key["draft-plan"].earliest_start == ON
    assert timed.by_key["agree-plan"].earliest_start == date(2027, 1, 1)


def test_what_a_freeze_moves_is_said_in_words():
    timed = laid(freezes=[SUMMER])

    assert moved_words(timed.by_key["agree-plan"]) == (
        "Starts by 5 August 2027, 14 calendar days earlier than 19 August 2027."
        " 14 days of Records go-live stepped over."
    )
    assert moved_words(timed.by_key["draft-plan"]).endswith("A freeze moves what waits for it.")
    assert why_then(timed.by_key["agree-plan"], timed) == (
        "Takes 6 weeks, up to the target. 14 days of Records go-live stepped over."
    )
    assert why_then(timed.by_key["sign-agreement"], timed).startswith("Starts 26 weeks before")
    assert moved_words(laid().rows[0]) == ""


def test_what_waits_is_found_again_around_a_freeze():
    timed = laid(freezes=[Freeze(date(2027, 7, 1), date(2027, 7, 20), "Summer")])

    assert timed.held_by(timed.by_key["draft-plan"]).action.key == "agree-plan"


def test_effort_is_carried_on_the_days_that_are_not_frozen():
    frozen = [Freeze(date(2026, 12, 1), date(2027, 1, 31), "Long winter")]
    timed = laid(None, frozen, plan="agreed")

    (load,) = timed.loads
    assert timed.rows[0].earliest_start == ON
    assert load.busiest == date(2027, 2, 1)


def test_nothing_is_offered_while_the_date_holds():
    assert laid().offers == ()
    assert laid(None).offers == ()


def test_fallbacks_come_in_when_a_safe_start_has_passed_each_for_what_it_helps():
    timed = laid(date(2027, 3, 1))

    assert [offer.fallback.key for offer in timed.offers] == ["extend", "run-both"]
    extend, both = timed.offers
    assert (extend.timed.latest_start, extend.timed.action.effort) == (None, None)
    assert both.timed.latest_start == date(2027, 2, 1)
    assert [row.action.key for row in both.helps] == ["sign-agreement"]
    assert timed.binding.action.key == "sign-agreement"


def test_a_fallback_for_what_is_not_late_is_not_offered():
    timed = laid(date(2026, 12, 31), agreement="yes")

    assert [offer.fallback.key for offer in timed.offers] == ["extend"]


def test_a_late_action_is_told_with_what_may_help_it():
    timed = laid(date(2026, 12, 31))
    sign, draft = timed.by_key["sign-agreement"], timed.by_key["draft-plan"]

    assert timed.late[0] is sign
    assert help_words(sign, timed) == (
        "“Sign the agreement” is 102 working days late. What may help: “Extend the contract” or"
        " “Run both”."
    )
    assert "“Run both”" not in help_words(draft, timed)
    assert offer_reasons(timed.offers[1], timed) == (
        "Offered because 31 December 2026 cannot be met as things stand.",
        "“Sign the agreement” is 102 working days late.",
    )


def test_a_fallback_that_is_late_itself_says_so():
    timed = laid(date(2026, 12, 10))

    assert "“Run both” (itself 8 working days late)" in help_words(timed.late[0], timed)


def test_a_pack_without_fallbacks_says_that_none_helps():
    timed = laid(date(2026, 12, 31), pack=read_pack(tiny_pack()))

    assert help_words(timed.late[0], timed).endswith("No fallback helps with it.")


@pytest.mark.parametrize(
    ("target", "on", "words"),
    [
        (None, ON, "No target date, so no latest starts. Give one."),
        (TARGET, ON, "Nothing is due until 1 April 2027."),
        (TARGET, date(2027, 4, 1), "1 action must start today."),
        (TARGET, date(2027, 4, 2), "1 start is overdue: it was due on 1 April 2027."),
        (TARGET, date(2027, 9, 1), "3 starts are overdue; the first was due on 1 April 2027."),
    ],
)
def test_the_calendar_says_first_what_is_due(target, on, words):
    assert calendar_headline(laid(target, on=on)) == words


def test_the_calendar_leaves_aside_what_is_done():
    every = {"sign-agreement", "agree-plan", "draft-plan"}

    assert calendar_headline(laid(), {"sign-agreement"}) == "Nothing is due until 22 July 2027."
    assert calendar_headline(laid(), every) == "Nothing is due before 30 September 2027."


def test_days_in_hand_say_that_they_are_working_days():
    timed = laid()

    assert in_hand_words(timed.by_key["sign-agreement"]) == "87 working days in hand"
    assert in_hand_words(laid(None).rows[0]) == ""
