"""Assessments of one named contract each: started, found again, renamed, kept apart."""

from contextlib import closing

import pytest

from readiness.domain.assessment import Given
from readiness.domain.errors import Conflict, InvalidAnswer, NotFound
from readiness.domain.reader import read_pack
from readiness.domain.record import read_given, write_given
from readiness.storage.assessments import use_pack
from readiness.storage.contracts import contract_names
from readiness.storage.database import immediate, open_database, prepare, rows
from readiness.storage.events import events_of
from readiness.usecases.again import assess_again
from readiness.usecases.assessment import (
    read_assessment,
    read_submission,
    rename_contract,
    start_assessment,
    submit,
)
from readiness.usecases.costs import read_known_costs, save_costs
from readiness.usecases.freezes import read_freezes, save_freeze
from readiness.usecases.organisation import add_organisation, local_person
from readiness.usecases.plan import read_plan, say_of_action
from tests.examples import AT, ON, TRUST, contract_pack, later, tiny_pack, write_pack
from tests.together import together

HSCN, WIFI = "HSCN connection, 2019 call-off", "Wi-Fi of the hospitals"


@pytest.fixture
def rules(tmp_path):
    write_pack(tmp_path / "rules", contract_pack())
    return tmp_path / "rules"


@pytest.fixture
def trust(db, person):
    """Add the trust whose contracts they are."""
    return add_organisation(db, TRUST, person=person, at=AT)


@pytest.fixture
def start(db, rules, trust, person):
    def start(name=HSCN, minutes=0):
        return start_assessment(
            db, rules, "tiny", "ZX9", person=person, at=later(minutes), contract=name
        )

    return start


@pytest.fixture
def of(db, person):
    return lambda number: read_assessment(db, number, person=person, on=ON)


@pytest.mark.parametrize("name", [None, "", "  \n "])
def test_a_pack_about_contracts_starts_with_none_unnamed(start, db, name):
    with pytest.raises(InvalidAnswer, match="Name the contract, such as"):
        start(name)

    assert rows(db, "select * from assessments") == []


def test_a_name_has_at_most_120_characters(start, of):
    with pytest.raises(InvalidAnswer, match="Shorten the contract’s name to 120"):
        start("x" * 121)

    assert of(start("x" * 120)).assessment.contract == "x" * 120


def test_an_organisation_may_have_several_contracts_open(start, of):
    numbers = [start(HSCN), start(WIFI)]

    assert [of(number).assessment.contract for number in numbers] == [HSCN, WIFI]
    assert of(numbers[1]).given.contract == WIFI


def test_capitals_and_spaces_make_no_other_contract(start, of):
    number = start("HSCN  connection,\n 2019 call-off ")

    assert start(HSCN.upper()) == number
    assert of(number).assessment.contract == HSCN


def test_two_organisations_may_call_their_contracts_alike(db, rules, start, person):
    other = add_organisation(db, TRUST.__class__("ZX7", "Elsewhere"), person=person, at=AT)
    begun = start()

    assert begun != start_assessment(
        db, rules, "tiny", other.ods_code, person=person, at=AT, contract=HSCN
    )


def test_what_is_said_of_actions_and_costs_stays_with_the_contract(start, of, db, person):
    first, second = of(start(HSCN)), of(start(WIFI))
    say_of_action(
        db, first, "draft-plan", owner="Priya", state="doing", due="", note="", seen=0,
        person=person, at=AT,
    )  # fmt: skip
    save_costs(db, first, day_rates={}, figures={"set_up": "900"}, seen=0, person=person, at=AT)

    said = [read_plan(db, one, person=person, on=ON).progress for one in (first, second)]
    assert [list(progress) for progress in said] == [["draft-plan"], []]
    assert [read_known_costs(db, one, person=person).version for one in (first, second)] == [1, 0]
    for noun, subject in (("action", "ZX9/tiny/draft-plan"), ("costs", "ZX9/tiny")):
        assert events_of(db, noun, subject)[0].detail["contract"] == HSCN


def test_change_freezes_are_those_of_all_contracts(start, of, db, person):
    first, second = of(start(HSCN)), of(start(WIFI))
    save_freeze(
        db, first, 0, first="1 12 2026", last="5 1 2027", what="Winter", seen=0,
        person=person, at=AT,
    )  # fmt: skip

    assert [freeze.what for freeze in read_freezes(db, second, person=person)] == ["Winter"]


def test_the_next_round_is_about_the_same_contract(start, of, db, rules, person):
    start(WIFI)
    was = of(start(HSCN))
    submit(db, was, seen=was.newest, person=person, at=AT, on=ON)
    number = assess_again(db, rules, was, person=person, at=later(1))

    assert of(number).assessment.contract == HSCN
    assert start(HSCN) == number
    assert events_of(db, "assessment", number)[0].detail["contract"] == HSCN


