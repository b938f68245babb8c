"""What somebody may do who is no more than a contributor: answer the sections given to them."""

import pytest

from readiness.domain.access import Role
from readiness.domain.errors import NotAllowed
from readiness.usecases.again import assess_again, confirm_all
from readiness.usecases.assessment import (
    Change,
    answer_questions,
    read_assessment,
    read_submission,
    submit,
)
from readiness.usecases.assignment import Giving, assign_sections
from readiness.usecases.costs import save_costs
from readiness.usecases.freezes import save_freeze
from readiness.usecases.given import NotGiven
from readiness.usecases.plan import say_of_action
from tests.examples import AT, ON


@pytest.fixture
def estate(db, read, person, priya, tom):
    """Give the section about lines to Priya, beside whom there is an IT lead."""
    assign_sections(db, read(), [Giving("estate", str(priya.id))], person=person, at=AT)


def _said(changes):
    return [Change(key, value) for key, value in changes.items()]


def test_a_contributor_saves_what_is_given_to_them(db, read, priya, estate):
    saved = answer_questions(db, read(), _said({"lines": "12"}), person=priya, at=AT)

    assert saved.saved == ("lines",)


def test_elsewhere_nothing_is_saved_and_it_is_said_whom_to_ask(db, read, priya, estate, counted):
    before = counted()

    with pytest.raises(NotGiven, match="Nobody has “Lead and plan” yet"):
        answer_questions(db, read(), _said({"lines": "12", "plan": "drafted"}), person=priya, at=AT)

    assert counted() == before


def test_another_contributor_is_named(db, read, join, estate):
    other = join("Other", Role.CONTRIBUTOR)

    with pytest.raises(NotGiven, match="are with Priya Shah"):
        answer_questions(db, read(), _said({"lines": "12"}), person=other, at=AT)


def test_what_does_not_fit_elsewhere_is_refused_as_not_theirs(db, read, priya, estate):
    with pytest.raises(NotGiven):
        answer_questions(db, read(), _said({"plan": "nonsense"}), person=priya, at=AT)


def test_a_page_that_leaves_other_sections_as_they_are_is_saved(db, read, give, priya, estate):
    give("plan", "drafted")
    changes = [Change("lines", "12"), Change("plan", "drafted", seen=1)]

    assert answer_questions(db, read(), changes, person=priya, at=AT).saved == ("lines",)


def test_a_section_taken_back_is_closed_to_them_at_once(db, read, person, priya, estate):
    opened = read_assessment(db, read().assessment.id, person=priya, on=ON)
    assign_sections(db, read(), [Giving("estate", seen=1)], person=person, at=AT)

    with pytest.raises(NotGiven):
        answer_questions(db, opened, _said({"lines": "12"}), person=priya, at=AT)


def test_whoever_is_alone_is_not_limited(db, read, priya):
    saved = answer_questions(db, read(), _said({"plan": "drafted"}), person=priya, at=AT)

    assert saved.saved == ("plan",)


def test_an_approver_answers_nothing(db, read, ruth, tom):
    with pytest.raises(NotAllowed, match="Only an IT lead or a contributor"):
        answer_questions(db, read(), _said({"plan": "drafted"}), person=ruth, at=AT)


def test_only_answers_of_their_sections_are_confirmed(
    db, rules, read, see, give, person, priya, estate
):
    give("plan", "drafted")
    give("lines", "12")
    submit(db, read(), seen=read().newest, person=person, at=AT, on=ON)
    again = see(assess_again(db, rules, read(), person=person, at=AT))

    with pytest.raises(NotGiven):
        confirm_all(db, again, {"plan": 1, "lines": 1}, person=priya, at=AT)
    assert confirm_all(db, again, {"lines": 1}, person=priya, at=AT).confirmed == ("lines",)


def test_a_contributor_speaks_of_actions_and_runs_nothing(db, read, priya, estate):
    opened = read()
    said = {"owner": "Priya", "state": "doing", "due": "", "note": "", "seen": 0}

    say_of_action(db, opened, "draft-plan", **said, person=priya, at=AT)
    with pytest.raises(NotAllowed):
        submit(db, opened, seen=opened.newest, person=priya, at=AT, on=ON)
    with pytest.raises(NotAllowed):
        save_costs(db, opened, day_rates={}, figures={}, seen=0, person=priya, at=AT)
    with pytest.raises(NotAllowed):
        save_freeze(db, opened, 0, first="", last="", what="Winter", seen=0, person=priya, at=AT)


def test_a_page_is_told_what_its_reader_may_do(db, started, read, person, priya, ruth, estate):
    def may(somebody):
        return read_assessment(db, started, person=somebody, on=ON).may

    assert may(person).everywhere
    assert may(priya).sections == {"estate"}
    assert (may(priya).everywhere, may(priya).manage, may(priya).say) == (False, False, True)
    assert (may(ruth).sections, may(ruth).say, may(ruth).sign_off) == (frozenset(), False, True)


def test_a_submission_says_so_too(db, started, read, give, person, ruth, tom):
    give("plan", "drafted")
    submit(db, read(), seen=read().newest, person=person, at=AT, on=ON)

    assert not read_submission(db, started, 1, person=ruth).may.manage
    assert read_submission(db, started, 1, person=tom).may.manage


@pytest.mark.parametrize("who", ["person", "tom", "priya", "ruth"])
def test_what_somebody_may_do_costs_no_query_of_its_own(db, started, estate, request, who):
    somebody, asked = request.getfixturevalue(who), []
    db.conn.set_trace_callback(asked.append)

    read_assessment(db, started, person=somebody, on=ON)

    assert len(asked) == 4, asked
