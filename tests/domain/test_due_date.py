"""Deadlines as a pack writes them: what is read, what is refused, and what a change can do."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.domain.calendar import Period, TimeUnit
from readiness.domain.due_date import AnsweredDay, EveryYear, OnDay, VehicleDay, known_day
from readiness.domain.due_words import coming_days, due_day_words, far_off_words
from readiness.domain.errors import PackFaults
from readiness.domain.pack_entries import read_places
from readiness.domain.pack_reference import find_entries
from readiness.domain.pack_warnings import overdue
from readiness.domain.reader import read_pack
from readiness.domain.uses import Use, uses
from tests.examples import DEADLINES, LADDER, ON, PACK, deadline_pack

DUE = read_pack(deadline_pack())


def faults(old, new):
    assert old in DEADLINES
    with pytest.raises(PackFaults) as refused:
        read_pack(deadline_pack(DEADLINES.replace(old, new, 1)))
    return [str(fault) for fault in refused.value.faults]


def test_a_day_is_fixed_or_yearly_or_answered_or_that_of_the_vehicle():
    assert [deadline.day for deadline in DUE.deadlines] == [
        OnDay(date(2027, 6, 30)),
        EveryYear(12, 31),
        AnsweredDay("contract-end", Period(6, TimeUnit.MONTHS)),
        VehicleDay.CLOSES,
    ]


def test_the_way_to_each_day_is_said_in_words():
    assert [due_day_words(deadline.day, DUE) for deadline in DUE.deadlines] == [
        "30 June 2027",
        "every year on 31 December",
        "6 months before the day in SIT-09",
        "the day on which the vehicle chosen closes",
    ]


def test_a_pack_without_the_file_has_no_deadlines():
    files = deadline_pack()
    del files["deadlines.yaml"]

    assert read_pack(files).deadlines == ()


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("do: [sign-agreement]", "do: [sing]", "name an action of this pack: there is no “sing”"),
        ("bridge-by-radio, ", "bridge, ", "name a fallback of this pack: there is no “bridge”"),
        ("question: contract-end", "question: lines", "question of this pack whose kind is date"),
        ("question: contract-end", "question: end", "question of this pack whose kind is date"),
        ("question: move-plan", "question: move", "there is no"),
        ("vehicle: closes", "vehicle: opens", "write one of closes, not “opens”"),
        ("vehicle: closes", "vehicle: closes, yearly: 06-30", "write one day, or one of"),
        ("yearly: 12-31", "yearly: 12-31, before: 2 weeks", "remove before"),
        ("yearly: 12-31", "yearly: 02-29", "every year has"),
        ("    source: judgement\n    review_by: 2027-05-01\n", "", "add source"),
        ("    review_by: 2027-05-01\n", "", "add review_by: a day that the pack states"),
        ("    review_by: 2027-06-01\n", "", "add review_by: a day that the pack states"),
        ("key: notice", "key: switch-off", "give this another key: “switch-off” is taken"),
        ("source: judgement", "source: nowhere", "add “nowhere” to sources"),
    ],
)
def test_a_fault_is_named_at_its_line(old, new, fault):
    told = faults(old, new)

    assert [line for line in told if fault in line and line.startswith("deadlines.yaml:")], told


def test_the_closing_of_a_vehicle_needs_vehicles():
    files = deadline_pack()
    del files["vehicles.yaml"]
    with pytest.raises(PackFaults, match=r"add vehicles\.yaml"):
        read_pack(files)


def test_what_deadlines_and_fallbacks_read_is_a_use_of_the_answer():
    assert Use("deadline", "notice") in uses(DUE)["contract-end"]
    assert Use("deadline", "framework-closes") in uses(DUE)["route"]
    assert Use("deadline", "switch-off") in uses(DUE)["move-plan"]
    assert Use("fallback", "bridge-by-radio") in uses(DUE)["lines"]


def test_a_fallback_may_say_when_it_is_offered():
    unknown = LADDER.replace("question: lines", "question: nowhere")
    with pytest.raises(PackFaults, match="there is no"):
        read_pack(deadline_pack(pack=PACK + unknown))

    assert DUE.fallback_by_key["bridge-by-radio"].when is not None
    assert DUE.fallback_by_key["extend"].when is None


def test_a_deadline_is_explained_with_all_that_it_asks_for():
    (entry,) = find_entries(DUE, read_places(deadline_pack()), (), "switch-off")
    text = str(entry)

    assert entry.place == "deadlines.yaml:2"
    assert "day                30 June 2027" in text
    assert "to be done         agree-plan: Have the board agree the plan" in text
    assert "then               bridge-by-radio: Bridge the lines by radio" in text
    assert "met when           SIT-03 is “All”" in text


def test_an_action_is_explained_with_the_deadline_it_is_due_by():
    (entry,) = find_entries(DUE, {}, (), "sign-agreement")

    assert "due by             deadline yearly-check: The yearly check is due" in str(entry)


def test_a_deadline_past_its_day_of_review_is_listed():
    told = overdue(DUE, read_places(deadline_pack()), date(2027, 5, 2))

    assert [str(fault).split(": ")[0] for fault in told] == ["deadlines.yaml:2:5"]


@given(st.dates(date(2020, 1, 1), date(2040, 12, 31)), st.integers(1, 12), st.integers(1, 28))
def test_the_next_yearly_day_is_never_past_and_at_most_a_year_off(on, month, day):
    found = EveryYear(month, day).next_from(on)

    assert (found.month, found.day) == (month, day)
    assert 0 <= (found - on).days < 366


def test_only_a_fixed_or_a_yearly_day_is_known_without_answers():
    found = [known_day(deadline, ON) for deadline in DUE.deadlines]

    assert found == [date(2027, 6, 30), date(2026, 12, 31), None, None]


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 24), "today"),
        (date(2026, 11, 25), "1 day"),
        (date(2026, 12, 7), "13 days"),
        (date(2026, 12, 8), "2 weeks"),
        (date(2027, 1, 31), "10 weeks"),
        (date(2027, 5, 28), "26 weeks"),
        (date(2027, 6, 3), "6 months"),
    ],
)
def test_few_days_are_counted_then_weeks_then_months(day, words):
    assert far_off_words(day, ON) == words


def test_a_day_that_two_packs_name_is_told_once_in_the_words_of_the_first():
    first = read_pack(deadline_pack())
    files = deadline_pack()
    other = read_pack({**files, "pack.yaml": files["pack.yaml"].replace("tiny", "other", 1)})
    alone = coming_days([first], ON)

    assert coming_days([first, other], ON) == alone
    assert len({one.day for one in alone}) >= 2