def test_a_renamed_contract_keeps_what_was_said_of_it(start, of, db, person):
    number = start(HSCN)
    say_of_action(
        db, of(number), "draft-plan", owner="Priya", state="doing", due="", note="", seen=0,
        person=person, at=AT,
    )  # fmt: skip
    rename_contract(db, of(number), " The  old line ", was=HSCN, person=person, at=AT)

    now = of(number)
    assert now.assessment.contract == "The old line"
    assert list(read_plan(db, now, person=person, on=ON).progress) == ["draft-plan"]
    event = events_of(db, "assessment", number)[-1]
    assert (event.what, event.detail) == ("renamed", {"contract": "The old line", "was": HSCN})
    fresh = of(start(HSCN, 5))
    assert fresh.assessment.id != number
    assert read_plan(db, fresh, person=person, on=ON).progress == {}


def test_a_submission_keeps_the_name_it_was_declared_under(start, of, db, person):
    opened = of(start(HSCN))
    submit(db, opened, seen=opened.newest, person=person, at=AT, on=ON)
    rename_contract(db, opened, "Another name", was=HSCN, person=person, at=AT)
    declared = read_submission(db, opened.assessment.id, 1, person=person)

    assert (declared.given.contract, declared.assessment.contract) == (HSCN, HSCN)


def test_two_contracts_cannot_have_one_name(start, of, db, person):
    start(WIFI)
    opened = of(start(HSCN))

    with pytest.raises(InvalidAnswer, match="Another contract is called “WI-FI of"):
        rename_contract(db, opened, "WI-FI of the hospitals", was=HSCN, person=person, at=AT)
    rename_contract(db, opened, HSCN.upper(), was=HSCN, person=person, at=AT)

    assert of(opened.assessment.id).assessment.contract == HSCN.upper()


def test_two_people_cannot_rename_over_each_other(start, of, db, person):
    opened = of(start(HSCN))
    rename_contract(db, opened, "One", was=HSCN, person=person, at=AT)
    rename_contract(db, opened, "One", was=HSCN, person=person, at=AT)

    with pytest.raises(Conflict, match="called this contract “One” after you"):
        rename_contract(db, opened, "Other", was=HSCN, person=person, at=AT)
    assert len(contract_names(db, "ZX9", "tiny")) == 1


def test_a_pack_about_no_contract_leaves_a_name_aside(db, tmp_path, trust, person):
    write_pack(tmp_path / "plain", tiny_pack())
    number = start_assessment(
        db, tmp_path / "plain", "tiny", "ZX9", person=person, at=AT, contract=HSCN
    )
    opened = read_assessment(db, number, person=person, on=ON)

    assert (opened.assessment.contract, opened.assessment.contract_key) == (None, "")
    with pytest.raises(NotFound, match="about no contract"):
        rename_contract(db, opened, "Some", was="", person=person, at=AT)


def test_an_assessment_from_before_its_pack_had_contracts_can_be_named(
    db, tmp_path, start, of, trust, person
):
    write_pack(tmp_path / "plain", tiny_pack())
    number = start_assessment(db, tmp_path / "plain", "tiny", "ZX9", person=person, at=AT)
    other = start(WIFI)
    files = contract_pack()
    with immediate(db):
        use_pack(db, number, read_pack(files), person=person, at=later(1))
    rename_contract(db, of(number), HSCN, was="", person=person, at=later(2))

    assert of(number).assessment.contract == HSCN
    assert start(HSCN) == number
    assert start(WIFI) == other


def test_a_record_carries_the_contract_only_where_there_is_one():
    pack = read_pack(contract_pack())
    plain = write_given(Given(TRUST, ON, {}), pack)
    about = write_given(Given(TRUST, ON, {}, contract=HSCN), pack)

    assert 'contract"' not in plain
    assert read_given(about, pack, "a").contract == HSCN
    assert read_given(plain, pack, "a").contract is None


def _start(task, wait):
    path, rules, name = task
    with closing(open_database(path)) as db:
        wait()
        return start_assessment(
            db, rules, "tiny", "ZX9", person=local_person(db), at=AT, contract=name
        )


def test_starts_at_the_same_moment_make_one_assessment_for_each_contract(tmp_path, rules):
    path = tmp_path / "instance" / "readiness.db"
    prepare(path)
    with closing(open_database(path)) as db:
        add_organisation(db, TRUST, person=local_person(db), at=AT)
    names = [HSCN, HSCN.upper(), f"  {HSCN}", WIFI]

    begun = together(_start, [(path, rules, name) for name in names])

    assert len(set(begun[:3])) == 1
    assert begun[3] not in begun[:3]
    with closing(open_database(path)) as db:
        assert rows(db, "select count(*) from assessments") == [(2,)]
        assert len(contract_names(db, "ZX9", "tiny")) == 2
