"""Vehicles to buy through: dated facts, the conditions asked of the one chosen, and their words."""

from datetime import date

import pytest

from readiness.domain.assessment import Answer, Given, Reading
from readiness.domain.condition import Truth, ask
from readiness.domain.errors import PackFaults
from readiness.domain.gathering import gather
from readiness.domain.grounds import grounds
from readiness.domain.reader import read_pack
from readiness.domain.verdict import assess
from readiness.domain.wording import condition_words
from tests.examples import LEAD, ON, TRUST, tiny_pack

VEHICLES = """\
question: route
scope: drivers
vehicles:
  - key: own
    title: The old framework
    covers: [cost]
    opens: 2026-01-01
    closes: 2026-12-31
    says: Nothing new may be bought after its end.
    source: judgement
    review_by: 2026-12-01
"""
ASKED = """\
  - key: vehicle-open
    stage: planning
    strength: soft
    needs: {vehicle: open}
    needed: A vehicle that is open.
    otherwise: The vehicle you chose is closed.
    because: Nothing can be bought through it.
    source: judgement
  - key: scope-covered
    stage: planning
    strength: soft
    needs: {vehicle: covers-scope}
    needed: A vehicle for all of the scope.
    otherwise: The vehicle leaves something out.
    because: What it leaves out must be bought elsewhere.
    source: judgement
"""


def pack(vehicles=VEHICLES, lead=LEAD + ASKED):
    return read_pack(tiny_pack(lead=lead) | {"vehicles.yaml": vehicles})


def given(on=ON, **answers):
    return Given(TRUST, on, {key: Answer(value) for key, value in answers.items()})


def truth(rule, what):
    found = {finding.rule.key: finding for finding in assess(pack(), what).findings}
    return found[rule].truth


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2025, 12, 31), Truth.NO),
        (date(2026, 1, 1), Truth.YES),
        (date(2026, 12, 31), Truth.YES),
        (date(2027, 1, 1), Truth.NO),
    ],
)
def test_a_vehicle_is_open_from_its_first_day_to_its_last(day, expected):
    assert truth("vehicle-open", given(day, route="own")) is expected
    assert pack().vehicles.find("own").open_on(day) is (expected is Truth.YES)


def test_an_option_that_is_no_vehicle_is_never_closed_and_covers_everything():
    judged = given(route="joint", drivers=frozenset({"security", "cost"}))

    assert truth("vehicle-open", judged) is Truth.YES
    assert truth("scope-covered", judged) is Truth.YES


@pytest.mark.parametrize(
    ("scope", "expected"), [({"cost"}, Truth.YES), ({"cost", "security"}, Truth.NO)]
)
def test_a_vehicle_covers_no_more_than_it_says(scope, expected):
    assert truth("scope-covered", given(route="own", drivers=frozenset(scope))) is expected


def test_what_is_not_answered_is_not_known():
    assert truth("vehicle-open", given()) is Truth.UNKNOWN
    assert truth("scope-covered", given(route="own")) is Truth.UNKNOWN


def test_many_at_once_come_to_the_same_as_each_by_itself():
    everyone = [
        given(on, route=route, drivers=frozenset(scope))
        for on in (date(2025, 6, 1), ON, date(2027, 6, 1))
        for route in ("own", "joint")
        for scope in ({"cost"}, {"security"})
    ]
    read = pack()
    population = gather(read, everyone)

    for rule in read.rules[-3:]:
        column = population.judge(rule.condition)
        alone = [ask(rule.condition, Reading(read, one)).truth for one in everyone]
        assert [bool(column.yes >> n & 1) for n in range(len(everyone))] == [
            one is Truth.YES for one in alone
        ]


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"route": "own"}, "The old framework closed on 31 December 2026."),
        ({"route": "joint"}, "You answered “Together” to “Which way of buying do you prefer?”"),
        ({}, "You have not answered “Which way of buying do you prefer?”"),
    ],
)
def test_the_reason_names_the_vehicle_and_its_day(answers, sentence):
    read = pack()
    reading = Reading(read, given(date(2027, 2, 1), **answers))
    trace = ask(read.rule_by_key["vehicle-open"].condition, reading)

    assert [ground.words for ground in grounds(trace, reading)] == [sentence]


