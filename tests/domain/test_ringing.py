"""Whom to ring: each member once, the most urgent first, and never by a name nobody gave."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given as drawing
from hypothesis import strategies as st

from readiness.domain.assessment import Answer, Given
from readiness.domain.call_words import ask_words, why_words
from readiness.domain.comparison import Begun, Comparison, Group, Member, Submitted, Way
from readiness.domain.missed_start import first_start_of
from readiness.domain.organisation import Organisation
from readiness.domain.reader import read_pack
from readiness.domain.ringing import Contacts, Missed, Reason, whom_to_ring
from readiness.domain.shared import NOT_SHARED
from readiness.domain.tally import Tally
from readiness.domain.verdict import assess
from tests.examples import ON, TRUST, edited_pack, tiny_pack

TINY = read_pack(tiny_pack())
TALLY = Tally(None, 0, 0, "u" * len(TINY.hard_rules))


def ago(days):
    return ON - timedelta(days=days)


def submitted(days, way=Way.SIGNED):
    return Submitted(way, 1, 1, 1, ago(days), "Ruth Adeyemi", TINY, TALLY)


def begun(**when):
    return Begun(1, ago(30), **{name: ago(days) for name, days in when.items()})


def member(code, **how):
    return Member(Organisation(code, f"Organisation {code}"), **how)


def ring(*members, **known):
    group = Group("ZXS", "Fenwick", tuple(one.code for one in members))
    return whom_to_ring(Comparison(TINY, group, ON, members), **known)


def late(days, owner="Estates"):
    return Missed("Order the second path", owner, ago(days), ON + timedelta(days=40))


def test_the_most_urgent_stand_first_then_the_longest_wait_then_the_code():
    calls = ring(
        member("Z9", submitted=submitted(200)),
        member("Z8"),
        member("Z7", begun=begun(saved=4)),
        member("Z6", begun=begun(saved=9)),
        member("Z5", begun=begun(sent_back=2)),
        member("Z4", begun=begun(waiting=3)),
        member("Z3", submitted=submitted(1)),
        member("Z2", begun=begun(waiting=11)),
        member("Z1"),
        missed={"Z3": late(9)},
    )

    assert [(call.member.code, call.reason) for call in calls] == [
        ("Z2", Reason.SIGN_OFF),
        ("Z4", Reason.SIGN_OFF),
        ("Z3", Reason.MISSED_START),
        ("Z1", Reason.NOT_STARTED),
        ("Z8", Reason.NOT_STARTED),
        ("Z6", Reason.PART_DONE),
        ("Z7", Reason.PART_DONE),
        ("Z5", Reason.SENT_BACK),
        ("Z9", Reason.STALE),
    ]
    assert [call.urgent for call in calls] == [True] * 3 + [False] * 6


@pytest.mark.parametrize(("days", "rung"), [(90, False), (91, True)])
def test_a_submission_is_stale_after_ninety_days(days, rung):
    assert bool(ring(member("Z1", submitted=submitted(days)))) is rung


def test_who_has_several_reasons_is_rung_once_and_the_others_are_said():
    (call,) = ring(member("Z1", submitted=submitted(120)), missed={"Z1": late(9)})

    assert call.also == (Reason.STALE,)
    assert why_words(call, ON) == (
        "Latest start missed by 9 days: Order the second path; also, what it submitted is old"
    )


def test_approvers_are_asked_for_a_sign_off_and_a_role_where_nobody_is_known():
    waiting = member("Z1", begun=begun(waiting=1))
    known = {"Z1": Contacts(leads=("Tom Okafor",), approvers=("Ruth Adeyemi",))}

    (named,) = ring(waiting, contacts=known)
    (alone,) = ring(waiting)

    assert [ask_words(one) for one in named.ask] == ["Ruth Adeyemi, approver"]
    assert [ask_words(one) for one in alone.ask] == [
        "Whoever signs off, as the senior responsible owner"
    ]


def test_a_missed_start_asks_for_the_it_lead_or_else_for_the_role_that_does_it():
    one = member("Z1", submitted=submitted(1))

    (named,) = ring(one, missed={"Z1": late(2)}, contacts={"Z1": Contacts(("Tom Okafor",))})
    (alone,) = ring(one, missed={"Z1": late(2)})

    assert [ask_words(each) for each in named.ask] == ["Tom Okafor, IT lead"]
    assert [ask_words(each) for each in alone.ask] == ["Estates"]


def test_how_far_a_draft_is_is_said_only_where_it_is_shared():
    begun_only = begun(saved=5)
    sharing = replace(begun(saved=5, shared=4), answered=41, asked=66)

    (silent,) = ring(member("Z1", begun=begun_only))
    (open_one,) = ring(member("Z1", begun=sharing))

    assert why_words(silent, ON) == "Draft last saved on 19 November 2026"
    assert why_words(open_one, ON) == "Draft shared on 20 November 2026: 41 of 66 answered"


@drawing(
    st.lists(
        st.tuples(
            st.none() | st.integers(0, 400),
            st.none() | st.sampled_from(["waiting", "sent_back", "saved", "shared"]),
            st.integers(0, 60),
        ),
        max_size=8,
    )
)
def test_nobody_is_rung_twice_and_whoever_submitted_nothing_is_always_rung(drawn):
    members = [
        member(
            f"Z{place}",
            submitted=None if days is None else submitted(days),
            begun=begun(**{what: since}) if what else None,
        )
        for place, (days, what, since) in enumerate(drawn)
    ]

    calls = ring(*members)

    codes = [call.member.code for call in calls]
    assert len(codes) == len(set(codes))
    assert {one.code for one in members if not one.submitted} <= set(codes)
    assert ring(*reversed(members)) == calls


class TestTheFirstStart:
    def verdict(self, pack=TINY, **answers):
        said = {key.replace("_", "-"): Answer(value) for key, value in answers.items()}
        return assess(pack, Given(TRUST, ON, said))

    def test_it_is_worked_back_from_the_target_date_whatever_day_it_is_seen_from(self):
        verdict = self.verdict(plan="none", target_date=date(2027, 1, 29))

        first = first_start_of(verdict, ON)

        assert first is not None
        assert first == first_start_of(verdict, ON + timedelta(days=100))
        assert first.latest_start < date(2027, 1, 29)
        assert first.target == date(2027, 1, 29)

    def test_without_a_target_nothing_can_be_missed(self):
        assert first_start_of(self.verdict(plan="none"), ON) is None

    def test_what_a_sensitive_answer_asks_for_has_no_name(self):
        asks = "    ask: How far is the plan?\n"
        secret = read_pack(edited_pack((asks, f"{asks}    sensitive: yes\n")))
        said = {"plan": "none", "target_date": date(2027, 1, 29)}

        assert first_start_of(self.verdict(**said), ON).action == "Draft the plan"
        assert first_start_of(self.verdict(secret, **said), ON).action == NOT_SHARED
