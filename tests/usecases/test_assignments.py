from datetime import date

import pytest

from readiness.domain.access import Role
from readiness.domain.errors import NotAllowed, NotFound
from readiness.storage.database import immediate
from readiness.storage.events import events_of
from readiness.storage.grants import Grant, set_grant
from readiness.usecases.again import assess_again
from readiness.usecases.assessment import Closed, submit
from readiness.usecases.assignment import (
    AssignedSince,
    Giving,
    UnfitAssignments,
    assign_sections,
)
from readiness.usecases.working_together import read_together, waiting_for
from tests.examples import AT, ON, later


@pytest.fixture
def assign(db, read, person):
    """Give one section, by the local user unless somebody is named."""

    def assign(section="estate", to="", *, by=person, at=AT, **fields):
        to = str(getattr(to, "id", to))
        return assign_sections(db, read(), [Giving(section, to, **fields)], person=by, at=at)

    return assign


@pytest.fixture
def given(db, read, person):
    """Return who has a section."""
    return lambda section="estate": read_together(db, read(), person=person).assignment(section)


def test_a_section_is_given_to_a_person_with_a_word_and_a_day(assign, given, priya, db, started):
    assert assign(to=priya, said="Estates", due="14 12 2026") == ("estate",)

    now = given()
    assert (now.who, now.due, now.version) == ("Priya Shah (Estates)", date(2026, 12, 14), 1)
    assert (now.by, now.at) == ("Local user", AT)
    assert events_of(db, "assessment", started)[-1].detail == {"sections": {"estate": 1}}


def test_a_name_alone_is_enough_where_somebody_has_no_account(assign, given):
    assign(said="  Estates,   by phone ")

    assert given().who == "Estates, by phone"
    assert given().to is None


def test_a_section_is_taken_back_by_saying_nothing(assign, given, priya):
    assign(to=priya)
    assign(seen=1)

    assert not given().given
    assert given().version == 2


def test_to_say_the_same_again_changes_nothing(assign, priya, counted):
    assign(to=priya)
    before = counted()

    assert assign(to=priya, seen=1) == ()
    assert assign(to=priya, seen=0) == ()
    assert assign("lead") == ()
    assert counted() == before


def test_a_page_left_as_it_was_takes_nothing_back_from_others(assign, given, tom, priya):
    assign(to=priya, by=tom)

    assert assign() == ()
    assert given().to == priya.id


def test_whoever_gives_from_a_stale_page_is_shown_what_was_chosen(assign, given, tom, priya, ruth):
    assign(to=priya, by=tom)

    with pytest.raises(AssignedSince, match="Tom Okafor changed") as since:
        assign(to=ruth, seen=0)

    assert since.value.theirs["estate"].to == priya.id
    assert given().to == priya.id
    assert assign(to=ruth, seen=1) == ("estate",)


def test_of_one_page_all_is_saved_or_nothing(db, read, person, priya, given):
    wanted = [Giving("lead", str(priya.id)), Giving("estate", "999")]

    with pytest.raises(UnfitAssignments) as unfit:
        assign_sections(db, read(), wanted, person=person, at=AT)

    assert list(unfit.value.wrong) == ["estate"]
    assert not given("lead").given


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"to": "99"}, "to"),
        ({"to": "one"}, "to"),
        ({"said": "x" * 101}, "said"),
        ({"said": "Estates", "due": "soon"}, "due"),
        ({"said": "Estates", "due": "dont-know"}, "due"),
        ({"due": "14 12 2026"}, "due"),
    ],
)
def test_what_does_not_fit_is_said_at_its_field(assign, fields, field):
    with pytest.raises(UnfitAssignments) as unfit:
        assign(**fields)

    assert [name for name, lines in unfit.value.wrong["estate"].items() if lines] == [field]


def test_nobody_of_another_organisation_is_given_a_section(assign, join):
    with pytest.raises(UnfitAssignments):
        assign(to=join("Stranger", Role.CONTRIBUTOR, code="ZX8"))


def test_who_holds_a_role_no_more_may_keep_a_section_and_is_given_no_other(
    db, person, assign, given, priya
):
    assign(to=priya)
    with immediate(db):
        set_grant(db, priya.id, Grant(Role.CONTRIBUTOR, "ZX9"), False, by=person, at=AT)

    assert assign(to=priya, due="14 12 2026", seen=1) == ("estate",)
    with pytest.raises(UnfitAssignments):
        assign("lead", to=priya)


def test_a_section_that_the_rules_do_not_have_is_left_aside(assign, counted):
    before = counted()

    assert assign("nothing", said="Estates") == ()
    assert counted() == before


def test_only_an_it_lead_gives_sections(assign, tom, priya, ruth, join):
    for somebody in (priya, ruth):
        with pytest.raises(NotAllowed):
            assign(to=priya, by=somebody)
    with pytest.raises(NotFound):
        assign(to=priya, by=join("Stranger", Role.IT_LEAD, code="ZX8"))
    assert assign(to=priya, by=tom) == ("estate",)


def test_the_next_round_finds_each_section_with_who_had_it_and_with_no_day(
    db, rules, read, see, assign, give, person, priya
):
    assign(to=priya, due="14 12 2026")
    assign("lead", said="Board office")
    assign("lead", seen=1)
    give("lines", "12")
    submit(db, read(), seen=read().newest, person=person, at=AT, on=ON)
    number = assess_again(db, rules, read(), person=person, at=later(5))

    now = read_together(db, see(number), person=person)
    assert (now.assignment("estate").to, now.assignment("estate").due) == (priya.id, None)
    assert not now.assignment("lead").given
    with pytest.raises(Closed):
        assign("lead", said="Estates", seen=2)


def test_what_waits_for_a_person_is_told_and_for_the_local_user_nothing_is(
    db, read, assign, person, priya, ruth
):
    assign(to=priya, due="14 12 2026")

    (waiting,) = waiting_for(db, [read()], person=priya)
    assert [(s.key, due) for s, due in waiting.sections] == [("estate", date(2026, 12, 14))]
    assert waiting_for(db, [read()], person=ruth) == ()
    assert waiting_for(db, [read()], person=person) == ()