def test_the_reason_names_what_the_vehicle_leaves_out():
    read = pack()
    reading = Reading(read, given(route="own", drivers=frozenset({"cost", "security"})))
    trace = ask(read.rule_by_key["scope-covered"].condition, reading)

    assert [g.words for g in grounds(trace, reading)] == [
        "The old framework does not cover: Security."
    ]


def test_a_vehicle_that_has_not_opened_is_not_open_whatever_the_day():
    waiting = VEHICLES.replace("    opens: 2026-01-01\n    closes: 2026-12-31\n", "")
    read = pack(waiting)

    assert not read.vehicles.find("own").open_on(ON)
    reading = Reading(read, given(route="own"))
    assert ask(read.rule_by_key["vehicle-open"].condition, reading).truth is Truth.NO


def test_a_vehicle_of_which_only_the_end_is_known_is_open_until_then():
    read = pack(VEHICLES.replace("    opens: 2026-01-01\n", ""))

    assert read.vehicles.find("own").open_on(date(1990, 1, 1))
    for day, expected in ((date(2026, 12, 31), Truth.YES), (date(2027, 1, 1), Truth.NO)):
        reading = Reading(read, given(day, route="own"))
        assert ask(read.rule_by_key["vehicle-open"].condition, reading).truth is expected


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("question: route", "question: lines", "name a question of this pack whose kind is choice"),
        ("scope: drivers", "scope: route", "name a question of this pack whose kind is choices"),
        ("key: own", "key: none-such", "name an option of route"),
        ("covers: [cost]", "covers: [speed]", "name an option of drivers"),
        ("closes: 2026-12-31", "closes: 2025-12-31", "let opens be no later than closes"),
    ],
)
def test_a_vehicle_that_does_not_fit_its_questions_is_a_fault(old, new, fault):
    with pytest.raises(PackFaults, match=fault):
        pack(VEHICLES.replace(old, new))


def test_a_condition_asks_of_a_vehicle_only_what_there_is():
    with pytest.raises(PackFaults, match=r"add vehicles\.yaml"):
        read_pack(tiny_pack(lead=LEAD + ASKED))
    with pytest.raises(PackFaults, match="write one of open, covers-scope"):
        pack(lead=LEAD + ASKED.replace("vehicle: open", "vehicle: cheap"))


JUDGED = "asked_when: {day: judged, on_or_after: 2027-01-01}"


def with_day(condition=JUDGED):
    lead = LEAD.replace("    kind: text\n", f"    kind: text\n    {condition}\n")
    return read_pack(tiny_pack(lead=lead))


@pytest.mark.parametrize(
    ("on", "asked"), [(date(2026, 12, 31), Truth.NO), (date(2027, 1, 1), Truth.YES)]
)
def test_the_day_of_judgement_can_be_compared_with_a_day(on, asked):
    assert Reading(with_day(), given(on)).asked("remarks") is asked


def test_the_day_of_judgement_in_words():
    read = with_day()

    words = condition_words(read.questions["remarks"].asked_when, read)
    assert words == "the day of judgement is on or after 1 January 2027"


@pytest.mark.parametrize(
    ("condition", "fault"),
    [
        ("asked_when: {day: born, on_or_after: 2027-01-01}", "name judged"),
        ("asked_when: {day: judged, sooner_than: 3 months}", "compare the day of judgement with"),
        ("asked_when: {day: judged, on_or_before: soon}", "write something like"),
    ],
)
def test_a_day_that_means_nothing_is_a_fault(condition, fault):
    with pytest.raises(PackFaults, match=fault):
        with_day(condition)
